import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';

import { cacheFolder, REPOSITORY } from './install';
import { explain } from './problem';
import { CommandFailed, run } from './processes';

const SOURCES = ['nodes', 'credentials', 'package.json', 'tsconfig.json', 'gulpfile.js', 'README.md', 'LICENSE'];

const DAY = 86_400_000;

/** Builds this package and packs it as npm would publish it; returns the archive's path. */
export async function pack(): Promise<string> {
	const into = join(cacheFolder(), 'packed');
	mkdirSync(into, { recursive: true });
	const archive = join(into, `n8n-nodes-group-manager-${hashOf(SOURCES)}.tgz`);
	if (existsSync(archive)) return archive;
	// A run that is still under way may need a younger one.
	const isOld = (name: string) => Date.now() - statSync(join(into, name)).mtimeMs > DAY;
	for (const old of readdirSync(into).filter((name) => name.endsWith('.tgz') && isOld(name))) rmSync(join(into, old));
	await npm(REPOSITORY, 'Building this package', 'run', 'build');
	const output = await npm(
		REPOSITORY,
		'Packing this package',
		'pack',
		'--json',
		'--silent',
		'--pack-destination',
		into,
	);
	const [packed] = JSON.parse(output.slice(output.indexOf('['))) as Array<{ filename: string }>;
	// npm remembers an archive by its name: the same name with other content is refused.
	renameSync(join(into, packed?.filename ?? ''), archive);
	return archive;
}

/** Installs the archive where n8n's own panel would, so that the node has its published type name. */
export async function addToN8n(folder: string, archive: string): Promise<void> {
	const nodes = join(folder, '.n8n/nodes');
	const manifest = join(nodes, 'package.json');
	const own = basename(archive);
	if (existsSync(manifest) && readFileSync(manifest, 'utf8').includes(own)) return;
	mkdirSync(nodes, { recursive: true });
	// A copy beside the manifest: npm wants to see the archive again when the panel adds another package.
	readdirSync(nodes)
		.filter((name) => name.endsWith('.tgz'))
		.forEach((old) => rmSync(join(nodes, old)));
	copyFileSync(archive, join(nodes, own));
	if (!existsSync(manifest))
		writeFileSync(manifest, '{ "name": "installed-nodes", "private": true, "dependencies": {} }\n');
	await npm(
		nodes,
		'Installing this package',
		'install',
		`./${own}`,
		'--ignore-scripts',
		'--legacy-peer-deps',
		'--no-audit',
	);
}

async function npm(folder: string, what: string, ...args: string[]): Promise<string> {
	try {
		return await run('npm', args, { cwd: folder });
	} catch (error) {
		throw explain(what, error instanceof CommandFailed ? error.output : String(error));
	}
}

function hashOf(paths: string[]): string {
	const hash = createHash('sha256');
	const add = (path: string): void => {
		if (!existsSync(path)) return;
		if (statSync(path).isDirectory())
			readdirSync(path)
				.sort()
				.forEach((name) => add(join(path, name)));
		else hash.update(path).update(readFileSync(path));
	};
	paths.forEach((path) => add(join(REPOSITORY, path)));
	return hash.digest('hex').slice(0, 12);
}
