import fc from 'fast-check';

import type { GroupState } from '../kit/ground';
import { countTo, type Json } from '../kit/json';
import { useStage } from '../kit/stage';
import { chosen, create, WORLDS } from './worlds';

const stage = useStage({ isLoggedIn: true, random: 0 });

const GROUPS = 6;
const PEOPLE = 8;
const group = fc.nat(GROUPS - 1);
const person = fc.nat(PEOPLE - 1);

/** What others do, and the polls between, some of which fail. */
const step = fc.oneof(
	fc.record({ kind: fc.constant('rename' as const), group, name: fc.constantFrom('X', 'Y', 'Ä | "~"', '😀') }),
	fc.record({ kind: fc.constant('create' as const) }),
	fc.record({ kind: fc.constant('remove' as const), group }),
	fc.record({ kind: fc.constant('join' as const), group, person }),
	fc.record({ kind: fc.constant('leave' as const), group, person }),
	fc.record({ kind: fc.constant('poll' as const), failing: fc.option(fc.nat(6), { nil: undefined }) }),
);

type StepOf = typeof step extends fc.Arbitrary<infer Step> ? Step : never;

describe.each(WORLDS.map((world) => [world.ground.vendor, world] as const))('%s', (vendor, world) => {
	const { ground, end } = world;
	const watched = [ground.groupId(0), ground.groupId(1)];
	const groupsNow = (): GroupState[] => structuredClone(ground.groups(stage.simulators));

	/** What has happened between two states, as texts in order. */
	function happened(before: GroupState[], now: GroupState[]): string[] {
		const then = new Map(before.map((it) => [it.id, it]));
		const here = new Map(now.map((it) => [it.id, it]));
		const lines: string[] = before.flatMap(({ id }) => (here.has(id) ? [] : [`${end} ${id}`]));
		for (const { id, name, members } of now) {
			const was = then.get(id);
			if (!was) lines.push(`groupCreated ${id}`);
			else if (was.name !== name) lines.push(`groupChanged ${id}`);
			if (!was || !watched.includes(id)) continue;
			lines.push(...was.members.filter((it) => !members.includes(it)).map((it) => `memberLeft ${id} ${it}`));
			lines.push(...members.filter((it) => !was.members.includes(it)).map((it) => `memberJoined ${id} ${it}`));
		}
		return lines.sort();
	}

	function change(it: Exclude<StepOf, { kind: 'poll' }>, created: number): void {
		const { simulators } = stage;
		const known = groupsNow().find(({ id }) => id === ('group' in it ? ground.groupId(it.group) : ''));
		if (it.kind === 'create') return create(world, simulators, `New ${created}`);
		if (!known) return;
		if (it.kind === 'rename') return world.rename(simulators, it.group, it.name);
		if (it.kind === 'remove') return world.remove(simulators, it.group);
		const isIn = known.members.includes(ground.memberId(it.person));
		if (isIn === (it.kind === 'leave')) world[it.kind](simulators, it.group, it.person);
	}

	it('tells exactly what has happened, whatever happens between polls and whichever of them fail', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
				stage.reset();
				ground.seed(stage.simulators, {
					names: countTo(GROUPS).map((index) => `Group ${index}`),
					members: [
						[0, 1],
						[2, 3, 4],
					],
					people: PEOPLE,
				});
				const events = ['groupCreated', 'groupChanged', 'memberJoined', 'memberLeft', end];
				const parameters = {
					...ground.scope,
					events,
					...chosen(ground, 0, 1),
					options: { maxAttempts: 1, largestLoss: 100 },
				};
				const registration = stage.register(vendor, parameters);
				await registration.poll();
				let before = groupsNow();
				for (const [at, it] of [...steps, { kind: 'poll' as const, failing: undefined }].entries()) {
					if (it.kind !== 'poll') {
						change(it, at);
						continue;
					}
					if (it.failing !== undefined) {
						stage.fault(vendor, { skip: it.failing, times: 1, fault: { status: 500, body: 'down' } });
					}
					const items = await registration.poll().catch(() => undefined);
					stage.simulators.of(vendor).faults.clear();
					if (items === undefined) continue;
					const told = (items ?? []).map(({ json }: { json: Json }) =>
						[json.event, json.groupId, json.memberId].filter(Boolean).join(' '),
					);
					expect(told.sort()).toEqual(happened(before, groupsNow()));
					before = groupsNow();
				}
			}),
			{ numRuns: 60 },
		);
	}, 60_000);
});
