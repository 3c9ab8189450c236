import { Failure } from '../contract/failure';
import type { GroupReference, Input } from '../contract/input';
import type { Claim, Terms } from '../contract/vendor';

/** What one item wants in one group. */
export interface ItemClaim extends Claim {
	item: number;
}

/** The item was not reached: a stopped run ends before it. */
export class NotReached extends Error {}

/** What `contradictions` can tell before any request, from what was typed. */
export function earlyContradictions(inputs: ReadonlyArray<Input | undefined>, terms: Terms): Map<number, Failure> {
	// A name and an id may be one group, and the same name is one in any case.
	const claimsBy = (by: GroupReference['by']): ItemClaim[] =>
		inputs.flatMap((input) => {
			if (input?.groupId?.by !== by) return [];
			const { item, groupType = '', groupId } = input;
			const wants = terms.wants(input);
			return wants.every(terms.isCertain) ? [{ item, groupId: `${groupType} ${groupId.value}`, wants }] : [];
		});
	const byName = contradictions(claimsBy('name'), { ...terms, isExclusive: false });
	return new Map([...contradictions(claimsBy('id'), terms), ...byName]);
}

/**
 * Lets no item through that contradicts another: nothing may depend on which comes last.
 * @returns Failure `invalid_input` that names the items, by item
 */
export function contradictions(
	claims: readonly ItemClaim[],
	{ isWhole, isExclusive, instead }: Terms,
): Map<number, Failure> {
	const refused = new Map<number, Failure>();
	if (isWhole) {
		for (const same of groupBy(claims, ({ groupId }) => [groupId])) {
			if (new Set(same.map(({ wants }) => [...wants].sort().join('\n'))).size < 2) continue;
			refuse(refused, same, `set one group to different lists: put them into one list, or use ${instead}`);
		}
	}
	if (isExclusive) {
		for (const same of groupBy(claims, ({ wants }) => wants)) {
			if (new Set(same.map(({ groupId }) => groupId)).size < 2) continue;
			const shared = same[0]!.wants.find((want) => same.every(({ wants }) => wants.includes(want)))!;
			refuse(
				refused,
				same,
				`want ${shared} in different groups, and it can be in one only: leave it in one item`,
			);
		}
	}
	return refused;
}

function refuse(refused: Map<number, Failure>, claims: readonly ItemClaim[], what: string): void {
	const items = claims.map(({ item }) => item);
	const more = items.length > 10 ? ` and ${items.length - 10} more` : '';
	const failure = new Failure('invalid_input', `items ${items.slice(0, 10).join(', ')}${more} ${what}`);
	for (const item of items) if (!refused.has(item)) refused.set(item, failure);
}

/** Groups of two and more values that share a key. */
function groupBy<T>(values: readonly T[], keysOf: (value: T) => readonly string[]): T[][] {
	const groups = new Map<string, T[]>();
	for (const value of values) {
		for (const key of keysOf(value)) {
			const group = groups.get(key);
			if (group) group.push(value);
			else groups.set(key, [value]);
		}
	}
	return [...groups.values()].filter(({ length }) => length > 1);
}
