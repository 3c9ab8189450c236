import type { JsonObject } from '../fields/reader';

export { isObject, type JsonObject, type ReadParameter } from '../fields/reader';

/** An entry of an Audience Manager permission list. Further keys that the vendor may add pass through. */
export interface Permission extends JsonObject {
	objectType: string;
	objectId: number;
	permissions: string[];
}

/** How a group is addressed: by its id, or by its exact name. */
export interface GroupReference {
	by: 'id' | 'name';
	value: string;
}

export type GroupBody = { kind: 'fields'; name?: string; description?: string } | { kind: 'json'; data: JsonObject };

/** The name that a group is to have; JSON may say something else than text. */
export function wantedName(body: GroupBody): string | undefined {
	const name = body.kind === 'json' ? body.data.name : body.name;
	return typeof name === 'string' || name === undefined ? name : JSON.stringify(name);
}

export type MemberRole = 'member' | 'reporter' | 'manager';

export type BulkDeleteMethod = 'delete' | 'post' | 'perGroup';

export interface Options {
	/** Requests in flight. */
	concurrency: number;
	/** Milliseconds that one request may take. */
	timeout: number;
	/** Requests in all that may be sent for one, the first included. */
	maxAttempts: number;
	/** Seconds that a vendor may ask to wait for. */
	maxRetryWait: number;
	/** Plan the writes instead of sending them. */
	dryRun: boolean;
	ignoreMissing: boolean;
	allowEmpty: boolean;
	/** Entries that `set` may remove; undefined for no limit. */
	maxRemovals?: number;
	bulkDeleteMethod: BulkDeleteMethod;
}

/** The parameters of one item, checked. What an operation does not declare is at its neutral value. */
export interface Input {
	item: number;
	/** Which item a sentence is about, as in ` of item 3`; '' where the run has only one. */
	place: string;
	groupType: string;
	group: GroupReference;
	groupIds: string[];
	body: GroupBody;
	/** Ids, or other names where the vendor has them; nothing twice. */
	members: string[];
	memberRole: MemberRole;
	permissions: Permission[];
	/** Records wanted at most; Infinity for all. */
	limit: number;
	filters: { name?: string; nameContains?: string };
	output: 'envelope' | 'data';
	options: Options;
}

export const DEFAULT_OPTIONS: Options = {
	concurrency: 5,
	timeout: 30_000,
	maxAttempts: 3,
	maxRetryWait: 120,
	dryRun: false,
	ignoreMissing: false,
	allowEmpty: false,
	bulkDeleteMethod: 'delete',
};

/** An input that asks for nothing yet. */
export const neutralInput = (item: number, place = ''): Input => ({
	item,
	place,
	groupType: '',
	group: { by: 'id', value: '' },
	groupIds: [],
	body: { kind: 'fields' },
	members: [],
	memberRole: 'member',
	permissions: [],
	limit: Infinity,
	filters: {},
	output: 'envelope',
	options: DEFAULT_OPTIONS,
});
