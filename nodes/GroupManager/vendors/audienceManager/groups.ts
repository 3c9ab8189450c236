import { createGroup, type CreateSteps } from '../../engine/create';
import { Failure, failureOf } from '../../engine/errors';
import { GroupList, selectGroups } from '../../engine/groupList';
import { updateGroup, type Directory, type GroupPath } from '../../engine/groupWrites';
import type { JsonObject } from '../../engine/input';
import { fillPath } from '../../engine/path';
import { lookOnce } from '../../engine/sender';
import type { Task } from '../../engine/task';
import { upsert, type UpsertReport, type UpsertSteps } from '../../engine/upsert';
import { readPages } from './pages';
import { idOf, unescaped } from './wire';

/** The slash belongs to the collection's documented spelling. */
const GROUPS = '/groups/';
const LIST = 'list of groups';

const load = async (reader: Task): Promise<GroupList> =>
	new GroupList(await readPages(reader, GROUPS, 'a list of groups'), idOf, unescaped);

async function lookUp(task: Task): Promise<GroupList> {
	return await task.share(LIST, load);
}

/** The list as it is from now on. */
export async function lookUpNow(task: Task, charge?: () => boolean): Promise<GroupList | undefined> {
	return await task.look(LIST, load, charge);
}

const textOf = (text: unknown): unknown => (typeof text === 'string' ? unescaped(text) : text);

/** There is no documented request for a single group: the list is read and the group is picked from it. */
export async function getGroup(task: Task): Promise<JsonObject> {
	return (await lookUp(task)).find(task.input.group);
}

async function locate(task: Task): Promise<string> {
	const { by, value } = task.input.group;
	if (by === 'id') return value;
	const group = await getGroup(task);
	task.trace.lookedUp();
	return idOf(group);
}

export async function listGroups(task: Task): Promise<JsonObject[]> {
	return selectGroups((await lookUp(task)).all, task.input, unescaped);
}

export const directory: Directory = {
	idOf,
	locate,
	findNow: async (task, id) => {
		const group = (await lookUpNow(task))?.byId(id);
		return group && { ...group, name: textOf(group.name), description: textOf(group.description) };
	},
	foresee: async (task, id) => (await lookUp(task)).find({ by: 'id', value: id }),
	reads: () => [LIST],
	put: async (task, group) => (await task.shared<GroupList>(LIST))?.put(group),
	remove: async (task, id) => (await task.shared<GroupList>(LIST))?.remove(id),
};

export const UPDATE_PATH: GroupPath = { directory, path: '/groups/{groupId}', returnsGroup: true };
export const DELETE_PATH: GroupPath = { directory, path: '/groups/{groupId}', returnsGroup: false };

/** PUT may wipe what it does not get (not documented), so the field that stays is read and sent along. */
export async function updateBody(task: Task, groupId: string): Promise<JsonObject> {
	const { body } = task.input;
	if (body.kind === 'json') return body.data;
	if (body.name !== undefined && body.description !== undefined) return { name: body.name, description: body.description };
	const { name, description } = (await lookUp(task)).find({ by: 'id', value: groupId });
	return { name: body.name ?? textOf(name), description: body.description ?? textOf(description) ?? null };
}

const CREATE: CreateSteps = {
	path: GROUPS,
	body: ({ input: { body } }) =>
		body.kind === 'json' ? body.data : { name: body.name, description: body.description ?? null },
	named: async (task, name) => (await lookUp(task)).named(name),
	namedNow: async (task, name, charge) => (await lookUpNow(task, charge))?.named(name),
	reads: () => [LIST],
	idField: 'groupId',
	idOf,
	knowsBefore: true,
	refusesDuplicates: false,
	remember: directory.put,
};

export const create = async (task: Task): Promise<JsonObject> => await createGroup(task, CREATE);

const byId = (left: JsonObject, right: JsonObject): number => Number(left.groupId) - Number(right.groupId);

const UPSERT: UpsertSteps = {
	...CREATE,
	similar: async (task, name) => (await lookUp(task)).similar(name),
	create: createOnce,
	change: async (task, group) => {
		const { description } = task.input.body as { description?: string };
		if (description === undefined || description === textOf(group.description)) return undefined;
		return await updateGroup(task.withGroup(idOf(group)), UPDATE_PATH, updateBody);
	},
};

export const upsertGroup = async (task: Task): Promise<UpsertReport> => await upsert(task, UPSERT);

/**
 * Audience Manager accepts the same name twice, so two processes at the same moment would both create it.
 * Each looks again afterwards; whoever did not come first takes its own new, still empty group back.
 */
async function createOnce(task: Task): Promise<JsonObject> {
	const created = await create(task);
	if (task.input.options.dryRun) return created;
	const { name } = task.input.body as { name: string };
	let namesakes: JsonObject[];
	try {
		const list = await task.gather('groups created just now', task, async (tasks: Task[]) => {
			const groups = await lookUpNow(task.helper());
			return tasks.map(() => groups!);
		});
		namesakes = list.named(name);
	} catch (error) {
		// The group is there; only the second look failed.
		failureOf(error);
		return created;
	}
	if (!namesakes.some((namesake) => byId(namesake, created) < 0)) return created;
	await takeBack(task, idOf(created));
	throw new Failure('duplicate_name', 'the group was created by somebody else at the same moment');
}

async function takeBack(task: Task, id: string): Promise<void> {
	await task.write<undefined>({
		method: 'DELETE',
		path: fillPath('/groups/{groupId}', { groupId: id }),
		targets: [`group ${id}`],
		read: () => undefined,
		look: lookOnce(async () => ((await lookUpNow(task.helper()))?.byId(id) ? undefined : true)),
		planned: () => undefined,
	});
	await directory.remove(task, id);
}
