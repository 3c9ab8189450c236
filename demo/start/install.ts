import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statfsSync,
	writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import { explain, Problem } from './problem';
import { CommandFailed, run, withNode } from './processes';

/** A folder with package.json and package-lock.json that is installed once, outside the repository. */
export interface Bundle {
	name: string;
	folder: string;
	/** Megabytes on disk, npm's own cache included. */
	megabytes: number;
	/** Packages whose install scripts are needed (all others' are not run), and the file that each makes. */
	scripts: Record<string, string>;
}

export type Report = (line: string) => void;

const DONE = 'installed.json';

export const REPOSITORY = join(__dirname, '../..');

export const NODE_24: Bundle = {
	name: 'node',
	folder: join(__dirname, 'node'),
	megabytes: 400,
	scripts: { node: 'node_modules/.bin/node' },
};
export const N8N: Bundle = {
	name: 'n8n',
	folder: join(__dirname, 'n8n'),
	megabytes: 4_000,
	scripts: { sqlite3: 'node_modules/sqlite3/build/Release/node_sqlite3.node' },
};

export function cacheFolder(): string {
	const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
	return process.env.GROUP_MANAGER_CACHE || join(base, 'n8n-nodes-group-manager');
}

/** The Node that n8n needs: this process's own when it is of version 24, else one from the registry. */
export async function node24(report: Report): Promise<string> {
	if (process.versions.node.startsWith('24.')) return process.execPath;
	return join(await installed(NODE_24, process.execPath, report), 'node_modules/.bin/node');
}

export function isInstalled(bundle: Bundle): boolean {
	const folder = place(bundle);
	return isWhole(folder) && Object.values(bundle.scripts).every((file) => existsSync(join(folder, file)));
}

/** Where the bundle is installed, after installing it if it is not there or not whole. */
export async function installed(bundle: Bundle, node: string, report: Report): Promise<string> {
	const target = place(bundle);
	if (isInstalled(bundle)) return target;
	mkdirSync(dirname(target), { recursive: true });
	removeRemains(dirname(target));
	if (existsSync(target)) {
		report(`The ${bundle.name} in ${target} is damaged: installing it again`);
		rmSync(target, { recursive: true, force: true });
	}
	const { bavail, bsize } = statfsSync(dirname(target));
	const free = (bavail * bsize) / 1e6;
	if (free < bundle.megabytes) {
		throw new Problem(
			`${dirname(target)} has ${(free / 1e3).toFixed(1)} GB free, ` +
				`and ${bundle.name} needs ${bundle.megabytes / 1e3} GB ` +
				'while it is installed: make room, or point GROUP_MANAGER_CACHE to a folder on another disk.',
		);
	}
	const started = Date.now();
	const temporary = `${target}.part-${process.pid}`;
	try {
		await fill(temporary, bundle, node, report);
		writeFileSync(join(temporary, DONE), JSON.stringify({ seconds: Math.round((Date.now() - started) / 1e3) }));
		if (isInstalled(bundle)) return target;
		renameSync(temporary, target);
	} catch (error) {
		if (error instanceof Problem) throw error;
		throw explain(`Installing ${bundle.name}`, error instanceof CommandFailed ? error.output : String(error));
	} finally {
		rmSync(temporary, { recursive: true, force: true });
	}
	return target;
}

async function fill(folder: string, bundle: Bundle, node: string, report: Report): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const env = withNode(node);
	const npm = async (...args: string[]): Promise<string> =>
		await run('npm', [...args, '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'], {
			cwd: folder,
			env,
		});
	const lock = readLock(bundle.folder);
	const first = Object.entries(lock.packages['']?.dependencies ?? {})[0];
	// npm retries for minutes without a network; one question without retries says it at once.
	await npm('view', `${first?.[0]}@${first?.[1]}`, 'version', '--fetch-retries=0', '--prefer-online');
	for (const file of ['package.json', 'package-lock.json']) {
		writeFileSync(join(folder, file), readFileSync(join(bundle.folder, file)));
	}
	const paths = Object.keys(lock.packages).filter((path) => path && !lock.packages[path]?.optional);
	const timer = setInterval(() => report(`${countPackages(folder, paths)} of ${paths.length} packages`), 2_000);
	try {
		// Not `npm ci`: it refuses a lock without every other platform's optional packages.
		await npm('install', '--ignore-scripts', '--legacy-peer-deps');
	} finally {
		clearInterval(timer);
	}
	const scripts = Object.keys(bundle.scripts);
	if (scripts.length === 0) return;
	report(`building ${scripts.join(', ')}`);
	// The repository's own .npmrc, which npm start hands down, says the opposite.
	const output = await npm('rebuild', ...scripts, '--foreground-scripts', '--ignore-scripts=false');
	const lacking = scripts.find((script) => !existsSync(join(folder, bundle.scripts[script] ?? '')));
	if (lacking) throw explain(`Building ${lacking}`, output);
}

interface Lock {
	packages: Record<string, { dependencies?: Record<string, string>; optional?: boolean }>;
}

function readLock(folder: string, name = 'package-lock.json'): Lock {
	return JSON.parse(readFileSync(join(folder, name), 'utf8')) as Lock;
}

function place(bundle: Bundle): string {
	const hash = createHash('sha256');
	for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(bundle.folder, file)));
	hash.update([process.platform, process.arch].join());
	return join(cacheFolder(), `${bundle.name}-${hash.digest('hex').slice(0, 12)}`);
}

/** Every package that npm wrote down is there; 2,000 look-ups take some 20 ms. */
function isWhole(folder: string): boolean {
	if (!existsSync(join(folder, DONE))) return false;
	try {
		const { packages } = readLock(folder, 'node_modules/.package-lock.json');
		return countPackages(folder, Object.keys(packages)) === Object.keys(packages).length;
	} catch {
		return false;
	}
}

/** Half installs of processes that are gone. */
function removeRemains(folder: string): void {
	for (const name of readdirSync(folder)) {
		const pid = Number(/\.part-(\d+)$/.exec(name)?.[1]);
		if (pid && !isAlive(pid)) rmSync(join(folder, name), { recursive: true, force: true });
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}

function countPackages(folder: string, paths: string[]): number {
	return paths.filter((path) => existsSync(join(folder, path, 'package.json'))).length;
}
