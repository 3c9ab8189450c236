import { createGroup, createInTurn, type CreateSteps } from '../../engine/steps/create';
import { Failure, failureOf } from '../../engine/contract/failure';
import { GroupList, selectGroups } from '../../engine/steps/groupList';
import { updateInTurn, type Directory, type GroupPath } from '../../engine/steps/groupWrites';
import type { JsonObject } from '../../engine/contract/input';
import { fillPath } from '../../engine/http/path';
import { lookOnce } from '../../engine/http/sender';
import type { Task } from '../../engine/run/task';
import { upsert, type UpsertReport, type UpsertSteps } from '../../engine/steps/upsert';
import { readPages } from './pages';
import { hasEntity } from './entities';
import { idOf, unescaped, unescapedTexts } from './wire';

/** The slash belongs to the collection's documented spelling. */
const GROUPS = '/groups/';
export const LIST = 'list of groups';

const load = async (reader: Task): Promise<GroupList> =>
	new GroupList(await readPages(reader, GROUPS, 'a list of groups'), idOf, unescaped);

async function lookUp(task: Task): Promise<GroupList> {
	return await task.share(LIST, load);
}

/** The list as it is from now on. */
export async function lookUpNow(task: Task, charge?: () => boolean): Promise<GroupList | undefined> {
	// Creates whose answers are lost look often, and for the same list.
	const spacing = charge ? task.run.host.locks.lateness / 20 : 0;
	return await task.look(LIST, load, charge, spacing);
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
	readable: unescaped,
	locate,
	findNow: async (task, id) => {
		const group = (await lookUpNow(task))?.byId(id);
		return group && { ...group, name: textOf(group.name), description: textOf(group.description) };
	},
	foresee: async (task, id) => (await lookUp(task)).find({ by: 'id', value: id }),
	known: async (task, id) => (await task.shared<GroupList>(LIST))?.byId(id),
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
	const isWhole = body.name !== undefined && body.description !== undefined;
	if (isWhole && ![body.name, body.description].some((text) => hasEntity(text!))) {
		return { name: body.name, description: body.description };
	}
	const list = await lookUp(task);
	const { name, description } = list.find({ by: 'id', value: groupId });
	const asWritten = (typed: string | undefined, stored: unknown): unknown => {
		// What a get gave goes back as the vendor stores it, where its answers come escaped.
		const isEcho = typed === stored && isEscaped(list.all);
		return typed === undefined || isEcho ? textOf(stored) : typed;
	};
	return { name: asWritten(body.name, name), description: asWritten(body.description, description) ?? null };
}

const isEscaped = (groups: readonly JsonObject[]): boolean => {
	const texts = groups.map(({ name, description }) => ({ name, description }));
	return unescapedTexts(texts) !== texts;
};

const CREATE: CreateSteps = {
	path: GROUPS,
	body: ({ input: { body } }) =>
		body.kind === 'json' ? body.data : { name: body.name, description: body.description ?? null },
	named: async (task, name) => (await lookUp(task)).named(name),
	namedNow: async (task, name, charge) => (await lookUpNow(task, charge))?.alike(name),
	list: lookUp,
	readable: unescaped,
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
	create: async (task) => await createInTurn(task, CREATE),
	change: async (task, group) => {
		const { description } = task.input.body as { description?: string };
		if (description === undefined || description === textOf(group.description)) return undefined;
		return await updateInTurn(task.withGroup(idOf(group)), idOf(group), UPDATE_PATH, updateBody);
	},
};

export const upsertGroup = async (task: Task): Promise<UpsertReport> => await upsert(task, UPSERT);

/**
 * Audience Manager accepts the same name twice, so two processes at the same moment would both create it.
 * Each looks again when all is done; whoever did not come first takes its own new, still empty group back.
 */
export async function lookForTwins(
	done: ReadonlyArray<{ task: Task; data: unknown }>,
): Promise<Array<Finding | undefined>> {
	const isNew = ({ task, data }: { task: Task; data: unknown }): boolean =>
		!task.input.options.dryRun && (data as UpsertReport).action === 'created';
	const first = done.find(isNew);
	if (!first) return done.map(() => undefined);
	// The groups are there; where this look fails there is nothing to tell of twins.
	const list = await lookUpNow(first.task.helper()).catch((error: unknown) => void failureOf(error));
	const results: Array<Finding | undefined> = [];
	for (const one of done) {
		results.push(
			list && isNew(one) ? await withoutTwin(one.task, (one.data as UpsertReport).group, list) : undefined,
		);
	}
	return results;
}

type Finding = Failure | { data: UpsertReport };

async function withoutTwin(task: Task, created: JsonObject, list: GroupList): Promise<Finding | undefined> {
	const { name } = task.input.body as { name: string };
	const [older] = list.named(name).filter((namesake) => byId(namesake, created) < 0);
	if (!older) return undefined;
	const own = list.byId(idOf(created));
	if (own && isInUse(own)) {
		return new Failure(
			'outcome_unknown',
			'another group of that name was created at the same moment, and this one has members already',
			{
				advice: 'Look which of them is to stay',
			},
		);
	}
	try {
		await takeBack(task, idOf(created));
		const changed = await UPSERT.change!(task, older);
		return { data: changed ? { action: 'updated', group: changed } : { action: 'unchanged', group: older } };
	} catch (error) {
		return failureOf(error);
	}
}

const isInUse = ({ membershipCount, users }: JsonObject): boolean =>
	Number(membershipCount ?? 0) > 0 || (Array.isArray(users) && users.length > 0);

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
