import { createGroup, type CreateSteps } from '../../engine/create';
import { Failure, failureOf, raise } from '../../engine/errors';
import { GroupList, selectGroups } from '../../engine/groupList';
import type { JsonObject } from '../../engine/input';
import { query } from '../../engine/path';
import { asList } from '../../engine/reply';
import type { Task } from '../../engine/task';
import { upsert, type UpsertReport } from '../../engine/upsert';
import { idOf } from './wire';

export const GROUP_TYPES = [
	{ value: 'campaigns', label: 'Campaigns' },
	{ value: 'domains', label: 'Domains' },
	{ value: 'landings', label: 'Landings' },
	{ value: 'offers', label: 'Offers' },
] as const;

const typePath = (type: string): string => `/groups${query({ type })}`;
const listKey = (type: string): string => `list of ${type}`;

/** Keitaro has no paging: a type's list is one answer, cut down to what the key may see. */
async function listType(task: Task, type: string): Promise<JsonObject[]> {
	try {
		return asList(await task.read(typePath(type)), 'a list of groups');
	} catch (error) {
		return raise(type === 'domains' ? withoutDomains(failureOf(error)) : error);
	}
}

/** What an older tracker says of a type that it does not know, in words that say so. */
function withoutDomains(failure: Failure): Failure {
	const { code, reason, facts } = failure;
	const advice = 'Older versions of Keitaro do not have them: update the tracker, or choose another Group Type';
	return code === 'invalid_input' ? new Failure(code, `this tracker has no groups of domains (${reason})`, { ...facts, advice }) : failure;
}

/** The list that all look-ups of one execution use. */
async function lookUp(task: Task): Promise<GroupList> {
	const type = task.input.groupType;
	return await task.share(listKey(type), async (reader) => new GroupList(await listType(reader, type), idOf));
}

const ADVICE = 'Check the ID or the name, the Group Type and the rights of the key';

/** There is no `GET /groups/{id}`: the group is picked from its type's list. */
export async function getGroup(task: Task): Promise<JsonObject> {
	const { group, groupType } = task.input;
	const list = await lookUp(task);
	try {
		return list.find(group, ` among the ${groupType} groups that this key may see`);
	} catch (error) {
		const { code, reason } = failureOf(error);
		return raise(code === 'not_found' ? new Failure(code, reason, { advice: ADVICE }) : error);
	}
}

/** Keitaro would change a group of another type without a word, so an id counts only within its type. */
export async function locate(task: Task): Promise<string> {
	const group = await getGroup(task);
	task.trace.lookedUp();
	return idOf(group);
}

const CREATE: CreateSteps = {
	path: '/groups',
	body: ({ input: { body, groupType } }) =>
		body.kind === 'json' ? { type: groupType, ...body.data } : { name: body.name, type: groupType },
	named: async (task, name, fresh) => {
		const { groupType } = task.input;
		if (fresh) for (const key of [typePath(groupType), listKey(groupType)]) task.forget(key);
		return (await lookUp(task)).named(name);
	},
	idField: 'id',
	idOf,
	knowsBefore: true,
	refusesDuplicates: true,
	remember: async (task, group) => (await task.shared<GroupList>(listKey(task.input.groupType)))?.put(group),
};

export const create = async (task: Task): Promise<JsonObject> => await createGroup(task, CREATE);

/** A Keitaro group has nothing but its name, so the one that has it is as it should be. */
export const upsertGroup = async (task: Task): Promise<UpsertReport> => await upsert(task, { ...CREATE, create });

export async function listGroups(task: Task): Promise<JsonObject[]> {
	const { groupType, limit } = task.input;
	if (groupType !== 'all') return selectGroups(await listType(task, groupType), task.input);

	const found: JsonObject[] = [];
	for (const { value } of GROUP_TYPES) {
		if (found.length >= limit) break;
		try {
			found.push(...selectGroups(await listType(task, value), task.input));
		} catch (error) {
			if (!isOldTracker(value, failureOf(error))) raise(error);
		}
	}
	return found.slice(0, limit);
}

/** Trackers from before groups of domains refuse that type alone, in one way or another (inferred). */
function isOldTracker(type: string, { code }: Failure): boolean {
	const refusals = ['invalid_input', 'forbidden', 'not_found', 'unexpected_response'];
	return type === 'domains' && refusals.includes(code);
}

export function updateBody({ input: { body } }: Task): JsonObject {
	return body.kind === 'json' ? body.data : { name: body.name };
}
