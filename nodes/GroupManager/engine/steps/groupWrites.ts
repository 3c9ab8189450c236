import { nameTarget } from './create';
import { carries } from '../http/doubt';
import { Failure, failureOf, isShared, raise } from '../contract/failure';
import { wantedName, type JsonObject } from '../contract/input';
import { shorten } from '../fields/lists';
import { lookOf } from '../fields/lookAlike';
import { fillPath } from '../http/path';
import { asRecord, contradicts } from '../http/reply';
import { lookOnce } from '../http/sender';
import type { Task } from '../run/task';

/** How a vendor's groups are found, and how what was read of them stays true. */
export interface Directory {
	idOf: (group: JsonObject) => string;
	/** A stored name as people wrote it. */
	readable: (name: string) => string;
	/** The id behind the item's `groupId`, looked up where it is a name or where the vendor would write blindly. */
	locate: (task: Task) => Promise<string>;
	/** The group from a read that begins now; undefined where there is none. */
	findNow: (task: Task, id: string) => Promise<JsonObject | undefined>;
	/** The group as known by now, for a dry run. @throws Failure `not_found`, and whatever a write to it would be refused for */
	foresee: (task: Task, id: string, body?: JsonObject) => Promise<JsonObject>;
	/** The group as far as this execution has read it. */
	known: (task: Task, id: string) => Promise<JsonObject | undefined>;
	/** The shared reads that these go by. */
	reads: (task: Task, id: string) => string[];
	/** Takes a written group into the shared reads. */
	put: (task: Task, group: JsonObject) => void | Promise<void>;
	remove: (task: Task, id: string) => void | Promise<void>;
}

export interface GroupPath {
	directory: Directory;
	/** `{groupId}` is the group's id. */
	path: string;
	/** Whether the vendor returns the group. */
	returnsGroup: boolean;
}

export const groupTarget = (id: string): string => `group ${id}`;

export const membersTarget = (id: string): string => `members of ${id}`;

type BodyOf = (task: Task, id: string) => JsonObject | Promise<JsonObject>;

/** @param bodyOf what is sent; asked for when nobody else is changing the group */
export async function updateGroup(task: Task, groupPath: GroupPath, bodyOf: BodyOf): Promise<JsonObject> {
	const id = await groupPath.directory.locate(task);
	return await inTurn(task, id, groupPath.directory, async () => await writeGroup(task, id, groupPath, bodyOf));
}

/** The same for who has the turn at the name already. */
export async function updateInTurn(task: Task, id: string, groupPath: GroupPath, bodyOf: BodyOf): Promise<JsonObject> {
	const { reads } = groupPath.directory;
	return await task.exclusive(
		groupTarget(id),
		reads(task, id),
		async () => await writeGroup(task, id, groupPath, bodyOf),
	);
}

async function writeGroup(
	task: Task,
	id: string,
	{ directory, path, returnsGroup }: GroupPath,
	bodyOf: BodyOf,
): Promise<JsonObject> {
	await refuseAnother(task, id, directory);
	const body = await bodyOf(task, id);
	const known = task.input.options.dryRun ? await directory.foresee(task, id, body) : undefined;
	const report = (group: JsonObject): JsonObject => (returnsGroup ? group : { id, updated: true });
	const written: { group?: JsonObject } = {};
	const data = await task.write<JsonObject>({
		method: 'PUT',
		path: fillPath(path, { groupId: id }),
		body,
		targets: await targetsOf(task, id, directory),
		read: (answer) => {
			if (answer === undefined && !returnsGroup) return report({});
			return (written.group = asSent(answer, id, body, directory));
		},
		look: lookOnce(async () => {
			const group = await directory.findNow(task.helper(), id);
			return group && carries(group, body) ? report((written.group = group)) : undefined;
		}),
		planned: () => report((written.group = { ...known, ...body })),
	});
	await directory.put(task, written.group ?? { ...body, id });
	return data;
}

/** Who gives a name takes its turn at that first: an upsert has the name before it has a group. */
async function inTurn<T>(task: Task, id: string, { reads }: Directory, work: () => Promise<T>): Promise<T> {
	const name = wantedName(task.input.body);
	const ofGroup = async (): Promise<T> => await task.exclusive(groupTarget(id), reads(task, id), work);
	return name === undefined
		? await ofGroup()
		: await task.exclusive(nameTarget(task, name), reads(task, id), ofGroup);
}

/** While it waited for its turn, the name may have gone to another group. */
async function refuseAnother(task: Task, id: string, { locate }: Directory): Promise<void> {
	const { by, value } = task.input.group;
	if (by === 'id' || (await locate(task)) === id) return;
	throw new Failure('conflict', `the name "${shorten(value)}" went to another group meanwhile`, {
		advice: 'Run it again',
	});
}

/** Everything that a late update or deletion of a group would change for others. */
async function targetsOf(task: Task, id: string, { known }: Directory): Promise<string[]> {
	const { body, group } = task.input;
	const stored = (await known(task, id))?.name;
	const names = [group.by === 'name' ? group.value : undefined, wantedName(body), stored];
	const named = names.filter((name) => typeof name === 'string').map((name) => nameTarget(task, name));
	return [groupTarget(id), membersTarget(id), ...new Set(named)];
}

/** The group as an answer shows it. What a vendor makes of blanks and of unknown fields is its own affair. */
function asSent(answer: unknown, id: string, { name }: JsonObject, { idOf, readable }: Directory): JsonObject {
	const group = asRecord(answer, id, idOf);
	const isOther =
		typeof name === 'string' && typeof group.name === 'string' && lookOf(readable(group.name)) !== lookOf(name);
	return isOther ? contradicts('the name') : group;
}

export async function deleteGroup(task: Task, { directory, path, returnsGroup }: GroupPath): Promise<JsonObject> {
	let id = '';
	try {
		id = await directory.locate(task);
		return await task.exclusive(groupTarget(id), directory.reads(task, id), async () => {
			await refuseAnother(task, id, directory);
			const known = task.input.options.dryRun ? await directory.foresee(task, id) : undefined;
			const deleted = { id, deleted: true };
			const data = await task.write<JsonObject>({
				method: 'DELETE',
				path: fillPath(path, { groupId: id }),
				targets: await targetsOf(task, id, directory),
				// Seen to answer with nothing, with the group and with a list of it; anything else is looked into.
				read: (answer) => (answer === undefined ? deleted : asRecord([answer].flat()[0], id, directory.idOf)),
				look: lookOnce(async () => ((await directory.findNow(task.helper(), id)) ? undefined : deleted)),
				planned: () => (returnsGroup ? known! : deleted),
			});
			await directory.remove(task, id);
			return data;
		});
	} catch (error) {
		const { code, facts } = failureOf(error);
		// A look-up that was itself answered with 404 says nothing about the group.
		const isGone = code === 'not_found' && (id !== '' || facts.httpStatus === undefined);
		return isGone && task.input.options.ignoreMissing
			? { id: id === '' ? task.input.group.value : id, deleted: false }
			: raise(error);
	}
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
export async function deleteEach(task: Task, path: GroupPath): Promise<DeletionReport> {
	const results = await Promise.all(
		task.input.groupIds.map(async (id): Promise<readonly [string, JsonObject | Failure]> => {
			try {
				return [id, await deleteGroup(task.withGroup(id), path)];
			} catch (error) {
				return [id, failureOf(error)];
			}
		}),
	);
	return deletionReport(results);
}

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
