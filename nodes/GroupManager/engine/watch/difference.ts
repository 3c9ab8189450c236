import type { JsonObject } from '../contract/json';
import { hasPart } from '../contract/text';
import type { Change, EventName, FieldChange, Watch, Watching } from '../contract/watch';
import { type Absences, isAbsent } from './absences';
import { highestOf } from './idList';
import { differenceOfMembers } from './memberDifference';
import { differenceOfPermissions } from './permissionDifference';
import { emptySnapshot, type KeptGroup, type Snapshot, type View } from './snapshot';

/** What of the vendor and of the choices a comparison goes by. */
export interface Terms {
	watch: Pick<Watch, 'nameOf' | 'fieldsOf' | 'areas' | 'growingIds'>;
	watching: Pick<Watching, 'groupType' | 'nameContains'>;
	/** How the end of a group is called. */
	end: Extract<EventName, 'groupDeleted' | 'groupHidden'>;
	/** Whether the key sees everything there is. */
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
	if (before.groups && view.groups) comparison.compareGroups(before.groups, view.groups);
	comparison.compareChosen();
	comparison.compareMembers();
	comparison.comparePermissions();
	return comparison;
}

const CAME_INTO_VIEW: FieldChange = { field: 'visibility', from: 'hidden', to: 'visible' };

class Comparison implements Difference {
	readonly changes: Change[] = [];
	readonly next = emptySnapshot();
	/** Chosen groups that were gone and are there again. */
	private readonly back = new Set<string>();
	private readonly note = (change: Change): void => void this.changes.push(change);

	constructor(
		private readonly before: Snapshot,
		private readonly view: View,
		private readonly lost: Absences,
		private readonly terms: Terms,
	) {}

	compareGroups(kept: ReadonlyMap<string, KeptGroup>, groups: ReadonlyMap<string, JsonObject>): void {
		const { filtered, hidden } = this.before;
		const watched = (this.next.groups = new Map<string, KeptGroup>());
		const highest = highestOf([kept.keys(), filtered, hidden]);
		for (const [groupId, record] of groups) {
			const was = kept.get(groupId);
			const now = keptOf(record, this.terms.watch, this.terms.watching);
			const isWanted = matches(now.name, this.terms.watching.nameContains);
			if (isWanted) watched.set(groupId, now);
			else this.next.filtered.add(groupId);
			// Out of the filter by another name: that much is still said.
			if (was) this.noteChanges(groupId, changesOf(was, now));
			else if (isWanted) this.noteNewcomer(groupId, now.name, Number(groupId) < highest);
		}
		for (const [groupId, was] of kept) if (!groups.has(groupId)) this.endOf(groupId, was, watched);
		for (const id of hidden) if (!groups.has(id)) this.next.hidden.add(id);
		// What is left out by name may be out of view as well; where ids do not grow, it costs room for nothing.
		for (const id of this.terms.watch.growingIds ? filtered : []) if (!groups.has(id)) this.next.filtered.add(id);
	}

	compareChosen(): void {
		const { watch, end } = this.terms;
		for (const [groupId, was] of this.before.chosen) {
			const record = this.view.groups?.get(groupId);
			const isGone = was.isGone ? isAbsent(this.view, groupId) : this.lost.groups.has(groupId);
			if (was.isGone && !isGone) this.back.add(groupId);
			const isTold = this.before.groups?.has(groupId);
			if (isGone && !was.isGone && !isTold) this.note({ event: end, groupId });
			this.next.chosen.set(groupId, { ...was, isGone, ...(record && { name: watch.nameOf(record) }) });
		}
	}

	compareMembers(): void {
		for (const [area, now] of this.view.members) {
			const kept = this.before.members.get(area) ?? { groups: new Map() };
			const members = differenceOfMembers(kept, now, {
				area,
				lost: this.lost.members.get(area),
				stays: (id) => now.visible === undefined && isAbsent(this.view, id) && !this.lost.groups.has(id),
				isOver: (id) => this.isOver(id) || (now.visible === undefined && this.lost.groups.has(id)),
				isBack: (id) => this.back.has(id),
				growingIds: this.terms.watch.growingIds,
				note: this.note,
			});
			this.next.members.set(area, members);
		}
	}

	comparePermissions(): void {
		const { before, view, lost, next, note } = this;
		for (const [groupId, kept] of before.permissions) {
			const isGone = lost.groups.has(groupId) || this.isOver(groupId);
			if (!view.permissions.has(groupId) && !isGone) next.permissions.set(groupId, kept);
		}
		for (const [groupId, now] of view.permissions) {
			const kept = before.permissions.get(groupId);
			const missing = lost.permissions.get(groupId);
			next.permissions.set(
				groupId,
				kept ? differenceOfPermissions({ groupId, kept, now, missing, note }) : new Map(now),
			);
		}
	}

	private isOver(groupId: string): boolean {
		return this.next.chosen.get(groupId)?.isGone === true;
	}

	private noteChanges(groupId: string, changes: readonly FieldChange[]): void {
		if (changes.length > 0) this.note({ event: 'groupChanged', groupId, changes });
	}

	/** A group that was not watched before: a new one, unless it was there all the time. */
	private noteNewcomer(groupId: string, name: string, isBelowHighest: boolean): void {
		const { filtered, hidden } = this.before;
		const { isWhole, watch } = this.terms;
		if (filtered.has(groupId)) this.noteChanges(groupId, [{ field: 'name', from: null, to: name }]);
		else if (hidden.has(groupId) || (watch.growingIds && !isWhole && isBelowHighest))
			this.noteChanges(groupId, [CAME_INTO_VIEW]);
		else this.note({ event: 'groupCreated', groupId });
	}

	private endOf(groupId: string, was: KeptGroup, watched: Map<string, KeptGroup>): void {
		if (!this.lost.groups.has(groupId)) return void watched.set(groupId, was);
		this.note({ event: this.terms.end, groupId });
		if (this.terms.end === 'groupHidden') this.next.hidden.add(groupId);
	}
}

export const keptOf = (
	record: JsonObject,
	watch: Terms['watch'],
	{ groupType = '' }: Terms['watching'],
): KeptGroup => ({
	name: watch.nameOf(record),
	area: watch.areas?.of(record, groupType) ?? '',
	fields: watch.fieldsOf(record),
});

export const matches = (name: string, part: string | undefined): boolean => part === undefined || hasPart(name, part);

function changesOf(was: KeptGroup, now: KeptGroup): FieldChange[] {
	const names = Object.keys({ ...now.fields, ...was.fields });
	const fields = names.map((field) => ({ field, from: was.fields[field] ?? null, to: now.fields[field] ?? null }));
	const all: FieldChange[] = [{ field: 'name', from: was.name, to: now.name }, ...fields];
	return all.filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}
