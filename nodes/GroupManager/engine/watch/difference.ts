import type { JsonObject } from '../contract/json';
import { hasPart } from '../contract/text';
import type { Change, EventName, FieldChange, Watch, Watching } from '../contract/watch';
import type { Absences } from './absences';
import { highestOf } from './idList';
import { differenceOfMembers, type GroupState } from './memberDifference';
import { differenceOfPermissions } from './permissionDifference';
import { emptySnapshot, isAbsent, type KeptGroup, type Snapshot, type View, wasThere } from './snapshot';

/** What of the vendor and of the choices a comparison goes by. */
export interface Terms {
	watch: Pick<Watch, 'nameOf' | 'fieldsOf' | 'areas' | 'growingIds'>;
	watching: Pick<Watching, 'groupType' | 'nameContains' | 'scope'>;
	/** How the end of a group is called. */
	end: Extract<EventName, 'groupDeleted' | 'groupHidden'>;
	/** Whether the key sees everything there is now. */
	isWhole: boolean;
}

export interface Difference {
	/** In no order. */
	changes: Change[];
	next: Snapshot;
}

/**
 * What happened between a snapshot and a view, and what is to be kept of it.
 * @param lost absences that are proved; any other leaves things as they were
 */
export function difference(before: Snapshot, view: View, lost: Absences, terms: Terms): Difference {
	const comparison = new Comparison(before, view, lost, terms);
	if (view.groups) comparison.compareGroups(view.groups);
	comparison.compareChosen();
	comparison.compareMembers();
	comparison.comparePermissions();
	return comparison;
}

/** How a group that is there stands to what was seen before: `unread` where its area was not shown. */
type Arrival = 'known' | 'new' | 'cameIntoView' | 'unread';

const CAME_INTO_VIEW: FieldChange = { field: 'visibility', from: 'hidden', to: 'visible' };

class Comparison implements Difference {
	readonly changes: Change[] = [];
	readonly next = emptySnapshot();
	private readonly cameIntoView = new Set<string>();
	private readonly highest: number;
	private readonly note = (change: Change): void => void this.changes.push(change);

	constructor(
		private readonly before: Snapshot,
		private readonly view: View,
		private readonly lost: Absences,
		private readonly terms: Terms,
	) {
		this.highest = highestSeen(before);
		this.next.unread = new Set(view.refused.keys());
		this.next.isWhole = terms.isWhole;
	}

	compareGroups(groups: ReadonlyMap<string, JsonObject>): void {
		const { before, next, terms } = this;
		const watched = before.groups && new Map<string, KeptGroup>();
		next.groups = watched;
		for (const [groupId, record] of groups) {
			const was = before.groups?.get(groupId);
			const now = updated(was, keptOf(record, terms.watch, terms.watching));
			const arrival = this.arrivalOf(groupId, now.area);
			if (arrival === 'cameIntoView' || arrival === 'unread') this.cameIntoView.add(groupId);
			const isWanted = watched !== undefined && matches(now.name, terms.watching.nameContains);
			if (isWanted) watched.set(groupId, now);
			else if (watched || terms.watching.scope === 'all') next.others.add(groupId);
			// Out of the filter by another name: that much is still said.
			if (was) this.noteChanges(groupId, changesOf(was, now));
			else if (isWanted) this.noteNewcomer(groupId, now.name, arrival);
		}
		for (const [groupId, was] of before.groups ?? []) if (!groups.has(groupId)) this.endOf(groupId, was, watched!);
		if (terms.watch.growingIds) this.keepUnseen(groups);
	}

	compareChosen(): void {
		const { watch, end } = this.terms;
		for (const [groupId, was] of this.before.chosen) {
			const record = this.view.groups?.get(groupId);
			const isGone = was.isGone ? isAbsent(this.view, groupId) : this.lost.groups.has(groupId);
			if (isGone && !was.isGone && !this.before.groups?.has(groupId)) this.note({ event: end, groupId });
			if (was.isGone && !isGone) this.noteReturn(groupId);
			const name = (record && watch.nameOf(record)) || was.name;
			this.next.chosen.set(groupId, { ...was, isGone, name });
		}
	}

	compareMembers(): void {
		const { growingIds } = this.terms.watch;
		for (const [area, now] of this.view.members) {
			const kept = this.before.members.get(area) ?? { groups: new Map() };
			const lost = this.lost.members.get(area);
			const stateOf = (groupId: string): GroupState => this.stateOf(groupId, area);
			const members = differenceOfMembers(kept, now, { area, lost, stateOf, growingIds, note: this.note });
			this.next.members.set(area, members);
		}
	}

	comparePermissions(): void {
		const { before, view, lost, next, note } = this;
		for (const [groupId, kept] of before.permissions) {
			if (!view.permissions.has(groupId) && !this.isOver(groupId)) next.permissions.set(groupId, kept);
		}
		for (const [groupId, now] of view.permissions) {
			const kept = before.permissions.get(groupId) ?? now;
			const missing = lost.permissions.get(groupId);
			next.permissions.set(groupId, differenceOfPermissions({ groupId, kept, now, missing, note }));
		}
	}

	private isOver(groupId: string): boolean {
		return this.lost.groups.has(groupId) || this.next.chosen.get(groupId)?.isGone === true;
	}

	private stateOf(groupId: string, area: string): GroupState {
		if (this.isOver(groupId)) return 'notThere';
		if (isAbsent(this.view, groupId)) return wasThere(this.before, groupId) ? 'inDoubt' : 'notThere';
		const { watch, watching } = this.terms;
		const record = this.view.groups?.get(groupId);
		if (record && areaOf(record, watch, watching) !== area) return 'notThere';
		return this.cameIntoView.has(groupId) || this.isWidened ? 'cameIntoView' : 'there';
	}

	/** Whether the key has come to see everything: then nothing is new for certain. */
	private get isWidened(): boolean {
		return this.terms.isWhole && !this.before.isWhole;
	}

	private arrivalOf(groupId: string, area: string): Arrival {
		const { hidden, unread, members, isWhole } = this.before;
		if (wasThere(this.before, groupId)) return 'known';
		if (unread.has(area)) return 'unread';
		const isOlder = this.terms.watch.growingIds && !isWhole && Number(groupId) < this.highest;
		const isNamed = [...members.values()].some((kept) => kept.groups.has(groupId));
		return isOlder || isNamed || hidden.has(groupId) || this.isWidened ? 'cameIntoView' : 'new';
	}

	/** Of a chosen group. */
	private noteReturn(groupId: string): void {
		this.cameIntoView.add(groupId);
		if (!this.next.groups?.has(groupId)) this.noteChanges(groupId, [CAME_INTO_VIEW]);
	}

	private noteChanges(groupId: string, changes: readonly FieldChange[]): void {
		if (changes.length > 0) this.note({ event: 'groupChanged', groupId, changes });
	}

	/** A group that was not watched before: a new one, unless it was there all the time. */
	private noteNewcomer(groupId: string, name: string, arrival: Arrival): void {
		if (arrival === 'new') this.note({ event: 'groupCreated', groupId });
		if (arrival === 'known') this.noteChanges(groupId, [{ field: 'name', from: null, to: name }]);
		if (arrival === 'cameIntoView') this.noteChanges(groupId, [CAME_INTO_VIEW]);
	}

	private endOf(groupId: string, was: KeptGroup, watched: Map<string, KeptGroup>): void {
		if (this.lost.groups.has(groupId)) this.note({ event: this.terms.end, groupId });
		else watched.set(groupId, was);
	}

	/** What has gone out of view is known when it is back. Where ids do not grow, it costs room for nothing. */
	private keepUnseen(groups: ReadonlyMap<string, JsonObject>): void {
		const { before, lost, next } = this;
		for (const id of before.hidden) if (!groups.has(id)) next.hidden.add(id);
		for (const id of before.others) if (!groups.has(id) && !lost.groups.has(id)) next.others.add(id);
		for (const id of lost.groups) next.hidden.add(id);
	}
}

/** The highest id of a group that was ever seen. */
export const highestSeen = ({ groups, others, hidden }: Snapshot): number =>
	highestOf([groups?.keys() ?? [], others, hidden]);

type Typed = Pick<Watching, 'groupType'>;

export const keptOf = (record: JsonObject, watch: Terms['watch'], watching: Typed): KeptGroup => ({
	name: watch.nameOf(record),
	area: areaOf(record, watch, watching),
	fields: watch.fieldsOf(record),
});

const areaOf = (record: JsonObject, { areas }: Terms['watch'], { groupType = '' }: Typed): string =>
	areas?.of(record, groupType) ?? '';

/** What the vendor does not say is as it was. */
function updated(was: KeptGroup | undefined, now: KeptGroup): KeptGroup {
	const said = Object.entries(now.fields).filter(([, value]) => value !== undefined);
	return { ...now, name: now.name || (was?.name ?? ''), fields: { ...was?.fields, ...Object.fromEntries(said) } };
}

export const matches = (name: string, part: string | undefined): boolean => part === undefined || hasPart(name, part);

/** Of what was said before and is said now. */
function changesOf(was: KeptGroup, now: KeptGroup): FieldChange[] {
	const kept: JsonObject = { ...(was.name && { name: was.name }), ...was.fields };
	const known: JsonObject = { name: now.name, ...now.fields };
	return Object.keys(kept)
		.map((field) => ({ field, from: kept[field], to: known[field] }))
		.filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}
