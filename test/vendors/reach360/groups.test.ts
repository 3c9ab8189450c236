import type { Reach360Simulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId, byName } from '../../kit/json';

describeOnHosts('answers to writes', 'reach360', (bench: Bench<Reach360Simulator>) => {
	it.each([
		[201, 'all', 6],
		[200, 'old-two', 4],
	] as const)('takes %i for a creation and hands on %s URL fields', async (create, urlFields, count) => {
		bench.switch({ create, urlFields });
		const { data } = await bench.one('group.create', { name: 'Delta' });

		expect(data).toMatchObject({ name: 'Delta', url: `${bench.simulator.url}/groups/${String(data.id)}` });
		expect(Object.keys(data)).toHaveLength(count);
	});

	it('takes an update without a body and one with it', async () => {
		const update = async (name: string) => (await bench.one('group.update', { groupId: byId('grp-0'), name })).data;
		expect(await update('One')).toEqual({ id: 'grp-0', updated: true });

		bench.switch({ update: 200 });
		expect(await update('Two')).toEqual(bench.profile.group(0, 'Two'));
	});
});

describeOnHosts('a name that is taken', 'reach360', (bench: Bench<Reach360Simulator>) => {
	describe.each([409, 400, 422] as const)('a name that is taken, with %i', (duplicateName) => {
		it.each(['array', 'object'] as const)('is told in an %s of errors', async (errorBody) => {
			bench.switch({ duplicateName, errorBody });
			for (const [operation, parameters] of [
				['create', {}],
				['update', { groupId: byId('grp-1') }],
			] as const) {
				const { error, message } = await bench.one(`group.${operation}`, { ...parameters, name: 'Alpha' });

				expect(error).toMatchObject({ code: 'duplicate_name', httpStatus: duplicateName, retryable: false });
				expect(message).toContain('A group named "Alpha" already exists');
			}
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma']);
		});
	});

	it('tells of a new group that it cannot tell from a foreign one, with a name to look for', async () => {
		bench.simulator.faults.add({ method: 'POST', fault: { reset: 'after' } });
		const { error, message } = await bench.one('group.create', { name: 'Delta', options: { maxAttempts: 3 } });

		expect(error).toMatchObject({ code: 'outcome_unknown', retryable: false, request: { method: 'POST' } });
		expect(message).toMatch(/a group of that name is there \(\S+\).*Look before you run it again/);
	});
});

describeOnHosts('the read-only group', 'reach360', (bench: Bench<Reach360Simulator>) => {
	it.each(['array', 'object'] as const)(
		'leaves the read-only group alone, told by an %s of errors',
		async (errorBody) => {
			bench.switch({ errorBody });
			bench.simulator.seed({
				groups: [
					{ id: 'everyone', name: 'Everyone' },
					{ id: 'grp-1', name: 'Beta' },
				],
			});
			for (const operation of ['group.update', 'group.delete']) {
				for (const groupId of [byId('everyone'), byName('Everyone')]) {
					const { error, message } = await bench.one(operation, { groupId, name: 'X' });
					expect(error).toMatchObject({ code: 'read_only_group', httpStatus: 403, retryable: false });
					expect(message).toContain('The group "Everyone" cannot be changed');
				}
			}
			const { data } = await bench.one('group.deleteMany', { groupIds: 'everyone\ngrp-1' });
			expect(data).toMatchObject({ deleted: ['grp-1'], failed: [{ id: 'everyone', code: 'read_only_group' }] });
			expect(bench.names).toEqual(['Everyone']);
		},
	);
});
