// Brings node_modules in line with package-lock.json; silent when it already is. Built-ins only: it runs before any package exists.
import { spawn } from 'node:child_process';
import { readFileSync, statfsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--include=dev', '--include=optional'];
const needed = 0.6e9;

/** What npm says, and what it means to the reader; the first match counts. */
const causes = [
	[/npm ENOENT/, 'npm was not found; install it together with Node.js and run the command again'],
	[/ENOSPC/, 'the disk is full; free 0.6 GB and run the command again'],
	[/EUSAGE/, 'package-lock.json does not fit package.json; run `npm install` and then the command again'],
	[/EINTEGRITY/, 'a downloaded package is damaged; run `npm cache clean --force` and then the command again'],
	[
		/EACCES|EPERM|EROFS/,
		'this folder or the npm cache may not be written; make both writable and run the command again',
	],
	[
		/ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|TIMEOUT|ENETUNREACH|EHOSTUNREACH/,
		'the npm registry cannot be reached; check the network or proxy settings and run the command again',
	],
];

function fail(sentence) {
	console.error(sentence);
	process.exit(1);
}

function checkNode() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	const fits = major === 20 ? minor >= 19 : major === 22 ? minor >= 12 : major > 22;
	if (!fits) fail(`Node.js 20.19, 22.12 or newer is needed and this is ${process.versions.node}: please update it.`);
}

function readPackages(file) {
	try {
		return JSON.parse(readFileSync(`${root}/${file}`, 'utf8')).packages;
	} catch {
		return undefined;
	}
}

/** npm records what it installed; packages for other platforms are optional and stay out of that record. */
function isInstalled() {
	const wanted = readPackages('package-lock.json');
	const present = readPackages('node_modules/.package-lock.json');
	if (!wanted) fail('package-lock.json is missing or unreadable: please restore it from the repository.');
	if (!present) return false;
	return Object.entries(wanted)
		.filter(([path]) => path !== '')
		.every(([path, { version, optional }]) => (present[path] ? present[path].version === version : optional));
}

function showProgress(text) {
	const start = Date.now();
	const line = () => `${text}: ${Math.round((Date.now() - start) / 1000)} s`;
	const tty = process.stdout.isTTY;
	const print = () => process.stdout.write(tty ? `\r${line()}` : `${line()}\n`);
	print();
	const timer = setInterval(print, tty ? 1_000 : 10_000);
	return () => {
		clearInterval(timer);
		process.stdout.write(tty ? `\r${line()}\n` : '');
	};
}

function refuse(output) {
	const words = output.match(/^npm (?:error|ERR!) (?!code )(\S.*)$/m)?.[1] ?? 'nothing';
	const unknown = `npm says "${words}"; run \`npm ci\` to see all of it`;
	const cause = causes.find(([pattern]) => pattern.test(output));
	fail(`The development packages cannot be installed: ${cause ? cause[1] : unknown}.`);
}

function freeBytes() {
	const { bavail, bsize } = statfsSync(root);
	return bavail * bsize;
}

function npm(...args) {
	return new Promise((resolve) => {
		const shell = process.platform === 'win32';
		const child = spawn('npm', args, { cwd: root, shell, stdio: ['ignore', 'ignore', 'pipe'] });
		let output = '';
		child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
		child.on('error', () => resolve({ ok: false, output: 'npm ENOENT' }));
		child.on('close', (code) => resolve({ ok: code === 0, output }));
	});
}

async function installPackages() {
	if (freeBytes() < needed) refuse('ENOSPC');
	const stop = showProgress('Installing development packages (about 1.5 minutes, 0.5 GB)');
	// Without a network `npm ci` retries every one of its 900 packages, for minutes: ask for one first.
	const probe = await npm('view', 'n8n-core', 'version', '--fetch-retries=1', '--fetch-retry-mintimeout=1000');
	const result = probe.ok ? await npm(...install) : probe;
	stop();
	if (!result.ok) refuse(result.output);
	console.log('Development packages are in place.');
}

checkNode();
if (!isInstalled()) await installPackages();
