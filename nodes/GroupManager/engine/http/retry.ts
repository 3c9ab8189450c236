import type { RetryKind } from '../contract/failure';
import type { Api } from '../contract/vendor';

/** The pure parts of retrying: how long to wait, and how often an execution may. Times are in ms. */

const BASE: Record<RetryKind, number> = { throttled: 1_000, transient: 250 };
const CAP = 20_000;

/**
 * Full jitter (AWS): anything up to the doubled base, which is capped before the dice are thrown.
 * @param retry 1 for the first retry
 */
export function backoff(kind: RetryKind, retry: number, random: () => number): number {
	return Math.round(random() * Math.min(CAP, BASE[kind] * 2 ** (retry - 1)));
}

const DAY = 86_400_000;

/**
 * The wait that a `Retry-After` header asks for: seconds or an HTTP date.
 * @returns undefined for what is negative, unreadable or longer than a day
 */
export function retryAfter(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1_000 : httpDate(text) - now;
	return wait >= 0 && wait <= DAY ? Math.ceil(wait) : undefined;
}

/**
 * The wait of a vendor that tells the end of its limit in seconds since 1970.
 * @param header in lower case. Such a header often stands in every answer, so that it counts with a 429 only
 */
export const untilEpoch =
	(header: string): NonNullable<Api['waitFor']> =>
	({ status, headers }, now) => {
		const end = Number(headers[header]) * 1_000;
		return status === 429 && end > 0 && end - now <= DAY ? Math.max(0, end - now) : undefined;
	};

/** `Sun, 06 Nov 1994 08:49:37 GMT`; NaN for anything else, which Date.parse alone would be too glad to read. */
const httpDate = (text: string): number => (/^[a-z]{3}, .*GMT$/i.test(text) ? Date.parse(text) : NaN);

const TOKENS = 500;
export const COSTS: Record<RetryKind, number> = { transient: 14, throttled: 5 };

/**
 * Bounds the retries of one execution, so that an outage ends it instead of multiplying its load (AWS SDK, standard
 * mode).
 */
export class RetryQuota {
	private tokens = TOKENS;

	/** Whether one more request of this kind is allowed. */
	has(kind: RetryKind): boolean {
		return this.tokens >= COSTS[kind];
	}

	/** Takes the price of one more request, where it is allowed. */
	take(kind: RetryKind): boolean {
		if (!this.has(kind)) return false;
		this.tokens -= COSTS[kind];
		return true;
	}

	/**
	 * A success gives back what its last retry cost, or 1 when it needed none.
	 * @param spent beyond that, for looks
	 */
	succeed(lastRetry?: RetryKind, spent = 0): void {
		this.tokens = Math.min(TOKENS, this.tokens + (lastRetry ? COSTS[lastRetry] : 1) + spent);
	}
}
