import { nameTarget, type CreateSteps } from './create';
import { failureOf, raise } from '../contract/failure';
import { onlyMatch, refuseTwin } from './groupList';
import { groupTarget } from './groupWrites';
import type { JsonObject } from '../contract/input';
import type { Task } from '../run/task';

export interface UpsertSteps extends Pick<CreateSteps, 'named' | 'namedNow' | 'reads' | 'idOf'> {
	/** Groups whose names only look like this one. */
	similar: (task: Task, name: string) => Promise<JsonObject[]>;
	create: (task: Task) => Promise<JsonObject>;
	/** Writes what differs, or gives undefined where nothing does. */
	change?: (task: Task, group: JsonObject) => Promise<JsonObject | undefined>;
}

export interface UpsertReport {
	action: 'created' | 'updated' | 'unchanged';
	group: JsonObject;
}

/**
 * Creates the group of that name, or updates the one that has it.
 * @throws Failure `ambiguous_name` where several have it, or where one looks like it: never a guess
 */
export async function upsert(
	task: Task,
	{ named, namedNow, reads, similar, create, change, idOf }: UpsertSteps,
): Promise<UpsertReport> {
	const { body } = task.input;
	const name = body.kind === 'fields' ? body.name! : '';

	const use = async (matches: JsonObject[]): Promise<UpsertReport> => {
		const group = onlyMatch(matches, name, { idOf });
		const changed = await change?.(task, group);
		return changed ? { action: 'updated', group: changed } : { action: 'unchanged', group };
	};

	/** What a lost write, or another execution, may have made of the groups by now. */
	const settled = async (one: Task, matches: JsonObject[]): Promise<JsonObject[]> => {
		for (const group of matches) await one.settle(groupTarget(idOf(group)), reads(one, name));
		return matches.length === 0 ? matches : await named(one, name);
	};

	return await task.exclusive(nameTarget(task, name), reads(task, name), async () => {
		const matches = await settled(task, await named(task, name));
		if (matches.length > 0) return await use(matches);
		refuseTwin(name, await similar(task, name), idOf);
		try {
			return { action: 'created', group: await create(task) };
		} catch (error) {
			// Somebody was faster: the group is there by now.
			const found = failureOf(error).code === 'duplicate_name' ? await namedNow(task, name) : [];
			const exact = found?.filter((group) => group.name === name) ?? [];
			return exact.length > 0 ? await use(exact) : raise(error);
		}
	});
}
