import type { KeitaroSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId, byName } from '../../kit/json';

describeOnHosts('validation', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	describe.each([406, 422] as const)('validation with %i', (validation) => {
		beforeEach(() => bench.switch({ validation }));

		it.each([
			['create', {}],
			['update', { groupId: byName('Gamma') }],
		])('tells of a name that is taken on %s', async (operation, where) => {
			const { error, message } = await bench.one(`group.${operation}`, { ...where, name: 'Alpha' });

			expect(error).toMatchObject({ code: 'duplicate_name', httpStatus: validation, retryable: false });
			expect(message).toContain('The name "Alpha" is already in use');
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma']);
		});

		it('tells of a type that the tracker does not have', async () => {
			const { error, message } = await bench.one('group.create', {
				specifyBody: 'json',
				groupData: '{"name":"X","type":"banners"}',
			});

			expect(error).toMatchObject({ code: 'invalid_input', httpStatus: validation });
			expect(message).toContain('type');
		});
	});
});

describeOnHosts('a group that has gone', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	const onGroup = (index: number) => ({ groupId: byId(bench.profile.id(index)) });

	describe.each(['json', 'text'] as const)('a 404 as %s', (notFoundBody) => {
		it('is understood when the group has gone since it was looked up', async () => {
			bench.switch({ notFoundBody });
			const stale = [bench.profile.group(0, 'Alpha'), bench.profile.group(1, 'Beta')];
			bench.seed('Alpha');
			bench.simulator.faults.add({
				...bench.at(bench.profile.requests.list),
				fault: { status: 200, body: stale },
			});
			const { error, message } = await bench.one('group.delete', onGroup(1));

			expect(error).toMatchObject({ code: 'not_found', httpStatus: 404, request: { method: 'DELETE' } });
			expect(message).toContain('Group #12 not found');
		});
	});

	it('sends nothing for a group that an item before has deleted', async () => {
		const items = [{ id: 12 }, { id: 12 }];
		const parameters = { groupId: byId('={{ $json.id }}'), options: { concurrency: 1 } };
		const [first, second] = await bench.each('group.delete', parameters, items);

		const request = bench.shown(bench.profile.requests.list);
		expect(first!.success).toBe(true);
		expect(second!.error).toMatchObject({ code: 'not_found', httpStatus: null, request });
		expect(second!.message).toContain('no group with the ID 12');
		expect(bench.sent()).toEqual(bench.profile.requests.delete(1));
	});
});

describeOnHosts('a group that has gone', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	it('looks groups up with one list for twenty updates', async () => {
		bench.seed(...Array.from({ length: 20 }, (_, index) => `Group ${index}`));
		const items = Array.from({ length: 20 }, (_, index) => ({ id: bench.profile.id(index), name: `New ${index}` }));
		await bench.each('group.update', { groupId: byId('={{ $json.id }}'), name: '={{ $json.name }}' }, items);

		expect(bench.sent().filter((line) => line.startsWith('GET'))).toEqual(['GET /groups?type=campaigns']);
		expect(bench.written()).toHaveLength(20);
		expect(bench.names).toEqual(items.map(({ name }) => name));
	});
});

describeOnHosts('JSON', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	const onGroup = (index: number) => ({ groupId: byId(bench.profile.id(index)) });

	it('gets the type that it leaves out on create, and on update nothing', async () => {
		await bench.one('group.create', { specifyBody: 'json', groupData: '{"name":"X"}' });
		expect(bench.log.at(-1)!.body).toEqual({ name: 'X', type: 'campaigns' });

		await bench.one('group.update', { ...onGroup(0), specifyBody: 'json', groupData: '{"name":"Y"}' });
		expect(bench.log.at(-1)!.body).toEqual({ name: 'Y' });
	});

	it('may move a group to another type', async () => {
		const { data } = await bench.one('group.update', {
			...onGroup(0),
			specifyBody: 'json',
			groupData: '{"type":"offers"}',
		});

		expect(data).toMatchObject({ id: 11, name: 'Alpha', type: 'offers' });
	});
});
