import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { REPOSITORY } from '../demo/start/install';
import { median } from './measure';

interface Loaded {
	/** Of CPU. */
	milliseconds: number;
	files: number;
	bytes: number;
}

export interface Loading {
	/** Node and credential together. */
	own: Loaded;
	google: Loaded;
	/** Of every tenth node of n8n, alone. */
	median: Loaded;
	sampled: number;
}

const ROUNDS = 7;

/** A node and its credential: n8n loads both at its start. */
const OWN = ['dist/nodes/GroupManager/GroupManager.node.js', 'dist/credentials/GroupManagerApi.credentials.js'].map(
	(file) => join(REPOSITORY, file),
);
const GOOGLE = [
	'dist/nodes/Google/GSuiteAdmin/GSuiteAdmin.node.js',
	'dist/credentials/GSuiteAdminOAuth2Api.credentials.js',
];

/** In fresh processes, one after another in turns, so that a busy moment hits all alike. */
export function measureLoading(node: string, n8nFolder: string): Loading {
	const base = join(n8nFolder, 'node_modules/n8n-nodes-base');
	const { n8n } = JSON.parse(readFileSync(join(base, 'package.json'), 'utf8')) as { n8n: { nodes: string[] } };
	const load = (...files: string[]): Loaded => {
		const script = [join(__dirname, 'loadTime.js'), ...files];
		const output = execFileSync(node, script, { stdio: ['ignore', 'pipe', 'ignore'] });
		return JSON.parse(output.toString()) as Loaded;
	};

	const own: Loaded[] = [];
	const google: Loaded[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		own.push(load(...OWN));
		google.push(load(...GOOGLE.map((file) => join(base, file))));
	}
	const others = n8n.nodes
		.filter((_, index) => index % 10 === 5)
		.flatMap((file) => {
			try {
				return [load(join(base, file))];
			} catch {
				// A few have another class name than their file.
				return [];
			}
		});
	return { own: middle(own), google: middle(google), median: middle(others), sampled: others.length };
}

const middle = (all: Loaded[]): Loaded => ({
	milliseconds: median(all.map(({ milliseconds }) => milliseconds)),
	files: median(all.map(({ files }) => files)),
	bytes: median(all.map(({ bytes }) => bytes)),
});
