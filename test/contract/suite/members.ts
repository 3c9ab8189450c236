import { byId, byName, type Json } from '../../kit/json';
import type { Bench } from '../bench';

/** `member.*`: who is in a group, and changes that a second run does not repeat. */
export function members(bench: Bench): void {
	const { profile } = bench;
	const { id, unknownId } = profile;
	const { inside, outside, elsewhere, unknown, records, list, put, take, readsOfAdd } = bench.members;
	const [first, second] = inside;
	const onBeta = { groupId: byId(id(1)) };
	const change = (operation: string, who: string | string[], options: Json = {}) =>
		bench.one(`member.${operation}`, { ...onBeta, members: '={{ $json.who }}', options }, { who });
	const inBeta = () => bench.members.of(bench.simulator, 1).sort();
	/** Without the bodies. */
	const written = () => bench.written().map((line) => line.split(' ').slice(0, 2).join(' '));

	describe('members', () => {
		it("are listed as the vendor wrote them, by the group's id or name", async () => {
			const json = await bench.one('member.getAll', { ...onBeta, returnAll: true });
			expect(json).toMatchObject({ data: records, request: bench.shown(list) });

			const named = await bench.one('member.getAll', { groupId: byName('Beta'), returnAll: true });
			expect(named).toMatchObject({ data: records, request: bench.shown(list) });
		});

		it('are listed up to the limit, and as an item each for data', async () => {
			expect((await bench.one('member.getAll', { ...onBeta, limit: 1 })).data).toEqual(records.slice(0, 1));

			const { success } = await bench.run('member.getAll', { ...onBeta, output: 'data' });
			expect(success).toEqual(records.map((json) => ({ json, pairedItem: { item: 0 } })));
			expect((await bench.one('member.getAll', { groupId: byId(id(2)) })).data).toEqual([]);
		});

		it.each([
			['commas', (who: string[]) => who.join(', ')],
			['line breaks', (who: string[]) => who.join('\n')],
			['a list', (who: string[]) => who],
		])('are added, given by %s, and only those who are not in yet', async (_, given) => {
			const { data } = await change('add', given([outside, first, elsewhere]));

			expect(data).toEqual({ added: [outside, elsewhere], removed: [], unchanged: [first], missing: [] });
			expect(inBeta()).toEqual([...inside, outside, elsewhere].sort());
			expect(written().sort()).toEqual([put(outside), put(elsewhere)].sort());
		});

		it('are removed, and who is none is told of before any write', async () => {
			const refused = await change('remove', [first, outside]);
			expect(refused.error.code).toBe('not_found');
			expect(refused.message).toContain(outside);
			expect(bench.written()).toEqual([]);

			const { data } = await change('remove', [first]);
			expect(data).toEqual({ added: [], removed: [first], unchanged: [], missing: [] });
			expect(inBeta()).toEqual([second]);
			expect(written()).toEqual([take(first)]);
		});

		it('that are missing may be ignored', async () => {
			const { data } = await change('remove', [outside, first], { ignoreMissing: true });

			expect(data).toEqual({ added: [], removed: [first], unchanged: [], missing: [outside] });
		});

		it('are set: adds go before removes, and the rest stays', async () => {
			const { data, request } = await change('set', [second, outside]);

			expect(data).toEqual({ added: [outside], removed: [first], unchanged: [second], missing: [] });
			expect(inBeta()).toEqual([second, outside].sort());
			expect(written()).toEqual([put(outside), take(first)]);
			expect(`${request.method} ${request.url}`).toContain(
				take(first).replace(' ', ` ${bench.simulator.baseUrl}`),
			);
		});

		it.each([
			['add', [first, outside]],
			['remove', [first]],
			['set', [second, outside]],
		])('are not written by a second %s', async (operation, who) => {
			await change(operation, who);
			bench.forget();
			const again = await change(operation, who, { ignoreMissing: true });

			const report = operation === 'remove' ? { unchanged: [], missing: who } : { unchanged: who, missing: [] };
			expect(again.data).toEqual({ added: [], removed: [], ...report });
			expect(again.request.method).toBe('GET');
			expect(bench.written()).toEqual([]);
		});

		it('are all taken out only when that is allowed', async () => {
			const refused = await change('set', []);
			expect(refused.error).toMatchObject({ code: 'invalid_input', request: null });

			const { data } = await change('set', [], { allowEmpty: true });
			expect(data.removed.sort()).toEqual([...inside].sort());
			expect(inBeta()).toEqual([]);
		});

		it.each([
			[0, [first, second, outside], false],
			[0, [first], true],
			[1, [first], false],
			[1, [outside], true],
		])('of whom more than %i would go are left as they are: %j', async (maxRemovals, who, isRefused) => {
			const { error, message } = await change('set', who, { maxRemovals });

			expect(error?.code).toBe(isRefused ? 'invalid_input' : undefined);
			if (isRefused) expect(message).toMatch(/"Max Removals" is \d, but \d members would be removed/);
			expect(bench.written().length > 0).toBe(!isRefused);
		});

		it('are reported as far as they were written when a write fails', async () => {
			bench.simulator.faults.add({
				...bench.at(take(first)),
				times: Infinity,
				fault: { status: 409, body: 'No.' },
			});
			const { error, message } = await change('set', [second, outside]);

			expect(error).toMatchObject({ code: 'conflict', httpStatus: 409 });
			expect(message).toContain('No (HTTP 409, conflict)');
			expect(error.details).toMatch(`Added: ${outside}. Removed: none. Not done: ${first}.`);
			expect(inBeta()).toEqual([...inside, outside].sort());
		});

		it('are not removed when an add has failed', async () => {
			bench.simulator.faults.add({ ...bench.at(put(outside)), times: Infinity, fault: { status: 409 } });
			const { error } = await change('set', [second, outside]);

			expect(error.details).toMatch(`Added: none. Removed: none. Not done: ${outside}, ${first}.`);
			expect(inBeta()).toEqual([...inside].sort());
		});

		it('that nobody knows are told of', async () => {
			const { error } = await change('add', [unknown]);

			expect(error).toMatchObject({ code: 'not_found', retryable: false });
			expect(inBeta()).toEqual([...inside].sort());
		});

		it('of a group that is not there are told of without a write that matters', async () => {
			for (const operation of ['getAll', 'remove', 'set']) {
				const { error } = await bench.one(`member.${operation}`, {
					groupId: byName('Nobody'),
					members: outside,
				});
				expect(error.code).toBe('not_found');
			}
			const added = await bench.one('member.add', { groupId: byId(unknownId), members: outside });
			expect(added.error).toBeDefined();
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma']);
		});

		it('are added by many items with as few reads as the vendor allows, a write each', async () => {
			const who = [outside, elsewhere];
			const outputs = await bench.each(
				'member.add',
				{ ...onBeta, members: '={{ $json.who }}' },
				who.map((one) => ({ who: one })),
			);

			expect(outputs.map(({ data }) => data.added)).toEqual(who.map((one) => [one]));
			expect(
				bench
					.sent()
					.filter((line) => line.startsWith('GET '))
					.sort(),
			).toEqual(readsOfAdd(who).sort());
			expect(written().sort()).toEqual(who.map(put).sort());
		});

		it('that one item gets wrong leave the other items alone', async () => {
			const items = [{ who: outside }, { who: unknown }, { who: elsewhere }];
			const outputs = await bench.each('member.add', { ...onBeta, members: '={{ $json.who }}' }, items);

			expect(outputs.map(({ data, error }) => error?.code ?? data.added)).toEqual([
				[outside],
				'not_found',
				[elsewhere],
			]);
		});
	});
}
