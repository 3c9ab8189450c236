import { shorten } from './text';
import type { Code } from './vocabulary';

/** Why a request may be sent again: the vendor asks to wait, or something went wrong in passing. */
export type RetryKind = 'throttled' | 'transient';

export interface FailureFacts {
	/** Status of the vendor's answer; left out when there was none. */
	httpStatus?: number;
	/** The vendor's own words, as they came. */
	details?: string;
	/** The vendor's own code, where it has codes. */
	vendorCode?: string;
	/** What the user can change, as a sentence without its full stop. */
	advice?: string;
	/** Whether and how the same request may be sent again; left out for never. */
	kind?: RetryKind;
	/** The vendor cannot have carried it out. */
	unsent?: boolean;
	/** The vendor said no, though its status says otherwise. */
	refused?: boolean;
	/** A web page or a redirect: what an address has that is none of the API. */
	isElsewhere?: boolean;
	/** Milliseconds that the vendor asks to wait for. */
	wait?: number;
	/** Requests sent in vain, and the milliseconds that they and their pauses took. */
	tried?: { attempts: number; elapsed: number };
}

/** Why an item failed. `reason` completes "Could not …: " and carries no full stop. */
export class Failure extends Error {
	constructor(
		readonly code: Code,
		readonly reason: string,
		readonly facts: FailureFacts = {},
	) {
		super(reason);
		this.name = 'Failure';
	}

	/** The same failure with the count of what was tried. */
	triedOften(attempts: number, elapsed: number): Failure {
		return new Failure(this.code, this.reason, { ...this.facts, tried: { attempts, elapsed } });
	}
}

/** The request never left: nothing to show, nothing to doubt. */
export class NotSent extends Failure {}

/** n8n marks the execution as canceled by this word. */
export const CANCELED = 'the execution was canceled';

/** Before the request left. */
export const cancelledBefore = (): NotSent => new NotSent('cancelled', CANCELED, { unsent: true });

/** A Failure as a value; anything else is a fault of the node and goes on. */
export function failureOf(error: unknown): Failure {
	return error instanceof Failure ? error : raise(error);
}

/** Throws from within an expression. */
export function raise(error: unknown): never {
	throw error;
}

const RETRYABLE: readonly Code[] = ['rate_limited', 'unavailable', 'timeout'];

export const isRetryable = (code: Code): boolean => RETRYABLE.includes(code);

/** Codes that say nothing about the one group that was asked for: the next group would meet the same. */
const SHARED: readonly Code[] = ['unauthorized', 'cancelled', ...RETRYABLE];

export const isShared = (code: Code): boolean => SHARED.includes(code);

/** The same failure with the group that it is about, unless it names the group or is about all of them. */
export function about(failure: Failure, group: string): Failure {
	const { code, reason, facts } = failure;
	const isClear = reason.includes(group) || isShared(code);
	return isClear ? failure : new Failure(code, `group ${shorten(group)}: ${reason}`, facts);
}
