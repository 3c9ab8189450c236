import { cancelledBefore, failureOf, NotSent, raise } from '../contract/failure';
import type { Input } from '../contract/input';
import type { Turn } from './locks';
import { readReply } from '../http/reply';
import type { Look, Run, SharedRead } from './run';
import type { SendRules, Sent, WriteRules } from '../http/sender';
import { typedTexts } from './subject';
import { Trace, type ShownRequest } from './trace';

export interface Write<T> {
	method: 'POST' | 'PUT' | 'DELETE';
	/** From the base URL on, encoded. */
	path: string;
	body?: unknown;
	/** What it changes, as in `exclusive`: whoever comes next waits while it may still be carried out. */
	targets: readonly string[];
	/** Checks the answer: the parsed body, undefined for none. @throws Failure where it is not what the vendor documents */
	read: (answer: unknown, wasGone: boolean) => T;
	/** See `WriteRules`. What it makes is this write's result. */
	look: WriteRules['look'];
	/** Whether a second send does no harm; a PUT and a DELETE are. */
	isRepeatable?: boolean;
	/** What it would leave behind, for a dry run. */
	planned: () => T;
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

	/** The same item with other parameters. */
	withInput(changes: Partial<Input>): Task {
		return new Task(this.run, { ...this.input, ...changes }, this.trace);
	}

	/** The same item turned to one group. */
	withGroup(id: string): Task {
		return this.withInput({ group: { by: 'id', value: id } });
	}

	/**
	 * Sends one request, again where that is safe and may help, and reads the answer.
	 * @param path from the base URL on, encoded; an absolute URL is taken as it is
	 * @throws Failure
	 */
	private async send(
		method: string,
		path: string,
		body: unknown,
		read: (answer: unknown) => unknown,
		write?: WriteRules,
	): Promise<Sent> {
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
			const answer = readReply(run.vendor, reply, shown, {
				clean: () => run.cleaner(),
				typed: typedTexts(input),
				read,
			});
			run.hasHeard = true;
			return answer;
		};
		const rules: SendRules = { method, maxAttempts, maxRetryWait: maxRetryWait * 1_000, ...(write && { write }) };
		return await run.sender.send(attempt, rules);
	}

	/** Sends one write. A dry run plans it instead, and goes on with what the write would have left behind. */
	async write<T>({
		method,
		path,
		body,
		targets,
		read,
		look,
		isRepeatable = method !== 'POST',
		planned,
	}: Write<T>): Promise<T> {
		if (this.input.options.dryRun) {
			this.trace.plan.push({
				method,
				url: `${this.run.baseUrl}${path}`,
				...(body === undefined ? {} : { body }),
			});
			return planned();
		}
		const { clock, locks } = this.run.host;
		const onDoubt = (): void => targets.forEach((target) => locks.doubt(this.keyOf(target), clock.now()));
		const isAddressKnown = (): boolean => this.run.hasHeard;
		const sent = await this.send(method, path, body, (answer) => read(answer, false), {
			isRepeatable,
			look,
			onDoubt,
			isAddressKnown,
		});
		return sent.wasGone ? read(undefined, true) : (sent.body as T);
	}

	/**
	 * Does what reads, changes and writes back one target, while nobody else in this process does.
	 * @param target the vendor's own words for it, such as `user 501`
	 * @param keys of the shared reads that the work goes by: read again where somebody else has written meanwhile
	 */
	async exclusive<T>(target: string, keys: readonly string[], work: () => Promise<T>): Promise<T> {
		return await this.exclusiveAll([{ target, keys }], work);
	}

	/** The same for several targets, which all executions take in one order. */
	async exclusiveAll<T>(
		targets: ReadonlyArray<{ target: string; keys: readonly string[] }>,
		work: () => Promise<T>,
	): Promise<T> {
		const { run } = this;
		const turns: Turn[] = [];
		try {
			for (const { target, keys } of [...targets].sort(byTarget)) {
				const turn = run.host.locks.queue(this.keyOf(target), run);
				turns.push(turn);
				if (turn.before) await this.untilCancelled(turn.before);
				await this.settle(target, keys);
			}
			return await work();
		} finally {
			for (const turn of turns) turn.end();
		}
	}

	/**
	 * Waits for writes that may still land, and forgets what others may have changed.
	 * @returns whether there was anything to wait for
	 */
	async settle(target: string, keys: readonly string[]): Promise<boolean> {
		const { run } = this;
		const { locks, clock } = run.host;
		const key = this.keyOf(target);
		const doubt = locks.doubtLeft(key, clock.now());
		if (doubt > 0) await run.workers.rest(async () => await clock.sleep(doubt));
		for (const read of keys) {
			const moment = this.reads.get(read)?.moment ?? Infinity;
			if (doubt > 0 || locks.isOutdated(key, moment, run)) this.forget(read);
		}
		return doubt > 0;
	}

	/** Dry runs wait for each other only: they change nothing. */
	private keyOf(target: string): string {
		return `${this.input.options.dryRun ? 'planned ' : ''}${this.run.baseUrl} ${target}`;
	}

	private async untilCancelled(wait: Promise<void>): Promise<void> {
		await Promise.race([wait, this.run.cancelled]);
		if (this.run.host.signal?.aborted) throw cancelledBefore();
	}

	private get reads(): Map<string, SharedRead> {
		return this.input.options.dryRun ? this.run.plannedReads : this.run.reads;
	}

	/** A GET that is not kept. @param check makes of the parsed body what is wanted; throws where it is something else */
	async fetch<T>(path: string, check: (answer: unknown) => T): Promise<T> {
		return (await this.send('GET', path, undefined, check)).body as T;
	}

	/** A GET that the items of this execution share. */
	async read<T>(path: string, check: (answer: unknown) => T): Promise<T> {
		return await this.share(path, async (task) => await task.fetch(path, check));
	}

	/**
	 * Loads something once per execution; the items that are served by it show its request.
	 * @param key a path, or anything else that tells it from other reads
	 */
	async share<T>(key: string, load: (task: Task) => Promise<T>): Promise<T> {
		let entry = this.reads.get(key);
		if (!entry) {
			const task = this.helper();
			entry = { trace: task.trace, moment: this.run.host.locks.moment, value: load(task) };
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

	/**
	 * Reads anew, together with all who want the same at that moment: one read is under way and one waits for it.
	 * @param charge pays for the request, by whoever begins it
	 * @param spacing ms between two looks, for those who ask again and again
	 * @returns what a read that began after this call has found; undefined where nobody may pay for one
	 */
	async look<T>(
		key: string,
		load: (task: Task) => Promise<T>,
		charge = (): boolean => true,
		spacing = 0,
	): Promise<T | undefined> {
		const { looks, host } = this.run;
		const current = looks.get(key);
		if (current?.next) return (await current.next) as T;
		if (!charge()) return undefined;
		const begin = async (): Promise<T> => {
			this.forget(key);
			const look: Look = { under: this.helper().share(key, load), began: host.clock.now(), isOver: false };
			looks.set(key, look);
			try {
				return (await look.under) as T;
			} finally {
				look.isOver = true;
			}
		};
		const wait = current ? current.began + spacing - host.clock.now() : 0;
		if (!current || (current.isOver && wait <= 0)) return await begin();
		const before = async (): Promise<void> => {
			await current.under.catch(() => undefined);
			if (wait > 0) await host.clock.sleep(wait);
		};
		current.next = before().then(begin);
		return (await current.next) as T;
	}

	/** What `share` has loaded or is loading under the key; undefined when nobody asked for it, or when it failed. */
	async shared<T>(key: string): Promise<T | undefined> {
		return (await this.reads.get(key)?.value.catch(() => undefined)) as T | undefined;
	}

	/** Makes the next one who asks read again. */
	forget(key: string): void {
		this.reads.delete(key);
	}

	/** The same for all reads whose key begins with the text. */
	forgetAll(start: string): void {
		for (const key of this.reads.keys()) if (key.startsWith(start)) this.reads.delete(key);
	}
}

const byTarget = (left: { target: string }, right: { target: string }): number => (left.target < right.target ? -1 : 1);
