import type { RetryKind } from '../http/retry';
import type { Code } from './vocabulary';

export interface FailureFacts {
	/** Status of the vendor's answer; left out when there was none. */
	httpStatus?: number;
	/** The vendor's own words, as they came. */
	details?: string;
	/** What the user can change, as a sentence without its full stop. */
	advice?: string;
	/** Whether and how the same request may be sent again; left out for never. */
	kind?: RetryKind;
	/** The vendor cannot have carried it out. */
	unsent?: boolean;
	/** The vendor said no, though its status says otherwise. */
	refused?: boolean;
	/** This attempt or one before it may have been carried out all the same. */
	mayHaveWorked?: boolean;
	/** A web page or a redirect: what an address has that is none of the API. */
	isElsewhere?: boolean;
	/** The `Retry-After` header as it came. */
	retryAfter?: string;
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
	triedOften(attempts: number, elapsed: number, mayHaveWorked = false): Failure {
		return new Failure(this.code, this.reason, {
			...this.facts,
			tried: { attempts, elapsed },
			...(mayHaveWorked && { mayHaveWorked }),
		});
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

const ADVICE: Partial<Record<Code, string>> = {
	unauthorized: 'Check the key in the credential',
	forbidden: 'Check the rights of the key',
	not_found: 'Check the ID or the name',
	duplicate_name: 'Choose another name, or use the group that has it',
	read_only_group: 'Choose another group: the vendor lets nobody change this one',
	invalid_permission: 'Compare the object types, IDs and permission names with what the vendor offers',
	rate_limited: 'Try again later, or lower Concurrency',
	unavailable: 'Try again later',
	timeout: 'Try again later, or raise Timeout',
};

const MAX_MESSAGE = 1_024;

/**
 * The sentence that a person or an agent reads: what failed, the vendor's reason, the HTTP status and code, what to change.
 * @param attempt see `attemptOf`
 */
export function failureMessage(attempt: string, { code, reason, facts }: Failure): string {
	const advice = facts.advice ?? ADVICE[code];
	const status = facts.httpStatus === undefined ? ` (${code})` : ` (HTTP ${facts.httpStatus}, ${code})`;
	const message = `Could not ${attempt}: ${reason}${status}${triedHow(facts)}${advice ? `. ${advice}` : ''}`;
	return message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 1)}…` : message;
}

function triedHow({ tried }: FailureFacts): string {
	if (!tried || tried.attempts < 2) return '';
	return `, tried ${tried.attempts} times in ${(tried.elapsed / 1_000).toFixed(1)} s`;
}

/** What n8n looks for inside a thrown message to replace it by a text of its own (n8n-workflow, NodeError), case ignored. */
const NETWORK_WORDS =
	/ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|ERRADDRINUSE|EADDRNOTAVAIL|ECONNABORTED|EHOSTUNREACH|EAI_AGAIN|ENOENT|EISDIR|ENOTDIR|EACCES|EEXIST|EPERM|GETADDRINFO/i;

/** Either word in a thrown message marks the whole execution as canceled (n8n-core, WorkflowExecute). */
const CANCEL_WORDS = /canceled|cancelled/;

/** Whether n8n would misread a text inside a thrown message. */
export const isMisread = (text: string): boolean => NETWORK_WORDS.test(text) || CANCEL_WORDS.test(text);

const MAX_REASON = 300;
/** What is searched of a foreign text: no page of errors may take longer than a line of them. */
const MAX_SEARCHED = 4_096;

/** The vendor's words as part of a sentence: one line, no full stop at the end, at most 300 characters. */
export function inSentence(text: string): string {
	const line = text
		.slice(0, MAX_SEARCHED)
		.replace(/[\p{Cc}\s]+/gu, ' ')
		.trim();
	let end = line.length;
	while (line[end - 1] === '.') end -= 1;
	return end > MAX_REASON ? `${line.slice(0, MAX_REASON)}…` : line.slice(0, end);
}
