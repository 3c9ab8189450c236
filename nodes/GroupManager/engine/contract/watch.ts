import type { Failure } from './failure';
import type { Field } from './field';
import type { GroupReference, With } from './input';
import type { JsonObject } from './json';
import type { Task } from './task';

interface EventWords {
	label: string;
	description: string;
	/** What has to be read to see it. */
	about: 'groups' | 'members' | 'permissions';
	/** Whether it says that something is not there: then the list has to be all that there is. */
	isAbsence?: true;
}

/** What can happen to groups, in the order in which a poll reports it. */
export const EVENTS = {
	groupDeleted: {
		label: 'Group Deleted',
		description: 'A group is gone',
		about: 'groups',
		isAbsence: true,
	},
	groupHidden: {
		label: 'Group Deleted or Hidden',
		description: 'A group was deleted, or the key has lost the right to see it',
		about: 'groups',
	},
	groupCreated: { label: 'Group Created', description: 'There is a new group', about: 'groups' },
	groupChanged: {
		label: 'Group Changed',
		description: 'A group has another name or other details, or has come into view',
		about: 'groups',
	},
	memberLeft: {
		label: 'Member Left',
		description: 'Somebody or something is no longer in a group',
		about: 'members',
		isAbsence: true,
	},
	memberJoined: { label: 'Member Joined', description: 'Somebody or something is new in a group', about: 'members' },
	permissionChanged: {
		label: 'Permission Changed',
		description: 'A group may do more, less or something else with an object',
		about: 'permissions',
		isAbsence: true,
	},
} as const satisfies Record<string, EventWords>;

export type EventName = keyof typeof EVENTS;

export const EVENT_NAMES = Object.keys(EVENTS) as EventName[];

export const wordsOfEvent = (event: EventName): EventWords => EVENTS[event];

/** Member ids with what the vendor says of each, as far as the list says it. */
export type MemberRecords = ReadonlyMap<string, JsonObject | undefined>;

/** Who is in which group, from lists that were read to their end. */
export interface MemberView {
	/** By group id. Of a group that is left out nothing is known, unless all of `visible` are known. */
	groups: ReadonlyMap<string, MemberRecords>;
	/**
	 * All that the lists show, in whatever group, where they do: then only who is among them can have left a group, and
	 * what was never among them and is no newer has only come into view. Their groups need not be there.
	 */
	visible?: MemberRecords;
	/** Groups that the vendor says are not there. */
	gone?: ReadonlySet<string>;
}

/** All groups, from lists that say where they end. */
export interface GroupsRead {
	groups: readonly JsonObject[];
	/** Areas whose groups the vendor does not show, and why. */
	refused?: ReadonlyMap<string, Failure>;
}

/** What a group may do, by object. */
export type PermissionView = ReadonlyMap<string, ReadonlySet<string>>;

/** How a vendor's groups are watched by polling. */
export interface Watch {
	/** What the vendor's lists can tell. */
	events: readonly EventName[];
	/** Whether the members of all groups come with requests that one group costs too. */
	canWatchAll: boolean;
	/** The kinds of groups, for a vendor that keeps them apart. */
	groupType?: Field<'groupType', string>;
	idOf: (group: JsonObject) => string;
	/** As people wrote it; empty where the vendor does not say. */
	nameOf: (group: JsonObject) => string;
	/** What is compared beside the name; undefined, or left out, for what the vendor does not say. */
	fieldsOf: (group: JsonObject) => JsonObject;
	/** Member lists that stand apart, by the group's own type; left out where there is one. */
	areas?: {
		of: (group: JsonObject, groupType: string) => string;
		all: (groupType: string) => readonly string[];
	};
	/** What of a group stands in an item; left out for all that the vendor says. */
	shownOf?: (group: JsonObject) => JsonObject;
	/** Whether ids are numbers that grow: then a new one below the highest was there before, out of view. */
	growingIds: boolean;
	/** @throws Failure */
	list: (task: Task) => Promise<GroupsRead>;
	/** Whether there is a request for a single group. Elsewhere the list is read whatever is watched. */
	hasSingles: boolean;
	/** The group behind a reference. @throws Failure `not_found` where the vendor itself says so, `ambiguous_name` */
	find: (task: Task<With<'groupId'>>) => Promise<JsonObject>;
	/**
	 * @param area one of `areas`
	 * @param groupIds undefined for all groups
	 * @throws Failure
	 */
	members: (task: Task, area: string, groupIds: readonly string[] | undefined) => Promise<MemberView>;
	permissions?: (task: Task, groupId: string) => Promise<PermissionView>;
	/** Whether the key sees everything there is, so that what is not in a list is not there. */
	hasWholeView: (task: Task) => Promise<boolean>;
	/** What the vendor says of people of whom the lists give the id alone; those whom it does not know are left out. */
	people?: (task: Task, ids: readonly string[]) => Promise<MemberRecords>;
}

/** What people have chosen to watch, checked. */
export interface Watching {
	/** Undefined for a vendor that has no types. */
	groupType: string | undefined;
	events: ReadonlySet<EventName>;
	scope: 'chosen' | 'all';
	/** With scope `chosen`. */
	groups: readonly GroupReference[];
	/** Part of the name, in any case. */
	nameContains: string | undefined;
	/** Percent of a list that may be gone at once. */
	largestLoss: number;
}

export interface FieldChange {
	field: string;
	/** Null for nothing, and where it was not kept. */
	from: unknown;
	to: unknown;
}

/** One thing that happened, as far as the lists tell it. */
export interface Change {
	event: EventName;
	groupId: string;
	/** Of a member; see `Watch.areas`. */
	area?: string;
	memberId?: string;
	changes?: readonly FieldChange[];
}
