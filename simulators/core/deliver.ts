import { type Carried, type Endless, type Fault, type Instead, isInstead, type WireFault } from './faults';
import { type Answer, html, json, Refusal, type SimulatedRequest, text } from './http';
import { isRecord } from './shape';

/** What goes down the wire before the connection is left alone, closed or broken. */
export type Delivery =
	| { send: 'whole' | 'half'; answer: Answer }
	| { send: 'nothing' }
	| { send: 'raw'; bytes: string }
	| { send: 'broken'; answer: Answer; wire: WireFault }
	| { send: 'endless'; answer: Answer; endless: Endless; every: number };

/** What a fault may do with the request that it met. */
export interface Desk {
	request: SimulatedRequest;
	/** Carries an operation out and gives the vendor's answer. */
	operate: (request: SimulatedRequest) => Answer;
	/** The vendor's own error body. */
	refuse: (refusal: Refusal) => Answer;
	/** @throws when the simulator is reset or closed meanwhile */
	wait: (ms: number) => Promise<void>;
}

export async function deliver(fault: Fault | undefined, desk: Desk): Promise<Delivery> {
	const { request, operate, wait } = desk;
	if (!fault) return whole(operate(request));
	if ('truncate' in fault) {
		const answer = operate(request);
		return whole({ ...answer, body: firstHalf(answer.body) });
	}
	if ('emptyPages' in fault) return whole(emptyPage(desk));
	if ('reset' in fault) return await reset(fault, desk);
	if (isInstead(fault)) {
		const own = commit(fault, desk);
		await wait(fault.delay ?? 0);
		return instead(fault, own ?? json(200, {}), desk);
	}
	if ('delay' in fault) {
		if (fault.hold === 'before') {
			await wait(fault.delay);
			return whole(operate(request));
		}
		const answer = operate(request);
		await wait(fault.delay);
		return whole(answer);
	}
	operate(request);
	return whole({ ...json(200, null), body: fault.body });
}

export function firstHalf(body: string): string {
	return body.slice(0, Math.floor(body.length / 2));
}

/** Carries the operation out now, later or never. @returns its answer, where there is one by now */
function commit({ after, commit: late }: Carried, { request, operate, wait }: Desk): Answer | undefined {
	if (late) {
		// Dropped by reset() and close().
		wait(late.after).then(
			() => operate(request),
			() => undefined,
		);
		return undefined;
	}
	return after ? operate(request) : undefined;
}

async function reset(fault: Extract<Fault, { reset: string }>, desk: Desk): Promise<Delivery> {
	const answer = commit({ ...fault, after: fault.reset !== 'before' }, desk);
	await desk.wait(fault.delay ?? 0);
	return answer && fault.reset === 'during' ? { send: 'half', answer } : { send: 'nothing' };
}

function instead(fault: Instead, own: Answer, { refuse }: Desk): Delivery {
	if ('refusal' in fault) {
		const { refusal, status = 200 } = fault;
		return whole({ ...refuse(new Refusal(400, refusal.code, refusal.message)), status });
	}
	if ('status' in fault) {
		const { status, headers, body = '' } = fault;
		return whole(typeof body === 'string' ? text(status, body, headers) : json(status, body, headers));
	}
	if ('html' in fault) return whole(html(fault.html, 'Simulated gateway page'));
	if ('raw' in fault) return { send: 'raw', bytes: fault.raw };
	if ('wire' in fault) return { send: 'broken', answer: own, wire: fault.wire };
	return { send: 'endless', answer: own, endless: fault.endless, every: fault.every ?? 100 };
}

let pages = 0;

/** A page is asked for as if it were the first, since nobody ever gave its cursor out. */
function emptyPage({ request, operate }: Desk): Answer {
	const answer = operate({ ...request, query: {} });
	const body: unknown = JSON.parse(answer.body);
	if (Array.isArray(body)) return { ...answer, body: '[]' };
	if (!isRecord(body)) return answer;
	pages += 1;
	const next = `http://${request.headers['host'] ?? ''}${request.path}?cursor=never-seen-${pages}`;
	const emptied = Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? [] : value]);
	const links = 'nextUrl' in body ? { nextUrl: next } : {};
	return { ...answer, body: JSON.stringify({ ...Object.fromEntries(emptied), ...links }) };
}

function whole(answer: Answer): Delivery {
	return { send: 'whole', answer };
}
