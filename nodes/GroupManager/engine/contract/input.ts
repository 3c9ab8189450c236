import type { JsonObject } from './json';

/** How a group is addressed: by its id, or by its exact name. */
export interface GroupReference {
	by: 'id' | 'name';
	value: string;
}

/** What a group is to be. */
export interface GroupBody {
	/** The name that it is to have; undefined where that is to stay. */
	name?: string;
	description?: string;
	/** In the vendor's own words, to be sent as it is. */
	json?: JsonObject;
}

export interface Filters {
	/** The exact name. */
	name?: string;
	/** Part of the name, in any case. */
	nameContains?: string;
}

/** What belongs to every request of an operation. */
export interface CommonOptions {
	/** Requests in flight. */
	concurrency: number;
	/** Requests in all that may be sent for one, the first included. */
	maxAttempts: number;
	/** Seconds that a vendor may ask to wait for. */
	maxRetryWait: number;
	/** Milliseconds that one request may take. */
	timeout: number;
}

/** What some operations offer beside that. */
export interface KnownOptions {
	/** Plan the writes instead of sending them. */
	dryRun: boolean;
	ignoreMissing: boolean;
	allowEmpty: boolean;
	/** Entries that `set` may remove; undefined for no limit. */
	maxRemovals: number | undefined;
}

/** The fields that the engine itself knows; a vendor may have further ones of its own. */
export interface KnownFields {
	groupType: string;
	groupId: GroupReference;
	groupIds: string[];
	body: GroupBody;
	/** Ids, or other names where the vendor has them; nothing twice. */
	members: string[];
	/** Records wanted at most; Infinity for all. */
	limit: number;
	filters: Filters;
}

/** The parameters of one item, checked. What its operation does not declare is not there. */
export interface Input extends Partial<KnownFields> {
	item: number;
	/** Which item a sentence is about, as in ` of item 3`; '' where the run has only one. */
	place: string;
	output: 'envelope' | 'data';
	options: CommonOptions & Partial<KnownOptions>;
}

/** An input whose operation declares these fields and options. */
export type With<F extends keyof KnownFields, O extends keyof KnownOptions = never> = Input &
	Pick<KnownFields, F> & { options: Pick<KnownOptions, O> };
