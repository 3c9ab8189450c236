import { Failure, failureOf } from '../../engine/contract/failure';
import type { With } from '../../engine/contract/input';
import type { JsonObject } from '../../engine/contract/json';
import type { Task } from '../../engine/contract/task';
import type { LookBack } from '../../engine/contract/vendor';
import { deleteGroup } from '../../engine/steps/delete';
import { onGroup } from '../../engine/steps/directory';
import type { GroupList } from '../../engine/steps/groupList';
import { changedGroup, type UpsertReport } from '../../engine/steps/upsert';
import { DELETE, groups, UPSERT } from './groups';

const { idOf } = groups.records;

type UpsertTask = Task<With<'body'>>;

interface Done {
	task: UpsertTask;
	data: UpsertReport;
}

/**
 * Audience Manager accepts the same name twice, so two processes at the same moment would both create it.
 * Each looks again when all is done; whoever did not come first takes its own new, still empty group back.
 */
export const lookForTwins: LookBack = async (all) => {
	const done = all as readonly Done[];
	const isNew = ({ task, data }: Done): boolean => !task.isDry && data.action === 'created';
	const first = done.find(isNew);
	if (!first) return done.map(() => undefined);
	// The groups are there; where this look fails there is nothing to tell of twins.
	const list = await groups.wholeNow(first.task.helper()).catch((error: unknown) => void failureOf(error));
	const results: Array<Finding | undefined> = [];
	for (const one of done) results.push(list && isNew(one) ? await withoutTwin(one, list) : undefined);
	return results;
};

type Finding = Failure | { data: UpsertReport };

async function withoutTwin({ task, data: { group } }: Done, list: GroupList): Promise<Finding | undefined> {
	const [older] = list.named(task.input.body.name!).filter((namesake) => byId(namesake, group) < 0);
	if (!older) return undefined;
	const own = list.byId(idOf(group));
	if (own && isInUse(own)) {
		const reason = 'another group of that name was created at the same moment, and this one has members already';
		return new Failure('outcome_unknown', reason, { advice: 'Look which of them is to stay' });
	}
	try {
		await takeBack(task, idOf(group));
		const changed = await changedGroup(task, older, UPSERT);
		return { data: changed ? { action: 'updated', group: changed } : { action: 'unchanged', group: older } };
	} catch (error) {
		return failureOf(error);
	}
}

const byId = (left: JsonObject, right: JsonObject): number => Number(left.groupId) - Number(right.groupId);

const isInUse = ({ membershipCount, users }: JsonObject): boolean =>
	Number(membershipCount ?? 0) > 0 || (Array.isArray(users) && users.length > 0);

async function takeBack(task: UpsertTask, id: string): Promise<void> {
	const options = { ...task.input.options, ignoreMissing: true };
	await deleteGroup(DELETE)(onGroup(task.having({ options }), id));
}
