import type { INodeParameters } from 'n8n-workflow';

import { rowsOf } from './pages';
import { READ_563, setPermissions, useWorld } from './says';
import { groupId, type World } from './world';

let world: World;
useWorld((started) => (world = started));

const list = <T>(length: number, entry: (index: number) => T): T[] =>
	Array.from({ length }, (_, index) => entry(index));

beforeEach(() => {
	const { audienceManager, keitaro } = world.simulators;
	audienceManager.seed({
		groups: list(250, (index) => ({ groupId: 1 + index, name: `G${index}` })),
		users: [{ userId: 1, username: 'one' }],
		objects: [{ objectType: 'SEGMENT', objectId: 563, name: 'S' }],
	});
	keitaro.seed({
		groups: list(100, (index) => ({ id: 1 + index, name: `G${index}`, type: 'campaigns' })),
		campaigns: list(40, (index) => ({ id: 1 + index, name: `C${index}` })),
	});
});

interface Run {
	vendor: 'keitaro' | 'audienceManager';
	items: number;
	parameters: INodeParameters;
}

/** What each row of the table stands for, in its order. */
const RUNS: Run[] = [
	{
		vendor: 'audienceManager',
		items: 100,
		parameters: { resource: 'member', operation: 'add', members: '1', ...groupId('={{ $json.index + 1 }}') },
	},
	{
		vendor: 'audienceManager',
		items: 1_000,
		parameters: {
			...setPermissions([READ_563]),
			operation: 'grant',
			...groupId('={{ $json.index % 10 + 1 }}'),
		},
	},
	{
		vendor: 'audienceManager',
		items: 250,
		parameters: { operation: 'deleteMany', groupIds: '={{ $json.index + 1 }}' },
	},
	{
		vendor: 'keitaro',
		items: 40,
		parameters: { resource: 'member', operation: 'add', members: '={{ $json.index + 1 }}', ...groupId('7') },
	},
	{
		vendor: 'keitaro',
		items: 1_000,
		parameters: { operation: 'get', ...groupId('={{ $json.index % 100 + 1 }}') },
	},
];

const rows = rowsOf('many-items').map(([items, requests], index) => ({ items, requests, run: RUNS[index] }));

it('every row of the table of many items is run', () => {
	expect(rows).toHaveLength(RUNS.length);
});

it.each(rows)('$items: $requests', async ({ requests, run }) => {
	const { vendor, items, parameters } = run!;
	await world.items(vendor, parameters, { items: list(items, (index) => ({ index })) });

	const said = requests!.match(/\d+/g)!.reduce((sum, number) => sum + Number(number), 0);
	expect(world.requests(vendor)).toHaveLength(said);
});
