import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

import { failureOf as failureIn, type Failure } from '../../nodes/GroupManager/engine/errors';
import type { Reply } from '../../nodes/GroupManager/engine/vendor';
import { keitaro } from '../../nodes/GroupManager/vendors/keitaro';
import { AxiosHost } from '../hosts/axiosHost';
import { byId, failureOf, useBench } from './bench';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const MB = 1024 * 1024;
const bench = useBench();

/** A server that answers as it is told, and knows which of its connections are open. */
class Rude {
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
const dripping: Answer = (response) => {
	const timer = setInterval(() => response.write(' '), 5);
	response.on('close', () => clearInterval(timer));
	response.writeHead(200, { 'content-type': 'application/json' }).write('[');
};

/** As much as the client takes, for ever. */
const flooding =
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

const silent: Answer = () => undefined;

/** Headers, a beginning, and nothing more. */
const stalled: Answer = (response) => void response.writeHead(200).write('[');

const whole =
	(body: string | Buffer, { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {}): Answer =>
	(response) =>
		void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

let server: Rude;
beforeEach(async () => {
	server = new Rude();
	await server.listen();
	bench.store('rude', 'keitaro', { domain: `${server.url}/admin_api/v1` });
});
afterEach(async () => await server.close());

/** 200 ms after the end of a request nothing is open, and nothing is sent any more. */
async function expectLetGo(): Promise<void> {
	await pause(200);
	expect(server.open.size).toBe(0);
	const { sent } = server;
	await pause(100);
	expect(server.sent).toBe(sent);
}

const TIMEOUT = 250;
const options = { timeout: TIMEOUT, maxAttempts: 1 };

const runs = (more: Parameters<typeof bench.run>[2] = {}, settings: object = {}) =>
	bench.run(
		'keitaro group.getAll',
		{ groupType: 'campaigns', returnAll: true, options: { ...options, ...settings } },
		{ credentialId: 'rude', onError: 'continueErrorOutput', ...more },
	);

const ENDLESS: Array<[string, Answer]> = [
	['whose body drips', dripping],
	['whose body never ends', flooding()],
	['whose body stalls', stalled],
	['that sends no headers', silent],
];

describe('in n8n, a server', () => {
	it.each(ENDLESS)('%s is let go of at the deadline', async (_, answer) => {
		server.answer = answer;
		const { outputs } = await runs({}, answer === ENDLESS[1]![1] ? { timeout: 10_000 } : {});
		const [failed] = outputs[1];
		expect(failureOf(failed!).code).toBe(answer === ENDLESS[1]![1] ? 'unexpected_response' : 'timeout');
		await expectLetGo();
	});

	it.each([ENDLESS[0]!, ENDLESS[2]!, ENDLESS[3]!])('%s is let go of when the run is cancelled', async (_, answer) => {
		const controller = new AbortController();
		server.answer = (response, request) => {
			answer(response, request);
			setTimeout(() => controller.abort(), 50);
		};
		const { status } = await runs({ signal: controller.signal }, { timeout: 20_000 });
		expect(status).toBe('canceled');
		await expectLetGo();
		expect(server.requests).toBe(1);
	});

	it('that answers with 20 MB is let go of at 16 MB, and asked only once', async () => {
		server.answer = whole(Buffer.alloc(20 * MB, ' '));
		const { outputs } = await runs({}, { timeout: 20_000, maxAttempts: 3 });
		const { code, message } = failureOf(outputs[1][0]!);
		expect(code).toBe('unexpected_response');
		expect(message).toContain('the answer is larger than 16 MB');
		expect(server.requests).toBe(1);
		await expectLetGo();
	});

	it('whose 2 MB grow over 16 MB when they are unpacked is let go of as well', async () => {
		server.answer = whole(gzipSync(Buffer.alloc(64 * MB, ' ')), { headers: { 'content-encoding': 'gzip' } });
		const { outputs } = await runs({}, { timeout: 20_000 });
		expect(failureOf(outputs[1][0]!).message).toContain('the answer is larger than 16 MB');
		await expectLetGo();
	});

	it('that answers with 15 MB is heard', async () => {
		server.answer = whole(`[${' '.repeat(15 * MB)}]`);
		const { outputs } = await runs({}, { timeout: 20_000 });
		expect(outputs[1]).toEqual([]);
		expect(outputs[0][0]!.json.data).toEqual([]);
		await expectLetGo();
	});

	it.each([
		['of 500 kB', whole('e'.repeat(500_000), { status: 400 })],
		['that never ends', flooding(400)],
	])('with an error page %s is let go of after its beginning', async (_, answer) => {
		server.answer = answer;
		const { outputs } = await runs({}, { timeout: 20_000 });
		const failed = failureOf(outputs[1][0]!);
		expect(failed.httpStatus).toBe(400);
		expect(failed.details!.length).toBeLessThanOrEqual(64 * 1024);
		await expectLetGo();
	});
});

describe('a login in n8n', () => {
	const login = async (answer: Answer, more: Parameters<typeof bench.run>[2] = {}, settings: object = {}) => {
		server.answer = answer;
		bench.store('rude', 'audienceManager', { tokenUrl: `${server.url}/ims/token/v3` });
		const parameters = { options: { ...options, ...settings }, groupId: byId(2001) };
		return await bench.run('audienceManager group.delete', parameters, { credentialId: 'rude', onError: 'continueErrorOutput', ...more });
	};

	it.each([ENDLESS[0]!, ENDLESS[2]!, ENDLESS[3]!])('to a server %s is let go of, and its request known as not sent', async (_, answer) => {
		const { outputs } = await login(answer);
		const { code, message, request } = failureOf(outputs[1][0]!);
		expect(code).toBe('timeout');
		expect(message).toContain('the login was not answered within 250 ms');
		expect(request).toBeNull();
		await expectLetGo();
		expect(bench.log('audienceManager')).toEqual([]);
	});

	it('to a server whose body never ends is let go of after its beginning', async () => {
		const { outputs } = await login(flooding(), {}, { timeout: 20_000 });
		expect(failureOf(outputs[1][0]!).message).toContain('Adobe could not be reached for the login');
		await expectLetGo();
	});

	it('is let go of when the run is cancelled', async () => {
		const controller = new AbortController();
		const dripsUntil: Answer = (response, request) => {
			dripping(response, request);
			setTimeout(() => controller.abort(), 50);
		};
		const { status } = await login(dripsUntil, { signal: controller.signal }, { timeout: 20_000 });
		expect(status).toBe('canceled');
		await expectLetGo();
	});

	const TOKEN = JSON.stringify({ access_token: 'new', token_type: 'bearer', expires_in: 86_399 });

	it.each<[string, Answer, string]>([
		['short', whole('{"error":"no"}', { status: 401 }), 'unauthorized'],
		['endless', (response) => flooding(response.req.headers.authorization === 'Bearer new' ? 200 : 401)(response, response.req), 'timeout'],
		['dripping', dripping, 'timeout'],
	])('that renews a token leaves no %s answer of it open', async (name, answer, code) => {
		server.answer = (response, request) => {
			if (request.url!.startsWith('/ims')) whole(TOKEN)(response, request);
			else if (name === 'dripping' && server.requests === 1) whole('', { status: 401 })(response, request);
			else answer(response, request);
		};
		bench.store('rude', 'audienceManager', { domain: `${server.url}/api/v1`, tokenUrl: `${server.url}/ims/token/v3`, accessToken: 'old' });
		const parameters = { options, groupId: byId(2001) };
		const { outputs } = await bench.run('audienceManager group.delete', parameters, { credentialId: 'rude', onError: 'continueErrorOutput' });
		expect(failureOf(outputs[1][0]!).code).toBe(code);
		await expectLetGo();
	});
});

const plain = async (timeout = TIMEOUT): Promise<Reply> =>
	await new AxiosHost(keitaro, { vendor: 'keitaro', apiKey: 'key' }).send({ method: 'GET', url: `${server.url}/groups`, timeout });

describe('on plain axios, a server', () => {
	const failing = async (timeout?: number): Promise<Failure> => failureIn(await plain(timeout).catch((error: unknown) => error));

	it.each(ENDLESS)('%s is let go of at the deadline or the ceiling', async (_, answer) => {
		server.answer = answer;
		const [timeout, code] = answer === ENDLESS[1]![1] ? [20_000, 'unexpected_response'] : [TIMEOUT, 'timeout'];
		expect((await failing(timeout)).code).toBe(code);
		await expectLetGo();
	});

	it('is let go of after the beginning of its error page', async () => {
		server.answer = flooding(500);
		expect((await plain(20_000)).text).toHaveLength(64 * 1024);
		await expectLetGo();
	});
});

describe('an answer that is none', () => {
	const BROKE_OFF = 'the connection broke off';
	const NO_HTTP = 'the answer was not understandable HTTP';

	it.each<[string, Answer | string, string]>([
		['with headers that are none', 'HTTP/1.1 200 OK\r\nno header at all\r\n\r\n[]', NO_HTTP],
		['that is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', NO_HTTP],
		['with a chunk of no size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n', BROKE_OFF],
		['whose headers end early', 'HTTP/1.1 200 OK\r\nContent-Le', BROKE_OFF],
		['whose body ends early', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1, 2', BROKE_OFF],
		['whose error page ends early', 'HTTP/1.1 400 Bad\r\nContent-Length: 100\r\n\r\nno', BROKE_OFF],
		['whose gzip is none', whole('[]', { headers: { 'content-encoding': 'gzip' } }), BROKE_OFF],
	])('%s may have been carried out all the same', async (_, answer, reason) => {
		if (typeof answer === 'string') server.bytes = answer;
		else server.answer = answer;
		const { outputs } = await runs({}, { timeout: 20_000 });
		expect(failureOf(outputs[1][0]!)).toMatchObject({ code: 'unavailable', message: expect.stringContaining(reason) });
		await expectLetGo();
		const failure = failureIn(await plain(20_000).catch((error: unknown) => error));
		expect(failure).toMatchObject({ code: 'unavailable', reason, facts: { kind: 'transient', unsent: false } });
	});
});

describe('text that comes in pieces', () => {
	const NAME = 'Größe 漢字 😀';
	const inPieces =
		(bytes: Buffer, status = 200): Answer =>
		(response) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			const next = (at: number): void => {
				if (at === bytes.length) return void response.end();
				response.write(bytes.subarray(at, at + 1), () => setImmediate(() => next(at + 1)));
			};
			next(0);
		};

	it('keeps its characters, and loses its byte order mark', async () => {
		server.answer = inPieces(Buffer.from(`\uFEFF[{"id": 1, "name": "${NAME}", "type": "campaigns"}]`));
		const { outputs } = await runs({}, { timeout: 20_000 });
		expect(outputs[0][0]!.json.data).toEqual([{ id: 1, name: NAME, type: 'campaigns' }]);
		expect((await plain(20_000)).text).toContain(NAME);
	});

	it('is cut between two characters', async () => {
		server.answer = whole(`x${'漢'.repeat(50_000)}`, { status: 400 });
		const { text } = await plain(20_000);
		expect(text).toBe(`x${'漢'.repeat(21_845)}`);
	});
});
