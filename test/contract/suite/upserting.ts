import type { Bench } from '../bench';
import { samplesOf } from '../samples';

/** `group.upsert`: by name, at most one write, and none the second time. */
export function upserting(bench: Bench): void {
	const { group, id, requests } = bench.profile;
	const upsert = (name: string) => bench.one('group.upsert', { name });
	const stale = () => ({
		...bench.at(requests.findByName('Beta')[0]!),
		fault: { status: 200, body: requests.nothingListed },
	});

	describe('an upsert', () => {
		it('creates what nobody has, and leaves it alone the second time', async () => {
			expect((await upsert('Delta')).data.action).toBe('created');
			bench.forget();

			const { data } = await upsert('Delta');
			expect([data.action, bench.nameOf(data.group)]).toEqual(['unchanged', 'Delta']);
			expect(bench.written()).toEqual([]);
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma', 'Delta']);
		});

		it('gives the group that is there as the vendor wrote it, with the read that told', async () => {
			const json = await upsert('Beta');

			expect(json.data).toEqual({ action: 'unchanged', group: group(1, 'Beta') });
			expect(json.request).toEqual(bench.shown(requests.findByName('Beta')[0]!));
			expect(bench.sent()).toEqual(requests.findByName('Beta'));
		});

		it('does not guess among several of the name', async () => {
			bench.seed('Alpha', 'Twin', 'Twin');
			const { error, message } = await upsert('Twin');

			expect(error.code).toBe('ambiguous_name');
			expect(message).toContain(`${id(1)}, ${id(2)}`);
			expect(bench.written()).toEqual([]);
		});

		it('creates a group once for all items of the same name', async () => {
			const items = ['Delta', 'Beta', 'Delta', 'Delta', 'Epsilon'].map((name) => ({ name }));
			const outputs = await bench.each('group.upsert', { name: '={{ $json.name }}' }, items);

			expect(outputs.map(({ data }) => data.action).sort()).toEqual([
				'created',
				'created',
				'unchanged',
				'unchanged',
				'unchanged',
			]);
			expect(outputs.map(({ data }) => bench.nameOf(data.group))).toEqual(items.map(({ name }) => name));
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon']);
		});

		it('uses the group when somebody else was faster', async () => {
			bench.simulator.faults.add(stale());
			const { data } = await upsert('Beta');

			expect(data).toEqual({ action: 'unchanged', group: group(1, 'Beta') });
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma']);
		});

		it('by two runs at the same time leaves one group', async () => {
			const runs = await Promise.all([upsert('Delta'), upsert('Delta')]);

			expect(runs.map(({ success }) => success)).toEqual([true, true]);
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma', 'Delta']);
		});
	});

	describe('a dry run', () => {
		const samples = Object.entries(samplesOf(bench.conformance)).filter(([, { sends }]) =>
			sends.some((line) => !line.startsWith('GET ')),
		);

		it.each(samples)('of %s writes nothing, and plans what is written for real', async (name, { parameters }) => {
			const dry = await bench.one(name, { ...parameters, options: { dryRun: true } });
			expect(Object.keys(dry.data)).toEqual(['dryRun', 'plan', 'would']);
			expect(dry.data.dryRun).toBe(true);
			expect(bench.written()).toEqual([]);
			expect(JSON.stringify(dry.request ?? '')).not.toMatch(/"method":"(POST|PUT|PATCH|DELETE)"/);

			await bench.one(name, parameters);
			const planned = dry.data.plan.map(
				({ method, url, body }: { method: string; url: string; body?: object }) => {
					const target = url.slice(bench.simulator.baseUrl.length);
					return `${method} ${target}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
				},
			);
			expect(planned).toEqual(bench.written());
			for (const step of dry.data.plan)
				expect(['method', 'url', 'body']).toEqual(expect.arrayContaining(Object.keys(step as object)));
		});

		it('of an upsert that changes nothing has an empty plan', async () => {
			const { data } = await bench.one('group.upsert', { name: 'Beta', options: { dryRun: true } });

			expect(data).toEqual({
				dryRun: true,
				plan: [],
				would: { action: 'unchanged', group: group(1, 'Beta') },
			});
		});
	});
}
