import { about, Failure, failureOf, raise } from '../contract/failure';
import type { GroupReference } from '../contract/input';
import type { JsonObject } from '../contract/json';
import { each, type Task } from '../contract/task';
import {
	EVENT_NAMES,
	type EventName,
	type MemberView,
	type Watch,
	type Watching,
	wordsOfEvent,
} from '../contract/watch';
import type { Absences } from './absences';
import { LIMITS } from './limits';
import { isAbsent, type KeptChoice, type View } from './snapshot';

/** What a look has to read. */
interface Asked {
	hasList: boolean;
	/** Group ids by area, undefined for all groups of it. */
	members: ReadonlyMap<string, readonly string[] | undefined>;
	/** Group ids. */
	permissions: readonly string[];
	/** Groups to be asked for one by one. */
	singles?: readonly string[];
	/** Areas whose groups need not be shown; undefined for all. */
	mayRefuse: ReadonlySet<string> | undefined;
}

/** Whether any of the events is about groups, members or permissions. */
export const isAbout = ({ events }: Watching, what: 'groups' | 'members' | 'permissions'): boolean =>
	EVENT_NAMES.some((event) => events.has(event) && wordsOfEvent(event).about === what);

/**
 * Everything that is watched.
 * @param unread areas whose groups were not shown before, so that they need not be; undefined where there is no before
 * @throws Failure
 */
export async function look(
	task: Task,
	watch: Watch,
	watching: Watching,
	{ chosen, unread }: { chosen: ReadonlyMap<string, KeptChoice>; unread?: ReadonlySet<string> },
): Promise<View> {
	const areas = watch.areas?.all(watching.groupType ?? '') ?? [''];
	const idsIn = (area: string): string[] => [...chosen].filter(([, it]) => it.area === area).map(([id]) => id);
	const scope = areas.map((area): [string, string[] | undefined] => [
		area,
		watching.scope === 'all' ? undefined : idsIn(area),
	]);
	return await read(task, watch, {
		hasList: isAbout(watching, 'groups') || !watch.hasSingles,
		members: new Map(isAbout(watching, 'members') ? scope.filter(([, ids]) => ids?.length !== 0) : []),
		permissions: isAbout(watching, 'permissions') ? [...chosen.keys()] : [],
		mayRefuse: unread,
	});
}

/** The same once more, as far as something was missing. @throws Failure */
export async function lookAgain(
	task: Task,
	watch: Watch,
	absences: Absences,
	{ refused }: Pick<View, 'refused'>,
): Promise<View> {
	task.forgetAll('');
	const { groups, members, permissions } = absences;
	// Asked for one by one, too many would be more requests than a poll has.
	const hasSingles = watch.hasSingles && groups.size <= LIMITS.chosen;
	return await read(task, watch, {
		hasList: groups.size > 0 && !hasSingles,
		singles: hasSingles ? [...groups] : [],
		members: new Map([...members].map(([area, ofArea]) => [area, [...ofArea.keys()]])),
		permissions: [...permissions.keys()],
		mayRefuse: new Set(refused.keys()),
	});
}

async function read(task: Task, watch: Watch, asked: Asked): Promise<View> {
	const { hasList, members, permissions, singles = [], mayRefuse } = asked;
	const areas = new Map<string, MemberView>();
	// Before the groups: a group that is made in between is then listed before anybody is seen in it.
	const unread = new Map<string, Failure>();
	for (const [area, ids] of members) {
		const seen = await watch.members(task, area, ids).catch(failureOf);
		if (!(seen instanceof Failure)) areas.set(area, seen);
		else if (members.size === 1) throw seen;
		else unread.set(area, seen);
	}
	const list = hasList ? await watch.list(task) : undefined;
	const refused = list?.refused ?? new Map<string, Failure>();
	for (const [area, failure] of refused) if (mayRefuse?.has(area) === false) throw failure;
	// Members of groups that are refused as well are no loss.
	for (const [area, failure] of unread) if (!refused.has(area)) throw failure;
	const groups = list && new Map(list.groups.map((group) => [watch.idOf(group), group]));
	const gone = new Set([...areas.values()].flatMap((view) => [...(view.gone ?? [])]));
	const missing = new Set(await missingOf(task, watch, singles));
	const isThere = (id: string): boolean => groups?.has(id) === true || (singles.includes(id) && !missing.has(id));
	for (const id of gone) if (isThere(id)) throw contradictory(id);
	for (const id of missing) gone.add(id);
	const view: View = { groups, refused, gone, members: areas, permissions: new Map() };
	const present = permissions.filter((id) => !isAbsent(view, id));
	const lists = await each(task, present, async (id) => {
		return await watch.permissions!(task, id).catch((error: unknown) => raise(about(failureOf(error), id)));
	});
	return { ...view, permissions: new Map(present.map((id, at) => [id, lists[at]!])) };
}

/** A group that one answer has and another has not. */
const contradictory = (id: string): Failure =>
	new Failure('unexpected_response', `the group ${id} is there, but its members are answered as if it were not`, {
		advice: 'Try again later',
	});

async function missingOf(task: Task, watch: Watch, ids: readonly string[]): Promise<string[]> {
	const found = await each(task, ids, async (id) => await findOrNull(task, watch, id));
	return ids.filter((_, at) => found[at] === null);
}

/** A group by its id; null where the vendor says that there is none. @throws Failure */
export async function findOrNull(task: Task, watch: Watch, id: string): Promise<JsonObject | null> {
	try {
		return await find(task, watch, { by: 'id', value: id });
	} catch (error) {
		return failureOf(error).code === 'not_found' ? null : raise(error);
	}
}

export const find = async (task: Task, watch: Watch, groupId: GroupReference): Promise<JsonObject> =>
	await watch.find(task.having({ groupId }));

/** Whether any of the events says that something is not there. */
export const isAboutAbsence = (watch: Watch, watching: Watching): boolean =>
	watch.events.includes('groupDeleted') && absencesAmong(watching).length > 0;

const absencesAmong = ({ events }: Watching): EventName[] =>
	EVENT_NAMES.filter((event) => events.has(event) && wordsOfEvent(event).isAbsence);

/** @throws Failure `forbidden` where what is not in a list may only be out of the key's view */
export function requireWholeView(isWhole: boolean, watch: Watch, watching: Watching): void {
	if (isWhole || !isAboutAbsence(watch, watching)) return;
	const labels = absencesAmong(watching).map((event) => `"${wordsOfEvent(event).label}"`);
	const reason = `the key does not see everything, so that ${labels.join(', ')} cannot be told from hidden`;
	throw new Failure('forbidden', reason, {
		advice: 'Use the credential of an administrator, or take these events out',
	});
}
