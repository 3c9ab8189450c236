import { Failure, failureOf, raise } from '../contract/failure';
import type { With } from '../contract/input';
import type { JsonObject } from '../contract/json';
import type { Found, Task } from '../contract/task';
import { lookOf } from '../fields/lookAlike';
import { asGroup, contradicts } from '../http/answers';
import { nameTarget, type Directory } from './directory';

export interface Create {
	groups: Directory;
	path: string;
	body: (input: With<'body'>) => JsonObject;
	/**
	 * What to send instead where the vendor refuses the body for something that it lacks; undefined where nothing
	 * helps.
	 */
	completed?: (task: Task<With<'body'>>, body: JsonObject, refusal: Failure) => Promise<JsonObject | undefined>;
}

type CreateTask = Task<With<'body'>>;

/**
 * When a vendor that takes a name twice is asked for a lost create: pauses as parts of how late it may be, a bit
 * more in all.
 */
const PAUSES: readonly number[] = [0, 0.05, 0.1, 0.2, 0.3, 0.5];

/**
 * Creates a group, once: where the answer is lost, the vendor's own list tells whether it is there.
 * Creates of the same name take turns, so that none adopts another's group.
 */
export const createGroup =
	(create: Create) =>
	async (task: CreateTask): Promise<JsonObject> => {
		const name = nameIn(task);
		const { readsByName, knowsBefore } = create.groups;
		return await task.exclusive(nameTarget(task, name), readsByName(task, name), async () => {
			return await createInTurn(task, create, knowsBefore);
		});
	};

const nameIn = ({ input: { body } }: CreateTask): string => body.name ?? '';

/**
 * The same for who has the turn at the name already.
 * @param knows whether the groups of that name were looked up before
 */
export async function createInTurn(task: CreateTask, create: Create, knows = true): Promise<JsonObject> {
	const { groups, completed } = create;
	const before = await lookBefore(task, groups, knows);
	const body = create.body(task.input);
	const progress: Progress = { before, isSentAgain: false };
	const group = await sendCreate(task, create, body, progress).catch(async (error: unknown) => {
		const more = await completed?.(task, body, failureOf(error));
		return more ? await sendCreate(task, create, more, progress) : raise(error);
	});
	await groups.put(task, group);
	const mayBeTwo = progress.isSentAgain && !groups.refusesDuplicates;
	return mayBeTwo && before ? await withoutTwin(task, group, groups, before) : group;
}

/** Groups that were there before a create. */
interface Before {
	/** Ids of those that have the name, or one that looks like it. */
	namesakes: readonly string[];
	isOld: (id: string) => boolean;
}

interface Progress {
	/** Undefined where nobody knows. */
	before: Before | undefined;
	isSentAgain: boolean;
}

/** @throws Failure `duplicate_name` in a dry run, where the vendor would refuse the create for it */
async function lookBefore(task: CreateTask, groups: Directory, knows: boolean): Promise<Before | undefined> {
	const { refusesDuplicates, named, whole, records } = groups;
	if (!knows && !(task.isDry && refusesDuplicates)) return undefined;
	const name = nameIn(task);
	const same = await named(task, name);
	if (task.isDry && refusesDuplicates && same.length > 0) throw taken(name);
	const list = await whole?.(task);
	const namesakes = [...same, ...(list?.similar(name) ?? [])].map(records.idOf);
	return { namesakes, isOld: (id) => namesakes.includes(id) || list?.byId(id) !== undefined };
}

async function sendCreate(task: CreateTask, create: Create, body: JsonObject, progress: Progress): Promise<JsonObject> {
	const { groups, path } = create;
	const { before } = progress;
	return await task.write<JsonObject>({
		method: 'POST',
		path,
		body,
		targets: [nameTarget(task, nameIn(task))],
		read: (answer) => asNew(answer, nameIn(task), before, groups),
		look: async (failure, charge) => {
			const found = await lookForNew(task, groups, { failure, charge, before });
			progress.isSentAgain = found === 'absent';
			return found;
		},
		planned: () => ({ [groups.records.idField]: task.standIn(), ...body }),
	});
}

/** What a vendor makes of blanks in a name is its own affair. */
function asNew(answer: unknown, name: string, before: Before | undefined, { records }: Directory): JsonObject {
	const group = asGroup(answer, records.idOf);
	if (before?.isOld(records.idOf(group))) contradicts('a new group');
	const stored = records.nameOf(group);
	const isOther = stored !== undefined && lookOf(records.readable(stored)) !== lookOf(records.readable(name));
	return isOther ? contradicts('the name') : group;
}

export const taken = (name: string): Failure =>
	new Failure('duplicate_name', `there is a group with the name "${name}" already`);

interface Lost {
	failure: Failure;
	charge: () => boolean;
	before: Before | undefined;
}

/** Asks more than once where a late commit would otherwise make a second group; the pauses hold no place. */
async function lookForNew(task: CreateTask, groups: Directory, lost: Lost): Promise<Found> {
	for (const pause of groups.refusesDuplicates ? [0] : PAUSES) {
		if (pause > 0) await task.rest(pause * task.lateness);
		const found = await groups.namedNow(task, nameIn(task), lost.charge);
		if (!found) return { unclear: 'whether it was carried out is not known' };
		const seen = adoptable(found, lost, groups);
		if (seen !== 'absent') return seen;
	}
	if (groups.refusesDuplicates || lost.failure.code !== 'timeout') return 'absent';
	// Without that refusal, a request that the vendor is still working on would be doubled.
	return { unclear: 'no such group is there yet, but the request may still be under way' };
}

/** The group that a lost create made, where that can be told. */
function adoptable(found: JsonObject[], { before, failure }: Lost, { records: { idOf } }: Directory): Found {
	const fresh = before ? found.filter((group) => !before.namesakes.includes(idOf(group))) : found;
	if (fresh.length === 0 && failure.code === 'duplicate_name') {
		// An older group has the name, so the attempts before were refused as well.
		return before && before.namesakes.length > 0
			? 'refused'
			: { unclear: 'the name is taken, be it by this request or by another' };
	}
	if (fresh.length === 0) return 'absent';
	if (fresh.length === 1 && before) return { made: fresh[0] };
	const ids = fresh.map(idOf).join(', ');
	return { unclear: `a group of that name is there (${ids}), but whether it comes from this request is not known` };
}

/** A create that was sent twice is looked for once more: its first request may have been carried out after all. */
async function withoutTwin(
	task: CreateTask,
	group: JsonObject,
	{ namedNow, records: { idOf } }: Directory,
	{ namesakes }: Before,
): Promise<JsonObject> {
	const found = await namedNow(task.helper(), nameIn(task)).catch((error: unknown) => failureOf(error));
	if (!Array.isArray(found)) return group;
	const fresh = found.filter((other) => !namesakes.includes(idOf(other)));
	if (fresh.length < 2) return group;
	const reason = `the group is there ${fresh.length} times now (${fresh.map(idOf).join(', ')})`;
	throw new Failure('outcome_unknown', reason, {
		details: 'The first request was answered with an error and carried out later',
		advice: 'Delete the one that is not used',
	});
}
