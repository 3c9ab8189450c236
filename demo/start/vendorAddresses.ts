import { join } from 'node:path';

import { DEFINITIONS } from '../../simulators';

/**
 * Environment that lets the simulators answer for the vendors' own addresses: see preload.cjs.
 * @param ports where the simulators listen, by vendor
 */
export function vendorAddresses(ports: Readonly<Record<string, number>>): Record<string, string> {
	const stands = DEFINITIONS.flatMap(({ id, addresses }) =>
		Object.entries(addresses).map(([host, stand]) => [host, { port: ports[id], ...stand }]),
	);
	return {
		GROUP_MANAGER_SIMULATORS: JSON.stringify(Object.fromEntries(stands)),
		NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'preload.cjs'))}`,
	};
}
