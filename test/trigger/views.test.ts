import type { Json } from '../kit/json';
import { countTo } from '../kit/json';
import { useStage } from '../kit/stage';
import {
	audienceManager,
	CAME_INTO_VIEW,
	chosen,
	GROUP_EVENTS,
	keitaro,
	MEMBER_EVENTS,
	reach360,
	toldBy,
} from './worlds';

const stage = useStage({ isLoggedIn: true, random: 0 });

describe('groups of all types, of which those of domains are refused', () => {
	const parameters = {
		groupType: 'all',
		events: [...GROUP_EVENTS, ...MEMBER_EVENTS, 'groupHidden'],
		watch: 'all',
	};
	const state = () => stage.simulators.keitaro.state;
	const isOfDomains = ({ query }: { query: object }): boolean => (query as Json).type === 'domains';
	const refuse = (status: number): void =>
		stage.fault('keitaro', { times: 9, when: isOfDomains, fault: { status, body: '{"error":"not for you"}' } });
	const allow = (): void => stage.simulators.keitaro.faults.clear();

	beforeEach(() => {
		keitaro.ground.seed(stage.simulators, { names: ['A', 'B'], members: [[0]], people: 3 });
		state().groups.push({ id: 70, name: 'Shops', type: 'domains', position: 1 });
		state().domains.push({ ...state().campaigns[0]!, id: 501, group_id: 70 });
	});

	it.each([400, 402, 403, 404, 422])('a refusal (%i) of what was there before is no empty list', async (status) => {
		const registration = stage.register('keitaro', parameters);
		await registration.poll();
		keitaro.rename(stage.simulators, 0, 'Renamed');
		refuse(status);
		await expect(registration.poll()).rejects.toThrow(/the groups of domains: .*not for you/);
		allow();
		expect(await toldBy(registration)).toEqual([['groupChanged', '1', null]]);
	});

	it('are noted when they are shown, and reported from then on', async () => {
		refuse(403);
		const registration = stage.register('keitaro', parameters);
		expect(await registration.poll()).toBeNull();
		expect(await registration.poll()).toBeNull();
		allow();
		expect(await registration.poll()).toBeNull();
		state().groups.push({ id: 71, name: 'New', type: 'domains', position: 1 });
		state().domains[0]!.group_id = 71;
		expect(await toldBy(registration)).toEqual([
			['groupCreated', '71', null],
			['memberLeft', '70', '501'],
			['memberJoined', '71', '501'],
		]);
		refuse(403);
		await expect(registration.poll()).rejects.toThrow('the groups of domains');
	});

	it('are left out with their members, where these are refused as well', async () => {
		const refused = { status: 403, body: '{"error":"not for you"}' };
		refuse(403);
		stage.fault('keitaro', { times: 2, path: /domains$/, fault: refused });
		const registration = stage.register('keitaro', parameters);
		expect(await registration.poll()).toBeNull();
		state().campaigns[0]!.group_id = 2;
		expect(await toldBy(registration)).toEqual([
			['memberLeft', '1', '101'],
			['memberJoined', '2', '101'],
		]);
		allow();
		expect(await registration.poll()).toBeNull();
		state().domains[0]!.group_id = 0;
		expect(await toldBy(registration)).toEqual([['memberLeft', '70', '501']]);
		stage.fault('keitaro', { path: /domains$/, fault: refused });
		await expect(registration.poll()).rejects.toThrow('the list of domains: not for you');
	});

	it('are watched by their list where they do not say their type', async () => {
		const listed = JSON.stringify([{ id: 70, name: 'Shops' }]);
		stage.fault('keitaro', { times: 2, when: isOfDomains, fault: { status: 200, body: listed } });
		const registration = stage.register('keitaro', parameters);
		await registration.poll();
		state().domains[0]!.group_id = 0;
		expect(await toldBy(registration)).toEqual([['memberLeft', '70', '501']]);
		expect(await registration.poll()).toBeNull();
	});
});

describe('a loss', () => {
	it('is counted for each type', async () => {
		const state = () => stage.simulators.keitaro.state;
		keitaro.ground.seed(stage.simulators, { names: countTo(40).map((index) => `Group ${index}`) });
		const domains = countTo(4).map((index) => ({
			id: 70 + index,
			name: `D ${index}`,
			type: 'domains',
			position: 1,
		}));
		state().groups.push(...(domains as ReturnType<typeof state>['groups']));
		const registration = stage.register('keitaro', { groupType: 'all', events: ['groupHidden'] });
		await registration.poll();
		state().groups.splice(40);
		await expect(registration.poll()).rejects.toThrow('4 of 4 groups of domains are missing at once');
	});

	it('is counted over all groups, however few each has lost', async () => {
		const state = () => stage.simulators.audienceManager.state;
		audienceManager.ground.seed(stage.simulators, {
			names: countTo(5).map((index) => `Group ${index}`),
			members: countTo(5).map((index) => [index * 2, index * 2 + 1]),
			people: 10,
		});
		const registration = stage.register('audienceManager', { events: MEMBER_EVENTS, watch: 'all' });
		await registration.poll();
		for (const user of state().users) user.groups = [];
		await expect(registration.poll()).rejects.toThrow('10 of 10 members of all groups are missing at once');
	});

	it('is counted for permissions', async () => {
		const state = () => stage.simulators.audienceManager.state;
		const parameters = { events: ['permissionChanged'], ...chosen(audienceManager.ground, 0) };
		const of = (objectId: number) => ({ objectType: 'SEGMENT', objectId, permissions: ['READ'] }) as const;
		audienceManager.ground.seed(stage.simulators, { names: ['A'] });
		state().groups[0]!.permissions = [1, 2, 3, 4, 5].map(of) as never;
		const registration = stage.register('audienceManager', parameters);
		await registration.poll();
		state().groups[0]!.permissions = [of(1)] as never;
		await expect(registration.poll()).rejects.toThrow('4 of 5 permissions of the group 2001 are missing at once');
	});
});

describe('Keitaro, where any number passes for a group', () => {
	const { ground } = keitaro;
	const state = () => stage.simulators.keitaro.state;
	const parameters = { groupType: 'campaigns', events: [...MEMBER_EVENTS, 'groupHidden'], watch: 'all' };

	beforeEach(() => ground.seed(stage.simulators, { names: ['A', 'B', 'C', 'D'], members: [[0, 1], [2]], people: 5 }));

	it('nobody joins a group that is not there', async () => {
		const registration = stage.register('keitaro', parameters);
		await registration.poll();
		state().campaigns[0]!.group_id = 777;
		state().campaigns[4]!.group_id = 778;
		expect(await toldBy(registration)).toEqual([['memberLeft', '1', '101']]);
		state().campaigns[0]!.group_id = 0;
		expect(await registration.poll()).toBeNull();
	});

	it.each([[[...MEMBER_EVENTS, 'groupHidden']], [MEMBER_EVENTS]])(
		'nobody leaves a group that is gone, with %j',
		async (events) => {
			const registration = stage.register('keitaro', { ...parameters, events });
			await registration.poll();
			keitaro.remove(stage.simulators, 0);
			state().campaigns[4]!.group_id = 1;
			const isTold = events.includes('groupHidden');
			expect(await toldBy(registration)).toEqual(isTold ? [['groupHidden', '1', null]] : []);
			for (const campaign of state().campaigns) if (campaign.group_id === 1) campaign.group_id = 0;
			expect(await registration.poll()).toBeNull();
		},
	);

	it.each([[[...GROUP_EVENTS, ...MEMBER_EVENTS]], [MEMBER_EVENTS]])(
		'nobody joins a group that comes into view, with %j',
		async (events) => {
			const [hidden] = state().groups.splice(1, 1);
			const registration = stage.register('keitaro', { ...parameters, events });
			await registration.poll();
			state().groups.push(hidden!);
			const isTold = events.includes('groupChanged');
			expect(await toldBy(registration)).toEqual(isTold ? [['groupChanged', '2', null]] : []);
			state().campaigns[4]!.group_id = 2;
			expect(await toldBy(registration)).toEqual([['memberJoined', '2', '105']]);
		},
	);
});

describe('Audience Manager', () => {
	const { ground } = audienceManager;
	const state = () => stage.simulators.audienceManager.state;
	const answer = (groups: Json[], times = 1): void =>
		stage.fault('audienceManager', {
			times,
			path: /groups\/$/,
			fault: { status: 200, body: JSON.stringify(groups) },
		});

	beforeEach(() => ground.seed(stage.simulators, { names: ['A', 'B', 'C'], members: [[0, 1], [2]], people: 5 }));

	it.each(['admin', 'user'])('takes a group that is back as it is, for an account that is %s', async (self) => {
		Object.assign(stage.simulators.audienceManager.switches, { self });
		const events = [...GROUP_EVENTS, 'memberJoined', ...(self === 'admin' ? ['groupDeleted', 'memberLeft'] : [])];
		const registration = stage.register('audienceManager', { events, watch: 'all' });
		await registration.poll();
		const [gone] = state().groups.splice(0, 1);
		expect(await toldBy(registration)).toEqual(self === 'admin' ? [['groupDeleted', '2001', null]] : []);
		state().groups.push(gone!);
		audienceManager.join(stage.simulators, 0, 3);
		const [back, ...more] = (await registration.poll())!;
		expect(back!.json).toMatchObject({ event: 'groupChanged', groupId: '2001', changes: CAME_INTO_VIEW });
		expect(more).toEqual([]);
		audienceManager.join(stage.simulators, 0, 4);
		expect(await toldBy(registration)).toEqual([['memberJoined', '2001', '505']]);
	});

	it('fails where a chosen group is out of view, whoever asks', async () => {
		Object.assign(stage.simulators.audienceManager.switches, { self: 'user' });
		const registration = stage.register('audienceManager', { events: ['memberJoined'], ...chosen(ground, 0) });
		await registration.poll();
		audienceManager.remove(stage.simulators, 0);
		await expect(registration.poll()).rejects.toThrow('the group "A" (2001) is gone or out of view');
	});

	it('tells nothing of a detail that is left out, or only in another order', async () => {
		Object.assign(state().groups[0]!, { description: 'About', wildcards: ['X', 'Y'] });
		const registration = stage.register('audienceManager', { events: GROUP_EVENTS });
		await registration.poll();
		const rest = [2002, 2003].map((groupId) => ({ groupId, name: groupId === 2002 ? 'B' : 'C' }));
		answer([{ groupId: 2001 }, ...rest]);
		expect(await registration.poll()).toBeNull();
		answer([{ groupId: 2001, name: 'A', description: 'About', wildcards: ['Y', 'X'] }, ...rest]);
		expect(await registration.poll()).toBeNull();
		answer([{ groupId: 2001, name: 'A', description: null, wildcards: ['Y'] }, ...rest]);
		expect((await registration.poll())![0]!.json.changes).toEqual([
			{ field: 'description', from: 'About', to: null },
			{ field: 'wildcards', from: ['X', 'Y'], to: ['Y'] },
		]);
		answer([{ groupId: 2001, name: '', description: '', wildcards: null }, ...rest]);
		expect(await registration.poll()).toBeNull();
		answer([{ groupId: 2001, wildcards: [] }, ...rest]);
		expect((await registration.poll())![0]!.json).toMatchObject({
			groupName: 'A',
			changes: [{ field: 'wildcards', from: ['Y'], to: [] }],
		});
	});

	it('reports nothing from a list that names fewer members than it counts', async () => {
		const registration = stage.register('audienceManager', { events: MEMBER_EVENTS, ...chosen(ground, 0) });
		await registration.poll();
		answer([{ groupId: 2001, name: 'A', membershipCount: 2, users: [501] }], 2);
		await expect(registration.poll()).rejects.toThrow('of 2 members it names 1');
	});

	it('takes nobody for gone where the second look does not show the group', async () => {
		const registration = stage.register('audienceManager', { events: MEMBER_EVENTS, ...chosen(ground, 0) });
		await registration.poll();
		answer([{ groupId: 2001, name: 'A', membershipCount: 1, users: [501] }]);
		answer([{ groupId: 2002, name: 'B', membershipCount: 0, users: [] }]);
		expect(await registration.poll()).toBeNull();
		expect(await registration.poll()).toBeNull();
	});
});

describe('an event id', () => {
	it('is another one for another change, though the state was not stored', async () => {
		const { ground, rename } = reach360;
		ground.seed(stage.simulators, { names: ['A'] });
		const first = stage.register('reach360', { events: GROUP_EVENTS });
		await first.poll();
		const { staticData } = first;
		const idAfter = async (name: string) => {
			rename(stage.simulators, 0, name);
			const again = stage.register('reach360', { events: GROUP_EVENTS }, { staticData });
			return (await again.poll())![0]!.json.eventId;
		};
		const ids = [await idAfter('B'), await idAfter('C'), await idAfter('B')];
		expect(ids[0]).toBe(ids[2]);
		expect(ids[0]).not.toBe(ids[1]);
	});
});

describe('what somebody has to know', () => {
	it('is which of the chosen groups is not there', async () => {
		const groups = { group: ['grp-0', 'grp-404'].map((value) => ({ groupId: { mode: 'id', value } })) };
		reach360.ground.seed(stage.simulators, { names: ['A'] });
		const body = '{"errors":[{"code":"group_not_found","message":"Group not found"}]}';
		stage.fault('reach360', { path: /grp-404/, fault: { status: 404, body } });
		const registration = stage.register('reach360', { events: MEMBER_EVENTS, groups });
		await expect(registration.poll()).rejects.toThrow('group grp-404: Group not found');
	});

	it('is that a wait is longer than a poll', async () => {
		reach360.ground.seed(stage.simulators, { names: ['A'] });
		const options = { maxRetryWait: 600 };
		const registration = stage.register('reach360', { events: GROUP_EVENTS, options }, { budget: 36_000 });
		stage.fault('reach360', { fault: { status: 429, headers: { 'retry-after': '300' }, body: '{}' } });
		await expect(registration.poll()).rejects.toThrow(/asks to wait 300 s.*The next poll tries again/);
	});

	it.each([['[2,"of a later version"]'], [7], [{ a: 1 }], [null]])(
		'is that the state cannot be read: %j',
		async (state) => {
			reach360.ground.seed(stage.simulators, { names: ['A'] });
			const staticData = { state } as never;
			const registration = stage.register('reach360', { events: GROUP_EVENTS }, { staticData });
			const line = stage.n8n.logs.length;
			expect(await registration.poll()).toBeNull();
			expect(stage.n8n.logs.slice(line).join()).toContain('The state of the last poll cannot be read');
			expect(await registration.poll()).toBeNull();
		},
	);
});
