import fc from 'fast-check';

import { Failure } from '../../nodes/GroupManager/engine/contract/failure';
import type { Reply } from '../../nodes/GroupManager/engine/contract/host';
import { parseExactly } from '../../nodes/GroupManager/engine/contract/json';
import { asId, asList, asNothing, asObject } from '../../nodes/GroupManager/engine/http/answers';
import { Redactor } from '../../nodes/GroupManager/engine/http/redact';
import { type Reading, readReply } from '../../nodes/GroupManager/engine/http/reply';
import { VENDORS } from '../../nodes/GroupManager/vendors';

const CODES = [
	...['invalid_input', 'unauthorized', 'forbidden', 'not_found', 'duplicate_name', 'read_only_group', 'conflict'],
	...['invalid_permission', 'rate_limited', 'unavailable', 'unexpected_response'],
];

/** Takes any JSON for what the vendor documents. */
const READING: Reading = { clean: () => new Redactor(), typed: [], check: (answer) => answer, now: 0 };

const REQUEST = { method: 'PUT', url: 'https://api.example.com/groups/7' };

/** Error bodies as they are, and everything that could stand where they belong. */
const bodies = fc.oneof(
	fc.jsonValue().map((value) => JSON.stringify(value)),
	fc
		.dictionary(
			fc.constantFrom(
				'error',
				'errors',
				'message',
				'code',
				'error_code',
				'error_description',
				'name',
				'cloudflare_error',
				'stacktrace',
			),
			fc.jsonValue(),
		)
		.map((value) => JSON.stringify(value)),
	fc.string(),
	fc.constantFrom('', ' ', '<html>', '\uFEFF<!doctype html>', '{"error":', '[]', '[null]', '7', 'null', 'true', '""'),
);

describe.each(VENDORS.map((vendor) => [vendor.label, vendor] as const))('what %s answers', (_, vendor) => {
	it('never becomes anything but JSON, nothing, or a failure of the closed list, whatever the body', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 200, max: 599 }),
				bodies,
				fc.constantFrom('', '/permissions', '/permissions/'),
				(status, text, suffix) => {
					const request = { ...REQUEST, url: REQUEST.url + suffix };
					let failure: unknown;
					try {
						const body = readReply(vendor, { status, headers: {}, text }, request, READING);
						expect(status).toBeLessThan(300);
						expect(body === undefined ? text.trim() : JSON.stringify(body)).toBe(
							body === undefined ? '' : JSON.stringify(parseExactly(text)),
						);
						return;
					} catch (error) {
						failure = error;
					}
					expect(failure).toBeInstanceOf(Failure);
					const { code, reason, facts } = failure as Failure;
					expect(CODES).toContain(code);
					expect(reason).toMatch(/^\S[^\n]*$/);
					expect(reason).not.toMatch(/\[object|undefined/);
					expect(facts.httpStatus).toBe(status);
				},
			),
			{ numRuns: 400 },
		);
	});

	it.each([
		[401, 'unauthorized'],
		[402, 'forbidden'],
		[403, 'forbidden'],
		[404, 'not_found'],
		[408, 'unavailable'],
		[409, 'conflict'],
		[400, 'invalid_input'],
		[406, 'invalid_input'],
		[422, 'invalid_input'],
		[429, 'rate_limited'],
		[500, 'unavailable'],
		[502, 'unavailable'],
		[503, 'unavailable'],
		[599, 'unavailable'],
		[302, 'unexpected_response'],
		[304, 'unexpected_response'],
		[418, 'unexpected_response'],
	])('with HTTP %i and without a word is %s', (status, code) => {
		expect(() => readReply(vendor, { status, headers: {}, text: '' }, REQUEST, READING)).toThrow(
			expect.objectContaining({ code }) as Error,
		);
	});

	it('with a web page says nothing of its tags', () => {
		const text = '<html><h1>502 Bad Gateway</h1></html>';
		expect(() => readReply(vendor, { status: 502, headers: {}, text }, REQUEST, READING)).toThrow(
			expect.objectContaining({ code: 'unavailable' }) as Error,
		);
		expect(() => readReply(vendor, { status: 200, headers: {}, text }, REQUEST, READING)).toThrow(
			'a web page instead of JSON',
		);
		expect(() => readReply(vendor, { status: 200, headers: {}, text: '{"id": ' }, REQUEST, READING)).toThrow(
			'not complete JSON',
		);
	});

	it('is throttled by 429, and by 403 and 503 only with a limit signal', () => {
		const kindOf = (status: number, headers: Record<string, string> = {}) => {
			try {
				return readReply(vendor, { status, headers, text: '' }, REQUEST, READING);
			} catch (error) {
				return (error as Failure).facts.kind;
			}
		};
		expect([429, 403, 503].map((status) => kindOf(status))).toEqual(['throttled', undefined, 'transient']);
		expect([403, 503].map((status) => kindOf(status, { 'retry-after': '3' }))).toEqual(['throttled', 'throttled']);
		expect(kindOf(503, { 'retry-after': 'soon' })).toBe('throttled');
		expect([408, 500, 502, 504].map((status) => kindOf(status))).toEqual(Array(4).fill('transient'));
		expect([400, 401, 404, 406, 409, 410, 422, 451, 501].map((status) => kindOf(status))).toEqual(
			Array(9).fill(undefined),
		);
	});

	it('asks to wait by Retry-After, or in a way of its own', () => {
		const waitFor = ({ headers }: Reply, now: number) => Number(headers['x-reset']) * 1_000 - now;
		const own = { ...vendor, api: { ...vendor.api, waitFor } };
		const waitOf = (headers: Record<string, string>) => {
			try {
				return readReply(own, { status: 429, headers, text: '' }, REQUEST, { ...READING, now: 90_000 });
			} catch (error) {
				return (error as Failure).facts.wait;
			}
		};
		expect(waitOf({ 'retry-after': '3', 'x-reset': '100' })).toBe(3_000);
		expect(waitOf({ 'x-reset': '100' })).toBe(10_000);
	});

	it.each([
		['{"error":"no"}', 'invalid_input'],
		['{"errors":[{"code":"x","message":"The group does not exist"}]}', 'not_found'],
		['{"errors":["You have no permission"]}', 'forbidden'],
	])('with HTTP 200 and the form of an error is a refusal: %s', (text, code) => {
		const facts = expect.objectContaining({ httpStatus: 200, refused: true }) as object;
		expect(() => readReply(vendor, { status: 200, headers: {}, text }, REQUEST, READING)).toThrow(
			expect.objectContaining({ code, facts }) as Error,
		);
	});

	it.each(['{"id":7,"error":null}', '{"id":7,"errors":[]}', '{"id":7,"error":""}'])(
		'is a success where the error is empty: %s',
		(text) => {
			expect(readReply(vendor, { status: 200, headers: {}, text }, REQUEST, READING)).toMatchObject({ id: 7 });
		},
	);
});

describe('a success', () => {
	const [vendor] = VENDORS;
	const answer = (text: string, check: Reading['check']) =>
		readReply(vendor!, { status: 200, headers: {}, text }, REQUEST, { ...READING, check });

	it('is read by its caller, and shown where it is not what the vendor documents', () => {
		expect(answer('{"id":7}', (body) => asObject(body, 'a group').id)).toBe(7);
		expect(() => answer('[1]', (body) => asObject(body, 'a group'))).toThrow(
			expect.objectContaining({
				code: 'unexpected_response',
				reason: 'the server reported success, but answered with something else where a group belongs',
				facts: { httpStatus: 200, details: '[1]', advice: 'Check the domain in the credential' },
			}) as Error,
		);
	});

	it.each([
		['', (body: unknown) => asObject(body, 'a group'), 'with nothing where a group belongs'],
		['[1]', (body: unknown) => asList(body, 'a list'), 'with something else where a list belongs'],
		['{"id":7}', asNothing, 'with something else where nothing belongs'],
		[
			'{"id":null}',
			(body: unknown) => asId((body as { id: unknown }).id),
			'with something else where an ID belongs',
		],
		['{"id":""}', (body: unknown) => asId((body as { id: unknown }).id), 'with something else where an ID belongs'],
	])('of %j is refused where something else belongs', (text, read, said) => {
		expect(() => answer(text, read)).toThrow(said);
	});

	it('keeps a long ID to its last digit', () => {
		expect(answer('{"id":12345678901234567890}', (body) => asId((body as { id: unknown }).id))).toBe(
			'12345678901234567890',
		);
	});

	it('that is nested too deep is none', () => {
		const nested = `${'['.repeat(101)}${']'.repeat(101)}`;
		expect(() => answer(nested, (body) => body)).toThrow('not complete JSON');
	});
});
