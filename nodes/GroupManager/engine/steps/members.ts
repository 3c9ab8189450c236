import type { Terms } from '../run/agreement';
import { Failure, failureOf, raise } from '../contract/failure';
import { membersTarget } from './groupWrites';
import { shorten } from '../fields/lists';
import type { Task } from '../run/task';

/** One member into a group, or out of it, on behalf of one item. */
export interface Move {
	task: Task;
	groupId: string;
	member: string;
	isIn: boolean;
}

/** What a vendor knows about the members of its groups. All ids are text. */
export interface Membership {
	/** How items may contradict each other in Set, and in Add where a member can be in one group only. */
	terms: { set: Terms; add?: Terms };
	/** Makes an id of what was typed, before any write. @throws Failure `not_found`, `ambiguous_name` */
	resolve: (task: Task, member: string) => Promise<string>;
	/** Whether the group has this member. */
	has: (task: Task, groupId: string, member: string) => Promise<boolean>;
	/** All members, read to the explicit end of the list. */
	all: (task: Task, groupId: string) => Promise<Iterable<string>>;
	/** The shared reads that `all` goes by. */
	reads: (groupId: string, task: Task) => string[];
	/**
	 * Writes what is not yet as it should be.
	 * @returns for each move whether it is this item's doing, or why it failed
	 */
	apply: (moves: readonly Move[]) => Promise<Array<boolean | Error>>;
}

export interface MemberReport {
	added: string[];
	removed: string[];
	unchanged: string[];
	/** Nobody of that name, as typed, or no member. */
	missing: string[];
}

/** What an item wants, once all that was typed is known. */
export interface MemberWish {
	task: Task;
	groupId: string;
	members: string[];
	missing: string[];
}

/** What contradictions are looked for in. */
export const claimOf = ({ groupId, members }: MemberWish): { groupId: string; wants: readonly string[] } => ({
	groupId,
	wants: members,
});

/** The group, once no lost write to it or to its members may still land. */
async function settledGroup(task: Task, locate: Locate, { reads }: Membership): Promise<string> {
	const groupId = await locate(task);
	const hasWaited = await task.settle(membersTarget(groupId), reads(groupId, task));
	return hasWaited ? await locate(task) : groupId;
}

type Locate = (task: Task) => Promise<string>;

/** Two names may turn out to be one person, who counts once. */
export async function wishFor(task: Task, locate: Locate, membership: Membership): Promise<MemberWish> {
	const groupId = await settledGroup(task, locate, membership);
	const members: string[] = [];
	for (const typed of task.input.members) members.push(await membership.resolve(task, typed));
	task.trace.lookedUp();
	return { task, groupId, members: [...new Set(members)], missing: [] };
}

/** The same for those who are to go: somebody who is no member fails the item before anything is written. */
export async function wishToRemove(task: Task, locate: Locate, membership: Membership): Promise<MemberWish> {
	const groupId = await settledGroup(task, locate, membership);
	const { resolve, has } = membership;
	const { ignoreMissing } = task.input.options;
	const present = new Set<string>();
	const missing = new Set<string>();
	for (const typed of task.input.members) {
		let member = typed;
		try {
			member = await resolve(task, typed);
			if (!(await has(task, groupId, member))) throw notMember(typed);
			present.add(member);
		} catch (error) {
			if (!ignoreMissing || failureOf(error).code !== 'not_found') raise(error);
			missing.add(member);
		}
	}
	task.trace.lookedUp();
	return { task, groupId, members: [...present], missing: [...missing] };
}

const notMember = (typed: string): Failure =>
	new Failure('not_found', `${shorten(typed)} is not a member of the group`, {
		advice: 'Check the member, or switch on "Ignore Missing"',
	});

type Reports = Array<MemberReport | Error>;

export async function addMembers(wishes: readonly MemberWish[], membership: Membership): Promise<Reports> {
	const changes = await applyAll(
		wishes.map((wish) => ({ wish, added: wish.members, removed: [] })),
		membership,
	);
	return changes.map((change) => (change instanceof Error ? change : reportOn(change)));
}

export async function removeMembers(wishes: readonly MemberWish[], membership: Membership): Promise<Reports> {
	const changes = await applyAll(
		wishes.map((wish) => ({ wish, added: [], removed: wish.members })),
		membership,
	);
	return changes.map((change) => {
		if (change instanceof Error) return change;
		// An earlier item, or somebody else, may have taken them out since they were looked at.
		const { missing, unchanged: gone, ...report } = reportOn(change);
		const { ignoreMissing } = change.wish.task.input.options;
		return {
			...report,
			unchanged: ignoreMissing ? [] : gone,
			missing: [...missing, ...(ignoreMissing ? gone : [])],
		};
	});
}

/**
 * Adds go before removes; nothing is written before the whole change is known and allowed.
 * Wishes for one group are the same list by now: they are served by one change, which is the first one's doing.
 */
export async function setMembers(wishes: readonly MemberWish[], membership: Membership): Promise<Reports> {
	const { task } = wishes[0]!;
	const groups = [...new Set(wishes.map(({ groupId }) => groupId))];
	const locks = groups.map((groupId) => ({ target: membersTarget(groupId), keys: membership.reads(groupId, task) }));
	return await task.exclusiveAll(locks, async () => {
		const done = new Set<string>();
		const plans: Array<Change | Failure> = [];
		for (const wish of wishes) plans.push(await planFor(wish, membership, done).catch(failureOf));
		const changes = await applyAll(
			plans.filter((plan): plan is Change => !(plan instanceof Failure)),
			membership,
		);
		let next = 0;
		return plans.map((plan) => {
			const change = plan instanceof Failure ? plan : changes[next++]!;
			return change instanceof Error ? change : reportOn(change);
		});
	});
}

/** @param done groups that an item before this one changes */
async function planFor(wish: MemberWish, membership: Membership, done: Set<string>): Promise<Change> {
	const { task, groupId, members } = wish;
	const current = new Set(await membership.all(task, groupId));
	const kept = new Set(members);
	const removed = [...current].filter((member) => !kept.has(member));
	const refusal = overRemovals(task, removed.length, 'members');
	if (refusal) throw refusal;
	if (done.has(groupId)) return { wish, added: [], removed: [], servedWith: groupId };
	done.add(groupId);
	return { wish, added: members.filter((member) => !current.has(member)), removed };
}

/** @returns Failure `invalid_input` when more would go than the user allows */
export function overRemovals({ input: { place, options } }: Task, removals: number, what: string): Failure | undefined {
	if (removals <= (options.maxRemovals ?? Infinity)) return undefined;
	const reason = `"Max Removals"${place} is ${options.maxRemovals}, but ${removals} ${what} would be removed`;
	return new Failure('invalid_input', reason, { advice: 'Look at the list again, or raise "Max Removals"' });
}

interface Change {
	wish: MemberWish;
	/** As wanted; afterwards what this item had to change. */
	added: string[];
	removed: string[];
	/** The group that another item's change brings about. */
	servedWith?: string;
}

/** Named members whom this item did not have to change are unchanged. */
function reportOn({ wish, added, removed }: Change): MemberReport {
	const changed = new Set([...added, ...removed]);
	return { added, removed, unchanged: wish.members.filter((member) => !changed.has(member)), missing: wish.missing };
}

/** @returns what each item had to change; a Failure with `details` that say what was done before it and what was not */
async function applyAll(changes: readonly Change[], { apply }: Membership): Promise<Array<Change | Error>> {
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
		wish.task.trace.adopt(changes[doer]!.wish.task.trace);
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
