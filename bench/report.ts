import { availableParallelism, totalmem, type } from 'node:os';

import { CONCURRENCY } from './contenders';
import type { Loading } from './loading';
import type { Figures } from './measure';
import type { Profile } from './profile';
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
	/** The section on many items at once. */
	joint: string;
	polling: string;
	scenarios: Array<{ scenario: Scenario; rows: Figures[] }>;
	growth: Growth[];
	cpu: Array<{ contender: string; cpu: number }>;
	/** Of 1,000 updates without latency. */
	profile: Profile;
	/** Milliseconds that one update takes bare axios, one after another. */
	oneByOne: number;
	expressionEngine: string;
}

const OWN = 'Group Manager';
const AXIOS = `Bare axios, ${CONCURRENCY} at once`;

const ratio = (value: number): string => `${value.toFixed(value < 10 ? 2 : 0)} x`;
const seconds = (value: number): string => `${value.toFixed(value < 1 ? 2 : 1)} s`;
const count = (value: number): string => value.toLocaleString('en');
const table = (head: string[], rows: string[][]): string =>
	[head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');

const find = (rows: Figures[], name: string): Figures => rows.find(({ contender }) => contender === name)!;

/** The seconds that nobody can be faster than with this many requests at once. */
function floorOf({ floor, latency, inSequence, switches }: Scenario): number {
	const { rateLimit } = (switches ?? {}) as { rateLimit?: number };
	// One second's worth may come at once.
	if (rateLimit !== undefined) return (floor - rateLimit) / rateLimit;
	return (floor * latency) / (inSequence ? 1 : CONCURRENCY) / 1_000;
}

export function report(results: Results, versions: Record<string, string>): string {
	return `# Bench

\`npm run bench\` writes this file: one run on one machine, one contender after the other, against the same simulated vendors. The ratios count, not the seconds.
${Object.entries(versions)
	.map(([name, version]) => `${name} ${version}`)
	.join(
		' · ',
	)} · expression engine ${results.expressionEngine} · ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()}.

## Side by side

Time against Group Manager with ${CONCURRENCY} requests at once (2 x took twice as long) · items that the vendor had not done in the end · groups that were there more often than once.

${sideBySide(results)}

- **HTTP Request** is n8n's node, one of them for every request that an item needs, without regrouping the items before it: all items at once; with its batching, set to ${CONCURRENCY} per
  latency or to the vendor's limit; with Retry On Fail, 3 tries; with both. A workflow built around it can do better in places: read Keitaro's list once, collect ids for one bulk deletion.
- **Loop** is what a node without a pool does: one item after another over n8n's own request helper.
- **Bare axios** is a script without n8n, without checks and results per item, ${CONCURRENCY} requests at once; where that is possible it is regrouped by hand to the fewest requests. It does not retry;
  in the throttled scenario a second one obeys Retry-After.
- A dash: not run, as it would add nothing. Sending all at once is the fastest, as long as the vendor bears it. Grants are lists that must be read, changed and written back: what runs at the
  same time overwrites each other.
- In the last line half of the faults come after the group was made. Audience Manager accepts a name twice, so a blind repeat makes another one.

## Goals

Set before anything was built.

${goals(results)}

## Where the time of an item goes

${cpu(results)}

## Growth

${growth(results)}

${results.joint}
${results.polling}
## Loading the node

${loading(results)}

## Every figure

The floor is the least time and the least requests that do the work.

${results.scenarios.map((entry) => scenarioTable(entry)).join('\n\n')}
`;
}

function sideBySide({ scenarios }: Results): string {
	// The scenario with the most contenders has them all, in their order.
	const [longest] = [...scenarios].sort((a, b) => b.rows.length - a.rows.length);
	const names = longest!.rows.map(({ contender }) => contender);
	const cell = (own: Figures, figures: Figures | undefined): string => {
		if (!figures) return '–';
		const { wall, failed, duplicates } = figures;
		const faults = [
			...(failed > 0 ? [`**${count(failed)} failed**`] : []),
			...(duplicates > 0 ? [`**${count(duplicates)} too many**`] : []),
		];
		return [figures === own ? seconds(wall) : ratio(wall / own.wall), ...faults].join(', ');
	};
	return table(
		['', ...names],
		scenarios.map(({ scenario, rows }) => [
			scenario.title,
			...names.map((name) =>
				cell(
					rows[0]!,
					rows.find(({ contender }) => contender === name),
				),
			),
		]),
	);
}

function goals(results: Results): string {
	const [plain, throttled] = results.scenarios;
	const own = ({ rows }: Results['scenarios'][number]): number => find(rows, OWN).wall;
	const cpuOf = (name: string): number => results.cpu.find(({ contender }) => contender === name)!.cpu;
	const axios = find(plain!.rows, AXIOS).wall;
	const limit = floorOf(throttled!.scenario);
	const obeying = find(throttled!.rows, 'Bare axios, obeying Retry-After').wall;
	const rows: Array<[goal: string, found: number, wanted: 'at most' | 'at least', limit: number]> = [
		['1,000 updates: wall time against bare axios', own(plain!) / axios, 'at most', 1.1],
		[
			`1,000 updates: wall time against requests x latency / ${CONCURRENCY}`,
			own(plain!) / floorOf(plain!.scenario),
			'at most',
			1.1,
		],
		[
			'1,000 updates: times as fast as the loop',
			find(plain!.rows, "Loop over n8n's helper").wall / own(plain!),
			'at least',
			4.5,
		],
		['Throttled: wall time against the script that obeys Retry-After', own(throttled!) / obeying, 'at most', 1.05],
		["Throttled: wall time against the vendor's limit", own(throttled!) / limit, 'at most', 1.05],
		[
			"CPU per item against calls of n8n's helper alone",
			cpuOf(OWN) / cpuOf(`n8n's helper, ${CONCURRENCY} at once`),
			'at most',
			1.5,
		],
		[
			'Failed items and groups too many, all scenarios',
			results.scenarios.reduce((sum, { rows: [first] }) => sum + first!.failed + first!.duplicates, 0),
			'at most',
			0,
		],
		['Memory per item above what n8n keeps, kB, 10,000 items', results.growth.at(-1)!.held / 1_000, 'at most', 2],
		[
			"CPU at n8n's start against n8n's Google Workspace Admin",
			results.loading.own.milliseconds / results.loading.google.milliseconds,
			'at most',
			1,
		],
		["CPU at n8n's start, ms", results.loading.own.milliseconds, 'at most', 8],
	];
	const holds = (found: number, wanted: string, goal: number): boolean =>
		wanted === 'at most' ? found <= goal : found >= goal;
	return `${table(
		['', 'found', 'goal', ''],
		rows.map(([goal, found, wanted, limit]) => [
			goal,
			found.toFixed(2),
			`${wanted} ${limit}`,
			holds(found, wanted, limit) ? 'held' : '**missed**',
		]),
	)}

- Requests x latency / ${CONCURRENCY} leaves out what a request costs beside the vendor's answer: a connection, timers, the simulator. One after another, one update takes bare axios
  ${results.oneByOne.toFixed(1)} ms instead of ${plain!.scenario.latency}; ${CONCURRENCY} at once it takes ${(axios / floorOf(plain!.scenario)).toFixed(2)} times that floor itself.
- The simulated limit lets one second's worth of requests through at once, and its \`Retry-After: 1\` is a whole second from the last refusal on. That second's worth is there again before
  the pause is over and the next request has come, so some time is given away in every round: the script that does nothing but obey takes ${(obeying / limit).toFixed(2)} times the limit.
  HTTP Request's batching was told the limit beforehand.`;
}

function cpu({ cpu: contenders, profile }: Results): string {
	const bare = contenders.find(({ contender }) => contender === AXIOS)!.cpu;
	return `${table(
		['1,000 updates, no latency, median of 5 runs', 'CPU per item', 'against bare axios'],
		contenders.map(({ contender, cpu: value }) => [contender, `${value.toFixed(2)} ms`, ratio(value / bare)]),
	)}

A profile of Group Manager in that scenario, by whose code was running:

${table(
	['', 'share'],
	Object.entries(profile).map(([name, share]) => [name, `${(share * 100).toFixed(0)} %`]),
)}`;
}

function growth({ growth: rows }: Results): string {
	const head = [
		'Updates, no latency, one run each',
		'time per item',
		"n8n's helper",
		'bare axios',
		'peak heap',
		"with n8n's helper",
		'kept by n8n, per item',
		'held beyond that, per item',
	];
	return table(
		head,
		rows.map(({ items, wall, helperWall, axiosWall, peak, helperPeak, kept, held }) => [
			count(items),
			...[wall, helperWall, axiosWall].map((value) => `${((value / items) * 1_000).toFixed(2)} ms`),
			...[peak, helperPeak].map((value) => `${value.toFixed(0)} MB`),
			`${(kept / items / 1_000).toFixed(1)} kB`,
			`${(held / 1_000).toFixed(1)} kB`,
		]),
	);
}

function loading({ loading: { own, google, median, sampled } }: Results): string {
	const rows = [
		[`${OWN}, with its credential`, own],
		["n8n's Google Workspace Admin, with its credential", google],
		[`Median of ${sampled} nodes of n8n`, median],
	] as const;
	return table(
		['Require and construct in a fresh process, n8n-workflow loaded before', 'CPU', 'files', 'size'],
		rows.map(([name, { milliseconds, files, bytes }]) => [
			name,
			`${milliseconds.toFixed(1)} ms`,
			String(files),
			`${(bytes / 1_000).toFixed(0)} kB`,
		]),
	);
}

function scenarioTable({ scenario, rows }: Results['scenarios'][number]): string {
	const [own] = rows;
	const perItem = (requests: number): string =>
		(requests / scenario.items).toFixed(scenario.items === 1 ? 0 : requests / scenario.items < 0.01 ? 3 : 2);
	return `**${scenario.title}** (floor ${seconds(floorOf(scenario))}, ${perItem(scenario.floor)} requests per item)

${table(
	['', 'time', `against ${OWN}`, 'requests per item', 'failed', 'too many', 'peak heap'],
	rows.map(({ contender, wall, requests, failed, duplicates, peak }) => [
		contender,
		seconds(wall),
		ratio(wall / own!.wall),
		perItem(requests),
		count(failed),
		count(duplicates),
		`${peak.toFixed(0)} MB`,
	]),
)}`;
}
