import { deleteEach, type DeletionReport } from '../../engine/calls';
import { createGroup, type CreateSteps } from '../../engine/create';
import { Failure, failureOf, isShared, raise } from '../../engine/errors';
import { GroupList, selectGroups } from '../../engine/groupList';
import type { JsonObject, Permission } from '../../engine/input';
import { checkRemovals } from '../../engine/members';
import { repeated } from '../../engine/paging';
import { fillPath, query } from '../../engine/path';
import { asList, asObject } from '../../engine/reply';
import type { Task } from '../../engine/task';
import { upsert, type UpsertReport, type UpsertSteps } from '../../engine/upsert';
import type { CallRow } from '../../engine/vendor';
import { idOf, permissionKey, permissionNames, samePermissions, unescaped } from './wire';

/** The slash belongs to the collection's documented spelling. */
const GROUPS = '/groups/';
const GROUP_LIST = 'list of groups';
/** Ids in one bulk request. */
const BULK_SIZE = 100;

/** A list is an array; beside paging parameters other methods answer `{total, page, pageSize, list}`. Both are read. */
export async function readPages(task: Task, path: string, what: string): Promise<JsonObject[]> {
	const answer = await task.read(path);
	if (Array.isArray(answer)) return asList(answer, what);

	const found = new Map<string, JsonObject>();
	for (let page: JsonObject = asObject(answer, what); ; ) {
		const records = asList(page.list, what);
		const known = found.size;
		for (const record of records) found.set(recordId(record), record);
		if (records.length === 0 || found.size >= Number(page.total ?? 0)) return [...found.values()];
		if (found.size === known) throw repeated('a page');
		const next = query({ page: Number(page.page) + 1, pageSize: Number(page.pageSize) });
		page = asObject(await task.read(path.includes('?') ? `${path}${next.replace('?', '&')}` : `${path}${next}`), what);
	}
}

const recordId = ({ groupId, userId }: JsonObject): string => String(groupId ?? userId);

const readGroups = async (task: Task): Promise<JsonObject[]> => await readPages(task, GROUPS, 'a list of groups');

async function lookUp(task: Task): Promise<GroupList> {
	return await task.share(GROUP_LIST, async (reader) => listOf(await readGroups(reader)));
}

const textOf = (text: unknown): unknown => (typeof text === 'string' ? unescaped(text) : text);

const listOf = (groups: JsonObject[]): GroupList => new GroupList(groups, idOf, (stored) => [stored, textOf(stored)]);

/** There is no documented request for a single group: the list is read and the group is picked from it. */
export async function getGroup(task: Task): Promise<JsonObject> {
	return (await lookUp(task)).find(task.input.group);
}

export async function locate(task: Task): Promise<string> {
	const { by, value } = task.input.group;
	if (by === 'id') return value;
	const group = await getGroup(task);
	task.trace.lookedUp();
	return idOf(group);
}

export async function listGroups(task: Task): Promise<JsonObject[]> {
	return selectGroups(await readGroups(task), task.input, unescaped);
}

const CREATE: CreateSteps = {
	path: GROUPS,
	body: ({ input: { body } }) =>
		body.kind === 'json' ? body.data : { name: body.name, description: body.description ?? null },
	named: async (task, name, fresh) => {
		if (fresh) for (const key of [GROUPS, GROUP_LIST]) task.forget(key);
		return (await lookUp(task)).named(name);
	},
	idField: 'groupId',
	idOf,
	knowsBefore: true,
	refusesDuplicates: false,
	remember: async (task, group) => (await task.shared<GroupList>(GROUP_LIST))?.put(group),
};

export const create = async (task: Task): Promise<JsonObject> => await createGroup(task, CREATE);

/** PUT may wipe what it does not get (not documented), so the field that stays is read and sent along. */
export async function updateGroup(task: Task): Promise<JsonObject> {
	const groupId = await locate(task);
	return await task.run.batch.inTurn(groupId, async () => {
		const body = await updateBody(task.withGroup(groupId));
		const path = fillPath('/groups/{groupId}', { groupId });
		const group = await task.write('PUT', path, body, (answer) => asObject(answer, 'a group'));
		// The next item that changes the same group must not send back what this one has just replaced.
		(await task.shared<GroupList>(GROUP_LIST))?.put({ groupId, ...group });
		return group;
	});
}

async function updateBody(task: Task): Promise<JsonObject> {
	const { body } = task.input;
	if (body.kind === 'json') return body.data;
	if (body.name !== undefined && body.description !== undefined) return { name: body.name, description: body.description };
	const { name, description } = await getGroup(task);
	return { name: body.name ?? textOf(name), description: body.description ?? textOf(description) ?? null };
}

const byId = (left: JsonObject, right: JsonObject): number => Number(left.groupId) - Number(right.groupId);

const UPSERT: UpsertSteps = {
	...CREATE,
	create: createOnce,
	change: async (task, group) => {
		const { description } = task.input.body as { description?: string };
		if (description === undefined || description === textOf(group.description)) return undefined;
		return await updateGroup(task.withGroup(idOf(group)));
	},
};

export const upsertGroup = async (task: Task): Promise<UpsertReport> => await upsert(task, UPSERT);

/**
 * Audience Manager accepts the same name twice, so two executions at the same moment would both create it.
 * Each looks again afterwards; whoever did not come first takes its own new, still empty group back.
 */
async function createOnce(task: Task): Promise<JsonObject> {
	const created = await create(task);
	if (task.input.options.dryRun) return created;
	const { name } = task.input.body as { name: string };
	let namesakes: JsonObject[];
	try {
		const list = await task.gather('groups created just now', task, async (tasks: Task[]) => {
			task.forget(GROUPS);
			const groups = listOf(await readGroups(task.helper()));
			return tasks.map(() => groups);
		});
		namesakes = list.named(name);
	} catch (error) {
		// The group is there; only the second look failed.
		failureOf(error);
		return created;
	}
	if (!namesakes.some((namesake) => byId(namesake, created) < 0)) return created;
	await task.write('DELETE', fillPath('/groups/{groupId}', { groupId: idOf(created) }), undefined, () => undefined);
	throw new Failure('duplicate_name', 'the group was created by somebody else at the same moment');
}

export const deleteRow: CallRow = {
	fields: ['groupId'],
	options: ['dryRun', 'ignoreMissing'],
	call: 'DELETE /groups/{groupId}',
	answer: 'nothing',
};

/** Ids of all items go together, 100 in a request, unless one request per group is wanted. */
export async function deleteGroups(task: Task): Promise<DeletionReport> {
	const method = task.input.options.bulkDeleteMethod;
	if (method === 'perGroup') return await deleteEach(deleteRow, task);
	return await task.gather(`bulk delete by ${method}`, task, deleteTogether);
}

async function deleteTogether(tasks: Task[]): Promise<Array<DeletionReport | Error>> {
	const ids = [...new Set(tasks.flatMap(({ input }) => input.groupIds))];
	const failures = new Map<Task, Map<string, Failure>>(tasks.map((task) => [task, new Map<string, Failure>()]));
	const chunks = Array.from({ length: Math.ceil(ids.length / BULK_SIZE) }, (_, index) =>
		ids.slice(index * BULK_SIZE, (index + 1) * BULK_SIZE),
	);
	await Promise.all(chunks.map(async (chunk) => await deleteChunk(chunk, tasks, failures)));
	return tasks.map((task) => reportOf(task, failures.get(task)!));
}

/** One bulk request for all items; where the vendor refuses it, one per item, so that only the refused item fails. */
async function deleteChunk(chunk: string[], tasks: Task[], failures: Map<Task, Map<string, Failure>>): Promise<void> {
	const wanted = new Set(chunk);
	const shares = tasks
		.map((task) => ({ task, ids: task.input.groupIds.filter((id) => wanted.has(id)) }))
		.filter(({ ids }) => ids.length > 0);
	const sender = shares[0]!.task.helper();
	let failure: Failure | undefined;
	try {
		await sendBulk(sender, chunk);
	} catch (error) {
		failure = failureOf(error);
	}
	for (const { task } of shares) task.trace.adopt(sender.trace);
	if (!failure) return;

	const isRefusal = !isShared(failure.code);
	if (isRefusal && shares.length > 1) {
		for (const { task, ids } of shares) await deleteChunk(ids, [task], failures);
		return;
	}
	const left = isRefusal ? await stillThere(sender, chunk, failure) : new Map(chunk.map((id) => [id, failure]));
	for (const { task, ids } of shares) {
		for (const id of ids) if (left.has(id)) failures.get(task)!.set(id, left.get(id)!);
	}
}

async function sendBulk(task: Task, ids: string[]): Promise<void> {
	const method = task.input.options.bulkDeleteMethod === 'post' ? 'POST' : 'DELETE';
	// Sent twice, it finds nothing left to do: unknown ids are no error.
	await task.write(method, '/groups/bulk-delete', ids.map(Number), () => undefined, 'again');
}

/** After a refused bulk request it is not known which groups went: the fresh list tells. */
async function stillThere(task: Task, ids: string[], refused: Failure): Promise<Map<string, Failure>> {
	let left: Set<string>;
	try {
		// A reader of its own: the shared list is older than the request.
		task.forget(GROUPS);
		left = new Set((await readGroups(task.helper())).map(idOf));
	} catch (error) {
		failureOf(error);
		const unknown = new Failure('outcome_unknown', `${refused.reason}; whether the group is gone could not be read afterwards`, refused.facts);
		return new Map(ids.map((id) => [id, unknown]));
	}
	const reason = ids.length === 1 ? refused.reason : `${refused.reason}; the bulk request was refused for at least one of its groups`;
	return new Map(ids.filter((id) => left.has(id)).map((id) => [id, new Failure(refused.code, reason, refused.facts)]));
}

function reportOf({ input: { groupIds } }: Task, failures: Map<string, Failure>): DeletionReport | Failure {
	const all = [...failures.values()];
	if (all.length === groupIds.length && all.every(({ code }) => isShared(code))) return all[0]!;
	return {
		deleted: groupIds.filter((id) => !failures.has(id)),
		failed: groupIds.flatMap((id) => {
			const failure = failures.get(id);
			return failure ? [{ id, code: failure.code, message: failure.reason }] : [];
		}),
	};
}

/** The other list of the answer, `wildcard`, is for whole types and cannot be given for one object. */
export async function readPermissionNames(task: Task, objectType: string): Promise<string[]> {
	const answer = asObject(await task.read(fillPath('/permissionable-object-types/{objectType}/', { objectType })), 'an object type');
	return permissionNames({ permissions: answer.perObject });
}

/** The vendor replaces the whole list, so the list is read first: to see what would go, and whether anything changes. */
export async function setPermissions(task: Task): Promise<JsonObject[]> {
	const { permissions: wanted } = task.input;
	const groupId = await locate(task);
	return await task.run.batch.inTurn(groupId, async () => {
		const path = fillPath('/groups/{groupId}/permissions', { groupId });
		const current = asList(await task.read(path), 'a list of permissions');
		if (samePermissions(current, wanted)) return current;

		const kept = new Set(wanted.map(permissionKey));
		checkRemovals(task, current.filter((entry) => !kept.has(permissionKey(entry))).length, 'entries');
		return await writePermissions(task, path, wanted);
	});
}

/** The documented spelling of the write ends in a slash, that of the read does not. */
async function writePermissions(task: Task, path: string, permissions: JsonObject[]): Promise<JsonObject[]> {
	// Ids may come as text, but go as numbers.
	const body = permissions.map((entry) => ({ ...entry, objectId: numberOf(entry.objectId) }));
	try {
		const result = await task.write('PUT', `${path}/`, body, (answer) => asList(answer, 'a list of permissions'));
		task.renew(path, result);
		return result;
	} catch (error) {
		// What was read before may be outdated by a write whose answer is lost.
		task.forget(path);
		return raise(error);
	}
}

const numberOf = (id: unknown): unknown => (typeof id === 'string' && String(Number(id)) === id ? Number(id) : id);

export interface PermissionReport {
	/** Entries that this item changed. */
	changed: number;
	/** The whole list after the write. */
	permissions: JsonObject[];
}

export const grantPermissions = async (task: Task): Promise<PermissionReport> => await changePermissions(task, granted);
export const revokePermissions = async (task: Task): Promise<PermissionReport> => await changePermissions(task, revoked);

type ChangeList = (current: JsonObject[], wanted: Permission) => JsonObject[];

/** All items that change the same group are merged into one read and one write. */
async function changePermissions(task: Task, change: ChangeList): Promise<PermissionReport> {
	const groupId = await locate(task);
	return await task.gather(`permissions of ${groupId}`, task, async (tasks: Task[]) => {
		const path = fillPath('/groups/{groupId}/permissions', { groupId });
		return await changeTogether(path, tasks, change);
	});
}

async function changeTogether(path: string, tasks: Task[], change: ChangeList): Promise<Array<PermissionReport | Error>> {
	try {
		return await changeOnce(path, tasks, change);
	} catch (error) {
		// A refusal of the merged write may be due to one item's entries only.
		if (isShared(failureOf(error).code) || tasks.length === 1) raise(error);
		const results: Array<PermissionReport | Error> = [];
		for (const task of tasks) results.push(...(await changeOnce(path, [task], change).catch((reason: Error) => [reason])));
		return results;
	}
}

async function changeOnce(path: string, tasks: Task[], change: ChangeList): Promise<PermissionReport[]> {
	const sender = tasks[0]!.helper();
	try {
		const current = asList(await sender.read(path), 'a list of permissions');
		let list = current;
		const counts = tasks.map(({ input }) => {
			let changed = 0;
			for (const wanted of input.permissions) {
				const next = change(list, wanted);
				if (next !== list) changed += 1;
				list = next;
			}
			return changed;
		});
		const permissions = list === current ? current : await writePermissions(sender, path, list);
		return counts.map((changed) => ({ changed, permissions }));
	} finally {
		for (const task of tasks) task.trace.adopt(sender.trace);
	}
}

/** The list with the names added to the entry, the same list where it has them all. */
function granted(list: JsonObject[], wanted: Permission): JsonObject[] {
	const index = list.findIndex((entry) => permissionKey(entry) === permissionKey(wanted));
	if (index < 0) return [...list, wanted];
	const names = permissionNames(list[index]!);
	const missing = wanted.permissions.filter((name) => !names.includes(name));
	return missing.length === 0 ? list : list.with(index, { ...list[index], permissions: [...names, ...missing] });
}

/** The list with the names taken from the entry, and without the entry where none is left. */
function revoked(list: JsonObject[], wanted: Permission): JsonObject[] {
	const index = list.findIndex((entry) => permissionKey(entry) === permissionKey(wanted));
	if (index < 0) return list;
	const names = permissionNames(list[index]!);
	const left = names.filter((name) => !wanted.permissions.includes(name));
	if (left.length === names.length) return list;
	return left.length === 0 ? list.toSpliced(index, 1) : list.with(index, { ...list[index], permissions: left });
}

