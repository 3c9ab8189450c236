import type { Failure } from './failure';
import type { Field, FieldOwner, InputOf, Option, Widget } from './field';
import type { Credential, Reply } from './host';
import type { Input } from './input';
import type { Task } from './task';
import type { Watch } from './watch';
import { RESOURCES, type Code, type OperationName, type Resource } from './vocabulary';

/** What people have to know of an operation. */
export interface Remarks {
	/** Where the vendor surprises: a hint in the form, and a remark in the documentation. */
	note?: string;
	/** What is lost or cannot be undone: a notice above the fields. */
	warning?: string;
}

interface Offered extends Remarks {
	fields: readonly Field[];
	/** Beyond what every operation offers. */
	options: readonly Option[];
}

/** An operation on one item after another. */
export interface ItemRow extends Offered {
	/** Returns the item's data. */
	run: (task: Task) => Promise<unknown>;
	lookBack?: LookBack;
}

/**
 * Looks once more at what was done, when all items are through. @returns what turns out otherwise: other data, or a
 * Failure
 */
export type LookBack = (
	done: ReadonlyArray<{ task: Task; data: unknown }>,
) => Promise<Array<Failure | { data: unknown } | undefined>>;

/** What one item wants in one group, as texts that compare. */
export interface Claim {
	groupId: string;
	wants: readonly string[];
}

/** How the items of an operation may contradict each other. */
export interface Terms<I extends Input = Input> {
	/** Whether an item says all that the group shall have. */
	isWhole: boolean;
	/** Whether a member can be in one group only. */
	isExclusive: boolean;
	/** The operation for people who meant to add. */
	instead: 'Add' | 'Grant';
	/** What an item wants in its group, as texts that compare. */
	wants: (input: I) => readonly string[];
	/** Whether two different texts are two different things: not where one person can be named in two ways. */
	isCertain: (want: string) => boolean;
}

/** What an item wants, with everything looked up. */
export interface Wish<I extends Input = Input> {
	task: Task<I>;
}

/** An operation on all items together: each is looked up first, then every target is written once. */
export interface JointRow extends Offered {
	/** Writes nothing. */
	prepare: (task: Task) => Promise<Wish>;
	/** What `terms` compare of a wish. */
	claim?: (wish: Wish) => Claim;
	terms?: Terms;
	/** Returns one result per wish, an Error for one that failed. Dry runs and others come apart. */
	perform: (wishes: Wish[]) => Promise<unknown[]>;
}

export type Row = ItemRow | JointRow;

/** The sentence says why there is no such operation. */
export interface Missing {
	missing: string;
}

export type Capability = Row | Missing;

/** @param capability an operation, or all those of a resource */
export const isMissing = (capability: Capability | Record<string, Capability>): capability is Missing =>
	'missing' in capability && typeof capability.missing === 'string';

export const missing = (why: string): Missing => ({ missing: why });

/** An operation: its fields and options are all that `run` gets to see. */
export const offer = <const F extends readonly Field[], const O extends readonly Option[] = []>(
	row: Remarks & {
		fields: F;
		options?: O;
		run: (task: Task<InputOf<F, O>>) => Promise<unknown>;
		lookBack?: LookBack;
	},
): ItemRow => ({ options: [], ...row }) as unknown as ItemRow;

/** The same for an operation on all items together. */
export const offerJointly = <const F extends readonly Field[], W extends Wish, const O extends readonly Option[] = []>(
	row: Remarks & {
		fields: F;
		options?: O;
		prepare: (task: Task<InputOf<F, O>>) => Promise<W>;
		claim?: (wish: W) => Claim;
		terms?: Terms<InputOf<F, O>>;
		perform: (wishes: W[]) => Promise<unknown[]>;
	},
): JointRow => ({ options: [], ...row }) as unknown as JointRow;

/** What a vendor's error body says. */
export interface Refusal {
	/** Where the vendor's own code or text says more than the status. */
	code?: Code;
	reason?: string;
	advice?: string;
	/** The vendor's own code, where it has codes. */
	vendorCode?: string;
}

/** A login that has to come before the requests, for credentials that need one. */
export interface Login {
	isNeeded: (credential: Credential) => boolean;
	/** A form that is posted. @throws Failure `invalid_input` */
	request: (credential: Credential) => { url: string; form: Record<string, string> };
	/** The access token of the answer. @throws LoginError */
	token: (reply: Reply, credential: Credential) => string;
	/** What is said when the login server cannot be reached. */
	unreachable: string;
}

/** The vendor's part of the one credential that all share. */
export interface CredentialPart {
	/** Beside those that all vendors share. */
	fields: readonly Widget[];
	/** Authentication headers. @throws Failure `invalid_input` when a needed field is empty */
	headers: (credential: Credential) => Record<string, string>;
	/** Path of an authenticated read that every key may do. */
	testPath: string;
	login?: Login;
}

export interface Api {
	/** Appended to a bare domain. */
	basePath: string;
	/** What an empty Domain means. A vendor that its customers host themselves has none. */
	defaultDomain?: string;
	ids: 'integer' | 'text';
	/** What is asked for by `Accept`, instead of `application/json`. */
	mediaType?: string;
	/** Beside those of the credential. */
	extraHeaders?: Record<string, string>;
	/** Keys of records that hold addresses of the API, which a model has no use for. */
	links?: RegExp;
	/** Reads an error body: parsed JSON, or the text where it is none. Never throws. */
	refusal: (body: unknown, reply: Reply, request: { method: string; url: string }) => Refusal;
	/** Milliseconds that the vendor asks to wait for, where it does not say so by `Retry-After`. */
	waitFor?: (reply: Reply, now: number) => number | undefined;
}

export interface PickerEntry {
	name: string;
	id: string;
}

export interface Vendor {
	id: string;
	label: string;
	/** What people search n8n's node panel for, beside the label. */
	aliases: readonly string[];
	credential: CredentialPart;
	api: Api;
	/** One page of the picker; `token` is what the page before gave. */
	pick: (task: Task, filter: string, token?: string) => Promise<{ entries: PickerEntry[]; token?: string }>;
	/** How its groups are watched; left out where they cannot be. */
	watch?: Watch;
	/** Whoever may be put into a group of the task's type, for the form to offer: at most `limit`, by their names. */
	pickMembers?: (task: Task, limit: number) => Promise<PickerEntry[]>;
	/** Names that a permission on one object of the type may have, for the form to offer; any other can be typed. */
	permissionNames?: (task: Task, objectType: string) => Promise<string[]>;
	/** A resource may be missing as a whole. */
	operations: { [R in Resource]: Missing | { [O in OperationName<R>]: Capability } };
}

/** Types a vendor's table; the place that a new vendor starts from. */
export const defineVendor = (vendor: Vendor): Vendor => vendor;

export const ownerOf = ({ label, api: { ids }, pickMembers }: Vendor): FieldOwner => ({
	label,
	ids,
	listsMembers: pickMembers !== undefined,
});

/** What a vendor has for every operation there is, in the order of its table. */
export function capabilitiesOf({
	operations,
}: Vendor): Array<{ resource: string; operation: string; capability: Capability }> {
	return Object.entries(operations).flatMap(([resource, table]) => {
		const all = Object.keys(RESOURCES[resource as Resource].operations);
		const rows: Array<[string, Capability]> = isMissing(table)
			? all.map((operation) => [operation, table])
			: Object.entries<Capability>(table);
		return rows.map(([operation, capability]) => ({ resource, operation, capability }));
	});
}
