import { spawn, type ChildProcess } from 'node:child_process';
import { appendFileSync, createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname } from 'node:path';

export interface CommandOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	onLine?: (line: string) => void;
}

export class CommandFailed extends Error {
	override name = 'CommandFailed';

	constructor(
		command: string,
		readonly output: string,
	) {
		super(`"${command}" failed:\n${output.split('\n').slice(-30).join('\n')}`);
	}
}

/** A process in a group of its own, so that stopping it stops what it started, too. */
export interface Service {
	readonly pid: number;
	/** Resolves when the process is gone, however it ended. */
	readonly ended: Promise<number | string>;
	running(): boolean;
	/** The last lines of its output. */
	tail(): string;
	stop(signal?: NodeJS.Signals): Promise<void>;
}

const GRACE_MS = 10_000;
const groups = new Set<ChildProcess>();

process.on('exit', killAll);

/** Puts `node`'s folder first on PATH. */
export function withNode(node: string, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
	return { ...env, PATH: `${dirname(node)}${delimiter}${env.PATH ?? ''}` };
}

/** Runs a command to its end and returns what it printed; rejects with CommandFailed. */
export async function run(command: string, args: string[], options: CommandOptions = {}): Promise<string> {
	const child = launch(command, args, options);
	let output = '';
	const read = (chunk: Buffer): void => {
		output += chunk.toString();
		chunk
			.toString()
			.split('\n')
			.filter(Boolean)
			.forEach((line) => options.onLine?.(line));
	};
	child.stdout?.on('data', read);
	child.stderr?.on('data', read);
	const code = await endOf(child);
	if (code !== 0) throw new CommandFailed([command, ...args].join(' '), output || String(code));
	return output;
}

/** Starts a process that stays; its output goes to `log`. */
export function serve(command: string, args: string[], options: CommandOptions & { log: string }): Service {
	const child = launch(command, args, options);
	const log = createWriteStream(options.log, { flags: 'a' });
	let tail = '';
	let alive = true;
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on('data', (chunk: Buffer) => {
			log.write(chunk);
			tail = (tail + chunk.toString()).slice(-4_000);
		});
	}
	const ended = endOf(child).then((code) => {
		alive = false;
		log.end();
		return code;
	});
	return {
		pid: child.pid ?? 0,
		ended,
		running: () => alive,
		tail: () => tail,
		async stop(signal = 'SIGTERM') {
			if (!alive) return;
			killGroup(child, signal);
			const timer = setTimeout(() => killGroup(child, 'SIGKILL'), GRACE_MS);
			await ended;
			clearTimeout(timer);
			killGroup(child, 'SIGKILL');
		},
	};
}

/** Stops what is left, at once. */
export function killAll(): void {
	for (const child of groups) killGroup(child, 'SIGKILL');
}

/** True when nothing listens on 127.0.0.1:port. */
export async function isFree(port: number): Promise<boolean> {
	return (await listen(port)) !== undefined;
}

export async function freePort(): Promise<number> {
	const port = await listen(0);
	if (!port) throw new Error('No free port on 127.0.0.1');
	return port;
}

async function listen(port: number): Promise<number | undefined> {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(undefined));
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(address && typeof address === 'object' ? address.port : undefined));
		});
	});
}

function launch(command: string, args: string[], options: CommandOptions): ChildProcess {
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: options.env ?? process.env,
		detached: process.platform !== 'win32',
		shell: process.platform === 'win32',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	groups.add(child);
	// A test run that is ended by force leaves this list behind for its tear-down.
	if (child.pid && process.env.GROUP_MANAGER_PIDS) appendFileSync(process.env.GROUP_MANAGER_PIDS, `${child.pid}\n`);
	return child;
}

async function endOf(child: ChildProcess): Promise<number | string> {
	return await new Promise((resolve) => {
		child.once('error', (error) => {
			groups.delete(child);
			resolve(error.message);
		});
		child.once('close', (code, signal) => {
			groups.delete(child);
			resolve(code ?? signal ?? 'ended');
		});
	});
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (!child.pid) return;
	try {
		if (process.platform === 'win32') spawn('taskkill', ['/T', '/F', '/PID', String(child.pid)]);
		else process.kill(-child.pid, signal);
	} catch {
		// The group is gone already.
	}
}
