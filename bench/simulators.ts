import { startAudienceManager, startKeitaro, startReach360 } from '../simulators';

/** A process of its own, so that what the vendors need is not counted. Prints the addresses and lives until it is killed. */
async function main(): Promise<void> {
	// A linear congruential generator: the same faults for everybody.
	let dice = 1;
	const random = () => (dice = (dice * 48_271) % 2_147_483_647) / 2_147_483_647;
	const [keitaro, reach360, audienceManager] = await Promise.all([startKeitaro({ random }), startReach360({ random }), startAudienceManager({ random })]);
	const addresses = { keitaro, reach360, audienceManager };
	process.stdout.write(`${JSON.stringify(Object.fromEntries(Object.entries(addresses).map(([vendor, { url, baseUrl }]) => [vendor, { url, baseUrl }])))}\n`);
}

void main();
