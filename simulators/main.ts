import { DEFINITIONS, type Simulators, startSimulators } from './index';

async function main(): Promise<void> {
	const ports = Object.fromEntries(DEFINITIONS.map(({ id, port }) => [id, readPort(id, port)]));
	const simulators = await startSimulators({ ports }).catch((error: unknown) => {
		throw new Error(startProblem(error, ports));
	});
	console.log(describe(simulators));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulators.close());
}

/** `AUDIENCE_MANAGER_PORT` for `audienceManager`. */
const variableOf = (vendor: string): string => `${vendor.replace(/[A-Z]/g, '_$&').toUpperCase()}_PORT`;

function readPort(vendor: string, fallback: number): number {
	const variable = variableOf(vendor);
	const value = process.env[variable] ?? String(fallback);
	const port = Number(value);
	if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
	throw new Error(`${variable} must be a port number, not "${value}".`);
}

function startProblem(error: unknown, ports: Record<string, number>): string {
	if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') return String(error);
	const taken = 'port' in error ? error.port : undefined;
	const vendor = Object.keys(ports).find((id) => ports[id] === taken) ?? '';
	return (
		`Port ${taken} is taken: end the program that uses it, ` +
		`or set ${variableOf(vendor)} to a free port and start again.`
	);
}

/** What to type into the credential. */
function describe(simulators: Simulators): string {
	const lines = DEFINITIONS.flatMap(({ id, label, credential, optional = {} }) => {
		const simulator = simulators.of(id);
		const { authentication: _, ...fields } = credential(simulator);
		const typed = Object.entries({ domain: simulator.baseUrl, ...fields });
		const named = [...typed.map(([name, value]) => [titleOf(name), value]), ...Object.entries(optional)];
		return ['', label, ...named.map(([name = '', value]) => `  ${name.padEnd(16)} ${value}`)];
	});
	return [...lines, '', 'The vendors are simulated; nothing leaves this machine. Ctrl-C ends them.'].join('\n');
}

/** `Client ID` for `clientId`. */
function titleOf(field: string): string {
	const words = field.replace(/[A-Z]/g, ' $&').replace(/ ?\b(api|id|url)\b/gi, (word) => word.toUpperCase());
	return words.charAt(0).toUpperCase() + words.slice(1);
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
