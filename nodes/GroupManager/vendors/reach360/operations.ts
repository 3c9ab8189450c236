import { createGroup, createInTurn, type CreateSteps } from '../../engine/steps/create';
import { matchesFilters } from '../../engine/steps/groupList';
import type { GroupPath } from '../../engine/steps/groupWrites';
import type { JsonObject } from '../../engine/contract/input';
import { collect, PageWatch, sameOrigin, type Page } from '../../engine/http/paging';
import { query } from '../../engine/http/path';
import type { Task } from '../../engine/run/task';
import { upsert, type UpsertReport } from '../../engine/steps/upsert';
import type { PickerEntry } from '../../engine/contract/vendor';
import {
	directory,
	findById,
	findByName,
	groupsNamed,
	groupsNamedNow,
	PAGE_SIZE,
	readGroups,
	reads,
	similarGroups,
} from './directory';
import { idOf } from './wire';

/** Update and delete, which answer with no body. */
export const GROUP_PATH: GroupPath = { directory, path: '/groups/{groupId}', returnsGroup: false };

const CREATE: CreateSteps = {
	path: '/groups',
	body: groupBody,
	named: groupsNamed,
	namedNow: groupsNamedNow,
	readable: (name) => name,
	reads,
	idField: 'id',
	idOf,
	// The whole list may be many pages, too much to read before every create.
	knowsBefore: false,
	refusesDuplicates: true,
	remember: directory.put,
};

export const create = async (task: Task): Promise<JsonObject> => await createGroup(task, CREATE);

/** The name was looked up just before, so here it is known what was there. */
const createMissing = async (task: Task): Promise<JsonObject> =>
	await createInTurn(task, { ...CREATE, knowsBefore: true });

/** A Reach 360 group has nothing to change but its name, so the one that has it is as it should be. */
export const upsertGroup = async (task: Task): Promise<UpsertReport> =>
	await upsert(task, { ...CREATE, similar: similarGroups, create: createMissing });

export async function getGroup(task: Task): Promise<JsonObject> {
	const { by, value } = task.input.group;
	return by === 'name' ? await findByName(task, value) : await findById(task, value);
}

export async function listGroups(task: Task): Promise<JsonObject[]> {
	const { filters, limit } = task.input;
	// Where this side still filters, a full page is the better guess.
	const pageSize = filters.nameContains === undefined ? Math.min(limit, PAGE_SIZE) : PAGE_SIZE;
	const first = `/groups${query({ limit: pageSize, name: filters.name })}`;
	const page = async (address: string): Promise<Page> =>
		await task.share(address, async (reader) => await readGroups(reader, address));
	return await collect(first, page, { limit, keep: (group) => matchesFilters(group, filters) });
}

/** Turns pages until one holds a match; `token` is the address of the page to go on with. */
export async function pickGroups(
	task: Task,
	filter: string,
	token?: string,
): Promise<{ entries: PickerEntry[]; token?: string }> {
	let address: string | null =
		token === undefined ? `/groups${query({ limit: PAGE_SIZE })}` : sameOrigin(token, task.run.baseUrl);
	const watch = new PageWatch();
	while (address !== null) {
		watch.begin(address);
		const page: Page = await readGroups(task, address);
		watch.end(page);
		const entries = page.records
			.filter((group) => matchesFilters(group, { nameContains: filter }))
			.map((group) => ({ name: String(group.name), id: idOf(group) }));
		if (entries.length > 0) return { entries, ...(page.next === null ? {} : { token: page.next }) };
		address = page.next;
	}
	return { entries: [] };
}

/** Names are all that a Reach 360 group has; JSON mode sends whatever it is given. */
export function groupBody({ input: { body } }: Task): JsonObject {
	return body.kind === 'json' ? body.data : { name: body.name };
}
