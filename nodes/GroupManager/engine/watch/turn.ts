import { Failure } from '../contract/failure';
import type { Task } from '../contract/task';
import { type Change, EVENT_NAMES, type Watch, type Watching, wordsOfEvent } from '../contract/watch';
import { matches } from './difference';
import { hashOf } from './hash';
import { isAbout, look, requireWholeView } from './look';
import { checkSize } from './limits';
import { baseline, poll, resolve, snapshotOf } from './poll';
import { type EventJson, report } from './report';
import { isAbsent, type View } from './snapshot';
import { decodeState, encodeState, type State } from './state';

interface Vendor {
	id: string;
	watch: Watch;
}

/** What is known of the turn before, and of this one. */
interface Circumstances {
	/** What the turn before has left; undefined or anything else for nothing. */
	stored: unknown;
	/** Whether that is to be forgotten. */
	isFresh: boolean;
	/** When a turn last found things to be so, in ms; undefined where nobody knows. */
	seenAt?: number;
	/** The time, in ms. */
	now: () => number;
}

export interface Turn {
	/** Empty where nothing has happened, and where there was nothing to compare with. */
	events: EventJson[];
	/** For the next turn; the same text where nothing is to be kept that was not. */
	state: string;
	/** What somebody who looks for missing events should know. */
	warning?: string;
}

/** One poll: what has happened since the one before. @throws Failure where nothing is known; then nothing changes */
export async function takeTurn(
	task: Task,
	{ id, watch }: Vendor,
	watching: Watching,
	{ stored, isFresh, seenAt = 0, now }: Circumstances,
): Promise<Turn> {
	const fingerprint = fingerprintOf(id, task.baseUrl, watching);
	const choice = choiceOf(watching);
	const known = decodeState(stored);
	const begun = now();
	const isSame = known?.fingerprint === fingerprint && !isFresh;
	if (!isSame || (known.choice !== choice && !(await isSameChoice(task, watch, watching, known)))) {
		const snapshot = await baseline(task, watch, watching);
		const state = written({ fingerprint, choice, at: begun, snapshot });
		return { events: [], state, ...(stored !== undefined && !known && { warning: UNREADABLE }) };
	}
	const found = await poll(task, watch, watching, known.snapshot);
	if (found.changes.length === 0 && found.unwanted) throw found.unwanted;
	const detected = now();
	// A clock may have been set back.
	const since = Math.min(Math.max(known.at, seenAt), detected);
	const times = { at: known.at, since, now: detected };
	const events = await report(task, { id, watch, watching }, found, times);
	const at = events.length > 0 ? begun : known.at;
	return { events, state: written({ fingerprint, choice, at, snapshot: found.next }) };
}

const UNREADABLE = 'The state of the last poll cannot be read, so what is there now is noted anew';

/** @throws Failure `invalid_input` */
function written(state: State): string {
	const text = encodeState(state);
	checkSize(text);
	return text;
}

/** Not the key: a new one for the same account goes on where the old one was. */
const fingerprintOf = (vendor: string, address: string, watching: Watching): string => {
	const { groupType = '', scope, nameContains = '' } = watching;
	const isWide = isAbout(watching, 'members') || isAbout(watching, 'permissions');
	return hashOf(JSON.stringify([vendor, address, groupType, nameContains, isWide && scope]));
};

const choiceOf = ({ groups }: Watching): string =>
	hashOf(JSON.stringify(groups.map(({ by, value }) => `${by} ${value}`).sort()));

/** Whether the same groups are chosen, in other words. */
async function isSameChoice(task: Task, watch: Watch, watching: Watching, { snapshot }: State): Promise<boolean> {
	const chosen = await resolve(task, watch, watching);
	return chosen.size === snapshot.chosen.size && [...chosen.keys()].every((id) => snapshot.chosen.has(id));
}

/** One item for each event that is watched, made of what is there now. @throws Failure `not_found` where nothing is */
export async function takeSamples(
	task: Task,
	{ id, watch }: Vendor,
	watching: Watching,
	now: () => number,
): Promise<Array<EventJson & { test: true }>> {
	const begun = now();
	requireWholeView(await watch.hasWholeView(task), watch, watching);
	const chosen = await resolve(task, watch, watching);
	const view = await look(task, watch, watching, { chosen });
	const before = snapshotOf(view, watch, watching, chosen);
	const changes = EVENT_NAMES.filter((event) => watching.events.has(event)).flatMap((event): Change[] => {
		const about = wordsOfEvent(event).about;
		if (about === 'members') return memberSample(event, view);
		if (about === 'permissions') return permissionSample(event, view);
		return groupSample(event, view, watch, watching);
	});
	if (changes.length === 0) throw nothingToShow(watching);
	const found = { changes, view, before };
	const events = await report(task, { id, watch, watching }, found, { at: begun, since: begun, now: now() });
	return events.map((event) => ({ ...event, test: true }));
}

function nothingToShow(watching: Watching): Failure {
	const what = isAbout(watching, 'groups') ? 'group' : 'member and no permission in the watched groups';
	const advice = 'Create one, or check the choice of groups, the filter and the rights of the key';
	return new Failure('not_found', `there is no ${what} to show`, { advice });
}

function groupSample(event: Change['event'], view: View, watch: Watch, { nameContains }: Watching): Change[] {
	for (const [groupId, record] of view.groups ?? []) {
		const name = watch.nameOf(record);
		if (!matches(name, nameContains)) continue;
		return [
			{ event, groupId, ...(event === 'groupChanged' && { changes: [{ field: 'name', from: null, to: name }] }) },
		];
	}
	return [];
}

function memberSample(event: Change['event'], view: View): Change[] {
	for (const [area, { groups }] of view.members) {
		for (const [groupId, people] of groups) {
			if (isAbsent(view, groupId)) continue;
			for (const memberId of people.keys()) return [{ event, area, groupId, memberId }];
		}
	}
	return [];
}

function permissionSample(event: Change['event'], { permissions }: View): Change[] {
	for (const [groupId, list] of permissions) {
		for (const [field, names] of list)
			return [{ event, groupId, changes: [{ field, from: null, to: [...names].sort() }] }];
	}
	return [];
}
