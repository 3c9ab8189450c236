import { join } from 'node:path';

interface Ports {
	reach360: number;
	audienceManager: number;
}

/** Environment that lets the simulators on these ports answer for the vendors' own addresses: see preload.cjs. */
export function vendorAddresses({ reach360, audienceManager }: Ports): Record<string, string> {
	const stands = {
		'api.reach360.com': { port: reach360, from: '/', to: '/' },
		'aam.adobe.io': { port: audienceManager, from: '/v1/', to: '/api/v1/' },
		'ims-na1.adobelogin.com': { port: audienceManager, from: '/', to: '/' },
	};
	return {
		GROUP_MANAGER_SIMULATORS: JSON.stringify(stands),
		NODE_OPTIONS: `--require ${JSON.stringify(join(__dirname, 'preload.cjs'))}`,
	};
}
