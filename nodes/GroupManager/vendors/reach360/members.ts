import type { Terms } from '../../engine/run/agreement';
import { Failure, raise } from '../../engine/contract/failure';
import type { JsonObject } from '../../engine/contract/input';
import {
	addMembers,
	claimOf,
	removeMembers,
	setMembers,
	wishFor,
	wishToRemove,
	type Membership,
	type Move,
} from '../../engine/steps/members';
import { collect, readPage } from '../../engine/http/paging';
import { fillPath, query } from '../../engine/http/path';
import { asNothing } from '../../engine/http/reply';
import { lookOnce } from '../../engine/http/sender';
import type { Task } from '../../engine/run/task';
import { workOff } from '../../engine/run/together';
import { joint } from '../../engine/contract/vendor';
import { directory, PAGE_SIZE } from './directory';
import { idOf } from './wire';

const { locate } = directory;
const LISTS = { member: 'users', reporter: 'reporters', manager: 'managers' } as const;

async function readUsers(
	task: Task,
	groupId: string,
	list: string,
	limit: number,
	mustSayEnd = false,
): Promise<JsonObject[]> {
	const first = fillPath(`/groups/{groupId}/${list}`, { groupId }) + query({ limit: Math.min(limit, PAGE_SIZE) });
	const page = async (address: string) =>
		await task.fetch(address, (answer) => readPage(answer, list, task.run.baseUrl, { mustSayEnd }));
	return await collect(first, page, { limit });
}

const membersOf = (groupId: string): string => `members of ${groupId}`;

const load =
	(groupId: string) =>
	async (reader: Task): Promise<Set<string>> =>
		new Set((await readUsers(reader, groupId, LISTS.member, Infinity, true)).map(idOf));

/** Ids of all members, kept up to date with what this execution writes. */
async function memberIds(task: Task, groupId: string): Promise<Set<string>> {
	return await task.share(membersOf(groupId), load(groupId));
}

/** Members are added by id only, so an e-mail address is looked up first. */
async function userId(task: Task, member: string): Promise<string> {
	if (!member.includes('@')) return member;
	return await task.share(`user ${member.toLowerCase()}`, async (reader) => await findUser(reader, member));
}

async function findUser(reader: Task, email: string): Promise<string> {
	const same = (user: JsonObject) =>
		typeof user.email === 'string' && user.email.toLowerCase() === email.toLowerCase();
	const users = await collect(
		`/users${query({ email })}`,
		async (address) => await reader.fetch(address, (answer) => readPage(answer, 'users', reader.run.baseUrl)),
		{ limit: Infinity, keep: same },
	);
	if (users.length === 1) return idOf(users[0]!);
	if (users.length > 1)
		throw new Failure('ambiguous_name', `${users.length} users have the e-mail address ${email}`, {
			advice: 'Use an ID',
		});
	throw new Failure('not_found', `no user has the e-mail address ${email}`, {
		advice: 'Check the address: people join Reach 360 by invitation',
	});
}

async function move({ task, groupId, member, isIn }: Move): Promise<boolean> {
	const target = `member ${groupId} ${member}`;
	const key = membersOf(groupId);
	return await task.exclusive(target, [key], async () => {
		if ((await memberIds(task, groupId)).has(member) === isIn) return false;
		if (isIn && task.input.options.dryRun) await checkUser(task.helper(), member);
		await task
			.write<object>({
				method: isIn ? 'PUT' : 'DELETE',
				path: fillPath('/groups/{groupId}/users/{member}', { groupId, member }),
				targets: [target, key],
				read: (answer) => asNothing(answer) ?? {},
				look: lookOnce(async () => {
					const ids = await task.helper().look(key, load(groupId));
					return ids?.has(member) === isIn ? {} : undefined;
				}),
				planned: () => ({}),
			})
			.catch((error: unknown) => {
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

/** A dry run finds out by reading what the vendor would refuse. */
async function checkUser(task: Task, member: string): Promise<void> {
	const path = fillPath('/users/{member}/groups', { member }) + query({ limit: 1 });
	await task.share(path, async (reader) => await reader.fetch(path, (answer) => answer));
}

const terms: { set: Terms } = {
	set: {
		isWhole: true,
		isExclusive: false,
		instead: 'Add',
		wants: ({ members }) => members,
		isCertain: (member) => !member.includes('@'),
	},
};

const membership: Membership = {
	terms,
	resolve: userId,
	has: async (task, groupId, member) => (await memberIds(task, groupId)).has(member),
	all: memberIds,
	reads: (groupId, task) => [membersOf(groupId), ...directory.reads(task, groupId)],
	apply: async (moves) => await workOff(moves[0]!.task.run, moves, move),
};

export const ROLES =
	'Reporters and managers can be read, but Reach 360 has no request that changes them. Groups fed by single sign-on may undo changes.';

export async function listMembers(task: Task): Promise<JsonObject[]> {
	const groupId = await locate(task);
	const { memberRole, limit } = task.input;
	const list = LISTS[memberRole];
	return await task.share(
		`${list} of ${groupId} up to ${limit}`,
		async (reader) => await readUsers(reader, groupId, list, limit),
	);
}

/** An unknown group is no missing member, so it fails before anybody is looked at. */
async function groupWithMembers(task: Task): Promise<string> {
	const groupId = await locate(task);
	await memberIds(task, groupId);
	return groupId;
}

const TRAINING =
	"A new member is given the group's training and may be e-mailed about it. Only members are changed: reporters and managers cannot be written.";
const FIELDS = ['groupId', 'members'] as const;

export const add = joint({
	fields: FIELDS,
	options: ['dryRun'],
	note: TRAINING,
	prepare: async (task) => await wishFor(task, groupWithMembers, membership),
	perform: async (wishes) => await addMembers(wishes, membership),
});

export const remove = joint({
	fields: FIELDS,
	options: ['dryRun', 'ignoreMissing'],
	note: ROLES,
	prepare: async (task) => await wishToRemove(task, groupWithMembers, membership),
	perform: async (wishes) => await removeMembers(wishes, membership),
});

export const set = joint({
	fields: FIELDS,
	options: ['allowEmpty', 'dryRun', 'maxRemovals'],
	note: `${TRAINING} Whoever is not in the list is taken out of the group.`,
	prepare: async (task) => await wishFor(task, locate, membership),
	claim: claimOf,
	terms: terms.set,
	perform: async (wishes) => await setMembers(wishes, membership),
});
