import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { REPOSITORY } from '../demo/start/install';
import { median } from './measure';

interface Loaded {
	milliseconds: number;
	files: number;
	bytes: number;
}

export interface Loading {
	own: Loaded;
	google: Loaded;
	/** Of every tenth node of n8n. */
	median: Loaded;
	sampled: number;
}

const ROUNDS = 7;

/** In fresh processes, one after another in turns, so that a busy moment hits all alike. */
export function measureLoading(node: string, n8nFolder: string): Loading {
	const base = join(n8nFolder, 'node_modules/n8n-nodes-base');
	const { n8n } = JSON.parse(readFileSync(join(base, 'package.json'), 'utf8')) as { n8n: { nodes: string[] } };
	const load = (file: string): Loaded => {
		const script = [join(__dirname, 'loadTime.js'), file, basename(file).split('.')[0]!];
		return JSON.parse(
			execFileSync(node, script, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
		) as Loaded;
	};

	const own: Loaded[] = [];
	const google: Loaded[] = [];
	for (let round = 0; round < ROUNDS; round += 1) {
		own.push(load(join(REPOSITORY, 'dist/nodes/GroupManager/GroupManager.node.js')));
		google.push(load(join(base, 'dist/nodes/Google/GSuiteAdmin/GSuiteAdmin.node.js')));
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
