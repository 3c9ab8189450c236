import { Failure, failureOf, isShared, raise } from '../../engine/errors';
import type { JsonObject } from '../../engine/input';
import { addMembers, removeMembers, setMembers, type MemberReport, type Membership } from '../../engine/members';
import { fillPath, query } from '../../engine/path';
import { asId, asObject } from '../../engine/reply';
import type { Task } from '../../engine/task';
import { locate, readPages } from './operations';

const USERS = '/users/';

const idOf = ({ userId }: JsonObject): string => asId(userId);
const groupsOf = ({ groups }: JsonObject): unknown[] => (Array.isArray(groups) ? (groups as unknown[]) : []);
const userPath = (userId: string): string => fillPath('/users/{userId}', { userId });
const membersPath = (groupId: string): string => `${USERS}${query({ groupId })}`;
const isIn = (user: JsonObject, groupId: string): boolean => groupsOf(user).some((group) => String(group) === groupId);

async function readUser(task: Task, userId: string): Promise<JsonObject> {
	return asObject(await task.read(userPath(userId)), 'a user');
}

async function readMembers(task: Task, groupId: string): Promise<JsonObject[]> {
	return await readPages(task, membersPath(groupId), 'a list of users');
}

/** An id as it is; an e-mail address or a user name is looked up in the list of users. */
async function userId(task: Task, member: string): Promise<string> {
	if (/^\d+$/.test(member)) return member;
	const users = await readPages(task, USERS, 'a list of users');
	const matches = users.filter(
		({ email, username }) => username === member || (typeof email === 'string' && email.toLowerCase() === member.toLowerCase()),
	);
	if (matches.length === 1) return idOf(matches[0]!);
	const what = member.includes('@') ? 'e-mail address' : 'user name';
	if (matches.length === 0) throw new Failure('not_found', `no user has the ${what} ${member}`);
	throw new Failure('ambiguous_name', `${matches.length} users have the ${what} ${member}: ${matches.map(idOf).join(', ')}`, { advice: 'Use an ID' });
}

/** One user's change on behalf of one item: into the group, or out of it. */
interface Move {
	task: Task;
	groupId: string;
	member: boolean;
}

/** Groups are a field of the user, who goes back whole: all changes of a user are written together, once. */
async function move(task: Task, user: string, groupId: string, member: boolean): Promise<boolean> {
	return await task.gather(`user ${user}`, { task, groupId, member }, async (moves: Move[]) => await moveUser(user, moves));
}

async function moveUser(user: string, moves: Move[]): Promise<Array<boolean | Error>> {
	try {
		return await writeUser(user, moves);
	} catch (error) {
		// A refusal of the merged write may be due to one of its groups only.
		if (isShared(failureOf(error).code) || moves.length === 1) raise(error);
		const results: Array<boolean | Error> = [];
		for (const single of moves) results.push(...(await moveUser(user, [single]).catch((reason: Error) => [reason])));
		return results;
	}
}

/** @returns for each move whether it changed anything */
async function writeUser(user: string, moves: Move[]): Promise<boolean[]> {
	const sender = moves[0]!.task.helper();
	try {
		const stored = await readUser(sender, user);
		let groups = groupsOf(stored);
		const changes = moves.map(({ groupId, member }) => {
			const others = groups.filter((group) => String(group) !== groupId);
			if (member === groups.length > others.length) return false;
			groups = member ? [...groups, Number(groupId)] : others;
			return true;
		});
		if (groups.map(String).sort().join() === groupsOf(stored).map(String).sort().join()) return changes;
		// What was read before is outdated, also by a write whose answer is lost.
		for (const path of [userPath(user), ...moves.map(({ groupId }) => membersPath(groupId))]) sender.forget(path);
		const written = await sender.write('PUT', userPath(user), { ...stored, groups }, (answer) => asObject(answer, 'a user'));
		sender.renew(userPath(user), { ...written, groups });
		return changes;
	} finally {
		for (const { task } of moves) task.trace.adopt(sender.trace);
	}
}

const membership: Membership = {
	resolve: async (task, members) => await Promise.all(members.map(async (member) => await userId(task, member))),
	has: async (task, groupId, member) => isIn(await readUser(task, member), groupId),
	all: async (task, groupId) => (await readMembers(task, groupId)).map(idOf),
	put: async (task, groupId, member) => await move(task, member, groupId, true),
	take: async (task, groupId, member) => await move(task, member, groupId, false),
};

export async function listMembers(task: Task): Promise<JsonObject[]> {
	return (await readMembers(task, await locate(task))).slice(0, task.input.limit);
}

export const add = async (task: Task): Promise<MemberReport> => await addMembers(task, await locate(task), membership);
export const remove = async (task: Task): Promise<MemberReport> => await removeMembers(task, await locate(task), membership);
export const set = async (task: Task): Promise<MemberReport> => await setMembers(task, await locate(task), membership);
