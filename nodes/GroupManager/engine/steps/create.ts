import type { Found } from '../http/sender';
import { Failure, failureOf, raise } from '../contract/failure';
import type { GroupList } from './groupList';
import type { JsonObject } from '../contract/input';
import { lookOf } from '../fields/lookAlike';
import { asGroup, contradicts } from '../http/reply';
import type { Task } from '../run/task';

export interface CreateSteps {
	path: string;
	body: (task: Task) => JsonObject;
	/** A stored name as people wrote it. */
	readable: (name: string) => string;
	/** All groups of the wanted name. */
	named: (task: Task, name: string) => Promise<JsonObject[]>;
	/** Groups of that look, for a vendor that may have trimmed the name, from a read that begins now; undefined where it may not be paid for. */
	namedNow: (task: Task, name: string, charge?: () => boolean) => Promise<JsonObject[] | undefined>;
	/** All groups, where the whole list is read anyway. */
	list?: (task: Task) => Promise<GroupList>;
	/** The shared reads that `named` goes by. */
	reads: (task: Task, name: string) => string[];
	idField: string;
	idOf: (group: JsonObject) => string;
	/** Whether what was there before the create is known, since the vendor's whole list is read anyway. */
	knowsBefore: boolean;
	/** Whether a second send is harmless, since the vendor refuses the same name. */
	refusesDuplicates: boolean;
	/** What to send instead where the vendor refuses the body for something that it lacks; undefined where nothing helps. */
	completed?: (task: Task, body: JsonObject, refusal: Failure) => Promise<JsonObject | undefined>;
	/** Takes the new group into the shared reads. */
	remember: (task: Task, group: JsonObject) => void | Promise<void>;
}

/** When a vendor that takes a name twice is asked for a lost create: pauses as parts of how late it may be, a bit more in all. */
const PAUSES: readonly number[] = [0, 0.05, 0.1, 0.2, 0.3, 0.5];

/** The lock on a name, beside that on a group. */
export const nameTarget = ({ input }: Task, name: string): string => `name ${input.groupType} ${lookOf(name)}`;

/**
 * Creates a group, once: where the answer is lost, the vendor's own list tells whether it is there.
 * Creates of the same name take turns, so that none adopts another's group.
 */
export async function createGroup(task: Task, steps: CreateSteps): Promise<JsonObject> {
	const name = String(steps.body(task).name);
	return await task.exclusive(
		nameTarget(task, name),
		steps.reads(task, name),
		async () => await createInTurn(task, steps),
	);
}

/** The same for who has the turn at the name already. */
export async function createInTurn(task: Task, steps: CreateSteps): Promise<JsonObject> {
	const body = steps.body(task);
	const name = String(body.name);
	const { dryRun } = task.input.options;
	const knows = steps.knowsBefore || (dryRun && steps.refusesDuplicates);
	const namesakes = knows ? await steps.named(task, name) : undefined;
	if (dryRun && steps.refusesDuplicates && namesakes!.length > 0) throw taken(name);
	const list = knows ? await steps.list?.(task) : undefined;
	const before = namesakes && [...namesakes, ...(list?.similar(name) ?? [])].map(steps.idOf);
	const isOld = (id: string): boolean => before?.includes(id) === true || list?.byId(id) !== undefined;
	let isSentAgain = false;
	const send = async (sent: JsonObject): Promise<JsonObject> =>
		await task.write<JsonObject>({
			method: 'POST',
			path: steps.path,
			body: sent,
			targets: [nameTarget(task, name)],
			read: (answer) => asNew(answer, name, isOld, steps),
			look: async (failure, charge) => {
				const found = await lookForNew(task, name, steps, { failure, charge, before });
				isSentAgain = found === 'absent';
				return found;
			},
			planned: () => ({ [steps.idField]: task.run.standIn(), ...sent }),
		});
	const group = await send(body).catch(async (error: unknown) => {
		const completed = await steps.completed?.(task, body, failureOf(error));
		return completed ? await send(completed) : raise(error);
	});
	await steps.remember(task, group);
	return isSentAgain && !steps.refusesDuplicates && before
		? await withoutTwin(task, name, group, steps, before)
		: group;
}

/** What a vendor makes of blanks in a name is its own affair. */
function asNew(
	answer: unknown,
	name: string,
	isOld: (id: string) => boolean,
	{ idOf, readable }: CreateSteps,
): JsonObject {
	const group = asGroup(answer, idOf);
	if (isOld(idOf(group))) contradicts('a new group');
	const isOther = typeof group.name === 'string' && lookOf(readable(group.name)) !== lookOf(readable(name));
	return isOther ? contradicts('the name') : group;
}

const taken = (name: string): Failure =>
	new Failure('duplicate_name', `there is a group with the name "${name}" already`);

interface Lost {
	failure: Failure;
	charge: () => boolean;
	/** Ids of the groups that had the name before; undefined where nobody knows. */
	before: readonly string[] | undefined;
}

/** Asks more than once where a late commit would otherwise make a second group; the pauses hold no place. */
async function lookForNew(task: Task, name: string, steps: CreateSteps, lost: Lost): Promise<Found> {
	for (const pause of steps.refusesDuplicates ? [0] : PAUSES) {
		if (pause > 0) await rest(task, pause * task.run.host.locks.lateness);
		const found = await steps.namedNow(task, name, lost.charge);
		if (!found) return { unclear: 'whether it was carried out is not known' };
		const seen = adoptable(found, lost, steps);
		if (seen !== 'absent') return seen;
	}
	if (steps.refusesDuplicates || lost.failure.code !== 'timeout') return 'absent';
	// Without that refusal, a request that the vendor is still working on would be doubled.
	return { unclear: 'no such group is there yet, but the request may still be under way' };
}

/** The group that a lost create made, where that can be told. */
function adoptable(found: JsonObject[], { before, failure }: Lost, { idOf }: CreateSteps): Found {
	const fresh = before ? found.filter((group) => !before.includes(idOf(group))) : found;
	if (fresh.length === 0 && failure.code === 'duplicate_name') {
		// An older group has the name, so the attempts before were refused as well.
		return before && before.length > 0
			? 'refused'
			: { unclear: 'the name is taken, be it by this request or by another' };
	}
	if (fresh.length === 0) return 'absent';
	if (fresh.length === 1 && before) return { made: fresh[0] };
	const ids = fresh.map(idOf).join(', ');
	return { unclear: `a group of that name is there (${ids}), but whether it comes from this request is not known` };
}

const rest = async ({ run }: Task, ms: number): Promise<void> =>
	await run.workers.rest(async () => await run.host.clock.sleep(ms));

/** A create that was sent twice is looked for once more: its first request may have been carried out after all. */
async function withoutTwin(
	task: Task,
	name: string,
	group: JsonObject,
	steps: CreateSteps,
	before: readonly string[],
): Promise<JsonObject> {
	const found = await steps.namedNow(task.helper(), name).catch((error: unknown) => failureOf(error));
	if (!Array.isArray(found)) return group;
	const fresh = found.filter((other) => !before.includes(steps.idOf(other)));
	if (fresh.length < 2) return group;
	throw new Failure(
		'outcome_unknown',
		`the group is there ${fresh.length} times now (${fresh.map(steps.idOf).join(', ')})`,
		{
			details: 'The first request was answered with an error and carried out later',
			advice: 'Delete the one that is not used',
		},
	);
}
