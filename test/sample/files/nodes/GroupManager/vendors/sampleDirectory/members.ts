import type { With } from '../../engine/contract/input';
import type { JsonObject } from '../../engine/contract/json';
import type { Task } from '../../engine/contract/task';
import { memberIds } from '../../engine/fields/members';
import { asId } from '../../engine/http/answers';
import { nextInHeader, readPages } from '../../engine/http/paging';
import { fillPath, query } from '../../engine/http/path';
import { memberCollection } from '../../engine/steps/memberCollection';
import { memberRows } from '../../engine/steps/members';
import { groups, PAGE_SIZE } from './groups';

async function readMembers(reader: Task, groupId: string, limit: number): Promise<JsonObject[]> {
	const first = fillPath('/groups/{groupId}/users', { groupId }) + query({ limit: Math.min(limit, PAGE_SIZE) });
	return await readPages(reader, first, nextInHeader('a list of users'), { limit, mustSayEnd: true });
}

const membership = memberCollection({
	groups,
	path: '/groups/{groupId}/users/{member}',
	load: (groupId) => async (reader) =>
		new Set((await readMembers(reader, groupId, Infinity)).map(({ id }) => asId(id))),
});

export async function listMembers(task: Task<With<'groupId' | 'limit'>>): Promise<JsonObject[]> {
	const { limit } = task.input;
	const groupId = await groups.locate(task);
	const key = `users of ${groupId} up to ${limit}`;
	return await task.share(key, async (reader) => await readMembers(reader, groupId, limit));
}

/** An unknown group is no missing member, so it fails before anybody is looked at. */
async function groupWithMembers(task: Task<With<'groupId'>>): Promise<string> {
	const groupId = await groups.locate(task);
	await membership.all(task, groupId);
	return groupId;
}

export const writes = memberRows({
	membership,
	members: memberIds,
	locate: { add: groupWithMembers, remove: groupWithMembers, set: groups.locate },
	remarks: { set: { warning: 'Whoever is not in the list is taken out of the group.' } },
});
