import type { AudienceManagerSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId } from '../../kit/json';
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

	it('reports the ids of a hundred that went when the next hundred did not', async () => {
		many(150);
		bench.simulator.faults.add({ path: /bulk/, skip: 1, times: Infinity, fault: { status: 503 } });
		const groupIds = Array.from({ length: 150 }, (_, index) => index + 1).join();
		const { data } = await bench.one('group.deleteMany', { groupIds, options: { concurrency: 1 } });

		expect(data.deleted).toHaveLength(100);
		expect(data.failed).toHaveLength(50);
		expect(data.failed[0]).toMatchObject({ id: '101', code: 'outcome_unknown' });
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

	it('goes group by group when that is wanted, and tells of unknown ids then', async () => {
		many(3, [2]);
		const parameters = { groupIds: '1,2,9', options: { bulkDeleteMethod: 'perGroup', concurrency: 1 } };
		const { data } = await bench.one('group.deleteMany', parameters);

		expect(data).toMatchObject({
			deleted: ['1'],
			failed: [
				{ id: '2', code: 'conflict' },
				{ id: '9', code: 'not_found' },
			],
		});
		expect(bench.sent()).toEqual(['DELETE /groups/1', 'DELETE /groups/2', 'DELETE /groups/9']);

		const again = await bench.one('group.deleteMany', {
			groupIds: '3,9',
			options: { bulkDeleteMethod: 'perGroup', ignoreMissing: true },
		});
		expect(again.data).toEqual({ deleted: ['3'], failed: [], missing: ['9'] });
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

	it.each(['delete', 'post'])(
		'by %s is sent again when its answer was lost, since it finds nothing left then',
		async (bulkDeleteMethod) => {
			many(3);
			bench.simulator.faults.add({ path: /bulk/, fault: { reset: 'after' } });
			const { data } = await bench.one('group.deleteMany', {
				groupIds: '1,2',
				options: { bulkDeleteMethod, maxAttempts: 2 },
			});

			expect(data).toEqual({ deleted: ['1', '2'], failed: [], missing: [] });
			expect(bench.sent()).toHaveLength(2);
			expect(left()).toEqual([3]);
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

	it('may differ in its way from item to item', async () => {
		many(4);
		const items = [
			{ ids: '1', way: 'delete' },
			{ ids: '2', way: 'post' },
			{ ids: '3', way: 'perGroup' },
			{ ids: '4', way: 'delete' },
		];
		const outputs = await bench.each(
			'group.deleteMany',
			{ groupIds: '={{ $json.ids }}', options: { bulkDeleteMethod: '={{ $json.way }}' } },
			items,
		);

		expect(outputs.map(({ data }) => data.deleted)).toEqual([['1'], ['2'], ['3'], ['4']]);
		expect(bench.sent().sort()).toEqual([
			'DELETE /groups/3',
			'DELETE /groups/bulk-delete [1,4]',
			'POST /groups/bulk-delete [2]',
		]);
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

	it('sends nothing when an item is bad and the run stops at that', async () => {
		const items = [{ ids: '2001' }, { ids: 'x' }];
		const { stopped } = await bench.run(
			'group.deleteMany',
			{ groupIds: '={{ $json.ids }}' },
			{ items, onError: 'stopWorkflow' },
		);

		expect(stopped).toMatchObject({ itemIndex: 1 });
		expect(bench.simulator.log).toEqual([]);
	});

	it('tells of a conflict on a single group', async () => {
		many(1, [1]);
		const { error, message } = await bench.one('group.delete', { groupId: byId(1) });

		expect(error).toMatchObject({ code: 'conflict', httpStatus: 409, retryable: false });
		expect(message).toContain('Group 1 is in use');
	});
});
