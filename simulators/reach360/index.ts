import type { Definition } from '../core/definition';
import { startSimulator } from '../core/server';
import type { Simulator, SimulatorOptions } from '../core/simulator';
import type { Vendor } from '../core/vendor';
import {
	REACH360_DEFAULT_SEED,
	REACH360_KEY,
	REACH360_SWITCHES,
	type Reach360Seed,
	type Reach360Switches,
} from './entities';
import { answer, credentials, refuse } from './routes';
import { createState, type Reach360State } from './store';

export type Reach360Simulator = Simulator<Reach360Switches, Reach360State, Reach360Seed>;

const reach360: Vendor<Reach360Switches, Reach360State, Reach360Seed> = {
	basePath: '',
	switches: REACH360_SWITCHES,
	defaultSeed: REACH360_DEFAULT_SEED,
	createState,
	answer,
	refuse,
	credentials,
};

/** The Reach 360 API with one team behind it. */
export function startReach360(options?: SimulatorOptions<Reach360Switches, Reach360Seed>): Promise<Reach360Simulator> {
	return startSimulator(reach360, options);
}

export const definition: Definition<Reach360Simulator> = {
	id: 'reach360',
	label: 'Reach 360',
	port: 4620,
	switches: REACH360_SWITCHES,
	start: startReach360,
	credential: () => ({ apiKey: REACH360_KEY }),
	headers: { Authorization: `Bearer ${REACH360_KEY}` },
	addresses: { 'api.reach360.com': { from: '/', to: '/' } },
};
