import { Failure, inSentence, type FailureFacts } from './errors';
import { isObject, type JsonObject } from './input';
import type { RetryKind } from './retry';
import type { Reply, Vendor } from './vendor';
import type { Code } from './vocabulary';

/**
 * What a vendor answered: the parsed JSON of a success, undefined where a success has no body.
 * @throws Failure for every refusal, redirect and anything that is not JSON
 */
export function readReply(vendor: Vendor, reply: Reply, request: { method: string; url: string }): unknown {
	const { status, text } = reply;
	const body = parse(text);
	if (status >= 200 && status < 300) {
		if (body !== text || text.trim() === '') return body;
		const reason = isHtml(text)
			? 'the server answered with a web page instead of JSON'
			: 'the server answered with something that is not complete JSON';
		// What is not complete may be the rest of a broken connection.
		throw unexpected(reply, reason, 'Check the domain and its path in the credential', isHtml(text) ? {} : { kind: 'transient' });
	}
	if (status < 400) {
		throw unexpected(reply, 'the server redirected the request, which is not followed', 'Check the domain in the credential');
	}
	const kind = kindOf(reply);
	const { code = kind === 'throttled' ? 'rate_limited' : codeOf(status), reason, advice } = vendor.refusal(body, reply, request);
	const said = reason ?? (isHtml(text) ? '' : inSentence(text));
	throw new Failure(code, said === '' ? `${vendor.label} gave no reason` : said, {
		httpStatus: status,
		details: text.trim(),
		...(advice === undefined ? {} : { advice }),
		...(kind && { kind }),
		...(reply.headers['retry-after'] !== undefined && { retryAfter: reply.headers['retry-after'] }),
	});
}

/** 403 and 503 throttle only where the vendor says so; a 429 was refused before it ran. */
function kindOf({ status, headers }: Reply): RetryKind | undefined {
	const isLimit = headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
	if (status === 429 || (isLimit && (status === 403 || status === 503))) return 'throttled';
	return [408, 500, 502, 503, 504].includes(status) ? 'transient' : undefined;
}

/** JSON where it is JSON, undefined for an empty body, else the text itself. */
function parse(text: string): unknown {
	if (text.trim() === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

export const isHtml = (text: string): boolean => /^[\s\uFEFF]*</.test(text);

function codeOf(status: number): Code {
	switch (status) {
		case 401:
			return 'unauthorized';
		case 402:
		case 403:
			return 'forbidden';
		case 404:
			return 'not_found';
		case 408:
			return 'unavailable';
		case 409:
			return 'conflict';
		case 429:
			return 'rate_limited';
		case 400:
		case 406:
		case 422:
			return 'invalid_input';
		default:
			return status >= 500 ? 'unavailable' : 'unexpected_response';
	}
}

function unexpected({ status, text }: Reply, reason: string, advice: string, more: FailureFacts = {}): Failure {
	return new Failure('unexpected_response', reason, { httpStatus: status, details: text.trim(), advice, ...more });
}

/** A text that says that a name is in use: the vendors word it freely, Keitaro in the tracker's language. */
export const saysNameTaken = (text: string): boolean =>
	/\b(taken|already|exists?|unique|duplicated?|in use)\b|уже|занят|существует|уникальн/iu.test(text);

/** @throws Failure when a success carries anything but an object */
export function asObject(body: unknown, what: string): JsonObject {
	if (isObject(body)) return body;
	throw odd(body, what);
}

/** @throws Failure when a success carries anything but a list of objects */
export function asList(body: unknown, what: string): JsonObject[] {
	if (Array.isArray(body) && body.every(isObject)) return body;
	throw odd(body, what);
}

/** The id of a record as text. @throws Failure where it has none: "undefined" would be an id like any other in a path */
export function asId(id: unknown): string {
	if ((typeof id === 'string' && id !== '') || typeof id === 'number') return String(id);
	throw odd(id, 'an ID');
}

function odd(body: unknown, what: string): Failure {
	const facts: FailureFacts = { details: JSON.stringify(body) ?? '', advice: 'Check the domain in the credential' };
	const found = body === undefined ? 'nothing' : 'something else';
	return new Failure('unexpected_response', `the server reported success, but answered with ${found} where ${what} belongs`, facts);
}
