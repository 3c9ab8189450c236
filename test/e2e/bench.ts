import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { demoCredentials } from '../../workbench/credentials';
import { n8nCommand, startN8n, type N8n, type N8nOptions } from '../../demo/start/n8n';
import { addToN8n } from '../../demo/start/package';
import { freePort } from '../../demo/start/processes';
import { Rest } from '../../demo/start/rest';
import { sow, type Seed } from '../../demo/start/seed';
import { startSimulators, type Simulators } from '../../simulators';

/** One test file's own n8n with the three simulators, on free ports and in a folder of its own. */
export interface Bench {
	folder: string;
	options: N8nOptions;
	simulators: Simulators;
	n8n: N8n;
	rest: Rest;
	stop(): Promise<void>;
}

export interface BenchOptions {
	/** The seed, given the simulators' credentials. */
	seed?: (credentials: Seed['credentials']) => Seed;
	/** Workflows of the seed that are published, so that their webhooks answer. */
	publish?: string[];
	/** Leaves this package out, for the test that installs it by hand. */
	bare?: boolean;
	env?: Record<string, string>;
	/** The folder of another n8n than the pinned one. */
	install?: string;
}

export async function startBench(
	name: string,
	{ seed, publish = [], bare, env, install }: BenchOptions = {},
): Promise<Bench> {
	const folder = join(given('GROUP_MANAGER_E2E'), name);
	mkdirSync(folder, { recursive: true });
	const options: N8nOptions = {
		node: given('GROUP_MANAGER_NODE'),
		install: install ?? given('GROUP_MANAGER_N8N'),
		folder,
		port: await freePort(),
		env,
	};
	const simulators = await startSimulators();
	let n8n: N8n | undefined;
	const stop = async (): Promise<void> => {
		await Promise.allSettled([n8n?.stop(), simulators.close()]);
	};
	try {
		if (!bare) await addToN8n(folder, given('GROUP_MANAGER_PACKAGE'));
		if (seed) await sow(options, seed(demoCredentials(simulators)));
		for (const id of publish) await n8nCommand(options, 'publish:workflow', `--id=${id}`);
		n8n = await startN8n(options);
		const rest = new Rest(n8n.url);
		await rest.enter();
		return { folder, options, simulators, n8n, rest, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** What the set-up has left for the tests. */
export function given(name: string): string {
	const value = process.env[name];
	if (!value) throw new Error(`${name} is not set: run these tests with "npm run test:e2e".`);
	return value;
}
