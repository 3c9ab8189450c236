import type { AudienceManagerSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import type { Json } from '../../kit/json';
import { seedGroups } from './helpers';

describeOnHosts('deleting many', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const many = (count: number, conflicts: number[] = []) =>
		seedGroups(
			bench,
			...Array.from({ length: count }, (_, index) => ({
				groupId: index + 1,
				name: `Group ${index + 1}`,
				conflict: conflicts.includes(index + 1),
			})),
		);
	const left = () => bench.simulator.state.groups.map(({ groupId }) => groupId);

	it.each([
		['delete', 'DELETE /groups/bulk-delete'],
		['post', 'POST /groups/bulk-delete'],
	])('sends the ids of all items together, by %s', async (bulkDeleteMethod, line) => {
		many(5);
		const items = [{ ids: '1,2' }, { ids: '2,4' }, { ids: '5' }];
		const outputs = await bench.each(
			'group.deleteMany',
			{ groupIds: '={{ $json.ids }}', options: { bulkDeleteMethod } },
			items,
		);

		expect(outputs.map(({ data }) => data)).toEqual([
			{ deleted: ['1', '2'], failed: [], missing: [] },
			{ deleted: ['2', '4'], failed: [], missing: [] },
			{ deleted: ['5'], failed: [], missing: [] },
		]);
		expect(bench.sent()).toEqual([`${line} [1,2,4,5]`]);
		const shared = { ...bench.shown(line), sharedWith: 0 };
		expect(outputs.map(({ request }) => request)).toEqual([bench.shown(`${line} [1,2,4,5]`), shared, shared]);
		expect(left()).toEqual([3]);
	});
});

describeOnHosts('deleting many', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const many = (count: number, conflicts: number[] = []) =>
		seedGroups(
			bench,
			...Array.from({ length: count }, (_, index) => ({
				groupId: index + 1,
				name: `Group ${index + 1}`,
				conflict: conflicts.includes(index + 1),
			})),
		);
	const left = () => bench.simulator.state.groups.map(({ groupId }) => groupId);

	it.each([
		[100, 1, 1],
		[101, 1, 2],
		[250, 10, 3],
		[250, 250, 3],
	])('of %i ids over %i items takes a request per hundred', async (count, itemCount, requests) => {
		many(count);
		const ids = Array.from({ length: count }, (_, index) => index + 1);
		const items = Array.from({ length: itemCount }, (_, item) => ({
			ids: ids.filter((id) => id % itemCount === item).join(),
		}));
		const outputs = await bench.each('group.deleteMany', { groupIds: '={{ $json.ids }}' }, items);

		expect(outputs.flatMap(({ data }) => data.deleted)).toHaveLength(count);
		expect(bench.sent()).toHaveLength(requests);
		expect(bench.log.every(({ body }) => (body as number[]).length <= 100)).toBe(true);
		expect(left()).toEqual([]);
	});
});

describeOnHosts('deleting many', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const many = (count: number, conflicts: number[] = []) =>
		seedGroups(
			bench,
			...Array.from({ length: count }, (_, index) => ({
				groupId: index + 1,
				name: `Group ${index + 1}`,
				conflict: conflicts.includes(index + 1),
			})),
		);
	const left = () => bench.simulator.state.groups.map(({ groupId }) => groupId);

	it.each(['all-or-nothing', 'partial'] as const)(
		'fails only for the item whose group is in use (%s)',
		async (bulkDelete) => {
			bench.switch({ bulkDelete });
			many(5, [4]);
			const items = [{ ids: '1,2' }, { ids: '4' }, { ids: '5' }];
			const outputs = await bench.each('group.deleteMany', { groupIds: '={{ $json.ids }}' }, items);

			expect(outputs.map(({ data }) => data)).toEqual([
				{ deleted: ['1', '2'], failed: [], missing: [] },
				{
					deleted: [],
					failed: [{ id: '4', code: 'conflict', message: expect.stringContaining('in use') as string }],
					missing: [],
				},
				{ deleted: ['5'], failed: [], missing: [] },
			]);
			expect(bench.written()[0]).toBe('DELETE /groups/bulk-delete [1,2,4,5]');
			expect(left()).toEqual([3, 4]);
		},
	);
});

describeOnHosts('deleting many', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const many = (count: number, conflicts: number[] = []) =>
		seedGroups(
			bench,
			...Array.from({ length: count }, (_, index) => ({
				groupId: index + 1,
				name: `Group ${index + 1}`,
				conflict: conflicts.includes(index + 1),
			})),
		);
	const left = () => bench.simulator.state.groups.map(({ groupId }) => groupId);

	it('reports per id what a refused request left behind', async () => {
		bench.switch({ bulkDelete: 'partial' });
		many(5, [4]);
		const { data, request } = await bench.one('group.deleteMany', { groupIds: '1,4,5' });

		expect(data).toMatchObject({ deleted: ['1', '5'], failed: [{ id: '4', code: 'conflict' }] });
		expect(bench.sent()).toEqual(['DELETE /groups/bulk-delete [1,4,5]', 'GET /groups/']);
		expect(request).toEqual(bench.shown('DELETE /groups/bulk-delete [1,4,5]'));
	});

	it('reports all ids of a request that was refused as a whole', async () => {
		many(5, [4]);
		const { data } = await bench.one('group.deleteMany', { groupIds: '1,4,5' });

		expect(data.deleted).toEqual([]);
		expect(data.failed.map(({ id, code }: Json) => [id, code])).toEqual([
			['1', 'conflict'],
			['4', 'conflict'],
			['5', 'conflict'],
		]);
		expect(left()).toEqual([1, 2, 3, 4, 5]);
	});
});

describeOnHosts('deleting many', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const many = (count: number, conflicts: number[] = []) =>
		seedGroups(
			bench,
			...Array.from({ length: count }, (_, index) => ({
				groupId: index + 1,
				name: `Group ${index + 1}`,
				conflict: conflicts.includes(index + 1),
			})),
		);
	const left = () => bench.simulator.state.groups.map(({ groupId }) => groupId);

	it('does not know the outcome when the list cannot be read after a refusal', async () => {
		many(5, [4]);
		bench.simulator.faults.add({ method: 'GET', times: Infinity, fault: { status: 500 } });
		const { error, message } = await bench.one('group.deleteMany', { groupIds: '1,4' });

		expect(error).toMatchObject({ code: 'outcome_unknown', httpStatus: 409, retryable: false });
		expect(error.request.method).toBe('DELETE');
		expect(message).toContain('could not be read afterwards');
		expect(bench.sent()).toEqual(['DELETE /groups/bulk-delete [1,4]', 'GET /groups/']);
	});

	it('fails as a whole when the vendor is down, and is not sent again per item', async () => {
		many(5);
		bench.simulator.faults.add({ path: /bulk/, times: Infinity, fault: { status: 503 } });
		const outputs = await bench.each('group.deleteMany', { groupIds: '={{ $json.ids }}' }, [
			{ ids: '1' },
			{ ids: '2' },
		]);

		for (const { error } of outputs) {
			expect(error).toMatchObject({ code: 'outcome_unknown', httpStatus: 503, retryable: false });
		}
		expect(bench.written()).toEqual(['DELETE /groups/bulk-delete [1,2]']);
		expect(left()).toEqual([1, 2, 3, 4, 5]);
	});
});
