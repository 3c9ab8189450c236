import { agree } from './agreement';
import { Failure, failureOf, raise } from './errors';
import { shorten } from './lists';
import type { Task } from './task';

/** What a vendor knows about the members of one group. All ids are text. */
export interface Membership {
	/** Whether a member is in one group at most, so that adding moves it. */
	isExclusive: boolean;
	/** Makes an id of what was typed, before any write. @throws Failure `not_found`, `ambiguous_name` */
	resolve: (task: Task, member: string) => Promise<string>;
	/** Whether the group has this member. */
	has: (task: Task, groupId: string, member: string) => Promise<boolean>;
	/** All members, read to the explicit end of the list. */
	all: (task: Task, groupId: string) => Promise<string[]>;
	/** The shared reads that `all` goes by. */
	reads: (groupId: string) => string[];
	/** Writes, unless the member is there by now. @returns whether it is this item's doing */
	put: (task: Task, groupId: string, member: string) => Promise<boolean>;
	take: (task: Task, groupId: string, member: string) => Promise<boolean>;
}

export interface MemberReport {
	added: string[];
	removed: string[];
	unchanged: string[];
	/** Nobody of that name, as typed, or no member. */
	missing: string[];
}

interface Change {
	added: string[];
	removed: string[];
}

export async function addMembers(task: Task, groupId: string, membership: Membership): Promise<MemberReport> {
	const wanted = await resolveAll(task, membership);
	if (membership.isExclusive) await agree({ task, groupId, members: wanted, isWhole: false }, { isExclusive: true, instead: 'Add' });
	return reportOn(wanted, await write(task, groupId, membership, { added: wanted, removed: [] }));
}

export async function removeMembers(task: Task, groupId: string, membership: Membership): Promise<MemberReport> {
	const { ignoreMissing } = task.input.options;
	/** The same work, or nothing where Ignore Missing lets something be missing. */
	const unlessMissing = async <T>(work: Promise<T>): Promise<T | undefined> =>
		await work.catch((error: unknown) => (ignoreMissing && failureOf(error).code === 'not_found' ? undefined : raise(error)));

	const resolved = await Promise.all(
		task.input.members.map(async (typed) => await unlessMissing(membership.resolve(task, typed))),
	);
	task.trace.lookedUp();
	const present = new Set<string>();
	const missing = new Set<string>();
	const look = async (typed: string, member: string | undefined): Promise<void> => {
		const isThere = member !== undefined && (await unlessMissing(membership.has(task, groupId, member)));
		if (isThere === true) present.add(member);
		else if (ignoreMissing) missing.add(member ?? typed);
		else throw notMember(typed);
	};
	await Promise.all(task.input.members.map(async (typed, index) => await look(typed, resolved[index])));
	const named = [...present];
	const { removed } = await write(task, groupId, membership, { added: [], removed: named });
	const gone = new Set(removed);
	const left = named.filter((member) => !gone.has(member));
	return { added: [], removed, unchanged: ignoreMissing ? [] : left, missing: [...missing, ...(ignoreMissing ? left : [])] };
}

const notMember = (typed: string): Failure =>
	new Failure('not_found', `${shorten(typed)} is not a member of the group`, {
		advice: 'Check the member, or switch on "Ignore Missing"',
	});

/**
 * Adds go before removes; nothing is written before the whole change is known and allowed.
 * Items with the same list are served by one change, which is the first one's doing.
 */
export async function setMembers(task: Task, groupId: string, membership: Membership): Promise<MemberReport> {
	const members = await resolveAll(task, membership);
	await agree({ task, groupId, members, isWhole: true }, { isExclusive: membership.isExclusive, instead: 'Add' });
	return await task.gather(`set members of ${groupId}`, task, async (tasks: Task[]) => {
		return await task.exclusive(`members of ${groupId}`, membership.reads(groupId), async () => {
			const current = new Set(await membership.all(task, groupId));
			return await setTogether(tasks, { groupId, members, current }, membership);
		});
	});
}

interface Wanted {
	groupId: string;
	members: readonly string[];
	current: ReadonlySet<string>;
}

async function setTogether(tasks: Task[], { groupId, members, current }: Wanted, membership: Membership): Promise<Array<MemberReport | Error>> {
	const kept = new Set(members);
	const added = members.filter((member) => !current.has(member));
	const removed = [...current].filter((member) => !kept.has(member));
	const refused = tasks.map((one) => overRemovals(one, removed.length, 'members'));
	const doer = tasks.find((_, index) => !refused[index]);
	const done = doer && (await write(doer, groupId, membership, { added, removed }).catch((error: unknown) => failureOf(error)));
	return tasks.map((one, index) => {
		const refusal = refused[index];
		if (refusal) return refusal;
		if (done instanceof Failure) return done;
		if (one !== doer) one.trace.adopt(doer!.trace);
		return reportOn(members, one === doer ? done! : { added: [], removed: [] });
	});
}

/** Named members whom this item did not have to change are unchanged. */
function reportOn(named: readonly string[], { added, removed }: Change): MemberReport {
	const changed = new Set([...added, ...removed]);
	return { added, removed, unchanged: named.filter((member) => !changed.has(member)), missing: [] };
}

/** @returns Failure `invalid_input` when more would go than the user allows */
export function overRemovals({ input: { place, options } }: Task, removals: number, what: string): Failure | undefined {
	if (removals <= (options.maxRemovals ?? Infinity)) return undefined;
	const reason = `"Max Removals"${place} is ${options.maxRemovals}, but ${removals} ${what} would be removed`;
	return new Failure('invalid_input', reason, { advice: 'Look at the list again, or raise "Max Removals"' });
}

/** Two names may turn out to be one person, who counts once. */
async function resolveAll(task: Task, membership: Membership): Promise<string[]> {
	const members = await Promise.all(task.input.members.map(async (member) => await membership.resolve(task, member)));
	task.trace.lookedUp();
	return [...new Set(members)];
}

/**
 * @returns what this item had to change
 * @throws Failure with `details` that say what was done before it and what was not
 */
async function write(task: Task, groupId: string, { put, take }: Membership, { added, removed }: Change): Promise<Change> {
	const adds = await each(task, added, async (member) => await put(task, groupId, member));
	const removes = adds.failure ? skipped(removed) : await each(task, removed, async (member) => await take(task, groupId, member));
	const failed = adds.failure ?? removes.failure;
	if (!failed) return { added: adds.done, removed: removes.done };
	const list = (members: string[]) => (members.length === 0 ? 'none' : members.join(', '));
	const done = `Added: ${list(adds.done)}. Removed: ${list(removes.done)}. Not done: ${list([...adds.left, ...removes.left])}.`;
	const unknown = [...adds.unknown, ...removes.unknown];
	const doubt = unknown.length === 0 ? '' : `Not known: ${list(unknown)}.`;
	const { member, failure } = failed;
	const details = [done, doubt, failure.facts.details].filter(Boolean).join(' ');
	throw new Failure(failure.code, `${shorten(member)}: ${failure.reason}`, { ...failure.facts, details });
}

interface Progress {
	done: string[];
	left: string[];
	/** Whether they are done could not be found out. */
	unknown: string[];
	/** The first one, an unknown outcome before all others: it must not look as if nothing was done. */
	failure?: { member: string; failure: Failure };
}

const skipped = (left: string[]): Progress => ({ done: [], left, unknown: [] });

async function each(task: Task, members: readonly string[], change: (member: string) => Promise<boolean>): Promise<Progress> {
	const results = await task.run.batch.sideBySide(members.map((member) => async () => await change(member)));
	const progress: Progress = { done: [], left: [], unknown: [] };
	results.forEach((result, index) => {
		const member = members[index]!;
		if (result.status === 'fulfilled') return void (result.value && progress.done.push(member));
		const failure = failureOf(result.reason);
		const isUnknown = failure.code === 'outcome_unknown';
		(isUnknown ? progress.unknown : progress.left).push(member);
		if (!progress.failure || (isUnknown && progress.failure.failure.code !== 'outcome_unknown')) progress.failure = { member, failure };
	});
	return progress;
}
