import type { SimulatedRequest } from './http';

/** When the operation is carried out. Without `after` and `commit`: never. */
export interface Carried {
	/** Before the answer leaves. */
	after?: boolean;
	/**
	 * A late commit: the answer leaves, the connection breaks or the client gives up, and the operation is carried out
	 * this many ms after the request came. What the vendor would have said then, nobody hears.
	 */
	commit?: { after: number };
	/** How late the answer is, in ms. */
	delay?: number;
}

/** What is wrong with an answer on the wire, below HTTP's surface. The connection is closed after it. */
export type WireFault =
	/** A header line without a colon, and control characters in another. */
	| 'malformed-header'
	/** The connection ends within the header block. */
	| 'header-cut'
	/** The body is shorter than its Content-Length. */
	| 'short-body'
	/** Compressed, and damaged from its middle on; as an HTTP message it is complete. */
	| 'broken-gzip'
	/** Said to be compressed, and is not. */
	| 'not-gzip'
	/** Chunked, with a chunk whose size is no number. */
	| 'bad-chunk';

/** How an answer goes on that never ends. */
export type Endless =
	/** A blank every `every` ms. */
	| 'drip'
	/** Headers and the first byte, then nothing. */
	| 'stall'
	/** As fast as the client takes it. */
	| 'flood'
	/** The header block itself: a line every `every` ms. */
	| 'header';

/** Something else in the place of the operation's own answer. */
export type Instead = Carried &
	/** This answer: any status, redirects too, any headers and body. */
	(
		| { status: number; headers?: Record<string, string>; body?: string | object }
		/** An HTML page with this status. */
		| { html: number }
		/** The vendor's own error form around these words, with a status (200) that does not fit it. */
		| { refusal: { code: string; message: string }; status?: number }
		/** These bytes and no HTTP message, one per character; then the connection is closed. */
		| { raw: string }
		/** The operation's own answer (`{}` where it was not carried out by then), broken on the wire. */
		| { wire: WireFault }
		/** 200 and a body that never ends, until the client lets go; `every` in ms (100). */
		| { endless: Endless; every?: number }
	);

export type Fault =
	| Instead
	/** A broken connection: before the operation, after half of its answer, or after it without any answer. */
	| { reset: 'before' | 'during' | 'after'; commit?: { after: number }; delay?: number }
	/** The operation's own answer, its body cut in half; a complete HTTP message nevertheless. */
	| { truncate: true }
	/** The operation's own answer, this many ms late; with `hold: 'before'` the operation itself is late. */
	| { delay: number; hold?: 'before' | 'after' }
	/** The operation is carried out, but answered with 200 and this body. */
	| { body: string }
	/**
	 * The first page's own answer with every list in it empty, to every page. A `nextUrl` leads on to a cursor that was
	 * never there before; a total stays what it is.
	 */
	| { emptyPages: true };

const INSTEAD_KINDS = ['status', 'html', 'refusal', 'raw', 'wire', 'endless'] as const;

export const FAULT_KINDS = [...INSTEAD_KINDS, 'reset', 'truncate', 'delay', 'body', 'emptyPages'] as const;

export function isInstead(fault: Fault): fault is Instead {
	return INSTEAD_KINDS.some((kind) => kind in fault);
}

export interface FaultRule {
	method?: string;
	/** Tested on the raw path, without the query. */
	path?: RegExp;
	/** Any other test; not to be had over the control endpoints. */
	when?: (request: SimulatedRequest) => boolean;
	/** How many requests it hits (1), after letting `skip` (0) matching ones through. */
	times?: number;
	skip?: number;
	/** 0..1: the chance that a matching request is hit. */
	probability?: number;
	fault: Fault;
}

export class Faults {
	private rules: Array<FaultRule & { times: number; skip: number }> = [];

	constructor(private readonly random: () => number) {}

	add(rule: FaultRule): void {
		this.rules.push({ ...rule, times: rule.times ?? 1, skip: rule.skip ?? 0 });
	}

	clear(): void {
		this.rules = [];
	}

	/** The fault that this request meets. The first rule that hits counts; later ones stay as they are. */
	take(request: SimulatedRequest): Fault | undefined {
		for (const rule of this.rules) {
			if (rule.times <= 0 || !matches(rule, request)) continue;
			if (rule.skip > 0) {
				rule.skip -= 1;
			} else if (rule.probability === undefined || this.random() < rule.probability) {
				rule.times -= 1;
				return rule.fault;
			}
		}
		return undefined;
	}
}

function matches(rule: FaultRule, request: SimulatedRequest): boolean {
	if (rule.method && rule.method.toUpperCase() !== request.method) return false;
	if (rule.when && !rule.when(request)) return false;
	// search() ignores a `g` flag's memory of the previous match.
	return !rule.path || request.path.search(rule.path) >= 0;
}
