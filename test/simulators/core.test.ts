import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	AAM_ACCESS_TOKEN,
	AAM_CLIENT_ID,
	AAM_CLIENT_SECRET,
	AAM_ORGANIZATION_ID,
	AUDIENCE_MANAGER_SWITCHES,
	KEITARO_DEFAULT_SEED,
	KEITARO_KEY,
	KEITARO_SWITCHES,
	type KeitaroSeed,
	type KeitaroSimulator,
	REACH360_KEY,
	REACH360_SWITCHES,
	startKeitaro,
	startSimulators,
} from '../../simulators';
import type { SwitchTable } from '../../simulators/core/switches';
import { type Reply, send } from './client';

const FOLDER = join(__dirname, '../../simulators');
const TEN_MINUTES = 600_000;

let now = 0;
let chance = 0;
let keitaro: KeitaroSimulator;

beforeAll(async () => {
	keitaro = await startKeitaro({ now: () => now, random: () => chance });
});
beforeEach(() => {
	now = Date.UTC(2026, 0, 1);
	keitaro.reset();
});
afterAll(async () => await keitaro.close());

async function call(line: string, body?: unknown): Promise<Reply> {
	const [method, path] = line.split(' ');
	const headers = { 'api-key': KEITARO_KEY };
	return await send(keitaro.url, `${method} /admin_api/v1${path}`, { body, headers });
}

async function create(name: string): Promise<Reply> {
	return await call('POST /groups', { name, type: 'offers' });
}

function names(): string[] {
	return keitaro.state.groups.map(({ name }) => name);
}

async function arrived(count: number): Promise<void> {
	while (keitaro.log.length < count) await new Promise((resolve) => setImmediate(resolve));
}

describe('log', () => {
	test('keeps every request as it came', async () => {
		now = 1_000;
		await create('Logged');
		expect(keitaro.log).toEqual([
			{
				at: 1_000,
				method: 'POST',
				path: '/admin_api/v1/groups',
				query: {},
				headers: expect.objectContaining({ 'api-key': KEITARO_KEY, connection: 'close' }) as unknown,
				body: { name: 'Logged', type: 'offers' },
				rawBody: '{"name":"Logged","type":"offers"}',
				status: 200,
				inFlight: 1,
			},
		]);
	});

	test('leaves the path undecoded, and reads the query', async () => {
		await send(keitaro.url, 'GET /a%2Fb/../%2e%2e?x=1&y=a%20b&x=2?');
		expect(keitaro.log[0]).toMatchObject({ path: '/a%2Fb/../%2e%2e', query: { x: ['1', '2?'], y: 'a b' } });
		expect(keitaro.log[0]).toMatchObject({ body: undefined, rawBody: '' });
	});

	test('counts the requests in flight', async () => {
		keitaro.faults.add({ times: 2, fault: { delay: TEN_MINUTES } });
		const held = [1, 2].map(async () => await call('GET /offers').catch(() => 'dropped'));
		await arrived(2);
		await call('GET /offers');
		await call('GET /offers');
		expect(keitaro.log.map(({ inFlight }) => inFlight)).toEqual([1, 2, 3, 3]);
		expect(keitaro.log.map(({ status }) => status)).toEqual([undefined, undefined, 200, 200]);
		keitaro.reset();
		expect(await Promise.all(held)).toEqual(['dropped', 'dropped']);
	});
});

describe('faults', () => {
	test('answer instead of the operation', async () => {
		keitaro.faults.add({ fault: { status: 503, headers: { 'retry-after': '7' }, body: { error: 'busy' } } });
		const reply = await create('A');
		expect(reply).toMatchObject({ status: 503, body: { error: 'busy' } });
		expect(reply.headers).toMatchObject({ 'retry-after': '7', 'content-type': 'application/json; charset=utf-8' });
		expect(names()).not.toContain('A');
		expect(keitaro.log[0]?.status).toBe(503);
	});

	test('answer instead of what was carried out all the same', async () => {
		keitaro.faults.add({ fault: { status: 502, body: 'bad gateway', after: true, delay: 1 } });
		expect(await create('A')).toMatchObject({ status: 502, text: 'bad gateway' });
		expect(names()).toContain('A');
	});

	test.each([
		['before', false],
		['during', true],
		['after', true],
	] as const)('break the connection %s the answer', async (reset, isDone) => {
		keitaro.faults.add({ fault: { reset } });
		await expect(create('A')).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(names().includes('A')).toBe(isDone);
		expect(keitaro.log[0]?.status).toBeUndefined();
		expect((await create('B')).status).toBe(200);
	});

	test('that break an answer off send half of it', async () => {
		keitaro.faults.add({ fault: { reset: 'during' } });
		const response = await fetch(`${keitaro.baseUrl}/offers`, { headers: { 'api-key': KEITARO_KEY } });
		expect(response.status).toBe(200);
		await expect(response.text()).rejects.toThrow();
	});
});

describe('faults', () => {
	test('cut the JSON of a complete message', async () => {
		const { text } = await call('GET /offers');
		keitaro.faults.add({ fault: { truncate: true } });
		const reply = await call('GET /offers');
		expect(reply.status).toBe(200);
		expect(reply.text).toBe(text.slice(0, Math.floor(text.length / 2)));
		expect(reply.body).toBeUndefined();
	});

	test.each([
		['after', true],
		['before', false],
	] as const)('delay the answer, with the operation %s the wait', async (hold, isDone) => {
		keitaro.faults.add({ fault: { delay: TEN_MINUTES, hold } });
		const held = create('A').catch(() => 'dropped');
		await arrived(1);
		expect((await create('B')).status).toBe(200);
		expect(names().includes('A')).toBe(isDone);
		keitaro.reset();
		expect(await held).toBe('dropped');
		expect(names()).not.toContain('A');
	});

	test('that delay give the answer in the end', async () => {
		keitaro.faults.add({ fault: { delay: 1 } });
		keitaro.faults.add({ fault: { delay: 1, hold: 'before' } });
		expect((await create('A')).status).toBe(200);
		expect((await create('B')).status).toBe(200);
		expect(names()).toEqual(expect.arrayContaining(['A', 'B']));
	});
});

describe('faults', () => {
	test('show an HTML page', async () => {
		keitaro.faults.add({ fault: { html: 504 } });
		const reply = await create('A');
		expect(reply.status).toBe(504);
		expect(reply.headers['content-type']).toContain('text/html');
		expect(names()).not.toContain('A');
	});

	test.each(['', '42', 'null', '{"id":'])('answer 200 with the body %j', async (body) => {
		keitaro.faults.add({ fault: { body } });
		expect(await create('A')).toMatchObject({ status: 200, text: body });
		expect(names()).toContain('A');
	});

	test('hit the requests that match, as often as they are told', async () => {
		keitaro.faults.add({ method: 'get', path: /\/offers$/g, times: 2, skip: 1, fault: { status: 500 } });
		const statuses = [];
		const [other, offers] = ['GET /campaigns', 'GET /offers'];
		for (const line of [other, offers, `${offers}?x=1`, 'PUT /offers', offers, offers]) {
			statuses.push((await call(line)).status);
		}
		expect(statuses).toEqual([200, 200, 500, 200, 500, 200]);
	});

	test('may go on for ever, until they are cleared', async () => {
		keitaro.faults.add({ times: Number.POSITIVE_INFINITY, fault: { status: 500 } });
		for (let index = 0; index < 5; index += 1) expect((await call('GET /offers')).status).toBe(500);
		keitaro.faults.clear();
		expect((await call('GET /offers')).status).toBe(200);
	});
});

describe('faults', () => {
	test('may depend on chance', async () => {
		keitaro.faults.add({ probability: 0.5, fault: { status: 500 } });
		chance = 0.5;
		expect((await call('GET /offers')).status).toBe(200);
		chance = 0.49;
		expect((await call('GET /offers')).status).toBe(500);
		expect((await call('GET /offers')).status).toBe(200);
	});

	test('that come first win, and a rule stays unused meanwhile', async () => {
		const rule = { fault: { status: 500 } };
		keitaro.faults.add(rule);
		keitaro.faults.add({ fault: { status: 501 } });
		keitaro.faults.add(rule);
		const statuses = [];
		for (let index = 0; index < 4; index += 1) statuses.push((await call('GET /offers')).status);
		expect(statuses).toEqual([500, 501, 500, 200]);
	});
});

async function statuses(count: number): Promise<number[]> {
	const found = [];
	for (let index = 0; index < count; index += 1) found.push((await call('GET /offers')).status);
	return found;
}

describe('rate limit', () => {
	test('lets one second of requests through, then as many as its clock allows', async () => {
		keitaro.switches.rateLimit = 2;
		expect(await statuses(3)).toEqual([200, 200, 429]);
		now += 500;
		expect(await statuses(2)).toEqual([200, 429]);
		now += 60_000;
		expect(await statuses(3)).toEqual([200, 200, 429]);
	});

	test('starts anew when it is changed', async () => {
		keitaro.switches.rateLimit = 1;
		expect(await statuses(2)).toEqual([200, 429]);
		keitaro.switches.rateLimit = 3;
		expect(await statuses(4)).toEqual([200, 200, 200, 429]);
		keitaro.switches.rateLimit = 'off';
		expect(await statuses(2)).toEqual([200, 200]);
	});

	test.each([
		['seconds', '3'],
		['date', 'Thu, 01 Jan 2026 00:00:03 GMT'],
		['absent', undefined],
	] as const)('says %s in Retry-After', async (style, expected) => {
		keitaro.switches.rateLimit = 0.4;
		keitaro.switches.retryAfter = style;
		await call('GET /offers');
		const reply = await call('GET /offers');
		expect(reply.status).toBe(429);
		expect(reply.headers['retry-after']).toBe(expected);
	});
});

describe('rate limit', () => {
	test('carries nothing out', async () => {
		keitaro.switches.rateLimit = 1;
		await create('A');
		await create('B');
		expect(names()).toContain('A');
		expect(names()).not.toContain('B');
	});
});

describe('simulator', () => {
	test('takes seed, switches and latency at the start, and forgets them with reset', async () => {
		const own = await startKeitaro({
			seed: { groups: [{ id: 5, name: 'Own', type: 'offers' }] },
			switches: { validation: 422 },
			latency: 1,
		});
		expect(own.state.groups).toEqual([{ id: 5, name: 'Own', position: 1, type: 'offers' }]);
		expect(own.state.campaigns).toEqual([]);
		expect(own.switches).toMatchObject({ validation: 422, rights: 'full' });
		expect(own.latency).toBe(1);
		expect((await send(own.url, 'GET /')).status).toBe(200);
		own.faults.add({ fault: { status: 500 } });
		own.reset();
		expect(own.state.groups).toHaveLength(KEITARO_DEFAULT_SEED.groups.length);
		expect(own).toMatchObject({ switches: { validation: 406 }, latency: 0, log: [] });
		expect((await send(own.url, 'GET /')).status).toBe(200);
		await own.close();
	});

	test('never changes the seed that it was given', async () => {
		const seed: KeitaroSeed = {
			groups: [{ id: 1, name: 'A', type: 'offers' }],
			offers: [{ id: 1, name: 'O', group_id: 1 }],
		};
		const before = structuredClone(seed);
		keitaro.seed(seed);
		keitaro.switches.deletedGroupMembers = 'reset';
		await call('PUT /groups/1', { name: 'B' });
		await call('DELETE /groups/1/delete');
		expect(keitaro.state.offers).toEqual([{ id: 1, name: 'O', group_id: 0, state: 'active' }]);
		expect(seed).toEqual(before);
	});
});

describe('simulator', () => {
	test('waits with every answer when it has latency', async () => {
		keitaro.latency = TEN_MINUTES;
		const held = create('A').catch(() => 'dropped');
		await arrived(1);
		keitaro.latency = 0;
		expect((await create('B')).status).toBe(200);
		expect(names()).toEqual(expect.arrayContaining(['A', 'B']));
		keitaro.reset();
		expect(await held).toBe('dropped');
	});

	test('closes although connections are open', async () => {
		const own = await startKeitaro({ latency: TEN_MINUTES });
		const idle = await fetch(`${own.url}/_simulator/log`);
		const held = send(own.url, 'GET /').catch(() => 'dropped');
		await own.close();
		expect(idle.status).toBe(200);
		expect(await held).toBe('dropped');
		await expect(send(own.url, 'GET /')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
	});

	test('starts together with the others, or none of them', async () => {
		const all = await startSimulators();
		expect(all.keitaro.baseUrl).toBe(`${all.keitaro.url}/admin_api/v1`);
		expect(all.reach360.baseUrl).toBe(all.reach360.url);
		expect(all.audienceManager.baseUrl).toBe(`${all.audienceManager.url}/api/v1`);
		const taken = Number(new URL(all.keitaro.url).port);
		const free = Number(new URL(all.reach360.url).port);
		await all.reach360.close();
		const attempt = startSimulators({ ports: { keitaro: free, reach360: taken } });
		await expect(attempt).rejects.toMatchObject({ code: 'EADDRINUSE', port: taken });
		await expect(send(`http://127.0.0.1:${free}`, 'GET /')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
		await all.close();
	});
});

async function control(line: string, body?: unknown): Promise<Reply> {
	const [method, path] = line.split(' ');
	return await send(keitaro.url, `${method} /_simulator/${path}`, { body });
}

describe('control over HTTP', () => {
	test('shows log and state, and does not log itself', async () => {
		await create('A');
		const log = await control('GET log');
		expect(log.body).toMatchObject([{ method: 'POST', status: 200 }]);
		expect((await control('GET state')).body).toEqual(keitaro.state);
		expect(keitaro.log).toHaveLength(1);
	});

	test('seeds and resets', async () => {
		const seeded = await control('POST seed', { groups: [{ id: 1, name: 'A', type: 'offers' }] });
		expect(seeded.body).toMatchObject({ groups: [{ id: 1, name: 'A', position: 1, type: 'offers' }], offers: [] });
		expect(names()).toEqual(['A']);
		expect(await control('POST reset')).toMatchObject({ status: 200, body: {} });
		expect(names()).toHaveLength(8);
	});

	test('sets switches and latency', async () => {
		const reply = await control('POST switches', { validation: 422, rateLimit: 5 });
		expect(reply.body).toMatchObject({ validation: 422, rateLimit: 5, rights: 'full' });
		expect(keitaro.switches).toEqual(reply.body);
		expect((await control('POST latency', { latency: 3 })).body).toEqual({ latency: 3 });
		expect(keitaro.latency).toBe(3);
	});

	test('adds faults, with null for ever, and clears them', async () => {
		const once = { method: 'GET', path: 'offers$', skip: 0, probability: 1, times: 1, fault: { status: 500 } };
		expect((await control('POST faults', once)).body).toEqual({ added: 1 });
		expect((await control('POST faults', [{ times: null, fault: { html: 503 } }])).body).toEqual({ added: 1 });
		expect((await call('GET /offers')).status).toBe(500);
		for (let index = 0; index < 3; index += 1) expect((await call('GET /offers')).status).toBe(503);
		await control('DELETE faults');
		expect((await call('GET /offers')).status).toBe(200);
	});
});

describe('control over HTTP', () => {
	test.each<[string, unknown]>([
		['POST seed', { teams: [] }],
		['POST seed', { groups: 5 }],
		['POST seed', []],
		['POST switches', { colour: 'red' }],
		['POST switches', { constructor: 1 }],
		['POST switches', { validation: 400 }],
		['POST switches', { rateLimit: 0 }],
		['POST switches', undefined],
		['POST faults', { fault: {} }],
		['POST faults', { fault: { status: 500 }, count: 2 }],
		['POST faults', { path: '(', fault: { status: 500 } }],
		['POST faults', { path: 5, fault: { status: 500 } }],
		['POST faults', { times: 'two', fault: { status: 500 } }],
		['POST latency', { latency: -1 }],
	])('refuses %s %j', async (line, body) => {
		const before = structuredClone([keitaro.state, keitaro.switches]);
		const reply = await control(line, body);
		expect(reply).toMatchObject({ status: 400, body: { error: expect.any(String) as unknown } });
		expect([keitaro.state, keitaro.switches]).toEqual(before);
	});

	test('answers 404 elsewhere', async () => {
		expect((await control('GET reset')).status).toBe(404);
	});
});

describe('keys', () => {
	test('are long, and none is part of another', () => {
		const keys = [
			KEITARO_KEY,
			REACH360_KEY,
			AAM_CLIENT_ID,
			AAM_CLIENT_SECRET,
			AAM_ACCESS_TOKEN,
			AAM_ORGANIZATION_ID,
		];
		for (const key of keys) {
			expect(key.length).toBeGreaterThan(20);
			expect(keys.filter((other) => other.includes(key))).toEqual([key]);
		}
	});
});

describe('source', () => {
	const sources = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));

	test.each(sources)('%s imports node and its neighbours only', (name) => {
		const source = readFileSync(join(FOLDER, name), 'utf8');
		for (const [, from] of source.matchAll(/from '([^']+)'/g)) expect(from).toMatch(/^(node:|\.\/|\.\.\/(?!\.\.))/);
	});

	test.each<[string, SwitchTable]>([
		['Keitaro', KEITARO_SWITCHES],
		['Reach 360', REACH360_SWITCHES],
		['Audience Manager', AUDIENCE_MANAGER_SWITCHES],
	])('README.md lists the switches of %s', (vendor, table) => {
		const readme = readFileSync(join(FOLDER, 'README.md'), 'utf8');
		const section = readme.split('\n### ').find((part) => part.startsWith(vendor)) ?? '';
		const common = readme.split('\n### ').find((part) => part.startsWith('All three')) ?? '';
		for (const [name, values] of Object.entries(table)) {
			const written = values.map((value) => (value === Number ? 'N' : `\`${String(value)}\``)).join(' · ');
			expect(section + common).toContain(`| \`${name}\` | ${written} |`);
		}
	});
});
