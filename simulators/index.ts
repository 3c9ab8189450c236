import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { AudienceManagerSimulator } from './audienceManager';
import type { AnySimulator, Definition } from './core/definition';
import type { SimulatorOptions } from './core/simulator';
import type { KeitaroSimulator } from './keitaro';
import type { Reach360Simulator } from './reach360';

export { type AudienceManagerSimulator, startAudienceManager } from './audienceManager';
export {
	AAM_ACCESS_TOKEN,
	AAM_CLIENT_ID,
	AAM_CLIENT_SECRET,
	AAM_ORGANIZATION_ID,
	AUDIENCE_MANAGER_DEFAULT_SEED,
	AUDIENCE_MANAGER_SWITCHES,
	type AudienceManagerSeed,
	type AudienceManagerSwitches,
} from './audienceManager/entities';
export type { AudienceManagerState } from './audienceManager/store';
export type { Address, AnySimulator, Definition } from './core/definition';
export type { Fault, FaultRule } from './core/faults';
export type { LoggedRequest } from './core/log';
export type { Simulator, SimulatorOptions } from './core/simulator';
export { type KeitaroSimulator, startKeitaro } from './keitaro';
export {
	KEITARO_DEFAULT_SEED,
	KEITARO_KEY,
	KEITARO_SWITCHES,
	type KeitaroSeed,
	type KeitaroSwitches,
} from './keitaro/entities';
export type { KeitaroState } from './keitaro/store';
export { type Reach360Simulator, startReach360 } from './reach360';
export {
	REACH360_DEFAULT_SEED,
	REACH360_KEY,
	REACH360_SWITCHES,
	type Reach360Seed,
	type Reach360Switches,
} from './reach360/entities';
export type { Reach360State } from './reach360/store';

/**
 * The simulators that tests know by name. The folder of any further vendor adds itself: `declare module '../index'`
 * in its index.ts, with this interface and one more line.
 */
export interface KnownSimulators {
	keitaro: KeitaroSimulator;
	reach360: Reach360Simulator;
	audienceManager: AudienceManagerSimulator;
}

export type VendorId = keyof KnownSimulators;

export interface Simulators extends KnownSimulators {
	/** The simulator of any vendor; throws for one that has none. */
	of(vendor: string): AnySimulator;
	close(): Promise<void>;
}

const load = createRequire(__filename);

/** One for each folder beside `core`, in the order of their ports. */
export const DEFINITIONS: readonly Definition[] = readdirSync(__dirname)
	.filter((folder) => folder !== 'core' && existsSync(join(__dirname, folder, 'index.ts')))
	.map((folder) => (load(`./${folder}`) as { definition: Definition }).definition)
	.sort((one, other) => one.port - other.port);

export const VENDOR_IDS: readonly string[] = DEFINITIONS.map(({ id }) => id);

export function definitionOf(vendor: string): Definition {
	const definition = DEFINITIONS.find(({ id }) => id === vendor);
	if (!definition) throw new Error(`There is no simulator of "${vendor}": known are ${VENDOR_IDS.join(', ')}.`);
	return definition;
}

export interface StartOptions extends Pick<SimulatorOptions<object, never>, 'now' | 'sleep'> {
	/** By vendor; a free one where none is named. */
	ports?: Readonly<Record<string, number>>;
}

/** All of them. When a port is taken it rejects with the server's error (EADDRINUSE, and the port): none is left. */
export async function startSimulators({ ports = {}, ...clock }: StartOptions = {}): Promise<Simulators> {
	const started = new Map<string, AnySimulator>();
	async function close(): Promise<void> {
		await Promise.all([...started.values()].map((simulator) => simulator.close()));
	}
	try {
		for (const { id, start } of DEFINITIONS) started.set(id, await start({ ...clock, port: ports[id] }));
	} catch (error) {
		await close();
		throw error;
	}
	const of = (vendor: string): AnySimulator => started.get(definitionOf(vendor).id)!;
	return { ...(Object.fromEntries(started) as unknown as KnownSimulators), of, close };
}
