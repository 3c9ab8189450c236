import type { Reach360Simulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId, byName } from '../../kit/json';

describeOnHosts('names', 'reach360', (bench: Bench<Reach360Simulator>) => {
	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => `Group ${String(index).padStart(3, '0')}`);
	const namesIn = (data: Array<{ name: string }>) => data.map(({ name }) => name);

	it.each(['exact', 'prefix-insensitive'] as const)(
		'are compared here as well, however the vendor compares them (%s)',
		async (nameFilter) => {
			bench.switch({ nameFilter });
			bench.seed('beta', 'Betamax', 'Beta', 'BETA');

			expect((await bench.one('group.get', { groupId: byName('Beta') })).data.id).toBe('grp-2');
			expect((await bench.one('group.get', { groupId: byName('Bet') })).error.code).toBe('not_found');
			expect(namesIn((await bench.one('group.getAll', { filters: { name: 'Beta' } })).data)).toEqual(['Beta']);
		},
	);

	it("are searched for over all pages that the vendor's filter gives", async () => {
		bench.switch({ nameFilter: 'prefix-insensitive' });
		bench.seed(...many(150), 'Group');
		const { data, request } = await bench.one('group.get', { groupId: byName('Group') });

		expect(data.id).toBe('grp-150');
		expect(request).toEqual(bench.shown('GET /groups?limit=100&name=Group'));
		expect(bench.sent()).toHaveLength(2);
	});

	it('go into the query whole', async () => {
		const name = 'a&limit=1#?/+ %2e ü "\'';
		bench.seed('Alpha', name);

		expect((await bench.one('group.get', { groupId: byName(name) })).data.id).toBe('grp-1');
		expect(bench.log[0]!.query).toEqual({ limit: '100', name });
	});
});

describeOnHosts('ids', 'reach360', (bench: Bench<Reach360Simulator>) => {
	const odd = [
		'a/b',
		'../users/1',
		'%2e',
		'%2e%2e',
		'%2F',
		'with space',
		' edge ',
		'Größe',
		'名前',
		'x?y=1#z',
		'100%',
		'a;b',
		'a\\b',
		'q\'uote"s',
		'...',
		'+',
	];

	it.each(odd)('such as %j stay inside their part of the path', async (id) => {
		const path = `/groups/${encodeURIComponent(id)}`;
		bench.simulator.seed({
			groups: [
				{ id: 'other', name: 'Other' },
				{ id, name: 'Odd' },
			],
		});

		expect((await bench.one('group.get', { groupId: byId(id) })).data.id).toBe(id);
		const { data } = await bench.one('group.update', { groupId: byId('={{ $json.id }}'), name: 'Odder' }, { id });
		expect(data).toEqual({ id, updated: true });
		expect(bench.names).toEqual(['Other', 'Odder']);

		const groupIds = '={{ $json.ids }}';
		const { data: report } = await bench.one('group.deleteMany', { groupIds }, { ids: [id] });
		expect(report).toEqual({ deleted: [id], failed: [], missing: [] });
		expect(bench.names).toEqual(['Other']);
		expect(bench.log.map(({ path: raw }) => raw)).toEqual([path, path, path]);
	});
});

describeOnHosts('ids', 'reach360', (bench: Bench<Reach360Simulator>) => {
	it('need one read each, however many items want them', async () => {
		const items = Array.from({ length: 12 }, (_, index) => ({ id: `grp-${index % 3}` }));
		await bench.each('group.get', { groupId: byId('={{ $json.id }}') }, items);

		expect(bench.sent().sort()).toEqual(['GET /groups/grp-0', 'GET /groups/grp-1', 'GET /groups/grp-2']);
	});

	it('that are not there fail their own items only', async () => {
		const items = ['grp-0', 'nobody', 'grp-2'].map((id) => ({ id }));
		const outputs = await bench.each('group.get', { groupId: byId('={{ $json.id }}') }, items);

		expect(outputs.map(({ data, error }) => data?.name ?? error.code)).toEqual(['Alpha', 'not_found', 'Gamma']);
		expect(outputs[1]!.error).toMatchObject({ httpStatus: 404, request: { method: 'GET' } });
	});
});
