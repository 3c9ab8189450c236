import { Failure, failureOf, raise } from '../contract/failure';
import type { With } from '../contract/input';
import type { Task } from '../contract/task';
import { shorten } from '../contract/text';
import { membersTarget } from './directory';

export type MemberTask = Task<With<'groupId' | 'members'>>;

type RemoveTask = Task<With<'groupId' | 'members', 'ignoreMissing'>>;

/** One member into a group, or out of it, on behalf of one item. */
export interface Move {
	task: MemberTask;
	groupId: string;
	member: string;
	isIn: boolean;
}

/** What a vendor knows about the members of its groups. All ids are text. */
export interface Membership {
	/** Whether a member can be in one group only. */
	isExclusive: boolean;
	/** Whether two different texts are two members: not where one can be named in two ways. */
	isCertain: (typed: string) => boolean;
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
	task: MemberTask;
	groupId: string;
	members: string[];
	missing: string[];
}

/** The group, once no lost write to it or to its members may still land. */
async function settledGroup(task: MemberTask, locate: Locate, { reads }: Membership): Promise<string> {
	const groupId = await locate(task);
	const hasWaited = await task.settle(membersTarget(groupId), reads(groupId, task));
	return hasWaited ? await locate(task) : groupId;
}

/** @throws Failure where there is no such group */
export type Locate = (task: MemberTask) => Promise<string>;

/** Two names may turn out to be one person, who counts once. */
export async function wishFor(task: MemberTask, locate: Locate, membership: Membership): Promise<MemberWish> {
	const groupId = await settledGroup(task, locate, membership);
	const members: string[] = [];
	for (const typed of task.input.members) members.push(await membership.resolve(task, typed));
	task.lookedUp();
	return { task, groupId, members: [...new Set(members)], missing: [] };
}

/** The same for those who are to go: somebody who is no member fails the item before anything is written. */
export async function wishToRemove(task: RemoveTask, locate: Locate, membership: Membership): Promise<MemberWish> {
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
	task.lookedUp();
	return { task, groupId, members: [...present], missing: [...missing] };
}

const notMember = (typed: string): Failure =>
	new Failure('not_found', `${shorten(typed)} is not a member of the group`, {
		advice: 'Check the member, or switch on "Ignore Missing"',
	});
