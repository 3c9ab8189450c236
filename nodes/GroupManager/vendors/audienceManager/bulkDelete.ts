import { Failure, failureOf, isShared } from '../../engine/contract/failure';
import type { With } from '../../engine/contract/input';
import { idInJson, type JsonObject } from '../../engine/contract/json';
import type { Task } from '../../engine/contract/task';
import { offerJointly, type Wish } from '../../engine/contract/vendor';
import { groupIds } from '../../engine/fields/groupIds';
import { dryRun, ignoreMissing } from '../../engine/fields/options';
import { asNothing } from '../../engine/http/answers';
import { deleteEach, deletionReport, type DeletionReport } from '../../engine/steps/delete';
import { groupTarget } from '../../engine/steps/directory';
import type { GroupList } from '../../engine/steps/groupList';
import { lookOnce } from '../../engine/steps/looking';
import { serveTogether } from '../../engine/steps/together';
import { bulkDeleteMethod, type BulkDeleteMethod } from './fields';
import { DELETE, groups } from './groups';

/** Ids in one bulk request. */
const BULK_SIZE = 100;

type Results = Map<string, JsonObject | Failure>;

type Input = With<'groupIds', 'ignoreMissing'> & { options: { bulkDeleteMethod: BulkDeleteMethod } };
type BulkTask = Task<Input>;

/** Ids of all items go together, 100 in a request, unless one request per group is wanted. */
export const deleteMany = offerJointly({
	fields: [groupIds],
	options: [bulkDeleteMethod, dryRun, ignoreMissing],
	note:
		'Deletes up to 100 groups in one request, over all items. Unknown IDs are not reported by the vendor and ' +
		'count as deleted.',
	prepare: async (task) => await Promise.resolve({ task }),
	perform: async (wishes) =>
		await serveTogether(wishes[0]!.task, wishes, methodOf, async (method, same) => {
			const tasks = same.map(({ task }) => task);
			if (method !== 'perGroup') return await deleteTogether(tasks);
			return await tasks[0]!.workOff(tasks, deleteEach(DELETE));
		}),
});

const methodOf = ({ task }: Wish<Input>): string => task.input.options.bulkDeleteMethod;

async function deleteTogether(tasks: BulkTask[]): Promise<Array<DeletionReport | Error>> {
	const known = await groupsToCheck(tasks);
	const results = new Map<BulkTask, Results>(tasks.map((task) => [task, missingOf(task, known)]));
	const chunks: Chunk[] = [];
	const chunkOf = new Map<string, Chunk>();
	for (const task of tasks) {
		for (const id of task.input.groupIds) {
			if (!results.get(task)!.has(id)) chunkFor(id, chunks, chunkOf).add(task, id);
		}
	}
	await Promise.all(chunks.map(async ({ ids, shares }) => await deleteChunk([...ids], shares, results)));
	return tasks.map((task) => reportOf(task, results.get(task)!));
}

/** The bulk request does not report unknown ids, so who wants to know them has the list read first. */
async function groupsToCheck(tasks: BulkTask[]): Promise<GroupList | undefined> {
	const asking = tasks.filter(({ input }) => input.options.ignoreMissing);
	if (asking.length === 0) return undefined;
	const reader = asking[0]!.helper();
	const list = await groups.wholeNow(reader);
	for (const task of asking) task.adopt(reader);
	return list;
}

function missingOf({ input }: BulkTask, known: GroupList | undefined): Results {
	if (!known || !input.options.ignoreMissing) return new Map();
	return new Map(input.groupIds.filter((id) => !known.byId(id)).map((id) => [id, { id, deleted: false }]));
}

interface Share {
	task: BulkTask;
	ids: string[];
}

/** The ids of one request, and which of the items want them. */
class Chunk {
	readonly ids = new Set<string>();
	readonly shares: Share[] = [];

	add(task: BulkTask, id: string): void {
		this.ids.add(id);
		const last = this.shares.at(-1);
		if (last?.task === task) last.ids.push(id);
		else this.shares.push({ task, ids: [id] });
	}
}

function chunkFor(id: string, chunks: Chunk[], known: Map<string, Chunk>): Chunk {
	let chunk = known.get(id) ?? chunks.at(-1);
	if (!chunk || (chunk.ids.size === BULK_SIZE && !chunk.ids.has(id))) chunks.push((chunk = new Chunk()));
	known.set(id, chunk);
	return chunk;
}

/** One bulk request for all items; where the vendor refuses it, one per item, so that only the refused item fails. */
async function deleteChunk(chunk: string[], shares: Share[], results: Map<BulkTask, Results>): Promise<void> {
	const sender = shares[0]!.task.helper();
	let failure: Failure | undefined;
	try {
		await sendBulk(sender, chunk);
	} catch (error) {
		failure = failureOf(error);
	}
	for (const { task } of shares) task.adopt(sender);

	const isLost = failure?.code === 'outcome_unknown';
	const isRefusal = failure !== undefined && !isShared(failure.code) && !isLost && failure.facts.isElsewhere !== true;
	if (isRefusal && shares.length > 1) {
		for (const share of shares) await deleteChunk(share.ids, [share], results);
		return;
	}
	const left = !failure
		? new Map()
		: isRefusal || isLost
			? await stillThere(sender, chunk, failure)
			: new Map(chunk.map((id) => [id, failure]));
	for (const { task, ids } of shares) {
		for (const id of ids)
			results.get(task)!.set(id, (left.get(id) as Failure | undefined) ?? { id, deleted: true });
	}
}

async function sendBulk(task: BulkTask, ids: string[]): Promise<void> {
	await task.write<undefined>({
		method: task.input.options.bulkDeleteMethod === 'post' ? 'POST' : 'DELETE',
		path: '/groups/bulk-delete',
		body: ids.map(idInJson),
		targets: ids.map(groupTarget),
		// Sent twice, it finds nothing left to do: unknown ids are no error.
		isRepeatable: true,
		read: asNothing,
		look: lookOnce(async () => {
			const list = await groups.wholeNow(task.helper());
			return list && !ids.some((id) => list.byId(id)) ? true : undefined;
		}),
		planned: () => undefined,
	});
	for (const id of ids) await groups.remove(task, id);
}

/** After a refused bulk request, or a lost one, it is not known which groups went: the fresh list tells. */
async function stillThere(task: Task, ids: string[], failure: Failure): Promise<Map<string, Failure>> {
	let left: Set<string>;
	try {
		left = new Set((await groups.wholeNow(task.helper()))!.all.map(groups.records.idOf));
	} catch (error) {
		failureOf(error);
		const unknown = new Failure(
			'outcome_unknown',
			`${failure.reason}; whether the group is gone could not be read afterwards`,
			failure.facts,
		);
		return new Map(ids.map((id) => [id, unknown]));
	}
	const isOne = ids.length === 1 || failure.code === 'outcome_unknown';
	const reason = isOne
		? failure.reason
		: `${failure.reason}; the bulk request was refused for at least one of its groups`;
	return new Map(
		ids.filter((id) => left.has(id)).map((id) => [id, new Failure(failure.code, reason, failure.facts)]),
	);
}

function reportOf({ input: { groupIds } }: BulkTask, results: Results): DeletionReport | Failure {
	try {
		return deletionReport(groupIds.map((id) => [id, results.get(id)!]));
	} catch (error) {
		return failureOf(error);
	}
}
