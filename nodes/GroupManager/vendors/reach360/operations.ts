import { createGroup, type CreateSteps } from '../../engine/create';
import { matchesFilters, onlyMatch } from '../../engine/groupList';
import type { JsonObject } from '../../engine/input';
import { collect, readPage, repeated, sameOrigin, type Page } from '../../engine/paging';
import { fillPath, query } from '../../engine/path';
import { asObject } from '../../engine/reply';
import type { Task } from '../../engine/task';
import { upsert, type UpsertReport } from '../../engine/upsert';
import type { PickerEntry } from '../../engine/vendor';
import { idOf } from './wire';

/** The most that one page may hold. */
export const PAGE_SIZE = 100;

async function readGroups(task: Task, address: string): Promise<Page> {
	return readPage(await task.read(address), 'groups', task.run.baseUrl);
}

/** The vendor's `name` filter may be looser than exact, so names are compared again here. */
async function groupsNamed(task: Task, name: string): Promise<JsonObject[]> {
	return await collect(namedPath(name), async (address) => await readGroups(task, address), {
		limit: Infinity,
		keep: (group) => matchesFilters(group, { name }),
	});
}

const namedPath = (name: string): string => `/groups${query({ limit: PAGE_SIZE, name })}`;

const CREATE: CreateSteps = {
	path: '/groups',
	body: groupBody,
	named: async (task, name, fresh) => {
		if (fresh) task.forget(namedPath(name));
		return await groupsNamed(task, name);
	},
	idField: 'id',
	idOf,
	// The whole list may be many pages, too much to read before every create.
	knowsBefore: false,
	refusesDuplicates: true,
	remember: (task, group) => task.renew(namedPath(String(group.name)), { groups: [group], nextUrl: null }),
};

export const create = async (task: Task): Promise<JsonObject> => await createGroup(task, CREATE);

/** The name was looked up just before, so here it is known what was there. */
const createMissing = async (task: Task): Promise<JsonObject> => await createGroup(task, { ...CREATE, knowsBefore: true });

/** A Reach 360 group has nothing to change but its name, so the one that has it is as it should be. */
export const upsertGroup = async (task: Task): Promise<UpsertReport> => await upsert(task, { ...CREATE, create: createMissing });

/**
 * All groups, where reading them may be cheaper than asking for each name.
 * @returns undefined when they fill more pages than there are names
 */
async function allGroups(task: Task): Promise<JsonObject[] | undefined> {
	return await task.share('all groups', async (reader) => {
		let pagesLeft = task.run.namesToFind();
		if (pagesLeft < 2) return undefined;
		const groups = await collect(
			`/groups${query({ limit: PAGE_SIZE })}`,
			async (address) => (pagesLeft-- > 0 ? await readGroups(reader, address) : { records: [], next: null }),
			{ limit: Infinity },
		);
		return pagesLeft < 0 ? undefined : groups;
	});
}

export async function getGroup(task: Task): Promise<JsonObject> {
	const { by, value } = task.input.group;
	if (by === 'name') {
		const known = (await allGroups(task))?.filter((group) => group.name === value);
		return onlyMatch(known ?? (await groupsNamed(task, value)), value, idOf);
	}
	return asObject(await task.read(fillPath('/groups/{groupId}', { groupId: value })), 'a group');
}

/** An id needs no look-up: the vendor itself refuses what it does not know. */
export async function locate(task: Task): Promise<string> {
	const { by, value } = task.input.group;
	if (by === 'id') return value;
	const group = await getGroup(task);
	task.trace.lookedUp();
	return idOf(group);
}

export async function listGroups(task: Task): Promise<JsonObject[]> {
	const { filters, limit } = task.input;
	// Where this side still filters, a full page is the better guess.
	const pageSize = filters.nameContains === undefined ? Math.min(limit, PAGE_SIZE) : PAGE_SIZE;
	const first = `/groups${query({ limit: pageSize, name: filters.name })}`;
	return await collect(first, async (address) => await readGroups(task, address), {
		limit,
		keep: (group) => matchesFilters(group, filters),
	});
}

/** Turns pages until one holds a match; `token` is the address of the page to go on with. */
export async function pickGroups(task: Task, filter: string, token?: string): Promise<{ entries: PickerEntry[]; token?: string }> {
	let address: string | null = token === undefined ? `/groups${query({ limit: PAGE_SIZE })}` : sameOrigin(token, task.run.baseUrl);
	const seen = new Set<string>();
	while (address !== null) {
		seen.add(address);
		const { records, next }: Page = await readGroups(task, address);
		if (next !== null && seen.has(next)) throw repeated('a page address');
		const entries = records
			.filter((group) => matchesFilters(group, { nameContains: filter }))
			.map((group) => ({ name: String(group.name), id: idOf(group) }));
		if (entries.length > 0) return { entries, ...(next === null ? {} : { token: next }) };
		address = next;
	}
	return { entries: [] };
}

/** Names are all that a Reach 360 group has; JSON mode sends whatever it is given. */
export function groupBody({ input: { body } }: Task): JsonObject {
	return body.kind === 'json' ? body.data : { name: body.name };
}
