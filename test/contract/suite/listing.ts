import type { Json } from '../../kit/json';
import type { Bench } from '../bench';

/** `group.getAll`: how many, which ones, and how they come out. */
export function listing(bench: Bench): void {
	const { group, requests } = bench.profile;
	const names = ({ data }: Json) => data.map((group: Json) => bench.nameOf(group));

	describe('the list', () => {
		it.each([
			['everything', { returnAll: true, limit: 1 }, 3],
			['as many as the limit says', { limit: 2 }, 2],
			['all there are when the limit is higher', { limit: 5000 }, 3],
			['50 unless told otherwise', {}, 3],
		])('holds %s', async (_, parameters, count) => {
			const json = await bench.one('group.getAll', parameters);

			expect(names(json)).toEqual(['Alpha', 'Beta', 'Gamma'].slice(0, count));
			expect(bench.sent()).toHaveLength(1);
		});

		it('holds 50 of more groups unless told otherwise', async () => {
			bench.seed(...Array.from({ length: 60 }, (_, index) => `Group ${index}`));

			expect((await bench.one('group.getAll')).data).toHaveLength(50);
		});

		it.each([
			['an exact name', { name: 'Beta' }, ['Beta']],
			['an exact name in other letters', { name: 'beta' }, []],
			['a part of the name, whatever its case', { nameContains: 'ET' }, ['Beta', 'Betamax']],
			['both', { name: 'Beta', nameContains: 'max' }, []],
			['nothing', {}, ['Alpha', 'Beta', 'Betamax']],
		])('is filtered by %s', async (_, filters, expected) => {
			bench.seed('Alpha', 'Beta', 'Betamax');

			expect(names(await bench.one('group.getAll', { returnAll: true, filters }))).toEqual(expected);
		});

		it('counts its limit after the filter', async () => {
			bench.seed('Alpha', 'Beta 1', 'Beta 2', 'Beta 3');
			const json = await bench.one('group.getAll', { limit: 2, filters: { nameContains: 'beta' } });

			expect(names(json)).toEqual(['Beta 1', 'Beta 2']);
		});

		it('may be empty', async () => {
			bench.seed();
			const json = await bench.one('group.getAll', { returnAll: true });
			expect(json).toMatchObject({ success: true, data: [], request: bench.shown(requests.list) });

			const { success } = await bench.run('group.getAll', { output: 'data' });
			expect(success).toEqual([]);
		});

		it('is read once for all items, and each shows that request', async () => {
			const outputs = await bench.each('group.getAll', { returnAll: true }, [{}, {}, {}]);

			expect(bench.sent()).toEqual([requests.list]);
			expect(outputs.map(({ request, data }) => [request, data.length])).toEqual(
				Array(3).fill([bench.shown(requests.list), 3]),
			);
		});

		it('comes as one item per group for data, each linked to the item that asked', async () => {
			const items = [{ limit: 1 }, { limit: 2 }];
			const { success } = await bench.run(
				'group.getAll',
				{ limit: '={{ $json.limit }}', output: 'data' },
				{ items },
			);

			expect(success).toEqual([
				{ json: group(0, 'Alpha'), pairedItem: { item: 0 } },
				{ json: group(0, 'Alpha'), pairedItem: { item: 1 } },
				{ json: group(1, 'Beta'), pairedItem: { item: 1 } },
			]);
		});
	});
}
