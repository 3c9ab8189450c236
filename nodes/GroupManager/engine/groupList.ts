import { Failure } from './errors';
import type { GroupReference, Input, JsonObject } from './input';

/** A vendor's groups as last seen, for look-ups by id and by name. Its records must not be changed, only replaced. */
export class GroupList {
	private readonly groups = new Map<string, JsonObject>();
	private readonly idsByName = new Map<unknown, Set<string>>();

	/**
	 * @param idOf the id of a record as text
	 * @param spellings what a stored name may be typed as
	 */
	constructor(
		groups: readonly JsonObject[],
		private readonly idOf: (group: JsonObject) => string,
		private readonly spellings: (stored: unknown) => unknown[] = (stored) => [stored],
	) {
		for (const group of groups) this.put(group);
	}

	/** @throws Failure `not_found`, `ambiguous_name` */
	find({ by, value }: GroupReference, where = ''): JsonObject {
		if (by === 'id') {
			const group = this.groups.get(value);
			if (group) return group;
			throw new Failure('not_found', `there is no group with the ID ${value}${where}`);
		}
		return onlyMatch(this.named(value), value, this.idOf, where);
	}

	named(name: string): JsonObject[] {
		return [...(this.idsByName.get(name) ?? [])].map((id) => this.groups.get(id)!);
	}

	/** Takes in a record that a write returned. */
	put(group: JsonObject): void {
		const id = this.idOf(group);
		for (const name of this.spellings(this.groups.get(id)?.name)) this.idsByName.get(name)?.delete(id);
		this.groups.set(id, group);
		for (const name of this.spellings(group.name)) this.idsByName.set(name, (this.idsByName.get(name) ?? new Set()).add(id));
	}
}

/** @throws Failure `not_found`, `ambiguous_name` */
export function onlyMatch(matches: readonly JsonObject[], name: string, idOf: (group: JsonObject) => string, where = ''): JsonObject {
	const [first, ...more] = matches;
	if (!first) throw new Failure('not_found', `there is no group with the name "${name}"${where}`);
	if (more.length === 0) return first;
	throw new Failure('ambiguous_name', `${matches.length} groups have the name "${name}": ${matches.map(idOf).join(', ')}`, {
		advice: 'Use the ID of the one that you mean',
	});
}

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
