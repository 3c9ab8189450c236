import { countTo, type Json } from '../kit/json';
import { useStage } from '../kit/stage';
import { audienceManager, chosen, keitaro, MEMBER_EVENTS, reach360, toldBy } from './worlds';

const stage = useStage({ isLoggedIn: true, random: 0 });

describe('one that is gone among many, on Reach 360', () => {
	const { ground } = reach360;

	it.each([
		[25, 5],
		[2, 1],
	])('holds up none of %i groups with a concurrency of %i', async (groups, concurrency) => {
		ground.seed(stage.simulators, { names: countTo(groups).map(String), members: [[0], [1]], people: 2 });
		const parameters = { events: ['groupDeleted', ...MEMBER_EVENTS], ...chosen(ground, ...countTo(groups)) };
		const registration = stage.register('reach360', { ...parameters, options: { concurrency } });
		await registration.poll();
		reach360.remove(stage.simulators, 0);
		reach360.leave(stage.simulators, 1, 1);
		expect(await toldBy(registration)).toEqual([
			['groupDeleted', 'grp-0', null],
			['memberLeft', 'grp-1', 'usr-1'],
		]);
		expect(await registration.poll()).toBeNull();
	});

	it.each([
		[30, 5],
		[2, 1],
	])('holds up none of %i who left with a concurrency of %i', async (people, concurrency) => {
		ground.seed(stage.simulators, { names: ['A'], members: [countTo(people)], people });
		const options = { concurrency, largestLoss: 100 };
		const registration = stage.register('reach360', { events: MEMBER_EVENTS, ...chosen(ground, 0), options });
		await registration.poll();
		const { state } = stage.simulators.reach360;
		state.groups.find(({ id }) => id === 'grp-0')!.members = [];
		state.users.splice(
			state.users.findIndex(({ id }) => id === 'usr-0'),
			1,
		);
		const members = (await registration.poll())!.map(({ json }) => json.member as Json);
		expect(members).toHaveLength(people);
		expect(members[0]).toEqual({ id: 'usr-0' });
		expect(members[1]).toHaveProperty('email');
	});
});

it('does not repeat thousands of members in each of thousands of items', async () => {
	const { ground } = audienceManager;
	ground.seed(stage.simulators, { names: ['A'], people: 3_000 });
	const registration = stage.register('audienceManager', { events: MEMBER_EVENTS, ...chosen(ground, 0) });
	await registration.poll();
	const { users } = stage.simulators.audienceManager.state;
	for (const user of users.slice(0, 2)) user.groups = [2001];
	const [few] = (await registration.poll())!;
	expect(few!.json.group).toMatchObject({ name: 'A', membershipCount: 2, users: [501, 502] });
	for (const user of users) user.groups = [2001];
	const items = (await registration.poll())!;
	expect(items).toHaveLength(users.length - 2);
	expect(items[0]!.json.group).toEqual(expect.not.objectContaining({ users: expect.anything() as unknown }));
	expect(items[0]!.json.group).toMatchObject({ name: 'A', membershipCount: users.length });
	expect(JSON.stringify(items).length).toBeLessThan(3_000 * 1_000);
});

describe('Keitaro', () => {
	const state = () => stage.simulators.keitaro.state;
	const parameters = {
		groupType: 'campaigns',
		events: ['groupCreated', 'groupHidden', ...MEMBER_EVENTS],
		watch: 'all',
	};

	beforeEach(() => keitaro.ground.seed(stage.simulators, { names: ['A', 'B'], members: [[0], [1]], people: 5 }));

	it('tells of a group that is made between two requests, and of who joins it', async () => {
		const registration = stage.register('keitaro', parameters);
		await registration.poll();
		let requests = 0;
		const isSecond = (): boolean => {
			if ((requests += 1) === 2) {
				keitaro.ground.addGroup(stage.simulators, 'New', 60);
				state().campaigns[0]!.group_id = 60;
			}
			return false;
		};
		stage.fault('keitaro', { when: isSecond, fault: { status: 500 } });
		const told = [...(await toldBy(registration)), ...(await toldBy(registration))];
		expect(told).toEqual([
			['groupCreated', '60', null],
			['memberLeft', '1', '101'],
			['memberJoined', '60', '101'],
		]);
	});

	it.each([null, '', 5])('takes a type of %j for one that is not said', async (type) => {
		const registration = stage.register('keitaro', {
			...parameters,
			events: [...parameters.events, 'groupChanged'],
		});
		await registration.poll();
		const body = JSON.stringify(state().groups.map((group) => ({ ...group, type })));
		stage.fault('keitaro', { times: 2, path: /groups$/, fault: { status: 200, body } });
		expect(await registration.poll()).toBeNull();
		state().campaigns[0]!.group_id = 2;
		expect(await toldBy(registration)).toHaveLength(2);
	});

	it('goes on where the same groups are chosen in other words', async () => {
		const by = (mode: string, value: string) => ({ groups: { group: [{ groupId: { mode, value } }] } });
		const ofMembers = { groupType: 'campaigns', events: MEMBER_EVENTS };
		const first = stage.register('keitaro', { ...ofMembers, ...by('name', 'A') });
		await first.poll();
		state().campaigns[4]!.group_id = 1;
		const { staticData } = first;
		const second = stage.register('keitaro', { ...ofMembers, ...by('id', '1') }, { staticData });
		expect(await toldBy(second)).toEqual([['memberJoined', '1', '105']]);
		stage.forget();
		expect(await second.poll()).toBeNull();
		state().campaigns[3]!.group_id = 2;
		const third = stage.register('keitaro', { ...ofMembers, ...by('id', '2') }, { staticData });
		expect(await third.poll()).toBeNull();
	});
});

it.each(['activate', 'update'] as const)('ends the first poll on %s before n8n gives up', async (activation) => {
	reach360.ground.seed(stage.simulators, { names: ['A'] });
	const timeout = jest.spyOn(AbortSignal, 'timeout');
	const registration = stage.register('reach360', { events: ['groupCreated'] }, { activation });
	await registration.poll();
	expect(timeout).toHaveBeenCalledWith(75_000);
	await registration.poll();
	expect(timeout).toHaveBeenCalledWith(298_000);
	timeout.mockRestore();
});

it('says that the next poll tries again, where nobody can do anything', async () => {
	stage.fault('reach360', { fault: { status: 200, body: '{"groups":[]}' } });
	const registration = stage.register('reach360', { events: ['groupCreated'] });
	await expect(registration.poll()).rejects.toThrow(/does not say where it ends.*The next poll tries again/);
});

describe('who is not there any more, and is not to be told', () => {
	it('joins anew, for an account of Audience Manager that is no administrator', async () => {
		const { ground } = audienceManager;
		ground.seed(stage.simulators, { names: ['A'], members: [countTo(6)], people: 6 });
		Object.assign(stage.simulators.audienceManager.switches, { self: 'user' });
		const registration = stage.register('audienceManager', { events: ['memberJoined'], ...chosen(ground, 0) });
		await registration.poll();
		for (const person of countTo(5)) {
			audienceManager.leave(stage.simulators, 0, person);
			expect(await registration.poll()).toBeNull();
		}
		stage.forget();
		expect(await registration.poll()).toBeNull();
		expect(stage.calls('audienceManager')).toEqual(['GET /groups/']);
		audienceManager.join(stage.simulators, 0, 0);
		expect(await toldBy(registration)).toEqual([['memberJoined', '2001', '501']]);
	});

	it('does not count as a membership of Keitaro', async () => {
		const { ground } = keitaro;
		const state = () => stage.simulators.keitaro.state;
		ground.seed(stage.simulators, { names: ['A'], members: [countTo(19_999)], people: 19_999 });
		const parameters = { groupType: 'campaigns', events: ['memberJoined'], ...chosen(ground, 0) };
		const registration = stage.register('keitaro', parameters);
		await registration.poll();
		const [first, second] = state().campaigns.splice(0, 2);
		state().campaigns.push({ ...first!, id: 90_001 }, { ...second!, id: 90_002 });
		expect(await registration.poll()).toHaveLength(2);
		state().campaigns.push({ ...first!, id: 90_003 }, { ...first!, id: 90_004 });
		await expect(registration.poll()).rejects.toThrow('there are 20,001 memberships');
	});
});

describe('a sentence on', () => {
	it('a list that is refused says which one', async () => {
		const isOfOffers = ({ query }: { query: object }): boolean => (query as Json).type === 'offers';
		stage.fault('keitaro', { when: isOfOffers, fault: { status: 403, body: '{"error":"not for you"}' } });
		const registration = stage.register('keitaro', { groupType: 'all', events: ['groupCreated'] });
		await expect(registration.poll()).rejects.toThrow('the groups of offers: not for you');
	});

	it.each([
		['reach360', reach360, MEMBER_EVENTS, /grp-1.users$/, 'group grp-1: '],
		['audienceManager', audienceManager, ['permissionChanged'], /2002.permissions$/, 'group 2002: '],
	] as const)('one of the chosen groups of %s names it', async (vendor, { ground }, events, path, words) => {
		ground.seed(stage.simulators, { names: ['A', 'B'] });
		const registration = stage.register(vendor, { events: [...events], ...chosen(ground, 0, 1) });
		await registration.poll();
		stage.fault(vendor, { path, fault: { status: 403, body: '{"message":"not for you"}' } });
		await expect(registration.poll()).rejects.toThrow(words);
	});

	it('a test event that there is not says what may help', async () => {
		reach360.ground.seed(stage.simulators, { names: ['A'] });
		const manual = { activation: 'manual' } as const;
		const filtered = stage.register('reach360', { events: ['groupCreated'], nameContains: 'nobody' }, manual);
		await expect(filtered.poll()).rejects.toThrow('there is no group to show');
		const empty = stage.register('reach360', { events: MEMBER_EVENTS, ...chosen(reach360.ground, 0) }, manual);
		await expect(empty.poll()).rejects.toThrow(
			'there is no member and no permission in the watched groups to show',
		);
		Object.assign(stage.simulators.audienceManager.switches, { self: 'user' });
		const hidden = stage.register('audienceManager', { events: ['groupDeleted'] }, manual);
		await expect(hidden.poll()).rejects.toThrow('cannot be told from hidden');
	});
});
