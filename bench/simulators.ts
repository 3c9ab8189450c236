import { startSimulators, VENDOR_IDS } from '../simulators';

/** A process of its own, so that what the vendors need is not counted. Prints the addresses and lives until killed. */
async function main(): Promise<void> {
	const simulators = await startSimulators();
	const addresses = VENDOR_IDS.map((vendor) => {
		const { url, baseUrl } = simulators.of(vendor);
		return [vendor, { url, baseUrl }];
	});
	process.stdout.write(`${JSON.stringify(Object.fromEntries(addresses))}\n`);
}

void main();
