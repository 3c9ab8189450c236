import { readFileSync, rmSync } from 'node:fs';

/** Stops what a test file that was ended by force has left running. */
export default function tearDown(): void {
	const pids = readFileSync(process.env.GROUP_MANAGER_PIDS ?? '', 'utf8')
		.split('\n')
		.filter(Boolean)
		.map(Number);
	for (const pid of pids) {
		try {
			process.kill(-pid, 'SIGKILL');
		} catch {
			// Stopped by its own test.
		}
	}
	rmSync(process.env.GROUP_MANAGER_E2E ?? '', { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
