import { Failure } from '../contract/failure';
import { shorten } from '../contract/text';
import type { MemberReport, MemberWish, Membership, Move } from './membership';

/** What one item changes. */
export interface Change {
	wish: MemberWish;
	/** As wanted; afterwards what this item had to change. */
	added: string[];
	removed: string[];
	/** The group that another item's change brings about. */
	servedWith?: string;
}

/** Named members whom this item did not have to change are unchanged. */
export function reportOn({ wish, added, removed }: Change): MemberReport {
	const changed = new Set([...added, ...removed]);
	return { added, removed, unchanged: wish.members.filter((member) => !changed.has(member)), missing: wish.missing };
}

/** @returns what each item had to change; a Failure with `details` that say what was done before it and what was not */
export async function applyAll(changes: readonly Change[], { apply }: Membership): Promise<Array<Change | Error>> {
	const adds = await applyPart(changes, apply, (change) => change.added, true);
	const removes = await applyPart(
		changes,
		apply,
		(change, index) => (adds[index]!.failed ? [] : change.removed),
		false,
	);
	const doers = new Map<string, number>();
	changes.forEach(({ wish, servedWith }, index) => {
		if (servedWith === undefined && !doers.has(wish.groupId)) doers.set(wish.groupId, index);
	});
	const outcome = (index: number): Change | Error => {
		const { wish, removed } = changes[index]!;
		const [added, gone] = [adds[index]!, removes[index]!];
		const skipped = added.failed ? removed : [];
		return failureIn(added, gone, skipped) ?? { wish, added: added.done, removed: gone.done };
	};
	return changes.map(({ wish, servedWith }, index) => {
		if (servedWith === undefined) return outcome(index);
		const doer = doers.get(servedWith)!;
		wish.task.adopt(changes[doer]!.wish.task);
		const served = outcome(doer);
		return served instanceof Error ? served : { wish, added: [], removed: [] };
	});
}

interface Progress {
	done: string[];
	left: string[];
	/** Whether they are done could not be found out. */
	unknown: string[];
	/** The first one, an unknown outcome before all others: it must not look as if nothing was done. */
	failed?: { member: string; error: Error };
}

async function applyPart(
	changes: readonly Change[],
	apply: Membership['apply'],
	pick: (change: Change, index: number) => readonly string[],
	isIn: boolean,
): Promise<Progress[]> {
	const parts = changes.map(pick);
	const moves = changes.flatMap(({ wish: { task, groupId } }, index) =>
		parts[index]!.map((member): Move => ({ task, groupId, member, isIn })),
	);
	const results = moves.length === 0 ? [] : await apply(moves);
	let next = 0;
	return parts.map((members) => {
		const progress: Progress = { done: [], left: [], unknown: [] };
		for (const member of members) note(progress, member, results[next++]!);
		return progress;
	});
}

function note(progress: Progress, member: string, result: boolean | Error): void {
	if (result === true) progress.done.push(member);
	if (!(result instanceof Error)) return;
	const isUnknown = isDoubtful(result);
	(isUnknown ? progress.unknown : progress.left).push(member);
	if (!progress.failed || (isUnknown && !isDoubtful(progress.failed.error)))
		progress.failed = { member, error: result };
}

const isDoubtful = (error: Error): boolean => error instanceof Failure && error.code === 'outcome_unknown';

function failureIn(adds: Progress, removes: Progress, skipped: readonly string[]): Error | undefined {
	const failed = adds.failed ?? removes.failed;
	if (!failed) return undefined;
	const { member, error } = failed;
	if (!(error instanceof Failure)) return error;
	const list = (members: readonly string[]) => (members.length === 0 ? 'none' : members.join(', '));
	const left = [...adds.left, ...removes.left, ...skipped];
	const done = `Added: ${list(adds.done)}. Removed: ${list(removes.done)}. Not done: ${list(left)}.`;
	const unknown = [...adds.unknown, ...removes.unknown];
	const doubt = unknown.length === 0 ? '' : `Not known: ${list(unknown)}.`;
	const details = [done, doubt, error.facts.details].filter(Boolean).join(' ');
	return new Failure(error.code, `${shorten(member)}: ${error.reason}`, { ...error.facts, details });
}
