import type { AudienceManagerSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId, byName, type Json } from '../../kit/json';
import { seedGroups } from './helpers';

describeOnHosts('escaped names', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	beforeEach(() => {
		bench.switch({ escaping: 'on', escapingHeader: 'ignored' });
		seedGroups(bench, { groupId: 7, name: 'R&D "Lab" <beta>' }, { groupId: 8, name: 'Plain' });
	});

	it('are found by what people wrote, and given as the vendor wrote them', async () => {
		const { data } = await bench.one('group.get', { groupId: byName('R&D "Lab" <beta>') });

		expect(data).toMatchObject({ groupId: 7, name: 'R&amp;D &quot;Lab&quot; &lt;beta&gt;' });
	});

	it.each([{ name: 'R&D "Lab" <beta>' }, { nameContains: '"LAB" <' }])(
		'are filtered by what people wrote: %j',
		async (filters) => {
			const { data } = await bench.one('group.getAll', { filters });

			expect(data.map(({ groupId }: Json) => groupId)).toEqual([7]);
		},
	);
});

describeOnHosts('a list in a wrapper', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const page = (ids: number[], rest: object) => ({
		method: 'GET',
		path: /groups\/$/,
		fault: {
			status: 200,
			body: { list: ids.map((groupId) => ({ groupId, name: `Group ${groupId}` })), ...rest },
		},
	});
	const idsIn = ({ data }: Json) => data.map(({ groupId }: Json) => groupId);

	it('is read page by page', async () => {
		bench.simulator.faults.add(page([1, 2], { total: 5, page: 0, pageSize: 2 }));
		bench.simulator.faults.add(page([3, 4], { total: 5, page: 1, pageSize: 2 }));
		bench.simulator.faults.add(page([5], { total: 5, page: 2, pageSize: 2 }));
		const json = await bench.one('group.getAll', { returnAll: true });

		expect(idsIn(json)).toEqual([1, 2, 3, 4, 5]);
		expect(json.request).toEqual(bench.shown('GET /groups/'));
		expect(bench.sent()).toEqual([
			'GET /groups/',
			'GET /groups/?page=1&pageSize=2',
			'GET /groups/?page=2&pageSize=2',
		]);
	});
});

describeOnHosts('a list in a wrapper', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const page = (ids: number[], rest: object) => ({
		method: 'GET',
		path: /groups\/$/,
		fault: {
			status: 200,
			body: { list: ids.map((groupId) => ({ groupId, name: `Group ${groupId}` })), ...rest },
		},
	});

	it('is read once for all look-ups', async () => {
		bench.simulator.faults.add(page([1], { total: 2, page: 0, pageSize: 1 }));
		bench.simulator.faults.add(page([2], { total: 2, page: 1, pageSize: 1 }));
		const outputs = await bench.each('group.get', { groupId: byId('={{ $json.id }}') }, [
			{ id: 1 },
			{ id: 2 },
			{ id: 1 },
		]);

		expect(outputs.map(({ data }) => data.groupId)).toEqual([1, 2, 1]);
		expect(bench.sent()).toHaveLength(2);
	});

	it('is not whole when a page is empty before its total is reached', async () => {
		bench.simulator.faults.add(page([1, 2], { total: 5, page: 0, pageSize: 2 }));
		bench.simulator.faults.add(page([], { total: 5, page: 1, pageSize: 2 }));
		const { error, message } = await bench.one('group.getAll', { returnAll: true });

		expect(error).toMatchObject({ code: 'unexpected_response', retryable: false });
		expect(message).toContain('the list ends after 2 of 5');
		expect(bench.sent()).toHaveLength(2);
	});
});

describeOnHosts('a list in a wrapper', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const page = (ids: number[], rest: object) => ({
		method: 'GET',
		path: /groups\/$/,
		fault: {
			status: 200,
			body: { list: ids.map((groupId) => ({ groupId, name: `Group ${groupId}` })), ...rest },
		},
	});
	const idsIn = ({ data }: Json) => data.map(({ groupId }: Json) => groupId);

	it('is not known to be whole when it names no total', async () => {
		bench.simulator.faults.add(page([1, 2], {}));
		const { error, message } = await bench.one('group.getAll', { returnAll: true });

		expect(error).toMatchObject({ code: 'unexpected_response', retryable: false });
		expect(message).toContain('2 of an unknown number');
		expect(bench.sent()).toHaveLength(1);
	});

	it('gives each group once when its pages overlap', async () => {
		bench.simulator.faults.add(page([1, 2], { total: 3, page: 0, pageSize: 2 }));
		bench.simulator.faults.add(page([2, 3], { total: 3, page: 1, pageSize: 2 }));

		expect(idsIn(await bench.one('group.getAll', { returnAll: true }))).toEqual([1, 2, 3]);
	});
});

describeOnHosts('a list in a wrapper', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const page = (ids: number[], rest: object) => ({
		method: 'GET',
		path: /groups\/$/,
		fault: {
			status: 200,
			body: { list: ids.map((groupId) => ({ groupId, name: `Group ${groupId}` })), ...rest },
		},
	});

	it.each([
		{ total: 9, page: 0, pageSize: 2 },
		{ total: 1e12, page: 0, pageSize: 2 },
		{ total: 'many' },
		{ total: 9 },
	])('that gives the same page for ever (%j) ends in a failure', async (rest) => {
		bench.simulator.faults.add({ ...page([1, 2], rest), times: Infinity });
		const { error } = await bench.one('group.getAll', { returnAll: true });

		expect(error).toMatchObject({ code: 'unexpected_response', retryable: false });
		expect(bench.sent().length).toBeLessThanOrEqual(3);
	});
});
