import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
	AAM_ACCESS_TOKEN,
	AAM_CLIENT_ID,
	AAM_CLIENT_SECRET,
	AAM_ORGANIZATION_ID,
	KEITARO_KEY,
	REACH360_KEY,
	startKeitaro,
} from '../../simulators';

const ROOT = join(__dirname, '../..');
const ANY_PORTS = { KEITARO_PORT: '0', REACH360_PORT: '0', AUDIENCE_MANAGER_PORT: '0' };

function run(ports: Record<string, string>): ChildProcess {
	return spawn(process.execPath, ['--import', 'tsx', 'simulators/main.ts'], {
		cwd: ROOT,
		env: { ...process.env, ...ANY_PORTS, ...ports },
	});
}

async function ended(child: ChildProcess): Promise<{ code: unknown; errors: string }> {
	const [errors, [code]] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'exit')]);
	return { code, errors };
}

async function printed(child: ChildProcess, last: string): Promise<string> {
	let output = '';
	for await (const chunk of child.stdout ?? []) {
		output += String(chunk);
		if (output.includes(last)) break;
	}
	return output;
}

test.each(['SIGINT', 'SIGTERM'] as const)('prints what credentials need, and ends cleanly on %s', async (signal) => {
	const child = run({});
	const output = await printed(child, 'Ctrl-C');
	const keys = [KEITARO_KEY, REACH360_KEY, AAM_CLIENT_ID, AAM_CLIENT_SECRET, AAM_ORGANIZATION_ID, AAM_ACCESS_TOKEN];
	for (const key of keys) expect(output).toContain(key);
	const url = /http:\S+(?=\/admin_api\/v1)/.exec(output)?.[0] ?? '';
	expect((await fetch(`${url}/_simulator/state`)).status).toBe(200);
	child.kill(signal);
	expect(await ended(child)).toEqual({ code: 0, errors: '' });
});

test('says which port is taken and what to do', async () => {
	const keitaro = await startKeitaro();
	const { port } = new URL(keitaro.url);
	const { code, errors } = await ended(run({ KEITARO_PORT: port }));
	await keitaro.close();
	expect(code).toBe(1);
	expect(errors).toBe(
		`Port ${port} is taken: end the program that uses it, or set KEITARO_PORT to a free port and start again.\n`,
	);
});

test('says which port is no number', async () => {
	const { code, errors } = await ended(run({ REACH360_PORT: 'some' }));
	expect(code).toBe(1);
	expect(errors).toBe('REACH360_PORT must be a port number, not "some".\n');
});
