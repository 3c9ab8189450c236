import type { Input, With } from '../contract/input';
import type { JsonObject } from '../contract/json';
import type { Task } from '../contract/task';
import type { Vendor } from '../contract/vendor';
import { lookOf } from '../fields/lookAlike';
import type { GroupList } from './groupList';
import type { GroupRecords } from './records';

/** How a vendor's groups are found, and how what was read of them stays true. Ready-made: `wholeList`, `pagedList`. */
export interface Directory {
	records: GroupRecords;
	/** Whether the vendor refuses a name that is taken: then a second create does no harm. */
	refusesDuplicates: boolean;
	/** Whether what was there before a create is known, since the whole list is read anyway. */
	knowsBefore: boolean;
	/** The group behind the item's `groupId`. @throws Failure `not_found`, `ambiguous_name` */
	get: (task: Task<With<'groupId'>>) => Promise<JsonObject>;
	/** Its id: looked up where it is a name, or where the vendor would write blindly. */
	locate: (task: Task<With<'groupId'>>) => Promise<string>;
	/** Groups by the item's filters, up to its limit. */
	list: (task: Task<With<'limit' | 'filters'>>) => Promise<JsonObject[]>;
	/** See `Vendor.pick`. */
	pick: Vendor['pick'];
	/** All groups of exactly this name. */
	named: (task: Task, name: string) => Promise<JsonObject[]>;
	/** Groups whose names only look like this one. */
	similar: (task: Task, name: string) => Promise<JsonObject[]>;
	/**
	 * Groups of that look, for a vendor that may have trimmed the name, from a read that begins now; undefined
	 * where it may not be paid for.
	 */
	namedNow: (task: Task, name: string, charge?: () => boolean) => Promise<JsonObject[] | undefined>;
	/** All groups, where the whole list is read anyway. */
	whole?: (task: Task) => Promise<GroupList>;
	/** The group from a read that begins now; undefined where there is none. */
	findNow: (task: Task, id: string) => Promise<JsonObject | undefined>;
	/** The group as far as this execution has read it. */
	known: (task: Task, id: string) => Promise<JsonObject | undefined>;
	/** The shared reads that look-ups by name go by, and those by id. */
	readsByName: (task: Task, name: string) => string[];
	readsById: (task: Task, id: string) => string[];
	/** Takes a written group into the shared reads. */
	put: (task: Task, group: JsonObject) => void | Promise<void>;
	remove: (task: Task, id: string) => void | Promise<void>;
	/** Refuses what the vendor would refuse to change or delete, for a dry run. @throws Failure */
	refuseChange?: (group: JsonObject) => void;
}

/** The same item turned to one group. */
export const onGroup = <I extends Input>(task: Task<I>, id: string): Task<I & With<'groupId'>> =>
	task.having({ groupId: { by: 'id', value: id } });

/** What turns are taken at: a name that a group is to have, a group, and the members of a group. */
export const nameTarget = ({ input }: Task, name: string): string => `name ${input.groupType ?? ''} ${lookOf(name)}`;

export const groupTarget = (id: string): string => `group ${id}`;

export const membersTarget = (id: string): string => `members of ${id}`;
