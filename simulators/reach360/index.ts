import { type Simulator, type SimulatorOptions, startSimulator } from '../core/server';
import type { Vendor } from '../core/vendor';
import { REACH360_DEFAULT_SEED, REACH360_SWITCHES, type Reach360Seed, type Reach360Switches } from './entities';
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
