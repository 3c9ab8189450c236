import type { IncomingHttpHeaders } from 'node:http';
import type { SimulatedRequest } from './http';

export interface LoggedRequest extends SimulatedRequest {
	/** When it arrived, in ms. */
	at: number;
	/** Set when answered; undefined when the connection was broken before. */
	status: number | undefined;
	/** How many requests this simulator was handling when it arrived, itself included. */
	inFlight: number;
}

/** What is known of a request before its body has arrived. */
export function readHead(
	method: string,
	target: string,
	headers: IncomingHttpHeaders,
): Pick<SimulatedRequest, 'method' | 'path' | 'query' | 'headers'> {
	const [path = '', ...rest] = target.split('?');
	return { method, path, query: readQuery(rest.join('?')), headers: readHeaders(headers) };
}

export function parseBody(rawBody: string, contentType = ''): unknown {
	if (rawBody === '') return undefined;
	if (contentType.startsWith('application/x-www-form-urlencoded')) return readQuery(rawBody);
	try {
		const body: unknown = JSON.parse(rawBody);
		return body;
	} catch {
		return undefined;
	}
}

function readQuery(query: string): Record<string, string | string[]> {
	const params = new URLSearchParams(query);
	const entries = [...new Set(params.keys())].map((name): [string, string | string[]] => {
		const [first = '', ...more] = params.getAll(name);
		return [name, more.length > 0 ? [first, ...more] : first];
	});
	return Object.fromEntries(entries);
}

function readHeaders(headers: IncomingHttpHeaders): Record<string, string> {
	const entries = Object.entries(headers).map(([name, value = '']) => [name, [value].flat().join(', ')] as const);
	return Object.fromEntries(entries);
}
