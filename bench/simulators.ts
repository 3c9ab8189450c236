import { startAudienceManager, startKeitaro, startReach360 } from '../simulators';

/**
 * A process of its own, so that what the vendors need is not counted. Prints the addresses and lives until it is
 * killed.
 */
async function main(): Promise<void> {
	const [keitaro, reach360, audienceManager] = await Promise.all([
		startKeitaro(),
		startReach360(),
		startAudienceManager(),
	]);
	const addresses = Object.entries({ keitaro, reach360, audienceManager }).map(([vendor, { url, baseUrl }]) => [
		vendor,
		{ url, baseUrl },
	]);
	process.stdout.write(`${JSON.stringify(Object.fromEntries(addresses))}\n`);
}

void main();
