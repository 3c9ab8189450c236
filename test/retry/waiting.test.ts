import fc from 'fast-check';

import { Failure, failureOf } from '../../nodes/GroupManager/engine/contract/failure';
import { Pool } from '../../nodes/GroupManager/engine/http/pool';
import { Sender } from '../../nodes/GroupManager/engine/http/sender';
import { VirtualClock } from '../kit/virtualClock';
import { FakeHost, reply } from '../kit/fakeHost';

const GROUP = { id: 'g', name: 'Group' };
const get = (options: object = {}) => ({ groupId: { mode: 'id', value: 'g' }, options });
const update = (options: object = {}) => ({ groupId: { mode: 'id', value: 'g' }, name: 'Group', options });

describe('a vendor that throttles', () => {
	it('is left alone by everybody for as long as it asks; who was refused goes first', async () => {
		const refused = new Set(['g-0', 'g-1', 'g-2']);
		const host: FakeHost = new FakeHost(async ({ path }) => {
			const id = path.split('/').pop()!;
			// All three are on their way before the first is answered.
			while (host.sent.length < 3) await host.clock.turn();
			return refused.delete(id) ? reply(429, '', { 'retry-after': '3' }) : reply(204);
		});
		const items = Array.from({ length: 9 }, (_, index) => ({
			groupId: { mode: 'id', value: `g-${index}` },
			name: `Name ${index}`,
			options: { concurrency: 3 },
		}));
		const outcomes = await host.run('reach360 group.update', items);
		expect(outcomes.every((outcome) => !outcome!.failed)).toBe(true);
		const lines = host.sent.map(({ path, at }) => `${at} ${path}`);
		const at = (time: number, ids: number[]) => ids.map((id) => `${time} /groups/g-${id}`);
		expect(lines.slice(0, 3)).toEqual(at(0, [0, 1, 2]));
		expect(lines.slice(3, 6).sort()).toEqual(at(3_000, [0, 1, 2]));
		expect(lines.slice(6).sort()).toEqual(at(3_000, [3, 4, 5, 6, 7, 8]));
	});

	it('is left alone also after the last attempt, and by items that have none left', async () => {
		const host = new FakeHost((_, index) =>
			index === 0 ? reply(429, '', { 'retry-after': '9' }) : reply(200, GROUP),
		);
		const [first, second] = await host.run('reach360 group.update', [
			update({ maxAttempts: 1, concurrency: 1 }),
			update(),
		]);
		expect(first!.failed!.code).toBe('rate_limited');
		expect(second!.failed).toBeUndefined();
		expect(host.sent.map(({ at }) => at)).toEqual([0, 9_000]);
	});
});

describe('a vendor that throttles', () => {
	it('gets nothing during any pause, whatever the order of work and refusals', async () => {
		const waits = fc.array(fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: undefined }), {
			minLength: 1,
			maxLength: 40,
		});
		await fc.assert(
			fc.asyncProperty(waits, fc.integer({ min: 1, max: 8 }), async (answers, size) => {
				const clock = new VirtualClock(() => 0);
				const sender = new Sender(new Pool(size, clock), clock);
				let closedUntil = 0;
				let next = 0;
				const attempt = async () => {
					const now = clock.now();
					expect(now).toBeGreaterThanOrEqual(closedUntil);
					const wait = answers[next++];
					await Promise.resolve();
					if (wait === undefined) return;
					// Whole seconds: what the header can say.
					closedUntil = Math.max(closedUntil, now + Math.ceil(wait / 1_000) * 1_000);
					throw new Failure('rate_limited', 'no', {
						kind: 'throttled',
						httpStatus: 429,
						wait: Math.ceil(wait / 1_000) * 1_000,
					});
				};
				const rules = { method: 'GET', maxAttempts: 10, maxRetryWait: 120_000 };
				// An assertion that failed within an attempt is no Failure and comes out here.
				await Promise.all(answers.map(async () => await sender.send(attempt, rules).catch(failureOf)));
			}),
			{ numRuns: 60 },
		);
	});
});

describe('the wait that a vendor asks for', () => {
	it.each([429, 500, 503])('is a minimum after %i', async (status) => {
		const host = new FakeHost(
			(_, index) => (index === 0 ? reply(status, '', { 'retry-after': '7' }) : reply(200, GROUP)),
			() => 0.999,
		);
		expect((await host.one('reach360 group.update', update())).code).toBeUndefined();
		expect(host.sent.map(({ at }) => at)).toEqual([0, 7_000]);
	});

	it.each(['-5', 'NaN', '1e9', '99999999999', 'tomorrow', ''])(
		'is ignored when it is %j: the own pause applies',
		async (header) => {
			const host = new FakeHost(
				(_, index) => (index === 0 ? reply(429, '', { 'retry-after': header }) : reply(200, GROUP)),
				() => 0.5,
			);
			expect((await host.one('reach360 group.update', update())).code).toBeUndefined();
			expect(host.sent.map(({ at }) => at)).toEqual([0, 500]);
		},
	);
});

describe('the wait that a vendor asks for', () => {
	it('beyond "Max Retry Wait" fails the item at once, says how long, and holds up nobody else', async () => {
		const host = new FakeHost((_, index) =>
			index === 0
				? reply(429, { errors: [{ code: 'slow', message: 'Slow down' }] }, { 'retry-after': '121' })
				: reply(200, GROUP),
		);
		const [first, second] = await host.run('reach360 group.update', [update({ concurrency: 1 }), update()]);
		expect(first!.failed!.code).toBe('rate_limited');
		expect((first!.json as { message: string }).message).toBe(
			'Could not update the group g: Slow down – slow; the vendor asks to wait 121 s (HTTP 429, rate_limited). ' +
				'Try again after that, or raise "Max Retry Wait", which is 120 s',
		);
		expect(second!.failed).toBeUndefined();
		expect(host.sent.map(({ at }) => at)).toEqual([0, 0]);
	});

	it('may be a date', async () => {
		const host: FakeHost = new FakeHost((_, index) =>
			index === 0
				? reply(429, '', { 'retry-after': new Date(host.clock.now() + 5_000).toUTCString() })
				: reply(200, GROUP),
		);
		await host.one('reach360 group.update', update());
		expect(host.sent.map(({ at }) => at)).toEqual([0, 5_000]);
	});
});

describe('what the failure says', () => {
	it('is how often and for how long was tried', async () => {
		const host = new FakeHost(
			() => reply(503, 'Maintenance'),
			() => 0.999,
		);
		const { message, code } = await host.one('reach360 group.get', get({ maxAttempts: 4 }));
		expect(code).toBe('unavailable');
		// 250 + 500 + 1,000 ms, less the jitter.
		expect(message).toBe(
			'Could not get the group g: Maintenance (HTTP 503, unavailable), tried 4 times in 1.7 s. Try again later',
		);
		expect(host.sent).toHaveLength(4);
	});

	it('is nothing of the kind after a single attempt', async () => {
		const host = new FakeHost(() => reply(503, 'Maintenance'));
		expect((await host.one('reach360 group.get', get({ maxAttempts: 1 }))).message).toBe(
			'Could not get the group g: Maintenance (HTTP 503, unavailable). Try again later',
		);
		expect(host.sent).toHaveLength(1);
	});
});

describe('what the failure says', () => {
	it('is of a write the same, and what a look at the group met', async () => {
		const host = new FakeHost(
			({ method }) => (method === 'GET' ? reply(403, 'Not yours') : reply(503, 'Maintenance')),
			() => 0.999,
		);
		const { message, code } = await host.one('reach360 group.update', update({ maxAttempts: 4 }));
		expect(code).toBe('outcome_unknown');
		expect(message).toBe(
			'Could not update the group g: Maintenance; whether it was carried out could not be read afterwards: Not yours ' +
				'(HTTP 503, outcome_unknown), tried 4 times in 1.7 s. Look before you run it again',
		);
		expect(host.lines).toEqual([...Array<string>(4).fill('PUT /groups/g'), 'GET /groups/g']);
	});

	it('caps the pause at 20 s before the dice', async () => {
		const host = new FakeHost(
			() => reply(503),
			() => 0.5,
		);
		await host.one('reach360 group.get', get({ maxAttempts: 10 }));
		const pauses = host.sent.slice(1).map(({ at }, index) => at - host.sent[index]!.at);
		expect(pauses).toEqual([125, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
	});
});

describe('a delete', () => {
	const remove = { groupId: { mode: 'id', value: 'g' } };
	const script = (...statuses: number[]) =>
		new FakeHost((_, index) => reply(statuses[Math.min(index, statuses.length - 1)]!));

	it.each([500, 502, 503, 504, 408])('whose retry after %i meets 404 has succeeded', async (status) => {
		expect(await script(status, 404).one('reach360 group.delete', remove)).toMatchObject({
			code: undefined,
			data: { id: 'g', deleted: true },
		});
		expect(await script(status, 429, 404).one('reach360 group.delete', remove)).toMatchObject({ code: undefined });
	});

	it('that was only throttled, or that met 404 at once, has not', async () => {
		expect((await script(429, 404).one('reach360 group.delete', remove)).code).toBe('not_found');
		expect((await script(404).one('reach360 group.delete', remove)).code).toBe('not_found');
	});
});
