import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request and its answer. */
export interface Exchange {
	method: string;
	path: string;
	query: Record<string, string>;
	/** Parsed; undefined for none. */
	body: unknown;
	status: number;
	answer: unknown;
}

export interface Recorder {
	/** Goes into the node's domain field in place of the vendor's. */
	readonly url: string;
	readonly exchanges: Exchange[];
	close(): Promise<void>;
}

const parse = (value: string): unknown => (value === '' ? undefined : (JSON.parse(value) as unknown));

/** Stands between the node and a simulator, and keeps what both of them say. */
export async function startRecorder(target: string): Promise<Recorder> {
	const exchanges: Exchange[] = [];
	const server = createServer((incoming, outgoing) => {
		const pass = async (): Promise<void> => {
			const { method = '', url = '' } = incoming;
			const sent = await text(incoming);
			const headers = Object.entries(incoming.headers).filter(
				([name]) => !['host', 'connection', 'content-length'].includes(name),
			);
			const answer = await fetch(`${target}${url}`, {
				method,
				headers: Object.fromEntries(headers.map(([name, value]) => [name, String(value)])),
				...(sent === '' ? {} : { body: sent }),
			});
			const received = await answer.text();
			const { pathname, searchParams } = new URL(url, target);
			const query = Object.fromEntries(searchParams);
			exchanges.push({
				method,
				path: pathname,
				query,
				body: parse(sent),
				status: answer.status,
				answer: parse(received),
			});
			outgoing
				.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
				.end(received);
		};
		pass().catch(() => outgoing.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		exchanges,
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}
