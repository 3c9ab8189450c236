import { request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Reply {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
	/** Parsed when it is JSON. */
	body: unknown;
}

export interface Sent {
	headers?: Record<string, string>;
	/** An object goes out as JSON, a string as it is. */
	body?: unknown;
}

/** `PUT /groups/a%2Fb`: the path goes down the wire exactly as written, which `fetch` would not promise. */
export async function send(origin: string, line: string, { headers: extra = {}, body }: Sent = {}): Promise<Reply> {
	const [method, path] = line.split(' ');
	const payload = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
	const contentType = typeof body === 'object' ? { 'content-type': 'application/json' } : {};
	return await new Promise<Reply>((resolve, reject) => {
		const { hostname, port } = new URL(origin);
		const length = payload === undefined ? {} : { 'content-length': Buffer.byteLength(payload) };
		const outgoing = request({
			hostname,
			port,
			method,
			path,
			agent: false,
			headers: { ...contentType, ...length, ...extra },
		});
		outgoing.once('error', reject);
		outgoing.once('response', (incoming) => {
			text(incoming).then((answer) => {
				const { statusCode: status = 0, headers } = incoming;
				resolve({ status, headers, text: answer, body: parse(answer) });
			}, reject);
		});
		outgoing.end(payload);
	});
}

function parse(value: string): unknown {
	try {
		const parsed: unknown = JSON.parse(value);
		return parsed;
	} catch {
		return undefined;
	}
}
