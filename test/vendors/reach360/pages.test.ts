import type { Reach360Simulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';

describeOnHosts('pages', 'reach360', (bench: Bench<Reach360Simulator>) => {
	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => `Group ${String(index).padStart(3, '0')}`);
	const namesIn = (data: Array<{ name: string }>) => data.map(({ name }) => name);

	it.each([
		['full', 250, 3],
		['empty', 250, 4],
		['full', 200, 2],
		['empty', 200, 3],
		['empty', 0, 1],
	] as const)('are followed to a last one that is %s: %i groups', async (lastPage, count, requests) => {
		bench.switch({ lastPage });
		bench.seed(...many(count));
		const json = await bench.one('group.getAll', { returnAll: true });

		expect(namesIn(json.data)).toEqual(many(count));
		expect(json.request).toEqual(bench.shown('GET /groups?limit=100'));
		expect(bench.sent()).toHaveLength(requests);
	});

	it.each([
		[30, 30, 1],
		[100, 100, 1],
		[101, 100, 2],
		[200, 100, 2],
		[201, 100, 3],
	])('are followed only as far as a limit of %i asks', async (limit, pageSize, requests) => {
		bench.seed(...many(250));
		const { data } = await bench.one('group.getAll', { limit });

		expect(namesIn(data)).toEqual(many(limit));
		expect(bench.sent()[0]).toBe(`GET /groups?limit=${pageSize}`);
		expect(bench.sent()).toHaveLength(requests);
	});
});

describeOnHosts('pages', 'reach360', (bench: Bench<Reach360Simulator>) => {
	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => `Group ${String(index).padStart(3, '0')}`);
	const namesIn = (data: Array<{ name: string }>) => data.map(({ name }) => name);

	it('are left as soon as the filter has found enough', async () => {
		bench.seed(...many(250));
		const { data } = await bench.one('group.getAll', { limit: 3, filters: { nameContains: 'GROUP 09' } });

		expect(namesIn(data)).toEqual(['Group 090', 'Group 091', 'Group 092']);
		expect(bench.sent()).toEqual(['GET /groups?limit=100']);
	});

	it('are read once for all items', async () => {
		bench.seed(...many(250));
		const outputs = await bench.each('group.getAll', { returnAll: true }, [{}, {}, {}]);

		expect(outputs.map(({ data }) => data.length)).toEqual([250, 250, 250]);
		expect(bench.sent()).toHaveLength(3);
	});

	it('on another server are not asked for, with the key or without', async () => {
		bench.switch({ nextUrl: 'foreign-origin' });
		bench.seed(...many(150));
		const { error, message } = await bench.one('group.getAll', { returnAll: true });

		expect(error).toMatchObject({ code: 'unexpected_response', retryable: false });
		expect(message).toContain('another server');
		expect(bench.simulator.log.map(({ headers }) => headers.host)).toEqual([new URL(bench.simulator.url).host]);
	});
});

describeOnHosts('pages', 'reach360', (bench: Bench<Reach360Simulator>) => {
	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => `Group ${String(index).padStart(3, '0')}`);

	it.each(['repeated-cursor', 'duplicate-page'] as const)(
		'that come again (%s) end in a failure, not in a loop',
		async (nextUrl) => {
			bench.switch({ nextUrl });
			bench.seed(...many(250));
			const { error } = await bench.one('group.getAll', { returnAll: true });

			expect(error).toMatchObject({ code: 'unexpected_response', retryable: false });
			expect(bench.sent().length).toBeLessThanOrEqual(3);
		},
	);

	it('that overlap give each group once', async () => {
		bench.seed(...many(2));
		const [first, second] = [bench.profile.group(0, 'A'), bench.profile.group(1, 'B')].map(({ id }) => ({
			id,
			name: String(id),
		}));
		const page = (groups: object[], nextUrl: string | null) => ({
			times: 1,
			fault: { status: 200, body: { groups, nextUrl } },
		});
		bench.simulator.faults.add(page([first!], `${bench.simulator.url}/groups?cursor=2`));
		bench.simulator.faults.add(page([first!, second!], null));

		expect((await bench.one('group.getAll', { returnAll: true })).data).toEqual([first, second]);
	});
});

describeOnHosts('pages', 'reach360', (bench: Bench<Reach360Simulator>) => {
	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => `Group ${String(index).padStart(3, '0')}`);

	it('that cannot be read fail the item instead of shortening its list', async () => {
		bench.seed(...many(250));
		bench.simulator.faults.add({ method: 'GET', skip: 1, times: Infinity, fault: { status: 503 } });
		const { error } = await bench.one('group.getAll', { returnAll: true });

		expect(error).toMatchObject({
			code: 'unavailable',
			httpStatus: 503,
			request: bench.shown('GET /groups?limit=100'),
		});
	});

	it.each(['%zz', '//evil.example/groups', 'javascript:1', 'https://user:pass@127.0.0.1/', ' '])(
		'named "%s" are not followed',
		async (nextUrl) => {
			const fault = { status: 200, body: { groups: [{ id: '1', name: 'A' }], nextUrl } };
			bench.simulator.faults.add({ method: 'GET', times: Infinity, fault });
			const { error } = await bench.one('group.getAll', { returnAll: true });

			expect(error.code).toBe('unexpected_response');
			expect(bench.sent()).toHaveLength(1);
		},
	);
});
