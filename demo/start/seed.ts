import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { REPOSITORY } from './install';
import { n8nCommand, type N8nOptions } from './n8n';

/** As `import:credentials` reads it: plain data, which n8n encrypts. */
export interface SeedCredential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface SeedWorkflow {
	id: string;
	name: string;
	nodes: Array<{ name: string; type: string }>;
}

export interface Seed {
	credentials: SeedCredential[];
	workflows: SeedWorkflow[];
}

const RECORD = 'seeded';

export function exampleWorkflows(folder = join(REPOSITORY, 'demo/workflows')): SeedWorkflow[] {
	const files = readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.sort();
	return files.map((file) => {
		const workflow = JSON.parse(readFileSync(join(folder, file), 'utf8')) as SeedWorkflow;
		// Without an id every import makes a copy.
		return { ...workflow, id: workflow.id ?? basename(file, '.json') };
	});
}

export function isSeeded(folder: string, seed: Seed): boolean {
	const record = join(folder, RECORD);
	return existsSync(record) && readFileSync(record, 'utf8') === hashOf(seed);
}

/** Writes credentials and workflows into the database of an n8n that does not run. */
export async function sow(options: N8nOptions, seed: Seed): Promise<void> {
	mkdirSync(options.folder, { recursive: true });
	for (const kind of ['credentials', 'workflows'] as const) {
		if (seed[kind].length === 0) continue;
		const file = join(options.folder, `${kind}.json`);
		writeFileSync(file, JSON.stringify(seed[kind]), { mode: 0o600 });
		try {
			await n8nCommand(
				options,
				kind === 'workflows' ? 'import:workflow' : 'import:credentials',
				`--input=${file}`,
			);
		} finally {
			rmSync(file);
		}
	}
	writeFileSync(join(options.folder, RECORD), hashOf(seed));
}

function hashOf(seed: Seed): string {
	return createHash('sha256').update(JSON.stringify(seed)).digest('hex');
}
