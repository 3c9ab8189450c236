import { Failure, failureOf, isShared, raise } from '../contract/failure';
import type { With } from '../contract/input';
import type { JsonObject } from '../contract/json';
import type { Task } from '../contract/task';
import { asRecord } from '../http/answers';
import { fillPath } from '../http/path';
import { groupTarget, onGroup, type Directory } from './directory';
import { lookOnce } from './looking';
import { foresee, refuseAnother, targetsOf } from './update';

export interface Delete {
	groups: Directory;
	/** `{groupId}` is the group's id. */
	path: string;
	/** Whether the vendor returns the group that was. */
	returnsGroup: boolean;
}

type DeleteTask = Task<With<'groupId', 'ignoreMissing'>>;

export const deleteGroup =
	(one: Delete) =>
	async (task: DeleteTask): Promise<JsonObject> => {
		const { groups } = one;
		let id = '';
		try {
			id = await groups.locate(task);
			return await task.exclusive(groupTarget(id), groups.readsById(task, id), async () => {
				return await deleteInTurn(task, id, one);
			});
		} catch (error) {
			const { code, facts } = failureOf(error);
			// A look-up that was itself answered with 404 says nothing about the group.
			const isGone = code === 'not_found' && (id !== '' || facts.httpStatus === undefined);
			if (!isGone || !task.input.options.ignoreMissing) raise(error);
			return { id: id === '' ? task.input.groupId.value : id, deleted: false };
		}
	};

async function deleteInTurn(task: DeleteTask, id: string, { groups, path, returnsGroup }: Delete): Promise<JsonObject> {
	await refuseAnother(task, id, groups);
	const known = task.isDry ? await foresee(task, id, groups) : undefined;
	const deleted = { id, deleted: true };
	const data = await task.write<JsonObject>({
		method: 'DELETE',
		path: fillPath(path, { groupId: id }),
		targets: await targetsOf(task, id, groups),
		// Seen to answer with nothing, with the group and with a list of it; anything else is looked into.
		read: (answer) => (answer === undefined ? deleted : asRecord([answer].flat()[0], id, groups.records.idOf)),
		look: lookOnce(async () => ((await groups.findNow(task.helper(), id)) ? undefined : deleted)),
		planned: () => (returnsGroup ? known! : deleted),
	});
	await groups.remove(task, id);
	return data;
}

export interface DeletionReport {
	deleted: string[];
	failed: Array<{ id: string; code: string; message: string }>;
	/** Ids that were not there, with Ignore Missing. */
	missing: string[];
}

/**
 * Deletes every id of the item with a request of its own.
 * @throws Failure when nothing was deleted and no failure was an id's own
 */
export const deleteEach =
	(one: Delete) =>
	async (task: Task<With<'groupIds', 'ignoreMissing'>>): Promise<DeletionReport> => {
		const deleteOne = async (id: string): Promise<readonly [string, JsonObject | Failure]> =>
			await deleteGroup(one)(onGroup(task, id)).then(
				(data) => [id, data] as const,
				(error: unknown) => [id, failureOf(error)] as const,
			);
		return deletionReport(await Promise.all(task.input.groupIds.map(deleteOne)));
	};

/** @throws Failure when nothing was deleted and no failure was an id's own */
export function deletionReport(results: ReadonlyArray<readonly [string, JsonObject | Failure]>): DeletionReport {
	const report: DeletionReport = { deleted: [], failed: [], missing: [] };
	const failures: Failure[] = [];
	for (const [id, result] of results) {
		if (result instanceof Failure) {
			failures.push(result);
			report.failed.push({ id, code: result.code, message: result.reason });
		} else if (result.deleted === false) {
			report.missing.push(id);
		} else {
			report.deleted.push(id);
		}
	}
	if (failures.length === results.length && failures.every(isNobodysOwn)) throw failures[0]!;
	return report;
}

const isNobodysOwn = ({ code }: Failure): boolean => isShared(code) || code === 'outcome_unknown';
