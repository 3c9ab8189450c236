import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONTROL_PREFIX, control } from './control';
import { deliver } from './deliver';
import { Faults } from './faults';
import { type Answer, Refusal, type SimulatedRequest, text } from './http';
import { createLimiter, type Limiter } from './limit';
import { type LoggedRequest, parseBody, readHead } from './log';
import { type CommonSwitches, defaultSwitches } from './switches';
import type { Simulator, SimulatorOptions } from './simulator';
import type { Vendor } from './vendor';
import { send, transmit } from './wire';

export async function startSimulator<Switches extends CommonSwitches, State, Seed extends object>(
	vendor: Vendor<Switches, State, Seed>,
	options: SimulatorOptions<Switches, Seed> = {},
): Promise<Simulator<Switches, State, Seed>> {
	const simulator = new RunningSimulator(vendor, options);
	await simulator.listen(options.port ?? 0);
	return simulator;
}

class RunningSimulator<Switches extends CommonSwitches, State, Seed extends object> implements Simulator<
	Switches,
	State,
	Seed
> {
	url = '';
	readonly log: LoggedRequest[] = [];
	readonly switches: Switches;
	readonly faults: Faults;
	latency: number;
	state: State;

	private readonly defaults: Switches;
	private readonly now: () => number;
	private readonly handling = new Set<LoggedRequest>();
	private readonly sockets = new Set<Socket>();
	private readonly server: Server;
	private limiter: Limiter;
	private held = hold();

	constructor(
		private readonly vendor: Vendor<Switches, State, Seed>,
		private readonly options: SimulatorOptions<Switches, Seed>,
	) {
		const { now = Date.now, random = Math.random, latency = 0, seed = vendor.defaultSeed } = options;
		this.now = now;
		this.faults = new Faults(random);
		this.defaults = defaultSwitches(vendor.switches) as Switches;
		this.switches = { ...this.defaults, ...options.switches };
		this.latency = latency;
		this.state = vendor.createState(seed);
		this.limiter = createLimiter(now, vendor.tellWait);
		this.server = createServer((incoming, response) => {
			// Fails only when the client breaks off, or when the request is dropped by reset() or close().
			this.handle(incoming, response).catch(() => response.destroy());
		});
		// Idle connections stay open, so that no test meets a reset that it did not script.
		this.server.keepAliveTimeout = 0;
		this.server.on('connection', (socket: Socket) => {
			this.sockets.add(socket);
			socket.once('close', () => this.sockets.delete(socket));
		});
	}

	get baseUrl(): string {
		return `${this.url}${this.vendor.basePath}`;
	}

	get openConnections(): number {
		return this.sockets.size;
	}

	async listen(port: number): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', resolve);
		});
		this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	seed(data: Seed): void {
		this.state = this.vendor.createState(data);
	}

	reset(): void {
		this.state = this.vendor.createState(this.vendor.defaultSeed);
		Object.assign(this.switches, this.defaults);
		this.log.length = 0;
		this.faults.clear();
		this.latency = 0;
		this.limiter = createLimiter(this.now, this.vendor.tellWait);
		this.held.abort();
		this.held = hold();
	}

	async close(): Promise<void> {
		this.held.abort();
		const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
		this.server.closeAllConnections();
		await closed;
	}

	private async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
		const head = readHead(incoming.method ?? '', incoming.url ?? '', incoming.headers);
		if (head.path.startsWith(CONTROL_PREFIX)) {
			const rawBody = await readText(incoming);
			send(response, control(this.vendor, this, { ...head, rawBody, body: parseBody(rawBody) }));
			return;
		}
		const entry = this.enter(head);
		response.once('close', () => this.handling.delete(entry));
		entry.rawBody = await readText(incoming);
		entry.body = parseBody(entry.rawBody, head.headers['content-type']);
		const { signal } = this.held;
		const wait = async (ms: number): Promise<void> => await this.wait(ms, signal);
		const delivery = await deliver(this.faults.take(entry), {
			request: entry,
			operate: (request) => this.operate(request),
			refuse: (refusal) => this.vendor.refuse(refusal, refusal.message, this.switches),
			wait,
		});
		await wait(this.latency);
		// Before the first byte leaves: who has the answer finds it in the log, and this request no longer counted.
		const clientIsGone = !this.handling.delete(entry);
		if (clientIsGone) return void response.destroy();
		if (delivery.send === 'whole') entry.status = delivery.answer.status;
		await transmit(response, delivery, { wait, signal });
	}

	private enter(head: ReturnType<typeof readHead>): LoggedRequest {
		const inFlight = this.handling.size + 1;
		const entry: LoggedRequest = {
			at: this.now(),
			...head,
			body: undefined,
			rawBody: '',
			status: undefined,
			inFlight,
		};
		this.log.push(entry);
		this.handling.add(entry);
		return entry;
	}

	private operate(request: SimulatedRequest): Answer {
		const { vendor, state, switches } = this;
		const origin = `http://${request.headers['host'] ?? ''}`;
		const limit = (code: string, message: string): void => this.limiter(switches, code, message);
		try {
			return vendor.answer({ request, state, switches, origin, limit });
		} catch (error) {
			if (!(error instanceof Refusal)) return text(500, `simulator: ${String(error)}`);
			const echo = vendor.credentials(request).filter((value) => value !== undefined);
			const heard = switches.echoKey === 'on' && echo.length > 0 ? ` (received ${echo.join(', ')})` : '';
			return vendor.refuse(error, `${error.message}${heard}`, switches);
		}
	}

	private async wait(ms: number, signal: AbortSignal): Promise<void> {
		if (ms <= 0) return;
		if (this.options.sleep) await this.options.sleep(ms, signal);
		else await sleep(ms, undefined, { signal });
	}
}

function hold(): AbortController {
	const controller = new AbortController();
	// As many requests as a test likes may be held at once.
	setMaxListeners(0, controller.signal);
	return controller;
}
