import { VENDOR_IDS } from '../../../simulators';
import { groupNames } from '../../kit/ground';
import { byName, type Json } from '../../kit/json';
import { jsonNamed } from '../../kit/profile';
import { codeOf } from '../../kit/results';
import { HOSTS, useStage } from '../../kit/stage';
import { groundOf, profileOf, scopeOf } from '../../kit/vendors';

const stage = useStage({ isLoggedIn: true, isPatient: true });

const WORDS = ['A', 'B', 'C'];

function seed(vendor: string): void {
	groundOf(vendor).seed(stage.simulators, { names: WORDS, descriptions: WORDS.map((name) => `about ${name}`) });
}

/** In the order of the seed, then of creation. */
const names = (vendor: string): string[] => groupNames(groundOf(vendor), stage.simulators);

const EVERYWHERE = VENDOR_IDS.flatMap((vendor) => [1, 5, 20].map((concurrency) => ({ vendor, concurrency })));

describe.each(EVERYWHERE)(
	'items on $vendor with concurrency $concurrency act as if in order',
	({ vendor, concurrency }) => {
		const run = async (operation: string, parameters: Json, items: Json[], host: (typeof HOSTS)[number] = 'n8n') =>
			await stage.each(
				`${vendor} ${operation}`,
				{ ...scopeOf(vendor), options: { concurrency }, ...parameters },
				items,
				{ host },
			);
		const rename = { groupId: byName('={{ $json.from }}'), name: '={{ $json.to }}' };
		/** Slow enough for every race to show. */
		beforeEach(() => {
			seed(vendor);
			stage.simulators.of(vendor).latency = 3;
		});

		it('when a name is given away and taken again', async () => {
			for (const host of HOSTS) {
				seed(vendor);
				const items = [
					{ from: 'A', to: 'Archive' },
					{ from: 'B', to: 'A' },
					{ from: 'A', to: 'Second' },
				];
				const out = await run('group.update', rename, items, host);
				expect(out.map(({ success }) => success as unknown)).toEqual([true, true, true]);
				expect(names(vendor)).toEqual(['Archive', 'Second', 'C']);
			}
		});
	},
);

describe.each(EVERYWHERE)(
	'items on $vendor with concurrency $concurrency act as if in order',
	({ vendor, concurrency }) => {
		const run = async (operation: string, parameters: Json, items: Json[], host: (typeof HOSTS)[number] = 'n8n') =>
			await stage.each(
				`${vendor} ${operation}`,
				{ ...scopeOf(vendor), options: { concurrency }, ...parameters },
				items,
				{ host },
			);
		const rename = { groupId: byName('={{ $json.from }}'), name: '={{ $json.to }}' };
		/** Slow enough for every race to show. */
		beforeEach(() => {
			seed(vendor);
			stage.simulators.of(vendor).latency = 3;
		});

		it('when names go round', async () => {
			const items = [
				{ from: 'A', to: 'x' },
				{ from: 'B', to: 'A' },
				{ from: 'C', to: 'B' },
				{ from: 'x', to: 'C' },
			];
			const out = await run('group.update', rename, items);
			expect(out.map(codeOf)).toEqual(items.map(() => expect.stringMatching(/^success/) as unknown));
			expect(names(vendor)).toEqual(['C', 'A', 'B']);
		});
	},
);

describe.each(EVERYWHERE)(
	'items on $vendor with concurrency $concurrency act as if in order',
	({ vendor, concurrency }) => {
		const run = async (operation: string, parameters: Json, items: Json[], host: (typeof HOSTS)[number] = 'n8n') =>
			await stage.each(
				`${vendor} ${operation}`,
				{ ...scopeOf(vendor), options: { concurrency }, ...parameters },
				items,
				{ host },
			);
		const rename = { groupId: byName('={{ $json.from }}'), name: '={{ $json.to }}' };
		/** Slow enough for every race to show. */
		beforeEach(() => {
			seed(vendor);
			stage.simulators.of(vendor).latency = 3;
		});

		it('when a group is asked for by a name that it has no more', async () => {
			const out = await run('group.update', rename, [
				{ from: 'A', to: 'x' },
				{ from: 'A', to: 'y' },
				{ from: 'x', to: 'z' },
			]);
			expect(out.map(codeOf)).toEqual([
				expect.stringMatching(/^success/),
				'not_found',
				expect.stringMatching(/^success/),
			]);
			expect(names(vendor)).toEqual(['z', 'B', 'C']);
		});
	},
);

describe.each(EVERYWHERE)(
	'items on $vendor with concurrency $concurrency act as if in order',
	({ vendor, concurrency }) => {
		/** Slow enough for every race to show. */
		beforeEach(() => {
			seed(vendor);
			stage.simulators.of(vendor).latency = 3;
		});

		it('when a rename by id stands before one by the new name', async () => {
			const mode = (item: string) => (item === 'id' ? 'id' : 'name');
			const items = [
				{ g: { __rl: true, mode: mode('id'), value: groundOf(vendor).groupId(0) }, to: 'x' },
				{ g: byName('x'), to: 'y' },
				{ g: byName('B'), to: 'x' },
			];
			const out = await stage.each(
				`${vendor} group.update`,
				{ ...scopeOf(vendor), options: { concurrency }, groupId: '={{ $json.g }}', name: '={{ $json.to }}' },
				items,
				{ host: 'axios' },
			);
			expect(out.map(codeOf)).toEqual(items.map(() => expect.stringMatching(/^success/) as unknown));
			expect(names(vendor)).toEqual(['y', 'x', 'C']);
		});
	},
);

describe.each(EVERYWHERE)(
	'items on $vendor with concurrency $concurrency act as if in order',
	({ vendor, concurrency }) => {
		const run = async (operation: string, parameters: Json, items: Json[], host: (typeof HOSTS)[number] = 'n8n') =>
			await stage.each(
				`${vendor} ${operation}`,
				{ ...scopeOf(vendor), options: { concurrency }, ...parameters },
				items,
				{ host },
			);
		/** Slow enough for every race to show. */
		beforeEach(() => {
			seed(vendor);
			stage.simulators.of(vendor).latency = 3;
		});

		it('when the new names stand in JSON', async () => {
			const parameters = {
				groupId: byName('={{ $json.from }}'),
				specifyBody: 'json',
				groupData: `=${jsonNamed(profileOf(vendor), '{{ JSON.stringify($json.to) }}')}`,
			};
			await run('group.update', parameters, [
				{ from: 'A', to: 'x' },
				{ from: 'B', to: 'A' },
				{ from: 'A', to: 'y' },
			]);
			expect(names(vendor)).toEqual(['x', 'y', 'C']);
		});
	},
);

describe.each(EVERYWHERE)(
	'items on $vendor with concurrency $concurrency act as if in order',
	({ vendor, concurrency }) => {
		const run = async (operation: string, parameters: Json, items: Json[], host: (typeof HOSTS)[number] = 'n8n') =>
			await stage.each(
				`${vendor} ${operation}`,
				{ ...scopeOf(vendor), options: { concurrency }, ...parameters },
				items,
				{ host },
			);
		/** Slow enough for every race to show. */
		beforeEach(() => {
			seed(vendor);
			stage.simulators.of(vendor).latency = 3;
		});

		it('when a group is deleted by name twice', async () => {
			const out = await run('group.delete', { groupId: byName('={{ $json.name }}') }, [
				{ name: 'A' },
				{ name: 'B' },
				{ name: 'A' },
			]);
			expect(out.map(codeOf)).toEqual([
				expect.stringMatching(/^success/),
				expect.stringMatching(/^success/),
				'not_found',
			]);
			expect(names(vendor)).toEqual(['C']);
		});
	},
);

describe.each(EVERYWHERE)(
	'items on $vendor with concurrency $concurrency act as if in order',
	({ vendor, concurrency }) => {
		const run = async (operation: string, parameters: Json, items: Json[], host: (typeof HOSTS)[number] = 'n8n') =>
			await stage.each(
				`${vendor} ${operation}`,
				{ ...scopeOf(vendor), options: { concurrency }, ...parameters },
				items,
				{ host },
			);
		/** Slow enough for every race to show. */
		beforeEach(() => {
			seed(vendor);
			stage.simulators.of(vendor).latency = 3;
		});

		it('when one name is created or updated several times', async () => {
			const out = await run(
				'group.upsert',
				{ name: '={{ $json.name }}' },
				['D', 'A', 'D', 'D'].map((name) => ({ name })),
			);
			expect(out.map(({ data }) => (data as Json).action as string)).toEqual([
				'created',
				'unchanged',
				'unchanged',
				'unchanged',
			]);
			expect(names(vendor)).toEqual(['A', 'B', 'C', 'D']);
		});

		it('when one name is created twice', async () => {
			const out = await run('group.create', { name: '={{ $json.name }}' }, [{ name: 'D' }, { name: 'D' }]);
			const second = groundOf(vendor).hasUniqueNames ? 'duplicate_name' : expect.stringMatching(/^success/);
			expect(out.map(codeOf)).toEqual([expect.stringMatching(/^success/), second]);
		});
	},
);

const stored = () =>
	stage.simulators.audienceManager.state.groups.map(({ name, description }) => `${name}: ${description}`);

describe('descriptions on Audience Manager', () => {
	it.each([1, 5, 20])('and names that several items change are all kept (concurrency %i)', async (concurrency) => {
		seed('audienceManager');
		const items = [
			{ from: 'A', name: 'x', description: '' },
			{ from: 'x', name: '', description: 'new' },
			{ from: 'x', name: 'y', description: '' },
			{ from: 'B', name: '', description: 'first' },
			{ from: 'B', name: '', description: 'last' },
		];
		const parameters = {
			groupId: byName('={{ $json.from }}'),
			name: '={{ $json.name }}',
			description: '={{ $json.description }}',
		};
		const out = await stage.each(
			'audienceManager group.update',
			{ ...parameters, options: { concurrency } },
			items,
		);
		expect(out.map(codeOf)).toEqual(items.map(() => expect.stringMatching(/^success/) as unknown));
		expect(stored()).toEqual(['y: new', 'B: last', 'C: about C']);
	});
});

describe('descriptions on Audience Manager', () => {
	it.each([1, 5, 20])('of one name end with the last item of an upsert (concurrency %i)', async (concurrency) => {
		seed('audienceManager');
		const items = ['one', 'two', 'two', 'three'].map((description) => ({ name: 'D', description }));
		const parameters = {
			name: '={{ $json.name }}',
			description: '={{ $json.description }}',
			options: { concurrency },
		};
		const out = await stage.each('audienceManager group.upsert', parameters, items);
		expect(out.map(({ data }) => (data as Json).action as string)).toEqual([
			'created',
			'updated',
			'unchanged',
			'updated',
		]);
		expect(stored().at(-1)).toBe('D: three');
	});
});
