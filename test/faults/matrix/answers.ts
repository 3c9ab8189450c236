import type { Fault } from '../../../simulators';
import { factsOf } from '../facts';

/** When the vendor carries the write out: not at all, before it answers, or this many ms after the request came. */
export type Carried = 'never' | 'before' | 500 | 3_000;

/** The node's `timeout` option where an answer is to come too late, in ms. */
export const TIMEOUT = 2_000;

export interface Answer {
	name: string;
	/** The table of failing cells counts by it. */
	kind: 'status' | 'refusal' | 'redirect' | '2xx' | 'body' | 'wire' | 'cut' | 'delay';
	carried: readonly Carried[];
	/** `undefined` where the vendor documents this very answer as a success, which nobody can doubt. */
	fault: (carried: Carried, vendor: string, operation: string) => Fault | undefined;
	/** A vendor that answers everything so, reads too, cannot be told from a wrong address. */
	looksLikeWrongAddress?: true;
}

const ANY: readonly Carried[] = ['never', 'before', 500, 3_000];

const when = (carried: Carried) => {
	if (typeof carried === 'number') return { commit: { after: carried } };
	return carried === 'before' ? { after: true } : {};
};

const JSON_HEADER = { 'content-type': 'application/json' };
const PAGE = '<!doctype html><html><body><h1>Gateway</h1></body></html>';

type Content = { headers?: Record<string, string>; body?: string | object };

const status = (code: number, name: string, content: Content = {}): Answer => ({
	name: `${code}${name === '' ? '' : ` ${name}`}`,
	kind: 'status',
	carried: ANY,
	fault: (carried) => ({ status: code, body: 'Out of order', ...content, ...when(carried) }),
});

/** None of them is a refusal that a vendor documents. */
const FOREIGN_REFUSALS = [405, 408, 410, 411, 412, 413, 415, 418, 421, 423, 424, 425, 426, 428, 431, 451, 499];
const SERVER_ERRORS = [500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 521, 522, 523, 524, 525, 526, 527, 530, 599];

const STATUSES: Answer[] = [
	...FOREIGN_REFUSALS.map((code) => status(code, '')),
	...SERVER_ERRORS.map((code) => status(code, '')),
	status(500, 'with JSON', { body: { error: 'Internal error' } }),
	status(500, 'with 100 kB of <', { body: '<'.repeat(100_000) }),
	status(502, 'with a page', { headers: { 'content-type': 'text/html' }, body: PAGE }),
	status(503, 'with Retry-After', { headers: { 'retry-after': '1' } }),
	status(504, 'without a body', { body: '' }),
];

/** What the vendors document, so it is believed: nothing was done. */
const REFUSALS: Answer[] = [400, 401, 402, 403, 404, 406, 409, 422, 429].map((code) => ({
	name: `${code} in the vendor's form`,
	kind: 'refusal',
	carried: ['never'],
	fault: () => ({ refusal: { code: 'simulated', message: 'No' }, status: code }),
}));

const refusedWith200 = (form: string, fault: Fault): Answer => ({
	name: `200 with ${form}`,
	kind: 'refusal',
	carried: ['never'],
	fault: () => fault,
});

const REFUSED_WITH_200: Answer[] = [
	refusedWith200("the vendor's error form", { refusal: { code: 'simulated', message: 'No' } }),
	refusedWith200('{"error": text}', { status: 200, body: { error: 'No' } }),
	refusedWith200('{"error": {…}}', { status: 200, body: { error: { code: 'x', message: 'No' } } }),
	refusedWith200('{"errors": […]}', { status: 200, body: { errors: [{ code: 'x', message: 'No' }] } }),
];

const REDIRECTS: Answer[] = [300, 301, 302, 303, 304, 307, 308].map((code) => ({
	name: String(code),
	kind: 'redirect',
	carried: ANY,
	fault: (carried) => ({ status: code, headers: { location: 'http://127.0.0.1:1/' }, ...when(carried) }),
	looksLikeWrongAddress: true,
}));

/** Deletions need no body anywhere, and some vendors' other writes do not either. */
const isFineWithoutBody = (vendor: string, operation: string): boolean =>
	operation.startsWith('group.delete') || factsOf(vendor).isFineWithoutBody?.(operation) === true;

const empty = (code: number): Answer => ({
	name: `${code} without a body`,
	kind: '2xx',
	carried: ANY,
	fault: (carried, vendor, operation) =>
		carried !== 'before' && isFineWithoutBody(vendor, operation) ? undefined : { status: code, ...when(carried) },
});

const odd = (code: number, name: string, body: string, headers: Record<string, string> = JSON_HEADER): Answer => ({
	name: `${code} with ${name}`,
	kind: '2xx',
	carried: ANY,
	fault: (carried) => ({ status: code, headers, body, ...when(carried) }),
});

const ODD_SUCCESSES: Answer[] = [
	{ ...odd(200, 'a page', PAGE, { 'content-type': 'text/html' }), looksLikeWrongAddress: true },
	...[200, 201, 202, 204, 205].map(empty),
	odd(200, '{}', '{}'),
	odd(200, '[]', '[]'),
	odd(200, '"ok"', '"ok"'),
	odd(200, 'null', 'null'),
	odd(200, 'a number', '7'),
	odd(200, 'true', 'true'),
	odd(200, 'a text', 'OK', { 'content-type': 'text/plain' }),
	odd(200, 'half a JSON', '{"id": 1, "na'),
	odd(202, '{"status": "accepted"}', '{"status": "accepted"}'),
	odd(203, 'a page', PAGE, { 'content-type': 'text/html' }),
	odd(206, '{}', '{}'),
	odd(207, '{}', '{}'),
	odd(226, '{}', '{}'),
	odd(200, '100 kB of <', '<'.repeat(100_000)),
];

const WIRE: Answer[] = [
	...(['malformed-header', 'header-cut', 'short-body', 'broken-gzip', 'not-gzip', 'bad-chunk'] as const).map(
		(wire): Answer => ({
			name: wire,
			kind: 'wire',
			carried: ANY,
			fault: (carried) => ({ wire, ...when(carried) }),
		}),
	),
	{ name: 'no HTTP', kind: 'wire', carried: ANY, fault: (carried) => ({ raw: 'SSH-2.0-x\r\n', ...when(carried) }) },
];

const CUTS: Answer[] = [
	{
		name: 'a connection that breaks',
		kind: 'cut',
		carried: ANY,
		fault: (carried) => ({
			reset: carried === 'before' ? 'after' : 'before',
			...(typeof carried === 'number' && when(carried)),
		}),
	},
	{ name: 'half an answer, then a break', kind: 'cut', carried: ['before'], fault: () => ({ reset: 'during' }) },
	{ name: 'half a JSON in a whole answer', kind: 'cut', carried: ['before'], fault: () => ({ truncate: true }) },
];

const FAR = 60_000;

const DELAYS: Answer[] = [
	{ name: 'its own, in time', kind: 'delay', carried: ['before'], fault: () => ({ delay: TIMEOUT / 2 }) },
	{
		name: 'none within the timeout',
		kind: 'delay',
		carried: ANY,
		// Late counts from when the client has given up.
		fault: (carried) => ({
			status: 504,
			delay: FAR,
			...(typeof carried === 'number' ? { commit: { after: TIMEOUT + carried } } : when(carried)),
		}),
	},
	{ name: 'its own, after the timeout', kind: 'delay', carried: ['before'], fault: () => ({ delay: TIMEOUT + 500 }) },
	{
		name: 'its own, all too late',
		kind: 'delay',
		carried: [500],
		fault: () => ({ delay: TIMEOUT + 500, hold: 'before' }),
	},
	...(['drip', 'stall', 'header'] as const).map((endless): Answer => ({
		name: `one that never ends (${endless})`,
		kind: 'delay',
		carried: ANY,
		fault: (carried) => ({ endless, every: 400, ...when(carried) }),
	})),
];

export const ANSWERS: readonly Answer[] = [
	...STATUSES,
	...REFUSALS,
	...REFUSED_WITH_200,
	...REDIRECTS,
	...ODD_SUCCESSES,
	...WIRE,
	...CUTS,
	...DELAYS,
];
