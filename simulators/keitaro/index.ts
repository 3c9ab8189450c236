import type { Definition } from '../core/definition';
import { startSimulator } from '../core/server';
import type { Simulator, SimulatorOptions } from '../core/simulator';
import type { Vendor } from '../core/vendor';
import {
	KEITARO_DEFAULT_SEED,
	KEITARO_KEY,
	KEITARO_SWITCHES,
	type KeitaroSeed,
	type KeitaroSwitches,
} from './entities';
import { answer, BASE_PATH, credentials, refuse } from './routes';
import { createState, type KeitaroState } from './store';

export type KeitaroSimulator = Simulator<KeitaroSwitches, KeitaroState, KeitaroSeed>;

const keitaro: Vendor<KeitaroSwitches, KeitaroState, KeitaroSeed> = {
	basePath: BASE_PATH,
	switches: KEITARO_SWITCHES,
	defaultSeed: KEITARO_DEFAULT_SEED,
	createState,
	answer,
	refuse,
	credentials,
};

/** Keitaro's Admin API v1 with one tracker behind it. */
export function startKeitaro(options?: SimulatorOptions<KeitaroSwitches, KeitaroSeed>): Promise<KeitaroSimulator> {
	return startSimulator(keitaro, options);
}

export const definition: Definition<KeitaroSimulator> = {
	id: 'keitaro',
	label: 'Keitaro',
	port: 4610,
	switches: KEITARO_SWITCHES,
	start: startKeitaro,
	credential: () => ({ apiKey: KEITARO_KEY }),
	headers: { 'Api-Key': KEITARO_KEY },
	// A tracker stands wherever its owner put it.
	addresses: {},
};
