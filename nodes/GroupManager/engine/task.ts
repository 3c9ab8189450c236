import { Batch } from './batch';
import { Failure, failureOf, raise } from './errors';
import type { Input } from './input';
import { Pool } from './pool';
import { Redactor } from './redact';
import { readReply } from './reply';
import { Sender, type SendRules, type Sent } from './sender';
import type { Host, Vendor } from './vendor';

/** A request as the envelope shows it; header values are masked on the way out. */
export interface ShownRequest {
	method: string;
	url: string;
	headers: Record<string, string>;
	body?: unknown;
}

type Reads = Map<string, { trace: Trace; value: Promise<unknown> }>;

/** What all items of one execution share. */
export class Run {
	readonly batch = new Batch();
	readonly pool: Pool;
	readonly sender: Sender;
	/** How many different groups the items address by name. */
	namesToFind = (): number => 0;
	/** Reads by key, for the length of the execution. What a dry run leaves behind did not happen, so it has its own. */
	readonly reads: Reads = new Map();
	readonly plannedReads: Reads = new Map();

	private standIns = 0;

	constructor(
		readonly vendor: Vendor,
		/** Without a trailing slash. */
		readonly baseUrl: string,
		readonly headers: Record<string, string>,
		readonly host: Host,
		concurrency: number,
	) {
		this.pool = new Pool(concurrency, host.clock);
		this.sender = new Sender(this.pool, host.clock);
	}

	/** An id for a group that a dry run only plans: `new-1`, `new-2`… */
	standIn(): string {
		this.standIns += 1;
		return `new-${this.standIns}`;
	}
}

/** A write that a dry run would have sent. */
export interface PlannedRequest {
	method: string;
	url: string;
	body?: unknown;
}

/** Which of an item's requests its envelope shows: the last write, else the first read. A dry run's writes are kept apart. */
export class Trace {
	readonly plan: PlannedRequest[] = [];
	/** Of the answer that came last. */
	status?: number;
	private read?: ShownRequest;
	private write?: ShownRequest;
	private hasLookedUp = false;

	get request(): ShownRequest | null {
		return this.write ?? this.read ?? null;
	}

	add(request: ShownRequest): void {
		if (request.method !== 'GET') {
			this.write = request;
		} else if (!this.read || this.hasLookedUp) {
			this.read = request;
			this.hasLookedUp = false;
		}
	}

	/** What was read so far only made ids of names: the next read is the one to show. */
	lookedUp(): void {
		this.hasLookedUp = true;
	}

	/** Takes over what another task sent on this one's behalf. */
	adopt({ request, plan, status }: Trace): void {
		if (request) this.add(request);
		if (status !== undefined) this.status = status;
		this.plan.push(...plan);
	}
}

/** One item at work: all that an operation may use. */
export class Task {
	constructor(
		readonly run: Run,
		readonly input: Input,
		readonly trace = new Trace(),
	) {}

	/** A task of its own for a request that serves several items. */
	helper(): Task {
		return new Task(this.run, this.input);
	}

	/** The same item turned to one group. */
	withGroup(id: string): Task {
		return new Task(this.run, { ...this.input, group: { by: 'id', value: id } }, this.trace);
	}

	/**
	 * Sends one request, again where that is safe and may help, and reads the answer.
	 * @param path from the base URL on, encoded; an absolute URL is taken as it is
	 * @throws Failure
	 */
	private async send(method: string, path: string, body?: unknown, recover?: SendRules['recover']): Promise<Sent> {
		const { run, trace, input } = this;
		const { timeout, maxAttempts, maxRetryWait } = input.options;
		const url = path.startsWith('/') ? `${run.baseUrl}${path}` : path;
		const shown: ShownRequest = { method, url, headers: run.headers, ...(body === undefined ? {} : { body }) };
		const attempt = async (): Promise<unknown> => {
			const reply = await run.host.send({ method, url, body, timeout }).catch((error: unknown) => {
				if (!(error instanceof NotSent)) trace.add(shown);
				return raise(error);
			});
			trace.add(shown);
			trace.status = reply.status;
			return readReply(run.vendor, reply.status < 400 ? reply : { ...reply, text: this.withoutSecrets(reply.text) }, shown);
		};
		return await run.sender.send(attempt, { method, maxAttempts, maxRetryWait: maxRetryWait * 1_000, ...(recover && { recover }) });
	}

	/**
	 * Sends one write. A dry run plans it instead, and goes on with what the write would have left behind: its body.
	 * @param read checks the answer: the parsed body, undefined for none
	 * @param recover see `SendRules`
	 */
	async write<T>(
		method: 'POST' | 'PUT' | 'DELETE',
		path: string,
		body: unknown,
		read: (answer: unknown, wasGone: boolean) => T,
		recover?: SendRules['recover'],
	): Promise<T> {
		if (!this.input.options.dryRun) {
			const sent = await this.send(method, path, body, recover);
			return read(sent.body, sent.wasGone);
		}
		this.trace.plan.push({ method, url: `${this.run.baseUrl}${path}`, ...(body === undefined ? {} : { body }) });
		return (body ?? {}) as T;
	}

	/**
	 * Joins with the other items that want something from the same target: see `Batch.gather`. Dry runs keep to themselves.
	 * @param perform returns one result per change, an Error to fail only that one
	 */
	async gather<Change, T>(target: string, change: Change, perform: (changes: Change[]) => Promise<Array<T | Error>>): Promise<T> {
		return await this.run.batch.gather(`${String(this.input.options.dryRun)} ${target}`, change, perform);
	}

	/** Before a message is cut out of the text: half a key would no longer be known as one. */
	private withoutSecrets(text: string): string {
		const redactor = new Redactor();
		redactor.learn(this.run.host.secrets());
		return redactor.byValue(text);
	}

	private get reads(): Reads {
		return this.input.options.dryRun ? this.run.plannedReads : this.run.reads;
	}

	/** A GET that the items of this execution share. */
	async read(path: string): Promise<unknown> {
		return await this.share(path, async (task) => (await task.send('GET', path)).body);
	}

	/**
	 * Loads something once per execution; the items that are served by it show its request.
	 * @param key a path, or anything else that tells it from other reads
	 */
	async share<T>(key: string, load: (task: Task) => Promise<T>): Promise<T> {
		let entry = this.reads.get(key);
		if (!entry) {
			const task = this.helper();
			entry = { trace: task.trace, value: load(task) };
			this.reads.set(key, entry);
		}
		try {
			return (await entry.value) as T;
		} catch (error) {
			// What failed for a passing reason is worth the next one's try.
			if (failureOf(error).facts.kind && this.reads.get(key) === entry) this.forget(key);
			return raise(error);
		} finally {
			this.trace.adopt(entry.trace);
		}
	}

	/** What `share` has loaded or is loading under the key; undefined when nobody asked for it, or when it failed. */
	async shared<T>(key: string): Promise<T | undefined> {
		return (await this.reads.get(key)?.value.catch(() => undefined)) as T | undefined;
	}

	/** Puts what a write returned in the place of a shared read. */
	renew(key: string, value: unknown): void {
		const { request } = this.trace;
		const trace = new Trace();
		if (request) trace.add(request);
		this.reads.set(key, { trace, value: Promise.resolve(value) });
	}

	/** Makes the next one who asks read again. */
	forget(key: string): void {
		this.reads.delete(key);
	}

	/** The same for all reads whose key holds the text: a list that comes in pages. */
	forgetAll(part: string): void {
		for (const key of this.reads.keys()) if (key.includes(part)) this.reads.delete(key);
	}
}

/** The request never left: nothing to show, nothing to doubt. */
export class NotSent extends Failure {}
