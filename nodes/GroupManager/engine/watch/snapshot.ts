import type { Failure } from '../contract/failure';
import type { JsonObject } from '../contract/json';
import type { MemberView, PermissionView } from '../contract/watch';

/** A group as it was last seen. */
export interface KeptGroup {
	/** As people wrote it; empty where it was never said. */
	name: string;
	/** See `Watch.areas`; empty where there is one. */
	area: string;
	/** See `Watch.fieldsOf`. */
	fields: JsonObject;
}

/** Members as they were last seen. */
export interface KeptMembers {
	/** By group id; where the lists show every member, also of groups that were never seen. */
	groups: Map<string, Set<string>>;
	/** All that was ever in view, where the lists show what is in no watched group too. */
	known?: Set<string>;
}

/** A chosen group. */
export interface KeptChoice {
	name: string;
	area: string;
	/** Whether its end was reported. */
	isGone: boolean;
}

/** What one poll leaves for the next. */
export interface Snapshot {
	/** Groups that are watched for what happens to themselves, by id; undefined where none were. */
	groups: Map<string, KeptGroup> | undefined;
	/** Further groups that were seen, such as those that the filter leaves out. */
	others: Set<string>;
	/** Groups that were seen and have gone out of view, where ids grow. */
	hidden: Set<string>;
	/** Areas whose groups the vendor has not shown so far. */
	unread: Set<string>;
	/** The chosen groups, by id. */
	chosen: Map<string, KeptChoice>;
	/** By area. */
	members: Map<string, KeptMembers>;
	/** By group id and object, what the group may do with it. */
	permissions: Map<string, Map<string, ReadonlySet<string>>>;
	/** Whether the key saw everything there was. */
	isWhole: boolean;
}

export const emptySnapshot = (): Snapshot => ({
	groups: undefined,
	others: new Set(),
	hidden: new Set(),
	unread: new Set(),
	chosen: new Map(),
	members: new Map(),
	permissions: new Map(),
	isWhole: true,
});

/** What a poll has read. */
export interface View {
	/** All groups by id; undefined where no list was read. */
	groups: ReadonlyMap<string, JsonObject> | undefined;
	/** Areas whose groups the vendor does not show. */
	refused: ReadonlyMap<string, Failure>;
	/** Groups that the vendor says are not there. */
	gone: ReadonlySet<string>;
	/** By area. */
	members: ReadonlyMap<string, MemberView>;
	permissions: ReadonlyMap<string, PermissionView>;
}

/** Whether the group was there, as far as anybody could see. */
export const wasThere = ({ groups, others, chosen }: Snapshot, id: string): boolean =>
	groups?.has(id) === true || others.has(id) || chosen.get(id)?.isGone === false;

/** Whether the group is not there, as far as the view tells. */
export const isAbsent = ({ gone, groups }: View, id: string): boolean => gone.has(id) || groups?.has(id) === false;
