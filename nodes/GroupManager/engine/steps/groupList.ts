import { Failure } from '../contract/failure';
import type { GroupReference, Input, JsonObject } from '../contract/input';
import { shorten } from '../fields/lists';
import { lookOf } from '../fields/lookAlike';

/** A vendor's groups as last seen, for look-ups by id and by name. Its records must not be changed, only replaced. */
export class GroupList {
	private readonly groups = new Map<string, JsonObject>();
	private readonly idsByName = new Map<string, Set<string>>();
	/** Made by the first who asks for look-alikes. */
	private idsByLook?: Map<string, Set<string>>;

	/**
	 * @param idOf the id of a record as text
	 * @param readable a stored name as people wrote it
	 */
	constructor(
		groups: readonly JsonObject[],
		private readonly idOf: (group: JsonObject) => string,
		private readonly readable: (name: string) => string = (name) => name,
	) {
		for (const group of groups) this.put(group);
	}

	/** In the vendor's order. */
	get all(): JsonObject[] {
		return [...this.groups.values()];
	}

	byId(id: string): JsonObject | undefined {
		return this.groups.get(id);
	}

	/** @throws Failure `not_found`, `ambiguous_name` */
	find({ by, value }: GroupReference, where = ''): JsonObject {
		if (by === 'name')
			return onlyMatch(this.named(value), value, { idOf: this.idOf, where, similar: this.similar(value) });
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
		return this.recordsOf(looks.get(lookOf(name))).filter((group) => !exact.has(this.idOf(group)));
	}

	/** Takes in a record that a write returned. */
	put(group: JsonObject): void {
		const id = this.idOf(group);
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
	private spellings({ name }: JsonObject): string[] {
		return typeof name === 'string' ? [...new Set([name, this.readable(name)])] : [];
	}

	private recordsOf(ids: ReadonlySet<string> | undefined): JsonObject[] {
		return [...(ids ?? [])].map((id) => this.groups.get(id)!);
	}
}

function add(index: Map<string, Set<string>>, key: string, id: string): void {
	const ids = index.get(key);
	if (ids) ids.add(id);
	else index.set(key, new Set([id]));
}

interface Matching {
	idOf: (group: JsonObject) => string;
	/** Groups whose names only look like the wanted one. */
	similar?: readonly JsonObject[];
	where?: string;
}

/** @throws Failure `not_found`, `ambiguous_name` */
export function onlyMatch(
	matches: readonly JsonObject[],
	name: string,
	{ idOf, where = '', similar = [] }: Matching,
): JsonObject {
	const [first, ...more] = matches;
	if (first && more.length === 0) return first;
	if (first) {
		throw new Failure(
			'ambiguous_name',
			`${matches.length} groups have the name "${shorten(name)}": ${idsOf(matches, idOf)}`,
			{
				advice: 'Use the ID of the one that you mean',
			},
		);
	}
	const missing = `there is no group with the name "${shorten(name)}"${where}`;
	if (similar.length === 0) throw new Failure('not_found', missing);
	throw new Failure('not_found', `${missing}, but ${described(similar, idOf)}`, {
		advice: 'Use that name exactly as it is, or the ID',
	});
}

/** @throws Failure `ambiguous_name` where a new group would look like one that is there */
export function refuseTwin(name: string, similar: readonly JsonObject[], idOf: (group: JsonObject) => string): void {
	if (similar.length === 0) return;
	const reason = `no group has exactly the name "${shorten(name)}", but ${described(similar, idOf)}`;
	throw new Failure('ambiguous_name', reason, {
		advice: 'Use that name exactly as it is, or use Create for a second group',
	});
}

function described(similar: readonly JsonObject[], idOf: (group: JsonObject) => string): string {
	const [first] = similar;
	return `"${shorten(String(first!.name))}" (${idsOf(similar, idOf)}) differs only in case, blanks or characters that nobody sees`;
}

const idsOf = (groups: readonly JsonObject[], idOf: (group: JsonObject) => string): string => {
	const more = groups.length > 5 ? ` and ${groups.length - 5} more` : '';
	return `${groups.slice(0, 5).map(idOf).join(', ')}${more}`;
};

/** Applies the item's filters and limit to records that are all here. */
export function selectGroups(
	groups: readonly JsonObject[],
	{ filters, limit }: Pick<Input, 'filters' | 'limit'>,
	readable: (name: string) => string = (name) => name,
): JsonObject[] {
	return groups.filter((group) => matchesFilters(group, filters, readable)).slice(0, limit);
}

/** `name` is exact, `nameContains` ignores case. */
export function matchesFilters(
	{ name }: JsonObject,
	filters: Input['filters'],
	readable: (name: string) => string = (text) => text,
): boolean {
	const text = typeof name === 'string' ? readable(name) : '';
	if (filters.name !== undefined && text !== filters.name) return false;
	return filters.nameContains === undefined || text.toLowerCase().includes(filters.nameContains.toLowerCase());
}
