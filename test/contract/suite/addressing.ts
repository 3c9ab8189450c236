import { byId, byName, fromList } from '../../kit/json';
import { changeMethodOf } from '../../kit/vendors';
import type { Bench } from '../bench';
import { plain } from '../samples';

/** The group that `groupId` means. */
export function addressing(bench: Bench): void {
	const { id, group, requests } = bench.profile;

	describe('the group', () => {
		it.each([
			['by its id', byId(id(1)), requests.get(1)],
			['from the list', fromList(id(1)), requests.get(1)],
			['by its exact name', byName('Beta'), requests.findByName('Beta')],
		])('is found %s', async (_, groupId, lines) => {
			const json = await bench.one('group.get', { groupId });

			expect(json.data).toEqual(group(1, 'Beta'));
			expect(json.request).toEqual(bench.shown(lines[0]!));
			expect(bench.sent()).toEqual(lines);
		});

		it("is found by an id that an expression gives, in the vendor's own kind", async () => {
			const { data } = await bench.one(
				'group.get',
				{ groupId: byId('={{ $json.id }}') },
				{ id: Object.values(group(2, 'Gamma'))[0] },
			);

			expect(bench.nameOf(data)).toBe('Gamma');
		});

		it.each(['beta', 'Bet', 'Beta ', 'Nobody', 'Be%ta'])(
			'is not found by the name "%s", which nobody has',
			async (name) => {
				const { error, message } = await bench.one('group.get', { groupId: byName(name) });

				expect(error).toMatchObject({
					code: 'not_found',
					httpStatus: null,
					retryable: false,
					request: { method: 'GET' },
				});
				expect(message).toContain(`"${name}"`);
			},
		);

		it('is not guessed when several have the name', async () => {
			bench.seed('Alpha', 'Twin', 'Twin');
			for (const operation of ['group.get', 'group.update', 'group.delete']) {
				const { error, message } = await bench.one(operation, { groupId: byName('Twin'), name: 'X' });

				expect(error.code).toBe('ambiguous_name');
				expect(message).toContain(id(1));
				expect(message).toContain(id(2));
			}
			expect(bench.written()).toEqual([]);
		});

		it('is not written to when the vendor lists it without an id', async () => {
			const [, ...others] = Object.entries(plain(group(1, 'Beta')));
			const listed = requests.nothingListed.replace('[]', JSON.stringify([Object.fromEntries(others)]));
			bench.simulator.faults.add({
				...bench.at(requests.findByName('Beta')[0]!),
				times: Infinity,
				fault: { status: 200, body: listed },
			});
			for (const operation of ['group.update', 'group.delete']) {
				const { error } = await bench.one(operation, { groupId: byName('Beta'), name: 'X' });
				expect(error.code).toBe('unexpected_response');
			}
			expect(bench.written()).toEqual([]);
		});

		it('is changed and deleted by its name', async () => {
			const updated = await bench.one('group.update', { groupId: byName('Beta'), name: 'Better' });
			expect(updated.request.method).toBe(changeMethodOf(bench.id));
			expect(bench.names).toEqual(['Alpha', 'Better', 'Gamma']);

			const deleted = await bench.one('group.delete', { groupId: byName('Gamma') });
			expect(deleted.request).toEqual(bench.shown(requests.delete(2).at(-1)!));
			expect(bench.names).toEqual(['Alpha', 'Better']);
		});

		it('is looked up once for all items that name it', async () => {
			const items = ['Beta', 'Beta', 'Beta'].map((name) => ({ name }));
			const outputs = await bench.each('group.get', { groupId: byName('={{ $json.name }}') }, items);

			expect(outputs.map(({ data }) => data)).toEqual(items.map(() => group(1, 'Beta')));
			expect(bench.sent()).toEqual(requests.findByName('Beta'));
		});

		it('that one item cannot find leaves the others alone', async () => {
			const items = ['Alpha', 'Nobody', 'Gamma'].map((name) => ({ name }));
			const outputs = await bench.each('group.get', { groupId: byName('={{ $json.name }}') }, items);

			expect(outputs.map(({ data, error }) => error?.code ?? bench.nameOf(data))).toEqual([
				'Alpha',
				'not_found',
				'Gamma',
			]);
		});
	});
}
