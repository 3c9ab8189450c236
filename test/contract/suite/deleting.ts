import { byId, byName } from '../../kit/json';
import type { Bench } from '../bench';

/** `group.delete` of what is gone, and the reports of `group.deleteMany`. */
export function deleting(bench: Bench): void {
	const { id, unknownId, requests, reportsUnknown } = bench.profile;
	const ignoreMissing = { options: { ignoreMissing: true } };

	describe('deleting', () => {
		it('fails for a group that is not there, unless that may be', async () => {
			const parameters = { groupId: byId(unknownId) };
			expect((await bench.one('group.delete', parameters)).error.code).toBe('not_found');
			bench.forget();

			const json = await bench.one('group.delete', { ...parameters, ...ignoreMissing });
			expect(json.data).toEqual({ id: unknownId, deleted: false });
			expect(json.request).toEqual(bench.shown(requests.deleteUnknown.at(-1)!));
			expect(bench.sent()).toEqual(requests.deleteUnknown);
		});

		it('forgives a name that nobody has as well, but not one that several have', async () => {
			bench.seed('Alpha', 'Twin', 'Twin');
			const gone = await bench.one('group.delete', { groupId: byName('Nobody'), ...ignoreMissing });
			expect(gone.data.deleted).toBe(false);

			const twin = await bench.one('group.delete', { groupId: byName('Twin'), ...ignoreMissing });
			expect(twin.error.code).toBe('ambiguous_name');
			expect(bench.written()).toEqual([]);
		});

		it('does not take a list that cannot be read for a group that is gone', async () => {
			const [line] = requests.findByName('Nobody');
			bench.simulator.faults.add({ ...bench.at(line!), times: Infinity, fault: { status: 404 } });
			const json = await bench.one('group.delete', { groupId: byName('Nobody'), ...ignoreMissing });

			expect(json.error).toMatchObject({ code: 'not_found', httpStatus: 404 });
		});

		it.each([
			['commas', (ids: string[]) => ids.join(', ')],
			['line breaks', (ids: string[]) => `\n${ids.join('\r\n')}\n`],
			['an array of an expression', () => '={{ $json.ids }}'],
		])('takes many ids by %s, each once', async (_, groupIds) => {
			const ids = [id(0), id(2), id(0)];
			const json = await bench.one(
				'group.deleteMany',
				{ groupIds: groupIds(ids), options: { concurrency: 1 } },
				{ ids },
			);

			expect(json.data).toEqual({ deleted: [id(0), id(2)], failed: [], missing: [] });
			expect(json.request).toEqual(bench.shown(requests.deleteMany([0, 2]).at(-1)!));
			expect(bench.sent()).toEqual(requests.deleteMany([0, 2]));
			expect(bench.names).toEqual(['Beta']);
		});

		it('reports on ids that nobody has as far as the vendor tells', async () => {
			const groupIds = [id(0), unknownId].join();
			const { data } = await bench.one('group.deleteMany', { groupIds });

			const unknown = { id: unknownId, code: 'not_found', message: expect.any(String) as string };
			const told = { deleted: [id(0)], failed: [unknown], missing: [] };
			expect(data).toEqual(reportsUnknown ? told : { deleted: [id(0), unknownId], failed: [], missing: [] });
			expect(bench.names).toEqual(['Beta', 'Gamma']);
		});

		it('names unknown ids as missing when they may be', async () => {
			const { data } = await bench.one('group.deleteMany', {
				groupIds: [unknownId, id(0)].join(),
				...ignoreMissing,
			});

			expect(data).toEqual({ deleted: [id(0)], failed: [], missing: [unknownId] });
		});

		it("of many fails only when nothing went and no failure was an id's own", async () => {
			const groupIds = id(1);
			const [line] = requests.deleteMany([1]).slice(-1);
			const outcome = async (status: number) => {
				bench.reset();
				bench.simulator.faults.add({ ...bench.at(line!), times: Infinity, fault: { status } });
				const json = await bench.one('group.deleteMany', { groupIds });
				return json.error ? `failure ${json.error.code}` : `report ${json.data.failed[0].code}`;
			};

			expect(await outcome(403)).toBe('report forbidden');
			expect(await outcome(409)).toBe('report conflict');
			expect(await outcome(401)).toBe('failure unauthorized');
			expect(await outcome(429)).toBe('failure rate_limited');
			expect(await outcome(500)).toBe('failure outcome_unknown');
		});

		it('keeps the reports of items apart', async () => {
			const items = [{ ids: id(0) }, { ids: `${id(1)},${id(2)}` }];
			const outputs = await bench.each('group.deleteMany', { groupIds: '={{ $json.ids }}' }, items);

			expect(outputs.map(({ data }) => data.deleted)).toEqual([[id(0)], [id(1), id(2)]]);
			expect(bench.names).toEqual([]);
		});
	});
}
