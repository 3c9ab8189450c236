import type { Check } from '../contract/task';
import { retryAfter } from './retry';
import { Failure, type FailureFacts, type RetryKind, failureOf, raise } from '../contract/failure';
import type { Reply } from '../contract/host';
import { isObject, isTooDeepText, parseExactly } from '../contract/json';
import { inSentence } from '../contract/text';
import type { Vendor } from '../contract/vendor';
import type { Code } from '../contract/vocabulary';
import type { Redactor } from './redact';

/** What is read of an error's JSON; more is nobody's sentence. */
const MAX_ERROR = 65_536;
/** What is searched of an error that is no JSON. */
const MAX_TEXT = 4_096;

export interface Reading {
	/** The redactor, with all secrets that are known by now. */
	clean: () => Redactor;
	/** What the user typed, to be quoted as it is. */
	typed: readonly string[];
	check: Check<unknown>;
	/** In ms. */
	now: number;
}

/**
 * What a vendor answered: the JSON of a success as `check` makes it, given undefined where a success has no body.
 * @throws Failure for every refusal, redirect and anything that is not JSON
 */
export function readReply(
	vendor: Vendor,
	reply: Reply,
	request: { method: string; url: string },
	reading: Reading,
): unknown {
	const { status, text } = reply;
	if (status < 200 || status >= 400)
		throw refusalOf(vendor, reply, parse(text.slice(0, MAX_ERROR)), request, reading);
	const details = (): string => reading.clean().details(text, reading.typed);
	if (status >= 300) {
		const reason = 'the server redirected the request, which is not followed';
		throw unexpected(status, details(), reason, 'Check the domain in the credential', { isElsewhere: true });
	}
	const body = jsonOf(reply, details);
	if (status === 206)
		throw unexpected(status, details(), 'the server has sent a part of the answer only', 'Try again later');
	if (status === 202 && request.method !== 'GET') {
		throw unexpected(
			status,
			details(),
			'the server has taken the request in, but not said that it was carried out',
			'Look again later',
		);
	}
	if (saysError(body)) {
		// A whole record with an error beside it says both.
		if (hasId(body))
			throw unexpected(status, details(), 'the server reported success and an error', 'Look again later');
		throw refusalOf(vendor, reply, body, request, reading);
	}
	try {
		return reading.check(body, reply);
	} catch (error) {
		const { code, reason, facts } = failureOf(error);
		return raise(new Failure(code, reason, { httpStatus: status, ...facts, details: details() }));
	}
}

/** The JSON of a success, undefined for none. @throws Failure for a text that is something else */
function jsonOf({ status, text }: Reply, details: () => string): unknown {
	const body = parse(text);
	if (body !== text || text.trim() === '') return body;
	const reason = isHtml(text)
		? 'the server answered with a web page instead of JSON'
		: 'the server answered with something that is not complete JSON';
	// What is not complete may be the rest of a broken connection.
	const more: FailureFacts = isHtml(text) ? { isElsewhere: status === 200 } : { kind: 'transient' };
	throw unexpected(status, details(), reason, 'Check the domain and its path in the credential', more);
}

/** A success that carries the form in which all three vendors report an error is none. */
const saysError = (body: unknown): boolean =>
	isObject(body) && [body.error, body.errors, body.error_code].some((sign) => isSaid(sign));

/** Empty lists and objects, 0 and "0" are how a success says that there is none. */
function isSaid(sign: unknown): boolean {
	if (typeof sign === 'object' && sign !== null) return Object.keys(sign).length > 0;
	return Boolean(sign) && Number(sign) !== 0;
}

const hasId = (body: unknown): boolean =>
	isObject(body) && [body.id, body.groupId, body.userId].some((id) => id !== undefined);

function refusalOf(
	vendor: Vendor,
	reply: Reply,
	body: unknown,
	request: { method: string; url: string },
	reading: Reading,
): Failure {
	const { status, text } = reply;
	const redactor = reading.clean();
	const clean =
		typeof body === 'string'
			? plain(redactor.text(redactor.cut(body, MAX_TEXT), reading.typed))
			: redactor.deep(body);
	const wait = waitOf(vendor, reply, reading.now);
	const kind = kindOf(status, wait !== undefined || reply.headers['retry-after'] !== undefined);
	// An error that comes as a success is read like a bad request.
	const isSaidOnly = status < 300;
	const said = vendor.api.refusal(clean, isSaidOnly ? { ...reply, status: 400 } : reply, request);
	const {
		code = kind === 'throttled' ? 'rate_limited' : isSaidOnly ? codeIn(said.reason ?? '') : codeOf(status),
		advice,
		vendorCode,
	} = said;
	const reason =
		said.reason ??
		(isHtml(text) || clean === undefined
			? ''
			: inSentence(typeof clean === 'string' ? clean : JSON.stringify(clean)));
	return new Failure(code, reason === '' ? `${vendor.label} gave no reason` : reason, {
		httpStatus: status,
		details: redactor.details(text, reading.typed),
		...(isSaidOnly && { refused: true }),
		...(vendorCode !== undefined && { vendorCode }),
		...(advice === undefined ? {} : { advice }),
		...(kind && { kind }),
		...(wait !== undefined && { wait }),
	});
}

/** Milliseconds that the vendor asks to wait for. */
function waitOf({ api }: Vendor, reply: Reply, now: number): number | undefined {
	return retryAfter(reply.headers['retry-after'], now) ?? api.waitFor?.(reply, now);
}

/** 403 and 503 throttle only where the vendor says so; a 429 was refused before it ran. */
function kindOf(status: number, asksToWait: boolean): RetryKind | undefined {
	if (status === 429 || (asksToWait && (status === 403 || status === 503))) return 'throttled';
	return [408, 500, 502, 503, 504].includes(status) ? 'transient' : undefined;
}

/** JSON where it is JSON, undefined for an empty body, else the text itself. */
function parse(text: string): unknown {
	if (text.trim() === '') return undefined;
	try {
		const body = parseExactly(text);
		return isTooDeepText(text) ? text : body;
	} catch {
		return text;
	}
}

const isHtml = (text: string): boolean => /^[\s\uFEFF]*</.test(text);

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

/** The words of a web page; of any other text all. */
const plain = (text: string): string =>
	isHtml(text)
		? text
				.split('<')
				.map((part) => part.slice(part.indexOf('>') + 1))
				.join(' ')
		: text;

/** Where no status tells, the words may. */
function codeIn(reason: string): Code {
	if (/not found|no such|does not exist/i.test(reason)) return 'not_found';
	return /permission|forbidden|not allowed|denied/i.test(reason) ? 'forbidden' : 'invalid_input';
}

function unexpected(
	httpStatus: number,
	details: string,
	reason: string,
	advice: string,
	more: FailureFacts = {},
): Failure {
	return new Failure('unexpected_response', reason, { httpStatus, details, advice, ...more });
}
