import fc from 'fast-check';

import type { Json } from '../../kit/json';
import { codeOf, ownPlan } from '../../kit/results';
import { useStage } from '../../kit/stage';
import {
	carryOut,
	contradicting,
	holdingsOf,
	isMember,
	meaningOf,
	type Entry,
	type ListItem,
	type ListOperation,
} from './lists';
import { SETTINGS } from './settings';
import { idsOf, locatorOf, NAMES, WORLDS, type Model, type World } from './world';

const stage = useStage({ isLoggedIn: true, isPatient: true });

interface Run {
	operation: ListOperation;
	items: ListItem[];
	concurrency: number;
}

const MEMBER_OPERATIONS: ListOperation[] = ['member.add', 'member.remove', 'member.set'];
const PERMISSION_OPERATIONS: ListOperation[] = ['permission.grant', 'permission.revoke', 'permission.set'];

function itemOf(operation: ListOperation, { groupId, spellings }: World): fc.Arbitrary<ListItem> {
	const group = fc
		.constantFrom(0, 1, 2)
		.chain((index) =>
			fc.constantFrom({ by: 'id' as const, text: groupId(index) }, { by: 'name' as const, text: NAMES[index]! }),
		);
	const person = fc.constantFrom(0, 1, 2, 3).chain((index) => fc.constantFrom(...spellings(index)));
	const entry = fc.record({
		objectType: fc.constant('SEGMENT' as const),
		objectId: fc.constantFrom(1, 2),
		permissions: fc.uniqueArray(fc.constantFrom('READ', 'WRITE', 'DELETE'), { minLength: 1, maxLength: 2 }),
	});
	const entries = fc.uniqueArray(entry, {
		minLength: 1,
		maxLength: 2,
		selector: ({ objectId }) => objectId,
	}) as fc.Arbitrary<Entry[]>;
	const list: fc.Arbitrary<string[] | Entry[]> = isMember(operation)
		? fc.array(person, { minLength: 1, maxLength: 3 })
		: entries;
	return fc.record({
		group,
		list: fc.oneof(
			{ weight: 9, arbitrary: list },
			{ weight: 1, arbitrary: fc.constantFrom<string[] | undefined | null>(undefined, null, []) },
		),
	});
}

const runOf = (world: World, operations: ListOperation[]): fc.Arbitrary<Run> =>
	fc.constantFrom(...operations).chain((operation) =>
		fc.record({
			operation: fc.constant(operation),
			items: fc.array(itemOf(operation, world), { minLength: 1, maxLength: 5 }),
			concurrency: fc.constantFrom(1, 1, 2, 5, 20),
		}),
	);

async function run(
	{ vendor, scope }: World,
	{ operation, items, concurrency }: Run,
	options: Json = {},
): Promise<Json[]> {
	const field = isMember(operation) ? 'members' : 'permissions';
	const parameters = {
		...scope,
		groupId: '={{ $json.group }}',
		[field]: '={{ $json.list }}',
		options: { concurrency, ...options },
	};
	const json = items.map(({ group, list }) => ({ group: locatorOf(group), list }));
	return await stage.each(`${vendor} ${operation}`, parameters, json, { host: 'axios' });
}

const holdings = (operation: ListOperation, model: Model): string[] =>
	[...model.keys()].flatMap((id) => holdingsOf(operation, model, id).map((one) => `${id}: ${one}`)).toSorted();

/** Removals whose members somebody else took first: which of the items did it is open where they run at once. */
const isOpen = ({ operation, concurrency }: Run): boolean => operation === 'member.remove' && concurrency > 1;

/** What a report says has to be so at the end, as nothing in one run may undo it. */
function expectTruth(operation: ListOperation, item: ListItem, { data }: Json, model: Model, world: World): void {
	const [id] = idsOf(item.group, model);
	const now = holdingsOf(operation, model, id!);
	const wanted = meaningOf(operation, item, world)!;
	const isTaking = /remove|revoke/.test(operation);
	expect(now.filter((one) => wanted.includes(one))).toEqual(isTaking ? [] : wanted);
	if (operation.endsWith('set')) expect(now).toEqual(wanted);
	if (!isMember(operation)) return;
	const { added, removed, unchanged, missing } = data as Record<string, string[]>;
	expect(missing).toEqual([]);
	const named = [...added!, ...unchanged!, ...(isTaking ? removed! : [])];
	expect(named.toSorted()).toEqual(wanted);
	for (const one of added!) expect(now).toContain(one);
	for (const one of removed!) expect(now).not.toContain(one);
}

/** Every change is reported once: who was not there and is there now was added once more often than removed. */
function expectBalance(runs: Array<{ one: Run; out: Json[] }>, before: Model, after: Model): void {
	const count = new Map<string, number>();
	const note = (id: string, people: string[], sign: number) => {
		for (const person of people) count.set(`${id}: ${person}`, (count.get(`${id}: ${person}`) ?? 0) + sign);
	};
	for (const { one, out } of runs) {
		for (const [index, json] of out.entries()) {
			if (json.error) continue;
			const [id] = idsOf(one.items[index]!.group, before);
			note(id!, (json.data as Json).added as string[], 1);
			note(id!, (json.data as Json).removed as string[], -1);
		}
	}
	for (const [id, { members }] of after) {
		const then = before.get(id)!.members;
		for (const person of new Set([...members, ...then])) {
			const change = Number(members.includes(person)) - Number(then.includes(person));
			expect([id, person, count.get(`${id}: ${person}`) ?? 0]).toEqual([id, person, change]);
		}
	}
}

const CASES = WORLDS.flatMap((world) => [
	{ world, operations: MEMBER_OPERATIONS, what: `members on ${world.vendor}` },
	...(world.vendor === 'audienceManager' ? [{ world, operations: PERMISSION_OPERATIONS, what: 'permissions' }] : []),
]);

describe.each(CASES)('any run over $what', ({ world, operations }) => {
	beforeEach(() => {
		stage.simulators.of(world.vendor).latency = 1;
	});

	it('reports what is so, refuses what contradicts itself, and leaves what its items leave one after the other', async () => {
		await fc.assert(
			fc.asyncProperty(runOf(world, operations), async (one) => {
				world.seed(stage.simulators);
				const [before, model] = [world.read(stage.simulators), world.read(stage.simulators)];
				const out = await run(world, one);
				const refused = contradicting(one.operation, one.items, before, world);
				const codes = one.items.map((item, index) =>
					refused.has(index) ? 'invalid_input' : carryOut(one.operation, item, model, world),
				);
				const after = world.read(stage.simulators);
				if (!isOpen(one)) {
					expect(out.map((json) => (json.error ? codeOf(json) : 'ok'))).toEqual(codes);
					expect(holdings(one.operation, after)).toEqual(holdings(one.operation, model));
				}
				out.forEach((json, item) => {
					if (!json.error) expectTruth(one.operation, one.items[item]!, json, after, world);
				});
				if (isMember(one.operation) && !world.isExclusive) expectBalance([{ one, out }], before, after);
			}),
			SETTINGS,
		);
	});
});

describe.each(CASES)('any run over $what', ({ world, operations }) => {
	beforeEach(() => {
		stage.simulators.of(world.vendor).latency = 1;
	});

	it('does what its dry run said, in so many writes', async () => {
		await fc.assert(
			fc.asyncProperty(runOf(world, operations), async (one) => {
				world.seed(stage.simulators);
				stage.forget();
				const dry = await run(world, one, { dryRun: true });
				expect(stage.written(world.vendor)).toEqual([]);
				const real = await run(world, one);
				const plans = dry.flatMap((json) =>
					json.error ? [] : stage.planned(world.vendor, ownPlan(json.data)),
				);
				for (const [item, json] of real.entries()) {
					if (isOpen(one)) continue;
					expect([item, dry[item]!.error ? codeOf(dry[item]!) : 'ok']).toEqual([
						item,
						json.error ? codeOf(json) : 'ok',
					]);
					if (!json.error) expect((dry[item]!.data as Json).would).toEqual(json.data);
				}
				expect([...new Set(plans)].toSorted()).toEqual([...new Set(stage.written(world.vendor))].toSorted());
			}),
			SETTINGS,
		);
	});
});

describe.each(CASES)('any run over $what', ({ world, operations }) => {
	beforeEach(() => {
		stage.simulators.of(world.vendor).latency = 1;
	});

	it('and several runs at once lose nothing that one of them reports', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(runOf(world, operations), { minLength: 2, maxLength: 3 }), async (any) => {
				// Entities that move leave their group without a report: there only one kind of run at a time is judged.
				const runs =
					world.isExclusive || !isMember(any[0]!.operation)
						? any.map((one) => ({ ...one, operation: any[0]!.operation }))
						: any;
				world.seed(stage.simulators);
				const before = world.read(stage.simulators);
				const outs = await Promise.all(runs.map(async (one) => ({ one, out: await run(world, one) })));
				const after = world.read(stage.simulators);
				if (isMember(runs[0]!.operation) && !world.isExclusive) return expectBalance(outs, before, after);
				if (/add|set/.test(runs[0]!.operation)) return;
				for (const { one, out } of outs) {
					out.forEach((json, item) => {
						if (!json.error) expectTruth(one.operation, one.items[item]!, json, after, world);
					});
				}
			}),
			SETTINGS,
		);
	});
});
