import { failureMessage, isRetryable, type Failure } from './errors';
import { isObject, type Input, type JsonObject } from './input';
import type { Redactor } from './redact';
import type { ShownRequest } from './task';

/** What was asked, as every envelope repeats it. */
export interface Asked {
	vendor: string;
	resource: string;
	operation: string;
	/** Completes "Could not …". */
	attempt: string;
}

/** The two keys that n8n sends to an error output, and no others. */
export interface FailureJson extends JsonObject {
	error: JsonObject;
	message: string;
}

/** The output items of a success: one envelope, or one item per record. */
export function successJson(
	{ resource, operation }: Asked,
	request: ShownRequest | null,
	data: unknown,
	output: Input['output'],
	redactor: Redactor,
): JsonObject[] {
	const clean = redactor.deep(data);
	if (output === 'envelope') {
		return [{ request: redactor.deep(request), resource, operation, success: true, data: clean }];
	}
	const records: unknown[] = Array.isArray(clean) ? clean : [clean];
	return records.map((record) => (isObject(record) ? record : { value: record }));
}

export function failureJson(
	{ vendor, resource, operation, attempt }: Asked,
	request: ShownRequest | null,
	failure: Failure,
	redactor: Redactor,
): FailureJson {
	const { code, facts } = failure;
	return {
		error: {
			code,
			httpStatus: facts.httpStatus ?? null,
			vendor,
			resource,
			operation,
			success: false,
			retryable: isRetryable(code),
			request: redactor.deep(request),
			details: facts.details ? redactor.text(facts.details) : null,
		},
		message: redactor.text(failureMessage(attempt, failure)),
	};
}
