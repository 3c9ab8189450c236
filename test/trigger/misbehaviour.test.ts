import type { Registration } from '../../workbench/headless';
import { GroupManagerTrigger } from '../../nodes/GroupManager/GroupManagerTrigger.node';
import { countTo, type Json } from '../kit/json';
import { homeOf } from '../kit/vendors';
import { useStage } from '../kit/stage';
import { chosen, create, WORLDS } from './worlds';

const stage = useStage({ isLoggedIn: true, random: 0 });

/** Pages of 100 and more, so that a list has several where the vendor has pages. */
const NAMES = countTo(150).map((index) => `Group ${index}`);
const MEMBERS = [countTo(130)];

describe.each(WORLDS.map((world) => [world.ground.vendor, world] as const))('%s', (vendor, world) => {
	const { ground, end } = world;
	const everything = {
		...ground.scope,
		events: ['groupCreated', 'groupChanged', 'memberJoined', 'memberLeft', end],
		...chosen(ground, 0),
		options: { maxAttempts: 1 },
	};

	beforeEach(() => ground.seed(stage.simulators, { names: NAMES, members: MEMBERS, people: 140 }));

	/** Registered, with its baseline; then everything that can happen has happened. */
	async function afterChanges(): Promise<Registration> {
		const registration = stage.register(vendor, everything);
		expect(await registration.poll()).toBeNull();
		world.rename(stage.simulators, 2, 'Better');
		create(world, stage.simulators, 'New');
		world.remove(stage.simulators, 3);
		world.leave(stage.simulators, 0, 1);
		world.join(stage.simulators, 0, 135);
		stage.forget();
		return registration;
	}

	const eventsOf = async (registration: Registration): Promise<unknown[]> =>
		((await registration.poll()) ?? []).map(({ json }) => json.event);
	const FIVE = [end, 'groupCreated', 'groupChanged', 'memberLeft', 'memberJoined'];

	it.each([
		['a server error', { status: 500, body: 'down' }, 'temporarily-unavailable'],
		['a web page', { html: 200 }, 'temporarily-unavailable'],
		['half of an answer', { truncate: true }, 'temporarily-unavailable'],
		['a broken connection', { reset: 'during' }, 'temporarily-unavailable'],
		// An account that does not say that it is an administrator's is taken for none.
		[
			'an answer that is no list',
			{ status: 200, body: '{}' },
			expect.stringMatching(/^temporarily|^configuration/),
		],
		['an empty answer', { status: 200, body: '' }, 'temporarily-unavailable'],
		['a refusal of the key', { status: 401, body: '{"error":"no"}' }, 'credential-invalid'],
		['a refusal of the rights', { status: 403, body: '{"error":"no"}' }, 'configuration-invalid'],
	])('reports nothing after %s to any of its requests, and all of it afterwards', async (_, fault, cause) => {
		const registration = await afterChanges();
		const before = registration.staticData.state;
		for (let skip = 0; ; skip += 1) {
			stage.fault(vendor, { skip, times: 1, fault } as never);
			const failed = await registration.poll().then(
				(items) => items,
				(error: Error & { failure?: Json }) => error,
			);
			stage.simulators.of(vendor).faults.clear();
			if (!(failed instanceof Error)) {
				expect(failed!.map(({ json }) => json.event)).toEqual(FIVE);
				break;
			}
			expect(failed.message).toMatch(/^Could not watch the groups: /);
			expect(failed).toMatchObject({ failure: { cause } });
			expect(registration.staticData.state).toBe(before);
		}
		expect(await registration.poll()).toBeNull();
	});

	it('believes an absence only where a second look agrees', async () => {
		const registration = stage.register(vendor, everything);
		await registration.poll();
		const state = stage.simulators.of(vendor).state as Json;
		const whole = structuredClone(state);
		world.remove(stage.simulators, 5);
		world.leave(stage.simulators, 0, 1);
		const trimmed = structuredClone(state);
		Object.assign(state, structuredClone(whole));
		// The first look meets lists without them, the second one the whole lists again.
		let looks = 0;
		const lists = world.floor.groups.concat(world.floor.members(0));
		stage.fault(vendor, {
			times: Infinity,
			when: () => {
				looks += 1;
				Object.assign(state, structuredClone(looks <= pagesOf(lists.length) ? trimmed : whole));
				return false;
			},
			fault: { status: 500 },
		});
		expect(await registration.poll()).toBeNull();
	});

	/** Requests of the first look at 150 groups and 130 members. */
	const pagesOf = (lists: number): number => (vendor === 'reach360' ? 4 : vendor === 'keitaro' ? 2 : lists - 1);

	it('waits as long as the vendor asks, and tells n8n of a wait that is too long', async () => {
		const registration = await afterChanges();
		const fault = { status: 429, headers: { 'Retry-After': '600' }, body: '{}' };
		stage.fault(vendor, { fault });
		await expect(registration.poll()).rejects.toMatchObject({
			failure: { cause: 'rate-limited', retryAfterMs: 600_000 },
		});
		expect(await eventsOf(registration)).toEqual(FIVE);
		// n8n's other scheduler gives a poll less time than a vendor may ask for.
		const hurried = stage.register(vendor, everything, { budget: 36_000, staticData: registration.staticData });
		stage.fault(vendor, { fault: { ...fault, headers: { 'Retry-After': '60' } } });
		await expect(hurried.poll()).rejects.toMatchObject({ failure: { retryAfterMs: 60_000 } });
	});

	it('fails at once where a person activates it with a wrong key', async () => {
		stage.use(vendor, homeOf(vendor).wrong('wrong-key-000')[0]);
		for (const activation of ['activate', 'update'] as const) {
			const registration = stage.register(vendor, everything, { activation });
			const error = await registration.poll().catch((it: Error) => it);
			expect(error).toMatchObject({ failure: { cause: 'credential-invalid' } });
			expect((error as Error).message).not.toContain('wrong-key-000');
		}
	});

	it.each(['init', 'leadershipChange'] as const)(
		'does not fail at first on %s, and then does',
		async (activation) => {
			stage.fault(vendor, { times: 2, fault: { status: 500 } });
			const registration = stage.register(vendor, everything, { activation });
			const line = stage.n8n.logs.length;
			expect(await registration.poll()).toBeNull();
			expect(stage.n8n.logs.slice(line).join()).toContain('Could not watch the groups');
			await expect(registration.poll()).rejects.toThrow('500');
			expect(await registration.poll()).toBeNull();
			world.rename(stage.simulators, 2, 'Better');
			expect(await eventsOf(registration)).toEqual(['groupChanged']);
		},
	);

	it('polls once at a time for a node of a workflow', async () => {
		const registration = await afterChanges();
		stage.fault(vendor, { fault: { delay: 100 } });
		const [one, two, other] = await Promise.all([
			eventsOf(registration),
			registration.poll(),
			stage.register(vendor, everything, { workflowId: 'another' }).poll(),
		]);
		expect(one).toEqual(FIVE);
		expect([two, other]).toEqual([null, null]);
		expect(stage.log(vendor).length).toBeGreaterThan(world.floor.members(0).length);
	});

	it('is through before n8n gives it up', async () => {
		const registration = stage.register(vendor, everything, { budget: 2_200 });
		stage.fault(vendor, { fault: { delay: 3_000 } });
		const begun = Date.now();
		await expect(registration.poll()).rejects.toMatchObject({
			message: expect.stringContaining('the poll was not through within 0 s') as string,
			failure: { cause: 'temporarily-unavailable' },
		});
		expect(Date.now() - begun).toBeLessThan(2_200);
		const hopeless = stage.register(vendor, everything, { budget: 1_000 });
		await expect(hopeless.poll()).rejects.toMatchObject({ failure: { cause: 'temporarily-unavailable' } });
	});

	it('shows a key nowhere, whatever the vendor echoes', async () => {
		const key = String(
			Object.values(homeOf(vendor).keyed('secret-key-4711')).find((it) => /4711/.test(String(it))),
		);
		const registration = stage.register(vendor, everything);
		await registration.poll();
		world.rename(stage.simulators, 2, `Group of ${String(stage.data(vendor).apiKey)}`);
		const items = await registration.poll();
		expect(JSON.stringify(items)).toContain('**hidden**');
		expect(JSON.stringify(items)).not.toContain(String(stage.data(vendor).apiKey));
		expect(JSON.stringify(registration.staticData)).not.toContain(String(stage.data(vendor).apiKey));
		expect(await registration.poll()).toBeNull();
		expect(key).toContain('4711');
	});
});

describe('reach360', () => {
	const world = WORLDS.find(({ ground }) => ground.vendor === 'reach360')!;
	const events = ['groupCreated', 'groupDeleted', 'memberLeft'];
	const parameters = { events, ...chosen(world.ground, 0), options: { maxAttempts: 1 } };

	beforeEach(() => world.ground.seed(stage.simulators, { names: NAMES, members: MEMBERS, people: 140 }));

	it.each([
		[{ nextUrl: 'foreign-origin' }, 'another server'],
		[{ nextUrl: 'repeated-cursor' }, 'repeats'],
		[{ nextUrl: 'duplicate-page' }, 'repeats a page'],
	] as const)('reports nothing with %j', async (switches, problem) => {
		world.ground.seed(stage.simulators, { names: countTo(250).map(String), members: [[0]], people: 1 });
		const registration = stage.register('reach360', parameters);
		await registration.poll();
		world.remove(stage.simulators, 120);
		Object.assign(stage.simulators.reach360.switches, switches);
		await expect(registration.poll()).rejects.toThrow(problem);
		Object.assign(stage.simulators.reach360.switches, { nextUrl: 'same-origin' });
		expect((await registration.poll())!.map(({ json }) => json.event)).toEqual(['groupDeleted']);
	});

	it('keeps a chosen group that the list names, whatever else is answered for it', async () => {
		const registration = stage.register('reach360', parameters);
		await registration.poll();
		world.leave(stage.simulators, 0, 1);
		const body = '{"errors":[{"code":"group_not_found"}]}';
		stage.fault('reach360', { times: 9, path: /^\/groups\/grp-0/, fault: { status: 404, body } });
		await expect(registration.poll()).rejects.toThrow('the group grp-0 is there, but its members are answered');
		stage.simulators.reach360.faults.clear();
		expect((await registration.poll())!.map(({ json }) => json.event)).toEqual(['memberLeft']);
	});

	it.each(['', '<html>Not Found</html>', 'no Route matched', '{"message":"Not Found"}'])(
		'takes a 404 that says %j for no word of the vendor',
		async (body) => {
			const ofMembers = { ...parameters, events: ['memberLeft', 'groupDeleted'] };
			const registration = stage.register('reach360', ofMembers);
			await registration.poll();
			stage.fault('reach360', { times: 9, path: /^\/groups\/grp-0/, fault: { status: 404, body } });
			await expect(registration.poll()).rejects.toThrow('the server does not know the address of a group');
			stage.simulators.reach360.faults.clear();
			expect(await registration.poll()).toBeNull();
		},
	);

	it('keeps nothing where an ID repeats the key', async () => {
		const registration = stage.register('reach360', parameters);
		await registration.poll();
		const before = registration.staticData;
		stage.simulators.reach360.state.groups[1]!.id = `grp-${String(stage.data('reach360').apiKey)}`;
		await expect(registration.poll()).rejects.toThrow('repeats the key');
		expect(registration.staticData).toEqual(before);
	});

	it('reports nothing from a list that does not say where it ends', async () => {
		const registration = stage.register('reach360', parameters);
		await registration.poll();
		const body = JSON.stringify({ groups: [{ id: 'grp-0', name: 'Group 0' }] });
		stage.fault('reach360', { path: /^\/groups$/, fault: { status: 200, body } });
		await expect(registration.poll()).rejects.toThrow('does not say where it ends');
	});

	it('looks up those who left, 50 at most, and knows the others by their ids', async () => {
		const bold = { ...parameters, options: { largestLoss: 100 } };
		const registration = stage.register('reach360', bold);
		await registration.poll();
		for (const person of countTo(60)) world.leave(stage.simulators, 0, person);
		stage.forget();
		const items = (await registration.poll())!.map(({ json }) => json);
		expect(items).toHaveLength(60);
		expect(items.filter(({ member }) => (member as Json).email !== undefined)).toHaveLength(50);
		expect(items.filter(({ member }) => Object.keys(member as Json).length === 1)).toHaveLength(10);
		expect(stage.calls('reach360').filter((call) => /users\/usr-\d+$/.test(call))).toHaveLength(50);
	});
});

it('keeps to what n8n asks of a polling trigger', () => {
	const { description } = new GroupManagerTrigger();
	expect(description).toMatchObject({ polling: true, group: ['trigger'], inputs: [], outputs: ['main'] });
	expect(description.usableAsTool).toBeUndefined();
});
