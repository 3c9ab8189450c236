import { byId } from '../../kit/json';
import type { Bench } from '../bench';

/** What becomes of failed items: stop, continue, error output. */
export function failing(bench: Bench): void {
	const { vendor } = bench;
	const { id, unknownId, requests } = bench.profile;
	const update = { groupId: byId('={{ $json.id }}'), name: '={{ $json.name }}' };

	describe('a failure', () => {
		it('stops the run before any request when an input is bad, and tells of the lowest item', async () => {
			const items = [{ name: 'One' }, { name: '' }, { name: '' }];
			const { success, stopped } = await bench.run(
				'group.create',
				{ name: '={{ $json.name }}' },
				{ items, onError: 'stopWorkflow' },
			);

			expect(success).toEqual([]);
			expect(stopped).toMatchObject({ name: 'NodeOperationError', itemIndex: 1 });
			expect(stopped!.message).toMatch(/^Could not create the group: .*"Name" of item 1 is empty/);
			expect(bench.simulator.log).toEqual([]);
		});

		it("stops the run with the vendor's refusal of the lowest item", async () => {
			bench.simulator.faults.add({
				...bench.at(requests.create('').at(-1)!),
				skip: 1,
				times: Infinity,
				fault: { status: 422, body: 'No.' },
			});
			const items = ['One', 'Two', 'Three'].map((name) => ({ name }));
			const parameters = { name: '={{ $json.name }}', options: { concurrency: 1 } };
			const { success, stopped } = await bench.run('group.create', parameters, {
				items,
				onError: 'stopWorkflow',
			});

			expect(success).toEqual([]);
			expect(stopped).toMatchObject({ name: 'NodeApiError', itemIndex: 1, httpCode: '422' });
			expect(stopped!.message).toMatch(/^Could not create the group "Two": No \(HTTP 422, invalid_input\)/);
			expect(bench.written()).toHaveLength(2);
		});

		it('goes to the error output over its input, the rest stays in order on the other', async () => {
			const items = Array.from({ length: 100 }, (_, index) => ({
				row: index,
				name: index === 37 ? ' ' : `New ${index}`,
			}));
			const parameters = { name: '={{ $json.name }}', options: { concurrency: 20 } };
			const { success, errors, stopped } = await bench.run('group.create', parameters, {
				items,
				onError: 'continueErrorOutput',
			});

			const good = items.filter(({ row }) => row !== 37);
			expect(stopped).toBeUndefined();
			expect(success.map(({ json, pairedItem }) => [bench.nameOf(json.data), pairedItem])).toEqual(
				good.map(({ row, name }) => [name, { item: row }]),
			);
			expect(errors).toHaveLength(1);
			expect(errors[0]).toMatchObject({
				pairedItem: { item: 37 },
				json: { row: 37, error: { code: 'invalid_input' } },
			});
			expect(Object.keys(errors[0]!.json).sort()).toEqual(['error', 'message', 'name', 'row']);
		});

		it('has the shape of the contract', async () => {
			const refusal = { error: 'The tracker said: "no" ' };
			bench.simulator.faults.add({
				...bench.at(requests.create('').at(-1)!),
				fault: { status: 403, body: refusal },
			});
			const json = await bench.one('group.create', { name: 'One' });

			expect(json).toEqual({
				error: {
					code: 'forbidden',
					httpStatus: 403,
					vendor: vendor.id,
					resource: 'group',
					operation: 'create',
					success: false,
					retryable: false,
					request: bench.shown(requests.create('One').at(-1)!),
					details: JSON.stringify(refusal),
				},
				message: expect.stringMatching(
					/^Could not create the group "One": The tracker said: "no" \(HTTP 403, forbidden\)\. \S/,
				) as string,
			});
		});

		it('shows the request that failed, be it a read or a write', async () => {
			const lines = requests.update(1, 'X');
			for (const line of lines) {
				bench.reset();
				bench.simulator.faults.add({ ...bench.at(line), fault: { status: 400 } });
				const { error } = await bench.one('group.update', update, { id: id(1), name: 'X' });
				expect(error.request).toEqual(bench.shown(line));
			}
		});

		it('of one item leaves the others alone', async () => {
			const faults = [
				{ status: 409 },
				{ html: 502 },
				{ status: 200, body: '<p>' },
				{ status: 200, body: '42' },
				{ reset: 'before' } as const,
			];
			for (const fault of faults) {
				bench.reset();
				bench.simulator.faults.add({ ...bench.at(requests.write(1, {})), times: Infinity, fault });
				const items = [0, 1, 2].map((index) => ({ id: id(index), name: `New ${index}` }));
				const outputs = await bench.each('group.update', update, items);

				expect(outputs.map(({ success }) => success ?? false)).toEqual([true, false, true]);
				expect(bench.names).toEqual(['New 0', 'Beta', 'New 2']);
			}
		});

		it('of one item leaves the others alone when all are deleted', async () => {
			const items = [id(0), unknownId, id(2)].map((value) => ({ id: value }));
			const outputs = await bench.each('group.delete', { groupId: byId('={{ $json.id }}') }, items);

			expect(outputs.map(({ error }) => error?.code)).toEqual([undefined, 'not_found', undefined]);
			expect(bench.names).toEqual(['Beta']);
		});

		it('repeats no secret, whatever the vendor echoes', async () => {
			bench.switch({ echoKey: 'on' } as never);
			const { error, message } = await bench.one('group.delete', { groupId: byId(unknownId) });
			const line = requests.create('').at(-1)!;
			const { clientSecret, apiKey = clientSecret } = bench.credential as Record<string, string>;
			for (const body of [
				`Bearer ${apiKey} is bad`,
				{ error: apiKey },
				`<p>${encodeURIComponent(apiKey!)}</p>`,
			]) {
				bench.simulator.faults.add({ ...bench.at(line), fault: { status: 400, body } });
				expect(JSON.stringify(await bench.one('group.create', { name: 'X' }))).toContain('**hidden**');
			}
			expect(error.code).toBe('not_found');
			expect(message).toContain('delete the group');
		});

		it("never ends the execution as canceled, nor hides behind a text of n8n's, because of the vendor's words", async () => {
			const line = requests.create('').at(-1)!;
			bench.simulator.faults.add({
				...bench.at(line),
				fault: { status: 400, body: { error: 'The plan was canceled: connect ECONNREFUSED' } },
			});
			const { stopped } = await bench.run('group.create', { name: 'X' }, { onError: 'stopWorkflow' });

			expect(stopped).toMatchObject({ name: 'NodeApiError', itemIndex: 0 });
			expect(stopped!.message).toBe('Could not create the group "X": see the details (HTTP 400, invalid_input)');
		});

		it('of a redirect is told and the redirect is not followed', async () => {
			const location = bench.simulator.url.replace('127.0.0.1', 'localhost');
			bench.simulator.faults.add({
				times: Infinity,
				method: 'GET',
				fault: { status: 302, headers: { location } },
			});
			const { error } = await bench.one('group.getAll');

			expect(error).toMatchObject({ code: 'unexpected_response', httpStatus: 302, retryable: false });
			expect(bench.sent()).toHaveLength(1);
			expect(bench.simulator.log.filter(({ headers }) => headers.host!.includes('localhost'))).toEqual([]);
		});
	});
}
