import { Session } from 'node:inspector/promises';

/** Share of the CPU time, by whose code was running. */
export type Profile = Record<string, number>;

const OWNERS: Array<[owner: string, pattern: RegExp]> = [
	['This package', /\/dist\/(nodes|credentials)\/(?!.*node_modules)/],
	["n8n's expressions and parameters", /\/(n8n-workflow|luxon)\//],
	['axios', /\/axios\//],
	["n8n's request helper and engine", /\/(n8n-core|@n8n|follow-redirects|proxy-from-env|form-data)\//],
	['Node: network, events, timers', /^node:/],
];
const REST = 'System calls, garbage collection, the bench itself';
const IDLE = '(idle)';

/** Samples the work every 0.2 ms. Waiting does not count. */
export async function profileOf(work: () => Promise<unknown>): Promise<Profile> {
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.setSamplingInterval', { interval: 200 });
	await session.post('Profiler.start');
	await work();
	const { profile } = await session.post('Profiler.stop');
	session.disconnect();

	const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
	const times = new Map<string, number>();
	for (const [index, id] of (profile.samples ?? []).entries()) {
		const { functionName, url } = nodes.get(id)!;
		if (functionName === IDLE) continue;
		const owner = OWNERS.find(([, pattern]) => pattern.test(url))?.[0] ?? REST;
		times.set(owner, (times.get(owner) ?? 0) + (profile.timeDeltas?.[index] ?? 0));
	}
	const total = [...times.values()].reduce((sum, time) => sum + time, 0);
	return Object.fromEntries(
		[...OWNERS.map(([owner]) => owner), REST].map((owner) => [owner, (times.get(owner) ?? 0) / total]),
	);
}
