import { join } from 'node:path';

import { installed, N8N, type Bundle } from '../../demo/start/install';
import { n8nCommand } from '../../demo/start/n8n';
import { startBench, type Bench } from './bench';
import { examples, runnableExamples } from './examples';

/** The ends of what the README claims. */
const OLDEST: Bundle = { ...N8N, name: 'n8n-oldest', folder: join(__dirname, 'compat') };

interface RunData {
	status?: string;
	data: { resultData: { error?: { message: string }; runData: Record<string, Array<{ executionStatus: string }>> } };
}

describe.each([
	// An older n8n does not know the newer modules' names.
	{ version: '1.123.81', bundle: OLDEST, env: { N8N_DISABLED_MODULES: '' } },
	{ version: '2.41.1', bundle: N8N, env: undefined },
])('n8n $version', ({ version, bundle, env }) => {
	let bench: Bench;

	beforeAll(async () => {
		const report = (line: string): void => void process.stdout.write(`[n8n ${version}] ${line}\n`);
		let last = 0;
		const install = await installed(bundle, process.env.GROUP_MANAGER_NODE ?? '', (line) => {
			if (Date.now() - last > 20_000) report(line);
			last = Date.now() - last > 20_000 ? Date.now() : last;
		});
		bench = await startBench(`compat-${version}`, {
			install,
			env,
			seed: (credentials) => ({ credentials, workflows: examples }),
		});
	}, 1_200_000);

	afterAll(async () => await bench?.stop());

	it('is that version', async () => {
		expect((await n8nCommand(bench.options, '--version')).trim().split('\n').pop()).toBe(version);
	});

	it.each(runnableExamples)('runs "$name"', async ({ id, nodes }) => {
		const output = await n8nCommand(bench.options, 'execute', `--id=${id}`, '--rawOutput');
		const { data } = JSON.parse(output.slice(output.indexOf('\n{') + 1)) as RunData;
		expect(data.resultData.error).toBeUndefined();
		for (const { name } of nodes.filter(({ type }) => type.endsWith('.groupManager'))) {
			expect(data.resultData.runData[name]?.[0]?.executionStatus).toBe('success');
		}
	});

	it('renews a token that the vendor has taken back', async () => {
		const { state } = bench.simulators.audienceManager;
		expect(state.tokens.length).toBe(1);
		state.tokens.length = 0;
		const id = examples.find(({ name }) => name.includes('Audience Manager'))?.id;
		const output = await n8nCommand(bench.options, 'execute', `--id=${id}`, '--rawOutput');
		expect((JSON.parse(output.slice(output.indexOf('\n{') + 1)) as RunData).data.resultData.error).toBeUndefined();
		expect(state.tokens.length).toBe(1);
	});

	it('tests the three credentials', async () => {
		const list = await bench.rest.get<Array<{ id: string; name: string; type: string }>>('/credentials');
		for (const { id } of list) {
			const credentials = await bench.rest.get<object>(`/credentials/${id}?includeData=true`);
			const answer = await bench.rest.post<{ status: string; message: string }>('/credentials/test', {
				credentials,
			});
			expect(answer).toMatchObject({ status: 'OK' });
		}
		expect(list).toHaveLength(3);
	});
});
