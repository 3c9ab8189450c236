import { Failure, failureOf, isShared, raise } from './errors';
import type { JsonObject } from './input';
import { fillPath } from './path';
import { asList, asObject } from './reply';
import type { Task } from './task';
import type { CallRow } from './vendor';

/** An operation that is one request, after the look-up that its `{groupId}` may need. */
export async function sendCall(row: CallRow, task: Task): Promise<unknown> {
	const [method, template] = row.call.split(' ') as ['GET' | 'POST' | 'PUT' | 'DELETE', string];
	let id = '';
	try {
		if (template.includes('{groupId}')) id = await task.run.vendor.locate(task);
		const path = fillPath(template, { groupId: id });
		if (method === 'GET') return asList(await task.read(path), 'a list').slice(0, task.input.limit);
		return await task.write(method, path, row.body?.(task), (answer, wasGone) =>
			answer === undefined && (row.answer === 'nothing' || wasGone)
				? { id, [method === 'DELETE' ? 'deleted' : 'updated']: true }
				: asObject(answer, 'a group'),
		);
	} catch (error) {
		const { code, facts } = failureOf(error);
		// A look-up that was itself answered with 404 says nothing about the group.
		const isGone = code === 'not_found' && (id !== '' || facts.httpStatus === undefined);
		return isGone && method === 'DELETE' && task.input.options.ignoreMissing
			? { id: id === '' ? task.input.group.value : id, deleted: false }
			: raise(error);
	}
}

export interface DeletionReport {
	deleted: string[];
	failed: Array<{ id: string; code: string; message: string }>;
}

/**
 * Deletes every id of the item with a request of its own.
 * @throws Failure when nothing was deleted and no failure was an id's own
 */
export async function deleteEach(row: CallRow, task: Task): Promise<DeletionReport> {
	const results = await Promise.all(
		task.input.groupIds.map(async (id): Promise<JsonObject | Failure> => {
			try {
				return (await sendCall(row, task.withGroup(id))) as JsonObject;
			} catch (error) {
				return failureOf(error);
			}
		}),
	);
	const report: DeletionReport = { deleted: [], failed: [] };
	results.forEach((result, index) => {
		const id = task.input.groupIds[index]!;
		if (result instanceof Failure) report.failed.push({ id, code: result.code, message: result.reason });
		else if (result.deleted !== false) report.deleted.push(id);
	});
	const failures = results.filter((result) => result instanceof Failure);
	if (failures.length === results.length && failures.every(({ code }) => isShared(code))) throw failures[0]!;
	return report;
}
