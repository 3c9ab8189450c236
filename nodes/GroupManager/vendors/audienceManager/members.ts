import type { Terms } from '../../engine/run/agreement';
import { Failure, failureOf, isShared, raise } from '../../engine/contract/failure';
import type { JsonObject } from '../../engine/contract/input';
import { idInJson } from '../../engine/contract/json';
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
import { fillPath, query } from '../../engine/http/path';
import { asId, asRecord, contradicts } from '../../engine/http/reply';
import { lookOnce } from '../../engine/http/sender';
import type { Task } from '../../engine/run/task';
import { serveTogether } from '../../engine/run/together';
import { joint } from '../../engine/contract/vendor';
import { directory, LIST } from './groups';
import { readPages } from './pages';
import { unescapedTexts } from './wire';

const { locate } = directory;
const ALL_USERS = 'all users';

const idOf = ({ userId }: JsonObject): string => asId(userId);
const groupsOf = ({ groups }: JsonObject): unknown[] => (Array.isArray(groups) ? (groups as unknown[]) : []);
const userPath = (userId: string): string => fillPath('/users/{userId}', { userId });
const membersOf = (groupId: string): string => `members of ${groupId}`;
const isIn = (user: JsonObject, groupId: string): boolean => groupsOf(user).some((group) => String(group) === groupId);

const loadUser =
	(userId: string) =>
	async (reader: Task): Promise<JsonObject> =>
		await reader.fetch(userPath(userId), (answer) => asUser(answer, userId));

/** @throws Failure for another user, and for one without a list of groups: sent back whole, that would lose them */
function asUser(answer: unknown, userId: string): JsonObject {
	const user = asRecord(answer, userId, idOf);
	const { groups } = user;
	const isList =
		Array.isArray(groups) && groups.every((group) => typeof group === 'number' || typeof group === 'string');
	return isList ? user : contradicts('the groups of the user');
}

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

/** Groups are a field of the user, who goes back whole: all changes of a user are written together, once. */
async function apply(moves: readonly Move[]): Promise<Array<boolean | Error>> {
	return await serveTogether(moves[0]!.task.run, moves, ({ member }) => member, moveUser);
}

async function moveUser(user: string, moves: Move[]): Promise<Array<boolean | Error>> {
	try {
		return await changeUser(user, moves);
	} catch (error) {
		const { code } = failureOf(error);
		// A refusal of the merged write may be due to one of its groups only.
		if (isShared(code) || code === 'outcome_unknown' || moves.length === 1) raise(error);
		const results: Array<boolean | Error> = [];
		for (const single of moves)
			results.push(...(await moveUser(user, [single]).catch((reason: Error) => [reason])));
		return results;
	}
}

/** @returns for each move whether it changed anything */
async function changeUser(user: string, moves: Move[]): Promise<boolean[]> {
	const sender = moves[0]!.task.helper();
	try {
		return await sender.exclusive(`user ${user}`, [userPath(user)], async () => {
			const stored = await readUser(sender, user);
			const groups = new Map(groupsOf(stored).map((group) => [String(group), group]));
			const before = new Set(groups.keys());
			const changes = moves.map(({ groupId, isIn: isWanted }) => {
				if (isWanted === groups.has(groupId)) return false;
				if (isWanted) groups.set(groupId, idInJson(groupId));
				else groups.delete(groupId);
				return true;
			});
			if (before.size === groups.size && [...groups.keys()].every((group) => before.has(group))) return changes;
			for (const { groupId } of moves) sender.forget(membersOf(groupId));
			const targets = [...new Set(moves.map(({ groupId }) => membersOf(groupId)))];
			await writeUser(sender, user, { ...unescapedTexts(stored), groups: [...groups.values()] }, targets);
			return changes;
		});
	} finally {
		for (const { task } of moves) task.trace.adopt(sender.trace);
	}
}

/** In every answer, and not among the documented fields of the write: whether they are refused there is not known. */
const OWN_FIELDS = ['userId', 'pid', 'isAdmin'];

/** @param groups the targets that stand for the members of the groups that change */
async function writeUser(task: Task, user: string, record: JsonObject, groups: readonly string[]): Promise<void> {
	try {
		await putUser(task, user, record, groups);
	} catch (error) {
		const { code, reason } = failureOf(error);
		const isForField = code === 'invalid_input' && /\b(userId|pid|isAdmin|unknown|unrecogni[sz]ed)\b/i.test(reason);
		if (!isForField) raise(error);
		const documented = Object.entries(record).filter(([name]) => !OWN_FIELDS.includes(name));
		await putUser(task, user, Object.fromEntries(documented), groups);
	}
}

async function putUser(task: Task, user: string, body: JsonObject, targets: readonly string[]): Promise<void> {
	const path = userPath(user);
	// What was read before is outdated, also by a write whose answer is lost.
	task.forget(path);
	const groups = (record: JsonObject): string => groupsOf(record).map(String).sort().join();
	await task.write<JsonObject>({
		method: 'PUT',
		path,
		body,
		targets: [`user ${user}`, ...targets],
		read: (answer) => {
			const written = asUser(answer, user);
			return groups(written) === groups(body) ? written : contradicts('the groups of the user');
		},
		look: lookOnce(async () => {
			const stored = await task.helper().look(path, loadUser(user));
			return stored && groups(stored) === groups(body) ? stored : undefined;
		}),
		planned: () => body,
	});
	task.forget(path);
	await task.helper().share(path, async () => await Promise.resolve({ userId: Number(user), ...body }));
}

const terms: { set: Terms } = {
	set: {
		isWhole: true,
		isExclusive: false,
		instead: 'Add',
		wants: ({ members }) => members,
		isCertain: (member) => /^\d+$/.test(member),
	},
};

const membership: Membership = {
	terms,
	resolve: userId,
	has: async (task, groupId, member) => isIn(await readUser(task, member), groupId),
	all: async (task, groupId) => (await readMembers(task, groupId)).map(idOf),
	reads: (groupId) => [membersOf(groupId), LIST],
	apply,
};

const WHOLE_USER =
	'Groups are a field of the user: each user is read, changed and sent back whole, once for all items.';

const WRITES = { fields: ['groupId', 'members'], options: ['dryRun'], note: WHOLE_USER } as const;

export async function listMembers(task: Task): Promise<JsonObject[]> {
	return (await readMembers(task, await locate(task))).slice(0, task.input.limit);
}

/** A dry run finds out by reading what the vendor would refuse. */
async function checkedGroup(task: Task): Promise<string> {
	const groupId = await locate(task);
	if (!task.input.options.dryRun) return groupId;
	try {
		await directory.foresee(task.helper(), groupId);
		return groupId;
	} catch (error) {
		const { code, reason, facts } = failureOf(error);
		throw code === 'not_found' ? new Failure('invalid_input', reason, facts) : error;
	}
}

export const add = joint({
	...WRITES,
	prepare: async (task) => await wishFor(task, checkedGroup, membership),
	perform: async (wishes) => await addMembers(wishes, membership),
});

export const remove = joint({
	...WRITES,
	options: ['dryRun', 'ignoreMissing'],
	prepare: async (task) => await wishToRemove(task, locate, membership),
	perform: async (wishes) => await removeMembers(wishes, membership),
});

export const set = joint({
	...WRITES,
	options: ['allowEmpty', 'dryRun', 'maxRemovals'],
	note: `${WHOLE_USER} Whoever is not in the list is taken out of the group.`,
	prepare: async (task) => await wishFor(task, checkedGroup, membership),
	claim: claimOf,
	terms: terms.set,
	perform: async (wishes) => await setMembers(wishes, membership),
});
