import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { Problem } from './problem';
import { freePort, run, serve, withNode, type Service } from './processes';

export interface N8nOptions {
	/** The Node binary that runs n8n. */
	node: string;
	/** The folder whose node_modules hold n8n. */
	install: string;
	/** n8n's user folder: `.n8n` is created in it. */
	folder: string;
	port: number;
	env?: Record<string, string>;
}

export interface N8n extends Service {
	url: string;
}

const START_LIMIT_MS = 180_000;

/** Nothing is asked of any server but the ones on this machine, and no page stands before the editor. */
const QUIET = {
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_HOST: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_AI_ENABLED: 'false',
	N8N_PYTHON_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
	// A name that this n8n does not know stops its start.
	N8N_DISABLED_MODULES: [
		'mcp-registry,instance-ai,agents,chat-hub,mcp,insights,otel,breaking-changes',
		'quick-connect,workflow-builder,n8n-packages,oauth-server',
	].join(),
};

/** Starts n8n's main process and waits until it answers. */
export async function startN8n(options: N8nOptions): Promise<N8n> {
	// An n8n 1 is "ready" before it has its routes.
	return await start('start', options, ['/healthz/readiness', '/rest/settings']);
}

/** Starts a worker of queue mode; `options.port` is where it answers for its health. */
export async function startWorker(options: N8nOptions): Promise<N8n> {
	const env = {
		...options.env,
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(options.port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	};
	return await start('worker', { ...options, env }, ['/healthz/readiness']);
}

/** Runs one of n8n's commands (`import:workflow`, `execute`) to its end and returns what it printed. */
export async function n8nCommand(options: N8nOptions, ...args: string[]): Promise<string> {
	return await run(options.node, [binary(options), ...args], {
		cwd: options.folder,
		env: await environment(options),
	});
}

async function start(role: 'start' | 'worker', options: N8nOptions, signs: string[]): Promise<N8n> {
	mkdirSync(options.folder, { recursive: true });
	const log = join(options.folder, `${role}.log`);
	const service = serve(options.node, [binary(options), role], {
		cwd: options.folder,
		env: await environment(options),
		log,
	});
	const url = `http://127.0.0.1:${options.port}`;
	const limit = Date.now() + START_LIMIT_MS;
	while (!(await allAnswer(signs.map((sign) => url + sign)))) {
		if (!service.running()) throw new Problem(whyEnded(service.tail(), options, log));
		if (Date.now() > limit) {
			await service.stop();
			throw new Problem(`n8n did not answer within ${START_LIMIT_MS / 1e3} s: see ${log}, then start again.`);
		}
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
	return { ...service, url };
}

function whyEnded(output: string, options: N8nOptions, log: string): string {
	if (/EADDRINUSE|port \d+ is already in use/i.test(output)) {
		return `Port ${options.port} is taken: stop what uses it, or choose another with "npm start -- --port 5690".`;
	}
	if (/MODULE_NOT_FOUND|Cannot find module/.test(output)) {
		return `The n8n in ${options.install} is damaged: delete that folder and start again.`;
	}
	if (/ENOSPC|SQLITE_FULL/.test(output)) return 'The disk is full: make room and start again.';
	if (/SQLITE_CORRUPT|SQLITE_NOTADB/.test(output)) {
		const loss = 'your own workflows in it are lost';
		return `n8n's database is damaged: delete ${options.folder} (${loss}) and start again.`;
	}
	return `n8n ended while it started: see ${log}. Its last words:\n${output.split('\n').slice(-8).join('\n')}`;
}

async function environment(options: N8nOptions): Promise<NodeJS.ProcessEnv> {
	return {
		...withNode(options.node),
		// Under a test runner's NODE_ENV n8n is silent and ends at once.
		NODE_ENV: 'production',
		...QUIET,
		N8N_PORT: String(options.port),
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_USER_FOLDER: options.folder,
		...options.env,
	};
}

function binary(options: N8nOptions): string {
	const path = join(options.install, 'node_modules/n8n/bin/n8n');
	if (!existsSync(path))
		throw new Problem(`There is no n8n in ${options.install}: delete that folder and start again.`);
	return path;
}

async function allAnswer(urls: string[]): Promise<boolean> {
	try {
		const answers = await Promise.all(
			urls.map(async (url) => await fetch(url, { signal: AbortSignal.timeout(2_000) })),
		);
		return answers.every(({ ok }) => ok);
	} catch {
		return false;
	}
}
