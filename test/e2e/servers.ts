import { chownSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';

import { installed, node24, type Bundle } from '../../demo/start/install';
import { freePort, run, serve, type Service } from '../../demo/start/processes';
import { isRoot, programs } from './system';

export interface Server extends Service {
	port: number;
}

export const VERDACCIO: Bundle = {
	name: 'verdaccio',
	folder: join(__dirname, 'verdaccio'),
	megabytes: 200,
	scripts: {},
};

/** Redis on a private port; it writes nothing to disk. */
export async function startRedis(folder: string): Promise<Server> {
	const port = await freePort();
	const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
	const service = serve(programs.redis() ?? 'redis-server', args, { log: join(folder, 'redis.log') });
	await until('Redis', service, async () => await connects(port));
	return { ...service, port };
}

/** PostgreSQL on a private port with an empty database `postgres`. It refuses to run as root. */
export async function startPostgres(folder: string): Promise<Server> {
	const port = await freePort();
	const bin = programs.postgres() ?? '';
	const data = join(folder, 'postgres');
	mkdirSync(data, { mode: 0o700 });
	let as: string[] = [];
	if (isRoot()) {
		const [uid, gid] = await Promise.all(
			['-u', '-g'].map(async (flag) => Number(await run('id', [flag, 'postgres']))),
		);
		chownSync(data, uid ?? 0, gid ?? 0);
		as = ['runuser', '-u', 'postgres', '--'];
	}
	const command = (program: string, ...args: string[]): [string, string[]] => {
		const [first = '', ...rest] = [...as, join(bin, program), ...args];
		return [first, rest];
	};
	const options = { cwd: '/' };
	await run(...command('initdb', '-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8'), options);
	const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
	const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
	const service = serve(...command('postgres', ...args), { ...options, log: join(folder, 'postgres.log') });
	await until('PostgreSQL', service, async () => {
		await run(join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port), '-q']);
		return true;
	});
	// SIGTERM would wait for every client to leave.
	return { ...service, port, stop: async () => await service.stop('SIGINT') };
}

export interface Registry extends Server {
	/** An npm settings file that sends `scope` to this registry. */
	npmrc: string;
	/** Publishes the unpacked package in `source` under another name and version. */
	publish(source: string, name: string, version: string): Promise<void>;
}

/** A local npm registry that knows nothing but what is published to it. */
export async function startRegistry(folder: string, scope: string): Promise<Registry> {
	const port = await freePort();
	const node = await node24(() => undefined);
	const verdaccio = join(await installed(VERDACCIO, node, () => undefined), 'node_modules/verdaccio/bin/verdaccio');
	const config = join(folder, 'verdaccio.yaml');
	writeFileSync(
		config,
		JSON.stringify({
			storage: join(folder, 'registry'),
			uplinks: {},
			packages: { '**': { access: '$all', publish: '$all', unpublish: '$all' } },
			web: { enable: false },
			log: { type: 'stdout', format: 'pretty', level: 'warn' },
		}),
	);
	const npmrc = join(folder, 'npmrc');
	const host = `127.0.0.1:${port}/`;
	// npm asks for some token before it publishes; this registry does not look at it.
	writeFileSync(npmrc, `${scope}:registry=http://${host}\n//${host}:_authToken=any\n`);
	const args = [verdaccio, '--config', config, '--listen', host.slice(0, -1)];
	const service = serve(node, args, { log: join(folder, 'verdaccio.log') });
	await until('verdaccio', service, async () => (await fetch(`http://${host}-/ping`)).ok);
	return {
		...service,
		port,
		npmrc,
		async publish(source, name, version) {
			const copy = join(folder, `publish-${version}`);
			cpSync(source, copy, { recursive: true });
			const manifest = join(copy, 'package.json');
			const content = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
			writeFileSync(manifest, JSON.stringify({ ...content, name, version, scripts: {} }, null, '\t'));
			const env = { ...process.env, NPM_CONFIG_USERCONFIG: npmrc };
			await run('npm', ['publish', '--access', 'public', '--provenance=false'], { cwd: copy, env });
		},
	};
}

async function until(name: string, service: Service, ready: () => Promise<boolean>): Promise<void> {
	const limit = Date.now() + 60_000;
	for (;;) {
		if (await ready().catch(() => false)) return;
		if (!service.running() || Date.now() > limit) throw new Error(`${name} did not start:\n${service.tail()}`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

async function connects(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = createConnection(port, '127.0.0.1');
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.end());
	});
}
