import fc from 'fast-check';

import type { RetryKind } from '../../nodes/GroupManager/engine/contract/failure';
import { COSTS, RetryQuota, backoff, retryAfter, untilEpoch } from '../../nodes/GroupManager/engine/http/retry';

const NOW = Date.UTC(2026, 0, 1, 12);
const kinds = fc.constantFrom<RetryKind>('throttled', 'transient');

describe('the pause before a retry', () => {
	it('is anything up to a bound that doubles from 250 ms, throttled from 1 s, and is capped at 20 s before the dice', () => {
		const base = { transient: 250, throttled: 1_000 };
		fc.assert(
			fc.property(
				kinds,
				fc.integer({ min: 1, max: 30 }),
				fc.double({ min: 0, max: 0.999, noNaN: true }),
				(kind, retry, dice) => {
					const bound = Math.min(20_000, base[kind] * 2 ** (retry - 1));
					expect(backoff(kind, retry, () => dice)).toBe(Math.round(dice * bound));
				},
			),
		);
	});

	it.each([
		['5', 5_000],
		['0', 0],
		[' 2 ', 2_000],
		['1.5', 1_500],
		['86400', 86_400_000],
		['Thu, 01 Jan 2026 12:00:07 GMT', 7_000],
		['Thu, 01 Jan 2026 12:00:00 GMT', 0],
	])('is at least what Retry-After %j asks for: %i ms', (header, wait) => {
		expect(retryAfter(header, NOW)).toBe(wait);
	});

	it.each([
		[undefined],
		[''],
		['-1'],
		['NaN'],
		['soon'],
		['1e3'],
		['0x10'],
		['86401'],
		['1,5'],
		['Infinity'],
		['Thu, 01 Jan 2026 11:59:59 GMT'],
		['Sat, 03 Jan 2026 12:00:00 GMT'],
		['2026-01-01T12:00:05Z'],
		['12'.repeat(200)],
	])('ignores Retry-After %j: negative, absurd or unreadable', (header) => {
		expect(retryAfter(header, NOW)).toBeUndefined();
	});

	it('is never negative and never more than a day, whatever the header says', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
					fc.double().map(String),
				),
				(header) => {
					const wait = retryAfter(header, NOW) ?? 0;
					expect(wait).toBeGreaterThanOrEqual(0);
					expect(wait).toBeLessThanOrEqual(86_400_000);
				},
			),
		);
	});
});

describe('the quota of an execution', () => {
	it('follows its arithmetic: 500 tokens, retries cost 14 and 5, successes return 1 or what their retry cost', () => {
		const steps = fc.array(fc.tuple(fc.constantFrom('take', 'succeed'), fc.option(kinds, { nil: undefined })), {
			maxLength: 200,
		});
		fc.assert(
			fc.property(steps, (all) => {
				const quota = new RetryQuota();
				let tokens = 500;
				for (const [step, kind] of all) {
					if (step === 'succeed') {
						quota.succeed(kind);
						tokens = Math.min(500, tokens + (kind ? COSTS[kind] : 1));
					} else if (kind) {
						const allowed = tokens >= COSTS[kind];
						expect(quota.take(kind)).toBe(allowed);
						if (allowed) tokens -= COSTS[kind];
					}
				}
			}),
		);
		expect(COSTS).toEqual({ transient: 14, throttled: 5 });
	});

	it('ends an outage after 35 extra requests', () => {
		const quota = new RetryQuota();
		let extra = 0;
		while (quota.take('transient')) extra += 1;
		expect(extra).toBe(35);
	});
});

describe('a limit that ends at a time in seconds since 1970', () => {
	const wait = (status: number, value?: string) =>
		untilEpoch('x-reset')(
			{ status, headers: value === undefined ? {} : { 'x-reset': value }, text: '' },
			1_000_500,
		);

	it.each([
		[429, '1002', 1_500],
		[429, '1000', 0],
		[429, undefined, undefined],
		[429, 'soon', undefined],
		[429, '-5', undefined],
		[429, '9999999', undefined],
		// It stands in other answers as well.
		[403, '1002', undefined],
		[200, '1002', undefined],
	])('asks with %i and %j to wait for %s ms', (status, value, expected) => {
		expect(wait(status, value)).toBe(expected);
	});
});
