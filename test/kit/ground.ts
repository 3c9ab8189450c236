import type { AnySimulator, Simulators } from '../../simulators';
import type { Json } from './json';
import type { Line } from './requests';

/** What a vendor holds. Groups and people count from 0. */
export interface Seed {
	/** Names of the groups. */
	names: string[];
	/** People in each group. */
	members?: number[][];
	people?: number;
	/** Where the vendor has them: descriptions by group, objects, and those that each group may read. */
	descriptions?: Array<string | null>;
	objects?: number;
	permissions?: number[][];
}

/** What is known of one group, as far as the node can change it. */
export interface GroupState {
	id: string;
	name: string;
	description: string | null;
	/** Ids in the vendor's order. */
	members: string[];
	/** `SEGMENT 1` and its names in order. */
	permissions: Record<string, string[]>;
}

/** How a vendor keeps groups and members: what tests stand on that run over all vendors. */
export interface Ground {
	vendor: string;
	/** What every operation on groups needs beside its own parameters. */
	scope: Json;
	/** What an update gives beside the name, where it is to be a single request. */
	update: Json;
	groupId: (index: number) => string;
	memberId: (index: number) => string;
	/** Every way in which a person may be typed, the id first. */
	spellings: (index: number) => string[];
	idField: 'id' | 'groupId';
	/** A name is given once only, and a second time is refused. */
	hasUniqueNames: boolean;
	hasDescription: boolean;
	/** Each person is in one group at most. */
	isExclusive: boolean;
	seed: (simulators: Simulators, seed: Seed) => void;
	/** In the vendor's order. */
	groups: (simulators: Simulators) => GroupState[];
	/** Adds a group behind the node's back, as somebody else would; its id has this number in it. */
	addGroup: (simulators: Simulators, name: string, number?: number) => void;
	/** Writes that put a person into a group, and take him out of his only one. */
	put: (group: number, member: number) => Line;
	take: (group: number, member: number) => Line;
	/** Requests that change a membership, and the read of all members. */
	writes: { method?: string; path: RegExp };
	memberList: (group: number) => RegExp;
}

/** What is there in a simulator's own default seed. */
export interface Home {
	group: { id: string | number; name: string };
	another: { id: string | number; name: string };
	/** Of the group. */
	members: [string, string];
	/** Somebody who is in no group yet. */
	newcomer: string;
	unknownGroup: string;
	unknownMember: string;
	/** The n-th of people who are not there: one list tells, and nobody is asked for by himself. */
	stranger: (index: number) => string;
	/** A person under all his names, where there are several: the id last. */
	person?: string[];
	/** A credential with this key and no login. */
	keyed: (key: string) => Json;
	/** How a new member of a group that is gone is refused, where not as `not_found`. */
	goneGroup?: string;
	/** Ways in which the credential can be wrong. */
	wrong: (key: string) => Json[];
	/** An answer that shows a new group of this name. */
	created: (name: string) => Json;
	/** Options of a deletion of many; with the first of them, unknown ids fail apart from the others. */
	deletions: Json[];
	/** Fields that only this vendor has, as a message calls them. */
	ownFields?: Array<{ on: RegExp; name: string; label: RegExp; isOption?: true }>;
	/** Parameters of operations that only this vendor has. */
	operations?: Record<string, Json>;
}

export const groupNames = (ground: Ground, simulators: Simulators): string[] =>
	ground.groups(simulators).map(({ name }) => name);

export const membersOf = (ground: Ground, simulators: Simulators, group: number): string[] =>
	ground.groups(simulators)[group]!.members;

export const simulatorOf = (ground: Ground, simulators: Simulators): AnySimulator => simulators.of(ground.vendor);

/** What the form calls the members of such groups. */
export const membersLabelOf = ({ scope: { groupType } }: Pick<Ground, 'scope'>): string =>
	typeof groupType === 'string' ? `${groupType.charAt(0).toUpperCase()}${groupType.slice(1)}` : 'Members';
