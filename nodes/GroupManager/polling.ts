import { type IDataObject, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';

import { Failure, failureOf } from './engine/contract/failure';
import type { Host } from './engine/contract/host';
import type { JsonObject } from './engine/contract/json';
import { ownerOf, type Vendor } from './engine/contract/vendor';
import type { Code } from './engine/contract/vocabulary';
import type { Watch, Watching } from './engine/contract/watch';
import { readOptions } from './engine/fields/options';
import { blankInput } from './engine/fields/readInput';
import { afterPause, largestLoss, readWatching } from './engine/fields/watching';
import { Redactor } from './engine/http/redact';
import { openRun } from './engine/run/dispatch';
import { failureMessage, isMisread } from './engine/run/message';
import type { Run } from './engine/run/run';
import { ItemTask } from './engine/run/task';
import { requestLimit } from './engine/watch/limits';
import { sealOf } from './engine/watch/state';
import { takeSamples, takeTurn } from './engine/watch/turn';
import { N8nHost } from './host';
import { nodeError } from './nodeError';
import { findVendor } from './vendors';

/** Polls that are under way: n8n begins the next one whether or not the one before has ended. */
const underWay = new Set<string>();

/** Registrations that have polled. */
const registered = new WeakSet<IPollFunctions>();

/**
 * When things were last found to be as a state says, by node; the state by its seal. Kept in memory, so that a poll
 * that finds nothing leaves n8n nothing to store.
 */
const lookedAt = new Map<string, { seal: string; at: number }>();

/** The key of the node's static data. n8n notices new values only. */
const STATE = 'state';

/**
 * One poll of the trigger.
 * @returns null where there is nothing to report
 * @throws NodeApiError, NodeOperationError where nothing is known; `failure` in it tells n8n when to try again
 */
export async function pollGroups(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (this.getMode() === 'manual') return await samplesOf(this);
	const key = keyOf(this);
	if (underWay.has(key)) return null;
	const isFirst = !registered.has(this);
	registered.add(this);
	underWay.add(key);
	try {
		const turn = turnOf(this, isFirst);
		const isStart = isFirst && ['init', 'leadershipChange'].includes(this.getActivationMode());
		return isStart ? await turn.catch((error: Error) => warned(this, error)) : await turn;
	} finally {
		underWay.delete(key);
	}
}

/** While n8n starts, a poll that throws makes it give up polling for good, and show the workflow as active. */
function warned({ logger }: IPollFunctions, { message }: Error): null {
	logger.warn(message);
	return null;
}

const keyOf = (context: IPollFunctions): string => `${context.getWorkflow().id} ${context.getNode().id}`;

async function turnOf(context: IPollFunctions, isFirst: boolean): Promise<INodeExecutionData[][] | null> {
	return await asking(context, isFirst, async ({ task, vendor, watching, isFresh }) => {
		const data = context.getWorkflowStaticData('node');
		const stored = data[STATE];
		const last = lookedAt.get(keyOf(context));
		const begun = Date.now();
		const { events, state, warning } = await takeTurn(task, vendor, watching, {
			stored,
			seenAt: last && last.seal === sealOf(typeof stored === 'string' ? stored : '') ? last.at : undefined,
			isFresh: isFresh && isFirst && context.getActivationMode() === 'activate',
			now: Date.now,
		});
		if (warning) context.logger.warn(`${context.getNode().name}: ${warning}`);
		if (task.run.cleaner().byValue(state) !== state) throw repeatsKey();
		if (state !== stored) data[STATE] = state;
		lookedAt.set(keyOf(context), { seal: sealOf(state), at: begun });
		return events;
	});
}

async function samplesOf(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	return await asking(
		context,
		false,
		async ({ task, vendor, watching }) => await takeSamples(task, vendor, watching, Date.now),
	);
}

/** In an ID or a permission, which cannot be kept otherwise than they are. */
const repeatsKey = (): Failure =>
	new Failure('unexpected_response', 'an ID or a permission repeats the key, so nothing of it is kept');

interface Asked {
	task: ItemTask;
	vendor: { id: string; watch: Watch };
	watching: Watching;
	isFresh: boolean;
}

/** Time that is left to n8n of what it gives a poll, in ms. */
const MARGIN = 2_000;

/** What older versions of n8n give a poll, in ms. */
const USUAL_BUDGET = 300_000;

/** n8n 2.41 gives up a publication after 84 s, and shows nothing of what a poll has to say by then. */
const PUBLICATION_BUDGET = 75_000;

/** In ms. */
function budgetOf(context: IPollFunctions, isFirst: boolean): number {
	const given = Math.max(0, (context.getPollBudgetMs?.() ?? USUAL_BUDGET) - MARGIN);
	const isPublication = isFirst && ['activate', 'update'].includes(context.getActivationMode());
	return isPublication ? Math.min(given, PUBLICATION_BUDGET) : given;
}

async function asking(
	context: IPollFunctions,
	isFirst: boolean,
	work: (asked: Asked) => Promise<object[]>,
): Promise<INodeExecutionData[][] | null> {
	const budget = budgetOf(context, isFirst);
	const deadline = AbortSignal.timeout(budget);
	let host: N8nHost | undefined;
	try {
		const vendor = findVendor(context.getNodeParameter('vendor', ''));
		if (!vendor?.watch) throw new Failure('unsupported', 'there is no vendor to watch', { advice: 'Choose one' });
		host = await N8nHost.open(context, vendor, deadline);
		const asked = askedOf(context, { ...vendor, watch: vendor.watch }, host, budget);
		const events = await work(asked);
		const clean = asked.task.run.cleaner().deep(events) as IDataObject[];
		return clean.length === 0 ? null : [clean.map((json) => ({ json }))];
	} catch (error) {
		const redactor = new Redactor();
		redactor.learn(host?.secrets() ?? []);
		throw errorOf(context, deadline.aborted ? outOfTime(budget) : withinPoll(failureOf(error), budget), redactor);
	}
}

function askedOf(context: IPollFunctions, vendor: Vendor & { watch: Watch }, host: N8nHost, budget: number): Asked {
	const form = { stored: parametersOf(context), place: '' };
	const owner = { ...ownerOf(vendor), watch: vendor.watch };
	const options = readOptions(form, [largestLoss, afterPause]);
	const { largestLoss: loss, afterPause: after } = options as unknown as { largestLoss: number; afterPause: string };
	const watching: Watching = { ...readWatching(form, owner), largestLoss: loss };
	const { groupType } = watching;
	const run = openRun(vendor, host.credential, limited(host), {
		credentialVendor: findVendor(host.credential.vendor),
		first: form.stored,
		stopOnFailure: true,
	});
	options.maxRetryWait = Math.min(options.maxRetryWait, Math.floor(budget / 1_000));
	const input = { ...blankInput(), options, ...(groupType !== undefined && { groupType }) };
	const watched = { id: vendor.id, watch: withoutSecrets(vendor.watch, run) };
	return { task: new ItemTask(run, input), vendor: watched, watching, isFresh: after === 'fresh' };
}

/** What is kept between polls is stored with the workflow, so it is as clean as what comes out. */
const withoutSecrets = (watch: Watch, run: Run): Watch => ({
	...watch,
	nameOf: (group) => run.cleaner().byValue(watch.nameOf(group)),
	fieldsOf: (group) => run.cleaner().deep(watch.fieldsOf(group)) as JsonObject,
});

/** Parameters with their expressions worked out. One that found nothing is not the same as an empty field. */
const parametersOf =
	(context: IPollFunctions) =>
	(name: string, fallback: unknown): unknown => {
		const value = context.getNodeParameter(name, fallback);
		const raw = context.getNode().parameters[name];
		return value === '' && typeof raw === 'string' && raw.startsWith('=') ? undefined : value;
	};

function limited(host: N8nHost): Host {
	const count = requestLimit();
	const { clock, locks, signal } = host;
	return {
		clock,
		locks,
		...(signal && { signal }),
		secrets: () => host.secrets(),
		send: async (request) => {
			count();
			return await host.send(request);
		},
	};
}

const outOfTime = (budget: number): Failure =>
	new Failure('timeout', `the poll was not through within ${Math.round(budget / 1_000)} s`, {
		advice: 'Watch fewer groups or raise Concurrency, unless the vendor is slow to answer at all',
	});

/** A wait that outlasts the poll is for n8n to bridge, as is an answer that nobody can do anything about. */
function withinPoll(failure: Failure, budget: number): Failure {
	const { code, reason, facts } = failure;
	const isLater = (facts.wait ?? 0) > budget || (code === 'unexpected_response' && facts.advice === undefined);
	return isLater ? new Failure(code, reason, { ...facts, advice: 'The next poll tries again' }) : failure;
}

/** What each code means to n8n's scheduler, which goes by it when it tries again; all others may pass. */
const CAUSES: Partial<Record<Code, string>> = {
	rate_limited: 'rate-limited',
	unauthorized: 'credential-invalid',
	forbidden: 'configuration-invalid',
	credential_mismatch: 'configuration-invalid',
	invalid_input: 'configuration-invalid',
	not_found: 'configuration-invalid',
	ambiguous_name: 'configuration-invalid',
	unsupported: 'configuration-invalid',
};

function errorOf(context: IPollFunctions, failure: Failure, redactor: Redactor): Error {
	const attempt = 'watch the groups';
	const { code, facts } = failure;
	const whole = redactor.text(failureMessage(attempt, failure));
	const message = isMisread(whole) ? failureMessage(attempt, new Failure(code, 'see the details')) : whole;
	const description = isMisread(whole) ? whole : undefined;
	const error = nodeError(context.getNode(), failure, { message, description });
	const cause = CAUSES[code] ?? 'temporarily-unavailable';
	return Object.assign(error, { failure: { cause, ...(facts.wait && { retryAfterMs: facts.wait }) } });
}
