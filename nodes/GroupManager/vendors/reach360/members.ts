import { Failure, raise } from '../../engine/errors';
import type { JsonObject } from '../../engine/input';
import { addMembers, removeMembers, setMembers, type MemberReport, type Membership } from '../../engine/members';
import { collect, readPage } from '../../engine/paging';
import { fillPath, query } from '../../engine/path';
import { asObject } from '../../engine/reply';
import type { Task } from '../../engine/task';
import { locate, PAGE_SIZE } from './operations';
import { idOf } from './wire';

const LISTS = { member: 'users', reporter: 'reporters', manager: 'managers' } as const;

async function readUsers(task: Task, groupId: string, list: string, limit: number, mustSayEnd = false): Promise<JsonObject[]> {
	const first = fillPath(`/groups/{groupId}/${list}`, { groupId }) + query({ limit: Math.min(limit, PAGE_SIZE) });
	return await collect(first, async (address) => readPage(await task.read(address), list, task.run.baseUrl, { mustSayEnd }), { limit });
}

const membersOf = (groupId: string): string => `members of ${groupId}`;

/** Ids of all members, kept up to date with what this execution writes. */
async function memberIds(task: Task, groupId: string): Promise<Set<string>> {
	const load = async (reader: Task) => new Set((await readUsers(reader, groupId, LISTS.member, Infinity, true)).map(idOf));
	return await task.share(membersOf(groupId), load);
}

/** Members are added by id only, so an e-mail address is looked up first. */
async function userId(task: Task, member: string): Promise<string> {
	if (!member.includes('@')) return member;
	const same = (user: JsonObject) => typeof user.email === 'string' && user.email.toLowerCase() === member.toLowerCase();
	const users = await collect(
		`/users${query({ email: member })}`,
		async (address) => readPage(await task.read(address), 'users', task.run.baseUrl),
		{ limit: Infinity, keep: same },
	);
	if (users.length === 1) return idOf(users[0]!);
	if (users.length > 1) throw new Failure('ambiguous_name', `${users.length} users have the e-mail address ${member}`, { advice: 'Use an ID' });
	throw new Failure('not_found', `no user has the e-mail address ${member}`, { advice: 'Check the address: people join Reach 360 by invitation' });
}

async function change(task: Task, method: 'PUT' | 'DELETE', groupId: string, member: string): Promise<boolean> {
	return await task.run.batch.inTurn(`member ${groupId} ${member}`, async () => {
		const ids = await memberIds(task, groupId);
		if (ids.has(member) === (method === 'PUT')) return false;
		const path = fillPath('/groups/{groupId}/users/{member}', { groupId, member });
		try {
			await task.write(method, path, undefined, (answer) => (answer === undefined ? {} : asObject(answer, 'nothing')));
		} catch (error) {
			// What was read before may be outdated by a write whose answer is lost.
			task.forget(membersOf(groupId));
			task.forgetAll(fillPath('/groups/{groupId}/users', { groupId }));
			raise(error);
		}
		if (method === 'PUT') ids.add(member);
		else ids.delete(member);
		return true;
	});
}

const membership: Membership = {
	resolve: async (task, members) => await Promise.all(members.map(async (member) => await userId(task, member))),
	has: async (task, groupId, member) => (await memberIds(task, groupId)).has(member),
	all: async (task, groupId) => [...(await memberIds(task, groupId))],
	put: async (task, groupId, member) => await change(task, 'PUT', groupId, member),
	take: async (task, groupId, member) => await change(task, 'DELETE', groupId, member),
};

export async function listMembers(task: Task): Promise<JsonObject[]> {
	return await readUsers(task, await locate(task), LISTS[task.input.memberRole], task.input.limit);
}

export const add = async (task: Task): Promise<MemberReport> => await addMembers(task, await locate(task), membership);

export async function remove(task: Task): Promise<MemberReport> {
	const groupId = await locate(task);
	// An unknown group is no missing member, so it fails here.
	await memberIds(task, groupId);
	return await removeMembers(task, groupId, membership);
}

export const set = async (task: Task): Promise<MemberReport> => await setMembers(task, await locate(task), membership);
