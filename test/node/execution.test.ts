import type { INodeParameters } from 'n8n-workflow';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { WorkflowFile } from '../../workbench/headless';
import { AAM_CLIENT_SECRET } from '../../simulators';
import { VENDOR_IDS, type VendorId } from '../../simulators';
import { byId, byName, countTo } from '../kit/json';
import { failureOf } from '../kit/results';
import { NODE_TYPE, useStage } from '../kit/stage';

const stage = useStage();

const GET = { groupId: byId('={{ $json.id }}') };

/** Groups in Reach 360, one request each to get. */
function seedGroups(count: number): Array<{ id: string }> {
	const groups = countTo(count).map((index) => ({ id: `grp-${index}`, name: `Group ${index}` }));
	stage.simulators.reach360.seed({ groups });
	return groups.map(({ id }) => ({ id }));
}

const peak = (vendor: VendorId): number => Math.max(...stage.log(vendor).map(({ inFlight }) => inFlight));

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await sleep(1);
}

describe('zero items', () => {
	it.each(VENDOR_IDS)('%s: give no output and send nothing', async (vendor) => {
		const run = await stage.run(`${vendor} group.getAll`, { groupType: 'all' }, { items: [] });
		expect(run).toMatchObject({ status: 'success', outputs: [[], []] });
		expect(stage.traffic()).toEqual([]);
	});
});

describe('the output "data"', () => {
	it('gives one item per record, linked to the input item that asked for it, and none for an empty list', async () => {
		const parameters = {
			groupType: '={{ $json.type }}',
			filters: { nameContains: '={{ $json.name }}' },
			output: 'data',
		};
		const items = [
			{ type: 'campaigns', name: 's' },
			{ type: 'offers', name: 'no such group' },
			{ type: 'landings', name: 'p' },
		];
		const { outputs } = await stage.run('keitaro group.getAll', parameters, { items });

		expect(outputs[0].map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
			['US sweepstakes', { item: 0 }],
			['EU search', { item: 0 }],
			['LATAM push', { item: 0 }],
			['Quiz pages', { item: 2 }],
			['Pre-landers', { item: 2 }],
		]);
	});

	it('still gives failures in their own shape', async () => {
		const items = [{ type: 'campaigns' }, { type: 'nonsense' }];
		const { outputs } = await stage.run(
			'keitaro group.getAll',
			{ groupType: '={{ $json.type }}', output: 'data' },
			{ items, onError: 'continueRegularOutput' },
		);
		expect(outputs[0]).toHaveLength(4);
		expect(Object.keys(outputs[0][3]!.json)).toEqual(['message', 'error']);
	});
});

describe('concurrency', () => {
	it.each([
		[1, { concurrency: 1 }],
		[3, { concurrency: 3 }],
		[5, {}],
	])('keeps at most %i requests in flight, and as many as that', async (limit, options) => {
		const items = seedGroups(16);
		stage.simulators.reach360.latency = 15;
		await stage.run('reach360 group.get', { ...GET, options }, { items });

		expect(stage.log('reach360')).toHaveLength(16);
		expect(peak('reach360')).toBe(limit);
	});

	it('holds for the many requests of one item as well', async () => {
		const ids = seedGroups(16).map(({ id }) => id);
		stage.simulators.reach360.latency = 15;
		const { outputs } = await stage.run('reach360 group.deleteMany', {
			groupIds: ids.join(),
			options: { concurrency: 4 },
		});

		expect(outputs[0][0]!.json.data).toEqual({ deleted: ids, failed: [], missing: [] });
		expect(peak('reach360')).toBe(4);
	});

	it('is read from the first item', async () => {
		const items = seedGroups(12).map((item, index) => ({ ...item, concurrency: index === 0 ? 2 : 9 }));
		stage.simulators.reach360.latency = 15;
		await stage.run(
			'reach360 group.get',
			{ ...GET, options: { concurrency: '={{ $json.concurrency }}' } },
			{ items },
		);
		expect(peak('reach360')).toBe(2);
	});
});

describe('cancelling an execution in the middle', () => {
	it.each<[string, INodeParameters]>([
		['many items', GET],
		[
			'one item with many requests',
			{
				groupIds: countTo(40)
					.map((index) => `grp-${index}`)
					.join(),
			},
		],
	])('sends nothing more: %s', async (_, parameters) => {
		const items = seedGroups(40);
		stage.simulators.reach360.latency = 30;
		const controller = new AbortController();
		const isMany = 'groupIds' in parameters;
		const running = stage.run(
			`reach360 group.${isMany ? 'deleteMany' : 'get'}`,
			{ ...parameters, options: { concurrency: 2 } },
			{
				items: isMany ? [{}] : items,
				signal: controller.signal,
			},
		);
		await until(() => stage.log('reach360').length >= 4);
		controller.abort();
		const sent = stage.log('reach360').length;
		const { status } = await running;

		expect(status).toBe('canceled');
		await sleep(50);
		// What was on its way at that moment may still arrive.
		expect(stage.log('reach360').length).toBeLessThanOrEqual(sent + 2);
	});
});

describe('cancelling an execution in the middle', () => {
	it('ends a pause before a retry at once', async () => {
		stage.simulators.keitaro.faults.add({ times: 9, fault: { status: 429, headers: { 'retry-after': '60' } } });
		const controller = new AbortController();
		const running = stage.run('keitaro group.getAll', { groupType: 'campaigns' }, { signal: controller.signal });
		await until(() => stage.log('keitaro').length === 1);
		await sleep(20);
		controller.abort();

		expect((await running).status).toBe('canceled');
		expect(stage.log('keitaro')).toHaveLength(1);
	});

	it('marks the items that were not done as cancelled when the node carries on', async () => {
		const items = seedGroups(6);
		stage.simulators.reach360.latency = 30;
		const controller = new AbortController();
		const running = stage.run(
			'reach360 group.get',
			{ ...GET, options: { concurrency: 1 } },
			{ items, signal: controller.signal, onError: 'continueRegularOutput' },
		);
		await until(() => stage.log('reach360').length === 3);
		controller.abort();
		const { outputs, status } = await running;

		expect(status).toBe('canceled');
		for (const item of outputs[0].slice(3))
			expect(failureOf(item)).toMatchObject({ code: 'cancelled', request: null });
	});
});

let server: Server;
let answer: (response: ServerResponse) => Promise<void>;
const get = async (options = {}) => {
	const domain = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const parameters = { groupId: byId('x'), options: { timeout: 120, maxAttempts: 1, ...options } };
	const credentialId = stage.store('odd', 'reach360', { domain });
	const { outputs } = await stage.run('reach360 group.get', parameters, {
		credentialId,
		onError: 'continueRegularOutput',
	});
	return outputs[0][0]!;
};

describe('the timeout', () => {
	beforeAll(async () => {
		server = createServer((_, response) => void answer(response).catch(() => response.destroy()));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	it('ends a request that gets no answer', async () => {
		answer = async () => await new Promise(() => undefined);
		expect(failureOf(await get())).toMatchObject({ code: 'timeout', httpStatus: null });
	});

	it('ends a request whose answer only drips', async () => {
		answer = async (response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			while (!response.destroyed) {
				response.write(' ');
				await sleep(10);
			}
		};
		const failure = failureOf(await get());
		expect(failure).toMatchObject({ code: 'timeout' });
		expect(failure.message).toContain('there was no complete answer within 120 ms');
	});
});

describe('the timeout', () => {
	beforeAll(async () => {
		server = createServer((_, response) => void answer(response).catch(() => response.destroy()));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	it('does not end a slow answer that comes in time', async () => {
		answer = async (response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			for (const piece of ['{"id":', '"x",', '"name":"Slow"}']) {
				response.write(piece);
				await sleep(5);
			}
			response.end();
		};
		expect((await get({ timeout: 5_000 })).json.data).toEqual({ id: 'x', name: 'Slow' });
	});

	it("is one item's own", async () => {
		seedGroups(3);
		stage.simulators.reach360.faults.add({ path: /grp-1$/, times: 9, fault: { delay: 400 } });
		const items = countTo(3).map((index) => ({ id: `grp-${index}`, timeout: index === 1 ? 60 : 20_000 }));
		const options = { timeout: '={{ $json.timeout }}', maxAttempts: 1 };
		const { outputs } = await stage.run(
			'reach360 group.get',
			{ ...GET, options },
			{ items, onError: 'continueErrorOutput' },
		);

		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(outputs[1].map(failureOf)).toMatchObject([{ code: 'timeout', item: 1 }]);
	});
});

describe('retries', () => {
	it('carry an item over passing problems, without a word in its envelope', async () => {
		const { faults } = stage.simulators.keitaro;
		faults.add({ times: 2, fault: { status: 503 } });
		const { outputs } = await stage.run('keitaro group.getAll', { groupType: 'campaigns' });
		expect(outputs[0][0]!.json).toMatchObject({ success: true });
		expect(stage.log('keitaro')).toHaveLength(3);
	});

	it('say how often was tried when they did not help', async () => {
		stage.simulators.keitaro.faults.add({ times: 9, fault: { status: 503 } });
		const parameters = { groupType: 'campaigns', options: { maxAttempts: 2 } };
		const { outputs } = await stage.run('keitaro group.getAll', parameters, { onError: 'continueRegularOutput' });

		expect(outputs[0][0]!.json.error).toMatchObject({ code: 'unavailable', httpStatus: 503, retryable: true });
		expect(outputs[0][0]!.json.message).toMatch(/ \(HTTP 503, unavailable\), tried 2 times in \d+\.\d s/);
		expect(stage.log('keitaro')).toHaveLength(2);
	});

	it("make n8n's own Retry On Fail safe: a second run begins afresh", async () => {
		stage.simulators.keitaro.faults.add({ fault: { status: 500 } });
		const parameters = { groupType: 'campaigns', groupId: byName('EU search'), options: { maxAttempts: 1 } };
		const { outputs, status } = await stage.run('keitaro group.get', parameters, {
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1,
		});

		expect(status).toBe('success');
		expect(outputs[0][0]!.json.data).toMatchObject({ id: 2 });
		expect(stage.log('keitaro')).toHaveLength(2);
	});
});

describe("n8n's Retry On Fail", () => {
	it('does not send again what was done in the first try', async () => {
		stage.simulators.keitaro.faults.add({
			method: 'PUT',
			path: /groups\/2$/,
			fault: { status: 404, body: { error: 'not yet' } },
		});
		const parameters = {
			groupType: 'campaigns',
			groupId: byId('={{ $json.id }}'),
			name: '={{ $json.name }}',
			options: { concurrency: 1 },
		};
		const items = [1, 2, 3].map((id) => ({ id, name: `New ${id}` }));
		const { outputs, status } = await stage.run('keitaro group.update', parameters, {
			items,
			retryOnFail: true,
			maxTries: 2,
			waitBetweenTries: 1,
		});

		expect(status).toBe('success');
		expect(outputs[0].map(({ json }) => (json.data as { name: string }).name)).toEqual(['New 1', 'New 2', 'New 3']);
		expect(stage.calls('keitaro').filter((call) => call.startsWith('PUT'))).toEqual([
			'PUT /groups/1',
			'PUT /groups/2',
			'PUT /groups/2',
			'PUT /groups/3',
		]);
	});
});

const node = (name: string, type: string, parameters: INodeParameters = {}) => ({
	...{ id: name, name, type, typeVersion: 1, parameters },
	position: [0, 0] as [number, number],
});
const to = (...names: string[]) => ({
	main: [names.map((name) => ({ node: name, type: 'main' as const, index: 0 }))],
});
/** Two branches lead the same items to the node, one after the other. */
const twice = (parameters: INodeParameters, onError: 'stopWorkflow' | 'continueRegularOutput'): WorkflowFile => ({
	nodes: [
		node('Start', 'n8n-nodes-base.manualTrigger'),
		node('Left', 'n8n-nodes-base.noOp'),
		node('Right', 'n8n-nodes-base.noOp'),
		{
			...node('Groups', NODE_TYPE, { vendor: 'keitaro', resource: 'group', ...parameters }),
			onError,
			credentials: stage.n8n.credentials.reference('keitaro'),
		},
	],
	connections: { Start: to('Left', 'Right'), Left: to('Groups'), Right: to('Groups') },
	settings: { executionOrder: 'v1' },
});

describe('the same node run twice in one execution', () => {
	it('shares nothing between its runs', async () => {
		const parameters = { operation: 'get', groupType: 'campaigns', groupId: byId('2') };
		const run = await stage.n8n.run(twice(parameters, 'stopWorkflow'), { pinInput: [{}, {}] });

		for (const index of [0, 1]) {
			const [items = []] = run.outputsOf('Groups', index);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
			expect(items.every(({ json }) => json.success)).toBe(true);
		}
		expect(stage.calls('keitaro')).toEqual(['GET /groups', 'GET /groups']);
	});

	it('does its work again for every item, also after a run in which some failed', async () => {
		const parameters = {
			operation: 'update',
			groupType: 'campaigns',
			groupId: byId('={{ $json.id }}'),
			name: '={{ $json.name }}',
		};
		const pinInput = [
			{ id: 2, name: 'New' },
			{ id: 99, name: 'Nobody' },
		];
		const run = await stage.n8n.run(twice(parameters, 'continueRegularOutput'), { pinInput });

		for (const index of [0, 1]) {
			const [items = []] = run.outputsOf('Groups', index);
			expect(items.map(({ json }) => json.success === true)).toEqual([true, false]);
		}
		expect(stage.calls('keitaro')).toEqual(['GET /groups', 'PUT /groups/2', 'GET /groups', 'PUT /groups/2']);
	});
});

describe('the same node run twice in one execution', () => {
	it('one after the other: the second run of an execution sees what the first one did', async () => {
		const create = { groupType: 'campaigns', name: 'Once' };
		const first = await stage.run('keitaro group.create', create);
		const second = await stage.run('keitaro group.create', create, { onError: 'continueRegularOutput' });
		expect(first.outputs[0][0]!.json.success).toBe(true);
		expect(failureOf(second.outputs[0][0]!).code).toBe('duplicate_name');
	});
});

const LOGIN = '/ims/token/v3';
const logins = () => stage.log('audienceManager').filter(({ path }) => path === LOGIN);
const items = countTo(20).map((index) => ({ id: String(2001 + (index % 3)) }));
const permissions = { ...GET, options: { concurrency: 20 } };

describe("Adobe's token", () => {
	it('is fetched once for all items of the first execution, kept, and not fetched again in the next', async () => {
		stage.simulators.audienceManager.latency = 10;
		const first = await stage.run('audienceManager group.get', permissions, { items });
		const second = await stage.run('audienceManager permission.getAll', permissions, { items });

		expect([first, second].flatMap(({ outputs }) => outputs[0]).every(({ json }) => json.success)).toBe(true);
		expect(logins()).toHaveLength(1);
		expect(stage.n8n.credentials.get('audienceManager').accessToken).toBe(
			stage.simulators.audienceManager.state.tokens[0]!.token,
		);
	});

	it('is renewed once for all items that find it expired', async () => {
		stage.store('audienceManager', 'audienceManager', { accessToken: 'expired-long-ago' });
		stage.simulators.audienceManager.latency = 10;
		const names = countTo(20).map((index) => ({ name: `Group ${index}` }));
		const { outputs } = await stage.run(
			'audienceManager group.create',
			{ name: '={{ $json.name }}', options: { concurrency: 20 } },
			{ items: names },
		);

		expect(outputs[0].map(({ json }) => json.success)).toEqual(Array(20).fill(true));
		expect(logins()).toHaveLength(1);
		expect(
			stage.simulators.audienceManager.state.groups.filter(({ name }) => name.startsWith('Group ')),
		).toHaveLength(20);
	});
});

describe("Adobe's token", () => {
	it('is renewed as often as it expires within one execution', async () => {
		stage.simulators.audienceManager.switches.tokenExpiry = 4;
		const names = countTo(10).map((index) => ({ name: `Group ${index}` }));
		const { outputs } = await stage.run(
			'audienceManager group.create',
			{ name: '={{ $json.name }}', options: { concurrency: 1 } },
			{ items: names },
		);

		expect(outputs[0].map(({ json }) => json.success)).toEqual(Array(10).fill(true));
		expect(
			stage.simulators.audienceManager.state.groups.filter(({ name }) => name.startsWith('Group ')),
		).toHaveLength(10);
	});

	it('that is refused although it is new fails the items after one renewal, not one per item', async () => {
		stage.store('audienceManager', 'audienceManager', { accessToken: 'expired-long-ago' });
		stage.simulators.audienceManager.faults.add({
			path: /^\/api/,
			times: 999,
			fault: { status: 401, body: { error_code: '401013', message: 'Oauth token is not valid' } },
		});
		const { outputs } = await stage.run('audienceManager permission.getAll', permissions, {
			items,
			onError: 'continueRegularOutput',
		});

		expect(outputs[0].map((item) => failureOf(item).code)).toEqual(Array(20).fill('unauthorized'));
		expect(logins()).toHaveLength(1);
	});
});

describe("Adobe's token", () => {
	it.each([
		[
			'is refused',
			{ clientSecret: 'wrong-secret' },
			/Adobe refused the login: invalid_client: invalid client_secret parameter \(HTTP 400\)/,
			'unauthorized',
		],
		['has a bad scope', { scopes: 'two words' }, /Adobe refused the login: invalid_scope/, 'unauthorized'],
		[
			'cannot be reached',
			{ tokenUrl: 'http://127.0.0.1:1/ims' },
			/Adobe could not be reached for the login/,
			'unavailable',
		],
	] as const)(
		'is not there when the login %s: the items say so, after one login, and show no request',
		async (_, changes, reason, code) => {
			stage.store('audienceManager', 'audienceManager', changes);
			const parameters = { ...GET, options: { concurrency: 20, maxAttempts: 1 } };
			const { outputs } = await stage.run('audienceManager permission.getAll', parameters, {
				items,
				onError: 'continueRegularOutput',
			});

			for (const failure of outputs[0].map(failureOf)) {
				expect(failure).toMatchObject({ code, request: null });
				expect(failure.message).toMatch(reason);
				expect(failure.message).not.toContain(AAM_CLIENT_SECRET);
			}
			expect(stage.calls('audienceManager')).toEqual([]);
			if (code === 'unauthorized') expect(logins()).toHaveLength(1);
		},
	);
});

describe("Adobe's token", () => {
	it.each([
		['a web page', { html: 200 }, 'unauthorized'],
		['JSON without a token', { status: 200, body: { access_token: '' } }, 'unauthorized'],
		['too many logins', { status: 429, body: { error: 'slow_down' } }, 'rate_limited'],
		['an outage', { status: 503, body: 'down' }, 'unavailable'],
	] as const)('is not there when the login server answers with %s', async (_, fault, code) => {
		stage.simulators.audienceManager.faults.add({ path: /^\/ims/, times: 9, fault });
		const { outputs } = await stage.run(
			'audienceManager group.getAll',
			{ options: { maxAttempts: 1 } },
			{ onError: 'continueRegularOutput' },
		);
		expect(failureOf(outputs[0][0]!)).toMatchObject({ code, request: null });
		expect(failureOf(outputs[0][0]!).message).toMatch(/Adobe refused the login/);
	});

	it("that has expired and cannot be renewed fails the items with the login's words", async () => {
		stage.store('audienceManager', 'audienceManager', {
			accessToken: 'expired-long-ago',
			clientSecret: 'wrong-secret',
		});
		const { outputs } = await stage.run('audienceManager permission.getAll', permissions, {
			items,
			onError: 'continueRegularOutput',
		});

		const failures = outputs[0].map(failureOf);
		expect(failures.map(({ code }) => code)).toEqual(Array(20).fill('unauthorized'));
		expect(failures.some(({ message }) => message.includes('Adobe refused the login: invalid_client'))).toBe(true);
		expect(logins()).toHaveLength(1);
	});
});

describe("Adobe's token", () => {
	it('that has expired is renewed as soon as the login server is back', async () => {
		stage.store('audienceManager', 'audienceManager', { accessToken: 'expired-long-ago' });
		stage.simulators.audienceManager.faults.add({ path: /^\/ims/, fault: { status: 503, body: 'down' } });
		const { outputs } = await stage.run('audienceManager permission.getAll', { groupId: byId('2001') });
		expect(outputs[0][0]!.json.success).toBe(true);
		expect(logins()).toHaveLength(2);
	});

	it('that is ready needs no login', async () => {
		stage.store('audienceManager', 'audienceManager', {
			authentication: 'accessToken',
			apiKey: 'aam-ready-e29d61f80b5734ac-simulated',
			clientId: '',
		});
		const { outputs } = await stage.run('audienceManager group.getAll');
		expect(outputs[0][0]!.json.success).toBe(true);
		expect(logins()).toEqual([]);
	});
});
