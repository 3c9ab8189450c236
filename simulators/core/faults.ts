import { type Answer, html, json, type SimulatedRequest, text } from './http';

export type Fault =
	/** This answer instead; with `after` the operation is carried out all the same. `delay` in ms. */
	| { status: number; headers?: Record<string, string>; body?: string | object; after?: boolean; delay?: number }
	/** A broken connection: before the operation, after half of its answer, or after it without any answer. */
	| { reset: 'before' | 'during' | 'after' }
	/** The operation's own answer, its body cut in half; a complete HTTP message nevertheless. */
	| { truncate: true }
	/** The operation's own answer, this many ms late; with `hold: 'before'` the operation itself is late. */
	| { delay: number; hold?: 'before' | 'after' }
	/** An HTML page with this status; the operation is not carried out. */
	| { html: number }
	/** The operation is carried out, but answered with 200 and this body. */
	| { body: string };

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

/** What goes down the wire: the whole answer, half of its body, or nothing before the connection breaks. */
export type Delivery = { send: 'whole' | 'half'; answer: Answer } | { send: 'nothing' };

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

export async function deliver(
	fault: Fault | undefined,
	operate: () => Answer,
	wait: (ms: number) => Promise<void>,
): Promise<Delivery> {
	if (!fault) return whole(operate());
	if ('status' in fault) {
		if (fault.after) operate();
		await wait(fault.delay ?? 0);
		return whole(instead(fault));
	}
	if ('reset' in fault) {
		const answer = fault.reset === 'before' ? undefined : operate();
		return answer && fault.reset === 'during' ? { send: 'half', answer } : { send: 'nothing' };
	}
	if ('truncate' in fault) {
		const answer = operate();
		return whole({ ...answer, body: firstHalf(answer.body) });
	}
	if ('delay' in fault) {
		if (fault.hold === 'before') {
			await wait(fault.delay);
			return whole(operate());
		}
		const answer = operate();
		await wait(fault.delay);
		return whole(answer);
	}
	if ('html' in fault) return whole(html(fault.html, 'Simulated gateway page'));
	operate();
	return whole({ ...json(200, null), body: fault.body });
}

export function firstHalf(body: string): string {
	return body.slice(0, Math.floor(body.length / 2));
}

function matches(rule: FaultRule, request: SimulatedRequest): boolean {
	if (rule.method && rule.method.toUpperCase() !== request.method) return false;
	if (rule.when && !rule.when(request)) return false;
	// search() ignores a `g` flag's memory of the previous match.
	return !rule.path || request.path.search(rule.path) >= 0;
}

function instead({ status, headers, body = '' }: Extract<Fault, { status: number }>): Answer {
	return typeof body === 'string' ? text(status, body, headers) : json(status, body, headers);
}

function whole(answer: Answer): Delivery {
	return { send: 'whole', answer };
}
