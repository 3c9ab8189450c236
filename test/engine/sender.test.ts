import { Failure, type FailureFacts } from '../../nodes/GroupManager/engine/errors';
import { Pool } from '../../nodes/GroupManager/engine/pool';
import { Sender, type SendRules } from '../../nodes/GroupManager/engine/sender';
import type { Code } from '../../nodes/GroupManager/engine/vocabulary';
import { TestClock } from './clock';

const failing = (code: Code, facts: FailureFacts): Failure => new Failure(code, 'no', facts);

const DOWN = failing('unavailable', { httpStatus: 503, kind: 'transient' });
const SLOW_DOWN = failing('rate_limited', { httpStatus: 429, kind: 'throttled' });
const BROKEN = failing('unavailable', { kind: 'transient' });
const REFUSED = failing('unavailable', { kind: 'transient', unsent: true });
const GONE = failing('not_found', { httpStatus: 404 });
const TAKEN = failing('duplicate_name', { httpStatus: 409 });

function sending(answers: unknown[], rules: Partial<SendRules> = {}) {
	const clock = new TestClock();
	const sender = new Sender(new Pool(2, clock), clock);
	let attempts = 0;
	const attempt = async () => {
		const answer = answers[Math.min(attempts, answers.length - 1)];
		attempts += 1;
		if (answer instanceof Error) throw answer;
		return answer;
	};
	const sent = sender.send(attempt, { method: 'GET', maxAttempts: 3, maxRetryWait: 120_000, ...rules });
	return { sent, clock, attempts: () => attempts };
}

describe('sending', () => {
	it.each(['GET', 'PUT', 'DELETE'])('repeats a %s that met a passing problem, up to the attempts that are allowed', async (method) => {
		const lucky = sending([DOWN, BROKEN, 'done'], { method });
		expect(await lucky.sent).toEqual({ body: 'done', wasGone: false });
		expect(lucky.attempts()).toBe(3);

		const outage = sending([DOWN], { method, maxAttempts: 4 });
		await expect(outage.sent).rejects.toMatchObject({ code: 'unavailable', facts: { httpStatus: 503, tried: { attempts: 4 } } });
		expect(outage.attempts()).toBe(4);
	});

	it.each<Code>(['invalid_input', 'unauthorized', 'forbidden', 'not_found', 'conflict', 'duplicate_name', 'unexpected_response', 'cancelled'])(
		'never repeats what is refused for good: %s',
		async (code) => {
			for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
				const { sent, attempts, clock } = sending([failing(code, {})], { method });
				await expect(sent).rejects.toMatchObject({ code });
				expect(attempts()).toBe(1);
				expect(clock.sleeps).toEqual([]);
			}
		},
	);

	it('hands on what is no failure, such as a fault of the node, as it is', async () => {
		const fault = new TypeError('fault');
		const { sent, attempts } = sending([fault]);
		await expect(sent).rejects.toBe(fault);
		expect(attempts()).toBe(1);
	});

	it('waits as long as the vendor asks, at least, and says so when that is too long', async () => {
		const asks = (retryAfter: string) => failing('rate_limited', { httpStatus: 429, kind: 'throttled', retryAfter });
		const patient = sending([asks('7'), 'done']);
		await patient.sent;
		expect(patient.clock.sleeps).toEqual([7_000]);

		const tooLong = sending([asks('121'), 'done']);
		await expect(tooLong.sent).rejects.toMatchObject({ code: 'rate_limited', reason: 'no; the vendor asks to wait 121 s' });
		expect(tooLong.attempts()).toBe(1);

		const raised = sending([asks('121'), 'done'], { maxRetryWait: 121_000 });
		await raised.sent;
		expect(raised.clock.sleeps).toEqual([121_000]);
	});

	it('repeats a POST that was refused before it ran, without asking what became of it', async () => {
		const recover = jest.fn();
		for (const refused of [SLOW_DOWN, REFUSED]) {
			const { sent } = sending([refused, 'made'], { method: 'POST', recover });
			expect(await sent).toMatchObject({ body: 'made' });
		}
		expect(recover).not.toHaveBeenCalled();
	});

	describe('a POST of which nobody knows whether it was carried out', () => {
		it('gives what it made when that can be told', async () => {
			const { sent, attempts } = sending([BROKEN], { method: 'POST', recover: async () => 'found' });
			expect(await sent).toEqual({ body: 'found', wasGone: false });
			expect(attempts()).toBe(1);
		});

		it('is sent again when it made nothing, and that counts as an attempt', async () => {
			const { sent, attempts } = sending([DOWN, BROKEN, 'made'], { method: 'POST', recover: async () => undefined });
			expect(await sent).toMatchObject({ body: 'made' });
			expect(attempts()).toBe(3);

			const outage = sending([DOWN], { method: 'POST', maxAttempts: 2, recover: async () => undefined });
			await expect(outage.sent).rejects.toMatchObject({ code: 'unavailable' });
			expect(outage.attempts()).toBe(2);
		});

		it('is an unknown outcome when nobody can tell', async () => {
			const unknown = failing('outcome_unknown', {});
			const { sent } = sending([BROKEN], { method: 'POST', recover: async () => await Promise.reject(unknown) });
			await expect(sent).rejects.toBe(unknown);

			const { sent: blind, attempts } = sending([BROKEN], { method: 'POST' });
			await expect(blind).rejects.toMatchObject({ code: 'outcome_unknown', reason: 'no; whether it was carried out is not known' });
			expect(attempts()).toBe(1);
		});

		it('is looked for again when the vendor then says that the name is taken', async () => {
			const found: unknown[] = [undefined, 'made by the first attempt'];
			const { sent, attempts } = sending([BROKEN, TAKEN], { method: 'POST', recover: async () => found.shift() });
			expect(await sent).toMatchObject({ body: 'made by the first attempt' });
			expect(attempts()).toBe(2);
		});

		it('is not looked for when the very first answer says that the name is taken', async () => {
			const recover = jest.fn();
			await expect(sending([TAKEN], { method: 'POST', recover }).sent).rejects.toMatchObject({ code: 'duplicate_name' });
			await expect(sending([SLOW_DOWN, TAKEN], { method: 'POST', recover }).sent).rejects.toMatchObject({ code: 'duplicate_name' });
			expect(recover).not.toHaveBeenCalled();
		});
	});

	it('takes 404 for success only when an earlier DELETE may have worked', async () => {
		expect(await sending([BROKEN, GONE], { method: 'DELETE' }).sent).toEqual({ body: undefined, wasGone: true });
		await expect(sending([GONE], { method: 'DELETE' }).sent).rejects.toBeInstanceOf(Failure);
		await expect(sending([SLOW_DOWN, GONE], { method: 'DELETE' }).sent).rejects.toMatchObject({ code: 'not_found' });
		await expect(sending([BROKEN, GONE], { method: 'PUT' }).sent).rejects.toMatchObject({ code: 'not_found' });
	});

	it('ends an outage of many requests with at most 35 extra ones', async () => {
		const clock = new TestClock();
		const sender = new Sender(new Pool(20, clock), clock);
		let attempts = 0;
		const attempt = async () => {
			attempts += 1;
			throw DOWN;
		};
		const rules = { method: 'GET', maxAttempts: 10, maxRetryWait: 120_000 };
		await Promise.allSettled(Array.from({ length: 100 }, async () => await sender.send(attempt, rules)));
		expect(attempts).toBe(135);
	});

	it('pauses everybody when one is throttled', async () => {
		const clock = new TestClock(() => 0.999);
		const sender = new Sender(new Pool(1, clock), clock);
		const rules = { method: 'GET', maxAttempts: 2, maxRetryWait: 120_000 };
		const start = clock.now();
		const answers = [SLOW_DOWN, 'first', 'second'];
		const times: number[] = [];
		const attempt = async () => {
			times.push(clock.now() - start);
			const answer = answers.shift();
			if (answer instanceof Error) throw answer;
			return answer;
		};
		await Promise.all([sender.send(attempt, rules), sender.send(attempt, rules)]);
		expect(times[0]).toBe(0);
		expect(times.slice(1).every((time) => time >= 999)).toBe(true);
	});
});
