import { Failure, failureOf, raise } from '../../engine/contract/failure';
import type { With } from '../../engine/contract/input';
import { idInJson, type JsonObject } from '../../engine/contract/json';
import type { Task } from '../../engine/contract/task';
import { people } from '../../engine/fields/members';
import { contradicts } from '../../engine/http/answers';
import { membersTarget } from '../../engine/steps/directory';
import { lookOnce } from '../../engine/steps/looking';
import { memberRows } from '../../engine/steps/members';
import type { Membership, Move } from '../../engine/steps/membership';
import { mergedOrEach, serveTogether } from '../../engine/steps/together';
import { foresee } from '../../engine/steps/update';
import { groups, LIST } from './groups';
import { asUser, findUser, groupsOf, loadUser, readMembers, readUser, userIdOf, userPath } from './users';
import { unescapedTexts } from './wire';

const { locate } = groups;

/** Groups are a field of the user, who goes back whole: all changes of a user are written together, once. */
async function apply(moves: readonly Move[]): Promise<Array<boolean | Error>> {
	const ofUser = async (user: string, own: Move[]): Promise<Array<boolean | Error>> =>
		await mergedOrEach(own, async (merged) => await changeUser(user, merged));
	return await serveTogether(moves[0]!.task, moves, ({ member }) => member, ofUser);
}

/** @returns for each move whether it changed anything */
async function changeUser(user: string, moves: readonly Move[]): Promise<boolean[]> {
	const sender = moves[0]!.task.helper();
	try {
		return await sender.exclusive(`user ${user}`, [userPath(user)], async () => {
			const stored = await readUser(sender, user);
			const { changes, groups: wanted, isSame } = moved(stored, moves);
			if (isSame) return changes;
			for (const { groupId } of moves) sender.forget(membersTarget(groupId));
			const targets = [...new Set(moves.map(({ groupId }) => membersTarget(groupId)))];
			await writeUser(sender, user, { ...unescapedTexts(stored), groups: wanted }, targets);
			return changes;
		});
	} finally {
		for (const { task } of moves) task.adopt(sender);
	}
}

interface Moved {
	/** For each move whether it changed anything. */
	changes: boolean[];
	/** The user's groups afterwards, as they are written. */
	groups: unknown[];
	/** Whether they are those from before. */
	isSame: boolean;
}

function moved(user: JsonObject, moves: readonly Move[]): Moved {
	const after = new Map(groupsOf(user).map((group) => [String(group), group]));
	const before = new Set(after.keys());
	const changes = moves.map(({ groupId, isIn }) => {
		if (isIn === after.has(groupId)) return false;
		if (isIn) after.set(groupId, idInJson(groupId));
		else after.delete(groupId);
		return true;
	});
	const isSame = before.size === after.size && [...after.keys()].every((group) => before.has(group));
	return { changes, groups: [...after.values()], isSame };
}

/** In every answer, and not among the documented fields of the write: whether they are refused there is not known. */
const OWN_FIELDS = ['userId', 'pid', 'isAdmin'];

/** @param targets stand for the members of the groups that change */
async function writeUser(task: Task, user: string, record: JsonObject, targets: readonly string[]): Promise<void> {
	try {
		await putUser(task, user, record, targets);
	} catch (error) {
		const { code, reason } = failureOf(error);
		const isForField = /\b(userId|pid|isAdmin|unknown|unrecogni[sz]ed)\b/i.test(reason);
		if (code !== 'invalid_input' || !isForField) raise(error);
		const documented = Object.entries(record).filter(([name]) => !OWN_FIELDS.includes(name));
		await putUser(task, user, Object.fromEntries(documented), targets);
	}
}

async function putUser(task: Task, user: string, body: JsonObject, targets: readonly string[]): Promise<void> {
	const path = userPath(user);
	// What was read before is outdated, also by a write whose answer is lost.
	task.forget(path);
	const listOf = (record: JsonObject): string => groupsOf(record).map(String).sort().join();
	const isAsSent = (record: JsonObject): boolean => listOf(record) === listOf(body);
	await task.write<JsonObject>({
		method: 'PUT',
		path,
		body,
		targets: [`user ${user}`, ...targets],
		read: (answer) => {
			const written = asUser(answer, user);
			return isAsSent(written) ? written : contradicts('the groups of the user');
		},
		look: lookOnce(async () => {
			const stored = await task.helper().look(path, loadUser(user));
			return stored && isAsSent(stored) ? stored : undefined;
		}),
		planned: () => body,
	});
	task.forget(path);
	await task.helper().share(path, async () => await Promise.resolve({ userId: Number(user), ...body }));
}

const membership: Membership = {
	isExclusive: false,
	isCertain: (member) => /^\d+$/.test(member),
	resolve: findUser,
	has: async (task, groupId, member) =>
		groupsOf(await readUser(task, member))
			.map(String)
			.includes(groupId),
	all: async (task, groupId) => (await readMembers(task, groupId)).map(userIdOf),
	reads: (groupId) => [membersTarget(groupId), LIST],
	apply,
};

export async function listMembers(task: Task<With<'groupId' | 'limit'>>): Promise<JsonObject[]> {
	return (await readMembers(task, await locate(task))).slice(0, task.input.limit);
}

/** A dry run finds out by reading what the vendor would refuse. */
async function checkedGroup(task: Task<With<'groupId'>>): Promise<string> {
	const groupId = await locate(task);
	if (!task.isDry) return groupId;
	try {
		await foresee(task.helper(), groupId, groups);
		return groupId;
	} catch (error) {
		const { code, reason, facts } = failureOf(error);
		throw code === 'not_found' ? new Failure('invalid_input', reason, facts) : error;
	}
}

const WHOLE_USER =
	'Groups are a field of the user: each user is read, changed and sent back whole, once for all items.';

export const writes = memberRows({
	membership,
	members: people,
	locate: { add: checkedGroup, remove: locate, set: checkedGroup },
	remarks: {
		add: { note: WHOLE_USER },
		remove: { note: WHOLE_USER },
		set: { note: WHOLE_USER, warning: 'Whoever is not in the list is taken out of the group.' },
	},
});
