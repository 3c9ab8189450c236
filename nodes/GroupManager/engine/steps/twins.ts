import { Failure, failureOf } from '../contract/failure';
import type { With } from '../contract/input';
import type { JsonObject } from '../contract/json';
import type { Task } from '../contract/task';
import type { LookBack } from '../contract/vendor';
import { deleteGroup, type Delete } from './delete';
import { onGroup } from './directory';
import type { GroupList } from './groupList';
import { changedGroup, type Upsert, type UpsertReport } from './upsert';
import type { WholeList } from './wholeList';

type UpsertTask = Task<With<'body'>>;

interface Done {
	task: UpsertTask;
	data: UpsertReport;
}

export interface Twins {
	groups: WholeList;
	upsert: Upsert;
	delete: Delete;
	/** Below 0 where the first group is the older one; every process has to come to the same order. */
	byAge: (one: JsonObject, other: JsonObject) => number;
	/** Whether somebody uses the group already, as its record says. */
	isInUse: (group: JsonObject) => boolean;
}

/**
 * For a vendor that takes the same name twice, so that two processes at the same moment would both create it.
 * Each looks again when all is done; whoever did not come first takes its own new, still empty group back.
 */
export const lookForTwins =
	(twins: Twins): LookBack =>
	async (all) => {
		const done = all as readonly Done[];
		const isNew = ({ task, data }: Done): boolean => !task.isDry && data.action === 'created';
		const first = done.find(isNew);
		if (!first) return done.map(() => undefined);
		// The groups are there; where this look fails there is nothing to tell of twins.
		const list = await twins.groups.wholeNow(first.task.helper()).catch((error: unknown) => void failureOf(error));
		const results: Array<Finding | undefined> = [];
		for (const one of done) results.push(list && isNew(one) ? await withoutTwin(one, list, twins) : undefined);
		return results;
	};

type Finding = Failure | { data: UpsertReport };

async function withoutTwin(
	{ task, data: { group } }: Done,
	list: GroupList,
	{ groups, upsert, delete: deletion, byAge, isInUse }: Twins,
): Promise<Finding | undefined> {
	const { idOf } = groups.records;
	const [older] = list.named(task.input.body.name!).filter((namesake) => byAge(namesake, group) < 0);
	if (!older) return undefined;
	const own = list.byId(idOf(group));
	if (own && isInUse(own)) {
		const reason = 'another group of that name was created at the same moment, and this one has members already';
		return new Failure('outcome_unknown', reason, { advice: 'Look which of them is to stay' });
	}
	try {
		await takeBack(task, idOf(group), deletion);
		const changed = await changedGroup(task, older, upsert);
		return { data: changed ? { action: 'updated', group: changed } : { action: 'unchanged', group: older } };
	} catch (error) {
		return failureOf(error);
	}
}

async function takeBack(task: UpsertTask, id: string, deletion: Delete): Promise<void> {
	const options = { ...task.input.options, ignoreMissing: true };
	await deleteGroup(deletion)(onGroup(task.having({ options }), id));
}
