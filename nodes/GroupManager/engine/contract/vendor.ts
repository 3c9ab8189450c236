import type { Terms } from '../run/agreement';
import type { Failure } from './failure';
import type { JsonObject } from './input';
import type { Locks } from '../run/locks';
import type { Clock } from '../http/retry';
import type { Task } from '../run/task';
import type { Code, OperationName, Resource } from './vocabulary';

/** The parameters of an operation, as the form shows them; `output` belongs to all. `body` is Name, Description or JSON. */
export type Field =
	'groupType' | 'groupId' | 'groupIds' | 'body' | 'members' | 'memberRole' | 'permissions' | 'limit' | 'filters';

/** What the Options collection of an operation offers. */
export type Option =
	| 'concurrency'
	| 'timeout'
	| 'dryRun'
	| 'ignoreMissing'
	| 'allowEmpty'
	| 'maxAttempts'
	| 'maxRemovals'
	| 'maxRetryWait'
	| 'bulkDeleteMethod';

/** What every operation offers. */
export const COMMON_OPTIONS: readonly Option[] = ['concurrency', 'maxAttempts', 'maxRetryWait', 'timeout'];

interface Supported {
	fields: readonly Field[];
	/** Beyond `COMMON_OPTIONS`. */
	options?: readonly Option[];
	/** Where the vendor surprises: shown above the fields and in the README. */
	note?: string;
}

/** An operation on one item after another. */
export interface ItemRow extends Supported {
	/** Returns the item's data. */
	run: (task: Task) => Promise<unknown>;
	/** Looks once more at what was done, when all items are through. @returns what turns out otherwise: other data, or a Failure */
	lookBack?: (
		done: ReadonlyArray<{ task: Task; data: unknown }>,
	) => Promise<Array<Failure | { data: unknown } | undefined>>;
	/** Whether Delete Many takes one request for each group. */
	isPerGroup?: true;
}

/** An operation on all items together: each is looked up first, then every target is written once. */
export interface JointRow<Wish extends { task: Task } = { task: Task }> extends Supported {
	/** What the item wants, with everything looked up. Writes nothing. */
	prepare: (task: Task) => Promise<Wish>;
	/** What `terms` compare of a wish. */
	claim?: (wish: Wish) => { groupId: string; wants: readonly string[] };
	terms?: Terms;
	/** Returns one result per wish, an Error for one that failed. Dry runs and others come apart. */
	perform: (wishes: Wish[]) => Promise<unknown[]>;
}

/** Keeps the type of the wishes between the parts of a row. */
export const joint = <Wish extends { task: Task }>(row: JointRow<Wish>): JointRow => row as unknown as JointRow;

export type Row = ItemRow | JointRow;

/** The sentence says why there is no such operation. */
export interface Unsupported {
	unsupported: string;
}

export type Capability = Row | Unsupported;

export const isSupported = (capability: Capability): capability is Row => !('unsupported' in capability);

/** The credential as n8n hands it over: shared by all vendors, so every field may be missing. */
export type Credential = JsonObject;

export interface Reply {
	status: number;
	/** Lower-case names. */
	headers: Record<string, string>;
	text: string;
}

/** What a vendor's error body says. */
export interface Refusal {
	/** Where the vendor's own code or text says more than the status. */
	code?: Code;
	reason?: string;
	advice?: string;
}

export interface PickerEntry {
	name: string;
	id: string;
}

export interface Vendor {
	id: string;
	label: string;
	/** Appended to a bare domain. */
	basePath: string;
	/** What an empty Domain means. A vendor that its customers host themselves has none. */
	defaultDomain?: string;
	idKind: 'integer' | 'text';
	/** Kinds of groups, for a vendor that keeps them apart. */
	groupTypes?: ReadonlyArray<{ value: string; label: string }>;
	hasDescription: boolean;
	/** How members are named: by their ids only, or also by e-mail address (and user name). */
	memberNames: 'ids' | 'idsAndNames';
	/** Checks what is needed beside the headers. @throws Failure `invalid_input` */
	checkCredential?: (credential: Credential) => void;
	/** Authentication headers. @throws Failure `invalid_input` when a needed field is empty */
	headers: (credential: Credential) => Record<string, string>;
	/** Whether n8n fetches and renews a token before requests. */
	usesToken: (credential: Credential) => boolean;
	/** Path of an authenticated read that every key may do. */
	testPath: string;
	/** Reads an error body: parsed JSON, or the text where it is none. Never throws. */
	refusal: (body: unknown, reply: Reply, request: { method: string; url: string }) => Refusal;
	/** One page of the picker; `token` is what the page before gave. */
	pick: (task: Task, filter: string, token?: string) => Promise<{ entries: PickerEntry[]; token?: string }>;
	/** Names that a permission on one object of the type may have, for the form to offer; any other can be typed. */
	permissionNames?: (task: Task, objectType: string) => Promise<string[]>;
	resources: { [R in Resource]: { [O in OperationName<R>]: Capability } };
}

/** Types a vendor's table; the place that a new vendor starts from. */
export const defineVendor = (vendor: Vendor): Vendor => vendor;

/** The only way out. */
export interface Host {
	/** Every answer resolves, whatever its status. @throws Failure `timeout`, `unavailable`, `unauthorized` (login) or `cancelled` */
	send: (request: { method: string; url: string; body?: unknown; timeout: number }) => Promise<Reply>;
	clock: Clock;
	/** Shared by all executions of the process. */
	locks: Locks;
	/** Values that must never leave the node, as known by now. */
	secrets: () => readonly unknown[];
	/** Aborted as soon as the execution is cancelled. */
	signal?: AbortSignal;
	/** The credential as it is for an item, where an expression in it may change it. */
	credentialOf?: (item: number) => Promise<Credential>;
}

export type { Failure };
