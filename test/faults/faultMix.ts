import type { Fault, FaultRule, LoggedRequest } from '../../simulators';
import { chanceOf } from './matrix/chance';

type Request = Pick<LoggedRequest, 'method' | 'path' | 'query' | 'rawBody'>;

/**
 * What a vendor's bad day is made of. In four of the ten the operation was carried out although the answer says or
 * shows nothing of it.
 */
export const MIX: readonly Fault[] = [
	{ status: 429, headers: { 'retry-after': '0' }, body: { error: 'Too many requests' } },
	{ status: 408, body: 'Request Timeout' },
	{ status: 500, body: { error: 'Internal error' } },
	{ html: 502 },
	{ status: 503, body: 'Service Unavailable' },
	{ reset: 'before' },
	{ status: 504, body: 'Gateway Timeout', after: true },
	{ reset: 'during' },
	{ reset: 'after' },
	{ truncate: true },
];

const WAS_DONE = 6;

/** The faults that leave a write carried out. */
export const DONE_UNSEEN = MIX.slice(WAS_DONE);
export const NOT_DONE = MIX.slice(0, WAS_DONE);

/**
 * Hits this share of the requests, each with one of the faults. What hits whom depends on the request and on how often
 * it came before, not on the order of arrival, so a seed means the same in every run.
 */
export function randomFaults(
	rate: number,
	seed: number,
	mix: readonly Fault[] = MIX,
): { rules: FaultRule[]; hits: () => number } {
	let hits = 0;
	const seen = new Map<string, number>();
	const chosen = new WeakMap<Request, number>();
	const choose = (request: Request): number => {
		const { method, path, query, rawBody } = request;
		const key = `${seed} ${method} ${path} ${JSON.stringify(query)} ${rawBody}`;
		const times = (seen.get(key) ?? 0) + 1;
		seen.set(key, times);
		const chance = chanceOf(`${times} ${key}`);
		if (chance >= rate) return -1;
		hits += 1;
		return Math.floor((chance / rate) * mix.length);
	};
	const indexFor = (request: Request): number => {
		const index = chosen.get(request) ?? choose(request);
		chosen.set(request, index);
		return index;
	};
	const rules = mix.map((fault, index): FaultRule => ({
		fault,
		times: Infinity,
		when: (request) => indexFor(request) === index,
	}));
	return { rules, hits: () => hits };
}
