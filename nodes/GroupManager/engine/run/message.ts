import { type Failure, type FailureFacts } from '../contract/failure';
import type { Code } from '../contract/vocabulary';

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
 * The sentence that a person or an agent reads: what failed, the vendor's reason, the HTTP status and code, what to
 * change.
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

/**
 * What n8n looks for inside a thrown message to replace it by a text of its own (n8n-workflow, NodeError), case
 * ignored.
 */
const NETWORK_WORDS = new RegExp(
	[
		...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'ERRADDRINUSE', 'EADDRNOTAVAIL', 'ECONNABORTED'],
		...['EHOSTUNREACH', 'EAI_AGAIN', 'ENOENT', 'EISDIR', 'ENOTDIR', 'EACCES', 'EEXIST', 'EPERM', 'GETADDRINFO'],
	].join('|'),
	'i',
);

/** Either word in a thrown message marks the whole execution as canceled (n8n-core, WorkflowExecute). */
const CANCEL_WORDS = /canceled|cancelled/;

/** Whether n8n would misread a text inside a thrown message. */
export const isMisread = (text: string): boolean => NETWORK_WORDS.test(text) || CANCEL_WORDS.test(text);
