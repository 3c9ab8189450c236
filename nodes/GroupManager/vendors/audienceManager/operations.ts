import { deleteEach, type DeletionReport } from '../../engine/calls';
import { Failure, isShared } from '../../engine/errors';
import { GroupList, selectGroups } from '../../engine/groupList';
import type { JsonObject } from '../../engine/input';
import { fillPath, query } from '../../engine/path';
import { asList, asObject } from '../../engine/reply';
import { Task } from '../../engine/task';
import type { CallRow } from '../../engine/vendor';
import { idOf, permissionKey, samePermissions, unescaped } from './wire';

/** The slash belongs to the collection's documented spelling. */
const GROUPS = '/groups/';
const GROUP_LIST = 'list of groups';
/** Ids in one bulk request. */
const BULK_SIZE = 100;

/** The list is an array; beside paging parameters other methods answer `{total, page, pageSize, list}`. Both are read. */
async function readGroups(task: Task): Promise<JsonObject[]> {
	const answer = await task.read(GROUPS);
	if (Array.isArray(answer)) return asList(answer, 'a list of groups');

	const groups: JsonObject[] = [];
	for (let page: JsonObject = asObject(answer, 'a list of groups'); ; ) {
		const records = asList(page.list, 'a list of groups');
		groups.push(...records);
		if (records.length === 0 || groups.length >= Number(page.total ?? 0)) return groups;
		const next = query({ page: Number(page.page) + 1, pageSize: Number(page.pageSize) });
		page = asObject(await task.read(`${GROUPS}${next}`), 'a list of groups');
	}
}

async function lookUp(task: Task): Promise<GroupList> {
	const sameName = (stored: unknown, typed: string) => typeof stored === 'string' && (stored === typed || unescaped(stored) === typed);
	return await task.share(GROUP_LIST, async (reader) => new GroupList(await readGroups(reader), idOf, sameName));
}

/** There is no documented request for a single group: the list is read and the group is picked from it. */
export async function getGroup(task: Task): Promise<JsonObject> {
	return (await lookUp(task)).find(task.input.group);
}

export async function locate(task: Task): Promise<string> {
	const { by, value } = task.input.group;
	return by === 'id' ? value : idOf(await getGroup(task));
}

export async function listGroups(task: Task): Promise<JsonObject[]> {
	return selectGroups(await readGroups(task), task.input, unescaped);
}

export function createBody({ input: { body } }: Task): JsonObject {
	return body.kind === 'json' ? body.data : { name: body.name, description: body.description ?? null };
}

/** PUT may wipe what it does not get (not documented), so the field that stays is read and sent along. */
export async function updateGroup(task: Task): Promise<JsonObject> {
	const groupId = await locate(task);
	return await task.run.batch.inTurn(groupId, async () => {
		const body = await updateBody(task.withGroup(groupId));
		const group = asObject(await task.send('PUT', fillPath('/groups/{groupId}', { groupId }), body), 'a group');
		// The next item that changes the same group must not send back what this one has just replaced.
		(await task.shared<GroupList>(GROUP_LIST))?.put(group);
		return group;
	});
}

async function updateBody(task: Task): Promise<JsonObject> {
	const { body } = task.input;
	if (body.kind === 'json') return body.data;
	if (body.name !== undefined && body.description !== undefined) return { name: body.name, description: body.description };
	const { name, description } = await getGroup(task);
	const kept = (text: unknown) => (typeof text === 'string' ? unescaped(text) : text);
	return { name: body.name ?? kept(name), description: body.description ?? kept(description) ?? null };
}

export const deleteRow: CallRow = {
	fields: ['groupId'],
	options: ['ignoreMissing'],
	call: 'DELETE /groups/{groupId}',
	answer: 'nothing',
};

/** Ids of all items go together, 100 in a request, unless one request per group is wanted. */
export async function deleteGroups(task: Task): Promise<DeletionReport> {
	const method = task.input.options.bulkDeleteMethod;
	if (method === 'perGroup') return await deleteEach(deleteRow, task);
	return await task.run.batch.gather(`bulk delete by ${method}`, task, deleteTogether);
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
	const shares = tasks
		.map((task) => ({ task, ids: task.input.groupIds.filter((id) => chunk.includes(id)) }))
		.filter(({ ids }) => ids.length > 0);
	const sender = new Task(shares[0]!.task.run, shares[0]!.task.input);
	let failure: Failure | undefined;
	try {
		await sendBulk(sender, chunk);
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		failure = error;
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
	await task.send(method, '/groups/bulk-delete', ids.map(Number));
}

/** After a refused bulk request it is not known which groups went: the fresh list tells. */
async function stillThere(task: Task, ids: string[], refused: Failure): Promise<Map<string, Failure>> {
	let left: Set<string>;
	try {
		// A reader of its own: the shared list is older than the request.
		const reader = new Task(task.run, task.input);
		task.run.reads.delete(GROUPS);
		left = new Set((await readGroups(reader)).map(idOf));
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
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

/** The vendor replaces the whole list, so the list is read first: to see what would go, and whether anything changes. */
export async function setPermissions(task: Task): Promise<JsonObject[]> {
	const { permissions: wanted, options, item } = task.input;
	const groupId = await locate(task);
	return await task.run.batch.inTurn(groupId, async () => {
		const path = fillPath('/groups/{groupId}/permissions', { groupId });
		const current = asList(await task.read(path), 'a list of permissions');
		if (samePermissions(current, wanted)) return current;

		const kept = new Set(wanted.map(permissionKey));
		const removals = current.filter((entry) => !kept.has(permissionKey(entry))).length;
		if (removals > (options.maxRemovals ?? Infinity)) {
			throw new Failure('invalid_input', `"Max Removals" of item ${item} is ${options.maxRemovals}, but ${removals} entries would be removed`, {
				advice: 'Look at the list again, or raise "Max Removals"',
			});
		}
		const result = asList(await task.send('PUT', `${path}/`, wanted), 'a list of permissions');
		task.renew(path, result);
		return result;
	});
}

