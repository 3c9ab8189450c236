import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { root, withFolder } from './tools';

interface Run {
	status: number | null;
	output: string;
	calls: string[];
}

const one = { version: '1.0.0' };
const otherPlatform = { version: '1.0.0', optional: true };
const lock = { packages: { '': {}, 'node_modules/one': one, 'node_modules/other-platform': otherPlatform } };
const installed = { packages: { 'node_modules/one': one } };

/** Runs the set-up in a folder of its own, where `npm` is this text of a shell script; without one npm is missing. */
function setUp(npm: string | undefined, present?: object, version = process.versions.node): Promise<Run> {
	return withFolder((folder) => {
		const put = (path: string, text: string, mode = 0o644) => {
			mkdirSync(dirname(join(folder, path)), { recursive: true });
			writeFileSync(join(folder, path), text, { mode });
		};
		put('package-lock.json', JSON.stringify(lock));
		put('calls', '');
		put('bin/node', '');
		if (present) put('node_modules/.package-lock.json', JSON.stringify(present));
		if (npm !== undefined) put('bin/npm', `#!/bin/sh\necho "$1" >> calls\n${npm}\n`, 0o755);
		mkdirSync(join(folder, 'scripts'));
		copyFileSync(join(root, 'scripts/setup.mjs'), join(folder, 'scripts/setup.mjs'));

		const older = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
		const args = ['--import', `data:text/javascript,${encodeURIComponent(older)}`, 'scripts/setup.mjs'];
		const path =
			npm === undefined ? join(folder, 'bin') : [join(folder, 'bin'), '/usr/bin', '/bin'].join(delimiter);
		const run = spawnSync(process.execPath, args, { cwd: folder, env: { PATH: path }, encoding: 'utf8' });
		const calls = readFileSync(join(folder, 'calls'), 'utf8').split('\n').filter(Boolean);
		return { status: run.status, output: run.stdout + run.stderr, calls };
	});
}

describe('the set-up', () => {
	it('says and does nothing when every package is in place, whatever other platforms need', async () => {
		expect(await setUp('exit 1', installed)).toEqual({ status: 0, output: '', calls: [] });
	});

	it.each([
		['is missing', undefined],
		['holds another version', { packages: { 'node_modules/one': { version: '2.0.0' } } }],
		['lacks a package', { packages: {} }],
	])('installs when node_modules %s, and says what that takes', async (_, present) => {
		const { status, output, calls } = await setUp('exit 0', present);
		expect({ status, calls }).toEqual({ status: 0, calls: ['view', 'ci'] });
		expect(output).toMatch(/^Installing development packages \(about 1\.5 minutes, 0\.5 GB\): 0 s\n/);
	});

	it.each([
		['npm error code ENOTFOUND', 'the npm registry cannot be reached; check the network or proxy settings'],
		['npm error code ECONNREFUSED', 'the npm registry cannot be reached; check the network or proxy settings'],
		['npm error code ENOSPC', 'the disk is full; free 0.6 GB'],
		['npm error code EUSAGE', 'package-lock.json does not fit package.json; run `npm install`'],
		['npm error code EINTEGRITY', 'a downloaded package is damaged; run `npm cache clean --force`'],
		['npm error code EACCES', 'this folder or the npm cache may not be written; make both writable'],
	])('turns "%s" into one sentence that says what to do', async (words, sentence) => {
		const { status, output } = await setUp(`echo "${words}" >&2; exit 1`);
		const [, ...rest] = output.trimEnd().split('\n');
		expect(status).toBe(1);
		expect(rest).toEqual([expect.stringContaining(`The development packages cannot be installed: ${sentence}`)]);
	});

	it("repeats npm's words when it does not know them", async () => {
		const { output } = await setUp('printf "npm error code EODD\\nnpm error the moon is full\\n" >&2; exit 1');
		expect(output).toContain('npm says "the moon is full"; run `npm ci` to see all of it.');
	});

	it('says that npm is missing', async () => {
		const { status, output } = await setUp(undefined);
		expect(status).toBe(1);
		expect(output).toContain('npm was not found; install it together with Node.js and run the command again.');
	});

	it.each(['18.20.0', '20.18.3', '21.7.0', '22.11.0'])(
		'asks for a newer Node.js than %s in one sentence',
		async (version) => {
			const { status, output, calls } = await setUp('exit 0', undefined, version);
			expect({ status, calls }).toEqual({ status: 1, calls: [] });
			expect(output).toBe(`Node.js 20.19, 22.12 or newer is needed and this is ${version}: please update it.\n`);
		},
	);

	it.each(['20.19.0', '22.12.0', '24.0.0', '26.1.0'])('accepts Node.js %s', async (version) => {
		expect(await setUp('exit 1', installed, version)).toMatchObject({ status: 0 });
	});
});
