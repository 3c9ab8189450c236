import { Failure } from '../contract/failure';
import type { Host } from '../contract/host';
import type { Input } from '../contract/input';
import type { JsonObject } from '../contract/json';
import type { ItemTask } from './task';
import { inSentence } from '../contract/text';
import { wordsOf } from '../contract/vocabulary';
import { Redactor } from '../http/redact';
import { type Asked, Bodies, type FailureJson, failureJson, successJson, thrownText } from './envelope';
import { type Reader, remarksOn, withoutLinks } from './forModel';
import { pacer } from './pacing';
import { attemptOf } from './subject';
import type { Summary } from './summary';
import { Trace } from './trace';

/**
 * What became of an item; `failed` says why, and `thrown` what a stopped run says of it. Left out for items that
 * were not reached.
 */
export type Outcome =
	| { json: JsonObject[]; failed?: undefined }
	| { json: FailureJson; failed: Failure; thrown: { message: string; description?: string } };

interface Result {
	trace: Trace;
	input?: Input;
	data?: unknown;
	failed?: Failure;
}

/** What is known of the items so far. */
export class Report {
	private readonly results: Array<Result | undefined>;
	private readonly redactor = new Redactor();
	private dry = 0;
	private isAtLimit = false;

	/** @param settled what an earlier try of the same work has settled */
	constructor(
		private readonly asked: Asked,
		private readonly host: Host,
		items: number,
		private readonly settled: ReadonlyArray<Outcome | undefined> = [],
		private readonly reader: Reader = {},
	) {
		this.results = Array.from({ length: items }, () => undefined);
	}

	has(item: number): boolean {
		return this.results[item] !== undefined || this.settled[item] !== undefined;
	}

	get hasFailure(): boolean {
		return this.results.some((result) => result?.failed) || this.settled.some((outcome) => outcome?.failed);
	}

	succeed(task: ItemTask, data: unknown): void {
		if (task.isDry) this.dry += 1;
		this.isAtLimit ||= Array.isArray(data) && data.length === task.input.limit;
		this.results[task.input.item] = { trace: task.trace, input: task.input, data };
	}

	fail(item: number, error: unknown, { trace = new Trace(), input }: { trace?: Trace; input?: Input } = {}): void {
		this.results[item] = { trace, input, failed: asFailure(error) };
	}

	/** Before the outcomes are made, which lets go of the results. */
	counts(): Pick<Summary, 'items' | 'failed' | 'dry' | 'isAtLimit'> {
		const failed = this.results.filter((result, item) => (result ?? this.settled[item])?.failed).length;
		return { items: this.results.length, failed, dry: this.dry, isAtLimit: this.isAtLimit };
	}

	/** Nothing that goes wrong with one item's envelope may end the others. */
	async outcomes(): Promise<Array<Outcome | undefined>> {
		this.redactor.learn(this.host.secrets());
		const bodies = new Bodies(this.redactor);
		const pause = pacer(this.host.clock);
		const outcomes: Array<Outcome | undefined> = [];
		for (const [item, result] of this.results.entries()) {
			await pause();
			outcomes.push(result ? this.safely(item, result, bodies) : this.settled[item]);
			this.results[item] = undefined;
		}
		return outcomes;
	}

	private safely(item: number, result: Result, bodies: Bodies): Outcome {
		try {
			return this.outcome(item, result, bodies);
		} catch (error) {
			return this.outcome(item, { trace: new Trace(), failed: asFailure(error) }, bodies);
		}
	}

	private outcome(item: number, { trace, input, data, failed }: Result, bodies: Bodies): Outcome {
		const request = trace.request && bodies.show(trace.request, item);
		if (!failed) {
			const { output, limit, options } = input!;
			const isForModel = this.reader.isTool === true && output === 'data';
			const clean = this.redactor.deep(data);
			const would = isForModel ? withoutLinks(clean, this.reader.links) : clean;
			const plan = trace.plan.map((planned) => bodies.show(planned, item));
			const shown = options.dryRun ? { dryRun: true, plan, would } : would;
			const json = successJson(this.asked, request, shown, output);
			return { json: isForModel ? [...json, ...remarksOn(shown, limit)] : json };
		}
		const attempt = wordsOf(this.asked.resource, this.asked.operation)?.attempt ?? 'run the node';
		const words = { attempt: attemptOf(attempt, input), plain: attemptOf(attempt) };
		const json = failureJson(this.asked, words.attempt, request, failed, this.redactor);
		return { json, failed, thrown: thrownText(json, words, failed, this.host.signal?.aborted === true) };
	}
}

function asFailure(error: unknown): Failure {
	if (error instanceof Failure) return error;
	return new Failure('unexpected_response', `the node met a fault of its own (${inSentence(String(error))})`);
}
