import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startN8n } from '../../demo/start/n8n';
import { Rest } from '../../demo/start/rest';
import { KEITARO_KEY } from '../../simulators';
import { startBench, type Bench } from './bench';
import { executionsOf, until } from './executions';
import { triggerWorkflow } from './triggerWorkflow';

/** n8n's two ways to poll; both at once, because neither polls more often than once a minute. */
const ENGINES = {
	usual: {},
	durable: {
		N8N_SCHEDULER_ENABLED: 'true',
		N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
		N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
	},
};

let benches: Bench[] = [];

beforeAll(async () => {
	const workflows = [triggerWorkflow('minutely', 'everyMinute'), triggerWorkflow('hourly', 'everyHour')];
	benches = await Promise.all(
		Object.entries(ENGINES).map(
			async ([name, env]) =>
				await startBench(`trigger-${name}`, { env, seed: (credentials) => ({ credentials, workflows }) }),
		),
	);
}, 300_000);

afterAll(async () => void (await Promise.all(benches.map(async (bench) => await bench.stop()))));

const inBoth = async (work: (bench: Bench) => Promise<void>): Promise<void> =>
	void (await Promise.all(benches.map(work)));

const groupsOf = ({ simulators }: Bench) => simulators.keitaro.state.groups;

interface Publication {
	status: 'in_progress' | 'not_published' | 'published' | 'failed';
	triggers: Array<{ errorMessage?: string }>;
}

/** Publishes and waits until n8n is through with it. */
async function publish({ rest }: Bench, id: string): Promise<Publication> {
	const { versionId } = await rest.get<{ versionId: string }>(`/workflows/${id}`);
	await rest.post(`/workflows/${id}/activate`, { versionId });
	return await until('to be published', async () => {
		const publication = await rest.get<Publication>(`/workflows/${id}/publication-status`);
		return ['in_progress', 'not_published'].includes(publication.status) ? undefined : publication;
	});
}

async function unpublish({ rest }: Bench, id: string): Promise<void> {
	await rest.post(`/workflows/${id}/deactivate`);
	await until('to be taken back', async () => {
		const { status } = await rest.get<Publication>(`/workflows/${id}/publication-status`);
		return status === 'not_published' ? true : undefined;
	});
}

const executionWith = async (bench: Bench, id: string, words: string): Promise<string> =>
	await until(`an execution with "${words}"`, async () =>
		(await executionsOf(bench.rest, id)).find((data) => data.includes(words)),
	);

it('tells whoever publishes a workflow with a wrong key', async () => {
	await inBoth(async (bench) => {
		const { faults } = bench.simulators.keitaro;
		faults.add({ times: Infinity, fault: { status: 401, body: '{"error":"no"}' } });
		const { status, triggers } = await publish(bench, 'hourly');
		faults.clear();
		expect([status, triggers[0]?.errorMessage]).toEqual(['failed', expect.stringContaining('Check the key')]);
		await unpublish(bench, 'hourly');
	});
});

it('reports at once, when it is published again, what happened while it was not', async () => {
	// The other scheduler stores nothing when a workflow is published, and polls at its next time.
	const [bench] = benches as [Bench];
	expect(await publish(bench, 'hourly')).toMatchObject({ status: 'published' });
	await unpublish(bench, 'hourly');
	groupsOf(bench).push({ id: 900, name: 'Made while it was off', position: 9, type: 'campaigns' });
	await publish(bench, 'hourly');
	expect(await executionWith(bench, 'hourly', 'Made while it was off')).toContain('groupCreated');
	await unpublish(bench, 'hourly');
});

it('polls on, and starts the workflow once for what has happened', async () => {
	await inBoth(async (bench) => {
		const { log } = bench.simulators.keitaro;
		const before = log.length;
		await publish(bench, 'minutely');
		await until('a poll', async () => await Promise.resolve(log.length > before + 1 || undefined));
		Object.assign(groupsOf(bench)[0]!, { name: 'Renamed while it is active' });
		const data = await executionWith(bench, 'minutely', 'Renamed while it is active');
		for (const word of ['groupChanged', 'eventId', 'US sweepstakes']) expect(data).toContain(word);
	});
});

it('goes on polling after a start without the vendor, and reports what happened meanwhile', async () => {
	await inBoth(async (bench) => {
		const { faults } = bench.simulators.keitaro;
		await bench.n8n.stop();
		faults.add({ times: Infinity, fault: { reset: 'before' } });
		Object.assign(groupsOf(bench)[1]!, { name: 'Renamed while n8n was down' });
		bench.n8n = await startN8n(bench.options);
		bench.rest = new Rest(bench.n8n.url);
		await bench.rest.enter();
		// Past n8n's own attempts to activate it once more.
		await new Promise((resolve) => setTimeout(resolve, 20_000));
		faults.clear();
		await executionWith(bench, 'minutely', 'Renamed while n8n was down');
		const all = (await executionsOf(bench.rest, 'minutely')).filter((data) => data.includes('eventId'));
		expect(all).toHaveLength(2);
	});
});

it('says nothing of the key in its log', () => {
	for (const { folder } of benches) {
		expect(readFileSync(join(folder, 'start.log'), 'utf8')).not.toContain(KEITARO_KEY);
	}
});
