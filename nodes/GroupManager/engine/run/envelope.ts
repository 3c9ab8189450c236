import { type Failure, isRetryable } from '../contract/failure';
import type { Input } from '../contract/input';
import { type JsonObject, isObject } from '../contract/json';
import type { Redactor } from '../http/redact';
import { failureMessage, isMisread } from './message';
import type { PlannedRequest, ShownRequest } from './trace';

/** What was asked, as every envelope repeats it. */
export interface Asked {
	vendor: string;
	resource: string;
	operation: string;
}

/** The two keys that n8n sends to an error output, and no others. */
export interface FailureJson extends JsonObject {
	message: string;
	error: JsonObject;
}

/** Shows every body once: items that were served by the same write name the first of them instead. */
export class Bodies {
	private readonly firsts = new Map<object, number>();
	private readonly clean = new Map<object, unknown>();

	constructor(private readonly redactor: Redactor) {}

	/** @param item the index of the item that shows it; items come in their order */
	show(request: ShownRequest | PlannedRequest, item: number): unknown {
		const first = this.firsts.get(request) ?? item;
		this.firsts.set(request, first);
		const { body, ...rest } = request;
		if ((body !== undefined || !('headers' in request)) && first !== item)
			return { ...(this.redactor.deep(rest) as object), sharedWith: first };
		if (!this.clean.has(request)) this.clean.set(request, this.redactor.deep(request));
		return this.clean.get(request);
	}
}

/** The output items of a success: one envelope, or one item per record. */
export function successJson(
	{ resource, operation }: Asked,
	request: unknown,
	data: unknown,
	output: Input['output'],
): JsonObject[] {
	if (output === 'envelope') return [{ request, resource, operation, success: true, data }];
	const records: unknown[] = Array.isArray(data) ? data : [data];
	return records.map((record) => (isObject(record) ? record : { value: record }));
}

/** @param attempt see `attemptOf` */
export function failureJson(
	asked: Asked,
	attempt: string,
	request: unknown,
	failure: Failure,
	redactor: Redactor,
): FailureJson {
	const { code, facts } = failure;
	const { vendor, resource, operation } = asked;
	return {
		message: redactor.byValue(failureMessage(attempt, failure)),
		error: {
			code,
			httpStatus: facts.httpStatus ?? null,
			vendor,
			resource,
			operation,
			success: false,
			retryable: isRetryable(code),
			request,
			details: facts.details ? redactor.again(facts.details) : null,
		},
	};
}

/**
 * What a stopped run throws. n8n replaces a message that holds certain words, so a quoted text with one goes to the
 * description.
 * @param plain the attempt without what was typed, for where that holds such a word
 */
export function thrownText(
	json: FailureJson,
	{ attempt, plain }: { attempt: string; plain: string },
	failure: Failure,
	isCancelled: boolean,
): { message: string; description?: string } {
	const details = typeof json.error.details === 'string' ? json.error.details : undefined;
	// A cancelled execution is to be marked as one.
	if (isCancelled || failure.code === 'cancelled' || !isMisread(json.message))
		return { message: json.message, description: details };
	const description = [json.message, details].filter(Boolean).join('\n\n');
	const reason = isMisread(failure.reason) ? 'see the details' : failure.reason;
	const { code, facts } = failure;
	const status = facts.httpStatus === undefined ? code : `HTTP ${facts.httpStatus}, ${code}`;
	const advice = facts.advice && !isMisread(facts.advice) ? `. ${facts.advice}` : '';
	return {
		message: `Could not ${isMisread(attempt) ? plain : attempt}: ${reason} (${status})${advice}`,
		description,
	};
}
