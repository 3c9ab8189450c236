import type { IAuthenticate, IHttpRequestOptions, INodeParameters } from 'n8n-workflow';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { pagesThatSay, readText } from './pages';
import { groupId, startWorld, type World } from './world';

let world: World;
beforeAll(async () => (world = await startWorld()));
beforeEach(() => world.reset());
afterAll(async () => await world.close());

/** A sentence that one page says, and the run that shows it. */
function docsSay(sentence: string, check: () => Promise<void>): void {
	it(sentence, async () => {
		expect(pagesThatSay(sentence)).toHaveLength(1);
		await check();
	});
}

const writes = (vendor: 'keitaro' | 'reach360' | 'audienceManager') =>
	world.requests(vendor).filter((request) => !request.startsWith('GET '));

/** A failure before anything was sent. */
const BAD_INPUT = { code: 'invalid_input', request: null };

const READ_563 = { objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] };
const setPermissions = (permissions: unknown, options = {}) => ({
	resource: 'permission',
	operation: 'set',
	permissions: JSON.stringify(permissions),
	options,
	...groupId('2001'),
});

const member = (operation: string, members: string, options = {}) => ({
	resource: 'member',
	operation,
	members,
	options,
	...groupId('grp-sales-emea'),
});

describe('the pages on names', () => {
	docsSay('A name must fit exactly: upper and lower case and spaces count.', async () => {
		for (const name of ['compliance', 'Compliance ']) {
			expect(await world.failure('reach360', { operation: 'get', ...groupId(name, 'name') })).toMatchObject({
				code: 'not_found',
			});
			expect(await world.data('reach360', { operation: 'getAll', filters: { name } })).toEqual([]);
		}
		expect(await world.data('reach360', { operation: 'get', ...groupId('Compliance', 'name') })).toMatchObject({
			name: 'Compliance',
		});
	});

	docsSay('Names are sent as you typed them, spaces included.', async () => {
		expect(await world.data('keitaro', { operation: 'create', name: ' New  one ' })).toMatchObject({
			name: ' New  one ',
		});
	});

	docsSay('A name of nothing but spaces counts as empty.', async () => {
		expect(await world.failure('keitaro', { operation: 'create', name: '  ' })).toMatchObject(BAD_INPUT);
		const update = { operation: 'update', ...groupId('2001'), name: ' ', description: 'New' };
		expect(await world.data('audienceManager', update)).toMatchObject({ name: 'Media Buyers', description: 'New' });
	});

	docsSay('They are compared as people wrote them.', async () => {
		world.simulators.audienceManager.switches.escaping = 'on';
		expect(
			await world.data('audienceManager', { operation: 'get', ...groupId('R&D "Lab" <beta>', 'name') }),
		).toMatchObject({ groupId: 2003 });
	});
});

describe('the pages on IDs', () => {
	docsSay('Spaces around them are removed, and `007` is 7.', async () => {
		expect(
			await world.data('keitaro', { operation: 'get', groupType: 'landings', ...groupId(' 007 ') }),
		).toMatchObject({ id: 7 });
	});

	docsSay('in a **Group IDs** text, spaces around each ID are removed.', async () => {
		await world.failure('reach360', { operation: 'get', ...groupId(' grp-support') });
		await world.data('reach360', {
			operation: 'deleteMany',
			groupIds: ' grp-support ,\n grp-compliance',
			options: { concurrency: 1 },
		});
		expect(world.requests('reach360')).toEqual([
			'GET /groups/%20grp-support',
			'DELETE /groups/grp-support',
			'DELETE /groups/grp-compliance',
		]);
	});

	docsSay('`.`, `..` and IDs with control characters are refused.', async () => {
		for (const id of ['.', '..', 'a\tb', 'a\nb']) {
			expect(await world.failure('reach360', { operation: 'delete', ...groupId(id) })).toMatchObject(BAD_INPUT);
		}
		await world.failure('reach360', { operation: 'get', ...groupId('../users/a?b=%2e') });
		expect(world.requests('reach360')).toEqual(['GET /groups/..%2Fusers%2Fa%3Fb%3D%252e']);
	});

	docsSay('An ID that stands in **Group IDs** twice is deleted once.', async () => {
		const report = await world.data('reach360', { operation: 'deleteMany', groupIds: 'grp-support,,grp-support,' });
		expect(report).toEqual({ deleted: ['grp-support'], failed: [], missing: [] });
		expect(world.requests('reach360')).toHaveLength(1);
	});

	docsSay('an ID of another type is `not_found`, and **Ignore Missing** treats it so too.', async () => {
		const offer = { groupType: 'campaigns', ...groupId('4') };
		expect(await world.failure('keitaro', { operation: 'update', name: 'X', ...offer })).toMatchObject({
			code: 'not_found',
		});
		expect(await world.failure('keitaro', { operation: 'delete', ...offer })).toMatchObject({ code: 'not_found' });
		const ignoring = { operation: 'delete', ...offer, options: { ignoreMissing: true } };
		expect(await world.data('keitaro', ignoring)).toEqual({ id: '4', deleted: false });
		expect(writes('keitaro')).toEqual([]);
	});
});

describe('the pages on lists', () => {
	docsSay('in this order, and **Limit** counts over all of them.', async () => {
		const types = async (limit: number) => {
			const groups = await world.items('keitaro', {
				operation: 'getAll',
				groupType: 'all',
				limit,
				output: 'data',
			});
			return groups.map(({ type }) => type);
		};
		expect(await types(5)).toEqual(['campaigns', 'campaigns', 'campaigns', 'domains', 'landings']);
		expect([...new Set(await types(50))]).toEqual(['campaigns', 'domains', 'landings', 'offers']);
	});

	docsSay('A tracker that knows no groups of domains is no failure.', async () => {
		world.simulators.keitaro.switches.domainsType = 'no';
		expect(await world.data('keitaro', { operation: 'getAll', groupType: 'all' })).toHaveLength(7);
	});

	docsSay('A page that comes back a second time is a failure, not an endless loop.', async () => {
		world.simulators.reach360.seed({
			groups: Array.from({ length: 250 }, (_, index) => ({ id: `g${index}`, name: `G${index}` })),
		});
		const all = { operation: 'getAll', returnAll: true };
		expect(await world.data('reach360', all)).toHaveLength(250);
		world.simulators.reach360.switches.nextUrl = 'duplicate-page';
		expect(await world.failure('reach360', all)).toMatchObject({ code: 'unexpected_response' });
	});

	docsSay('an empty list gives no item.', async () => {
		const nothing = { operation: 'getAll', filters: { nameContains: 'no such name' } };
		expect(await world.items('reach360', { ...nothing, output: 'data' })).toEqual([]);
		expect(await world.data('reach360', nothing)).toEqual([]);
	});
});

describe('the pages on writing', () => {
	docsSay(
		'JSON is checked for its form only: an object, not empty, with a name in **Create**, and no blank name.',
		async () => {
			const json = (operation: string, groupData: string) => ({
				operation,
				specifyBody: 'json',
				groupData,
				...groupId('1'),
			});
			for (const [operation, groupData] of [
				['create', '[]'],
				['create', '{"description":"x"}'],
				['create', '{"name":" "}'],
				['update', '{}'],
				['update', '{"name":""}'],
			] as const) {
				expect(await world.failure('keitaro', json(operation, groupData))).toMatchObject(BAD_INPUT);
			}
			expect(world.requests('keitaro')).toEqual([]);
			expect(
				await world.data('keitaro', json('create', '{"name":"A","type":"offers","position":9}')),
			).toMatchObject({ type: 'offers' });
		},
	);

	docsSay("except that Keitaro's **Create** adds the group type when it is missing.", async () => {
		const parameters = {
			operation: 'create',
			groupType: 'landings',
			specifyBody: 'json',
			groupData: '{"name":"A"}',
		};
		expect(await world.data('keitaro', parameters)).toMatchObject({ name: 'A', type: 'landings' });
	});

	docsSay('When nothing changes, whatever the order, nothing is sent, and `request` shows the read.', async () => {
		const stored = world.simulators.audienceManager.state.groups[0]!.permissions;
		const same = [...stored]
			.reverse()
			.map((entry) => ({ ...entry, permissions: [...entry.permissions].reverse() }));
		const [envelope] = await world.items('audienceManager', setPermissions(same));

		expect(writes('audienceManager')).toEqual([]);
		expect(envelope).toMatchObject({ request: { method: 'GET' }, data: stored });
	});

	docsSay('**Max Removals** counts members and entries that would go as a whole.', async () => {
		// Of two entries one goes, and the other loses a name.
		expect(await world.failure('audienceManager', setPermissions([READ_563], { maxRemovals: 0 }))).toMatchObject({
			code: 'invalid_input',
		});
		expect(writes('audienceManager')).toEqual([]);
		expect(await world.data('audienceManager', setPermissions([READ_563], { maxRemovals: 1 }))).toHaveLength(1);
	});

	docsSay('An empty list may remove all members or permissions. Without it, it is refused.', async () => {
		expect(await world.failure('reach360', member('set', ''))).toMatchObject(BAD_INPUT);
		expect(await world.data('reach360', member('set', '', { allowEmpty: true }))).toMatchObject({ unchanged: [] });
		expect(await world.failure('audienceManager', setPermissions([]))).toMatchObject(BAD_INPUT);
		expect(await world.data('audienceManager', setPermissions([], { allowEmpty: true }))).toEqual([]);
	});

	docsSay('`id` in the answer is the name that you asked for, because there is no ID.', async () => {
		const parameters = { operation: 'delete', ...groupId('Nobody', 'name'), options: { ignoreMissing: true } };
		expect(await world.data('reach360', parameters)).toEqual({ id: 'Nobody', deleted: false });
	});

	docsSay('where it is refused still, the list is read again, and each ID is reported as it was found.', async () => {
		world.simulators.audienceManager.switches.bulkDelete = 'partial';
		expect(await world.data('audienceManager', { operation: 'deleteMany', groupIds: '2002,2004' })).toMatchObject({
			deleted: ['2002'],
			failed: [{ id: '2004', code: 'conflict' }],
		});
	});

	docsSay('The output is in the order of the input in any case.', async () => {
		const items = ['D', 'C', 'B', 'A'].map((name) => ({ name }));
		const groups = await world.items(
			'keitaro',
			{ operation: 'create', name: '={{ $json.name }}', output: 'data' },
			{ items },
		);
		expect(groups.map(({ name }) => name)).toEqual(['D', 'C', 'B', 'A']);
	});
});

describe('the pages on what people mean', () => {
	const says = async (...run: Parameters<typeof world.run>): Promise<string> =>
		(await world.run(...run)).error!.message;

	docsSay('A filter that is there and comes out empty is refused: it never lets everything through.', async () => {
		for (const filters of [{ name: '={{ $json.team }}' }, { nameContains: '' }]) {
			expect(await world.failure('reach360', { operation: 'getAll', filters })).toMatchObject(BAD_INPUT);
		}
		expect(world.requests('reach360')).toEqual([]);
	});

	docsSay('A date is refused with the advice to use `.toISO()`.', async () => {
		const message = await says('reach360', { operation: 'create', name: '={{ $now }}' });
		expect(message).toContain('.toISO()');
	});

	docsSay('In a list a leading zero is refused, since `1,003` may be one number or two.', async () => {
		const message = await says('keitaro', { operation: 'deleteMany', groupType: 'campaigns', groupIds: '1,003' });
		expect(message).toContain('write 3 or 1003');
	});

	docsSay('Where nothing fits but one group looks the same, the message names it.', async () => {
		const message = await says('reach360', {
			operation: 'get',
			groupId: { __rl: true, mode: 'name', value: 'compliance' },
		});
		expect(message).toContain('"Compliance"');
	});

	docsSay(
		'A piece of a list that still holds one of `[ ] { } " < >` is refused, and quoted in the message.',
		async () => {
			const message = await says('reach360', member('add', 'Sara <sara.lind@example.com>'));
			expect(message).toContain('"Sara <sara.lind@example.com>"');
		},
	);

	docsSay('So are three empty pages in a row', async () => {
		const { url } = world.simulators.reach360;
		[1, 2, 3, 4].forEach((page) =>
			world.simulators.reach360.faults.add({
				method: 'GET',
				fault: { status: 200, body: { groups: [], nextUrl: `${url}/groups?cursor=empty-${page}` } },
			}),
		);
		expect(await world.failure('reach360', { operation: 'getAll', returnAll: true })).toMatchObject({
			code: 'unexpected_response',
		});
	});
});

describe('the pages on members, permissions and plans', () => {
	docsSay('so a group that is there is always `unchanged`.', async () => {
		const again = { operation: 'upsert', name: 'Compliance' };
		expect(await world.data('reach360', again)).toMatchObject({ action: 'unchanged' });
		expect(writes('reach360')).toEqual([]);
	});

	docsSay('Two runs at the same time end with one group.', async () => {
		const both = { operation: 'upsert', name: 'Twins' };
		await Promise.all([world.data('audienceManager', both), world.data('audienceManager', both)]);
		const named = world.simulators.audienceManager.state.groups.filter(({ name }) => name === 'Twins');
		expect(named).toHaveLength(1);
	});

	docsSay('Somebody unknown stops the item with nothing written', async () => {
		expect((await world.failure('reach360', member('add', 'sara.lind@example.com, nobody@example.com'))).code).toBe(
			'not_found',
		);
		expect(writes('reach360')).toEqual([]);
	});

	docsSay('A member who is named twice in **Members** counts once', async () => {
		const report = await world.data('reach360', member('add', 'usr-sara; sara.lind@example.com; usr-sara'));
		expect(report).toMatchObject({ added: ['usr-sara'], unchanged: [] });
		expect(writes('reach360')).toHaveLength(1);
	});

	docsSay('with **Ignore Missing** they stand under `missing`.', async () => {
		expect(await world.failure('reach360', member('remove', 'usr-sara'))).toMatchObject({ code: 'not_found' });
		const report = await world.data('reach360', member('remove', 'usr-sara', { ignoreMissing: true }));
		expect(report).toEqual({ added: [], removed: [], unchanged: [], missing: ['usr-sara'] });
	});

	docsSay('A second run of **Add**, **Set**, or of **Remove** with **Ignore Missing** sends no write.', async () => {
		for (const operation of ['add', 'set', 'remove']) {
			const change = member(operation, 'usr-sara', { ignoreMissing: true, maxRemovals: 9 });
			await world.data('reach360', change);
			const before = writes('reach360').length;
			await world.data('reach360', change);
			expect(writes('reach360')).toHaveLength(before);
		}
	});

	docsSay('An entry that loses its last name is gone.', async () => {
		const gone = [{ objectType: 'DESTINATION', objectId: 304, permissions: ['READ'] }];
		const report = await world.data('audienceManager', { ...setPermissions(gone), operation: 'revoke' });
		expect(report).toEqual({ changed: 1, permissions: [] });
	});

	docsSay('An empty plan means that everything is as wanted.', async () => {
		const plan = await world.data('reach360', member('add', 'usr-anna', { dryRun: true }));
		expect(plan).toMatchObject({ dryRun: true, plan: [], would: { unchanged: ['usr-anna'] } });
	});

	docsSay('a group that does not exist yet has a stand-in like `new-1` for its ID.', async () => {
		const items = [{ text: 'A' }, { text: 'B' }];
		const upsert = {
			operation: 'upsert',
			name: 'Fresh',
			description: '={{ $json.text }}',
			options: { dryRun: true },
		};
		const [, second] = await world.items('audienceManager', upsert, { items });
		expect(JSON.stringify(second)).toContain('/groups/new-1"');
	});

	it('the table of requests is true', async () => {
		const rows = Object.fromEntries(
			[
				...readText('docs/performance.md').matchAll(
					/^\| (100 that put|1,000 that grant|250 IDs|Any number that add|1,000 that look)[^|]*\| ([^|]+) \|$/gm,
				),
			].map(([, start, count]) => [start, count!.match(/\d+/g)!.reduce((sum, text) => sum + Number(text), 0)]),
		);
		const count = async (vendor: 'keitaro' | 'audienceManager', parameters: INodeParameters, rowCount: number) => {
			world.reset();
			const { audienceManager, keitaro } = world.simulators;
			audienceManager.seed({
				groups: Array.from({ length: 250 }, (_, index) => ({ groupId: 1 + index, name: `G${index}` })),
				users: [{ userId: 1, username: 'one' }],
				objects: [{ objectType: 'SEGMENT', objectId: 563, name: 'S' }],
			});
			keitaro.seed({
				groups: Array.from({ length: 100 }, (_, index) => ({
					id: 1 + index,
					name: `G${index}`,
					type: 'campaigns',
				})),
				campaigns: Array.from({ length: 40 }, (_, index) => ({ id: 1 + index, name: `C${index}` })),
			});
			await world.items(vendor, parameters, {
				items: Array.from({ length: rowCount }, (_, index) => ({ index })),
			});
			return world.requests(vendor).length;
		};
		const group = (value: string) => groupId(`={{ ${value} }}`);
		const put = { resource: 'member', operation: 'add', members: '1', ...group('$json.index + 1') };
		const grant = { ...setPermissions([READ_563]), operation: 'grant', ...group('$json.index % 10 + 1') };
		const add = { resource: 'member', operation: 'add', members: '={{ $json.index + 1 }}', ...groupId('7') };

		expect(rows).toEqual({
			'100 that put': await count('audienceManager', put, 100),
			'1,000 that grant': await count('audienceManager', grant, 1_000),
			'250 IDs': await count(
				'audienceManager',
				{ operation: 'deleteMany', groupIds: '={{ $json.index + 1 }}' },
				250,
			),
			'Any number that add': await count('keitaro', add, 40),
			'1,000 that look': await count('keitaro', { operation: 'get', ...group('$json.index % 100 + 1') }, 1_000),
		});
	});
});

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
