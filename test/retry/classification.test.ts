import type { IExecuteFunctions } from 'n8n-workflow';

import { type Failure, failureOf } from '../../nodes/GroupManager/engine/contract/failure';
import type { Reply } from '../../nodes/GroupManager/engine/contract/host';
import { Pool } from '../../nodes/GroupManager/engine/http/pool';
import { Redactor } from '../../nodes/GroupManager/engine/http/redact';
import { type Reading, readReply } from '../../nodes/GroupManager/engine/http/reply';
import { Sender, type WriteRules } from '../../nodes/GroupManager/engine/http/sender';
import { N8nHost } from '../../nodes/GroupManager/host';
import { keitaro } from '../../nodes/GroupManager/vendors/keitaro';
import { VirtualClock } from '../kit/virtualClock';
import { reply } from '../kit/fakeHost';

/** The last two are for what is never sent again: whether somebody looks if it was carried out. */
type Verdict = 'again' | 'look, then again' | 'look' | 'never';
const METHODS = ['GET', 'PUT', 'DELETE', 'POST'] as const;
const REQUEST = { method: 'GET', url: 'https://vendor.example/groups' };
const READING: Reading = { clean: () => new Redactor(), typed: [], check: (answer) => answer, now: 0 };

/** How often a request is sent that meets this first and a success afterwards, and whether somebody looks in between. */
async function verdictOn(method: string, first: () => Promise<unknown>): Promise<Verdict> {
	const clock = new VirtualClock();
	const sender = new Sender(new Pool(1, clock), clock);
	let sent = 0;
	let looked = 0;
	const attempt = async () => (++sent === 1 ? await first() : {});
	const look: WriteRules['look'] = async () => {
		looked += 1;
		return await Promise.resolve('absent');
	};
	const write: WriteRules | undefined =
		method === 'GET'
			? undefined
			: { isRepeatable: method !== 'POST', look, onDoubt: () => undefined, isAddressKnown: () => false };
	await sender
		.send(attempt, { method, maxAttempts: 3, maxRetryWait: 120_000, ...(write && { write }) })
		.catch(failureOf);
	if (sent === 1) return looked > 0 ? 'look' : 'never';
	return looked > 0 ? 'look, then again' : 'again';
}

async function verdicts(first: () => Promise<unknown>): Promise<Record<string, Verdict>> {
	return Object.fromEntries(
		await Promise.all(METHODS.map(async (method) => [method, await verdictOn(method, first)] as const)),
	);
}

const REPEAT = { GET: 'again', PUT: 'again', DELETE: 'again', POST: 'again' };
const DOUBT = { ...REPEAT, POST: 'look, then again' };
const NEVER = { GET: 'never', PUT: 'never', DELETE: 'never', POST: 'never' };
/** No sign of a passing problem, and none of a refusal either. */
const LOOK = { GET: 'never', PUT: 'look', DELETE: 'look', POST: 'look' };

const after = async (answer: Reply) => await verdicts(async () => readReply(keitaro, answer, REQUEST, READING));

describe('after an answer of the vendor', () => {
	it.each([429])('%i: it did not run, so every method is sent again', async (status) => {
		expect(await after(reply(status))).toEqual(REPEAT);
	});

	it.each([408, 500, 502, 503, 504])('%i: a POST may have run, so somebody looks first', async (status) => {
		expect(await after(reply(status))).toEqual(DOUBT);
		expect(await after(reply(status, '<html>Bad gateway</html>'))).toEqual(DOUBT);
	});

	it.each([400, 401, 402, 403, 404, 406, 409, 422])('%i: it is refused, and never sent again', async (status) => {
		expect(await after(reply(status))).toEqual(NEVER);
	});

	it.each([405, 410, 418, 425, 451, 501, 505, 599])(
		'%i: no refusal that a vendor documents, so somebody looks after a write',
		async (status) => {
			expect(await after(reply(status))).toEqual(LOOK);
		},
	);

	it.each([301, 302, 307, 308])('%i: not followed, and somebody looks after a write', async (status) => {
		expect(await after(reply(status, '', { location: 'https://elsewhere.example' }))).toEqual(LOOK);
	});

	it.each([
		[403, { 'retry-after': '1' }, REPEAT],
		[503, { 'retry-after': '1' }, DOUBT],
		[403, { 'x-ratelimit-remaining': '0' }, NEVER],
		[401, { 'retry-after': '1' }, NEVER],
	])('%i with %j', async (status, headers, expected) => {
		expect(await after(reply(status, '', headers as Record<string, string>))).toEqual(expected);
	});
});

describe('after an answer of the vendor', () => {
	it.each(['{"id": 1, "na', '', '<!doctype html>'])('a success that says %j', async (text) => {
		const expected = text.startsWith('<') ? LOOK : DOUBT;
		if (text === '') expect(readReply(keitaro, reply(200, text), REQUEST, READING)).toBeUndefined();
		else expect(await after(reply(200, text))).toEqual(expected);
	});
});

async function hostThatMeets(error: Error): Promise<N8nHost> {
	const context = {
		getCredentials: async () => ({ vendor: 'keitaro' }),
		getExecutionCancelSignal: () => undefined,
		helpers: { httpRequestWithAuthentication: async () => await Promise.reject(error) },
	};
	return await N8nHost.open(context as unknown as IExecuteFunctions, keitaro);
}

describe('after a broken connection', () => {
	async function after(code: string): Promise<{ seen: Record<string, Verdict>; failure: Failure }> {
		const error = Object.assign(new Error('wrapped'), {
			cause: Object.assign(new Error(`connect ${code}`), { code }),
		});
		const host = await hostThatMeets(error);
		const send = async () => await host.send({ ...REQUEST, timeout: 1_000 });
		return { seen: await verdicts(send), failure: failureOf(await send().catch((caught: unknown) => caught)) };
	}

	it.each(['ECONNREFUSED', 'EAI_AGAIN'])('%s: it never arrived, so every method is sent again', async (code) => {
		const { seen, failure } = await after(code);
		expect(seen).toEqual(REPEAT);
		expect(failure.code).toBe('unavailable');
	});

	it.each([
		['ECONNRESET', 'unavailable'],
		['EPIPE', 'unavailable'],
		['ETIMEDOUT', 'unavailable'],
		['ECONNABORTED', 'timeout'],
	])('%s: a POST may have run, so somebody looks first', async (code, expected) => {
		const { seen, failure } = await after(code);
		expect(seen).toEqual(DOUBT);
		expect(failure.code).toBe(expected);
	});
});

describe('after a broken connection', () => {
	async function after(code: string): Promise<{ seen: Record<string, Verdict>; failure: Failure }> {
		const error = Object.assign(new Error('wrapped'), {
			cause: Object.assign(new Error(`connect ${code}`), { code }),
		});
		const host = await hostThatMeets(error);
		const send = async () => await host.send({ ...REQUEST, timeout: 1_000 });
		return { seen: await verdicts(send), failure: failureOf(await send().catch((caught: unknown) => caught)) };
	}

	it.each([
		'ENOTFOUND',
		'EHOSTUNREACH',
		'ENETUNREACH',
		'CERT_HAS_EXPIRED',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'ERR_INVALID_URL',
	])('%s: never', async (code) => {
		const { seen, failure } = await after(code);
		expect(seen).toEqual(NEVER);
		expect(failure.code).toBe('unavailable');
	});
});

describe('after a broken connection', () => {
	it('a request that does not end in time may have run', async () => {
		const context = {
			getCredentials: async () => ({ vendor: 'keitaro' }),
			getExecutionCancelSignal: () => undefined,
			helpers: { httpRequestWithAuthentication: async () => await new Promise(() => undefined) },
		};
		const host = await N8nHost.open(context as unknown as IExecuteFunctions, keitaro);
		const send = async () => await host.send({ ...REQUEST, timeout: 1 });
		expect(await verdicts(send)).toEqual(DOUBT);
		await expect(send()).rejects.toMatchObject({
			code: 'timeout',
			reason: 'there was no complete answer within 1 ms',
		});
	});
});
