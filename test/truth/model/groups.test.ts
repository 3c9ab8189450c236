import fc from 'fast-check';

import { byName, type Json } from '../../kit/json';
import { codeOf } from '../../kit/results';
import { useStage } from '../../kit/stage';
import { act, isInvalid, summaryOf, type GroupItem, type GroupOperation, type Predicted } from './groups';
import { SETTINGS } from './settings';
import { locatorOf, NAMES, WORLDS, type Model, type World } from './world';

const stage = useStage({ isLoggedIn: true, isPatient: true });

const copyOf = (model: Model): Model => new Map([...model].map(([id, group]) => [id, { ...group }]));

interface Run {
	operation: GroupOperation;
	items: GroupItem[];
	concurrency: number;
}

const name = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...NAMES) },
	{ weight: 1, arbitrary: fc.constantFrom(undefined, null, '') },
);

function runOf({ groupId, hasDescription }: World): fc.Arbitrary<Run> {
	const group = fc.oneof(
		{ weight: 4, arbitrary: fc.record({ by: fc.constant('name' as const), text: fc.constantFrom(...NAMES) }) },
		{
			weight: 3,
			arbitrary: fc.constantFrom(0, 1, 2).map((index) => ({ by: 'id' as const, text: groupId(index) })),
		},
		{ weight: 1, arbitrary: fc.constant(undefined) },
	);
	const description = hasDescription ? fc.constantFrom('', 'one', 'two') : fc.constant('');
	return fc.record({
		operation: fc.constantFrom<GroupOperation>('create', 'update', 'upsert', 'delete'),
		items: fc.array(fc.record({ group, name, description }), { minLength: 1, maxLength: 6 }),
		concurrency: fc.constantFrom(1, 1, 2, 5, 20),
	});
}

const jsonOf = ({ group, name: given, description }: GroupItem): Json => ({
	group: group ? locatorOf(group) : byName(undefined),
	name: given,
	description,
});

function parametersOf({ scope, hasDescription }: World, { operation, concurrency }: Run, options: Json = {}): Json {
	return {
		...scope,
		...(/update|delete/.test(operation) && { groupId: '={{ $json.group }}' }),
		...(operation !== 'delete' && {
			name: '={{ $json.name }}',
			...(hasDescription && { description: '={{ $json.description }}' }),
		}),
		options: { concurrency, ...options },
	};
}

const run = async (world: World, one: Run, options?: Json): Promise<Json[]> =>
	await stage.each(
		`${world.vendor} group.${one.operation}`,
		parametersOf(world, one, options),
		one.items.map(jsonOf),
		{ host: 'axios' },
	);

function expectReport(out: Json, expected: Predicted): void {
	const { code, ...facts } = { action: undefined, id: undefined, name: undefined, ...expected };
	expect(out.error ? codeOf(out) : 'ok').toBe(code);
	if (out.error) return;
	const data = out.data as Json;
	if (facts.action) expect(data.action).toBe(facts.action);
	const group = (data.group ?? data) as Json;
	if (facts.id) expect(String(group.groupId ?? group.id)).toBe(facts.id);
	if (facts.name) expect(group.name).toBe(facts.name);
}

describe.each(WORLDS)('any run over groups of $vendor', (world) => {
	beforeEach(() => {
		stage.simulators.of(world.vendor).latency = 1;
	});

	it('reports what is so, and leaves what its items leave one after the other', async () => {
		await fc.assert(
			fc.asyncProperty(runOf(world), async (one) => {
				world.seed(stage.simulators);
				const model = world.read(stage.simulators);
				const out = await run(world, one);
				// Deletions by id and by name may overtake each other; which of two finds the group is then open.
				const isInOrder = one.concurrency === 1 || one.operation !== 'delete';
				const predicted = one.items.map((item) => act(one.operation, item, model, world));
				if (isInOrder) out.forEach((json, item) => expectReport(json, predicted[item]!));
				expect(out.filter(({ success }) => success).length).toBe(
					predicted.filter(({ code }) => code === 'ok').length,
				);
				expect(summaryOf(world.read(stage.simulators))).toEqual(summaryOf(model));
			}),
			SETTINGS,
		);
	});
});

describe.each(WORLDS)('any run over groups of $vendor', (world) => {
	beforeEach(() => {
		stage.simulators.of(world.vendor).latency = 1;
	});

	it('stops at the lowest failing item, and at a bad input before anything', async () => {
		await fc.assert(
			fc.asyncProperty(runOf(world), async (any) => {
				const one = { ...any, concurrency: 1 };
				world.seed(stage.simulators);
				const model = world.read(stage.simulators);
				const bad = one.items.findIndex((item) => isInvalid(one.operation, item));
				const first =
					bad < 0 ? one.items.findIndex((item) => act(one.operation, item, model, world).code !== 'ok') : bad;
				if (bad < 0 && first >= 0) {
					model.clear();
					for (const [id, group] of world.read(stage.simulators)) model.set(id, group);
					for (const item of one.items.slice(0, first)) act(one.operation, item, model, world);
				}
				const { stopped } = await stage.ran(
					`${world.vendor} group.${one.operation}`,
					parametersOf(world, one),
					{
						host: 'axios',
						items: one.items.map(jsonOf),
						onError: 'stopWorkflow',
					},
				);
				expect(stopped?.itemIndex ?? -1).toBe(first);
				expect(summaryOf(world.read(stage.simulators))).toEqual(summaryOf(model));
			}),
			SETTINGS,
		);
	});
});

describe.each(WORLDS)('any run over groups of $vendor', (world) => {
	beforeEach(() => {
		stage.simulators.of(world.vendor).latency = 1;
	});

	it('does what its dry run said', async () => {
		await fc.assert(
			fc.asyncProperty(runOf(world), async (one) => {
				world.seed(stage.simulators);
				stage.forget();
				const before = copyOf(world.read(stage.simulators));
				const dry = await run(world, one, { dryRun: true });
				expect(stage.written(world.vendor)).toEqual([]);
				const real = await run(world, one);
				expect(summaryOf(before)).not.toHaveLength(0);
				for (const [item, json] of real.entries()) {
					expect([item, dry[item]!.error ? codeOf(dry[item]!) : 'ok']).toEqual([
						item,
						json.error ? codeOf(json) : 'ok',
					]);
					if (json.error) continue;
					const { would, plan } = dry[item]!.data as Json;
					expect(would).toBeDefined();
					expect((would as Json).action).toBe((json.data as Json).action);
					const isWritten = (json.request as Json).method !== 'GET';
					expect((plan as unknown[]).length > 0).toBe(isWritten);
				}
			}),
			SETTINGS,
		);
	});
});

describe.each(WORLDS)('any run over groups of $vendor', (world) => {
	beforeEach(() => {
		stage.simulators.of(world.vendor).latency = 1;
	});

	it('and several runs at once make no twins and report what came to be', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(runOf(world), { minLength: 2, maxLength: 3 }), async (runs) => {
				const upserts = runs.map((one) => ({ ...one, operation: 'upsert' as const }));
				world.seed(stage.simulators);
				const outs = (await Promise.all(upserts.map(async (one) => await run(world, one)))).flat();
				const after = [...world.read(stage.simulators)];
				const names = after.map(([, group]) => group.name);
				expect(new Set(names).size).toBe(names.length);
				const done = outs.filter(({ success }) => success).map(({ data }) => data as Json);
				for (const { group } of done) {
					const { groupId, id, name: reported } = group as Json;
					expect(after.find(([one]) => one === String(groupId ?? id))?.[1].name).toBe(reported);
				}
				expect(done.filter(({ action }) => action === 'created')).toHaveLength(names.length - 3);
			}),
			SETTINGS,
		);
	});
});
