import { Failure, failureOf, raise } from '../../engine/contract/failure';
import type { JsonObject } from '../../engine/contract/json';
import type { Load, Task } from '../../engine/contract/task';
import type { PickerEntry } from '../../engine/contract/vendor';
import { asId, asRecord, contradicts } from '../../engine/http/answers';
import { readNumbered } from '../../engine/http/numberedPages';
import { fillPath, query } from '../../engine/http/path';
import { personRecords, pickerEntries } from '../../engine/steps/records';
import { membersTarget } from '../../engine/steps/directory';
import { unescaped } from './wire';

const ALL_USERS = 'all users';

export const userIdOf = ({ userId }: JsonObject): string => asId(userId);
export const groupsOf = ({ groups }: JsonObject): unknown[] => (Array.isArray(groups) ? (groups as unknown[]) : []);
export const userPath = (userId: string): string => fillPath('/users/{userId}', { userId });

export const loadUser =
	(userId: string): Load<JsonObject> =>
	async (reader) =>
		await reader.fetch(userPath(userId), (answer) => asUser(answer, userId));

/** @throws Failure for another user, and for one without a list of groups: sent back whole, that would lose them */
export function asUser(answer: unknown, userId: string): JsonObject {
	const user = asRecord(answer, userId, userIdOf);
	const { groups } = user;
	const isList = Array.isArray(groups) && groups.every((group) => ['number', 'string'].includes(typeof group));
	return isList ? user : contradicts('the groups of the user');
}

export async function readUser(task: Task, userId: string): Promise<JsonObject> {
	return await task.share(userPath(userId), loadUser(userId));
}

export const listUsers =
	(path: string): Load<JsonObject[]> =>
	async (reader) =>
		await readNumbered(reader, path, { idField: 'userId', what: 'a list of users' });

export async function readMembers(task: Task, groupId: string): Promise<JsonObject[]> {
	return await task.share(membersTarget(groupId), listUsers(`/users/${query({ groupId })}`));
}

export async function pickMembers(task: Task, limit: number): Promise<PickerEntry[]> {
	const users = await listUsers('/users/')(task);
	return pickerEntries(users.slice(0, limit), personRecords({ idField: 'userId', readable: unescaped }));
}

interface Users {
	ids: Set<string>;
	/** Ids by e-mail address and by user name. */
	byAddress: Map<string, string[]>;
	byName: Map<string, string[]>;
}

const nobody = (): Users => ({ ids: new Set(), byAddress: new Map(), byName: new Map() });

async function allUsers(task: Task): Promise<Users> {
	return await task.share(ALL_USERS, async (reader) => {
		const users = nobody();
		for (const user of await listUsers('/users/')(reader)) {
			const id = userIdOf(user);
			users.ids.add(id);
			const { email, username } = user;
			if (typeof email === 'string') note(users.byAddress, email.toLowerCase(), id);
			if (typeof username === 'string') note(users.byName, username, id);
		}
		return users;
	});
}

function note(index: Map<string, string[]>, key: string, id: string): void {
	const ids = index.get(key);
	if (ids) ids.push(id);
	else index.set(key, [id]);
}

/** An id, an e-mail address or a user name. Digits are an id, unless only a user name equals them. */
export async function findUser(task: Task, typed: string): Promise<string> {
	const isId = /^\d+$/.test(typed);
	const { ids, byAddress, byName } = await allUsers(task).catch((error: unknown) => {
		// A key that may not list the users can still name them by their ids.
		return isId && failureOf(error).code === 'forbidden' ? nobody() : raise(error);
	});
	const matches = new Set([...(byName.get(typed) ?? []), ...(byAddress.get(typed.toLowerCase()) ?? [])]);
	if (isId && (ids.has(typed) || matches.size === 0)) {
		if (!ids.has(typed)) await readUser(task, typed);
		matches.add(typed);
	}
	const [only, ...more] = matches;
	if (only !== undefined && more.length === 0) return only;
	const what = typed.includes('@') ? 'e-mail address' : 'user name';
	if (only === undefined) throw new Failure('not_found', `no user has the ${what} ${typed}`);
	const also = isId && matches.has(typed) ? ' or the ID' : '';
	const reason = `${matches.size} users have the ${what}${also} ${typed}: ${[...matches].join(', ')}`;
	throw new Failure('ambiguous_name', reason, { advice: 'Use an ID or an e-mail address that only one user has' });
}
