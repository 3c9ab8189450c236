import type { KeitaroSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId } from '../../kit/json';

describeOnHosts('members', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	const seed = () =>
		bench.simulator.seed({
			groups: [
				{ id: 1, name: 'C', type: 'campaigns' },
				{ id: 2, name: 'O', type: 'offers' },
				{ id: 3, name: 'L', type: 'landings' },
				{ id: 4, name: 'D', type: 'domains' },
			],
			campaigns: [
				{ id: 7, name: 'c', group_id: '1' },
				{ id: 8, name: 'gone', group_id: 1, state: 'deleted' },
			],
			offers: [{ id: 7, name: 'o', group_id: 2 }],
			landing_pages: [
				{ id: 7, name: 'l', group_id: 3 },
				{ id: 9, name: 'l2', group_id: null },
			],
			domains: [{ id: 7, name: 'd', group_id: 4 }],
		});
	beforeEach(seed);

	it.each([
		['campaigns', 1, 'campaigns', 'c'],
		['offers', 2, 'offers', 'o'],
		['landings', 3, 'landing_pages', 'l'],
		['domains', 4, 'domains', 'd'],
	])('of %s live at their own address', async (groupType, groupId, collection, name) => {
		const parameters = { groupType, groupId: byId(groupId) };
		const { data } = await bench.one('member.getAll', parameters);
		expect(data.map((entity: { name: string }) => entity.name)).toEqual([name]);

		const report = await bench.one('member.remove', { ...parameters, members: '7' });
		expect(report.data.removed).toEqual(['7']);
		expect(bench.written()).toEqual([`PUT /${collection}/7 {"group_id":0}`]);
	});
});

describeOnHosts('members', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	const seed = () =>
		bench.simulator.seed({
			groups: [
				{ id: 1, name: 'C', type: 'campaigns' },
				{ id: 2, name: 'O', type: 'offers' },
				{ id: 3, name: 'L', type: 'landings' },
				{ id: 4, name: 'D', type: 'domains' },
			],
			campaigns: [
				{ id: 7, name: 'c', group_id: '1' },
				{ id: 8, name: 'gone', group_id: 1, state: 'deleted' },
			],
			offers: [{ id: 7, name: 'o', group_id: 2 }],
			landing_pages: [
				{ id: 7, name: 'l', group_id: 3 },
				{ id: 9, name: 'l2', group_id: null },
			],
			domains: [{ id: 7, name: 'd', group_id: 4 }],
		});
	beforeEach(seed);

	it.each([2, 99])('are not put into group %i, which is none of the type', async (groupId) => {
		const { error } = await bench.one('member.add', { groupId: byId(groupId), members: '7' });

		expect(error).toMatchObject({ code: 'not_found', httpStatus: null });
		expect(bench.sent()).toEqual(['GET /groups?type=campaigns']);
	});

	it.each(['8', '99', '7,99'])('that the lists do not hold are not written: %s', async (members) => {
		const { error, message } = await bench.one('member.add', { groupId: byId(1), members });

		expect(error.code).toBe('not_found');
		expect(message).toMatch(/ID (8|99) among the campaigns/);
		expect(bench.written()).toEqual([]);
	});
});

describeOnHosts('members', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	const seed = () =>
		bench.simulator.seed({
			groups: [
				{ id: 1, name: 'C', type: 'campaigns' },
				{ id: 2, name: 'O', type: 'offers' },
				{ id: 3, name: 'L', type: 'landings' },
				{ id: 4, name: 'D', type: 'domains' },
			],
			campaigns: [
				{ id: 7, name: 'c', group_id: '1' },
				{ id: 8, name: 'gone', group_id: 1, state: 'deleted' },
			],
			offers: [{ id: 7, name: 'o', group_id: 2 }],
			landing_pages: [
				{ id: 7, name: 'l', group_id: 3 },
				{ id: 9, name: 'l2', group_id: null },
			],
			domains: [{ id: 7, name: 'd', group_id: 4 }],
		});
	beforeEach(seed);

	it('of domains are told of on a tracker that knows no groups of domains', async () => {
		bench.switch({ domainsType: 'no' });
		const { error } = await bench.one('member.add', { groupType: 'domains', groupId: byId(4), members: '7' });

		expect(error).toMatchObject({ code: 'invalid_input', httpStatus: 400 });
		expect(bench.written()).toEqual([]);
	});

	it.each(['seven', '1.5', '0', '-1'])('have whole numbers as ids, not %s', async (members) => {
		const { error, message } = await bench.one('member.add', { groupId: byId(1), members });

		expect(error).toMatchObject({ code: 'invalid_input', request: null });
		expect(message).toContain(`"Campaigns" holds "${members}", but an ID of Keitaro`);
	});
});

describeOnHosts('members', 'keitaro', (bench: Bench<KeitaroSimulator>) => {
	const seed = () =>
		bench.simulator.seed({
			groups: [
				{ id: 1, name: 'C', type: 'campaigns' },
				{ id: 2, name: 'O', type: 'offers' },
				{ id: 3, name: 'L', type: 'landings' },
				{ id: 4, name: 'D', type: 'domains' },
			],
			campaigns: [
				{ id: 7, name: 'c', group_id: '1' },
				{ id: 8, name: 'gone', group_id: 1, state: 'deleted' },
			],
			offers: [{ id: 7, name: 'o', group_id: 2 }],
			landing_pages: [
				{ id: 7, name: 'l', group_id: 3 },
				{ id: 9, name: 'l2', group_id: null },
			],
			domains: [{ id: 7, name: 'd', group_id: 4 }],
		});
	beforeEach(seed);

	it('are moved once, however many items ask for the same', async () => {
		const parameters = { groupType: 'landings', groupId: byId(3), members: '9' };
		const outputs = await bench.each('member.add', parameters, [{}, {}, {}]);

		expect(outputs.every(({ success }) => success)).toBe(true);
		expect(bench.written()).toEqual(['PUT /landing_pages/9 {"group_id":3}']);
	});
});
