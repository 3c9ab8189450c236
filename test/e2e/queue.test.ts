import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startWorker, type N8n } from '../../demo/start/n8n';
import { addToN8n } from '../../demo/start/package';
import { freePort, run } from '../../demo/start/processes';
import { given, startBench, type Bench } from './bench';
import { executionsOf, until } from './executions';
import { queueWorkflow } from './queueWorkflow';
import { startPostgres, startRedis, type Server } from './servers';
import { triggerWorkflow } from './triggerWorkflow';

const PATH = 'group';
const WATCHER = 'watcher';
const EXECUTIONS = 200;
const IN_FLIGHT = 20;
/** What a worker runs at once unless told otherwise. */
const WORKER_PLACES = 10;
/** Longer than n8n takes to give up on the jobs of a dead worker with the settings below. */
const ANSWER_MS = 90_000;

let redis: Server;
let postgres: Server;
let bench: Bench;
const workers: N8n[] = [];
const folders: string[] = [];

beforeAll(async () => {
	const folder = join(given('GROUP_MANAGER_E2E'), 'queue-servers');
	mkdirSync(folder);
	redis = await startRedis(folder);
	postgres = await startPostgres(folder);
	const env = {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'postgres',
		N8N_ENCRYPTION_KEY: 'the same on every machine',
		// A dead worker is noticed after 60 s by default.
		QUEUE_WORKER_LOCK_DURATION: '10000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
		QUEUE_WORKER_STALLED_INTERVAL: '5000',
	};
	const workflow = queueWorkflow(PATH);
	bench = await startBench('queue', {
		env,
		publish: [PATH, WATCHER],
		seed: (credentials) => ({ credentials, workflows: [workflow, triggerWorkflow(WATCHER, 'everyMinute')] }),
	});
	for (const name of ['worker-1', 'worker-2']) {
		const own = join(bench.folder, name);
		folders.push(own);
		await addToN8n(own, given('GROUP_MANAGER_PACKAGE'));
		workers.push(await startWorker({ ...bench.options, folder: own, port: await freePort() }));
	}
	while ((await send('warm-up')) === 404) await new Promise((resolve) => setTimeout(resolve, 200));
}, 400_000);

afterAll(async () => {
	await Promise.allSettled(workers.map(async (worker) => await worker.stop()));
	await bench?.stop();
	await redis?.stop();
	await postgres?.stop();
});

it(`runs ${EXECUTIONS} executions once each, on both workers`, async () => {
	const names = namesFor('run', EXECUTIONS);
	const started = Date.now();
	const statuses = await sendAll(names);
	report(`${EXECUTIONS} executions with 3 nodes each in ${((Date.now() - started) / 1e3).toFixed(1)} s`);
	expect(statuses.filter((status) => status !== 200)).toEqual([]);
	expect(await executions()).toEqual({ success: EXECUTIONS + 1 });
	report(`executions per worker: ${shares().join(' and ')}`);
	expect(Math.min(...shares())).toBeGreaterThan(EXECUTIONS / 10);
	expectOnce(names);
});

it('polls in the main process, and a worker runs what follows, once for each new group', async () => {
	const names = namesFor('run', EXECUTIONS);
	const told = async (): Promise<string[]> => {
		const all = await executionsOf(bench.rest, WATCHER);
		return all.flatMap((data) => names.filter((name) => data.includes(`"${name}"`)));
	};
	await until('all new groups', async () => ((await told()).length >= names.length ? true : undefined));
	expect((await told()).sort()).toEqual([...names].sort());
	const { length } = await executionsOf(bench.rest, WATCHER);
	report(`${names.length} new groups told in ${length} executions`);
	expect(sum(shares())).toBeGreaterThanOrEqual(EXECUTIONS + 1 + length);
});

it('a worker that dies takes nothing with it but its own executions, and those can be repeated', async () => {
	const names = namesFor('death', 60);
	let answered = 0;
	const statuses = await sendAll(names, () => {
		answered += 1;
		if (answered === 15) void workers[1]?.stop('SIGKILL');
	});
	expect(workers[1]?.running()).toBe(false);
	const failed = names.filter((_, place) => statuses[place] !== 200);
	report(`the dead worker had ${failed.length} of ${names.length} executions in its hands`);
	expect(failed.length).toBeGreaterThan(0);
	expect(failed.length).toBeLessThanOrEqual(WORKER_PLACES);
	const { success, ...others } = await executions();
	expect(success).toBe(EXECUTIONS + 1 + names.length - failed.length);
	expect(sum(Object.values(others))).toBe(failed.length);

	expect((await sendAll(failed)).filter((status) => status !== 200)).toEqual([]);
	expectOnce([...namesFor('run', EXECUTIONS), ...names]);
});

/** How many executions each worker has finished. */
function shares(): number[] {
	const logs = folders.map((folder) => readFileSync(join(folder, 'worker.log'), 'utf8'));
	return logs.map((log) => log.match(/Worker finished execution/g)?.length ?? 0);
}

const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);

function namesFor(run: string, count: number): string[] {
	return Array.from({ length: count }, (_, place) => `${run} ${place + 1}`);
}

async function send(name: string): Promise<number> {
	const response = await fetch(`${bench.n8n.url}/webhook/${PATH}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ name }),
		signal: AbortSignal.timeout(ANSWER_MS),
	});
	await response.arrayBuffer();
	return response.status;
}

/** The statuses of the answers, in the order of the names; 0 where there was none. */
async function sendAll(names: string[], afterEach?: () => void): Promise<number[]> {
	const statuses: number[] = [];
	const left = names.entries();
	const lane = async (): Promise<void> => {
		for (const [place, name] of left) {
			statuses[place] = await send(name).catch(() => 0);
			afterEach?.();
		}
	};
	await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
	return statuses;
}

/** How many executions of the webhook there are of each status, straight from the database. */
async function executions(): Promise<Record<string, number>> {
	const query = `select status, count(*) from execution_entity where "workflowId" = '${PATH}' group by status`;
	const args = ['-h', '127.0.0.1', '-p', String(postgres.port), '-U', 'postgres', '-At', '-F', ' ', '-c', query];
	const rows = (await run('psql', args)).trim().split('\n');
	return Object.fromEntries(rows.map((row) => [row.split(' ')[0] ?? '', Number(row.split(' ')[1])]));
}

/** Every vendor has exactly one group of each name. */
function expectOnce(names: string[]): void {
	const { keitaro, reach360, audienceManager } = bench.simulators;
	for (const { groups } of [keitaro.state, reach360.state, audienceManager.state]) {
		const found = groups.map(({ name }) => name).filter((name) => names.includes(name));
		expect(found.sort()).toEqual([...names].sort());
	}
}

function report(line: string): void {
	process.stdout.write(`[queue] ${line}\n`);
}
