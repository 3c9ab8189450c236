import { byId, countTo } from '../kit/json';
import { useStage } from '../kit/stage';

const stage = useStage({ host: 'axios', isLoggedIn: true, random: 0 });

const groups = countTo(100).map((index) => ({ groupId: 3001 + index, name: `Team ${index}` }));
const user = { userId: 501, username: 'ada', title: 'Lead', isAdmin: 'true' as const, groups: [2001] };
const items = groups.map(({ groupId }) => ({ group: groupId }));
const toGroup = (operation: string, members: string) =>
	stage.each(`audienceManager member.${operation}`, { groupId: byId('={{ $json.group }}'), members }, items);
const stored = () => stage.simulators.audienceManager.state.users[0]!;

describe('100 items at the same time', () => {
	beforeEach(() => {
		stage.simulators.audienceManager.seed({ groups: [{ groupId: 2001, name: 'Old' }, ...groups], users: [user] });
	});

	it('put one user of Audience Manager into 100 groups with one list, one read and one write, and lose none', async () => {
		const results = await toGroup('add', '501');
		expect(stage.sent('audienceManager').map((line) => line.split(' {')[0])).toEqual([
			'GET /users/',
			'GET /users/501',
			'PUT /users/501',
		]);
		expect(stored()).toMatchObject({
			title: 'Lead',
			isAdmin: 'true',
			groups: [2001, ...groups.map(({ groupId }) => groupId)],
		});
		expect(results.map(({ data }) => data)).toEqual(
			items.map(() => ({ added: ['501'], removed: [], unchanged: [], missing: [] })),
		);
		expect(results[0]!.request).toMatchObject({ method: 'PUT', body: { groups: { length: 101 } } });
		expect(
			results.slice(1).map(({ request: { method, body, sharedWith } }) => ({ method, body, sharedWith })),
		).toEqual(items.slice(1).map(() => ({ method: 'PUT', body: undefined, sharedWith: 0 })));

		stage.forget();
		await toGroup('add', '501');
		expect(stage.sent('audienceManager')).toEqual(['GET /users/', 'GET /users/501']);

		stage.forget();
		await toGroup('remove', 'ada');
		expect(stage.sent('audienceManager').map((line) => line.split(' {')[0])).toEqual([
			'GET /users/',
			'GET /users/501',
			'PUT /users/501',
		]);
		expect(stored().groups).toEqual([2001]);
	});
});

describe('100 items at the same time', () => {
	beforeEach(() => {
		stage.simulators.audienceManager.seed({ groups: [{ groupId: 2001, name: 'Old' }, ...groups], users: [user] });
	});

	it('that a refused write has merged are sent again one by one, so that only the refused item fails', async () => {
		stage.simulators.audienceManager.state.groups.splice(50, 1);
		const results = await toGroup('add', '501');
		expect(results.flatMap(({ error }, index) => (error ? [[index, error.code, error.httpStatus]] : []))).toEqual([
			[49, 'invalid_input', 400],
		]);
		expect(results[49]!.error.details).toContain('Added: none. Removed: none. Not done: 501.');
		expect(stored().groups).toHaveLength(100);
		expect(stage.written('audienceManager')).toHaveLength(101);
	});

	it('all fail when the vendor is out of order, with no write of their own and one look behind it', async () => {
		stage.fault('audienceManager', { method: 'PUT', times: 3, fault: { status: 503 } });
		const results = await toGroup('add', '501');
		expect(new Set(results.map(({ error }) => error.code))).toEqual(new Set(['outcome_unknown']));
		expect(stage.sent('audienceManager').map((line) => line.split(' {')[0])).toEqual([
			...['GET /users/', 'GET /users/501'],
			...['PUT /users/501', 'PUT /users/501', 'PUT /users/501'],
			'GET /users/501',
		]);
	});
});

describe('100 items at the same time', () => {
	beforeEach(() => {
		stage.simulators.audienceManager.seed({ groups: [{ groupId: 2001, name: 'Old' }, ...groups], users: [user] });
	});

	it('each with users of their own read and write every user once, behind one list', async () => {
		const users = countTo(10).map((index) => ({ userId: 600 + index, username: `user${index}` }));
		stage.simulators.audienceManager.seed({ groups, users });
		const pairs = countTo(100).map((index) => ({
			group: 3001 + (index % 7),
			members: [600 + (index % 10), 600 + ((index + 3) % 10)],
		}));
		await stage.each(
			'audienceManager member.add',
			{ groupId: byId('={{ $json.group }}'), members: '={{ $json.members }}' },
			pairs,
		);

		expect(stage.written('audienceManager')).toHaveLength(10);
		expect(stage.sent('audienceManager')).toHaveLength(21);
		for (const { userId, groups: left } of stage.simulators.audienceManager.state.users) {
			expect([...left].sort()).toEqual(
				[...new Set(pairs.filter(({ members }) => members.includes(userId)).map(({ group }) => group))].sort(),
			);
		}
	});

	it('set the users of 100 groups with one list, a read per group and user and one write per user', async () => {
		await stage.each('audienceManager member.set', { groupId: byId('={{ $json.group }}'), members: '501' }, items);
		expect(stage.written('audienceManager')).toHaveLength(1);
		expect(stage.sent('audienceManager')).toHaveLength(103);
		expect(stored().groups).toHaveLength(101);
	});
});

const campaigns = countTo(1_000).map((index) => ({ id: 1_001 + index, name: `Campaign ${index}` }));

describe('Keitaro', () => {
	beforeEach(() => {
		stage.simulators.keitaro.seed({
			groups: countTo(1_000).map((index) => ({ id: index + 1, name: `G${index}`, type: 'campaigns' })),
			campaigns,
		});
	});

	it.each([
		['one item', [{ members: campaigns.slice(0, 40).map(({ id }) => id) }]],
		['40 items', campaigns.slice(0, 40).map(({ id }) => ({ members: [id] }))],
	])('adds 40 campaigns of %s with one list, one check of the group and 40 writes', async (_, items) => {
		await stage.each(
			'keitaro member.add',
			{ groupType: 'campaigns', groupId: byId(7), members: '={{ $json.members }}' },
			items,
		);
		expect(stage.sent('keitaro').filter((line) => line.startsWith('GET'))).toEqual([
			'GET /groups?type=campaigns',
			'GET /campaigns?limit=1000&offset=0',
			// The page is full, so that there may be more.
			'GET /campaigns?limit=1000&offset=1000',
		]);
		expect(new Set(stage.written('keitaro'))).toEqual(
			new Set(campaigns.slice(0, 40).map(({ id }) => `PUT /campaigns/${id} {"group_id":7}`)),
		);
		expect(stage.sent('keitaro')).toHaveLength(43);
	});
});

describe('Keitaro', () => {
	beforeEach(() => {
		stage.simulators.keitaro.seed({
			groups: countTo(1_000).map((index) => ({ id: index + 1, name: `G${index}`, type: 'campaigns' })),
			campaigns,
		});
	});

	it('looks 1,000 groups up by their ids with one list', async () => {
		const items = countTo(1_000).map((index) => ({ id: index + 1 }));
		const results = await stage.each(
			'keitaro group.get',
			{ groupType: 'campaigns', groupId: byId('={{ $json.id }}') },
			items,
		);
		expect(results.map(({ data }) => data.id)).toEqual(items.map(({ id }) => id));
		expect(stage.sent('keitaro')).toEqual(['GET /groups?type=campaigns']);
	});

	it('reads the list of each type once when items name several types', async () => {
		stage.simulators.keitaro.reset();
		const items = countTo(100).map(
			(index) =>
				[
					{ type: 'offers', id: 4 },
					{ type: 'landings', id: 6 },
				][index % 2]!,
		);
		await stage.each(
			'keitaro group.get',
			{ groupType: '={{ $json.type }}', groupId: byId('={{ $json.id }}') },
			items,
		);
		expect(stage.sent('keitaro').sort()).toEqual(['GET /groups?type=landings', 'GET /groups?type=offers']);
	});
});

describe('Reach 360', () => {
	it('reads the members once for any number of items, and looks each address up once', async () => {
		const items = ['anna.berg', 'sara.lind', 'mei.tan', 'sara.lind'].map((name) => ({
			email: `${name}@example.com`,
		}));
		await stage.each('reach360 member.add', { groupId: byId('grp-support'), members: '={{ $json.email }}' }, items);
		expect(stage.sent('reach360').sort()).toEqual([
			'GET /groups/grp-support/users?limit=100',
			...['anna.berg', 'mei.tan', 'sara.lind'].map((name) => `GET /users?email=${name}%40example.com`),
			...['anna', 'mei', 'sara'].map((name) => `PUT /groups/grp-support/users/usr-${name}`),
		]);
	});
});
