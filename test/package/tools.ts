import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = join(__dirname, '../..');

export interface Manifest {
	name: string;
	version: string;
	author: { name: string; email: string };
	engines: Record<string, string>;
	files: string[];
	n8n: { n8nNodesApiVersion: number; nodes: string[]; credentials: string[] };
	scripts: Record<string, string>;
	[field: string]: unknown;
}

export interface Packed {
	filename: string;
	unpackedSize: number;
	files: Array<{ path: string; size: number }>;
}

export const readText = (path: string): string => readFileSync(join(root, path), 'utf8');
export const readJson = <T>(path: string): T => JSON.parse(readText(path)) as T;
export const manifest = readJson<Manifest>('package.json');

export function requireBuild(): void {
	const missing = [...manifest.n8n.nodes, ...manifest.n8n.credentials].filter(
		(path) => !existsSync(join(root, path)),
	);
	if (missing.length > 0)
		throw new Error(`Not built (${missing.join(', ')} is missing): run \`npm run build\` first.`);
}

/** Files under a folder of the repository, as sorted paths from its root. */
export function filesUnder(folder: string): string[] {
	return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) =>
			join(entry.parentPath, entry.name)
				.slice(root.length + 1)
				.replaceAll('\\', '/'),
		)
		.sort();
}

export function npmPack(...args: string[]): Packed {
	const shell = process.platform === 'win32';
	const output = execFileSync('npm', ['pack', '--json', ...args], {
		cwd: root,
		shell,
		encoding: 'utf8',
		stdio: 'pipe',
	});
	return (JSON.parse(output) as [Packed])[0];
}

/** Runs `use` with a folder of its own, which is removed afterwards. */
export async function withFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'group-manager-')));
	try {
		return await use(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * Runs a script in a process of its own, because ESLint and n8n's scanner load modules in a way that jest's sandbox does not.
 * `NODE_ENV=test`, jest's own, would switch n8n's lint rules into the mode of their own tests, where every file is a node.
 */
export function runNode(args: string[], input = '', env: NodeJS.ProcessEnv = {}): string {
	const { NODE_ENV: _, ...inherited } = process.env;
	const options = { cwd: root, env: { ...inherited, ...env }, input, encoding: 'utf8', maxBuffer: 64e6 } as const;
	const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
	if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stdout}${stderr}`);
	return stdout;
}

/** A script of this folder: JSON in, JSON out. */
export const runScript = <T>(script: string, input: unknown, env?: NodeJS.ProcessEnv): T =>
	JSON.parse(runNode([join(__dirname, script)], JSON.stringify(input), env)) as T;
