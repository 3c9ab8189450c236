import { Refusal } from './http';
import type { CommonSwitches } from './switches';

/** Takes one request's worth; throws the vendor's 429 when there is none left. */
export type Limiter = (switches: CommonSwitches, code: string, message: string) => void;

/** The headers by which a 429 says when to come back. Times are in ms. */
export type TellWait = (style: CommonSwitches['retryAfter'], at: number, wait: number) => Record<string, string>;

/** A token bucket that holds one second's worth of requests and starts full. */
export function createLimiter(now: () => number, tellWait: TellWait = retryAfter): Limiter {
	let rate: CommonSwitches['rateLimit'] = 'off';
	let tokens = 0;
	let filledAt = 0;
	return (switches, code, message) => {
		if (switches.rateLimit !== rate) {
			rate = switches.rateLimit;
			tokens = Number.POSITIVE_INFINITY;
		}
		if (rate === 'off') return;
		const at = now();
		tokens = Math.min(Math.max(rate, 1), tokens + ((at - filledAt) / 1000) * rate);
		filledAt = at;
		if (tokens < 1) {
			const wait = ((1 - tokens) / rate) * 1000;
			throw new Refusal(429, code, message, tellWait(switches.retryAfter, at, wait));
		}
		tokens -= 1;
	};
}

function retryAfter(...[style, at, wait]: Parameters<TellWait>): Record<string, string> {
	if (style === 'absent') return {};
	if (style === 'seconds') return { 'retry-after': String(Math.ceil(wait / 1000)) };
	return { 'retry-after': new Date(Math.ceil((at + wait) / 1000) * 1000).toUTCString() };
}
