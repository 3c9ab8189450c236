import { Failure, raise } from '../../engine/errors';
import type { JsonObject } from '../../engine/input';
import { addMembers, removeMembers, setMembers, type MemberReport, type Membership } from '../../engine/members';
import { collect, readPage } from '../../engine/paging';
import { fillPath, query } from '../../engine/path';
import { asObject } from '../../engine/reply';
import { lookOnce } from '../../engine/sender';
import type { Task } from '../../engine/task';
import { directory, PAGE_SIZE } from './directory';
import { idOf } from './wire';

const { locate } = directory;
const LISTS = { member: 'users', reporter: 'reporters', manager: 'managers' } as const;

async function readUsers(task: Task, groupId: string, list: string, limit: number, mustSayEnd = false): Promise<JsonObject[]> {
	const first = fillPath(`/groups/{groupId}/${list}`, { groupId }) + query({ limit: Math.min(limit, PAGE_SIZE) });
	const page = async (address: string) =>
		await task.fetch(address, (answer) => readPage(answer, list, task.run.baseUrl, { mustSayEnd }));
	return await collect(first, page, { limit });
}

const membersOf = (groupId: string): string => `members of ${groupId}`;

const load = (groupId: string) => async (reader: Task): Promise<Set<string>> =>
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
	const same = (user: JsonObject) => typeof user.email === 'string' && user.email.toLowerCase() === email.toLowerCase();
	const users = await collect(
		`/users${query({ email })}`,
		async (address) => await reader.fetch(address, (answer) => readPage(answer, 'users', reader.run.baseUrl)),
		{ limit: Infinity, keep: same },
	);
	if (users.length === 1) return idOf(users[0]!);
	if (users.length > 1) throw new Failure('ambiguous_name', `${users.length} users have the e-mail address ${email}`, { advice: 'Use an ID' });
	throw new Failure('not_found', `no user has the e-mail address ${email}`, { advice: 'Check the address: people join Reach 360 by invitation' });
}

async function change(task: Task, method: 'PUT' | 'DELETE', groupId: string, member: string): Promise<boolean> {
	const target = `member ${groupId} ${member}`;
	const key = membersOf(groupId);
	const isWanted = method === 'PUT';
	return await task.exclusive(target, [key], async () => {
		if ((await memberIds(task, groupId)).has(member) === isWanted) return false;
		await task
			.write<object>({
				method,
				path: fillPath('/groups/{groupId}/users/{member}', { groupId, member }),
				targets: [target],
				read: (answer) => (answer === undefined ? {} : asObject(answer, 'nothing')),
				look: lookOnce(async () => {
					const ids = await task.helper().look(key, load(groupId));
					return ids?.has(member) === isWanted ? {} : undefined;
				}),
				planned: () => ({}),
			})
			.catch((error: unknown) => {
				// What was read before may be outdated by a write whose answer is lost.
				task.forget(key);
				return raise(error);
			});
		const ids = await task.shared<Set<string>>(key);
		if (isWanted) ids?.add(member);
		else ids?.delete(member);
		return true;
	});
}

const membership: Membership = {
	isExclusive: false,
	resolve: userId,
	has: async (task, groupId, member) => (await memberIds(task, groupId)).has(member),
	all: async (task, groupId) => [...(await memberIds(task, groupId))],
	reads: (groupId) => [membersOf(groupId)],
	put: async (task, groupId, member) => await change(task, 'PUT', groupId, member),
	take: async (task, groupId, member) => await change(task, 'DELETE', groupId, member),
};

export async function listMembers(task: Task): Promise<JsonObject[]> {
	const groupId = await locate(task);
	const { memberRole, limit } = task.input;
	const list = LISTS[memberRole];
	return await task.share(`${list} of ${groupId} up to ${limit}`, async (reader) => await readUsers(reader, groupId, list, limit));
}

/** An unknown group is no missing member, so it fails before anybody is looked at. */
async function groupWithMembers(task: Task): Promise<string> {
	const groupId = await locate(task);
	await memberIds(task, groupId);
	return groupId;
}

export const add = async (task: Task): Promise<MemberReport> => await addMembers(task, await groupWithMembers(task), membership);
export const remove = async (task: Task): Promise<MemberReport> => await removeMembers(task, await groupWithMembers(task), membership);
export const set = async (task: Task): Promise<MemberReport> => await setMembers(task, await locate(task), membership);
