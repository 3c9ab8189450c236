import type { FieldOwner, Form, Option, Widget } from '../contract/field';
import type { GroupReference } from '../contract/input';
import { isObject } from '../contract/json';
import { EVENT_NAMES, type EventName, type Watch, type Watching, wordsOfEvent } from '../contract/watch';
import { groupId } from './groupId';
import { collection, kindOf, oneOf, refusal, refuseAbsent, stored, textOf, wholeNumber } from './reader';

/** The vendor whose groups are watched, as its fields see it. */
export interface Watched extends FieldOwner {
	watch: Watch;
}

const EVENTS_WIDGET: Widget = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	default: ['groupCreated', 'groupChanged'],
	description: 'What starts the workflow; each event is an item of its own',
};

/** Which events start the workflow. */
export const eventsOf = ({ watch }: Watched): Widget => ({
	...EVENTS_WIDGET,
	options: EVENT_NAMES.filter((event) => watch.events.includes(event))
		.map((value) => ({ name: wordsOfEvent(value).label, value, description: wordsOfEvent(value).description }))
		.sort((left, right) => (left.name < right.name ? -1 : 1)),
});

export const SCOPE: Widget = {
	displayName: 'Watch',
	name: 'watch',
	type: 'options',
	default: 'chosen',
	description: 'Which groups to watch for their members and permissions',
	options: [
		{ name: 'All Groups', value: 'all', description: 'For members only' },
		{ name: 'Chosen Groups', value: 'chosen' },
	],
};

const GROUPS_WIDGET: Widget = {
	displayName: 'Groups',
	name: 'groups',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Group',
	default: { group: [{ groupId: { mode: 'list', value: '' } }] },
	description: 'The groups whose members and permissions are watched, 50 at most',
};

/** The groups to watch one by one. */
export const groupsOf = (owner: Watched): Widget => ({
	...GROUPS_WIDGET,
	options: [{ displayName: 'Group', name: 'group', values: groupId.widgets(owner) }],
});

export const NAME_CONTAINS: Widget = {
	displayName: 'Name Contains',
	name: 'nameContains',
	type: 'string',
	default: '',
	description: 'Part of the name of the groups to watch; empty for all. Upper and lower case do not matter.',
};

const LARGEST_LOSS: Widget = {
	displayName: 'Largest Loss',
	name: 'largestLoss',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 100 },
	default: 20,
	description:
		"Percent of the groups, or of a group's members or permissions, that may be gone at once; beyond that, and " +
		'beyond three, the poll fails',
};

const AFTER_PAUSE: Widget = {
	displayName: 'After a Pause',
	name: 'afterPause',
	type: 'options',
	default: 'report',
	description: 'What to do about changes from while the workflow was not active',
	options: [
		{ name: 'Report Them', value: 'report' },
		{ name: 'Start Afresh', value: 'fresh' },
	],
};

export const largestLoss: Option<'largestLoss', number> = {
	name: 'largestLoss',
	widget: LARGEST_LOSS,
	absent: 20,
	read: (form, value) => wholeNumber(form, LARGEST_LOSS, value),
};

export const afterPause: Option<'afterPause', 'report' | 'fresh'> = {
	name: 'afterPause',
	widget: AFTER_PAUSE,
	absent: 'report',
	read: (form, value) => oneOf(form, AFTER_PAUSE, value, ['report', 'fresh']),
};

/** What people have chosen to watch, as it is stored; see `Watching`. @throws Failure `invalid_input` */
export function readWatching(form: Form, owner: Watched): Omit<Watching, 'largestLoss'> {
	const { watch } = owner;
	const events = readEvents(form, owner);
	const isAbout = (...what: string[]): boolean =>
		[...events].some((event) => what.includes(wordsOfEvent(event).about));
	const scope = isAbout('members', 'permissions') ? readScope(form, owner, events) : 'chosen';
	const needsGroups = scope === 'chosen' && isAbout('members', 'permissions');
	return {
		groupType: watch.groupType?.read(form, owner, undefined as never),
		events,
		scope,
		groups: needsGroups ? readGroups(form, owner) : [],
		nameContains: isAbout('groups') ? readPart(form) : undefined,
	};
}

function readEvents(form: Form, { watch, label }: Watched): ReadonlySet<EventName> {
	const value = stored(form, EVENTS_WIDGET);
	refuseAbsent(form, EVENTS_WIDGET, value);
	if (!Array.isArray(value)) throw refusal(form, EVENTS_WIDGET, `must be a list, but it is ${kindOf(value)}`);
	if (value.length === 0) throw refusal(form, EVENTS_WIDGET, 'is empty; choose at least one event');
	const unknown = (value as EventName[]).find((event) => !watch.events.includes(event));
	if (unknown === undefined) return new Set(value as EventName[]);
	throw refusal(form, EVENTS_WIDGET, `holds "${String(unknown)}", and ${label} has only ${watch.events.join(', ')}`);
}

function readScope(form: Form, { watch, label }: Watched, events: ReadonlySet<EventName>): Watching['scope'] {
	const scope = oneOf(form, SCOPE, stored(form, SCOPE), ['chosen', 'all']);
	if (scope === 'chosen') return scope;
	if (!watch.canWatchAll) {
		throw refusal(form, SCOPE, `must be Chosen Groups: with ${label} every group costs requests of its own`);
	}
	if (!events.has('permissionChanged')) return scope;
	throw refusal(form, SCOPE, 'must be Chosen Groups for permissions: every group costs a request of its own');
}

function readGroups(form: Form, owner: Watched): GroupReference[] {
	const added = collection(form, GROUPS_WIDGET);
	const rows: unknown = added.group ?? [];
	if (!Array.isArray(rows)) throw refusal(form, GROUPS_WIDGET, `must be rows, but it is ${kindOf(rows)}`);
	if (rows.length === 0) throw refusal(form, GROUPS_WIDGET, 'is empty; choose at least one group');
	const references = (rows as unknown[]).map((row, at) => {
		const stored = (): unknown => (isObject(row) ? row.groupId : row);
		const place = rows.length > 1 ? ` of row ${at + 1}` : '';
		return groupId.read({ stored, place }, owner, undefined as never);
	});
	const byText = new Map(references.map((reference) => [JSON.stringify(reference), reference]));
	return [...byText.values()];
}

function readPart(form: Form): string | undefined {
	const text = textOf(form, NAME_CONTAINS, stored(form, NAME_CONTAINS));
	if (text !== '' && text.trim() === '') throw refusal(form, NAME_CONTAINS, 'holds nothing but blanks');
	return text === '' ? undefined : text;
}
