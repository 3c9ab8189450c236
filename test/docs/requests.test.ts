import type { IAuthenticate, IHttpRequestOptions } from 'n8n-workflow';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { docsSay, useWorld } from './says';
import { groupId, type World } from './world';

let world: World;
useWorld((started) => (world = started));

describe('the pages on requests', () => {
	const items = Array.from({ length: 12 }, () => ({}));

	docsSay('Nothing is kept between executions.', async () => {
		const get = { operation: 'get', ...groupId('2') };
		await world.items('keitaro', get, { items });
		expect(world.requests('keitaro')).toEqual(['GET /admin_api/v1/groups?type=campaigns']);
		await world.items('keitaro', get);
		expect(world.requests('keitaro')).toHaveLength(2);

		await world.items('audienceManager', { operation: 'get', ...groupId('2001') }, { items });
		expect(world.requests('audienceManager')).toEqual(['GET /api/v1/groups/']);
	});

	docsSay('refused with 401, it is renewed and the request is repeated.', async () => {
		world.simulators.audienceManager.switches.tokenExpiry = 1;
		expect(
			await world.data('audienceManager', { operation: 'update', ...groupId('2001'), name: 'Buyers' }),
		).toMatchObject({ name: 'Buyers' });
		const { log } = world.simulators.audienceManager;
		const updates = log.filter(({ method }) => method === 'PUT').map(({ status }) => status);
		expect(updates.slice(0, -1)).toEqual(updates.slice(1).map(() => 401));
		expect(updates.at(-1)).toBe(200);
		expect(log.filter(({ path }) => path.includes('/ims/'))).toHaveLength(2);
	});

	docsSay('An empty **Group** is the one field that n8n itself refuses, before the node runs.', async () => {
		const run = await world.run(
			'reach360',
			{ operation: 'get', ...groupId('', 'list') },
			{ onError: 'continueErrorOutput' },
		);
		expect(run).toMatchObject({ status: 'error', outputs: [[], []] });
		expect(world.requests('reach360')).toEqual([]);
	});

	docsSay('nothing new is begun, and the failed item with the lowest number is reported.', async () => {
		const names = ['New', 'Compliance', 'Customer Support', ...items.map((_, index) => `More ${index}`)];
		const create = { operation: 'create', name: '={{ $json.name }}', options: { concurrency: 2 } };
		const { error } = await world.run('reach360', create, { items: names.map((name) => ({ name })) });

		expect(error).toMatchObject({ context: { itemIndex: 1 } });
		expect(world.requests('reach360').length).toBeLessThan(names.length);
		expect(world.simulators.reach360.state.groups.map(({ name }) => name)).toContain('New');
	});

	docsSay('bad input in any item stops the run before a request is sent.', async () => {
		const create = { operation: 'create', name: '={{ $json.name }}' };
		const { error } = await world.run('reach360', create, { items: [{ name: 'A' }, { name: '' }] });
		expect(error).toMatchObject({ context: { itemIndex: 1 } });
		expect(world.requests('reach360')).toEqual([]);
	});
});

describe('the pages on security', () => {
	docsSay('The credential refuses every other origin, also when you use it in the HTTP Request node.', async () => {
		const authenticate = new GroupManagerApi().authenticate as Extract<
			IAuthenticate,
			(...args: never[]) => unknown
		>;
		const credential = { vendor: 'keitaro', domain: 'tracker.example.com', apiKey: 'secret-key' };
		const send = async (uri: string) => await authenticate(credential, { uri } as unknown as IHttpRequestOptions);

		await expect(send('https://elsewhere.example.com/groups')).rejects.toThrow(
			'may only be sent to https://tracker.example.com',
		);
		await expect(send('https://tracker.example.com/admin_api/v1/offers')).resolves.toMatchObject({
			headers: { 'Api-Key': 'secret-key' },
		});
	});

	docsSay('text fields called `apiKey`, `accessToken`, `password` and the like read `**hidden**`.', async () => {
		const { faults } = world.simulators.reach360;
		faults.add({
			path: /^\/groups/,
			fault: {
				status: 200,
				body: { groups: [{ id: '1', name: 'A', password: 'p', apiKey: 'k' }], nextUrl: null },
			},
		});
		const [group] = await world.items('reach360', { operation: 'getAll', output: 'data' });
		expect(group).toEqual({ id: '1', name: 'A', password: '**hidden**', apiKey: '**hidden**' });
	});
});
