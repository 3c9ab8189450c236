import { otherAccount } from './account';
import { NotReached } from './agreement';
import { requestHeaders, vendorUrl } from './connection';
import { Bodies, failureJson, successJson, thrownText, type Asked, type FailureJson } from './envelope';
import { Failure, inSentence } from './errors';
import type { Input, JsonObject, ReadParameter } from './input';
import { NameOrder } from './nameOrder';
import { readConcurrency, readInput } from './readInput';
import { Redactor } from './redact';
import { Run } from './run';
import { attemptOf } from './subject';
import { Task } from './task';
import { Trace } from './trace';
import { isSupported, type Capability, type Credential, type Host, type RunRow, type Vendor } from './vendor';
import { wordsOf } from './vocabulary';

export interface Job {
	/** As stored in the workflow. */
	vendorId: string;
	/** Its table; undefined where there is none. */
	vendor: Vendor | undefined;
	resource: string;
	operation: string;
	credential: Credential;
	host: Host;
	/** One reader per input item. */
	items: readonly ReadParameter[];
	/** Whether the first failure ends the run; what is already under way is still finished. */
	stopOnFailure: boolean;
	/** What an earlier try of the same work has settled: see `isSettled`. */
	settled?: ReadonlyArray<Outcome | undefined>;
}

/** What became of an item; `failed` says why, and `thrown` what a stopped run says of it. Left out for items that were not reached. */
export type Outcome =
	| { json: JsonObject[]; failed?: undefined }
	| { json: FailureJson; failed: Failure; thrown: { message: string; description?: string } };

/** Whether a second try of the whole job leaves the item as it is: it is done, or nobody knows whether it is. */
export const isSettled = ({ failed }: Outcome): boolean => !failed || failed.code === 'outcome_unknown';

/**
 * Does the whole job: table, parameters, requests, envelopes.
 * Never throws for what an item, the credential or the vendor did wrong: each item has its outcome, in input order.
 */
export async function dispatch(job: Job): Promise<Array<Outcome | undefined>> {
	const { vendorId, vendor, resource, operation, credential, host, items, stopOnFailure } = job;
	const report = new Report({ vendor: vendorId, resource, operation }, host, items.length, job.settled ?? []);
	let row: RunRow;
	let run: Run;
	try {
		if (!vendor) throw new Failure('unsupported', `there is no vendor "${vendorId}"`, { advice: 'Choose the vendor in the node again' });
		row = supportedRow(vendor, resource, operation);
		run = openRun(vendor, credential, host, { first: items[0], stopOnFailure });
	} catch (error) {
		items.forEach((_, item) => report.fail(item, error));
		return report.outcomes();
	}
	host.locks.enter(run);
	try {
		await new Execution(job, run, row, report).perform();
	} finally {
		host.locks.leave(run);
	}
	return report.outcomes();
}

/** What is known of the items so far. */
class Report {
	private readonly results: Array<Result | undefined>;
	private readonly redactor = new Redactor();

	constructor(
		private readonly asked: Asked,
		private readonly host: Host,
		items: number,
		private readonly settled: ReadonlyArray<Outcome | undefined>,
	) {
		this.results = Array.from({ length: items }, () => undefined);
	}

	has(item: number): boolean {
		return this.results[item] !== undefined || this.settled[item] !== undefined;
	}

	get hasFailure(): boolean {
		return this.results.some((result) => result?.failed) || this.settled.some((outcome) => outcome?.failed);
	}

	succeed(item: number, task: Task, data: unknown): void {
		this.results[item] = { trace: task.trace, input: task.input, data };
	}

	fail(item: number, error: unknown, { trace = new Trace(), input }: { trace?: Trace; input?: Input } = {}): void {
		this.results[item] = { trace, input, failed: asFailure(error) };
	}

	/** Nothing that goes wrong with one item's envelope may end the others. */
	outcomes(): Array<Outcome | undefined> {
		this.redactor.learn(this.host.secrets());
		const bodies = new Bodies(this.redactor);
		return this.results.map((result, item) => {
			if (!result) return this.settled[item];
			try {
				return this.outcome(item, result, bodies);
			} catch (error) {
				return this.outcome(item, { trace: new Trace(), failed: asFailure(error) }, bodies);
			}
		});
	}

	private outcome(item: number, { trace, input, data, failed }: Result, bodies: Bodies): Outcome {
		const request = trace.request && bodies.show(trace.request, item);
		if (!failed) {
			const would = this.redactor.deep(data);
			const plan = trace.plan.map((planned) => bodies.show(planned, item));
			const shown = input!.options.dryRun ? { dryRun: true, plan, would } : would;
			return { json: successJson(this.asked, request, shown, input!.output) };
		}
		const attempt = wordsOf(this.asked.resource, this.asked.operation)?.attempt ?? 'run the node';
		const json = failureJson(this.asked, attemptOf(attempt, input), request, failed, this.redactor);
		return { json, failed, thrown: thrownText(json, attemptOf(attempt), failed, this.host.signal?.aborted === true) };
	}
}

interface Result {
	trace: Trace;
	input?: Input;
	data?: unknown;
	failed?: Failure;
}

/** The items of one run on their way. */
class Execution {
	private readonly inputs: Array<Input | undefined> = [];
	private readonly order: NameOrder | undefined;
	private stopped = false;

	constructor(
		private readonly job: Job,
		private readonly run: Run,
		private readonly row: RunRow,
		private readonly report: Report,
	) {
		this.order = NameOrder.of(job.resource, job.operation);
	}

	async perform(): Promise<void> {
		const { job, run, row } = this;
		const { items, stopOnFailure } = job;
		if (stopOnFailure) {
			// One bad input ends the run before any request. Else an item is read when its turn comes, while the requests of others are under way.
			items.forEach((_, item) => this.inputOf(item));
			if (this.report.hasFailure) return;
		}
		if (this.isCheckedFirst) {
			for (const item of items.keys()) await this.checkAccount(item);
			if (stopOnFailure && this.report.hasFailure) return;
		}
		run.namesToFind = () => countNames(items.map((_, item) => this.inputOf(item)));
		const work = async (item: number): Promise<void> => await this.work(item);
		if (!row.joint) return await run.workers.run(items.length, work, () => this.stopped);
		// The items are launched as one piece of work, or the first would find itself alone and be sent without the rest.
		const launched: Array<Promise<void>> = [];
		await run.batch.track(async () => void items.forEach((_, item) => launched.push(work(item))));
		await Promise.all(launched);
	}

	/** Whether all credentials are compared before the first request. */
	private get isCheckedFirst(): boolean {
		return this.job.stopOnFailure || this.row.joint === true;
	}

	/** @returns whether the item may go on */
	private async checkAccount(item: number): Promise<boolean> {
		if (this.report.has(item)) return false;
		const failure = await otherAccount(this.job.host, this.job.credential, item);
		if (failure) this.report.fail(item, failure, { input: this.inputs[item] });
		return !failure;
	}

	/** Undefined for an item that has its outcome, be it for its bad input. */
	private inputOf(item: number): Input | undefined {
		if (this.report.has(item)) return undefined;
		const { items, operation } = this.job;
		try {
			return (this.inputs[item] ??= readInput(items[item]!, { item, items: items.length }, this.run.vendor, operation, this.row));
		} catch (error) {
			this.report.fail(item, error);
			return undefined;
		}
	}

	private async work(item: number): Promise<void> {
		const input = this.inputOf(item);
		if (!input) return;
		const { run, row } = this;
		const turn = this.order?.queue(input);
		const task = new Task(run, input);
		try {
			if (!this.isCheckedFirst && !(await this.checkAccount(item))) return;
			const data = await run.batch.track(async () => {
				if (turn?.ready) await run.batch.aside(async () => await turn.ready);
				return await row.run(task).catch(async (error: unknown) => {
					if (!turn || !isTaken(error)) throw error;
					// An earlier item may be about to give the name away.
					await turn.earlier();
					return await row.run(task);
				});
			});
			this.report.succeed(item, task, data);
		} catch (error) {
			if (!(error instanceof NotReached)) this.report.fail(item, error, task);
			this.stopped ||= this.job.stopOnFailure;
		} finally {
			turn?.end();
		}
	}
}

const isTaken = (error: unknown): boolean => error instanceof Failure && error.code === 'duplicate_name';

function countNames(inputs: ReadonlyArray<Input | undefined>): number {
	return new Set(inputs.flatMap((input) => (input?.group.by === 'name' ? [input.group.value] : namesOf(input)))).size;
}

/** Create or Update looks its names up as well. */
const namesOf = (input: Input | undefined): string[] =>
	input?.group.value === '' && input.body.kind === 'fields' && input.body.name !== undefined ? [input.body.name] : [];

function asFailure(error: unknown): Failure {
	if (error instanceof Failure) return error;
	return new Failure('unexpected_response', `the node met a fault of its own (${inSentence(String(error))})`);
}

/** @throws Failure `unsupported` with the table's own reason */
function supportedRow(vendor: Vendor, resource: string, operation: string): RunRow {
	const resources: Record<string, Record<string, Capability>> = vendor.resources;
	const operations = Object.hasOwn(resources, resource) ? resources[resource]! : {};
	const capability = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
	if (capability && isSupported(capability)) return capability;
	// Where a vendor has nothing for a resource, n8n drops the stored operation; its reasons are alike, so the first one is given.
	const refused = capability ?? (Object.values(operations).some(isSupported) ? undefined : Object.values(operations)[0]);
	if (refused && !isSupported(refused)) throw new Failure('unsupported', refused.unsupported);
	const missing = operation === '' ? `resource "${resource}"` : `operation "${operation}" for "${resource}"`;
	throw new Failure('unsupported', `there is no ${missing}`, {
		advice: 'Choose the resource and the operation in the node again; for other calls use the HTTP Request node',
	});
}

/**
 * @param first reads the first item's parameters, which say how many requests may be in flight
 * @throws Failure for a credential that does not fit or cannot be used
 */
export function openRun(
	vendor: Vendor,
	credential: Credential,
	host: Host,
	{ first, stopOnFailure = false }: { first?: ReadParameter; stopOnFailure?: boolean } = {},
): Run {
	if (credential.vendor !== vendor.id) {
		throw new Failure('credential_mismatch', `the credential is for "${String(credential.vendor)}", but the node is set to "${vendor.id}"`, {
			advice: `Choose a credential whose vendor is ${vendor.label}`,
		});
	}
	vendor.checkCredential?.(credential);
	const concurrency = first ? readConcurrency(first) : 1;
	return new Run(vendor, vendorUrl(vendor, credential), requestHeaders(vendor, credential), host, concurrency, stopOnFailure);
}
