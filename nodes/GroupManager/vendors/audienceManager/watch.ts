import { Failure, failureOf, raise } from '../../engine/contract/failure';
import type { JsonObject } from '../../engine/contract/json';
import type { Task } from '../../engine/contract/task';
import type { GroupsRead, MemberRecords, MemberView, PermissionView, Watch } from '../../engine/contract/watch';
import { asId, asObject } from '../../engine/http/answers';
import { groups } from './groups';
import { readPermissions } from './permissionList';
import { listUsers, userIdOf } from './users';
import { permissionKey, permissionNames, unescapedTexts } from './wire';

const { records } = groups;

const list = async (task: Task): Promise<GroupsRead> => ({ groups: (await groups.whole(task)).consistent });

/** The list of groups names the members of each. @throws Failure for a group that does not */
async function members(task: Task, _area: string, groupIds: readonly string[] | undefined): Promise<MemberView> {
	const wanted = groupIds && new Set(groupIds);
	const found = (await groups.whole(task)).all.filter((group) => wanted?.has(records.idOf(group)) ?? true);
	return { groups: new Map(found.map((group) => [records.idOf(group), membersOf(group)])) };
}

function membersOf({ users, membershipCount, groupId }: JsonObject): MemberRecords {
	const members: MemberRecords = new Map((Array.isArray(users) ? users : []).map((id) => [asId(id), undefined]));
	const isSaid = Array.isArray(users) || membershipCount === 0;
	if (isSaid && members.size >= Number(membershipCount ?? 0)) return members;
	const reason = `the list of groups does not say who is in the group ${String(groupId)}`;
	const count = isSaid ? `, of ${String(membershipCount)} members it names ${members.size}` : '';
	throw new Failure('unexpected_response', reason + count);
}

async function permissions(task: Task, groupId: string): Promise<PermissionView> {
	const names = new Map<string, Set<string>>();
	// An object may have several entries.
	for (const entry of await readPermissions(task, groupId)) {
		const key = permissionKey(entry);
		names.set(key, new Set([...(names.get(key) ?? []), ...permissionNames(entry)]));
	}
	return names;
}

/** The list of all users costs less than asking for them one by one. */
async function people(task: Task, ids: readonly string[]): Promise<MemberRecords> {
	const wanted = new Set(ids);
	const users = await task.share('users of events', listUsers('/users/')).catch((error: unknown) =>
		// Who may not read the users is still told their ids.
		['forbidden', 'not_found'].includes(failureOf(error).code) ? [] : raise(error),
	);
	return new Map(users.map((user) => [userIdOf(user), user] as const).filter(([id]) => wanted.has(id)));
}

async function isAdmin(task: Task): Promise<boolean> {
	const self = await task.read('/users/self', (answer) => asObject(answer, 'a user'));
	// It is documented as true or false, and seen as text.
	return String(self.isAdmin) === 'true';
}

/** An empty text and null are the same description; the order of wildcards says nothing. */
function fieldsOf({ description, wildcards }: JsonObject): JsonObject {
	const { description: text, wildcards: names } = unescapedTexts({ description, wildcards });
	return {
		description: text === '' ? null : text,
		wildcards: Array.isArray(names) ? [...(names as unknown[])].sort() : undefined,
	};
}

/** So many members are named in an item. Thousands, in each of thousands of items, would be more than n8n can hold. */
const MAX_USERS = 100;

function shownOf(group: JsonObject): JsonObject {
	const { users, ...rest } = group;
	return Array.isArray(users) && users.length > MAX_USERS ? rest : group;
}

/** Only an administrator sees all groups. */
export const watch: Watch = {
	events: ['groupCreated', 'groupChanged', 'groupDeleted', 'memberJoined', 'memberLeft', 'permissionChanged'],
	canWatchAll: true,
	idOf: records.idOf,
	nameOf: (group) => records.readable(records.nameOf(group) ?? ''),
	fieldsOf,
	shownOf,
	growingIds: true,
	list,
	hasSingles: false,
	find: groups.get,
	members,
	permissions,
	hasWholeView: isAdmin,
	people,
};
