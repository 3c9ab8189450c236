import type { Code } from '../../nodes/GroupManager/engine/contract/vocabulary';
import type { AnySimulator } from '../../simulators';
import type { Json, Value } from './json';
import type { Line } from './requests';

export type Switches<S extends AnySimulator = AnySimulator> = Partial<S['switches']>;

/** What a successful answer holds; where nothing belongs a body does no harm. */
export type Belongs = 'object' | 'list' | `page of ${string}` | 'nothing';

/** An operation that succeeds on the groups Alpha, Beta and Gamma. */
export interface Sample {
	parameters: Json;
	/** Its requests in their order. */
	sends: Line[];
	data: Value;
	/** Whether the data are a report of the node's own, and not what the vendor answered. */
	isReport?: true;
	/** The request that the envelope shows. Default: the last write, or else the first read. */
	shows?: Line;
}

/** The members of the seeded groups: two in Beta, one in Alpha, one in none. All ids as text. */
export interface Members<S extends AnySimulator = AnySimulator> {
	inside: [string, string];
	elsewhere: string;
	outside: string;
	/** What an unknown id is answered with, where the vendor is asked at all. */
	unknown: string;
	/** The members that the n-th group has now. */
	of(simulator: S, index: number): string[];
	records: Value[];
	/** How Beta's members are listed, after its look-up. */
	list: Line;
	/** The writes that put somebody into Beta, and take somebody out; bodies left out. */
	put: (member: string) => Line;
	take: (member: string) => Line;
	/** Reads of an execution that adds `members` to Beta, whatever the number of items. */
	readsOfAdd: (members: string[]) => Line[];
}

/** An answer by which the vendor refuses, as documented or seen. */
export interface Refusal {
	status: number;
	body: string | object;
	code: Code;
	/** The requests that may be answered so; default: all. */
	on?: RegExp;
	/** What the message makes of it. */
	says?: RegExp;
}

/** All that the suite knows of a vendor. */
export interface Profile<S extends AnySimulator = AnySimulator> {
	/** Fields of the credential beside those that its simulator needs. */
	credential?: Json;
	/** The credential's headers as an envelope shows them. */
	headers: Record<string, string>;

	/** The id of the n-th seeded group, from 0. */
	id: (index: number) => string;
	unknownId: string;
	seed(simulator: S, names: string[]): void;
	/** Names of the groups that are there now. */
	names(simulator: S): string[];
	/** The name in a record or in a body. Default: the field `name`. */
	nameOf?: (record: Json) => Value;
	/** A seeded group as the vendor writes it, its id first. */
	group: (index: number, name: string) => Json;
	created: (name: string) => Json;
	/** What an update and a deletion give. */
	updated: (index: number, name: string) => Json;
	deleted: (index: number) => Json;
	/** Bodies for JSON mode; the update gives the name Better, and perhaps more. */
	json: { create: Json; update: Json };

	requests: {
		list: Line;
		/** What a list looks like when it is empty. */
		nothingListed: string;
		create: (name: string) => Line[];
		/** Of a name that nobody has. */
		upsert: (name: string) => Line[];
		get: (index: number) => Line[];
		findByName: (name: string) => Line[];
		update: (index: number, name: string) => Line[];
		/** The write alone. */
		write: (index: number, body: Json) => Line;
		delete: (index: number) => Line[];
		deleteUnknown: Line[];
		deleteMany: (indexes: number[]) => Line[];
	};
	/** Whether a lost answer to a create can be told from a foreign group, so that the group is adopted. */
	lostCreate: 'success' | 'outcome_unknown';
	/** Requests that one execution needs to get these groups by id. */
	requestsOfGets: (indexes: number[]) => number;
	/** Whether a deletion of many tells unknown ids from others. */
	reportsUnknown: boolean;

	/** What belongs into the answer to a request; the first pattern that fits counts. */
	answers: ReadonlyArray<readonly [RegExp, Belongs]>;
	/** A read that these operations do without when it is answered with this status. */
	dispensable?: { line: Line; operations: string[]; status: number };
	/** Where a bare status means something of the vendor's own. */
	statuses?: ReadonlyArray<{ status: number[]; on: RegExp; code: Code }>;
	/** Switch positions under which every operation works. */
	positions: Array<Switches<S>>;
	/** Those under which the vendor serves nobody. */
	barred?: Array<Switches<S>>;
}

/** What only a part of the suite needs. */
export interface Conformance<S extends AnySimulator = AnySimulator> {
	profile: Profile<S>;
	/** Operations beside those on groups, by `resource.operation`. */
	samples: Record<string, Sample>;
	members: Members<S>;
	refusals: Refusal[];
}

/** A body for JSON mode. @param name as it stands in JSON: with its quotes, or as an expression that gives them */
export const jsonNamed = ({ json: { update } }: Pick<Profile, 'json'>, name: string): string =>
	JSON.stringify(update).replace('"Better"', () => name);
