import type { JsonObject } from '../contract/json';
import { each, type Task } from '../contract/task';
import {
	type Change,
	EVENT_NAMES,
	type EventName,
	type MemberRecords,
	type Watch,
	type Watching,
} from '../contract/watch';
import { keptOf } from './difference';
import { hashOf } from './hash';
import { byId } from './idList';
import { findOrNull } from './look';
import type { Found } from './poll';

/** One item of the trigger's output; its keys in this order. */
export interface EventJson {
	event: EventName;
	/** The same where a poll is repeated. */
	eventId: string;
	vendor: string;
	/** Null where the vendor has no types. */
	groupType: string | null;
	groupId: string;
	/** Null where it is not known. */
	groupName: string | null;
	/** As it is now, in the vendor's words; null where it is gone. */
	group: JsonObject | null;
	memberId: string | null;
	/** In the vendor's words; `{ id }` where these are not known. */
	member: JsonObject | null;
	changes: Change['changes'] & object;
	/** ISO 8601; it happened later than this, and not later than `detectedAt`. */
	since: string;
	detectedAt: string;
}

/** When things were seen, in ms. */
interface Times {
	/** When the state was laid down or last reported. */
	at: number;
	/** When things were last found to be as they were. */
	since: number;
	now: number;
}

const order = (event: EventName): number => EVENT_NAMES.indexOf(event);

export const inOrder = (left: Change, right: Change): number =>
	order(left.event) - order(right.event) ||
	byId(left.groupId, right.groupId) ||
	byId(left.memberId ?? '', right.memberId ?? '');

/** What a poll has found as n8n's workflows get it. @throws Failure */
export async function report(
	task: Task,
	vendor: { id: string; watch: Watch; watching: Watching },
	found: Omit<Found, 'next'>,
	{ at, since, now }: Times,
): Promise<EventJson[]> {
	const { watch, watching } = vendor;
	const changes = [...found.changes].sort(inOrder);
	const groups = await groupsOf(task, watch, found, changes);
	const people = await peopleOf(task, watch, found, changes);
	return changes.map(({ event, groupId, area, memberId, changes: fields = [] }) => {
		const group = isEnd(event) ? null : (groups.get(groupId) ?? null);
		const kept = group ? keptOf(group, watch, watching) : keptBefore(found, groupId);
		return {
			event,
			eventId: hashOf(JSON.stringify([event, area, groupId, memberId, fields, at])),
			vendor: vendor.id,
			groupType: (area ?? kept?.area) || null,
			groupId,
			groupName: kept?.name || keptBefore(found, groupId)?.name || null,
			group: group && (watch.shownOf?.(group) ?? group),
			memberId: memberId ?? null,
			member: memberId === undefined ? null : (people.get(personKey({ area, memberId })) ?? { id: memberId }),
			changes: fields,
			since: new Date(since).toISOString(),
			detectedAt: new Date(now).toISOString(),
		};
	});
}

const keptBefore = ({ before }: Pick<Found, 'before'>, id: string) => before.groups?.get(id) ?? before.chosen.get(id);

const isEnd = (event: EventName): boolean => event === 'groupDeleted' || event === 'groupHidden';

/** The groups as they are now, by id. */
async function groupsOf(
	task: Task,
	watch: Watch,
	{ view }: Pick<Found, 'view'>,
	changes: readonly Change[],
): Promise<ReadonlyMap<string, JsonObject>> {
	if (view.groups) return view.groups;
	const ids = [...new Set(changes.filter(({ event }) => !isEnd(event)).map(({ groupId }) => groupId))];
	const records = await each(task, ids, async (id) => await findOrNull(task, watch, id));
	return new Map(ids.flatMap((id, at) => (records[at] ? [[id, records[at]]] : [])));
}

/** What is known of those who joined and left, by `personKey`. */
async function peopleOf(
	task: Task,
	watch: Watch,
	{ view }: Pick<Found, 'view'>,
	changes: readonly Change[],
): Promise<MemberRecords> {
	const known = new Map<string, JsonObject | undefined>();
	const unknown = new Map<string, string>();
	for (const change of changes) {
		if (change.memberId === undefined) continue;
		const list = view.members.get(change.area ?? '');
		const seen = list?.groups.get(change.groupId)?.get(change.memberId) ?? list?.visible?.get(change.memberId);
		if (seen) known.set(personKey(change), seen);
		else unknown.set(change.memberId, personKey(change));
	}
	const asked = unknown.size > 0 ? await watch.people?.(task, [...unknown.keys()]) : undefined;
	for (const [id, record] of asked ?? []) known.set(unknown.get(id)!, record);
	return known;
}

/** Ids of different areas may be the same. */
const personKey = ({ area = '', memberId = '' }: Pick<Change, 'area' | 'memberId'>): string => `${area} ${memberId}`;
