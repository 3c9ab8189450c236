import type { CreateSteps } from './create';
import { failureOf, raise } from './errors';
import { onlyMatch } from './groupList';
import type { JsonObject } from './input';
import type { Task } from './task';

export interface UpsertSteps extends Pick<CreateSteps, 'named' | 'idOf'> {
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
 * @throws Failure `ambiguous_name` where several have it: never a guess
 */
export async function upsert(task: Task, { named, create, change, idOf }: UpsertSteps): Promise<UpsertReport> {
	const { body, groupType } = task.input;
	const name = body.kind === 'fields' ? body.name! : '';

	const use = async (matches: JsonObject[]): Promise<UpsertReport> => {
		const group = onlyMatch(matches, name, idOf);
		const changed = await change?.(task, group);
		return changed ? { action: 'updated', group: changed } : { action: 'unchanged', group };
	};

	return await task.run.batch.inTurn(`upsert ${groupType} ${name}`, async () => {
		const matches = await named(task, name, false);
		if (matches.length > 0) return await use(matches);
		try {
			return { action: 'created', group: await create(task) };
		} catch (error) {
			// Somebody was faster: the group is there by now.
			const found = failureOf(error).code === 'duplicate_name' ? await named(task, name, true) : [];
			return found.length > 0 ? await use(found) : raise(error);
		}
	});
}
