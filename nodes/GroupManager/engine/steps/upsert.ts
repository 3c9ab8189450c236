import { failureOf, raise } from '../contract/failure';
import type { With } from '../contract/input';
import type { JsonObject } from '../contract/json';
import type { Task } from '../contract/task';
import { createInTurn, type Create } from './create';
import { groupTarget, nameTarget, onGroup } from './directory';
import { onlyMatch, refuseTwin } from './groupList';
import { updateInTurn, type Update } from './update';

type UpsertTask = Task<With<'body'>>;

export interface Upsert {
	create: Create;
	/** For a vendor whose groups have more than a name. */
	change?: {
		differs: (input: With<'body'>, group: JsonObject) => boolean;
		update: Update;
	};
}

export interface UpsertReport {
	action: 'created' | 'updated' | 'unchanged';
	group: JsonObject;
}

/**
 * Creates the group of that name, or updates the one that has it.
 * @throws Failure `ambiguous_name` where several have it, or where one looks like it: never a guess
 */
export const upsertGroup =
	(upsert: Upsert) =>
	async (task: UpsertTask): Promise<UpsertReport> => {
		const name = task.input.body.name ?? '';
		const { readsByName } = upsert.create.groups;
		return await task.exclusive(nameTarget(task, name), readsByName(task, name), async () => {
			return await upsertInTurn(task, name, upsert);
		});
	};

async function upsertInTurn(task: UpsertTask, name: string, upsert: Upsert): Promise<UpsertReport> {
	const { groups } = upsert.create;
	const { named, namedNow, similar, records } = groups;
	const matches = await settled(task, name, await named(task, name), upsert);
	if (matches.length > 0) return await use(task, matches, upsert);
	refuseTwin(name, await similar(task, name), records);
	try {
		return { action: 'created', group: await createInTurn(task, upsert.create) };
	} catch (error) {
		// Somebody was faster: the group is there by now.
		const found = failureOf(error).code === 'duplicate_name' ? await namedNow(task, name) : [];
		const exact = found?.filter((group) => records.nameOf(group) === name) ?? [];
		return exact.length > 0 ? await use(task, exact, upsert) : raise(error);
	}
}

/** The groups of the name once no lost write, nor another execution, can change them any more. */
async function settled(task: UpsertTask, name: string, matches: JsonObject[], upsert: Upsert): Promise<JsonObject[]> {
	const { named, readsByName, records } = upsert.create.groups;
	for (const group of matches) await task.settle(groupTarget(records.idOf(group)), readsByName(task, name));
	return matches.length === 0 ? matches : await named(task, name);
}

async function use(task: UpsertTask, matches: JsonObject[], { create, change }: Upsert): Promise<UpsertReport> {
	const { records } = create.groups;
	const group = onlyMatch(matches, task.input.body.name ?? '', records);
	const changed = await changedGroup(task, group, { create, change });
	return changed ? { action: 'updated', group: changed } : { action: 'unchanged', group };
}

/** @returns the group as written, undefined where it is as it should be */
export async function changedGroup(
	task: UpsertTask,
	group: JsonObject,
	{ create, change }: Upsert,
): Promise<JsonObject | undefined> {
	if (!change?.differs(task.input, group)) return undefined;
	const id = create.groups.records.idOf(group);
	return (await updateInTurn(onGroup(task, id), id, change.update)).group;
}
