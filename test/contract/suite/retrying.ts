import type { Fault } from '../../../simulators';
import { byId, type Json } from '../../kit/json';
import { changeMethodOf } from '../../kit/vendors';
import type { Bench } from '../bench';
import { kindsOfRequest, samplesOf } from '../samples';

/** Failures that pass. */
const PASSING: Fault[] = [{ status: 503 }, { html: 502 }, { status: 429 }, { reset: 'before' }];
const PERMANENT = [400, 403, 404, 405, 406, 409, 410, 422, 451, 501];

/** What is sent again, what never is, and that nothing is written twice. */
export function retrying(bench: Bench): void {
	const { id, requests, lostCreate } = bench.profile;
	const samples = Object.entries(samplesOf(bench.conformance));
	const kinds = kindsOfRequest(bench.conformance).map(({ name, line }) => `${name} ${line}`);
	const patient = { options: { maxAttempts: 3 } };
	const create = (options: Json = {}) =>
		bench.one('group.create', { name: 'Delta', options: { maxAttempts: 3, ...options } });
	const post = requests.create('Delta').at(-1)!;
	const posts = () => bench.written().filter((line) => line === post);

	describe('a request', () => {
		// The dice of the pauses: none.
		beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
		afterEach(() => jest.restoreAllMocks());

		it.each(samples)(
			'of %s is sent again after a failure that passes, and the operation succeeds',
			async (name, { parameters, sends, data }) => {
				for (const line of new Set(sends)) {
					for (const fault of kinds.includes(`${name} ${line}`) ? PASSING : PASSING.slice(0, 1)) {
						bench.reset();
						bench.simulator.faults.add({ ...bench.at(line), times: 2, fault });
						const json = await bench.one(name, { ...parameters, ...patient });

						expect(json).toMatchObject({ success: true, data });
						expect(bench.written()).toEqual(
							expect.arrayContaining(sends.filter((sent) => !sent.startsWith('GET '))),
						);
					}
				}
			},
		);

		it.each(kindsOfRequest(bench.conformance))(
			'like $line is not sent again after a refusal',
			async ({ name, line, parameters }) => {
				for (const status of PERMANENT) {
					bench.reset();
					bench.simulator.faults.add({ ...bench.at(line), times: Infinity, fault: { status } });
					await bench.one(name, { ...parameters, ...patient });

					expect([status, bench.log.filter((entry) => entry.status === status).length]).toEqual([status, 1]);
				}
			},
		);

		it('is sent as often as the user says, and the message tells', async () => {
			bench.simulator.faults.add({ method: 'GET', times: Infinity, fault: { status: 500 } });
			const { error, message } = await bench.one('group.getAll', { options: { maxAttempts: 4 } });

			expect(error).toMatchObject({ code: 'unavailable', httpStatus: 500, retryable: true });
			expect(message).toMatch(/tried 4 times/);
			expect(bench.sent()).toHaveLength(4);
		});

		it.each(bench.switches.retryAfter!)(
			'too many is told as such, with the time to come back as %s',
			async (retryAfter) => {
				bench.switch({ rateLimit: 1, retryAfter } as Json);
				await bench.one('group.getAll');
				const { error } = await bench.one('group.getAll');

				expect(error).toMatchObject({ code: 'rate_limited', httpStatus: 429, retryable: true });
				expect(error.details).toContain('Too many requests');
			},
		);

		it('is not repeated when the vendor asks for a longer wait than the user allows', async () => {
			bench.simulator.faults.add({
				method: 'GET',
				times: Infinity,
				fault: { status: 429, headers: { 'retry-after': '500' } },
			});
			const { error, message } = await bench.one('group.getAll', {
				options: { maxAttempts: 5, maxRetryWait: 499 },
			});

			expect(error).toMatchObject({ code: 'rate_limited', httpStatus: 429, retryable: true });
			expect(message).toContain('500 s');
			expect(bench.sent()).toHaveLength(1);
		});

		it('that deletes has succeeded when the group is gone the second time', async () => {
			const line = requests.delete(1).at(-1)!;
			bench.simulator.faults.add({ ...bench.at(line), fault: { reset: 'after' } });
			const json = await bench.one('group.delete', { groupId: byId(id(1)), ...patient });

			expect(json.data).toEqual({ id: id(1), deleted: true });
			expect(bench.written()).toEqual([line, line]);
			expect(bench.names).toEqual(['Alpha', 'Gamma']);
		});

		it('that creates is sent again when the vendor has refused it for its pace', async () => {
			bench.simulator.faults.add({ ...bench.at(post), times: 2, fault: { status: 429 } });

			expect((await create()).success).toBe(true);
			expect(posts()).toHaveLength(3);
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma', 'Delta']);
		});

		it.each([
			['broken off', { reset: 'after' }],
			['broken off within the answer', { reset: 'during' }],
			['half an answer', { truncate: true }],
			['answered by a gateway', { status: 504, after: true }],
			['answered too late', { delay: 60_000 }],
		] as const)('that creates and is %s never makes two groups', async (_, fault) => {
			// A busy machine may be late with the good answers as well.
			for (const timeout of [60, 3_000]) {
				bench.reset();
				bench.simulator.faults.add({ ...bench.at(post), fault });
				const json = await create({ timeout });

				expect(bench.names.filter((name) => name === 'Delta').length).toBeLessThanOrEqual(1);
				if ((json.error?.code ?? 'success') !== lostCreate && timeout === 60) continue;
				expect(json.error?.code ?? 'success').toBe(lostCreate);
				expect(posts()).toHaveLength(1);
				expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma', 'Delta']);
				break;
			}
		});

		it('that creates never adopts a group that was there before', async () => {
			bench.simulator.faults.add({ ...bench.at(post), times: Infinity, fault: { reset: 'before' } });
			const { error } = await bench.one('group.create', { name: 'Alpha', ...patient });

			expect(['unavailable', 'outcome_unknown', 'duplicate_name']).toContain(error.code);
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma']);
		});

		it('is not repeated beyond the quota of the execution', async () => {
			bench.seed(...Array.from({ length: 60 }, (_, index) => `Group ${index}`));
			bench.simulator.faults.add({
				method: changeMethodOf(bench.id),
				times: Infinity,
				fault: { status: 503 },
			});
			const items = Array.from({ length: 60 }, (_, index) => ({ id: id(index), name: `New ${index}` }));
			const parameters = {
				groupId: byId('={{ $json.id }}'),
				name: '={{ $json.name }}',
				options: { maxAttempts: 10, concurrency: 20 },
			};
			const outputs = await bench.each('group.update', parameters, items);

			expect(outputs.every(({ error }) => error.code === 'outcome_unknown')).toBe(true);
			// Looks count as well; one list may be read before the first write.
			expect(bench.sent().length).toBeLessThanOrEqual(60 + 35 + 1);
		});
	});
}
