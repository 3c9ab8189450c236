import Module, { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialType, INodeType } from 'n8n-workflow';

import { readyCredentialData } from '../workbench/credentials';
import { startHeadless } from '../workbench/headless';
import { installed, isInstalled, N8N, node24, REPOSITORY } from '../demo/start/install';
import { Problem } from '../demo/start/problem';
import { VENDOR_IDS } from '../simulators';
import { contenders, LoopNode, type Contender, type Stage } from './contenders';
import { jointPart, updateReport } from './joint';
import { measureLoading } from './loading';
import { itemsOf, live, measure, median, type Figures } from './measure';
import { pollingPart } from './polling';
import { profileOf } from './profile';
import { report, type Growth, type Results } from './report';
import { scenarios, updates, type Scenario } from './scenarios';
import { startVendors } from './vendors';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The nodes of n8n bring their own copies of its engine; here they use the one that runs everything else. */
function shareEngine(): void {
	const loader = Module as unknown as { _resolveFilename: (request: string, ...rest: unknown[]) => string };
	const resolve = loader._resolveFilename;
	const own = {
		'n8n-workflow': resolve.call(loader, 'n8n-workflow', module),
		'n8n-core': resolve.call(loader, 'n8n-core', module),
	};
	loader._resolveFilename = function (request, ...rest) {
		return request === 'n8n-workflow' || request === 'n8n-core'
			? own[request]
			: resolve.call(this, request, ...rest);
	};
}

const RESULTS = join(__dirname, 'RESULTS.md');

async function main(): Promise<void> {
	if (process.argv[2] === 'joint') {
		const section = jointPart(say);
		say(`\n${section}`);
		updateReport(RESULTS, section);
		return;
	}
	if (process.argv[2] === 'polling') {
		const section = pollingPart(say);
		say(`\n${section}`);
		updateReport(RESULTS, section);
		return;
	}
	const scale = Number(process.env.BENCH_SCALE ?? 1);
	say(
		'About 17 minutes on an idle machine; whatever else runs on it blurs the figures. ' +
			'BENCH_SCALE=0.1 gives a quick look and writes no file.',
	);
	if (!isInstalled(N8N)) say('First the n8n of npm start is installed: 5 to 10 minutes, 2.5 GB.');
	const node = await node24(say);
	const n8nFolder = await installed(N8N, node, say);
	shareEngine();
	say('Load time, in fresh processes …');
	const loading = measureLoading(node, n8nFolder);
	const joint = jointPart(say);
	const polling = pollingPart(say);
	const { stage, close } = await openStage(n8nFolder);
	try {
		const results = { loading, joint, polling, ...(await measureAll(stage, scale)) };
		const text = report(results, versions(n8nFolder));
		say(`\n${text}`);
		if (scale === 1) writeFileSync(RESULTS, text);
	} finally {
		await close();
	}
}

/** The vendors in a process of their own, and n8n's engine in this one with the built node and n8n's own beside it. */
async function openStage(n8nFolder: string): Promise<{ stage: Stage; close: () => Promise<void> }> {
	const load = createRequire(__filename);
	const httpRequest = join(n8nFolder, 'node_modules/n8n-nodes-base/dist/nodes/HttpRequest/HttpRequest.node.js');
	const { HttpRequest } = load(httpRequest) as { HttpRequest: new () => INodeType };
	const { GroupManager } = load(join(REPOSITORY, 'dist/nodes/GroupManager/GroupManager.node.js')) as {
		GroupManager: new () => INodeType;
	};
	const credential = join(REPOSITORY, 'dist/credentials/GroupManagerApi.credentials.js');
	const { GroupManagerApi } = load(credential) as { GroupManagerApi: new () => ICredentialType };
	const { vendors, stop } = await startVendors();
	const n8n = await startHeadless({
		nodeTypes: {
			'n8n-nodes-group-manager.groupManager': new GroupManager(),
			'n8n-nodes-base.httpRequest': new HttpRequest(),
			'bench.loop': new LoopNode(),
		},
		credentialTypes: { groupManagerApi: new GroupManagerApi() },
	});
	for (const vendor of VENDOR_IDS)
		n8n.credentials.set(vendor, 'groupManagerApi', readyCredentialData(vendors, vendor));
	const close = async (): Promise<void> => {
		stop();
		await n8n.close();
	};
	return { stage: { n8n, vendors }, close };
}

async function measureAll(stage: Stage, scale: number): Promise<Omit<Results, 'loading' | 'joint' | 'polling'>> {
	const all = contenders(stage);
	say('Warming up …');
	for (const contender of [all.groupManager, all.http, all.loop, all.helper, all.bareAxios])
		await measure(stage, updates(200, 0), contender);

	const measured = await measureScenarios(stage, all, scale);
	const cpu = await measureCpu(stage, all, scale);
	const profiled = updates(Math.round(1_000 * scale), 0);
	await stage.vendors.of(profiled.vendor).prepare(profiled);
	const profile = await profileOf(async () => await all.groupManager.run(profiled, itemsOf(profiled)));
	const single = updates(Math.round(100 * scale), 50);
	const oneByOne = ((await measure(stage, single, all.axiosOneByOne)).wall / single.items) * 1_000;
	const grown = await measureGrowth(stage, all, scale);
	const { expressionEngine } = stage.n8n;
	return { scenarios: measured, growth: grown, cpu, profile, oneByOne, expressionEngine };
}

async function measureScenarios(stage: Stage, all: All, scale: number): Promise<Results['scenarios']> {
	const results: Results['scenarios'] = [];
	for (const scenario of scenarios(scale)) {
		say(`\n${scenario.title}`);
		const rows: Figures[] = [];
		for (const contender of contendersFor(scenario, all)) {
			const figures = await measure(stage, scenario, contender);
			rows.push(figures);
			const { wall, requests, failed, duplicates } = figures;
			const effort = `${wall.toFixed(2).padStart(8)} s  ${String(requests).padStart(6)} requests`;
			say(`  ${contender.name.padEnd(40)} ${effort}  ${failed} failed  ${duplicates} too many`);
		}
		results.push({ scenario, rows });
	}
	return results;
}

async function measureCpu(stage: Stage, all: All, scale: number): Promise<Results['cpu']> {
	say('\nCPU, 1,000 updates without latency, in turns');
	const byCpu = [all.groupManager, all.helper, all.loop, all.http, all.bareAxios];
	const rounds: Figures[][] = byCpu.map(() => []);
	for (let round = 0; round < 5; round += 1) {
		for (const [index, contender] of byCpu.entries())
			rounds[index]!.push(await measure(stage, updates(Math.round(1_000 * scale), 0), contender));
	}
	return byCpu.map(({ name }, index) => ({
		contender: name,
		cpu: median(rounds[index]!.map(({ cpu }) => cpu)),
	}));
}

async function measureGrowth(stage: Stage, all: All, scale: number): Promise<Growth[]> {
	say('Growth');
	const results: Growth[] = [];
	for (const items of [100, 1_000, 10_000].map((count) => Math.round(count * scale)))
		results.push({ items, ...(await growth(stage, items, all.groupManager, all.helper, all.bareAxios)) });
	return results;
}

type All = ReturnType<typeof contenders>;

function contendersFor(scenario: Scenario, all: All): Contender[] {
	const { groupManager, http, httpBatching, httpRetrying, httpBoth, loop, bareAxios, obeyingAxios } = all;
	const isThrottled = scenario.switches !== undefined;
	const isHard = scenario.faults !== undefined || isThrottled;
	return [
		groupManager,
		http,
		...(scenario.batching ? [httpBatching] : []),
		...(isHard ? [httpRetrying, httpBoth] : []),
		loop,
		bareAxios,
		...(isThrottled ? [obeyingAxios] : []),
	];
}

async function growth(
	stage: Stage,
	items: number,
	own: Contender,
	helper: Contender,
	axios: Contender,
): Promise<Omit<Growth, 'items'>> {
	const scenario = updates(items, 0);
	const mine = await measure(stage, scenario, own);
	const theirs = await measure(stage, scenario, helper);
	const floor = await measure(stage, scenario, axios);
	const held = await heldDuring(stage, scenario, own);
	return {
		wall: mine.wall,
		helperWall: theirs.wall,
		axiosWall: floor.wall,
		peak: mine.peak,
		helperPeak: theirs.peak,
		kept: mine.kept,
		held,
	};
}

/**
 * Bytes per item that live at most during the run, beyond what n8n keeps of it afterwards.
 * The garbage collector runs for every sample, so this is a run of its own.
 */
async function heldDuring(stage: Stage, scenario: Scenario, contender: Contender): Promise<number> {
	await stage.vendors.of(scenario.vendor).prepare(scenario);
	const items = itemsOf(scenario);
	let highest = 0;
	const sampler = setInterval(() => (highest = Math.max(highest, live())), Math.max(20, scenario.items / 50));
	const { kept } = await contender.run(scenario, items);
	clearInterval(sampler);
	const after = live();
	return kept === null ? 0 : Math.max(0, highest - after) / scenario.items;
}

function versions(n8nFolder: string): Record<string, string> {
	const versionOf = (folder: string): string =>
		(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
	return {
		'this package': versionOf(REPOSITORY),
		'n8n-core': versionOf(join(REPOSITORY, 'node_modules/n8n-core')),
		'n8n-nodes-base': versionOf(join(n8nFolder, 'node_modules/n8n-nodes-base')),
		axios: versionOf(join(REPOSITORY, 'node_modules/axios')),
		Node: process.versions.node,
	};
}

main().catch((error: Error) => {
	process.stderr.write(`${error instanceof Problem ? error.message : (error.stack ?? String(error))}\n`);
	process.exitCode = 1;
});
