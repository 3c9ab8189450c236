import { setTimeout as sleep } from 'node:timers/promises';

import type { Endless } from '../../simulators/core/faults';
import { VENDOR_IDS } from '../../simulators';
import { scopeOf } from '../kit/vendors';
import { TIMEOUT } from './matrix/answers';
import { perform, useBooths } from './matrix/booths';

const stage = useBooths(6);

const LINES = { 'group.getAll': { returnAll: true }, 'group.create': { name: 'New' } };
const WITHOUT_END: Endless[] = ['drip', 'stall', 'header'];
const CASES = VENDOR_IDS.flatMap((vendor) =>
	WITHOUT_END.flatMap((endless) =>
		Object.entries(LINES).map(([line, parameters]) => ({ vendor, endless, line, parameters })),
	),
);

/** Runs all cases. @returns those that leave a connection open 200 ms after their end */
async function leftOpen(timeout: number, cancelAfter?: number): Promise<string[]> {
	const found = await perform(stage, CASES, async ({ simulators, run }, { vendor, endless, line, parameters }) => {
		const simulator = simulators.of(vendor);
		simulator.reset();
		simulator.faults.add({ times: Infinity, fault: { endless, every: 400 } });
		const stop = new AbortController();
		if (cancelAfter !== undefined) void stage.clock.sleep(cancelAfter).then(() => stop.abort());
		const whole = { ...scopeOf(vendor), ...parameters, options: { timeout } };
		const ending = await run({ line: `${vendor} ${line}`, parameters: whole, items: [{}] }, stop.signal).then(
			([result]) => String(result?.code),
			({ message }: Error) => message,
		);
		await stage.clock.sleep(200);
		const open = simulator.openConnections;
		return open === 0 ? [] : [`${vendor} ${line} ${endless}: ${open} after ${ending}`];
	});
	return found.flat();
}

describe('an answer that never ends', () => {
	it('is let go of when its time is up', async () => {
		expect(await leftOpen(TIMEOUT)).toEqual([]);
	});

	it('is let go of when the execution is cancelled', async () => {
		expect(await leftOpen(60_000, 1_000)).toEqual([]);
	});
});

describe('an answer that pours in without end', () => {
	it.each(VENDOR_IDS)('of %s is let go of before it fills the memory', async (vendor) => {
		const { simulators, run } = stage.booths[0]!;
		const simulator = simulators.of(vendor);
		simulator.reset();
		simulator.faults.add({ times: Infinity, fault: { endless: 'flood' } });
		const parameters = { ...scopeOf(vendor), returnAll: true, options: { timeout: TIMEOUT, maxAttempts: 1 } };
		const running = run({ line: `${vendor} group.getAll`, parameters, items: [{}] });
		// Time stands still while bytes come, so only a ceiling ends it.
		const ending = await Promise.race([running, sleep(10_000, undefined, { ref: false })]);
		await sleep(200);
		const open = simulator.openConnections;
		simulator.reset();
		expect(ending).toMatchObject([{ code: expect.any(String) as unknown }]);
		expect(open).toBe(0);
	});
});
