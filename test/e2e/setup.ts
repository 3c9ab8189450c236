import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installed, isInstalled, N8N, node24 } from '../../demo/start/install';
import { pack } from '../../demo/start/package';
import { VERDACCIO } from './servers';
import { ensureSystemPackages } from './system';
import tearDown from './tearDown';

/** Everything slow that is done once: programs, n8n, the registry, and this package's archive. */
export default async function setUp(): Promise<void> {
	const started = Date.now();
	const report = (line: string): void => {
		process.stdout.write(`[set-up ${Math.round((Date.now() - started) / 1e3)} s] ${line}\n`);
	};
	const folder = mkdtempSync(join(tmpdir(), 'group-manager-e2e-'));
	// PostgreSQL's own user has to get through to its data.
	chmodSync(folder, 0o755);
	process.env.GROUP_MANAGER_E2E = folder;
	process.env.GROUP_MANAGER_PIDS = join(folder, 'pids');
	writeFileSync(process.env.GROUP_MANAGER_PIDS, '');
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			tearDown();
			process.exit(1);
		});
	}
	await ensureSystemPackages(report);
	const node = await node24(sometimes(report));
	if (!isInstalled(N8N)) report('n8n is installed once: 4 to 8 minutes');
	process.env.GROUP_MANAGER_N8N = await installed(N8N, node, sometimes(report));
	process.env.GROUP_MANAGER_NODE = node;
	await installed(VERDACCIO, node, sometimes(report));
	report('this package');
	process.env.GROUP_MANAGER_PACKAGE = await pack();
	report('ready');
}

/** Lets through a line every 20 seconds. */
function sometimes(report: (line: string) => void): (line: string) => void {
	let last = 0;
	return (line) => {
		if (Date.now() - last < 20_000) return;
		last = Date.now();
		report(line);
	};
}
