import { DEFINITIONS } from '../../simulators';
import { Problem } from './problem';
import { isFree } from './processes';

/** Where the simulators listen, by vendor. */
export const SIMULATOR_PORTS: Readonly<Record<string, number>> = Object.fromEntries(
	DEFINITIONS.map(({ id, port }) => [id, port]),
);

/** A Problem where a port is taken that n8n or a simulator is to have. */
export async function checkPorts(port: number, withSimulators: boolean): Promise<void> {
	if (!(await isFree(port))) {
		throw new Problem(
			`Port ${port} is taken, perhaps by another n8n: stop it, ` +
				'or choose another port with "npm start -- --port 5690".',
		);
	}
	if (!withSimulators) return;
	for (const [vendor, own] of Object.entries(SIMULATOR_PORTS)) {
		if (await isFree(own)) continue;
		throw new Problem(
			`Port ${own}, where the simulated ${vendor} belongs, is taken: ` +
				'stop "npm run simulators" or the earlier "npm start", ' +
				'or leave the simulators out with "npm start -- --no-simulators".',
		);
	}
}
