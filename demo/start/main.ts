import { join } from 'node:path';

import { DEFINITIONS, startSimulators, type Simulators } from '../../simulators';
import { demoCredentials } from '../../workbench/credentials';
import { cacheFolder, installed, isInstalled, N8N, node24 } from './install';
import { startN8n, type N8n, type N8nOptions } from './n8n';
import { HELP, readOptions, type Options } from './options';
import { addToN8n, pack } from './package';
import { checkPorts, SIMULATOR_PORTS } from './ports';
import { Problem } from './problem';
import { killAll } from './processes';
import { inSteps, type Step } from './progress';
import { OWNER, Rest } from './rest';
import { exampleWorkflows, isSeeded, sow, type Seed } from './seed';
import { vendorAddresses } from './vendorAddresses';
import { estimate, say, whatToClick } from './words';

let n8n: N8n | undefined;
let simulators: Simulators | undefined;
let stopping = false;

async function main(): Promise<void> {
	const asked = readOptions();
	if (asked.help) return say(HELP);
	const started = Date.now();
	// Own accounts get a database of their own, where no example finds a simulator's credential.
	const folder = join(cacheFolder(), asked.withSimulators ? 'demo' : 'accounts');
	const options: N8nOptions = { node: process.execPath, install: '', folder, port: asked.port };
	const seed: Seed = { credentials: [], workflows: exampleWorkflows() };
	say(estimate(!isInstalled(N8N)));
	await inSteps([...installing(asked, options), ...starting(asked, options, seed)]);
	if (!n8n) return;
	say(whatToClick(n8n.url, seed, folder, Math.round((Date.now() - started) / 1e3), simulators));
	const code = await n8n.ended;
	if (!stopping)
		throw new Problem(`n8n ended by itself (${code}): see ${join(folder, 'start.log')}, then start again.`);
}

const installing = ({ port, withSimulators }: Options, options: N8nOptions): Step[] => [
	{ title: 'Checking the ports', work: async () => await checkPorts(port, withSimulators) },
	{
		title: 'Node 24, which n8n needs',
		skip: () => process.versions.node.startsWith('24.') && 'the machine has it',
		work: async (report) => void (options.node = await node24(report)),
	},
	{
		title: 'n8n (only the first start installs it)',
		work: async (report) => void (options.install = await installed(N8N, options.node, report)),
	},
	{
		title: 'This package, built and added to n8n',
		work: async () => await addToN8n(options.folder, await pack()),
	},
];

const starting = ({ withSimulators }: Options, options: N8nOptions, seed: Seed): Step[] => [
	{
		title: `Simulated vendors: ${DEFINITIONS.map(({ label }) => label).join(', ')}`,
		skip: () => !withSimulators && 'you use your own accounts',
		async work() {
			simulators = await startSimulators({ ports: SIMULATOR_PORTS });
			seed.credentials = demoCredentials(simulators);
			options.env = vendorAddresses(SIMULATOR_PORTS);
		},
	},
	{
		title: 'Credentials and example workflows',
		skip: () => isSeeded(options.folder, seed) && 'there already',
		work: async () => await sow(options, seed),
	},
	{
		title: 'Starting n8n',
		async work() {
			n8n = await startN8n(options);
			await new Rest(n8n.url).enter(OWNER);
		},
	},
];

async function stop(signal: NodeJS.Signals): Promise<void> {
	if (stopping) process.exit(1);
	stopping = true;
	say(`\nStopping (${signal}) …`);
	await Promise.allSettled([n8n?.stop(), simulators?.close()]);
	killAll();
	say('Stopped.');
	process.exit(signal === 'SIGINT' ? 0 : 1);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));

main().catch(async (error: Error) => {
	if (stopping) return;
	process.stderr.write(`\n${error instanceof Problem ? error.message : (error.stack ?? String(error))}\n`);
	await Promise.allSettled([n8n?.stop(), simulators?.close()]);
	process.exit(1);
});
