import { setTimeout as sleep } from 'node:timers/promises';

import type { ReadParameter } from '../../nodes/GroupManager/engine/contract/field';
import { dispatch } from '../../nodes/GroupManager/engine/run/dispatch';
import type { Outcome } from '../../nodes/GroupManager/engine/run/report';
import { findVendor } from '../../nodes/GroupManager/vendors';
import { live } from '../measure';
import { BASE_URL, hostFor, KEY } from './host';
import type { JointOperation } from './operations';
import type { StandIn } from './standIns';

export interface SizeFigures {
	items: number;
	/** Milliseconds of CPU; the best of the rounds, as for the stretch: what else runs on the machine only adds to it. */
	cpu: number;
	/** Milliseconds for which the event loop had no turn, at most. */
	stretch: number;
	/** Bytes of heap per item at most, garbage included. */
	peak: number;
	/** Bytes per item that live at most during the run, results included. */
	live: number;
	/** Bytes per item that the results hold in the end. */
	kept: number;
}

export interface JointFigures {
	title: string;
	sizes: SizeFigures[];
	/** Milliseconds from a cancel, at half of the requests of the largest size, until the run has settled. */
	cancel: number;
}

export const SIZES = [10_000, 50_000] as const;
export const ROUNDS = [3, 1] as const;
const WARM_UP = 2_000;
const SAMPLES = 6;

/** A run that is set up and can be begun. */
interface Stage {
	/** Requests that the vendor has had so far. */
	requests: () => number;
	begin: () => Promise<Array<Outcome | undefined>>;
}

/** @param onRequest gets how many requests there were, and cancels the run */
function setUp(
	{ vendor, resource, operation, standIn, parameters }: JointOperation,
	items: number,
	onRequest: (requests: number, cancel: () => void) => void = () => undefined,
): Stage {
	const controller = new AbortController();
	const answer = standIn(items);
	let requests = 0;
	const counting: StandIn = (...request) => {
		requests += 1;
		onRequest(requests, () => controller.abort());
		return answer(...request);
	};
	const readerOf =
		(item: number): ReadParameter =>
		(name, fallback) =>
			parameters[name]?.(item) ?? fallback;
	const job = {
		vendorId: vendor,
		vendor: findVendor(vendor),
		credentialVendor: findVendor(vendor),
		resource,
		operation,
		credential: { vendor, domain: BASE_URL, apiKey: KEY, authentication: 'accessToken' },
		host: hostFor(counting, controller.signal),
		items: Array.from({ length: items }, (_, item) => readerOf(item)),
		stopOnFailure: false,
	};
	return { requests: () => requests, begin: async () => await dispatch(job) };
}

function checkAll(title: string, outcomes: ReadonlyArray<Outcome | undefined>): void {
	const failed = outcomes.findIndex((outcome) => !outcome || outcome.failed);
	if (failed !== -1)
		throw new Error(`${title}: item ${failed} was not done: ${JSON.stringify(outcomes[failed]?.json)}`);
}

/**
 * A clock of the work itself. On a busy machine a process waits for the processor, which is not its own doing,
 * and the garbage collector's helpers count as CPU: so a span is the shorter one of time and CPU time.
 */
class Stopwatch {
	private readonly began = performance.now();
	private readonly cpuBefore = process.cpuUsage();

	/** Milliseconds. */
	get cpu(): number {
		const { user, system } = process.cpuUsage(this.cpuBefore);
		return (user + system) / 1_000;
	}

	get wall(): number {
		return performance.now() - this.began;
	}

	get span(): number {
		return Math.min(this.wall, this.cpu);
	}
}

type Timed = Pick<SizeFigures, 'cpu' | 'stretch' | 'peak'> & { wall: number; requests: number };

async function timed(operation: JointOperation, items: number): Promise<Timed> {
	const { begin, requests } = setUp(operation, items);
	const before = live();
	let highest = before;
	let stretch = 0;
	let sinceTurn = new Stopwatch();
	const turns = setInterval(() => {
		stretch = Math.max(stretch, sinceTurn.span);
		highest = Math.max(highest, process.memoryUsage().heapUsed);
		sinceTurn = new Stopwatch();
	}, 1);
	const watch = new Stopwatch();
	const outcomes = await begin();
	const { cpu, wall } = watch;
	// The last stretch counts once the loop has had its turn.
	await sleep(5);
	clearInterval(turns);
	checkAll(operation.title, outcomes);
	return { cpu, wall, stretch, peak: (highest - before) / items, requests: requests() };
}

type Memory = Pick<SizeFigures, 'live' | 'kept'>;

/** The garbage collector runs for every sample, so this is a run of its own. @param wall ms that a run takes without */
async function memory(operation: JointOperation, items: number, wall: number): Promise<Memory> {
	const { begin } = setUp(operation, items);
	const before = live();
	let highest = before;
	let isOver = false;
	const sampling = (async () => {
		while (!isOver) {
			await sleep(wall / SAMPLES);
			highest = Math.max(highest, live());
		}
	})();
	const outcomes = await begin();
	isOver = true;
	await sampling;
	const after = live();
	checkAll(operation.title, outcomes);
	return { live: (Math.max(highest, after) - before) / items, kept: (after - before) / items };
}

/** @param whole requests of a run that nobody cancels */
async function cancelled(operation: JointOperation, items: number, whole: number): Promise<number> {
	let sinceCancel: Stopwatch | undefined;
	const { begin } = setUp(operation, items, (requests, cancel) => {
		if (requests !== Math.ceil(whole / 2)) return;
		sinceCancel = new Stopwatch();
		cancel();
	});
	live();
	const outcomes = await begin();
	if (!sinceCancel) throw new Error(`${operation.title}: the cancel came too late`);
	if (outcomes.some((outcome) => !outcome)) throw new Error(`${operation.title}: an item is lost after the cancel`);
	return sinceCancel.span;
}

export async function measureJoint(operation: JointOperation): Promise<JointFigures> {
	checkAll(operation.title, await setUp(operation, WARM_UP).begin());
	const sizes: SizeFigures[] = [];
	let whole = 0;
	for (const [index, items] of SIZES.entries()) {
		const rounds: Timed[] = [];
		for (let round = 0; round < ROUNDS[index]!; round += 1) rounds.push(await timed(operation, items));
		const best = (figure: keyof Timed): number => Math.min(...rounds.map((one) => one[figure]));
		whole = best('requests');
		const held = await memory(operation, items, best('wall'));
		sizes.push({ items, cpu: best('cpu'), stretch: best('stretch'), peak: best('peak'), ...held });
	}
	return { title: operation.title, sizes, cancel: await cancelled(operation, SIZES.at(-1)!, whole) };
}
