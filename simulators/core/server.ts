import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONTROL_PREFIX, control } from './control';
import { deliver, type FaultRule, Faults, firstHalf } from './faults';
import { type Answer, Refusal, type SimulatedRequest, text } from './http';
import { createLimiter } from './limit';
import { type LoggedRequest, parseBody, readHead } from './log';
import { type CommonSwitches, defaultSwitches } from './switches';
import type { Vendor } from './vendor';

export interface SimulatorOptions<Switches, Seed> {
	/** A free one when left out. */
	port?: number;
	switches?: Partial<Switches>;
	seed?: Seed;
	/** Added to every answer, in ms. */
	latency?: number;
	/** The clock of the log and of the rate limit, in ms. */
	now?: () => number;
	/** 0..1, for the probability of faults. */
	random?: () => number;
}

export interface Simulator<Switches, State, Seed> {
	/** The origin, `http://127.0.0.1:PORT`. */
	readonly url: string;
	/** What goes into the node's domain field. */
	readonly baseUrl: string;
	/** Every request in order of arrival, without those to the control endpoints. */
	readonly log: LoggedRequest[];
	/** The live state; `seed` and `reset` put a new one in its place. */
	readonly state: State;
	readonly switches: Switches;
	/** Added to every answer, in ms. */
	latency: number;
	seed(data: Seed): void;
	/** Default seed and switches, empty log, no faults, no latency; requests that are still held are dropped. */
	reset(): void;
	readonly faults: { add(rule: FaultRule): void; clear(): void };
	/** Also breaks the connections that are still open. */
	close(): Promise<void>;
}

export async function startSimulator<Switches extends CommonSwitches, State, Seed extends object>(
	vendor: Vendor<Switches, State, Seed>,
	options: SimulatorOptions<Switches, Seed> = {},
): Promise<Simulator<Switches, State, Seed>> {
	const { now = Date.now, random = Math.random } = options;
	const defaults = defaultSwitches(vendor.switches) as Switches;
	const switches = { ...defaults, ...options.switches };
	const log: LoggedRequest[] = [];
	const faults = new Faults(random);
	const handling = new Set<LoggedRequest>();
	let state = vendor.createState(options.seed ?? vendor.defaultSeed);
	let latency = options.latency ?? 0;
	let limiter = createLimiter(now);
	let held = hold();

	async function wait(ms: number): Promise<void> {
		if (ms > 0) await sleep(ms, undefined, { signal: held.signal });
	}

	function operate(request: SimulatedRequest): Answer {
		const origin = `http://${request.headers['host'] ?? ''}`;
		const limit = (code: string, message: string): void => limiter(switches, code, message);
		try {
			return vendor.answer({ request, state, switches, origin, limit });
		} catch (error) {
			if (!(error instanceof Refusal)) return text(500, `simulator: ${String(error)}`);
			const echo = vendor.credentials(request).filter((value) => value !== undefined);
			const heard = switches.echoKey === 'on' && echo.length > 0 ? ` (received ${echo.join(', ')})` : '';
			return vendor.refuse(error, `${error.message}${heard}`, switches);
		}
	}

	async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
		const head = readHead(incoming.method ?? '', incoming.url ?? '', incoming.headers);
		if (head.path.startsWith(CONTROL_PREFIX)) {
			const rawBody = await readText(incoming);
			send(response, control(vendor, simulator, { ...head, rawBody, body: parseBody(rawBody) }));
			return;
		}
		const entry: LoggedRequest = {
			at: now(),
			...head,
			body: undefined,
			rawBody: '',
			status: undefined,
			inFlight: handling.size + 1,
		};
		log.push(entry);
		handling.add(entry);
		response.once('close', () => handling.delete(entry));
		entry.rawBody = await readText(incoming);
		entry.body = parseBody(entry.rawBody, head.headers['content-type']);
		const delivery = await deliver(faults.take(entry), () => operate(entry), wait);
		await wait(latency);
		// Before the first byte leaves: who has the answer finds it in the log, and this request no longer counted.
		const clientIsGone = !handling.delete(entry);
		if (clientIsGone || delivery.send === 'nothing') {
			response.destroy();
		} else if (delivery.send === 'half') {
			sendHalf(response, delivery.answer);
		} else {
			entry.status = delivery.answer.status;
			send(response, delivery.answer);
		}
	}

	const server = createServer((incoming, response) => {
		// Fails only when the client breaks off, or when the request is dropped by reset() or close().
		handle(incoming, response).catch(() => response.destroy());
	});
	// Idle connections stay open, so that no test meets a reset that it did not script.
	server.keepAliveTimeout = 0;

	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, '127.0.0.1', resolve);
	});
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	const simulator: Simulator<Switches, State, Seed> = {
		url,
		baseUrl: `${url}${vendor.basePath}`,
		log,
		switches,
		faults,
		get state() {
			return state;
		},
		get latency() {
			return latency;
		},
		set latency(ms) {
			latency = ms;
		},
		seed(data) {
			state = vendor.createState(data);
		},
		reset() {
			state = vendor.createState(vendor.defaultSeed);
			Object.assign(switches, defaults);
			log.length = 0;
			faults.clear();
			latency = 0;
			limiter = createLimiter(now);
			held.abort();
			held = hold();
		},
		async close() {
			held.abort();
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			server.closeAllConnections();
			await closed;
		},
	};
	return simulator;
}

function hold(): AbortController {
	const controller = new AbortController();
	// As many requests as a test likes may be held at once.
	setMaxListeners(0, controller.signal);
	return controller;
}

function send(response: ServerResponse, answer: Answer): void {
	writeHead(response, answer).end(answer.body);
}

function sendHalf(response: ServerResponse, answer: Answer): void {
	const half = firstHalf(answer.body);
	if (half === '') response.destroy();
	else writeHead(response, answer).write(half, () => response.destroy());
}

function writeHead(response: ServerResponse, { status, headers, body }: Answer): ServerResponse {
	const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
	return response.writeHead(status, { ...headers, ...length });
}
