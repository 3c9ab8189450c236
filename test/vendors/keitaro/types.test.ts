import type { KeitaroSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId, byName } from '../../kit/json';

describeOnHosts('types', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	beforeEach(() => {
		bench.simulator.seed({
			groups: [
				{ id: 1, name: 'One', type: 'offers' },
				{ id: 2, name: 'Two', type: 'domains' },
				{ id: 3, name: 'Three', type: 'campaigns' },
				{ id: 4, name: 'Four', type: 'landings' },
				{ id: 5, name: 'Five', type: 'campaigns' },
			],
		});
	});
	const all = { groupType: 'all', returnAll: true };
	const typesAsked = () => bench.log.map(({ query }) => query.type);

	it('are all listed, a request each', async () => {
		const { data, request } = await bench.one('group.getAll', all);

		expect(data.map(({ id }: { id: number }) => id).sort()).toEqual([1, 2, 3, 4, 5]);
		expect(typesAsked().sort()).toEqual(['campaigns', 'domains', 'landings', 'offers']);
		expect(request.url).toBe(`${bench.simulator.baseUrl}/groups?type=${String(typesAsked()[0])}`);
	});

	it('are asked for until the limit is reached', async () => {
		const { data } = await bench.one('group.getAll', { groupType: 'all', limit: 2 });

		expect(data.map(({ name }: { name: string }) => name)).toEqual(['Three', 'Five']);
		expect(typesAsked()).toEqual(['campaigns']);
	});

	it('are all filtered', async () => {
		const { data } = await bench.one('group.getAll', { ...all, filters: { nameContains: 'O' } });

		expect(data.map(({ name }: { name: string }) => name).sort()).toEqual(['Four', 'One', 'Two']);
	});
});

describeOnHosts('types', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	beforeEach(() => {
		bench.simulator.seed({
			groups: [
				{ id: 1, name: 'One', type: 'offers' },
				{ id: 2, name: 'Two', type: 'domains' },
				{ id: 3, name: 'Three', type: 'campaigns' },
				{ id: 4, name: 'Four', type: 'landings' },
				{ id: 5, name: 'Five', type: 'campaigns' },
			],
		});
	});
	const all = { groupType: 'all', returnAll: true };

	it('are all listed on a tracker that knows no domains', async () => {
		bench.switch({ domainsType: 'no' });
		const { data } = await bench.one('group.getAll', all);

		expect(data.map(({ id }: { id: number }) => id).sort()).toEqual([1, 3, 4, 5]);
	});

	it('of domains are refused when nothing else is asked for on such a tracker', async () => {
		bench.switch({ domainsType: 'no' });
		const { error } = await bench.one('group.getAll', { groupType: 'domains' });

		expect(error).toMatchObject({ code: 'invalid_input', httpStatus: 400 });
	});
});

describeOnHosts('types', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	beforeEach(() => {
		bench.simulator.seed({
			groups: [
				{ id: 1, name: 'One', type: 'offers' },
				{ id: 2, name: 'Two', type: 'domains' },
				{ id: 3, name: 'Three', type: 'campaigns' },
				{ id: 4, name: 'Four', type: 'landings' },
				{ id: 5, name: 'Five', type: 'campaigns' },
			],
		});
	});
	const all = { groupType: 'all', returnAll: true };

	it('are not half listed when another type is refused, or when the key is', async () => {
		const list = { method: 'GET', path: /groups$/, times: Infinity };
		bench.simulator.faults.add({ ...list, skip: 2, fault: { status: 400 } });
		expect((await bench.one('group.getAll', all)).error.code).toBe('invalid_input');

		bench.simulator.faults.clear();
		bench.simulator.faults.add({ ...list, skip: 1, fault: { status: 401 } });
		expect((await bench.one('group.getAll', all)).error.code).toBe('unauthorized');
	});
});

describeOnHosts('types', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	beforeEach(() => {
		bench.simulator.seed({
			groups: [
				{ id: 1, name: 'One', type: 'offers' },
				{ id: 2, name: 'Two', type: 'domains' },
				{ id: 3, name: 'Three', type: 'campaigns' },
				{ id: 4, name: 'Four', type: 'landings' },
				{ id: 5, name: 'Five', type: 'campaigns' },
			],
		});
	});

	it.each([
		['update', byId(1)],
		['delete', byId(1)],
		['update', byName('One')],
		['delete', byName('One')],
		['get', byId(1)],
	])('never mix: %s of an offers group among campaigns finds none', async (operation, groupId) => {
		const { error, message } = await bench.one(`group.${operation}`, { groupId, name: 'Stolen' });

		expect(error).toMatchObject({ code: 'not_found', httpStatus: null });
		expect(message).toMatch(/campaigns.*Group Type/);
		expect(bench.sent()).toEqual(['GET /groups?type=campaigns']);
	});
});

describeOnHosts('types', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	beforeEach(() => {
		bench.simulator.seed({
			groups: [
				{ id: 1, name: 'One', type: 'offers' },
				{ id: 2, name: 'Two', type: 'domains' },
				{ id: 3, name: 'Three', type: 'campaigns' },
				{ id: 4, name: 'Four', type: 'landings' },
				{ id: 5, name: 'Five', type: 'campaigns' },
			],
		});
	});

	it('never mix in a deletion of many', async () => {
		const { data } = await bench.one('group.deleteMany', { groupIds: '1,3,4' });

		expect(data).toMatchObject({
			deleted: ['3'],
			failed: [
				{ id: '1', code: 'not_found' },
				{ id: '4', code: 'not_found' },
			],
		});
		expect(bench.names).toEqual(['One', 'Two', 'Four', 'Five']);
	});

	it('are looked up once each, however many items there are', async () => {
		const items = Array.from({ length: 20 }, (_, index) =>
			index % 2 ? { type: 'offers', id: 1 } : { type: 'campaigns', id: 5 },
		);
		const parameters = { groupType: '={{ $json.type }}', groupId: byId('={{ $json.id }}') };
		const outputs = await bench.each('group.get', parameters, items);

		expect(outputs.map(({ data }) => data.type)).toEqual(items.map(({ type }) => type));
		expect(bench.sent().sort()).toEqual(['GET /groups?type=campaigns', 'GET /groups?type=offers']);
	});
});

describeOnHosts('types', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	beforeEach(() => {
		bench.simulator.seed({
			groups: [
				{ id: 1, name: 'One', type: 'offers' },
				{ id: 2, name: 'Two', type: 'domains' },
				{ id: 3, name: 'Three', type: 'campaigns' },
				{ id: 4, name: 'Four', type: 'landings' },
				{ id: 5, name: 'Five', type: 'campaigns' },
			],
		});
	});

	it.each(['all', 'banners', ''])('refuse "%s" where a group is written', async (groupType) => {
		const { error, message } = await bench.one(
			'group.create',
			{ groupType: '={{ $json.type }}', name: 'X' },
			{ type: groupType },
		);

		expect(error).toMatchObject({ code: 'invalid_input', request: null });
		expect(message).toContain('"Group Type" must be one of campaigns');
	});

	it.each(['campaigns', 'offers', 'landings', 'domains'])('%s are created, found and deleted', async (groupType) => {
		const made = await bench.one('group.create', { groupType, name: 'New' });
		expect(made.data).toMatchObject({ name: 'New', type: groupType });

		expect((await bench.one('group.get', { groupType, groupId: byName('New') })).data).toEqual(made.data);
		expect((await bench.one('group.delete', { groupType, groupId: byId(made.data.id) })).data).toEqual(made.data);
	});
});

describeOnHosts('types', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	beforeEach(() => {
		bench.simulator.seed({
			groups: [
				{ id: 1, name: 'One', type: 'offers' },
				{ id: 3, name: 'Three', type: 'campaigns' },
			],
			campaigns: [{ id: 7, name: 'Seven', group_id: 3 }],
		});
	});
	const REASON = 'there is no group with the ID 1 among the groups of the Group Type campaigns that this key may see';
	const SENTENCE = `${REASON} (not_found). Check the ID or the name, the Group Type and the rights of the key`;

	/** As the picker leaves it, with the name that it knew. */
	const picked = { __rl: true, mode: 'list', value: '1', cachedResultName: 'One' };

	it.each([
		['group.get', {}],
		['group.update', { name: 'New' }],
		['group.delete', {}],
		['member.getAll', {}],
		['member.add', { members: '7' }],
		['member.remove', { members: '7' }],
		['member.set', { members: '7' }],
	])('are named by %s for a group that was picked for another one, and nothing is written', async (line, more) => {
		const parameters = { groupType: 'campaigns', groupId: picked, ...more };
		const { message, error } = await bench.one(line, parameters);
		expect(error).toMatchObject({ code: 'not_found' });
		expect(message).toContain(`: ${SENTENCE}`);
		expect(bench.log.filter(({ method }) => method !== 'GET')).toEqual([]);
	});

	it('are named by group.deleteMany for the one ID that is of another', async () => {
		const { data } = await bench.one('group.deleteMany', { groupType: 'campaigns', groupIds: '1, 3' });
		expect(data).toMatchObject({ deleted: ['3'], missing: [] });
		expect(data.failed).toEqual([{ id: '1', code: 'not_found', message: REASON }]);
	});
});
