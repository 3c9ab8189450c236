import { Failure } from '../../engine/contract/failure';
import type { With } from '../../engine/contract/input';
import type { JsonObject } from '../../engine/contract/json';
import type { Load, Task } from '../../engine/contract/task';
import type { PickerEntry } from '../../engine/contract/vendor';
import { people } from '../../engine/fields/members';
import { asId } from '../../engine/http/answers';
import { nextInBody, readPages } from '../../engine/http/paging';
import { fillPath, query } from '../../engine/http/path';
import { memberCollection } from '../../engine/steps/memberCollection';
import { personRecords, pickerEntries } from '../../engine/steps/records';
import { memberRows } from '../../engine/steps/members';
import type { MemberRole } from './fields';
import { groups, PAGE_SIZE } from './groups';

const { locate } = groups;
const LISTS = { member: 'users', reporter: 'reporters', manager: 'managers' } as const;

interface Wanted {
	limit: number;
	/** Whether somebody may be removed on the strength of the list. */
	mustSayEnd?: boolean;
}

export async function readPeople(task: Task, groupId: string, role: MemberRole, wanted: Wanted): Promise<JsonObject[]> {
	const list = LISTS[role];
	const limit = Math.min(wanted.limit, PAGE_SIZE);
	const first = fillPath(`/groups/{groupId}/${list}`, { groupId }) + query({ limit });
	return await readPages(task, first, nextInBody(list), wanted);
}

const load =
	(groupId: string): Load<Set<string>> =>
	async (reader) => {
		const members = await readPeople(reader, groupId, 'member', { limit: Infinity, mustSayEnd: true });
		return new Set(members.map(({ id }) => asId(id)));
	};

/** Members are added by id only, so an e-mail address is looked up first. */
async function userId(task: Task, member: string): Promise<string> {
	if (!member.includes('@')) return member;
	return await task.share(`user ${member.toLowerCase()}`, async (reader) => await findUser(reader, member));
}

async function findUser(reader: Task, email: string): Promise<string> {
	const address = email.toLowerCase();
	const keep = (user: JsonObject): boolean => typeof user.email === 'string' && user.email.toLowerCase() === address;
	const first = `/users${query({ email })}`;
	const [user, ...more] = await readPages(reader, first, nextInBody('users'), { limit: Infinity, keep });
	if (user && more.length === 0) return asId(user.id);
	if (!user) {
		const advice = 'Check the address: people join Reach 360 by invitation';
		throw new Failure('not_found', `no user has the e-mail address ${email}`, { advice });
	}
	const reason = `${more.length + 1} users have the e-mail address ${email}`;
	throw new Failure('ambiguous_name', reason, { advice: 'Use an ID' });
}

/** A dry run finds out by reading what the vendor would refuse. */
async function checkUser(task: Task, member: string): Promise<void> {
	await task.read(fillPath('/users/{member}/groups', { member }) + query({ limit: 1 }), (answer) => answer);
}

const membership = memberCollection({
	groups,
	path: '/groups/{groupId}/users/{member}',
	load,
	resolve: userId,
	isCertain: (member) => !member.includes('@'),
	check: checkUser,
});

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

export async function pickMembers(task: Task, limit: number): Promise<PickerEntry[]> {
	const first = `/users${query({ limit: PAGE_SIZE })}`;
	return pickerEntries(await readPages(task, first, nextInBody('users'), { limit }), personRecords());
}

/** An unknown group is no missing member, so it fails before anybody is looked at. */
async function groupWithMembers(task: Task<With<'groupId'>>): Promise<string> {
	const groupId = await locate(task);
	await membership.all(task, groupId);
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
