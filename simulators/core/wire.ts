import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { type Delivery, firstHalf } from './deliver';
import type { WireFault } from './faults';
import type { Answer } from './http';

const FLOOD = ' '.repeat(65_536);

export interface Held {
	/** @throws when the simulator is reset or closed meanwhile */
	wait: (ms: number) => Promise<void>;
	/** Aborted when the simulator is reset or closed. */
	signal: AbortSignal;
}

/** Sends what the fault, or none, left of an answer. */
export async function transmit(response: ServerResponse, delivery: Delivery, held: Held): Promise<void> {
	switch (delivery.send) {
		case 'whole':
			return send(response, delivery.answer);
		case 'half':
			return sendHalf(response, delivery.answer);
		case 'nothing':
			return void response.destroy();
		case 'raw':
			return sendBytes(response, Buffer.from(delivery.bytes, 'latin1'));
		case 'broken':
			return sendBytes(response, broken(delivery.answer, delivery.wire));
		case 'endless':
			return await sendWithoutEnd(response, delivery, held);
	}
}

export function send(response: ServerResponse, answer: Answer): void {
	const { status, headers, body } = answer;
	const hasBody = status !== 204 && status !== 304;
	const length = hasBody ? { 'content-length': Buffer.byteLength(body) } : {};
	response.writeHead(status, { ...headers, ...length }).end(hasBody ? body : undefined);
}

function sendHalf(response: ServerResponse, { status, headers, body }: Answer): void {
	const half = firstHalf(body);
	if (half === '') return void response.destroy();
	const length = { 'content-length': Buffer.byteLength(body) };
	response.writeHead(status, { ...headers, ...length }).write(half, () => response.destroy());
}

function sendBytes(response: ServerResponse, bytes: Buffer): void {
	response.socket?.end(bytes, () => response.destroy());
}

function broken({ status, headers, body }: Answer, wire: WireFault): Buffer {
	const lines = [`HTTP/1.1 ${status} OK`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
	// An answer without a body has nothing that could break.
	const content = Buffer.from(body === '' ? '{}' : body);
	const message = (extra: string[], payload: Buffer): Buffer =>
		Buffer.concat([Buffer.from([...lines, ...extra, '', ''].join('\r\n'), 'latin1'), payload]);
	const length = (bytes: number): string => `content-length: ${bytes}`;
	switch (wire) {
		case 'malformed-header':
			return message(['a line without a colon', 'x-odd: \u0000\u0001', length(content.length)], content);
		case 'header-cut':
			return Buffer.from(`${lines.join('\r\n')}\r\nx-cut: he`, 'latin1');
		case 'short-body':
			return message([length(content.length + 100)], content);
		case 'broken-gzip': {
			const packed = gzipSync(content);
			const half = packed.subarray(0, Math.floor(packed.length / 2));
			return message(['content-encoding: gzip', length(half.length)], half);
		}
		case 'not-gzip':
			return message(['content-encoding: gzip', length(content.length)], content);
		case 'bad-chunk':
			return message(['transfer-encoding: chunked'], Buffer.from(`zz\r\n${content.toString()}\r\n0\r\n\r\n`));
	}
}

/** Goes on until the client lets go, or until the simulator is reset or closed. */
async function sendWithoutEnd(
	response: ServerResponse,
	{ answer, endless, every }: Extract<Delivery, { send: 'endless' }>,
	{ wait, signal }: Held,
): Promise<void> {
	signal.addEventListener('abort', () => response.destroy(), { once: true });
	const { socket } = response;
	if (!socket) return;
	if (endless === 'header') socket.write('HTTP/1.1 200 OK\r\n');
	else response.writeHead(200, answer.headers).write(answer.body.slice(0, 1) || ' ');
	if (endless === 'stall') return;
	for (let sent = 0; !socket.destroyed; sent += 1) {
		if (endless === 'flood') {
			await flood(response);
		} else {
			await wait(every);
			if (endless === 'header') socket.write(`x-${sent}: ${sent}\r\n`);
			else response.write(' ');
		}
	}
}

async function flood(response: ServerResponse): Promise<void> {
	const isTaken = response.write(FLOOD);
	await new Promise<void>((resolve) => {
		if (isTaken) return void setImmediate(resolve);
		const go = (): void => {
			response.off('drain', go).off('close', go);
			resolve();
		};
		response.on('drain', go).on('close', go);
	});
}
