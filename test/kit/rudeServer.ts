import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

export const MB = 1024 * 1024;

/** A server that answers as it is told, and knows which of its connections are open. */
export class Rude {
	answer: Answer = (response) => response.end();
	/** Instead of an answer in HTTP. */
	bytes?: string;
	requests = 0;
	/** Bytes of bodies that the client took. */
	taken = 0;
	readonly open = new Set<Socket>();
	private readonly server: Server;

	constructor() {
		this.server = createServer((request, response) => {
			this.requests += 1;
			request.resume();
			request.on('end', () => {
				if (this.bytes === undefined) this.answer(response, request);
				else request.socket.end(this.bytes);
			});
		});
		this.server.on('connection', (socket) => {
			this.open.add(socket);
			socket.on('error', () => undefined);
			socket.on('close', () => {
				this.taken += socket.bytesWritten;
				this.open.delete(socket);
			});
		});
	}

	async listen(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Bytes handed to connections by now, the open ones included. */
	get sent(): number {
		return [...this.open].reduce((sum, socket) => sum + socket.bytesWritten, this.taken);
	}
}

/** A byte now and then, for ever. */
export const dripping: Answer = (response) => {
	const timer = setInterval(() => response.write(' '), 5);
	response.on('close', () => clearInterval(timer));
	response.writeHead(200, { 'content-type': 'application/json' }).write('[');
};

/** As much as the client takes, for ever. */
export const flooding =
	(status = 200): Answer =>
	(response) => {
		const chunk = Buffer.alloc(MB / 4, 'x');
		const pour = () => {
			while (!response.destroyed && response.write(chunk));
		};
		response.on('drain', pour);
		response.writeHead(status, { 'content-type': 'application/json' });
		pour();
	};

export const silent: Answer = () => undefined;

/** Headers, a beginning, and nothing more. */
export const stalled: Answer = (response) => void response.writeHead(200).write('[');

export const whole =
	(
		body: string | Buffer,
		{ status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
	): Answer =>
	(response) =>
		void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** 200 ms after the end of a request nothing is open, and nothing is sent any more. */
export async function expectLetGo(server: Rude): Promise<void> {
	await pause(200);
	expect(server.open.size).toBe(0);
	const { sent } = server;
	await pause(100);
	expect(server.sent).toBe(sent);
}
