import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { REACH360_KEY, startSimulators } from '../../simulators';
import { demoCredentials } from '../../workbench/credentials';
import { cacheFolder, installed, isInstalled, N8N, node24 } from './install';
import { startN8n, type N8n, type N8nOptions } from './n8n';
import { addToN8n, pack } from './package';
import { Problem } from './problem';
import { isFree, killAll } from './processes';
import { inSteps } from './progress';
import { OWNER, Rest } from './rest';
import { exampleWorkflows, isSeeded, sow, type Seed } from './seed';
import { vendorAddresses } from './vendorAddresses';

const HELP = `npm start                      n8n with this node, three simulated vendors and example workflows
npm start -- --no-simulators   n8n with this node, for your own accounts
npm start -- --port 5690       on another port than 5678
`;
const SIMULATOR_PORTS = { keitaro: 4610, reach360: 4620, audienceManager: 4630 };

const say = (text: string): void => void process.stdout.write(`${text}\n`);

let n8n: N8n | undefined;
let simulators: Awaited<ReturnType<typeof startSimulators>> | undefined;
let stopping = false;

async function main(): Promise<void> {
	const { port, withSimulators } = readOptions();
	const started = Date.now();
	// Own accounts get a database of their own, where no example finds a simulator's credential.
	const folder = join(cacheFolder(), withSimulators ? 'demo' : 'accounts');
	const options: N8nOptions = { node: process.execPath, install: '', folder, port };
	const seed: Seed = { credentials: [], workflows: exampleWorkflows() };
	sayEstimate();
	await inSteps([
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
			work: async () => await addToN8n(folder, await pack()),
		},
		{
			title: 'Three simulated vendors',
			skip: () => !withSimulators && 'you use your own accounts',
			async work() {
				simulators = await startSimulators({ ports: SIMULATOR_PORTS });
				seed.credentials = demoCredentials(simulators);
				options.env = vendorAddresses(SIMULATOR_PORTS);
			},
		},
		{
			title: 'Credentials and example workflows',
			skip: () => isSeeded(folder, seed) && 'there already',
			work: async () => await sow(options, seed),
		},
		{
			title: 'Starting n8n',
			async work() {
				n8n = await startN8n(options);
				await new Rest(n8n.url).enter(OWNER);
			},
		},
	]);
	if (!n8n) return;
	sayWhatToClick(n8n.url, seed, folder, Math.round((Date.now() - started) / 1e3));
	const code = await n8n.ended;
	if (!stopping)
		throw new Problem(`n8n ended by itself (${code}): see ${join(folder, 'start.log')}, then start again.`);
}

function readOptions(): { port: number; withSimulators: boolean } {
	const known = {
		'no-simulators': { type: 'boolean' },
		port: { type: 'string', default: '5678' },
		help: { type: 'boolean' },
	} as const;
	let values: { 'no-simulators'?: boolean; port: string; help?: boolean };
	try {
		({ values } = parseArgs({ options: known }));
	} catch (error) {
		throw new Problem(`${(error as Error).message}\n${HELP}`);
	}
	if (values.help) {
		say(HELP);
		process.exit(0);
	}
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Problem(`--port takes a number from 1 to 65535, not "${values.port}".`);
	}
	return { port, withSimulators: !values['no-simulators'] };
}

function sayEstimate(): void {
	const first = !isInstalled(N8N);
	say(
		first
			? `First start: 5 to 10 minutes, 2.5 GB in ${cacheFolder()} and 1 GB in npm's own cache. Later starts: 20 seconds.`
			: 'Some 20 seconds to go.',
	);
}

async function checkPorts(port: number, withSimulators: boolean): Promise<void> {
	if (!(await isFree(port))) {
		throw new Problem(
			`Port ${port} is taken, perhaps by another n8n: stop it, or choose another port with "npm start -- --port 5690".`,
		);
	}
	if (!withSimulators) return;
	for (const [vendor, own] of Object.entries(SIMULATOR_PORTS)) {
		if (await isFree(own)) continue;
		throw new Problem(
			`Port ${own}, where the simulated ${vendor} belongs, is taken: stop "npm run simulators" or the earlier "npm start", ` +
				'or leave the simulators out with "npm start -- --no-simulators".',
		);
	}
}

function sayWhatToClick(url: string, seed: Seed, folder: string, seconds: number): void {
	const names = seed.workflows.map(({ name }) => `     - ${name}`).join('\n');
	const click = simulators
		? `  1. Log in, and open one of the example workflows:\n${names}\n  2. Click "Execute workflow", then double-click a Group Manager node to read what it sent and got.\n  3. A credential of your own: choose Reach 360, leave Domain empty, and paste the key ${REACH360_KEY}`
		: `  1. Log in, and create a credential of the type "Group Manager API" for your account.\n  2. Add the node "Group Manager" to a new workflow, or choose your credential in one of the examples:\n${names}\n     They write to the account: read them first.`;
	say(`
n8n is up after ${seconds} s.

  Address:  ${url}
  Login:    ${OWNER.email}
  Password: ${OWNER.password}

${click}

Ctrl-C stops everything. Your changes are kept in ${folder}; without that folder the next start is a fresh one.`);
}

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
