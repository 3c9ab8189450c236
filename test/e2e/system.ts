import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import type { Report } from '../../demo/start/install';
import { Problem } from '../../demo/start/problem';
import { run } from '../../demo/start/processes';

const PACKAGES = ['chromium', 'redis-server', 'postgresql', 'fonts-dejavu-core'];

/** Where the programs of Debian's packages are that these tests need. */
export const programs = {
	chromium: () => process.env.CHROMIUM_PATH ?? onPath('chromium', 'chromium-browser', 'google-chrome'),
	redis: () => onPath('redis-server'),
	/** The folder of initdb and postgres, which Debian keeps off PATH. */
	postgres: () => {
		const versions = '/usr/lib/postgresql';
		const newest = existsSync(versions) ? readdirSync(versions).sort((a, b) => Number(b) - Number(a)) : [];
		return newest.map((version) => join(versions, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
	},
};

export const isRoot = (): boolean => process.getuid?.() === 0;

/** Installs what is missing when it may, and says what is missing when it may not. */
export async function ensureSystemPackages(report: Report): Promise<void> {
	if (missing().length === 0) return;
	const wanted = `${missing().join(', ')} (Debian: apt-get install ${PACKAGES.join(' ')})`;
	if (!isRoot() || !onPath('apt-get')) throw new Problem(`These tests need ${wanted}.`);
	report(`apt-get installs ${missing().join(', ')}`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await run('apt-get', ['update', '-qq'], { env });
	await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], { env });
	if (missing().length > 0) throw new Problem(`After apt-get these tests still miss ${missing().join(', ')}.`);
}

function missing(): string[] {
	const found = {
		Chromium: programs.chromium(),
		Redis: programs.redis(),
		PostgreSQL: programs.postgres(),
		'the DejaVu fonts': existsSync('/usr/share/fonts/truetype/dejavu') || !isRoot(),
	};
	return Object.entries(found)
		.filter(([, there]) => !there)
		.map(([name]) => name);
}

function onPath(...names: string[]): string | undefined {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/bin'];
	return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}
