import { Failure } from './errors';
import type { Task } from './task';

/** One item's wish: these members in this group, and where `isWhole` no others. */
export interface Wish {
	task: Task;
	groupId: string;
	members: readonly string[];
	isWhole: boolean;
}

/** The item was not reached: a stopped run ends before it. */
export class NotReached extends Error {}

/**
 * Waits for the wishes of all items, and lets none through that contradicts another: nothing may depend on which comes last.
 * @param terms whether a member is in one group at most, and the operation that adds instead
 * @throws Failure `invalid_input` that names the items; NotReached where a run is to stop because others contradict each other
 */
export async function agree(wish: Wish, terms: Terms): Promise<void> {
	await wish.task.gather<Wish, void>('wishes', wish, async (wishes) => await Promise.resolve(judged(wishes, terms)));
}

export interface Terms {
	isExclusive: boolean;
	instead: 'Add' | 'Grant';
}

function judged(wishes: readonly Wish[], { isExclusive, instead }: Terms): Array<undefined | Error> {
	const reasons = new Map<Wish, Failure>();
	for (const group of groupBy(wishes.filter(({ isWhole }) => isWhole), ({ groupId }) => [groupId])) {
		if (new Set(group.map(({ members }) => [...members].sort().join('\n'))).size > 1) {
			refuse(reasons, group, 'set one group to different lists', `Put them into one list, or use ${instead}`);
		}
	}
	if (isExclusive) {
		for (const group of groupBy(wishes, ({ members }) => members)) {
			if (new Set(group.map(({ groupId }) => groupId)).size < 2) continue;
			const shared = group[0]!.members.find((member) => group.every(({ members }) => members.includes(member)));
			refuse(reasons, group, `want ${shared ?? 'one member'} in different groups`, 'It can be in one group only: leave it in one item');
		}
	}
	const isStopped = reasons.size > 0 && wishes[0]!.task.run.stopOnFailure;
	return wishes.map((wish) => reasons.get(wish) ?? (isStopped ? new NotReached() : undefined));
}

function refuse(reasons: Map<Wish, Failure>, wishes: readonly Wish[], what: string, advice: string): void {
	const items = wishes.map(({ task }) => task.input.item);
	const named = items.length > 10 ? `${items.slice(0, 10).join(', ')} and ${items.length - 10} more` : items.join(', ');
	for (const wish of wishes) if (!reasons.has(wish)) reasons.set(wish, new Failure('invalid_input', `items ${named} ${what}`, { advice }));
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
