import { Failure, failureOf, raise } from './errors';
import type { Task } from './task';

/** What a vendor knows about the members of one group. All ids are text. */
export interface Membership {
	/** Makes ids of what was typed, before any write. @throws Failure `not_found`, `ambiguous_name` */
	resolve: (task: Task, members: readonly string[]) => Promise<string[]>;
	/** Whether the group has this member. */
	has: (task: Task, groupId: string, member: string) => Promise<boolean>;
	/** All members, read to the explicit end of the list. */
	all: (task: Task, groupId: string) => Promise<string[]>;
	/** Writes, unless somebody of this execution already did. @returns whether it is this item's doing */
	put: (task: Task, groupId: string, member: string) => Promise<boolean>;
	take: (task: Task, groupId: string, member: string) => Promise<boolean>;
}

export interface MemberReport {
	added: string[];
	removed: string[];
	unchanged: string[];
}

type Change = Omit<MemberReport, 'unchanged'>;

export async function addMembers(task: Task, groupId: string, membership: Membership): Promise<MemberReport> {
	const wanted = await resolveOnce(task, membership);
	const present = await Promise.all(wanted.map(async (member) => await membership.has(task, groupId, member)));
	const added = wanted.filter((_, index) => !present[index]);
	return reportOn(wanted, await write(task, groupId, membership, { added, removed: [] }));
}

export async function removeMembers(task: Task, groupId: string, membership: Membership): Promise<MemberReport> {
	const { ignoreMissing } = task.input.options;
	/** The same work, or nothing where Ignore Missing lets something be missing. */
	const unlessMissing = async <T>(work: Promise<T>): Promise<T | undefined> =>
		await work.catch((error: unknown) => (ignoreMissing && failureOf(error).code === 'not_found' ? undefined : raise(error)));

	const resolved = await Promise.all(
		task.input.members.map(async (typed) => await unlessMissing(membership.resolve(task, [typed]).then(([member]) => member))),
	);
	task.trace.lookedUp();
	const looked = await Promise.all(
		task.input.members.map(async (typed, index) => {
			const member = resolved[index];
			const isThere = member !== undefined && (await unlessMissing(membership.has(task, groupId, member)));
			if (isThere === true || ignoreMissing) return { member: member ?? typed, isThere: isThere === true };
			throw new Failure('not_found', `${typed} is not a member of the group`, {
				advice: 'Check the member, or switch on "Ignore Missing"',
			});
		}),
	);
	const removed = looked.filter(({ isThere }) => isThere).map(({ member }) => member);
	refuseTwice(task, removed);
	const done = await write(task, groupId, membership, { added: [], removed });
	return reportOn(
		looked.map(({ member }) => member),
		done,
	);
}

/** Adds go before removes; nothing is written before the whole change is known and allowed. */
export async function setMembers(task: Task, groupId: string, membership: Membership): Promise<MemberReport> {
	return await task.run.batch.inTurn(`members of ${groupId}`, async () => {
		const wanted = await resolveOnce(task, membership);
		const current = new Set(await membership.all(task, groupId));
		const kept = new Set(wanted);
		const added = wanted.filter((member) => !current.has(member));
		const removed = [...current].filter((member) => !kept.has(member));
		checkRemovals(task, removed.length, 'members');
		return reportOn(wanted, await write(task, groupId, membership, { added, removed }));
	});
}

/** Named members whom this item did not have to change are unchanged. */
function reportOn(named: readonly string[], { added, removed }: Change): MemberReport {
	const changed = new Set([...added, ...removed]);
	return { added, removed, unchanged: named.filter((member) => !changed.has(member)) };
}

/** @throws Failure `invalid_input` when more would go than the user allows */
export function checkRemovals({ input: { item, options } }: Task, removals: number, what: string): void {
	if (removals <= (options.maxRemovals ?? Infinity)) return;
	const reason = `"Max Removals" of item ${item} is ${options.maxRemovals}, but ${removals} ${what} would be removed`;
	throw new Failure('invalid_input', reason, { advice: 'Look at the list again, or raise "Max Removals"' });
}

async function resolveOnce(task: Task, membership: Membership): Promise<string[]> {
	const members = await membership.resolve(task, task.input.members);
	task.trace.lookedUp();
	refuseTwice(task, members);
	return members;
}

/** Two names may turn out to be one person. */
function refuseTwice({ input: { item } }: Task, members: readonly string[]): void {
	const seen = new Set<string>();
	const twice = members.find((member) => seen.size === seen.add(member).size);
	if (twice !== undefined) throw new Failure('invalid_input', `"Members" of item ${item} names ${twice} twice`);
}

/**
 * @returns what this item had to change
 * @throws Failure with `details` that say what was done before it and what was not
 */
async function write(task: Task, groupId: string, { put, take }: Membership, { added, removed }: Change): Promise<Change> {
	const adds = await each(task, added, async (member) => await put(task, groupId, member));
	const removes = adds.failure ? skipped(removed) : await each(task, removed, async (member) => await take(task, groupId, member));
	const failure = adds.failure ?? removes.failure;
	if (!failure) return { added: adds.done, removed: removes.done };
	const list = (members: string[]) => (members.length === 0 ? 'none' : members.join(', '));
	const done = `Added: ${list(adds.done)}. Removed: ${list(removes.done)}. Not done: ${list([...adds.left, ...removes.left])}.`;
	const unknown = [...adds.unknown, ...removes.unknown];
	const doubt = unknown.length === 0 ? '' : `Not known: ${list(unknown)}.`;
	const details = [done, doubt, failure.facts.details].filter(Boolean).join(' ');
	throw new Failure(failure.code, failure.reason, { ...failure.facts, details });
}

interface Progress {
	done: string[];
	left: string[];
	/** Whether they are done could not be found out. */
	unknown: string[];
	failure?: Failure;
}

const skipped = (left: string[]): Progress => ({ done: [], left, unknown: [] });

async function each(task: Task, members: string[], change: (member: string) => Promise<boolean>): Promise<Progress> {
	const results = await task.run.batch.sideBySide(members.map((member) => async () => await change(member)));
	const progress: Progress = { done: [], left: [], unknown: [] };
	results.forEach((result, index) => {
		const member = members[index]!;
		if (result.status === 'fulfilled') return void (result.value && progress.done.push(member));
		const failure = failureOf(result.reason);
		progress.failure ??= failure;
		(isInDoubt(failure) ? progress.unknown : progress.left).push(member);
	});
	return progress;
}

/** An answer that is none of the vendor's refusals says nothing about what was done. */
const isInDoubt = ({ code, facts }: Failure): boolean => facts.mayHaveWorked === true || code === 'unexpected_response';
