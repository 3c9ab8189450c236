import { raise } from '../contract/failure';
import type { Load, Task } from '../contract/task';
import { asNothing } from '../http/answers';
import { fillPath } from '../http/path';
import { membersTarget, type Directory } from './directory';
import { lookOnce } from './looking';
import type { Membership, Move } from './membership';

export interface MemberCollectionFacts {
	groups: Directory;
	/** One member of one group: PUT puts it in and DELETE takes it out, both without a body in the answer. */
	path: string;
	/** Reads the ids of all members of a group, to the explicit end of the list. */
	load: (groupId: string) => Load<Set<string>>;
	/** Makes an id of what was typed. Default: it is one. */
	resolve?: Membership['resolve'];
	isCertain?: Membership['isCertain'];
	/** Reads something of a person that fails where the vendor would refuse to add it, for a dry run. */
	check?: (task: Task, member: string) => Promise<void>;
}

export interface MemberCollection extends Membership {
	/** The same as `all`, kept up to date with what this execution writes. */
	all: (task: Task, groupId: string) => Promise<Set<string>>;
}

/** For a vendor whose groups have their members as a collection below them, with a write for each member. */
export function memberCollection(facts: MemberCollectionFacts): MemberCollection {
	const { groups, load, resolve = async (_, member) => member, isCertain = () => true } = facts;
	const all: MemberCollection['all'] = async (task, groupId) => await membersOf(task, groupId, load);
	return {
		isExclusive: false,
		isCertain,
		resolve,
		has: async (task, groupId, member) => (await all(task, groupId)).has(member),
		all,
		reads: (groupId, task) => [membersTarget(groupId), ...groups.readsById(task, groupId)],
		apply: async (moves) => await moves[0]!.task.workOff(moves, async (one) => await move(one, facts)),
	};
}

const membersOf = async (task: Task, groupId: string, load: MemberCollectionFacts['load']): Promise<Set<string>> =>
	await task.share(membersTarget(groupId), load(groupId));

async function move(one: Move, facts: MemberCollectionFacts): Promise<boolean> {
	const { task, groupId, member, isIn } = one;
	const target = `member ${groupId} ${member}`;
	const key = membersTarget(groupId);
	return await task.exclusive(target, [key], async () => {
		if ((await membersOf(task, groupId, facts.load)).has(member) === isIn) return false;
		if (isIn && task.isDry) await facts.check?.(task.helper(), member);
		await write(one, [target, key], facts).catch((error: unknown) => {
			// What was read before may be outdated by a write whose answer is lost.
			task.forget(key);
			return raise(error);
		});
		const ids = await task.shared<Set<string>>(key);
		if (isIn) ids?.add(member);
		else ids?.delete(member);
		return true;
	});
}

async function write(
	{ task, groupId, member, isIn }: Move,
	targets: readonly string[],
	{ path, load }: MemberCollectionFacts,
): Promise<object> {
	return await task.write<object>({
		method: isIn ? 'PUT' : 'DELETE',
		path: fillPath(path, { groupId, member }),
		targets,
		read: (answer) => asNothing(answer) ?? {},
		look: lookOnce(async () => {
			const ids = await task.helper().look(membersTarget(groupId), load(groupId));
			return ids?.has(member) === isIn ? {} : undefined;
		}),
		planned: () => ({}),
	});
}
