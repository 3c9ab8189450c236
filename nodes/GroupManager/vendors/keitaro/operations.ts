import { Failure } from '../../engine/errors';
import { GroupList, selectGroups } from '../../engine/groupList';
import type { JsonObject } from '../../engine/input';
import { query } from '../../engine/path';
import { asList } from '../../engine/reply';
import type { Task } from '../../engine/task';
import { idOf } from './wire';

export const GROUP_TYPES = [
	{ value: 'campaigns', label: 'Campaigns' },
	{ value: 'domains', label: 'Domains' },
	{ value: 'landings', label: 'Landings' },
	{ value: 'offers', label: 'Offers' },
] as const;

/** Keitaro has no paging: a type's list is one answer, cut down to what the key may see. */
async function listType(task: Task, type: string): Promise<JsonObject[]> {
	return asList(await task.read(`/groups${query({ type })}`), 'a list of groups');
}

/** The list that all look-ups of one execution use. */
async function lookUp(task: Task): Promise<GroupList> {
	const type = task.input.groupType;
	return await task.share(`list of ${type}`, async (reader) => new GroupList(await listType(reader, type), idOf));
}

/** There is no `GET /groups/{id}`: the group is picked from its type's list. */
export async function getGroup(task: Task): Promise<JsonObject> {
	const { group, groupType } = task.input;
	const list = await lookUp(task);
	try {
		return list.find(group, ` among the ${groupType} groups that this key may see`);
	} catch (error) {
		if (!(error instanceof Failure) || error.code !== 'not_found') throw error;
		throw new Failure('not_found', error.reason, { advice: 'Check the ID or the name, the Group Type and the rights of the key' });
	}
}

/** Keitaro would change a group of another type without a word, so an id counts only within its type. */
export const locate = async (task: Task): Promise<string> => idOf(await getGroup(task));

export async function listGroups(task: Task): Promise<JsonObject[]> {
	const { groupType, limit } = task.input;
	if (groupType !== 'all') return selectGroups(await listType(task, groupType), task.input);

	const found: JsonObject[] = [];
	for (const { value } of GROUP_TYPES) {
		if (found.length >= limit) break;
		try {
			found.push(...selectGroups(await listType(task, value), task.input));
		} catch (error) {
			if (!isOldTracker(value, error)) throw error;
		}
	}
	return found.slice(0, limit);
}

/** Trackers from before groups of domains refuse that type alone, in one way or another (inferred). */
function isOldTracker(type: string, error: unknown): boolean {
	const refusals = ['invalid_input', 'forbidden', 'not_found', 'unexpected_response'];
	return type === 'domains' && error instanceof Failure && refusals.includes(error.code);
}

export function createBody({ input: { body, groupType } }: Task): JsonObject {
	return body.kind === 'json' ? { type: groupType, ...body.data } : { name: body.name, type: groupType };
}

export function updateBody({ input: { body } }: Task): JsonObject {
	return body.kind === 'json' ? body.data : { name: body.name };
}
