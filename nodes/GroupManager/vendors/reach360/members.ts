import { Failure, raise } from '../../engine/contract/failure';
import type { With } from '../../engine/contract/input';
import type { JsonObject } from '../../engine/contract/json';
import type { Load, Task } from '../../engine/contract/task';
import { people } from '../../engine/fields/members';
import { asId, asNothing } from '../../engine/http/answers';
import { asPage, collect, nextInBody, type Page } from '../../engine/http/paging';
import { fillPath, query } from '../../engine/http/path';
import { membersTarget } from '../../engine/steps/directory';
import { lookOnce } from '../../engine/steps/looking';
import { memberRows } from '../../engine/steps/members';
import type { Membership, Move } from '../../engine/steps/membership';
import type { MemberRole } from './fields';
import { groups, PAGE_SIZE } from './groups';

const { locate } = groups;
const LISTS = { member: 'users', reporter: 'reporters', manager: 'managers' } as const;

interface Wanted {
	limit: number;
	/** Whether somebody may be removed on the strength of the list. */
	mustSayEnd?: boolean;
}

async function readPeople(task: Task, groupId: string, role: MemberRole, wanted: Wanted): Promise<JsonObject[]> {
	const { limit, mustSayEnd = false } = wanted;
	const list = LISTS[role];
	const first = fillPath(`/groups/{groupId}/${list}`, { groupId }) + query({ limit: Math.min(limit, PAGE_SIZE) });
	const check = asPage(nextInBody(list), { baseUrl: task.baseUrl, mustSayEnd });
	return await collect(first, async (address) => await task.fetch(address, check), { limit });
}

const load =
	(groupId: string): Load<Set<string>> =>
	async (reader) => {
		const members = await readPeople(reader, groupId, 'member', { limit: Infinity, mustSayEnd: true });
		return new Set(members.map(({ id }) => asId(id)));
	};

/** Ids of all members, kept up to date with what this execution writes. */
async function memberIds(task: Task, groupId: string): Promise<Set<string>> {
	return await task.share(membersTarget(groupId), load(groupId));
}

/** Members are added by id only, so an e-mail address is looked up first. */
async function userId(task: Task, member: string): Promise<string> {
	if (!member.includes('@')) return member;
	return await task.share(`user ${member.toLowerCase()}`, async (reader) => await findUser(reader, member));
}

async function findUser(reader: Task, email: string): Promise<string> {
	const address = email.toLowerCase();
	const keep = (user: JsonObject): boolean => typeof user.email === 'string' && user.email.toLowerCase() === address;
	const check = asPage(nextInBody('users'), { baseUrl: reader.baseUrl });
	const read = async (page: string): Promise<Page> => await reader.fetch(page, check);
	const [user, ...more] = await collect(`/users${query({ email })}`, read, { limit: Infinity, keep });
	if (user && more.length === 0) return asId(user.id);
	if (!user) {
		const advice = 'Check the address: people join Reach 360 by invitation';
		throw new Failure('not_found', `no user has the e-mail address ${email}`, { advice });
	}
	const reason = `${more.length + 1} users have the e-mail address ${email}`;
	throw new Failure('ambiguous_name', reason, { advice: 'Use an ID' });
}

async function move({ task, groupId, member, isIn }: Move): Promise<boolean> {
	const target = `member ${groupId} ${member}`;
	const key = membersTarget(groupId);
	return await task.exclusive(target, [key], async () => {
		if ((await memberIds(task, groupId)).has(member) === isIn) return false;
		if (isIn && task.isDry) await checkUser(task.helper(), member);
		await write({ task, groupId, member, isIn }, [target, key]).catch((error: unknown) => {
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

async function write({ task, groupId, member, isIn }: Move, targets: readonly string[]): Promise<object> {
	return await task.write<object>({
		method: isIn ? 'PUT' : 'DELETE',
		path: fillPath('/groups/{groupId}/users/{member}', { groupId, member }),
		targets,
		read: (answer) => asNothing(answer) ?? {},
		look: lookOnce(async () => {
			const ids = await task.helper().look(membersTarget(groupId), load(groupId));
			return ids?.has(member) === isIn ? {} : undefined;
		}),
		planned: () => ({}),
	});
}

/** A dry run finds out by reading what the vendor would refuse. */
async function checkUser(task: Task, member: string): Promise<void> {
	await task.read(fillPath('/users/{member}/groups', { member }) + query({ limit: 1 }), (answer) => answer);
}

const membership: Membership = {
	isExclusive: false,
	isCertain: (member) => !member.includes('@'),
	resolve: userId,
	has: async (task, groupId, member) => (await memberIds(task, groupId)).has(member),
	all: memberIds,
	reads: (groupId, task) => [membersTarget(groupId), ...groups.readsById(task, groupId)],
	apply: async (moves) => await moves[0]!.task.workOff(moves, move),
};

export const ROLES =
	'Reporters and managers can be read, but Reach 360 has no request that changes them. Groups fed by single ' +
	'sign-on may undo changes.';

export async function listMembers(
	task: Task<With<'groupId' | 'limit'> & { memberRole: MemberRole }>,
): Promise<JsonObject[]> {
	const groupId = await locate(task);
	const { memberRole, limit } = task.input;
	const key = `${LISTS[memberRole]} of ${groupId} up to ${limit}`;
	return await task.share(key, async (reader) => await readPeople(reader, groupId, memberRole, { limit }));
}

/** An unknown group is no missing member, so it fails before anybody is looked at. */
async function groupWithMembers(task: Task<With<'groupId'>>): Promise<string> {
	const groupId = await locate(task);
	await memberIds(task, groupId);
	return groupId;
}

const TRAINING =
	"A new member is given the group's training and may be e-mailed about it. Only members are changed: " +
	'reporters and managers cannot be written.';

export const writes = memberRows({
	membership,
	members: people,
	locate: { add: groupWithMembers, remove: groupWithMembers, set: locate },
	remarks: {
		add: { warning: TRAINING },
		remove: { note: ROLES },
		set: { warning: `${TRAINING} Whoever is not in the list is taken out of the group.` },
	},
});
