import { Failure, type FailureFacts } from '../../nodes/GroupManager/engine/contract/failure';
import type { Found } from '../../nodes/GroupManager/engine/contract/task';
import type { Code } from '../../nodes/GroupManager/engine/contract/vocabulary';
import { Pool } from '../../nodes/GroupManager/engine/http/pool';
import { type SendRules, Sender, type WriteRules } from '../../nodes/GroupManager/engine/http/sender';
import { lookOnce } from '../../nodes/GroupManager/engine/steps/looking';
import { TestClock } from './clock';

const failing = (code: Code, facts: FailureFacts): Failure => new Failure(code, 'no', facts);

const DOWN = failing('unavailable', { httpStatus: 503, kind: 'transient' });
const SLOW_DOWN = failing('rate_limited', { httpStatus: 429, kind: 'throttled' });
const BROKEN = failing('unavailable', { kind: 'transient' });
const LATE = failing('timeout', { kind: 'transient' });
const ODD = failing('unexpected_response', { httpStatus: 200 });
const PAGE = failing('unexpected_response', { httpStatus: 200, isElsewhere: true });
const MOVED = failing('unexpected_response', { httpStatus: 302, isElsewhere: true });
const REFUSED = failing('unavailable', { kind: 'transient', unsent: true });
const CANCELLED = failing('cancelled', { unsent: true });
const GONE = failing('not_found', { httpStatus: 404 });
const TAKEN = failing('duplicate_name', { httpStatus: 409 });
const SAID = failing('forbidden', { httpStatus: 200, refused: true });

/** Each answer once, the last one again and again. */
const inTurn = (answers: readonly unknown[]) => {
	let count = 0;
	const next = async () => {
		const answer = answers[Math.min(count, answers.length - 1)];
		count += 1;
		return answer instanceof Error ? await Promise.reject(answer) : await Promise.resolve(answer);
	};
	return { next, count: () => count };
};

function sending(answers: unknown[], rules: Partial<SendRules> = {}) {
	const clock = new TestClock();
	const sender = new Sender(new Pool(2, clock), clock);
	const { next, count } = inTurn(answers);
	const sent = sender.send(next, { method: 'GET', maxAttempts: 3, maxRetryWait: 120_000, ...rules });
	return { sent, clock, attempts: count };
}

/** A write that is looked for with these findings, in order. */
function writing(
	method: 'POST' | 'PUT' | 'DELETE',
	answers: unknown[],
	findings: Array<Found | Error> = ['absent'],
	maxAttempts = 3,
	isAddressKnown = false,
) {
	const { next, count } = inTurn(findings);
	const onDoubt = jest.fn();
	const look: WriteRules['look'] = async () => (await next()) as Found;
	const it = sending(answers, {
		method,
		maxAttempts,
		write: { isRepeatable: method !== 'POST', look, onDoubt, isAddressKnown: () => isAddressKnown },
	});
	return { ...it, looks: count, onDoubt };
}

describe('sending', () => {
	it.each([['GET'], ['PUT'], ['DELETE']] as const)(
		'repeats a %s that met a passing problem, up to the attempts that are allowed',
		async (method) => {
			const send = (answers: unknown[], maxAttempts?: number) =>
				method === 'GET'
					? sending(answers, { maxAttempts: maxAttempts ?? 3 })
					: writing(method, answers, ['absent'], maxAttempts);
			const lucky = send([DOWN, BROKEN, 'done']);
			expect(await lucky.sent).toEqual({ body: 'done', wasGone: false });
			expect(lucky.attempts()).toBe(3);

			const outage = send([DOWN], 4);
			const code = method === 'GET' ? 'unavailable' : 'outcome_unknown';
			await expect(outage.sent).rejects.toMatchObject({
				code,
				facts: { httpStatus: 503, tried: { attempts: 4 } },
			});
			expect(outage.attempts()).toBe(4);
		},
	);

	it.each<Code>([
		'invalid_input',
		'unauthorized',
		'forbidden',
		'not_found',
		'conflict',
		'duplicate_name',
		'unexpected_response',
		'cancelled',
	])('never repeats and never looks for what is refused for good: %s', async (code) => {
		const refusal = failing(code, { httpStatus: 400 });
		for (const method of ['POST', 'PUT', 'DELETE'] as const) {
			const { sent, attempts, clock, looks, onDoubt } = writing(method, [refusal]);
			await expect(sent).rejects.toMatchObject({ code });
			expect([attempts(), looks(), onDoubt.mock.calls.length, clock.sleeps]).toEqual([1, 0, 0, []]);
		}
		const read = sending([refusal]);
		await expect(read.sent).rejects.toMatchObject({ code });
		expect(read.attempts()).toBe(1);
	});

	it('hands on what is no failure, such as a fault of the node, as it is', async () => {
		const fault = new TypeError('fault');
		const { sent, attempts } = sending([fault]);
		await expect(sent).rejects.toBe(fault);
		expect(attempts()).toBe(1);
	});

	it('waits as long as the vendor asks, at least, and says so when that is too long', async () => {
		const asks = (wait: number) => failing('rate_limited', { httpStatus: 429, kind: 'throttled', wait });
		const patient = sending([asks(7_000), 'done']);
		await patient.sent;
		expect(patient.clock.sleeps).toEqual([7_000]);

		const tooLong = sending([asks(121_000), 'done']);
		await expect(tooLong.sent).rejects.toMatchObject({
			code: 'rate_limited',
			reason: 'no; the vendor asks to wait 121 s',
		});
		expect(tooLong.attempts()).toBe(1);

		const raised = sending([asks(121_000), 'done'], { maxRetryWait: 121_000 });
		await raised.sent;
		expect(raised.clock.sleeps).toEqual([121_000]);
	});

	it('takes 404 for success only when an earlier DELETE may have worked', async () => {
		expect(await writing('DELETE', [BROKEN, GONE]).sent).toEqual({ body: undefined, wasGone: true });
		await expect(writing('DELETE', [GONE]).sent).rejects.toMatchObject({ code: 'not_found' });
		await expect(writing('DELETE', [SLOW_DOWN, GONE]).sent).rejects.toMatchObject({ code: 'not_found' });
		await expect(sending([BROKEN, GONE]).sent).rejects.toMatchObject({ code: 'not_found' });
	});

	it('ends an outage of many requests with at most 35 extra ones', async () => {
		const clock = new TestClock();
		const sender = new Sender(new Pool(20, clock), clock);
		const { next, count } = inTurn([DOWN]);
		const rules = { method: 'GET', maxAttempts: 10, maxRetryWait: 120_000 };
		await Promise.allSettled(Array.from({ length: 100 }, async () => await sender.send(next, rules)));
		expect(count()).toBe(135);
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

describe('a write that was refused before it ran', () => {
	it.each([
		['throttled', SLOW_DOWN],
		['never sent', REFUSED],
	])('is sent again without a look: %s', async (_, refusal) => {
		for (const method of ['POST', 'PUT', 'DELETE'] as const) {
			const { sent, looks, onDoubt } = writing(method, [refusal, 'made']);
			expect(await sent).toEqual({ body: 'made', wasGone: false });
			expect([looks(), onDoubt.mock.calls.length]).toEqual([0, 0]);
		}
	});

	it('says so where the attempts are used up: nothing was done', async () => {
		for (const [refusal, code] of [
			[SLOW_DOWN, 'rate_limited'],
			[REFUSED, 'unavailable'],
		] as const) {
			const { sent, looks } = writing('POST', [refusal]);
			await expect(sent).rejects.toMatchObject({ code, facts: { tried: { attempts: 3 } } });
			expect(looks()).toBe(0);
		}
	});

	it('in the form of an error under a success is refused for good', async () => {
		const { sent, looks, attempts } = writing('POST', [SAID]);
		await expect(sent).rejects.toMatchObject({ code: 'forbidden' });
		expect([looks(), attempts()]).toEqual([0, 1]);
	});
});

describe('a write of which nobody knows whether it was carried out', () => {
	it.each([
		['a server error', DOWN],
		['a broken connection', BROKEN],
		['a timeout', LATE],
		['an answer that the vendor does not document', ODD],
		['a web page', PAGE],
		['501', failing('unavailable', { httpStatus: 501 })],
		['410', failing('unexpected_response', { httpStatus: 410 })],
		['425', failing('unexpected_response', { httpStatus: 425 })],
	])('is done where that can be seen: %s', async (_, answer) => {
		const { sent, attempts, looks, onDoubt } = writing('POST', [answer], [{ made: 'found' }]);
		expect(await sent).toEqual({ body: 'found', wasGone: false });
		expect([attempts(), looks(), onDoubt.mock.calls.length]).toEqual([1, 1, 1]);
	});

	it('is looked for before each repetition of a POST, and that counts as an attempt', async () => {
		const { sent, attempts, looks, onDoubt } = writing('POST', [DOWN, BROKEN, 'made']);
		expect(await sent).toMatchObject({ body: 'made' });
		expect([attempts(), looks(), onDoubt.mock.calls.length]).toEqual([3, 2, 2]);
	});

	it('is looked for only at the end where a repetition does no harm', async () => {
		const lucky = writing('PUT', [DOWN, BROKEN, 'made'], [{ made: 'found' }]);
		expect(await lucky.sent).toMatchObject({ body: 'made' });
		expect([lucky.attempts(), lucky.looks()]).toEqual([3, 0]);

		const late = writing('PUT', [DOWN], [{ made: 'found' }]);
		expect(await late.sent).toMatchObject({ body: 'found' });
		expect([late.attempts(), late.looks(), late.onDoubt.mock.calls.length]).toEqual([3, 1, 3]);
	});

	it('is of unknown outcome where the last attempt does not show, since it still may', async () => {
		for (const method of ['POST', 'PUT', 'DELETE'] as const) {
			const { sent, attempts } = writing(method, [DOWN], ['absent'], 2);
			await expect(sent).rejects.toMatchObject({
				code: 'outcome_unknown',
				reason: 'no; it does not show yet, but it may still be carried out',
				facts: { httpStatus: 503, advice: 'Look before you run it again', tried: { attempts: 2 } },
			});
			expect(attempts()).toBe(2);
		}
	});

	it('is of unknown outcome, and not sent again, where the look cannot tell', async () => {
		const unclear = writing('POST', [BROKEN], [{ unclear: 'a group of that name is there' }]);
		await expect(unclear.sent).rejects.toMatchObject({
			code: 'outcome_unknown',
			reason: 'no; a group of that name is there',
		});
		expect(unclear.attempts()).toBe(1);

		const blind = writing('POST', [BROKEN], [failing('forbidden', { httpStatus: 403 })]);
		await expect(blind.sent).rejects.toMatchObject({
			code: 'outcome_unknown',
			reason: 'no; whether it was carried out could not be read afterwards: no',
		});
		expect(blind.attempts()).toBe(1);
	});

	it('stays in doubt when a later attempt is refused', async () => {
		const refused = writing('PUT', [BROKEN, failing('forbidden', { httpStatus: 403 })]);
		await expect(refused.sent).rejects.toMatchObject({ code: 'outcome_unknown' });
		expect([refused.attempts(), refused.looks()]).toEqual([2, 1]);

		const gone = writing('PUT', [BROKEN, GONE], [{ made: 'found' }]);
		expect(await gone.sent).toMatchObject({ body: 'found' });
	});

	it('is looked for when the vendor then says that the name is taken', async () => {
		const { sent, attempts, looks } = writing(
			'POST',
			[BROKEN, TAKEN],
			['absent', { made: 'made by the first attempt' }],
		);
		expect(await sent).toMatchObject({ body: 'made by the first attempt' });
		expect([attempts(), looks()]).toEqual([2, 2]);
	});

	it('was never carried out where the name is taken by an older group', async () => {
		const { sent, looks } = writing('POST', [BROKEN, TAKEN], ['absent', 'refused']);
		await expect(sent).rejects.toMatchObject({ code: 'duplicate_name', facts: { tried: { attempts: 2 } } });
		expect(looks()).toBe(2);
	});

	it('is not looked for when the very first answer says that the name is taken', async () => {
		for (const answers of [[TAKEN], [SLOW_DOWN, TAKEN], [REFUSED, TAKEN]]) {
			const { sent, looks } = writing('POST', answers);
			await expect(sent).rejects.toMatchObject({ code: 'duplicate_name' });
			expect(looks()).toBe(0);
		}
	});

	it.each([
		['web page', PAGE],
		['redirect', MOVED],
	])('had a wrong address where the look meets the same %s', async (_, answer) => {
		const { sent, attempts, looks } = writing('POST', [answer], [answer]);
		await expect(sent).rejects.toMatchObject({ code: 'unexpected_response', reason: 'no' });
		expect([attempts(), looks()]).toEqual([1, 1]);

		// Where the vendor has answered before, the address is right, and the page says nothing.
		const { sent: heard } = writing('POST', [answer], [answer], 3, true);
		await expect(heard).rejects.toMatchObject({ code: 'outcome_unknown' });
	});

	it.each([
		['another answer', PAGE, DOWN],
		['a page of another status', PAGE, MOVED],
		['the same server error', DOWN, DOWN],
		['the same broken connection', BROKEN, BROKEN],
	])('is of unknown outcome where the look meets %s', async (_, answer, look) => {
		await expect(writing('POST', [answer], [look]).sent).rejects.toMatchObject({ code: 'outcome_unknown' });
	});

	it('is of unknown outcome where the execution is cancelled before it is known', async () => {
		const { sent } = writing('PUT', [BROKEN, CANCELLED], [CANCELLED]);
		await expect(sent).rejects.toMatchObject({ code: 'outcome_unknown' });
		const { sent: inPeace } = writing('PUT', [CANCELLED]);
		await expect(inPeace).rejects.toMatchObject({ code: 'cancelled' });
	});
});

describe('the quota', () => {
	it('covers looks like retries: an outage of creates ends with at most 35 requests beyond the creates', async () => {
		const clock = new TestClock();
		const sender = new Sender(new Pool(5, clock), clock);
		let [attempts, looks, refusedLooks] = [0, 0, 0];
		const attempt = async () => {
			attempts += 1;
			return await Promise.reject(DOWN);
		};
		const look: WriteRules['look'] = async (_, charge) => {
			if (!charge()) {
				refusedLooks += 1;
				return { unclear: 'whether it was carried out is not known' };
			}
			looks += 1;
			return 'absent';
		};
		const rules: SendRules = {
			method: 'POST',
			maxAttempts: 3,
			maxRetryWait: 120_000,
			write: { isRepeatable: false, look, onDoubt: () => undefined, isAddressKnown: () => true },
		};
		const results = await Promise.allSettled(
			Array.from({ length: 100 }, async () => await sender.send(attempt, rules)),
		);
		expect(attempts - 100 + looks).toBe(35);
		expect(refusedLooks).toBeGreaterThan(0);
		expect(
			results.every(
				(result) => result.status === 'rejected' && (result.reason as Failure).code === 'outcome_unknown',
			),
		).toBe(true);
	});

	it('gets back what a success has spent on retries and looks', async () => {
		const clock = new TestClock();
		const sender = new Sender(new Pool(1, clock), clock);
		const look = lookOnce(async () => await Promise.resolve(undefined));
		const rules: SendRules = {
			method: 'POST',
			maxAttempts: 3,
			maxRetryWait: 120_000,
			write: { isRepeatable: false, look, onDoubt: () => undefined, isAddressKnown: () => true },
		};
		for (let round = 0; round < 100; round += 1) {
			expect(await sender.send(inTurn([DOWN, 'made']).next, rules)).toMatchObject({ body: 'made' });
		}
	});
});

describe('a look that is a single read', () => {
	const look = async (made: unknown, mayRead = true) => {
		const read = jest.fn(async () => await Promise.resolve(made));
		return { found: await lookOnce(read)(DOWN, () => mayRead), reads: read.mock.calls.length };
	};

	it('gives what it finds, and nothing where it may not read', async () => {
		expect(await look('group')).toEqual({ found: { made: 'group' }, reads: 1 });
		expect(await look(undefined)).toEqual({ found: 'absent', reads: 1 });
		expect(await look('group', false)).toEqual({
			found: { unclear: 'whether it was carried out is not known' },
			reads: 0,
		});
	});
});
