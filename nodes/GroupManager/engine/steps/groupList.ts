import { Failure } from '../contract/failure';
import type { Filters, GroupReference } from '../contract/input';
import type { JsonObject } from '../contract/json';
import { hasPart, shorten } from '../contract/text';
import { lookOf } from '../fields/lookAlike';
import type { GroupRecords } from './records';

/** A vendor's groups as last seen, for look-ups by id and by name. Its records must not be changed, only replaced. */
export class GroupList {
	private readonly groups = new Map<string, JsonObject>();
	private readonly idsByName = new Map<string, Set<string>>();
	/** A group that the vendor's list has twice, and not the same. */
	private contradictory?: string;
	/** Made by the first who asks for look-alikes. */
	private idsByLook?: Map<string, Set<string>>;

	constructor(
		groups: readonly JsonObject[],
		private readonly records: GroupRecords,
	) {
		for (const group of groups) {
			const id = records.idOf(group);
			const known = this.groups.get(id);
			if (known && JSON.stringify(known) !== JSON.stringify(group)) this.contradictory = id;
			this.put(group);
		}
	}

	/** In the vendor's order. */
	get all(): JsonObject[] {
		return [...this.groups.values()];
	}

	/** All, where the vendor's list does not contradict itself. @throws Failure `unexpected_response` */
	get consistent(): JsonObject[] {
		if (this.contradictory === undefined) return this.all;
		throw selfContradiction('groups', this.contradictory);
	}

	byId(id: string): JsonObject | undefined {
		return this.groups.get(id);
	}

	/** @throws Failure `not_found`, `ambiguous_name` */
	find({ by, value }: GroupReference, where = ''): JsonObject {
		if (by === 'name')
			return onlyMatch(this.named(value), value, this.records, { where, similar: this.similar(value) });
		const group = this.byId(value);
		if (group) return group;
		throw new Failure('not_found', `there is no group with the ID ${shorten(value)}${where}`);
	}

	named(name: string): JsonObject[] {
		return this.recordsOf(this.idsByName.get(name));
	}

	/** Groups of this name, and those whose names only look like it. */
	alike(name: string): JsonObject[] {
		return [...this.named(name), ...this.similar(name)];
	}

	/** Groups whose names only look like this one. */
	similar(name: string): JsonObject[] {
		const looks = (this.idsByLook ??= this.indexLooks());
		const exact = this.idsByName.get(name) ?? new Set();
		return this.recordsOf(looks.get(lookOf(name))).filter((group) => !exact.has(this.records.idOf(group)));
	}

	/** Takes in a record that a write returned. */
	put(group: JsonObject): void {
		const id = this.records.idOf(group);
		this.unindex(id);
		this.groups.set(id, group);
		for (const name of this.spellings(group)) add(this.idsByName, name, id);
		if (this.idsByLook) for (const name of this.spellings(group)) add(this.idsByLook, lookOf(name), id);
	}

	remove(id: string): void {
		this.unindex(id);
		this.groups.delete(id);
	}

	private unindex(id: string): void {
		const group = this.groups.get(id);
		for (const name of group ? this.spellings(group) : []) {
			this.idsByName.get(name)?.delete(id);
			this.idsByLook?.get(lookOf(name))?.delete(id);
		}
	}

	private indexLooks(): Map<string, Set<string>> {
		const looks = new Map<string, Set<string>>();
		for (const [id, group] of this.groups) for (const name of this.spellings(group)) add(looks, lookOf(name), id);
		return looks;
	}

	/** A stored name may be typed as it is stored, and as people wrote it. */
	private spellings(group: JsonObject): string[] {
		const name = this.records.nameOf(group);
		return name === undefined ? [] : [...new Set([name, this.records.readable(name)])];
	}

	private recordsOf(ids: ReadonlySet<string> | undefined): JsonObject[] {
		return [...(ids ?? [])].map((id) => this.groups.get(id)!);
	}
}

export const selfContradiction = (what: string, id: string): Failure =>
	new Failure('unexpected_response', `the list of ${what} has the ID ${id} twice, with different contents`, {
		advice: 'Try again later',
	});

function add(index: Map<string, Set<string>>, key: string, id: string): void {
	const ids = index.get(key);
	if (ids) ids.add(id);
	else index.set(key, new Set([id]));
}

interface Found {
	/** Groups whose names only look like the wanted one. */
	similar?: readonly JsonObject[];
	/** Where they were looked for, in words that end a sentence. */
	where?: string;
}

/** @throws Failure `not_found`, `ambiguous_name` */
export function onlyMatch(
	matches: readonly JsonObject[],
	name: string,
	records: GroupRecords,
	{ where = '', similar = [] }: Found = {},
): JsonObject {
	const [first, ...more] = matches;
	if (first && more.length === 0) return first;
	if (first) {
		const reason = `${matches.length} groups have the name "${shorten(name)}": ${idsOf(matches, records)}`;
		throw new Failure('ambiguous_name', reason, { advice: 'Use the ID of the one that you mean' });
	}
	const missing = `there is no group with the name "${shorten(name)}"${where}`;
	if (similar.length === 0) throw new Failure('not_found', missing);
	throw new Failure('not_found', `${missing}, but ${described(similar, records)}`, {
		advice: 'Use that name exactly as it is, or the ID',
	});
}

/** @throws Failure `ambiguous_name` where a new group would look like one that is there */
export function refuseTwin(name: string, similar: readonly JsonObject[], records: GroupRecords): void {
	if (similar.length === 0) return;
	const reason = `no group has exactly the name "${shorten(name)}", but ${described(similar, records)}`;
	const advice = 'Use that name exactly as it is, or use Create for a second group';
	throw new Failure('ambiguous_name', reason, { advice });
}

function described(similar: readonly JsonObject[], records: GroupRecords): string {
	const first = shorten(records.nameOf(similar[0]!) ?? '');
	return `"${first}" (${idsOf(similar, records)}) differs only in case, blanks or characters that nobody sees`;
}

const idsOf = (groups: readonly JsonObject[], { idOf }: GroupRecords): string => {
	const more = groups.length > 5 ? ` and ${groups.length - 5} more` : '';
	return `${groups.slice(0, 5).map(idOf).join(', ')}${more}`;
};

/** `name` is exact, `nameContains` ignores case. */
export function matchesFilters(
	group: JsonObject,
	{ name, nameContains }: Filters,
	{ nameOf, readable }: GroupRecords,
): boolean {
	const text = readable(nameOf(group) ?? '');
	if (name !== undefined && text !== name) return false;
	return nameContains === undefined || hasPart(text, nameContains);
}
