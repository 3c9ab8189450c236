import { countTo, type Json } from '../kit/json';
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
	WORLDS,
} from './worlds';

const stage = useStage({ isLoggedIn: true, random: 0 });

const GROUPS = { method: 'GET', path: /groups\/?$/ };
const names = countTo(10).map((index) => `Group ${index}`);

/** Answers the first such request with one thing and the next with another. */
function answer(vendor: string, rule: { method?: string; path: RegExp }, ...bodies: unknown[]): void {
	for (const body of bodies) stage.fault(vendor, { ...rule, fault: { status: 200, body: JSON.stringify(body) } });
}

describe('the rights of an account of Audience Manager', () => {
	const { ground } = audienceManager;
	const state = () => stage.simulators.audienceManager.state;
	const switches = () => stage.simulators.audienceManager.switches;

	beforeEach(() => ground.seed(stage.simulators, { names: ['A', 'B', 'C'], members: [[0, 1], [2]], people: 5 }));

	it('do not make anything new when they grow', async () => {
		Object.assign(switches(), { self: 'user' });
		const [first] = state().groups.splice(0, 1);
		const last = state().groups.pop()!;
		const registration = stage.register('audienceManager', {
			events: [...GROUP_EVENTS, 'memberJoined'],
			watch: 'all',
		});
		await registration.poll();
		Object.assign(switches(), { self: 'admin' });
		state().groups.push(first!, last);
		audienceManager.join(stage.simulators, 1, 3);
		const items = (await registration.poll())!;
		expect(items.map(({ json }) => [json.event, json.groupId, json.changes])).toEqual([
			['groupChanged', '2001', CAME_INTO_VIEW],
			['groupChanged', '2003', CAME_INTO_VIEW],
		]);
		audienceManager.join(stage.simulators, 1, 4);
		expect(await toldBy(registration)).toEqual([['memberJoined', '2002', '505']]);
	});

	it.each(['/groups/', '/users/self'])(
		'do not make anything new when they grow before %s is asked for',
		async (path) => {
			Object.assign(switches(), { self: 'user' });
			const [hidden] = state().groups.splice(0, 1);
			const registration = stage.register('audienceManager', {
				events: [...GROUP_EVENTS, 'memberJoined'],
				watch: 'all',
			});
			await registration.poll();
			audienceManager.join(stage.simulators, 1, 3);
			const grow = (request: { path: string }): boolean => {
				if (request.path.endsWith(path) && switches().self === 'user') {
					Object.assign(switches(), { self: 'admin' });
					state().groups.push(hidden!);
				}
				return false;
			};
			stage.fault('audienceManager', { when: grow, fault: { status: 500 } });
			const told = [...(await toldBy(registration)), ...(await toldBy(registration))];
			expect(told).toEqual([['groupChanged', '2001', null]]);
			audienceManager.join(stage.simulators, 0, 4);
			expect(await toldBy(registration)).toEqual([['memberJoined', '2001', '505']]);
		},
	);

	it('are no whole ones where they were lost while the first poll read', async () => {
		const lose = ({ path }: { path: string }): boolean => {
			if (path.endsWith('/groups/')) Object.assign(switches(), { self: 'user' });
			return false;
		};
		stage.fault('audienceManager', { when: lose, fault: { status: 500 } });
		const registration = stage.register('audienceManager', { events: ['groupDeleted'] });
		await expect(registration.poll()).rejects.toThrow('cannot be told from hidden');
		expect(registration.staticData).toEqual({});
	});

	it('are asked for before the second look, which sees what has come back with them', async () => {
		const registration = stage.register('audienceManager', {
			events: ['groupDeleted', ...MEMBER_EVENTS],
			watch: 'all',
		});
		await registration.poll();
		Object.assign(switches(), { self: 'user' });
		const [gone] = state().groups.splice(0, 1);
		let looks = 0;
		const isSecondLook = ({ path }: { path: string }): boolean => {
			if (path.endsWith('/groups/') && (looks += 1) === 2) {
				Object.assign(switches(), { self: 'admin' });
			}
			return false;
		};
		stage.fault('audienceManager', { when: isSecondLook, fault: { status: 500 } });
		await expect(registration.poll()).rejects.toThrow('cannot be told from hidden');
		Object.assign(switches(), { self: 'admin' });
		state().groups.unshift(gone!);
		expect(await registration.poll()).toBeNull();
	});
});

describe('permissions of an object', () => {
	const { ground } = audienceManager;
	const path = /permissions$/;
	const of = (objectId: unknown, ...permissions: unknown[]): Json => ({
		objectType: 'SEGMENT',
		objectId,
		permissions,
	});
	const put = (...entries: Json[]): void =>
		void Object.assign(stage.simulators.audienceManager.state.groups[0]!, { permissions: entries });
	const register = () => stage.register('audienceManager', { events: ['permissionChanged'], ...chosen(ground, 0) });

	beforeEach(() => ground.seed(stage.simulators, { names: ['A'], objects: 5 }));

	it('are looked at twice before one of them is gone', async () => {
		put(of(1, 'READ', 'WRITE'));
		const registration = register();
		await registration.poll();
		answer('audienceManager', { path }, [of(1, 'READ')]);
		expect(await registration.poll()).toBeNull();
		put(of(1, 'READ'));
		expect((await registration.poll())![0]!.json.changes).toEqual([
			{ field: 'SEGMENT 1', from: ['READ', 'WRITE'], to: ['READ'] },
		]);
		put(of(1));
		expect((await registration.poll())![0]!.json.changes).toEqual([
			{ field: 'SEGMENT 1', from: ['READ'], to: null },
		]);
	});

	it('are lost only with the account of an administrator', async () => {
		put(of(1, 'READ', 'WRITE'));
		const registration = register();
		await registration.poll();
		put(of(1, 'READ'));
		Object.assign(stage.simulators.audienceManager.switches, { self: 'user' });
		await expect(registration.poll()).rejects.toThrow('cannot be told from hidden');
	});

	it('count one by one as a loss', async () => {
		put(...countTo(5).map((id) => of(id + 1, 'READ', 'WRITE')));
		const registration = register();
		await registration.poll();
		put(...countTo(5).map((id) => of(id + 1, 'READ')));
		await expect(registration.poll()).rejects.toThrow('5 of 10 permissions of the group 2001 are missing at once');
	});

	it.each([[of({}, 'READ')], [of(1, null)], [of('', 'READ')], [{ ...of(1, 'READ'), objectType: null }]])(
		'are not told from an entry that cannot be read: %j',
		async (entry) => {
			const registration = register();
			await registration.poll();
			answer('audienceManager', { path }, [entry]);
			await expect(registration.poll()).rejects.toThrow('unexpected_response');
		},
	);
});

describe('a second look', () => {
	it('is not believed where it shows nothing at all', async () => {
		const { ground, end } = keitaro;
		ground.seed(stage.simulators, { names });
		const registration = stage.register('keitaro', { groupType: 'campaigns', events: [end] });
		await registration.poll();
		keitaro.remove(stage.simulators, 9);
		const rest = stage.simulators.keitaro.state.groups;
		answer('keitaro', GROUPS, rest, []);
		await expect(registration.poll()).rejects.toThrow('10 of 10 groups are missing at once');
		expect(await toldBy(registration)).toEqual([[end, '10', null]]);
	});

	it('takes the list where too many groups would have to be asked for', async () => {
		const { ground } = reach360;
		ground.seed(stage.simulators, { names: countTo(3_000).map(String) });
		const options = { largestLoss: 100, concurrency: 20 };
		const registration = stage.register('reach360', { events: ['groupDeleted'], options });
		await registration.poll();
		stage.simulators.reach360.state.groups.splice(100, 2_100);
		stage.forget();
		expect(await registration.poll()).toHaveLength(2_100);
		expect(stage.calls('reach360').length).toBeLessThan(50);
	});
});

describe('an answer that contradicts itself', () => {
	it.each([
		['keitaro', { groupType: 'campaigns' }, { id: 1 }],
		['audienceManager', {}, { groupId: 2001, users: [], membershipCount: 0 }],
	])('of %s is no list of groups', async (vendor, more, record) => {
		const world = WORLDS.find(({ ground }) => ground.vendor === vendor)!;
		world.ground.seed(stage.simulators, { names: ['A'] });
		const registration = stage.register(vendor, { events: GROUP_EVENTS, ...more });
		await registration.poll();
		answer(vendor, GROUPS, [
			{ ...record, name: 'A' },
			{ ...record, name: 'B' },
		]);
		await expect(registration.poll()).rejects.toThrow(/the list of groups has the ID \d+ twice/);
		answer(vendor, GROUPS, [
			{ ...record, name: 'A' },
			{ ...record, name: 'A' },
		]);
		expect(await registration.poll()).toBeNull();
	});

	it('is no list of members', async () => {
		keitaro.ground.seed(stage.simulators, { names: ['A', 'B'], members: [[0]], people: 1 });
		const parameters = { groupType: 'campaigns', events: MEMBER_EVENTS, watch: 'all' };
		const registration = stage.register('keitaro', parameters);
		await registration.poll();
		const campaign = stage.simulators.keitaro.state.campaigns[0]!;
		answer('keitaro', { path: /campaigns$/ }, [{ ...campaign, group_id: 2 }, campaign]);
		await expect(registration.poll()).rejects.toThrow('the list of campaigns has the ID 101 twice');
		answer('keitaro', { path: /campaigns$/ }, [{ ...campaign, group_id: '01' }]);
		await expect(registration.poll()).rejects.toThrow('does not say in which group 101 is');
	});

	it.each(WORLDS.map((world) => [world.ground.vendor, world] as const))(
		'of %s is no list where it is a part of one',
		async (vendor, { ground }) => {
			ground.seed(stage.simulators, { names });
			const registration = stage.register(vendor, { events: GROUP_EVENTS });
			await registration.poll();
			stage.fault(vendor, { ...GROUPS, times: 9, fault: { status: 206 } });
			await expect(registration.poll()).rejects.toThrow('a part of the answer only');
		},
	);

	it('is no page where it does not say which one it is', async () => {
		audienceManager.ground.seed(stage.simulators, { names });
		const registration = stage.register('audienceManager', { events: GROUP_EVENTS });
		answer('audienceManager', GROUPS, { total: 9, list: [{ groupId: 2001, name: 'A' }] });
		await expect(registration.poll()).rejects.toThrow('the list ends after 1 of 9');
	});
});

describe('Keitaro, whose lists go on telling who is in a hidden group', () => {
	const state = () => stage.simulators.keitaro.state;
	const parameters = { groupType: 'campaigns', events: [...MEMBER_EVENTS, ...GROUP_EVENTS], watch: 'all' };

	beforeEach(() => keitaro.ground.seed(stage.simulators, { names: ['A', 'B'], members: [[0], [1]], people: 5 }));

	it('forgets no member when group and member go and come back one after the other', async () => {
		const registration = stage.register('keitaro', parameters);
		await registration.poll();
		const group = state().groups.pop()!;
		expect(await registration.poll()).toBeNull();
		const [member] = state().campaigns.splice(1, 1);
		state().groups.push(group);
		expect(await toldBy(registration)).toEqual([['groupChanged', '2', null]]);
		state().campaigns.push(member!);
		expect(await registration.poll()).toBeNull();
	});

	it('tells who moves into a group in the poll that shows it', async () => {
		const group = state().groups.pop()!;
		const registration = stage.register('keitaro', parameters);
		await registration.poll();
		state().groups.push(group);
		state().campaigns[0]!.group_id = 2;
		// A member had named the group before, so it is no new one, though its ID is the highest.
		expect(await toldBy(registration)).toEqual([
			['groupChanged', '2', null],
			['memberLeft', '1', '101'],
			['memberJoined', '2', '101'],
		]);
	});

	it('holds back who has left a group that one look did not show', async () => {
		const registration = stage.register('keitaro', parameters);
		await registration.poll();
		state().campaigns[0]!.group_id = 0;
		answer('keitaro', GROUPS, [state().groups[1]]);
		expect(await registration.poll()).toBeNull();
		expect(await toldBy(registration)).toEqual([['memberLeft', '1', '101']]);
	});
});

it('tells the return of a chosen group that the filter leaves out', async () => {
	reach360.ground.seed(stage.simulators, { names: ['EU', 'US'] });
	const events = [...GROUP_EVENTS, 'groupDeleted', 'memberLeft'];
	const registration = stage.register('reach360', { events, nameContains: 'eu', ...chosen(reach360.ground, 1) });
	await registration.poll();
	const { groups } = stage.simulators.reach360.state;
	const [gone] = groups.splice(
		groups.findIndex(({ id }) => id === 'grp-1'),
		1,
	);
	expect(await toldBy(registration)).toEqual([['groupDeleted', 'grp-1', null]]);
	groups.push(gone!);
	expect((await registration.poll())!.map(({ json }) => [json.event, json.changes])).toEqual([
		['groupChanged', CAME_INTO_VIEW],
	]);
});

it('says nothing of a time that has not come, when the clock was set back', async () => {
	reach360.ground.seed(stage.simulators, { names: ['A'] });
	const registration = stage.register('reach360', { events: GROUP_EVENTS });
	await registration.poll();
	reach360.rename(stage.simulators, 0, 'B');
	const { now } = Date;
	const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
	const [item] = (await registration.poll())!;
	clock.mockRestore();
	expect(Date.parse(item!.json.since as string)).toBeLessThanOrEqual(Date.parse(item!.json.detectedAt as string));
});
