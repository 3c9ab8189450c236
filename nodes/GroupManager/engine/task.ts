import { Batch } from './batch';
import { Failure } from './errors';
import type { Input } from './input';
import { Pool } from './pool';
import { Redactor } from './redact';
import { readReply } from './reply';
import type { Host, Vendor } from './vendor';

/** A request as the envelope shows it; header values are masked on the way out. */
export interface ShownRequest {
	method: string;
	url: string;
	headers: Record<string, string>;
	body?: unknown;
}

/** What all items of one execution share. */
export class Run {
	readonly batch = new Batch();
	readonly pool: Pool;
	/** Reads by key, for the length of the execution. */
	readonly reads = new Map<string, { trace: Trace; value: Promise<unknown> }>();

	constructor(
		readonly vendor: Vendor,
		/** Without a trailing slash. */
		readonly baseUrl: string,
		readonly headers: Record<string, string>,
		readonly host: Host,
		concurrency: number,
	) {
		this.pool = new Pool(concurrency);
	}
}

/** Which of an item's requests its envelope shows: the last write, else the first read. */
export class Trace {
	private read?: ShownRequest;
	private write?: ShownRequest;

	get request(): ShownRequest | null {
		return this.write ?? this.read ?? null;
	}

	add(request: ShownRequest): void {
		if (request.method === 'GET') this.read ??= request;
		else this.write = request;
	}

	/** Takes over what another task sent on this one's behalf. */
	adopt({ request }: Trace): void {
		if (request) this.add(request);
	}
}

/** One item at work: all that an operation may use. */
export class Task {
	constructor(
		readonly run: Run,
		readonly input: Input,
		readonly trace = new Trace(),
	) {}

	/** The same item turned to one group. */
	withGroup(id: string): Task {
		return new Task(this.run, { ...this.input, group: { by: 'id', value: id } }, this.trace);
	}

	/**
	 * Sends one request and reads the answer. Never repeated for another item: see `read`.
	 * @param path from the base URL on, encoded; an absolute URL is taken as it is
	 * @returns the parsed body, undefined for none
	 * @throws Failure
	 */
	async send(method: string, path: string, body?: unknown): Promise<unknown> {
		const { run, trace, input } = this;
		const url = path.startsWith('/') ? `${run.baseUrl}${path}` : path;
		const shown: ShownRequest = { method, url, headers: run.headers, ...(body === undefined ? {} : { body }) };
		const reply = await run.pool.run(async () => {
			try {
				const answer = await run.host.send({ method, url, body, timeout: input.options.timeout });
				trace.add(shown);
				return answer;
			} catch (error) {
				if (!(error instanceof NotSent)) trace.add(shown);
				throw error;
			}
		});
		return readReply(run.vendor, reply.status < 400 ? reply : { ...reply, text: this.withoutSecrets(reply.text) }, shown);
	}

	/** Before a message is cut out of the text: half a key would no longer be known as one. */
	private withoutSecrets(text: string): string {
		const redactor = new Redactor();
		redactor.learn(this.run.host.secrets());
		return redactor.byValue(text);
	}

	/** A GET that the items of this execution share. */
	async read(path: string): Promise<unknown> {
		return await this.share(path, async (task) => await task.send('GET', path));
	}

	/**
	 * Loads something once per execution; the items that are served by it show its request.
	 * @param key a path, or anything else that tells it from other reads
	 */
	async share<T>(key: string, load: (task: Task) => Promise<T>): Promise<T> {
		const { reads } = this.run;
		let entry = reads.get(key);
		if (!entry) {
			const task = new Task(this.run, this.input);
			entry = { trace: task.trace, value: load(task) };
			reads.set(key, entry);
		}
		try {
			return (await entry.value) as T;
		} finally {
			this.trace.adopt(entry.trace);
		}
	}

	/** What `share` has loaded or is loading under the key; undefined when nobody asked for it. */
	shared<T>(key: string): Promise<T> | undefined {
		return this.run.reads.get(key)?.value as Promise<T> | undefined;
	}

	/** Puts what a write returned in the place of a shared read. */
	renew(key: string, value: unknown): void {
		this.run.reads.set(key, { trace: this.trace, value: Promise.resolve(value) });
	}
}

/** The request never left: nothing to show, nothing to doubt. */
export class NotSent extends Failure {}
