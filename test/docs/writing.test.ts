import { BAD_INPUT, READ_563, docsSay, member, setPermissions, useWorld, writesTo } from './says';
import { groupId, type World } from './world';

let world: World;
useWorld((started) => (world = started));

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

		expect(writesTo(world, 'audienceManager')).toEqual([]);
		expect(envelope).toMatchObject({ request: { method: 'GET' }, data: stored });
	});

	docsSay('**Max Removals** counts members and entries that would go as a whole.', async () => {
		// Of two entries one goes, and the other loses a name.
		expect(await world.failure('audienceManager', setPermissions([READ_563], { maxRemovals: 0 }))).toMatchObject({
			code: 'invalid_input',
		});
		expect(writesTo(world, 'audienceManager')).toEqual([]);
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
