import type { IDataObject } from 'n8n-workflow';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { Contender, Stage } from './contenders';
import type { Scenario } from './scenarios';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

export interface Figures {
	contender: string;
	/** Seconds. */
	wall: number;
	requests: number;
	/** Items that the vendor has not done, or that gave no result of a read. */
	failed: number;
	/** Groups beyond the first of their name. */
	duplicates: number;
	/** Milliseconds of CPU per item, of this process: n8n and the contender, without the vendors. */
	cpu: number;
	/** Megabytes of heap at most, above those before, garbage included. */
	peak: number;
	/** Bytes that live on afterwards, results included. */
	kept: number;
}

export const itemsOf = ({ items, item }: Scenario): IDataObject[] =>
	Array.from({ length: items }, (_, index) => item(index));

/** Bytes of heap that are in use once the garbage is gone. */
export const live = (): number => {
	collectGarbage();
	return process.memoryUsage().heapUsed;
};

export async function measure({ vendors }: Stage, scenario: Scenario, contender: Contender): Promise<Figures> {
	const vendor = vendors.of(scenario.vendor);
	await vendor.prepare(scenario);
	const items = itemsOf(scenario);
	const before = live();
	let highest = before;
	const sampler = setInterval(() => (highest = Math.max(highest, process.memoryUsage().heapUsed)), 20);
	const cpuBefore = process.cpuUsage();
	const started = performance.now();
	const { results, kept } = await contender.run(scenario, items);
	const wall = (performance.now() - started) / 1_000;
	const { user, system } = process.cpuUsage(cpuBefore);
	clearInterval(sampler);
	const after = live();
	const requests = (await vendor.log()).length;
	const state = await vendor.state<never>();
	// Held until here, so that what n8n keeps of a run is in the figure.
	const done = scenario.done?.(state) ?? (kept === null ? 0 : results);
	return {
		contender: contender.name,
		wall,
		requests,
		failed: scenario.items - done,
		duplicates: scenario.duplicates?.(state) ?? 0,
		cpu: (user + system) / 1_000 / scenario.items,
		peak: (highest - before) / 1e6,
		kept: Math.max(0, after - before),
	};
}

export const median = (values: readonly number[]): number => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
