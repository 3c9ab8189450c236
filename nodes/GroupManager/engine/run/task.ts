import { cancelledBefore, NotSent, raise } from '../contract/failure';
import type { Turn } from '../contract/host';
import type { Input } from '../contract/input';
import type { Check, Load, Target, Task, Write } from '../contract/task';
import { readReply } from '../http/reply';
import type { SendRules, Sent, WriteRules } from '../http/sender';
import type { Run } from './run';
import type { SharedReads } from './sharedReads';
import { typedTexts } from './subject';
import { workOff } from './workOff';
import { Trace, type ShownRequest } from './trace';

/** One item at work, in one execution. What its methods do is said where `Task` is declared. */
export class ItemTask<I extends Input = Input> implements Task<I> {
	constructor(
		readonly run: Run,
		readonly input: I,
		readonly trace = new Trace(),
	) {}

	get isDry(): boolean {
		return this.input.options.dryRun === true;
	}

	get baseUrl(): string {
		return this.run.baseUrl;
	}

	get lateness(): number {
		return this.run.host.locks.lateness;
	}

	helper(): ItemTask<I> {
		return new ItemTask(this.run, this.input);
	}

	having<More extends Partial<Input>>(changes: More): ItemTask<I & More> {
		return new ItemTask(this.run, { ...this.input, ...changes }, this.trace);
	}

	async fetch<T>(path: string, check: Check<T>): Promise<T> {
		return (await this.send('GET', path, undefined, check)).body as T;
	}

	async read<T>(path: string, check: Check<T>): Promise<T> {
		return await this.share(path, async (task) => await task.fetch(path, check));
	}

	async share<T>(key: string, load: Load<T>): Promise<T> {
		return await this.reads.share(key, load, this);
	}

	async shared<T>(key: string): Promise<T | undefined> {
		return await this.reads.known(key);
	}

	async look<T>(key: string, load: Load<T>, charge = () => true, spacing = 0): Promise<T | undefined> {
		return await this.reads.look(key, async () => await this.helper().share(key, load), charge, spacing);
	}

	forget(key: string): void {
		this.reads.forget(key);
	}

	forgetAll(start: string): void {
		this.reads.forgetAll(start);
	}

	async write<T>({ method, path, body, planned, ...rules }: Write<T>): Promise<T> {
		if (this.isDry) {
			const url = `${this.run.baseUrl}${path}`;
			this.trace.plan.push({ method, url, ...(body === undefined ? {} : { body }) });
			return planned();
		}
		const { targets, read, look, isRepeatable = method !== 'POST' } = rules;
		const { clock, locks } = this.run.host;
		const onDoubt = (): void => targets.forEach((target) => locks.doubt(this.keyOf(target), clock.now()));
		const isAddressKnown = (): boolean => this.run.hasHeard;
		const write: WriteRules = { isRepeatable, look, onDoubt, isAddressKnown };
		const sent = await this.send(method, path, body, (answer) => read(answer, false), write);
		return sent.wasGone ? read(undefined, true) : (sent.body as T);
	}

	async exclusive<T>(target: string, keys: readonly string[], work: () => Promise<T>): Promise<T> {
		return await this.exclusiveAll([{ target, keys }], work);
	}

	async exclusiveAll<T>(targets: readonly Target[], work: () => Promise<T>): Promise<T> {
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

	async settle(target: string, keys: readonly string[]): Promise<boolean> {
		const { locks, clock } = this.run.host;
		const key = this.keyOf(target);
		const doubt = locks.doubtLeft(key, clock.now());
		if (doubt > 0) await this.rest(doubt);
		for (const read of keys) {
			const moment = this.reads.momentOf(read) ?? Infinity;
			if (doubt > 0 || locks.isOutdated(key, moment, this.run)) this.forget(read);
		}
		return doubt > 0;
	}

	async rest(ms: number): Promise<void> {
		const { workers, host } = this.run;
		await workers.rest(async () => await host.clock.sleep(ms));
	}

	async workOff<Piece, Result>(
		pieces: readonly Piece[],
		work: (piece: Piece) => Promise<Result>,
	): Promise<Array<Result | Error>> {
		return await workOff(this.run, pieces, work);
	}

	async namesToFind(): Promise<number> {
		return await this.run.namesToFind();
	}

	standIn(): string {
		return this.run.standIn();
	}

	lookedUp(): void {
		this.trace.lookedUp();
	}

	adopt(other: ItemTask): void {
		this.trace.adopt(other.trace);
	}

	/** Sends one request, again where that is safe and may help, and reads the answer. @throws Failure */
	private async send(
		method: string,
		path: string,
		body: unknown,
		check: Check<unknown>,
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
			const clean = () => run.cleaner();
			const reading = { clean, typed: typedTexts(input), check, now: run.host.clock.now() };
			const answer = readReply(run.vendor, reply, shown, reading);
			run.hasHeard = true;
			return answer;
		};
		const rules: SendRules = { method, maxAttempts, maxRetryWait: maxRetryWait * 1_000, ...(write && { write }) };
		return await run.sender.send(attempt, rules);
	}

	/** What a dry run leaves behind did not happen, so it reads apart. */
	private get reads(): SharedReads {
		return this.isDry ? this.run.plannedReads : this.run.reads;
	}

	/** Dry runs wait for each other only: they change nothing. */
	private keyOf(target: string): string {
		return `${this.isDry ? 'planned ' : ''}${this.run.baseUrl} ${target}`;
	}

	private async untilCancelled(wait: Promise<void>): Promise<void> {
		await Promise.race([wait, this.run.cancelled]);
		if (this.run.host.signal?.aborted) throw cancelledBefore();
	}
}

const byTarget = (left: Target, right: Target): number => (left.target < right.target ? -1 : 1);
