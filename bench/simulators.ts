import { startAudienceManager, startKeitaro, startReach360 } from '../simulators';

/** A process of its own, so that what the vendors need is not counted. Prints the addresses and lives until it is killed. */
async function main(): Promise<void> {
	const [keitaro, reach360, audienceManager] = await Promise.all([startKeitaro(), startReach360(), startAudienceManager()]);
	const addresses = { keitaro, reach360, audienceManager };
	process.stdout.write(`${JSON.stringify(Object.fromEntries(Object.entries(addresses).map(([vendor, { url, baseUrl }]) => [vendor, { url, baseUrl }])))}\n`);
}

void main();
