import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import {
	type Fault,
	KEITARO_KEY,
	type KeitaroSimulator,
	REACH360_KEY,
	startKeitaro,
	startReach360,
} from '../../simulators';
import { type Reply, send } from './client';

const HEADERS = { 'api-key': KEITARO_KEY };

let keitaro: KeitaroSimulator;

beforeAll(async () => {
	keitaro = await startKeitaro();
});
beforeEach(() => keitaro.reset());
afterAll(async () => await keitaro.close());

const create = async (name: string): Promise<Reply> =>
	await send(keitaro.url, 'POST /admin_api/v1/groups', { body: { name, type: 'offers' }, headers: HEADERS });

const has = (name: string): boolean => keitaro.state.groups.some((group) => group.name === name);

async function until(isTrue: () => boolean): Promise<void> {
	while (!isTrue()) await sleep(1);
}

/** All that comes back over a bare connection. */
async function bytes(fault: Fault): Promise<string> {
	keitaro.faults.add({ fault });
	return await new Promise((resolve, reject) => {
		let heard = '';
		const socket = connect(Number(new URL(keitaro.url).port), '127.0.0.1', () => {
			socket.write(`GET /admin_api/v1/offers HTTP/1.1\r\nHost: x\r\nApi-Key: ${KEITARO_KEY}\r\n\r\n`);
		});
		socket.setEncoding('latin1').on('data', (chunk) => (heard += String(chunk)));
		socket.once('error', reject).once('close', () => resolve(heard));
	});
}

describe('a late commit', () => {
	test.each<Fault>([
		{ status: 504, body: 'late', commit: { after: 60 } },
		{ html: 502, commit: { after: 60 } },
		{ refusal: { code: '', message: 'No' }, commit: { after: 60 } },
		{ wire: 'broken-gzip', commit: { after: 60 } },
	])('comes after the answer %j', async (fault) => {
		keitaro.faults.add({ fault });
		await create('Late');
		expect(has('Late')).toBe(false);
		await until(() => has('Late'));
	});

	test('comes after the connection has broken', async () => {
		keitaro.faults.add({ fault: { reset: 'before', commit: { after: 60 } } });
		await expect(create('Late')).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(has('Late')).toBe(false);
		await until(() => has('Late'));
	});

	test('comes although the client has given up waiting', async () => {
		keitaro.faults.add({ fault: { status: 200, delay: 600_000, commit: { after: 60 } } });
		const held = create('Late').catch(() => 'dropped');
		await until(() => has('Late'));
		keitaro.reset();
		expect(await held).toBe('dropped');
	});

	test('does not come any more after a reset', async () => {
		keitaro.faults.add({ fault: { status: 504, commit: { after: 20 } } });
		await create('Late');
		keitaro.reset();
		await sleep(60);
		expect(has('Late')).toBe(false);
	});
});

describe('a late commit', () => {
	test('passes on the clock that the simulator was given', async () => {
		const waits: Array<() => void> = [];
		const own = await startKeitaro({ sleep: async () => await new Promise((resolve) => waits.push(resolve)) });
		own.faults.add({ fault: { status: 504, commit: { after: 3_600_000 } } });
		await send(own.url, 'POST /admin_api/v1/groups', { body: { name: 'Late', type: 'offers' }, headers: HEADERS });
		waits.forEach((wake) => wake());
		await until(() => own.state.groups.some(({ name }) => name === 'Late'));
		await own.close();
	});
});

describe('an answer in the place of the own one', () => {
	test('may be a refusal in the vendor’s form that does not look like one', async () => {
		keitaro.faults.add({ fault: { refusal: { code: 'name', message: 'In use' } } });
		expect(await create('A')).toMatchObject({ status: 200, body: { name: ['In use'] } });
		expect(has('A')).toBe(false);
	});

	test.each([
		['a redirect', { status: 307, headers: { location: 'https://elsewhere.example/' } }],
		['a status that nobody knows', { status: 599, body: '<'.repeat(100_000) }],
		['a text where an object belongs', { status: 200, body: '"ok"' }],
		['nothing', { status: 304 }],
	])('may be %s', async (_, fault) => {
		keitaro.faults.add({ fault: { ...fault, after: true } });
		const reply = await create('A');
		expect(reply).toMatchObject({ status: fault.status, text: 'body' in fault ? fault.body : '' });
		if ('headers' in fault) expect(reply.headers).toMatchObject(fault.headers);
		expect(has('A')).toBe(true);
	});
});

describe('on the wire', () => {
	test.each<[Fault, RegExp]>([
		[{ raw: 'SSH-2.0-\xff\r\n' }, /^SSH-2\.0-\xff\r\n$/],
		[{ wire: 'malformed-header' }, /^HTTP\/1\.1 200 .*\r\na line without a colon\r\n/s],
		[{ wire: 'header-cut' }, /\r\nx-cut: he$/],
		[{ wire: 'short-body' }, /content-length: 102\r\n\r\n\{\}$/],
		[{ wire: 'broken-gzip' }, /content-encoding: gzip\r\n.*\r\n\r\n.\x8b/s],
		[{ wire: 'not-gzip' }, /content-encoding: gzip\r\n.*\r\n\r\n\{\}$/s],
		[{ wire: 'bad-chunk' }, /transfer-encoding: chunked\r\n\r\nzz\r\n/],
	])('%j is sent as it is, and the connection closed', async (fault, expected) => {
		expect(await bytes(fault)).toMatch(expected);
	});

	test.each([
		['malformed-header', /HPE_/],
		['header-cut', /ECONNRESET/],
		['short-body', /ECONNRESET/],
		['bad-chunk', /HPE_/],
	] as const)('%s is an error for a client, and may come after the operation', async (wire, code) => {
		keitaro.faults.add({ fault: { wire, after: true } });
		await expect(create('A')).rejects.toMatchObject({ code: expect.stringMatching(code) as unknown });
		expect(has('A')).toBe(true);
	});
});

describe('on the wire', () => {
	test.each(['drip', 'stall', 'flood', 'header'] as const)('%s goes on until the client lets go', async (endless) => {
		keitaro.faults.add({ fault: { endless, every: 1 } });
		const outgoing = request(`${keitaro.baseUrl}/offers`, { headers: HEADERS, agent: false });
		outgoing.on('error', () => undefined);
		if (endless !== 'header')
			outgoing.once('response', (incoming) => incoming.resume().on('error', () => undefined));
		outgoing.end();
		await until(() => keitaro.log.length === 1);
		await sleep(20);
		expect(keitaro.openConnections).toBe(1);
		outgoing.destroy();
		await until(() => keitaro.openConnections === 0);
	});

	test.each(['drip', 'stall', 'flood', 'header'] as const)('%s ends with a reset', async (endless) => {
		const heard = bytes({ endless, every: 1 });
		await until(() => keitaro.openConnections === 1 && keitaro.log.length === 1);
		await sleep(5);
		keitaro.reset();
		expect((await heard).length).toBeGreaterThan(0);
	});

	test('the control endpoint counts the open connections without its own', async () => {
		keitaro.faults.add({ fault: { endless: 'stall' } });
		const held = bytes({ endless: 'stall' });
		await until(() => keitaro.log.length === 1);
		expect((await send(keitaro.url, 'GET /_simulator/connections')).body).toEqual({ open: 1 });
		keitaro.reset();
		await held;
	});
});

describe('empty pages', () => {
	test('lead from one cursor to the next without end', async () => {
		const reach360 = await startReach360();
		reach360.faults.add({ times: Infinity, fault: { emptyPages: true } });
		const seen = new Set<string>();
		let line = 'GET /groups?limit=100';
		for (let page = 0; page < 5; page += 1) {
			const { body } = await send(reach360.url, line, { headers: { authorization: `Bearer ${REACH360_KEY}` } });
			const { groups, nextUrl } = body as { groups: unknown[]; nextUrl: string };
			expect(groups).toEqual([]);
			seen.add(nextUrl);
			line = `GET ${nextUrl.slice(reach360.url.length)}`;
		}
		expect(seen.size).toBe(5);
		await reach360.close();
	});
});
