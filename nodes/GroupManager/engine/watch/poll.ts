import { about, Failure, failureOf, raise } from '../contract/failure';
import { each, type Task } from '../contract/task';
import type { Change, MemberRecords, Watch, Watching } from '../contract/watch';
import { type Absences, absencesOf, confirmed, isNone } from './absences';
import { difference, keptOf, matches } from './difference';
import { guardLoss } from './largestLoss';
import { find, isAbout, isAboutAbsence, look, lookAgain, requireWholeView } from './look';
import { LIMITS, withinLimits } from './limits';
import { emptySnapshot, type KeptChoice, type KeptMembers, type Snapshot, type View, wasThere } from './snapshot';

/** What a poll has found. */
export interface Found {
	/** What is to be reported, in no order. */
	changes: Change[];
	view: View;
	/** As it was before. */
	before: Snapshot;
	next: Snapshot;
	/** A chosen group whose end nobody wants to be told. */
	unwanted?: Failure;
}

/** Lays down what is there, so that the next poll can say what has changed. @throws Failure */
export async function baseline(task: Task, watch: Watch, watching: Watching): Promise<Snapshot> {
	const isWhole = await watch.hasWholeView(task);
	requireWholeView(isWhole, watch, watching);
	const chosen = await resolve(task, watch, watching);
	const view = await look(task, watch, watching, { chosen });
	for (const [id, { name }] of chosen) {
		if (view.gone.has(id)) throw new Failure('not_found', `the group "${name}" (${id}) is gone`);
	}
	// Rights that were lost or given in between may have left gaps.
	task.forgetAll('');
	const isStillWhole = isWhole && (await watch.hasWholeView(task));
	requireWholeView(isStillWhole, watch, watching);
	return withinLimits({ ...snapshotOf(view, watch, watching, chosen), isWhole: isStillWhole }, view);
}

/** The chosen groups, by id. @throws Failure `not_found`, `ambiguous_name` */
export async function resolve(task: Task, watch: Watch, watching: Watching): Promise<Map<string, KeptChoice>> {
	if (watching.groups.length > LIMITS.chosen) {
		const reason = `${watching.groups.length} groups are chosen, and ${LIMITS.chosen} can be watched`;
		throw new Failure('invalid_input', reason, { advice: 'Choose fewer, or use another trigger for the rest' });
	}
	const records = await each(
		task,
		watching.groups,
		async (reference) =>
			await find(task, watch, reference).catch((error: unknown) =>
				raise(about(failureOf(error), reference.value)),
			),
	);
	return new Map(
		records.map((record) => {
			const { name, area } = keptOf(record, watch, watching);
			return [watch.idOf(record), { name, area, isGone: false }];
		}),
	);
}

export function snapshotOf(view: View, watch: Watch, watching: Watching, chosen: Map<string, KeptChoice>): Snapshot {
	const snapshot = { ...emptySnapshot(), chosen, unread: new Set(view.refused.keys()) };
	if (isAbout(watching, 'groups')) snapshot.groups = new Map();
	for (const [id, record] of view.groups ?? []) {
		const kept = keptOf(record, watch, watching);
		if (snapshot.groups && matches(kept.name, watching.nameContains)) snapshot.groups.set(id, kept);
		else if (snapshot.groups || watching.scope === 'all') snapshot.others.add(id);
	}
	for (const [area, { groups, visible }] of view.members) {
		const filled = [...groups].filter(([, members]) => members.size > 0);
		const sets = new Map(filled.map(([id, members]) => [id, new Set(members.keys())]));
		snapshot.members.set(area, { groups: sets, ...(visible && { known: new Set(visible.keys()) }) });
	}
	for (const [id, list] of view.permissions) snapshot.permissions.set(id, new Map(list));
	return snapshot;
}

/** Looks what has changed since. @throws Failure where anything was not read to its end, or is not to be believed */
export async function poll(task: Task, watch: Watch, watching: Watching, snapshot: Snapshot): Promise<Found> {
	const first = await assess(task, watch, watching, snapshot);
	const isWidened = first.isWhole && !snapshot.isWhole;
	// What was read before the rights grew may lack what the next poll has.
	if (isWidened) task.forgetAll('');
	const { before, view, missing, isWhole } = isWidened ? await assess(task, watch, watching, snapshot) : first;
	const proven = isNone(missing) ? missing : await proof(task, watch, watching, { before, view, missing });
	const end = watch.events.includes('groupHidden') ? 'groupHidden' : 'groupDeleted';
	const { absences, unwanted } = watching.events.has(end) ? { absences: proven } : withoutEnds(proven, before);
	const { changes, next } = difference(before, view, absences, { watch, watching, end, isWhole });
	const wanted = changes.filter(({ event }) => watching.events.has(event));
	return { changes: wanted, view, before, next: withinLimits(next, view), ...(unwanted && { unwanted }) };
}

interface Assessment extends Missing {
	/** Whether the key sees everything, asked for where anything depends on it. */
	isWhole: boolean;
}

/** One look, and what is missing in it. @throws Failure where that is too much, or not to be told from hidden */
async function assess(task: Task, watch: Watch, watching: Watching, snapshot: Snapshot): Promise<Assessment> {
	const view = await look(task, watch, watching, snapshot);
	const before = completed(snapshot, view, watch, watching);
	const missing = absencesOf(before, view, watch);
	guardLoss(before, view, missing, watching.largestLoss);
	const mayBeOld = !before.isWhole && (isAboutAbsence(watch, watching) || hasNews(before, view));
	// Before the second look: rights that come back in between then show there.
	const isWhole = isNone(missing) && !mayBeOld ? before.isWhole : await watch.hasWholeView(task);
	requireWholeView(isWhole, watch, watching);
	return { before, view, missing, isWhole };
}

interface Missing {
	before: Snapshot;
	view: View;
	missing: Absences;
}

/** What a second look does not find either. @throws Failure where that one is not to be believed */
async function proof(
	task: Task,
	watch: Watch,
	{ largestLoss }: Watching,
	{ before, view, missing }: Missing,
): Promise<Absences> {
	const again = await lookAgain(task, watch, missing, view);
	guardLoss(before, again, absencesOf(before, again, watch), largestLoss);
	return confirmed(missing, again);
}

/** What was not watched before is taken as it is, and what is not watched any more is let go. */
function completed(snapshot: Snapshot, view: View, watch: Watch, watching: Watching): Snapshot {
	const areas = [...view.members.keys()];
	const isWithGroups = isAbout(watching, 'groups');
	const lacksGroups = isWithGroups && !snapshot.groups;
	const isLacking = lacksGroups || areas.some((area) => !snapshot.members.has(area));
	const fresh = isLacking ? snapshotOf(view, watch, watching, snapshot.chosen) : snapshot;
	const { others, groups } = lacksGroups ? fresh : snapshot;
	const seen = isWithGroups
		? others
		: new Set([...others, ...(watching.scope === 'all' ? (groups?.keys() ?? []) : [])]);
	const membersOf = (area: string): KeptMembers => snapshot.members.get(area) ?? fresh.members.get(area)!;
	const members = new Map(areas.map((area) => [area, membersOf(area)]));
	return { ...snapshot, groups: isWithGroups ? groups : undefined, others: seen, members };
}

/** Whether there is a group or a member that was not seen before. */
function hasNews(before: Snapshot, view: View): boolean {
	const isNewIn = (area: string, [id, members]: [string, MemberRecords]): boolean => {
		const known = before.members.get(area)?.groups.get(id);
		return [...members.keys()].some((member) => !known?.has(member));
	};
	return (
		[...(view.groups?.keys() ?? [])].some((id) => !wasThere(before, id)) ||
		[...view.members].some(([area, { groups }]) => [...groups].some((group) => isNewIn(area, group)))
	);
}

/** A chosen group that is gone stays in the state until somebody wants to be told, or chooses others. */
function withoutEnds(absences: Absences, { chosen }: Snapshot): { absences: Absences; unwanted?: Failure } {
	const [first] = [...absences.groups].filter((id) => chosen.has(id));
	if (first === undefined) return { absences };
	const groups = new Set([...absences.groups].filter((id) => !chosen.has(id)));
	const unwanted = new Failure(
		'not_found',
		`the group "${chosen.get(first)!.name}" (${first}) is gone or out of view`,
		{
			advice: 'Choose other groups, or add the event that tells the end of a group',
		},
	);
	return { absences: { ...absences, groups }, unwanted };
}
