/** `npm run renew`: pins the newest n8n that can be installed, for `npm start` and the tests on a real n8n. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { N8N, REPOSITORY } from '../demo/start/install';
import { CommandFailed, run } from '../demo/start/processes';

type Versions = Record<string, string>;

interface Manifest {
	dependencies: { n8n: string };
	overrides?: Versions;
	devDependencies?: Versions;
}

interface Lock {
	packages: Record<string, { version?: string; resolved?: string }>;
}

/** A version of n8n, and whether it needs the overrides of today's package.json. */
export interface Candidate {
	version: string;
	isOverridden: boolean;
}

export interface Choice {
	/** Undefined where nothing resolves, today's version included. */
	chosen?: Candidate;
	/** Newer ones, with npm's reason. */
	passedOver: Array<{ version: string; why: string }>;
}

/** Stable versions from the one that is pinned up to the one that users get, newest first. */
export function candidates(published: readonly string[], pinned: string, latest: string): string[] {
	const stable = published.filter((version) => /^\d+\.\d+\.\d+$/.test(version));
	const between = stable.filter((version) => byAge(version, pinned) >= 0 && byAge(version, latest) <= 0);
	return between.sort((one, other) => byAge(other, one));
}

function byAge(one: string, other: string): number {
	const [left, right] = [one, other].map((version) => version.split('.').map(Number));
	const differences = left!.map((part, index) => part - right![index]!);
	return differences.find((difference) => difference !== 0) ?? 0;
}

/** The first version that resolves, without the overrides where it does. @param reasonAgainst undefined where it resolves */
export async function choose(
	versions: readonly string[],
	reasonAgainst: (candidate: Candidate) => Promise<string | undefined>,
): Promise<Choice> {
	const passedOver: Choice['passedOver'] = [];
	for (const version of versions) {
		let why: string | undefined;
		for (const isOverridden of [false, true]) {
			why = await reasonAgainst({ version, isOverridden });
			if (why === undefined) return { chosen: { version, isOverridden }, passedOver };
		}
		passedOver.push({ version, why: why! });
	}
	return { passedOver };
}

const isSame = (chosen: Candidate | undefined, before: Candidate): boolean =>
	chosen?.version === before.version && chosen.isOverridden === before.isOverridden;

/** One line on what was chosen and why. */
export function summary({ chosen, passedOver }: Choice, before: Candidate): string {
	const reasons = passedOver.map(({ version, why }) => `${version} was passed over: ${why}`);
	const overrides = chosen?.isOverridden ? 'the override kept' : 'no override needed';
	const stays = isSame(chosen, before) ? ' stays' : '';
	const what = chosen ? `n8n ${chosen.version}${stays}, ${overrides}` : 'nothing resolves';
	return [what, ...reasons].join('; ');
}

const read = <T>(...path: string[]): T => JSON.parse(readFileSync(join(...path), 'utf8')) as T;

const withVersion = (manifest: Manifest, { version, isOverridden }: Candidate): Manifest => {
	const { overrides, ...rest } = manifest;
	const renewed = { ...rest, dependencies: { ...rest.dependencies, n8n: version } };
	return isOverridden ? { ...renewed, overrides } : renewed;
};

const npm = async (folder: string, ...args: string[]): Promise<string> =>
	await run('npm', [...args, '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'], { cwd: folder });

/** Writes package.json and its lock into the folder. @returns npm's reason where it cannot, else undefined */
async function resolveIn(folder: string, manifest: Manifest): Promise<string | undefined> {
	rmSync(join(folder, 'package-lock.json'), { force: true });
	writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
	try {
		await npm(folder, 'install', '--package-lock-only', '--ignore-scripts', '--legacy-peer-deps');
	} catch (error) {
		const output = error instanceof CommandFailed ? error.output : String(error);
		return /^npm error (?:notarget|404) +(\S.*?)\.?$/m.exec(output)?.[1] ?? output.split('\n')[0];
	}
	const { packages } = read<Lock>(folder, 'package-lock.json');
	const named = Object.values(packages).find(({ resolved }) => resolved !== undefined);
	return named && `its lock names an address: ${named.resolved}`;
}

/** Packages of the repository's own tests that belong to n8n and are of another version. */
function stragglers(folder: string): string[] {
	const { packages } = read<Lock>(folder, 'package-lock.json');
	const { devDependencies = {} } = read<Manifest>(REPOSITORY, 'package.json');
	return ['n8n-core', 'n8n-workflow'].flatMap((name) => {
		const { version } = packages[`node_modules/${name}`] ?? {};
		return version === undefined || version === devDependencies[name] ? [] : [`${name}@${version}`];
	});
}

async function main(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'renew-'));
	// What keeps addresses out of the lock.
	copyFileSync(join(REPOSITORY, '.npmrc'), join(folder, '.npmrc'));
	try {
		const manifest = read<Manifest>(N8N.folder, 'package.json');
		const before = { version: manifest.dependencies.n8n, isOverridden: manifest.overrides !== undefined };
		const published = JSON.parse(await npm(folder, 'view', 'n8n', 'versions', '--json')) as string[];
		const latest = (await npm(folder, 'view', 'n8n', 'dist-tags.latest')).trim();
		const choice = await choose(candidates(published, before.version, latest), async (candidate) =>
			candidate.isOverridden && !before.isOverridden
				? 'there is no override to try'
				: await resolveIn(folder, withVersion(manifest, candidate)),
		);
		process.stdout.write(`${summary(choice, before)}.\n`);
		if (!choice.chosen || isSame(choice.chosen, before)) return;
		for (const file of ['package.json', 'package-lock.json'])
			copyFileSync(join(folder, file), join(N8N.folder, file));
		const left = stragglers(folder);
		if (left.length > 0) {
			process.stdout.write(`Now: npm install --save-dev --save-exact --legacy-peer-deps ${left.join(' ')}\n`);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

if (require.main === module) void main();
