import { AAM_ACCESS_TOKEN, AAM_CLIENT_ID, AAM_CLIENT_SECRET, AAM_ORGANIZATION_ID } from './audienceManager/entities';
import { type SimulatorPorts, type Simulators, startSimulators } from './index';
import { KEITARO_KEY } from './keitaro/entities';
import { REACH360_KEY } from './reach360/entities';

const PORT_VARIABLES = { keitaro: 'KEITARO_PORT', reach360: 'REACH360_PORT', audienceManager: 'AUDIENCE_MANAGER_PORT' };

async function main(): Promise<void> {
	const ports = {
		keitaro: readPort('keitaro', 4610),
		reach360: readPort('reach360', 4620),
		audienceManager: readPort('audienceManager', 4630),
	};
	const simulators = await startSimulators({ ports }).catch((error: unknown) => {
		throw new Error(startProblem(error, ports));
	});
	console.log(describe(simulators));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulators.close());
}

function readPort(vendor: keyof SimulatorPorts, fallback: number): number {
	const value = process.env[PORT_VARIABLES[vendor]] ?? String(fallback);
	const port = Number(value);
	if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
	throw new Error(`${PORT_VARIABLES[vendor]} must be a port number, not "${value}".`);
}

function startProblem(error: unknown, ports: Required<SimulatorPorts>): string {
	if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') return String(error);
	const taken = 'port' in error ? error.port : undefined;
	const vendors = Object.keys(PORT_VARIABLES) as Array<keyof SimulatorPorts>;
	const variable = vendors.filter((vendor) => ports[vendor] === taken).map((vendor) => PORT_VARIABLES[vendor])[0];
	return `Port ${taken} is taken: end the program that uses it, or set ${variable} to a free port and start again.`;
}

function describe({ keitaro, reach360, audienceManager }: Simulators): string {
	const blocks: Array<[string, Record<string, string>]> = [
		['Keitaro', { Domain: keitaro.baseUrl, 'API Key': KEITARO_KEY }],
		['Reach 360', { Domain: reach360.baseUrl, 'API Key': REACH360_KEY }],
		[
			'Audience Manager',
			{
				Domain: audienceManager.baseUrl,
				'Client ID': AAM_CLIENT_ID,
				'Client Secret': AAM_CLIENT_SECRET,
				'Token URL': audienceManager.tokenUrl,
				'Organization ID': AAM_ORGANIZATION_ID,
				'or Access Token': AAM_ACCESS_TOKEN,
			},
		],
	];
	const lines = blocks.flatMap(([vendor, fields]) => [
		'',
		vendor,
		...Object.entries(fields).map(([name, value]) => `  ${name.padEnd(16)} ${value}`),
	]);
	return [...lines, '', 'The vendors are simulated; nothing leaves this machine. Ctrl-C ends them.'].join('\n');
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
