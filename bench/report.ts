import { availableParallelism, totalmem } from 'node:os';

import { CONCURRENCY } from './contenders';
import type { Loading } from './loading';
import type { Figures } from './measure';
import type { Scenario } from './scenarios';

export interface Growth {
	items: number;
	wall: number;
	helperWall: number;
	axiosWall: number;
	/** Megabytes. */
	peak: number;
	helperPeak: number;
	/** Bytes. */
	kept: number;
	/** Bytes per item. */
	held: number;
}

export interface Results {
	loading: Loading;
	scenarios: Array<{ scenario: Scenario; rows: Figures[] }>;
	growth: Growth[];
	cpu: Array<{ contender: string; cpu: number }>;
	expressionEngine: string;
}

const ratio = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} x`;
const seconds = (value: number): string => `${value.toFixed(1)} s`;
const table = (head: string[], rows: string[][]): string =>
	[head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The seconds that nobody can be faster than with this many requests at once. */
function floorOf({ floor, latency, inSequence, switches }: Scenario): number {
	const { rateLimit } = (switches ?? {}) as { rateLimit?: number };
	// One second's worth may come at once.
	if (rateLimit !== undefined) return (floor - rateLimit) / rateLimit;
	return (floor * latency) / (inSequence ? 1 : CONCURRENCY) / 1_000;
}

export function report(results: Results, versions: Record<string, string>): string {
	const [plain, throttled, , , , , faulty] = results.scenarios;
	const find = (rows: Figures[], name: string): Figures => rows.find(({ contender }) => contender === name)!;
	const own = (entry: Results['scenarios'][number]): Figures => find(entry.rows, 'Group Manager');
	const cpuOf = (name: string): number => results.cpu.find(({ contender }) => contender === name)!.cpu;
	const cpu = cpuOf('Group Manager');
	const { loading } = results;
	const largest = results.growth.at(-1)!;

	const axios = `Bare axios, ${CONCURRENCY} at once`;
	const axiosFloor = find(plain!.rows, axios).wall / floorOf(plain!.scenario);
	const paced = find(throttled!.rows, 'HTTP Request, batching').wall / floorOf(throttled!.scenario);
	const goals: Array<[goal: string, found: number, limit: number]> = [
		['Wall time against bare axios, 1,000 updates', own(plain!).wall / find(plain!.rows, axios).wall, 1.1],
		[`The same against requests x latency / ${CONCURRENCY} (bare axios: ${axiosFloor.toFixed(2)})`, own(plain!).wall / floorOf(plain!.scenario), 1.1],
		[`Wall time against the vendor's limit, throttled (HTTP Request that knows the limit: ${paced.toFixed(2)})`, own(throttled!).wall / floorOf(throttled!.scenario), 1.05],
		['Share of the sequential loop\'s time (4.5 times as fast)', own(plain!).wall / find(plain!.rows, "Loop over n8n's helper").wall, 1 / 4.5],
		["CPU per item against bare calls of n8n's helper", cpu / cpuOf(`n8n's helper, ${CONCURRENCY} at once`), 1.5],
		['Failed items and duplicates, all scenarios', results.scenarios.reduce((sum, entry) => sum + own(entry).failed + own(entry).duplicates, 0), 0],
		['Memory per item above what n8n keeps, kB', largest.held / 1_000, 2],
		["Load time against n8n's Google Workspace Admin node", loading.own.milliseconds / loading.google.milliseconds, 1],
	];

	return `# Bench

\`npm run bench\` writes this file. One run, one machine, one after another on the same simulated vendors; the ratios count, not the seconds.
${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(' · ')} · expression engine ${results.expressionEngine} · ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, a shared virtual machine under Linux.

## Goals

${table(['', 'found', 'at most', ''], goals.map(([goal, found, limit]) => [goal, found.toFixed(2), limit.toFixed(2), found <= limit ? 'held' : 'missed']))}

- Where bare axios misses the second line as well, the machine was busy: compare the first one.
- Throttled: the vendor's bucket holds one second's worth, and \`Retry-After: 1\` is a whole second. It is full again before the pause is over
  and the first request is back, 0.05 to 0.1 s in every round of some 1.3 s. Who obeys the header cannot be faster; who knows the limit
  beforehand can, and HTTP Request's batching in that scenario was set to it by hand.

## Side by side

Time is against Group Manager with ${CONCURRENCY} requests at once: 2 x took twice as long. Requests are per item; the floor is the least that does the work.
"Failed" are items that the vendor had not done in the end, "twice" groups that were there twice.

${results.scenarios.map((entry) => scenarioTable(entry)).join('\n\n')}

## CPU and memory

${table(
		['1,000 updates, no latency', 'CPU per item', 'against bare axios'],
		results.cpu.map(({ contender, cpu: value }) => [contender, `${value.toFixed(2)} ms`, ratio(value / cpuOf(`Bare axios, ${CONCURRENCY} at once`))]),
	)}

${table(
		['Items', 'time per item', "n8n's helper", 'bare axios', 'peak heap', "with n8n's helper", 'kept by n8n, per item', 'held beyond that, per item'],
		results.growth.map(({ items, wall, helperWall, axiosWall, peak, helperPeak, kept, held }) => [
			items.toLocaleString('en'),
			...[wall, helperWall, axiosWall].map((value) => `${((value / items) * 1_000).toFixed(2)} ms`),
			...[peak, helperPeak].map((value) => `${value.toFixed(0)} MB`),
			`${(kept / items / 1_000).toFixed(1)} kB`,
			`${(held / 1_000).toFixed(1)} kB`,
		]),
	)}

## Loading the node

${table(
		['In a fresh process, n8n-workflow loaded before', 'time', 'files', 'size'],
		(
			[
				['Group Manager', loading.own],
				["n8n's Google Workspace Admin", loading.google],
				[`Median of ${loading.sampled} nodes of n8n`, loading.median],
			] as const
		).map(([name, { milliseconds, files, bytes }]) => [name, `${milliseconds.toFixed(1)} ms`, String(files), `${(bytes / 1_000).toFixed(0)} kB`]),
	)}

## How to read it

- HTTP Request without batching sends all items at once. Nothing is faster as long as the vendor bears it; what becomes of it otherwise, the
  second and the last scenario show. Its batching sets the pace of starting, not how many are under way.
- "Loop" is what a node without a pool does: one item after another over n8n's own request helper.
- "Bare axios" is the least that a script needs: no n8n, no checks, no results per item. It does not retry.
- ${faulty ? `In the last scenario half of the faults come after the group was made. Audience Manager accepts the same name twice, so a blind repeat doubles it.` : ''}
`;
}

function scenarioTable({ scenario, rows }: Results['scenarios'][number]): string {
	const [own] = rows;
	const floor = floorOf(scenario);
	const perItem = (requests: number): string => (requests / scenario.items).toFixed(scenario.items === 1 ? 0 : 2);
	return `**${scenario.title}** (floor ${seconds(floor)}, ${perItem(scenario.floor)} requests per item)

${table(
		['', 'time', 'against Group Manager', 'requests per item', 'failed', 'twice', 'peak heap'],
		rows.map(({ contender, wall, requests, failed, duplicates, peak }) => [
			contender,
			seconds(wall),
			ratio(wall / own!.wall),
			perItem(requests),
			String(failed),
			String(duplicates),
			`${peak.toFixed(0)} MB`,
		]),
	)}`;
}
