import { Failure } from '../contract/failure';
import type { Input } from '../contract/input';

/** How the items of an operation may contradict each other. */
export interface Terms {
	/** Whether an item says all that the group shall have. */
	isWhole: boolean;
	/** Whether a member can be in one group only. */
	isExclusive: boolean;
	/** The operation for people who meant to add. */
	instead: 'Add' | 'Grant';
	/** What an item wants in its group, as texts that compare. */
	wants: (input: Input) => readonly string[];
	/** Whether two different texts are two different things: not where one person can be named in two ways. */
	isCertain: (want: string) => boolean;
}

/** What one item wants to be in a group. */
export interface Wish {
	item: number;
	group: string;
	wants: readonly string[];
}

/** The item was not reached: a stopped run ends before it. */
export class NotReached extends Error {}

/** What `contradictions` can tell before any request, from what was typed. */
export function earlyContradictions(inputs: ReadonlyArray<Input | undefined>, terms: Terms): Map<number, Failure> {
	const wishes = inputs
		.filter((input) => input !== undefined)
		.map((input) => ({ input, wants: terms.wants(input) }))
		.filter(({ wants }) => wants.every(terms.isCertain));
	const wish = ({ input, wants }: (typeof wishes)[number]): Wish => {
		const { item, groupType, group } = input;
		return { item, group: `${group.by} ${groupType} ${group.value}`, wants };
	};
	// A name and an id may be one group, and the same name is one in any case.
	const byId = wishes.filter(({ input }) => input.group.by === 'id').map(wish);
	const byName = wishes.filter(({ input }) => input.group.by === 'name').map(wish);
	return new Map([...contradictions(byId, terms), ...contradictions(byName, { ...terms, isExclusive: false })]);
}

/**
 * Lets no item through that contradicts another: nothing may depend on which comes last.
 * @returns Failure `invalid_input` that names the items, by item
 */
export function contradictions(
	wishes: readonly Wish[],
	{ isWhole, isExclusive, instead }: Terms,
): Map<number, Failure> {
	const refused = new Map<number, Failure>();
	if (isWhole) {
		for (const same of groupBy(wishes, ({ group }) => [group])) {
			if (new Set(same.map(({ wants }) => [...wants].sort().join('\n'))).size < 2) continue;
			refuse(refused, same, `set one group to different lists: put them into one list, or use ${instead}`);
		}
	}
	if (isExclusive) {
		for (const same of groupBy(wishes, ({ wants }) => wants)) {
			if (new Set(same.map(({ group }) => group)).size < 2) continue;
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

function refuse(refused: Map<number, Failure>, wishes: readonly Wish[], what: string): void {
	const items = wishes.map(({ item }) => item);
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
