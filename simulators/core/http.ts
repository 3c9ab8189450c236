/** What a simulator's routes see of a request. `path` is raw: exactly as it came on the wire, without the query. */
export interface SimulatedRequest {
	method: string;
	path: string;
	query: Record<string, string | string[]>;
	headers: Record<string, string>;
	/** Parsed JSON or form; undefined when there was none or it could not be parsed. */
	body: unknown;
	rawBody: string;
}

export interface Answer {
	status: number;
	headers: Record<string, string>;
	body: string;
}

type Headers = Record<string, string>;

export function json(status: number, value: unknown, headers: Headers = {}): Answer {
	return typed(status, 'application/json', JSON.stringify(value), headers);
}

export function text(status: number, body: string, headers: Headers = {}): Answer {
	return typed(status, 'text/plain', body, headers);
}

export function html(status: number, title: string): Answer {
	const head = `<head><title>${title}</title></head>`;
	return typed(status, 'text/html', `<!doctype html>\n<html>${head}<body><h1>${title}</h1></body></html>\n`);
}

export function noContent(): Answer {
	return { status: 204, headers: {}, body: '' };
}

/** A request turned down, for the vendor to word; `code` is what its error body names: a machine code, a field. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly headers: Headers = {},
	) {
		super(message);
	}
}

/** Something that the real vendor may let pass, and that a client should still not send. */
export function violation(message: string): Refusal {
	return new Refusal(400, 'simulator', `simulator: ${message}`);
}

function typed(status: number, type: string, body: string, headers: Headers = {}): Answer {
	return { status, headers: { 'content-type': `${type}; charset=utf-8`, ...headers }, body };
}
