import { Failure, failureOf, isShared, raise } from '../../engine/errors';
import type { JsonObject } from '../../engine/input';
import { addMembers, removeMembers, setMembers, type MemberReport, type Membership } from '../../engine/members';
import { fillPath, query } from '../../engine/path';
import { asId, asObject } from '../../engine/reply';
import { lookOnce } from '../../engine/sender';
import type { Task } from '../../engine/task';
import { directory } from './groups';
import { readPages } from './pages';
import { unescapedTexts } from './wire';

const { locate } = directory;
const ALL_USERS = 'all users';

const idOf = ({ userId }: JsonObject): string => asId(userId);
const groupsOf = ({ groups }: JsonObject): unknown[] => (Array.isArray(groups) ? (groups as unknown[]) : []);
const userPath = (userId: string): string => fillPath('/users/{userId}', { userId });
const membersOf = (groupId: string): string => `members of ${groupId}`;
const isIn = (user: JsonObject, groupId: string): boolean => groupsOf(user).some((group) => String(group) === groupId);

const loadUser = (userId: string) => async (reader: Task): Promise<JsonObject> =>
	await reader.fetch(userPath(userId), (answer) => {
		const user = asObject(answer, 'a user');
		idOf(user);
		return user;
	});

async function readUser(task: Task, userId: string): Promise<JsonObject> {
	return await task.share(userPath(userId), loadUser(userId));
}

async function readMembers(task: Task, groupId: string): Promise<JsonObject[]> {
	const path = `/users/${query({ groupId })}`;
	return await task.share(membersOf(groupId), async (reader) => await readPages(reader, path, 'a list of users'));
}

interface Users {
	ids: Set<string>;
	/** Ids by e-mail address and by user name. */
	byAddress: Map<string, string[]>;
	byName: Map<string, string[]>;
}

const NOBODY: Users = { ids: new Set(), byAddress: new Map(), byName: new Map() };

async function allUsers(task: Task): Promise<Users> {
	return await task.share(ALL_USERS, async (reader) => {
		const users: Users = { ids: new Set(), byAddress: new Map(), byName: new Map() };
		for (const user of await readPages(reader, '/users/', 'a list of users')) {
			const id = idOf(user);
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
async function userId(task: Task, member: string): Promise<string> {
	const isId = /^\d+$/.test(member);
	const { ids, byAddress, byName } = await allUsers(task).catch((error: unknown) => {
		// A key that may not list the users can still name them by their ids.
		return isId && failureOf(error).code === 'forbidden' ? NOBODY : raise(error);
	});
	const matches = new Set([...(byName.get(member) ?? []), ...(byAddress.get(member.toLowerCase()) ?? [])]);
	if (isId && (ids.has(member) || matches.size === 0)) {
		if (!ids.has(member)) await readUser(task, member);
		matches.add(member);
	}
	const [only, ...more] = matches;
	if (only !== undefined && more.length === 0) return only;
	const what = member.includes('@') ? 'e-mail address' : 'user name';
	if (only === undefined) throw new Failure('not_found', `no user has the ${what} ${member}`);
	const also = isId && matches.has(member) ? ' or the ID' : '';
	const found = [...matches].join(', ');
	throw new Failure('ambiguous_name', `${matches.size} users have the ${what}${also} ${member}: ${found}`, {
		advice: 'Use an ID or an e-mail address that only one user has',
	});
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
		return await changeUser(user, moves);
	} catch (error) {
		const { code } = failureOf(error);
		// A refusal of the merged write may be due to one of its groups only.
		if (isShared(code) || code === 'outcome_unknown' || moves.length === 1) raise(error);
		const results: Array<boolean | Error> = [];
		for (const single of moves) results.push(...(await moveUser(user, [single]).catch((reason: Error) => [reason])));
		return results;
	}
}

/** @returns for each move whether it changed anything */
async function changeUser(user: string, moves: Move[]): Promise<boolean[]> {
	const sender = moves[0]!.task.helper();
	const target = `user ${user}`;
	try {
		return await sender.exclusive(target, [userPath(user)], async () => {
			const stored = await readUser(sender, user);
			const groups = new Map(groupsOf(stored).map((group) => [String(group), group]));
			const changes = moves.map(({ groupId, member }) => {
				if (member === groups.has(groupId)) return false;
				if (member) groups.set(groupId, Number(groupId));
				else groups.delete(groupId);
				return true;
			});
			const before = new Set(groupsOf(stored).map(String));
			const isSame = before.size === groups.size && [...groups.keys()].every((group) => before.has(group));
			for (const { groupId } of isSame ? [] : moves) sender.forget(membersOf(groupId));
			if (!isSame) await writeUser(sender, user, { ...unescapedTexts(stored), groups: [...groups.values()] });
			return changes;
		});
	} finally {
		for (const { task } of moves) task.trace.adopt(sender.trace);
	}
}

async function writeUser(task: Task, user: string, body: JsonObject): Promise<void> {
	const path = userPath(user);
	// What was read before is outdated, also by a write whose answer is lost.
	task.forget(path);
	const groups = (record: JsonObject): string => groupsOf(record).map(String).sort().join();
	await task.write<JsonObject>({
		method: 'PUT',
		path,
		body,
		targets: [`user ${user}`],
		read: (answer) => {
			const written = asObject(answer, 'a user');
			idOf(written);
			return written;
		},
		look: lookOnce(async () => {
			const stored = await task.helper().look(path, loadUser(user));
			return stored && groups(stored) === groups(body) ? stored : undefined;
		}),
		planned: () => body,
	});
	task.forget(path);
	await task.helper().share(path, async () => await Promise.resolve(body));
}

const membership: Membership = {
	isExclusive: false,
	resolve: userId,
	has: async (task, groupId, member) => isIn(await readUser(task, member), groupId),
	all: async (task, groupId) => (await readMembers(task, groupId)).map(idOf),
	reads: (groupId) => [membersOf(groupId)],
	put: async (task, groupId, member) => await move(task, member, groupId, true),
	take: async (task, groupId, member) => await move(task, member, groupId, false),
};

export async function listMembers(task: Task): Promise<JsonObject[]> {
	return (await readMembers(task, await locate(task))).slice(0, task.input.limit);
}

export const add = async (task: Task): Promise<MemberReport> => await addMembers(task, await locate(task), membership);
export const remove = async (task: Task): Promise<MemberReport> => await removeMembers(task, await locate(task), membership);
export const set = async (task: Task): Promise<MemberReport> => await setMembers(task, await locate(task), membership);
