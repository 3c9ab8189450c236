import { createGroup, createInTurn, type CreateSteps } from '../../engine/steps/create';
import { Failure, failureOf, raise } from '../../engine/contract/failure';
import { GroupList, selectGroups } from '../../engine/steps/groupList';
import type { Directory, GroupPath } from '../../engine/steps/groupWrites';
import { wantedName, type JsonObject } from '../../engine/contract/input';
import { query } from '../../engine/http/path';
import { asList } from '../../engine/http/reply';
import type { Task } from '../../engine/run/task';
import { upsert, type UpsertReport } from '../../engine/steps/upsert';
import { idOf } from './wire';

export const GROUP_TYPES = [
	{ value: 'campaigns', label: 'Campaigns' },
	{ value: 'domains', label: 'Domains' },
	{ value: 'landings', label: 'Landings' },
	{ value: 'offers', label: 'Offers' },
] as const;

export const listKey = (type: string): string => `list of ${type}`;

/** Keitaro has no paging: a type's list is one answer, cut down to what the key may see. */
const load =
	(type: string) =>
	async (reader: Task): Promise<GroupList> => {
		const read = async () =>
			await reader.fetch(`/groups${query({ type })}`, (answer) => asList(answer, 'a list of groups'));
		const groups = await read().catch((error: unknown) =>
			raise(type === 'domains' ? withoutDomains(failureOf(error)) : error),
		);
		// A tracker that ignores the type shows groups of others, which must not be taken for these.
		return new GroupList(
			groups.filter((group) => group.type === undefined || group.type === type),
			idOf,
		);
	};

/** What an older tracker says of a type that it does not know, in words that say so. */
function withoutDomains(failure: Failure): Failure {
	const { code, reason, facts } = failure;
	const advice = 'Older versions of Keitaro do not have them: update the tracker, or choose another Group Type';
	return code === 'invalid_input'
		? new Failure(code, `this tracker has no groups of domains (${reason})`, { ...facts, advice })
		: failure;
}

/** The list that all look-ups of one execution use. */
async function lookUp(task: Task, type = task.input.groupType): Promise<GroupList> {
	return await task.share(listKey(type), load(type));
}

/** The list as it is from now on. @throws Failure where it comes back empty: a list is cut down without a word */
async function lookUpNow(task: Task, charge?: () => boolean): Promise<GroupList | undefined> {
	const type = task.input.groupType;
	const before = await task.shared<GroupList>(listKey(type));
	const now = await task.look(listKey(type), load(type), charge);
	if (now?.all.length !== 0 || !before || before.all.length < 2) return now;
	throw new Failure(
		'unexpected_response',
		'the list of groups came back empty, so nothing can be taken for gone from it',
	);
}

const ADVICE = 'Check the ID or the name, the Group Type and the rights of the key';

/** There is no `GET /groups/{id}`: the group is picked from its type's list. */
export async function getGroup(task: Task): Promise<JsonObject> {
	const { group, groupType } = task.input;
	const list = await lookUp(task);
	try {
		return list.find(group, ` among the ${groupType} groups that this key may see`);
	} catch (error) {
		const { code, reason, facts } = failureOf(error);
		return raise(code === 'not_found' ? new Failure(code, reason, { advice: ADVICE, ...facts }) : error);
	}
}

/** Keitaro would change a group of another type without a word, so an id counts only within its type. */
export async function locate(task: Task): Promise<string> {
	const group = await getGroup(task);
	task.trace.lookedUp();
	return idOf(group);
}

async function put(task: Task, group: JsonObject): Promise<void> {
	const { groupType } = task.input;
	// JSON can move a group to another type.
	const isElsewhere = group.type !== undefined && group.type !== groupType;
	if (isElsewhere) for (const { value } of GROUP_TYPES) task.forget(listKey(value));
	(await task.shared<GroupList>(listKey(groupType)))?.put(group);
}

const reads = ({ input }: Task): string[] => [listKey(input.groupType)];

const directory: Directory = {
	idOf,
	readable: (name) => name,
	locate,
	findNow: async (task, id) => (await lookUpNow(task))?.byId(id),
	foresee: async (task, id, body) => {
		const list = await lookUp(task);
		const name = wantedName(task.input.body);
		const namesakes = body === undefined || name === undefined ? [] : list.named(name);
		if (!namesakes.some((group) => idOf(group) !== id)) return list.find({ by: 'id', value: id });
		throw new Failure('duplicate_name', `there is a group with the name "${name}" already`);
	},
	known: async (task, id) => (await task.shared<GroupList>(listKey(task.input.groupType)))?.byId(id),
	reads,
	put,
	remove: async (task, id) => (await task.shared<GroupList>(listKey(task.input.groupType)))?.remove(id),
};

export const UPDATE_PATH: GroupPath = { directory, path: '/groups/{groupId}', returnsGroup: true };

/** The path ends in /delete, beside the method. */
export const DELETE_PATH: GroupPath = { directory, path: '/groups/{groupId}/delete', returnsGroup: true };

/** One client of 2026 calls `position` required in a create; others leave it out. JSON is sent as it is. */
async function withPosition(task: Task, body: JsonObject, { code, reason }: Failure): Promise<JsonObject | undefined> {
	const isMissing = code === 'invalid_input' && /\bposition\b/i.test(reason) && body.position === undefined;
	if (!isMissing || task.input.body.kind === 'json') return undefined;
	const positions = (await lookUp(task)).all.map(({ position }) => Number(position)).filter(Number.isSafeInteger);
	return { ...body, position: Math.max(0, ...positions) + 1 };
}

const CREATE: CreateSteps = {
	path: '/groups',
	body: ({ input: { body, groupType } }) =>
		body.kind === 'json' ? { type: groupType, ...body.data } : { name: body.name, type: groupType },
	named: async (task, name) => (await lookUp(task)).named(name),
	namedNow: async (task, name, charge) => (await lookUpNow(task, charge))?.alike(name),
	list: async (task) => await lookUp(task),
	readable: (name) => name,
	reads,
	idField: 'id',
	idOf,
	knowsBefore: true,
	refusesDuplicates: true,
	completed: withPosition,
	remember: put,
};

/** JSON may name another type, and the group is then looked for among those. */
export async function create(task: Task): Promise<JsonObject> {
	const { body } = task.input;
	const named = body.kind === 'json' ? GROUP_TYPES.find(({ value }) => value === body.data.type) : undefined;
	return await createGroup(named ? task.withInput({ groupType: named.value }) : task, CREATE);
}

/** A Keitaro group has nothing but its name, so the one that has it is as it should be. */
export const upsertGroup = async (task: Task): Promise<UpsertReport> =>
	await upsert(task, {
		...CREATE,
		create: async (one) => await createInTurn(one, CREATE),
		similar: async (one, name) => (await lookUp(one)).similar(name),
	});

export async function listGroups(task: Task): Promise<JsonObject[]> {
	const { groupType, limit } = task.input;
	if (groupType !== 'all') return selectGroups((await lookUp(task)).all, task.input);

	const found: JsonObject[] = [];
	for (const { value } of GROUP_TYPES) {
		if (found.length >= limit) break;
		try {
			found.push(...selectGroups((await lookUp(task, value)).all, task.input));
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
