import { spawn } from 'node:child_process';

import { vendorAddresses } from '../../demo/start/vendorAddresses';
import { AAM_CLIENT_ID, AAM_CLIENT_SECRET, REACH360_KEY, startSimulators, type Simulators } from '../../simulators';

let simulators: Simulators;
beforeAll(async () => (simulators = await startSimulators()));
afterAll(async () => await simulators.close());

/** What a process prints that runs the script as n8n runs in `npm start`. */
async function printed(script: string): Promise<string> {
	const port = ({ url }: { url: string }) => Number(new URL(url).port);
	const { reach360, audienceManager } = simulators;
	const env = {
		...process.env,
		...vendorAddresses({ reach360: port(reach360), audienceManager: port(audienceManager) }),
	};
	const child = spawn(process.execPath, ['-e', `const axios = require('axios'); (async () => { ${script} })()`], {
		env,
	});
	let output = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	await new Promise((resolve) => child.on('close', resolve));
	return output.trim();
}

describe('the n8n of npm start', () => {
	it("asks the simulators at the vendors' own addresses, so that a new credential needs nothing but a key", async () => {
		const headers = JSON.stringify({ Authorization: `Bearer ${REACH360_KEY}` });
		const script = `console.log((await axios.get('https://api.reach360.com/groups?limit=1', { headers: ${headers} })).data.groups.length)`;
		expect(await printed(script)).toBe('1');
	});

	it("logs in and reads at Adobe's addresses in the same way", async () => {
		const form = new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: AAM_CLIENT_ID,
			client_secret: AAM_CLIENT_SECRET,
			scope: 'openid',
		}).toString();
		const script = `
			const { data } = await axios.post('https://ims-na1.adobelogin.com/ims/token/v3', '${form}');
			const headers = { Authorization: 'Bearer ' + data.access_token, 'x-api-key': '${AAM_CLIENT_ID}' };
			console.log((await axios.get('https://aam.adobe.io/v1/groups/', { headers })).data[0].groupId);`;
		expect(await printed(script)).toBe('2001');
	});
});
