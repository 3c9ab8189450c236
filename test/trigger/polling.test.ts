import type { PollOptions, Registration } from '../../workbench/headless';
import { countTo, type Json } from '../kit/json';
import { useStage } from '../kit/stage';
import { chosen, create, WORLDS } from './worlds';

const stage = useStage({ isLoggedIn: true, random: 0 });
const NAMES = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon'];
const MEMBERS = [
	[0, 1, 2, 3],
	[4, 5],
];

const EVERYTHING = ['groupCreated', 'groupChanged', 'memberJoined', 'memberLeft'];

describe.each(WORLDS.map((world) => [world.ground.vendor, world] as const))('%s', (vendor, world) => {
	const { ground, end } = world;

	beforeEach(() => ground.seed(stage.simulators, { names: NAMES, members: MEMBERS, people: 8 }));

	const register = (parameters: Json, options?: Partial<PollOptions>): Registration =>
		stage.register(vendor, { ...ground.scope, ...parameters }, options);

	const all = { ...ground.scope, events: [...EVERYTHING, end], ...chosen(ground, 0, 1) };

	/** Event, group and member of each item. */
	const poll = async (registration: Registration): Promise<unknown[]> =>
		((await registration.poll()) ?? []).map(({ json: { event, groupId, memberId } }) =>
			memberId === null ? [event, groupId] : [event, groupId, memberId],
		);

	it('reports nothing at first, and nothing while nothing happens', async () => {
		const registration = register(all);
		expect(await registration.poll()).toBeNull();
		expect(await registration.poll()).toBeNull();
		expect(await registration.poll()).toBeNull();
	});

	it('leaves n8n nothing to store where it finds nothing, and knows all the same since when', async () => {
		const registration = register(all);
		await registration.poll();
		const { staticData } = registration;
		const begun = Date.now();
		await registration.poll();
		expect(registration.staticData).toEqual(staticData);
		world.rename(stage.simulators, 0, 'Renamed');
		const [item] = (await registration.poll())!;
		expect(Date.parse(item!.json.since as string)).toBeGreaterThanOrEqual(begun);
	});

	it('reports each kind of event once, in its order', async () => {
		const registration = register(all);
		await registration.poll();
		world.rename(stage.simulators, 2, 'Better');
		create(world, stage.simulators, 'Zeta');
		world.remove(stage.simulators, 3);
		world.leave(stage.simulators, 0, 1);
		world.join(stage.simulators, 1, 7);
		const created = ground.groups(stage.simulators).at(-1)!.id;
		expect(await poll(registration)).toEqual([
			[end, ground.groupId(3)],
			['groupCreated', created],
			['groupChanged', ground.groupId(2)],
			['memberLeft', ground.groupId(0), ground.memberId(1)],
			['memberJoined', ground.groupId(1), ground.memberId(7)],
		]);
		expect(await registration.poll()).toBeNull();
	});

	it('gives an item its keys in their order, with what the vendor says', async () => {
		const registration = register(all);
		await registration.poll();
		world.rename(stage.simulators, 2, 'Better');
		world.join(stage.simulators, 1, 7);
		const [renamed, joined] = (await registration.poll())!.map(({ json }) => json);
		expect(Object.keys(renamed!)).toEqual([
			...['event', 'eventId', 'vendor', 'groupType', 'groupId', 'groupName', 'group'],
			...['memberId', 'member', 'changes', 'since', 'detectedAt'],
		]);
		expect(renamed).toMatchObject({
			vendor,
			groupType: ground.scope.groupType ?? null,
			groupName: 'Better',
			group: { [ground.idField]: expect.anything(), name: 'Better' },
			memberId: null,
			member: null,
			changes: [{ field: 'name', from: 'Gamma', to: 'Better' }],
		});
		expect(joined).toMatchObject({ groupName: 'Beta', group: { name: 'Beta' }, changes: [] });
		expect(Object.keys(joined!.member as Json).length).toBeGreaterThan(2);
		expect(new Date(renamed!.since as string).getTime()).toBeLessThanOrEqual(
			new Date(renamed!.detectedAt as string).getTime(),
		);
	});

	it('sends no request that it can do without', async () => {
		const ofGroups = register({ events: ['groupCreated', 'groupChanged', end] });
		await ofGroups.poll();
		stage.forget();
		await ofGroups.poll();
		expect(stage.sent(vendor)).toEqual(world.floor.groups);

		const ofMembers = register({ events: ['memberJoined', 'memberLeft'], ...chosen(ground, 1) });
		await ofMembers.poll();
		stage.forget();
		await ofMembers.poll();
		expect(stage.sent(vendor)).toEqual(world.floor.members(1));
	});

	it('goes on from what an earlier registration has left', async () => {
		const before = register(all);
		await before.poll();
		world.rename(stage.simulators, 0, 'Renamed');
		const { staticData } = before;
		expect(await poll(register(all, { staticData }))).toEqual([['groupChanged', ground.groupId(0)]]);
		expect(await poll(register(all, { staticData, activation: 'update' }))).toEqual([
			['groupChanged', ground.groupId(0)],
		]);
		const fresh = register({ ...all, options: { afterPause: 'fresh' } }, { staticData });
		expect(await fresh.poll()).toBeNull();
		world.rename(stage.simulators, 0, 'Renamed again');
		expect(await poll(fresh)).toEqual([['groupChanged', ground.groupId(0)]]);
	});

	it('gives an event the same id where a poll is repeated, and another one when it happens again', async () => {
		const first = register(all);
		await first.poll();
		const { staticData } = first;
		world.rename(stage.simulators, 0, 'Renamed');
		const idOf = async (registration: Registration) => (await registration.poll())![0]!.json.eventId as string;
		const id = await idOf(first);
		expect(id).toMatch(/^[\da-f]{16}$/);
		expect(await idOf(register(all, { staticData }))).toBe(id);
		world.rename(stage.simulators, 0, 'Alpha');
		const back = await idOf(first);
		world.rename(stage.simulators, 0, 'Renamed');
		expect(new Set([id, back, await idOf(first)]).size).toBe(3);
	});

	it('starts afresh when something else is watched', async () => {
		const before = register(all);
		await before.poll();
		world.rename(stage.simulators, 0, 'Renamed');
		const { staticData } = before;
		expect(await register({ ...all, nameContains: 'e' }, { staticData }).poll()).toBeNull();
		expect(await register({ ...all, ...chosen(ground, 0) }, { staticData }).poll()).toBeNull();
	});

	it('reports a group that is renamed out of the filter once, and into it as a change', async () => {
		const registration = register({ events: ['groupCreated', 'groupChanged'], nameContains: 'A' });
		await registration.poll();
		world.rename(stage.simulators, 0, 'X');
		world.rename(stage.simulators, 4, 'Amber');
		expect((await registration.poll())!.map(({ json }) => [json.event, json.groupId, json.changes])).toEqual([
			['groupChanged', ground.groupId(0), [{ field: 'name', from: 'Alpha', to: 'X' }]],
			['groupChanged', ground.groupId(4), [{ field: 'name', from: null, to: 'Amber' }]],
		]);
		world.rename(stage.simulators, 0, 'Y');
		expect(await registration.poll()).toBeNull();
	});

	it('resolves a name once and watches the group whatever it is called then', async () => {
		const groups = { group: [{ groupId: { __rl: true, mode: 'name', value: 'Beta' } }] };
		const registration = register({ events: ['memberJoined'], groups });
		await registration.poll();
		world.rename(stage.simulators, 1, 'Renamed');
		world.join(stage.simulators, 1, 7);
		expect(await poll(registration)).toEqual([['memberJoined', ground.groupId(1), ground.memberId(7)]]);
	});

	it('tells the end of a chosen group, and not that its members have left', async () => {
		const registration = register({ events: ['memberLeft', end], ...chosen(ground, 0, 1) });
		await registration.poll();
		world.remove(stage.simulators, 1);
		expect(await poll(registration)).toEqual([[end, ground.groupId(1)]]);
		expect(await registration.poll()).toBeNull();
		world.leave(stage.simulators, 0, 1);
		expect(await poll(registration)).toEqual([['memberLeft', ground.groupId(0), ground.memberId(1)]]);
	});

	it('fails for a chosen group that is gone where nobody wants to be told, after what else has happened', async () => {
		const registration = register({ events: ['memberLeft'], ...chosen(ground, 0, 1) });
		await registration.poll();
		world.remove(stage.simulators, 1);
		world.leave(stage.simulators, 0, 1);
		expect(await poll(registration)).toEqual([['memberLeft', ground.groupId(0), ground.memberId(1)]]);
		await expect(registration.poll()).rejects.toThrow(`the group "Beta" (${ground.groupId(1)}) is gone`);
		await expect(registration.poll()).rejects.toThrow('is gone');
	});

	it('refuses a loss that looks like a list cut short, and keeps what it knew', async () => {
		const registration = register({ events: ['groupChanged', end] });
		await registration.poll();
		const before = registration.staticData.state;
		for (const group of [1, 2, 3, 4]) world.remove(stage.simulators, group);
		await expect(registration.poll()).rejects.toThrow(/4 of \d+ groups are missing at once.*"Largest Loss"/);
		expect(registration.staticData.state).toBe(before);
		const bold = { events: ['groupChanged', end], options: { largestLoss: 100 } };
		expect(await poll(register(bold, { staticData: registration.staticData }))).toHaveLength(4);
	});

	it('keeps 5,000 groups in less than n8n can well copy, and compares them', async () => {
		ground.seed(stage.simulators, { names: countTo(4_990).map((index) => `A group of people ${index}`) });
		const registration = register({ events: ['groupChanged'] });
		await registration.poll();
		expect(JSON.stringify(registration.staticData).length).toBeLessThan(512 * 1_024);
		world.rename(stage.simulators, 4_000, 'Renamed');
		expect(await poll(registration)).toEqual([['groupChanged', ground.groupId(4_000)]]);
	});

	it('shows samples in the editor, and leaves no trace', async () => {
		const registration = register(all, { activation: 'manual' });
		const items = (await registration.poll())!;
		expect(items.map(({ json }) => json.event)).toEqual([
			end,
			...['groupCreated', 'groupChanged', 'memberLeft', 'memberJoined'],
		]);
		for (const { json } of items) expect(json).toMatchObject({ test: true, vendor });
		expect(items[0]!.json.group).toBeNull();
		expect(registration.staticData).toEqual({});
		ground.seed(stage.simulators, { names: [] });
		if (vendor === 'reach360') stage.simulators.reach360.state.groups.length = 0;
		const empty = register({ events: ['groupCreated'] }, { activation: 'manual' });
		await expect(empty.poll()).rejects.toThrow('there is no group to show');
	});
});
