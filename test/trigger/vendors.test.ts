import type { Json } from '../kit/json';
import { useStage } from '../kit/stage';
import { chosen, WORLDS } from './worlds';

const stage = useStage({ isLoggedIn: true, random: 0 });
const [keitaro, , audienceManager] = WORLDS as [(typeof WORLDS)[0], (typeof WORLDS)[0], (typeof WORLDS)[0]];

const told = (items: Awaited<ReturnType<ReturnType<typeof stage.register>['poll']>>): unknown[] =>
	(items ?? []).map(({ json: { event, groupType, groupId, memberId } }) => [event, groupType, groupId, memberId]);

describe('keitaro', () => {
	const state = () => stage.simulators.keitaro.state;
	const ofCampaigns = { groupType: 'campaigns' };
	const groupEvents = ['groupCreated', 'groupChanged', 'groupHidden'];
	const memberEvents = ['memberJoined', 'memberLeft'];

	beforeEach(() =>
		keitaro.ground.seed(stage.simulators, { names: ['A', 'B', 'C'], members: [[0, 1], [2]], people: 5 }),
	);

	it('takes a group that comes into view for no new one', async () => {
		const [first] = state().groups.splice(0, 1);
		const registration = stage.register('keitaro', { ...ofCampaigns, events: groupEvents });
		await registration.poll();
		state().groups.push(first!);
		const [item] = (await registration.poll())!;
		expect(item!.json).toMatchObject({
			event: 'groupChanged',
			groupId: '1',
			changes: [{ field: 'visibility', from: 'hidden', to: 'visible' }],
		});
		const [hidden] = state().groups.splice(1, 1);
		expect(told(await registration.poll())).toEqual([['groupHidden', 'campaigns', '3', null]]);
		state().groups.push(hidden!);
		expect((await registration.poll())![0]!.json).toMatchObject({
			event: 'groupChanged',
			groupId: '3',
			changes: [{ field: 'visibility', from: 'hidden', to: 'visible' }],
		});
	});

	it('takes what vanishes from all lists for nothing that has left', async () => {
		const registration = stage.register('keitaro', { ...ofCampaigns, events: memberEvents, watch: 'all' });
		await registration.poll();
		const [gone] = state().campaigns.splice(0, 1);
		expect(await registration.poll()).toBeNull();
		state().campaigns.push({ ...gone!, group_id: 2 });
		expect(told(await registration.poll())).toEqual([
			['memberLeft', 'campaigns', '1', '101'],
			['memberJoined', 'campaigns', '2', '101'],
		]);
	});

	it.each([undefined, '', 'abc', -1, { a: 1 }, false])(
		'reports nothing from a list in which the group of a campaign is %j',
		async (group_id) => {
			const registration = stage.register('keitaro', { ...ofCampaigns, events: memberEvents, watch: 'all' });
			await registration.poll();
			const campaign = state().campaigns[0]!;
			const was = campaign.group_id;
			Object.assign(campaign, { group_id });
			await expect(registration.poll()).rejects.toThrow('does not say in which group 101 is');
			campaign.group_id = was;
			expect(await registration.poll()).toBeNull();
		},
	);

	it('takes a campaign that comes into view for none that has joined', async () => {
		const [first] = state().campaigns.splice(0, 1);
		const registration = stage.register('keitaro', { ...ofCampaigns, events: memberEvents, watch: 'all' });
		await registration.poll();
		state().campaigns.push(first!, { ...first!, id: 999 });
		expect(told(await registration.poll())).toEqual([['memberJoined', 'campaigns', '1', '999']]);
		first!.group_id = 0;
		expect(told(await registration.poll())).toEqual([['memberLeft', 'campaigns', '1', '101']]);
	});

	it('watches all types apart, though their members have the same ids', async () => {
		state().groups.push({ id: 9, name: 'Offers', type: 'offers', position: 1 });
		const campaign = state().campaigns[0]!;
		state().offers.push({ ...campaign, group_id: 9 }, { ...campaign, id: 102, group_id: 0 });
		const registration = stage.register('keitaro', { groupType: 'all', events: memberEvents, watch: 'all' });
		await registration.poll();
		state().offers[0]!.group_id = 0;
		state().offers[1]!.group_id = 9;
		expect(told(await registration.poll())).toEqual([
			['memberLeft', 'offers', '9', '101'],
			['memberJoined', 'offers', '9', '102'],
		]);
	});

	it('finds chosen groups of all types', async () => {
		state().groups.push({ id: 9, name: 'Offers', type: 'offers', position: 1 });
		state().offers.push({ ...state().campaigns[0]!, group_id: 0 });
		const groups = {
			group: [{ groupId: { mode: 'name', value: 'Offers' } }, { groupId: { mode: 'id', value: 1 } }],
		};
		const registration = stage.register('keitaro', { groupType: 'all', events: memberEvents, groups });
		await registration.poll();
		state().offers[0]!.group_id = 9;
		state().campaigns[3]!.group_id = 1;
		expect(told(await registration.poll())).toEqual([
			['memberJoined', 'campaigns', '1', '104'],
			['memberJoined', 'offers', '9', '101'],
		]);
	});

	it('watches all types of an older tracker, which has no groups of domains', async () => {
		Object.assign(stage.simulators.keitaro.switches, { domainsType: 'no' });
		const registration = stage.register('keitaro', { groupType: 'all', events: groupEvents });
		await registration.poll();
		keitaro.rename(stage.simulators, 0, 'Renamed');
		expect(told(await registration.poll())).toEqual([['groupChanged', 'campaigns', '1', null]]);
	});

	it('says that a list trimmed to nothing may be a matter of rights', async () => {
		const names = ['A', 'B', 'C', 'D'];
		keitaro.ground.seed(stage.simulators, { names });
		const registration = stage.register('keitaro', { ...ofCampaigns, events: groupEvents });
		await registration.poll();
		Object.assign(stage.simulators.keitaro.switches, { rights: 'trimmed' });
		await expect(registration.poll()).rejects.toThrow(/4 of 4 groups are missing at once.*rights of the key/);
	});
});

describe('audienceManager', () => {
	const state = () => stage.simulators.audienceManager.state;
	const switches = () => stage.simulators.audienceManager.switches;
	const { ground } = audienceManager;

	beforeEach(() =>
		ground.seed(stage.simulators, {
			names: ['A', 'B', 'C'],
			members: [[0, 1], [2]],
			people: 5,
			objects: 3,
			permissions: [[1, 2]],
		}),
	);

	it('tells an absence only with the credential of an administrator', async () => {
		const parameters = { events: ['groupCreated', 'groupDeleted', 'memberLeft'], ...chosen(ground, 0) };
		Object.assign(switches(), { self: 'user' });
		await expect(stage.register('audienceManager', parameters).poll()).rejects.toMatchObject({
			message: expect.stringContaining('"Group Deleted", "Member Left" cannot be told from hidden') as string,
			failure: { cause: 'configuration-invalid' },
		});
		Object.assign(switches(), { self: 'admin' });
		const registration = stage.register('audienceManager', parameters);
		await registration.poll();
		Object.assign(switches(), { self: 'user' });
		const [gone] = state().groups.splice(2, 1);
		await expect(registration.poll()).rejects.toThrow('cannot be told from hidden');
		state().groups.push(gone!);
		expect(await registration.poll()).toBeNull();
	});

	it('tells that a group is back in view to somebody who is no administrator', async () => {
		Object.assign(switches(), { self: 'user' });
		const registration = stage.register('audienceManager', { events: ['groupCreated', 'groupChanged'] });
		await registration.poll();
		const [gone] = state().groups.splice(0, 1);
		expect(await registration.poll()).toBeNull();
		state().groups.push(gone!, { ...gone!, groupId: 1_999 }, { ...gone!, groupId: 2_999 });
		expect((await registration.poll())!.map(({ json }) => [json.event, json.groupId, json.changes])).toEqual([
			['groupCreated', '2999', []],
			['groupChanged', '1999', [{ field: 'visibility', from: 'hidden', to: 'visible' }]],
			['groupChanged', '2001', [{ field: 'visibility', from: 'hidden', to: 'visible' }]],
		]);
	});

	it('tells what a group may do, object by object', async () => {
		const registration = stage.register('audienceManager', { events: ['permissionChanged'], ...chosen(ground, 0) });
		await registration.poll();
		state().groups[0]!.permissions = [
			{ objectType: 'SEGMENT', objectId: 1, permissions: ['WRITE', 'READ'] },
			{ objectType: 'SEGMENT', objectId: 3, permissions: ['READ'] },
		];
		stage.forget();
		expect((await registration.poll())!.map(({ json }) => [json.event, json.groupName, json.changes])).toEqual([
			[
				'permissionChanged',
				'A',
				[
					{ field: 'SEGMENT 1', from: ['READ'], to: ['READ', 'WRITE'] },
					{ field: 'SEGMENT 2', from: ['READ'], to: null },
					{ field: 'SEGMENT 3', from: null, to: ['READ'] },
				],
			],
		]);
		expect(stage.calls('audienceManager')).toEqual([
			'GET /groups/',
			'GET /groups/2001/permissions',
			'GET /users/self',
			'GET /groups/2001/permissions',
		]);
	});

	it('takes two entries for one object together', async () => {
		const registration = stage.register('audienceManager', { events: ['permissionChanged'], ...chosen(ground, 0) });
		state().groups[0]!.permissions = [{ objectType: 'SEGMENT', objectId: 1, permissions: ['READ', 'WRITE'] }];
		await registration.poll();
		state().groups[0]!.permissions = [
			{ objectType: 'SEGMENT', objectId: 1, permissions: ['WRITE'] },
			{ objectType: 'SEGMENT', objectId: 1, permissions: ['READ'] },
		];
		expect(await registration.poll()).toBeNull();
	});

	it('tells who joined by the id alone where the key may not read the users', async () => {
		const events = ['groupCreated', 'memberJoined'];
		const registration = stage.register('audienceManager', { events, watch: 'all' });
		await registration.poll();
		audienceManager.join(stage.simulators, 2, 3);
		stage.fault('audienceManager', { path: /users\/$/, fault: { status: 403, body: '{"message":"admins only"}' } });
		const items = (await registration.poll())!;
		expect(items.map(({ json }) => [json.event, json.member])).toEqual([['memberJoined', { id: '504' }]]);
	});

	it('takes escaped texts for the same ones', async () => {
		audienceManager.rename(stage.simulators, 0, `O'Neil & Co`);
		const registration = stage.register('audienceManager', { events: ['groupChanged'] });
		await registration.poll();
		Object.assign(switches(), { escaping: 'on', escapingHeader: 'ignored' });
		expect(await registration.poll()).toBeNull();
		state().groups[0]!.description = 'New';
		expect((await registration.poll())![0]!.json).toMatchObject({
			groupName: `O'Neil & Co`,
			changes: [{ field: 'description', from: null, to: 'New' }],
		});
	});

	it('reports nothing from a list that does not name the members', async () => {
		const registration = stage.register('audienceManager', { events: ['memberJoined'], ...chosen(ground, 0) });
		await registration.poll();
		const body = JSON.stringify([{ groupId: 2001, name: 'A', users: null, membershipCount: 2 }]);
		stage.fault('audienceManager', { times: 1, path: /groups\/$/, fault: { status: 200, body } });
		await expect(registration.poll()).rejects.toThrow('does not say who is in the group 2001');
		// Nobody is who is not named, where the count says so.
		state().users.forEach((user) => (user.groups = []));
		const none = JSON.stringify([{ groupId: 2001, name: 'A', users: null, membershipCount: 0 }]);
		stage.fault('audienceManager', { times: 2, path: /groups\/$/, fault: { status: 200, body: none } });
		expect(await registration.poll()).toBeNull();
	});

	it('asks for all users once, whoever has joined', async () => {
		const registration = stage.register('audienceManager', { events: ['memberJoined'], watch: 'all' });
		await registration.poll();
		for (const person of [3, 4]) audienceManager.join(stage.simulators, 2, person);
		stage.forget();
		const items = (await registration.poll())!;
		expect(items.map(({ json }) => (json.member as Json).email)).toEqual([
			'person.3@example.com',
			'person.4@example.com',
		]);
		expect(stage.calls('audienceManager')).toEqual(['GET /groups/', 'GET /users/']);
	});
});
