import { Failure, failureOf, raise } from '../../engine/contract/failure';
import { GroupList, onlyMatch } from '../../engine/steps/groupList';
import type { Directory } from '../../engine/steps/groupWrites';
import { wantedName, type JsonObject } from '../../engine/contract/input';
import { lookOf } from '../../engine/fields/lookAlike';
import { collect, readPage, type Page } from '../../engine/http/paging';
import { fillPath, query } from '../../engine/http/path';
import { asRecord } from '../../engine/http/reply';
import type { Task } from '../../engine/run/task';
import { idOf } from './wire';

/** The most that one page may hold. */
export const PAGE_SIZE = 100;

const ALL = 'all groups';
const PLANNED = 'planned groups';
const NAMED = 'groups named ';
const LOOK_ALIKES = 'groups to compare with';

const namedKey = (name: string): string => `${NAMED}${name}`;
const groupPath = (id: string): string => fillPath('/groups/{groupId}', { groupId: id });

export async function readGroups(task: Task, address: string): Promise<Page> {
	return await task.fetch(address, (answer) => readPage(answer, 'groups', task.run.baseUrl));
}

async function allPages(reader: Task): Promise<JsonObject[]> {
	const first = `/groups${query({ limit: PAGE_SIZE })}`;
	return await collect(first, async (address) => await readGroups(reader, address), { limit: Infinity });
}

/** The vendor's `name` filter may be looser than exact, so names are compared again here. */
const loadNamed =
	(name: string) =>
	async (reader: Task): Promise<JsonObject[]> => {
		const first = `/groups${query({ limit: PAGE_SIZE, name })}`;
		return await collect(first, async (address) => await readGroups(reader, address), { limit: Infinity });
	};

/**
 * All groups, where reading them may be cheaper than asking for each name.
 * @returns undefined when they fill more pages than there are names
 */
async function allIfCheaper(task: Task): Promise<GroupList | undefined> {
	return await task.share(ALL, async (reader) => {
		let pagesLeft = await task.run.namesToFind();
		if (pagesLeft < 2) return undefined;
		const groups = await collect(
			`/groups${query({ limit: PAGE_SIZE })}`,
			async (address) => (pagesLeft-- > 0 ? await readGroups(reader, address) : { records: [], next: null }),
			{ limit: Infinity },
		);
		return pagesLeft < 0 ? undefined : new GroupList(groups, idOf);
	});
}

/** What a dry run would have left of a group: null where it would be gone. The vendor cannot be asked for it. */
type Planned = Map<string, JsonObject | null>;

async function plannedGroups(task: Task): Promise<Planned> {
	return task.input.options.dryRun
		? await task.share(PLANNED, async () => await Promise.resolve<Planned>(new Map()))
		: new Map();
}

export async function groupsNamed(task: Task, name: string): Promise<JsonObject[]> {
	const list = await allIfCheaper(task);
	const found = list ? list.named(name) : await task.share(namedKey(name), loadNamed(name));
	return await withPlanned(task, found, (group) => group.name === name);
}

/** The same from a read that begins now. */
export async function groupsNamedNow(
	task: Task,
	name: string,
	charge?: () => boolean,
): Promise<JsonObject[] | undefined> {
	const found = await task.look(namedKey(name), loadNamed(name), charge);
	return found?.filter((group) => typeof group.name === 'string' && lookOf(group.name) === lookOf(name));
}

async function withPlanned(
	task: Task,
	found: readonly JsonObject[],
	keep: (group: JsonObject) => boolean,
): Promise<JsonObject[]> {
	const planned = await plannedGroups(task);
	const left = found.filter((group) => !planned.has(idOf(group)));
	const made = [...planned.values()].filter((group) => group !== null);
	return [...left, ...made].filter(keep);
}

/** Groups whose names only look like this one: the vendor's filter may not show them, so all are read. */
export async function similarGroups(task: Task, name: string): Promise<JsonObject[]> {
	const look = lookOf(name);
	const isSimilar = (group: JsonObject) =>
		group.name !== name && typeof group.name === 'string' && lookOf(group.name) === look;
	const list = await allIfCheaper(task);
	const groups = list?.all ?? (await task.share(LOOK_ALIKES, allPages));
	return await withPlanned(task, groups, isSimilar);
}

export async function findByName(task: Task, name: string): Promise<JsonObject> {
	const matches = await groupsNamed(task, name);
	const similar = matches.length === 0 ? await similarGroups(task, name) : [];
	return onlyMatch(matches, name, { idOf, similar });
}

const loadGroup =
	(id: string) =>
	async (reader: Task): Promise<JsonObject> =>
		await reader.fetch(groupPath(id), (answer) => asRecord(answer, id, idOf));

export async function findById(task: Task, id: string): Promise<JsonObject> {
	const planned = (await plannedGroups(task)).get(id);
	if (planned === null) throw new Failure('not_found', `there is no group with the ID ${id}`);
	return planned ?? (await task.share(groupPath(id), loadGroup(id)));
}

/** An id needs no look-up: the vendor itself refuses what it does not know. */
async function locate(task: Task): Promise<string> {
	const { by, value } = task.input.group;
	if (by === 'id') return value;
	const group = await findByName(task, value);
	task.trace.lookedUp();
	return idOf(group);
}

/** The one group that the vendor lets nobody change. */
const EVERYONE = 'Everyone';

/** What the run is refused for, a dry run finds out by reading. */
async function foresee(task: Task, id: string, body?: JsonObject): Promise<JsonObject> {
	const group = await findById(task, id);
	if (group.name === EVERYONE) throw new Failure('read_only_group', `the group "${EVERYONE}" cannot be changed`);
	const name = wantedName(task.input.body);
	const namesakes = body === undefined || name === undefined ? [] : await groupsNamed(task, name);
	if (!namesakes.some((namesake) => idOf(namesake) !== id)) return group;
	throw new Failure('duplicate_name', `there is a group with the name "${name}" already`);
}

async function put(task: Task, group: JsonObject): Promise<void> {
	const id = idOf(group);
	if (task.input.options.dryRun) return void (await plannedGroups(task)).set(id, group);
	forgetReads(task, id);
	const list = await task.shared<GroupList>(ALL);
	list?.put({ ...list.byId(id), ...group });
}

async function remove(task: Task, id: string): Promise<void> {
	if (task.input.options.dryRun) return void (await plannedGroups(task)).set(id, null);
	forgetReads(task, id);
	(await task.shared<GroupList>(ALL))?.remove(id);
}

/** Which of the names that were asked for the group had is not known where it is addressed by its id. */
function forgetReads(task: Task, id: string): void {
	task.forgetAll(NAMED);
	task.forget(groupPath(id));
	task.forget(LOOK_ALIKES);
}

export const reads = (_: Task, name: string): string[] => [ALL, namedKey(name), LOOK_ALIKES];

export const directory: Directory = {
	idOf,
	readable: (name) => name,
	locate,
	findNow: async (task, id) => {
		try {
			return await task.look(groupPath(id), loadGroup(id));
		} catch (error) {
			return failureOf(error).code === 'not_found' ? undefined : raise(error);
		}
	},
	foresee,
	known: async (task, id) => (await task.shared<GroupList>(ALL))?.byId(id),
	reads: ({ input: { group } }, id) => [
		ALL,
		groupPath(id),
		LOOK_ALIKES,
		...(group.by === 'name' ? [namedKey(group.value)] : []),
	],
	put,
	remove,
};
