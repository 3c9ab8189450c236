import { deleteEach, sendCall } from './calls';
import { requestHeaders, vendorUrl } from './connection';
import { failureJson, successJson, type Asked, type FailureJson } from './envelope';
import { Failure, inSentence } from './errors';
import { readConcurrency, readInput, type Input, type JsonObject, type ReadParameter } from './input';
import { Redactor } from './redact';
import { Run, Task, Trace } from './task';
import { isSupported, type CallRow, type Capability, type Credential, type EachRow, type Host, type RunRow, type Vendor } from './vendor';
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

/** What became of an item; `failed` says why. Left out for items that a stopped run did not reach. */
export type Outcome = { json: JsonObject[]; failed?: undefined } | { json: FailureJson; failed: Failure };

/** Whether a second try of the whole job leaves the item as it is: it is done, or nobody knows whether it is. */
export const isSettled = ({ failed }: Outcome): boolean => !failed || failed.code === 'outcome_unknown';

/**
 * Does the whole job: table, parameters, requests, envelopes.
 * Never throws for what an item, the credential or the vendor did wrong: each item has its outcome, in input order.
 */
export async function dispatch(job: Job): Promise<Array<Outcome | undefined>> {
	const { vendorId, vendor, resource, operation, credential, host, items, stopOnFailure, settled = [] } = job;
	const redactor = new Redactor();
	const asked: Asked = {
		vendor: vendorId,
		resource,
		operation,
		attempt: wordsOf(resource, operation)?.attempt ?? 'run the node',
	};
	const fail = (error: unknown, trace = new Trace()): Outcome => {
		const failed = withStatus(asFailure(error), trace);
		redactor.learn(host.secrets());
		return { json: failureJson(asked, trace.request, failed, redactor), failed };
	};

	let row: Row;
	let run: Run;
	try {
		if (!vendor) throw new Failure('unsupported', `there is no vendor "${vendorId}"`, { advice: 'Choose the vendor in the node again' });
		row = supportedRow(vendor, resource, operation);
		run = openRun(vendor, credential, host, items[0]);
	} catch (error) {
		return items.map(() => fail(error));
	}

	const outcomes = items.map((_, item) => settled[item]);
	const inputs: Array<Input | undefined> = [];
	/** Undefined for an item that has its outcome, be it for its bad input. */
	const inputOf = (item: number): Input | undefined => {
		if (outcomes[item]) return undefined;
		try {
			return (inputs[item] ??= readInput(items[item]!, item, run.vendor, operation, row));
		} catch (error) {
			outcomes[item] = fail(error);
			return undefined;
		}
	};
	if (stopOnFailure) {
		// One bad input ends the run before any request. Else an item is read when its turn comes, while the requests of others are under way.
		items.forEach((_, item) => inputOf(item));
		if (outcomes.some((outcome) => outcome?.failed)) return outcomes;
	}
	run.namesToFind = () => countNames(items.map((_, item) => inputOf(item)));

	let stopped = false;
	const work = async (item: number): Promise<void> => {
		const input = inputOf(item);
		if (!input) return;
		const task = new Task(run, input);
		try {
			const result = await run.batch.track(async () => await perform(row, task));
			const data = input.options.dryRun ? { dryRun: true, plan: task.trace.plan } : result;
			redactor.learn(host.secrets());
			outcomes[item] = { json: successJson(asked, task.trace.request, data, input.output, redactor) };
		} catch (error) {
			outcomes[item] = fail(error, task.trace);
			stopped = stopOnFailure;
		}
	};
	if ('joint' in row) {
		// The items are launched as one piece of work, or the first would find itself alone and be sent without the rest.
		const launched: Array<Promise<void>> = [];
		await run.batch.track(async () => void items.forEach((_, item) => launched.push(work(item))));
		await Promise.all(launched);
	} else {
		let next = 0;
		const worker = async (): Promise<void> => {
			while (next < items.length && !stopped) await work(next++);
		};
		await Promise.all(Array.from({ length: run.pool.size }, worker));
	}
	return outcomes;
}

function countNames(inputs: ReadonlyArray<Input | undefined>): number {
	return new Set(inputs.flatMap((input) => (input?.group.by === 'name' ? [input.group.value] : []))).size;
}

/** An answer that was not what it should be has a status too. */
function withStatus(failure: Failure, { status }: Trace): Failure {
	const { code, reason, facts } = failure;
	if (code !== 'unexpected_response' || status === undefined || facts.httpStatus !== undefined) return failure;
	return new Failure(code, reason, { ...facts, httpStatus: status });
}

function asFailure(error: unknown): Failure {
	if (error instanceof Failure) return error;
	return new Failure('unexpected_response', `the node met a fault of its own (${inSentence(String(error))})`);
}

type Row = CallRow | EachRow | RunRow;

/** @throws Failure `unsupported` with the table's own reason */
function supportedRow(vendor: Vendor, resource: string, operation: string): Row {
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
export function openRun(vendor: Vendor, credential: Credential, host: Host, first?: ReadParameter): Run {
	if (credential.vendor !== vendor.id) {
		throw new Failure('credential_mismatch', `the credential is for "${String(credential.vendor)}", but the node is set to "${vendor.id}"`, {
			advice: `Choose a credential whose vendor is ${vendor.label}`,
		});
	}
	vendor.checkCredential?.(credential);
	const concurrency = first ? readConcurrency(first, vendor) : 1;
	return new Run(vendor, vendorUrl(vendor, credential), requestHeaders(vendor, credential), host, concurrency);
}

async function perform(row: Row, task: Task): Promise<unknown> {
	if ('run' in row) return await row.run(task);
	if ('each' in row) return await deleteEach(row.each, task);
	return await sendCall(row, task);
}
