import { type AudienceManagerSimulator, startAudienceManager } from './audienceManager';
import { type KeitaroSimulator, startKeitaro } from './keitaro';
import { type Reach360Simulator, startReach360 } from './reach360';

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
export type { Fault, FaultRule } from './core/faults';
export type { LoggedRequest } from './core/log';
export type { Simulator, SimulatorOptions } from './core/server';
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

export interface Simulators {
	keitaro: KeitaroSimulator;
	reach360: Reach360Simulator;
	audienceManager: AudienceManagerSimulator;
	close(): Promise<void>;
}

export interface SimulatorPorts {
	keitaro?: number;
	reach360?: number;
	audienceManager?: number;
}

/** All three. When a port is taken it rejects with the server's error (EADDRINUSE, with the port), and none is left. */
export async function startSimulators({ ports = {} }: { ports?: SimulatorPorts } = {}): Promise<Simulators> {
	const started: Array<{ close(): Promise<void> }> = [];
	async function running<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
		const simulator = await starting;
		started.push(simulator);
		return simulator;
	}
	async function close(): Promise<void> {
		await Promise.all(started.map((simulator) => simulator.close()));
	}
	try {
		return {
			keitaro: await running(startKeitaro({ port: ports.keitaro })),
			reach360: await running(startReach360({ port: ports.reach360 })),
			audienceManager: await running(startAudienceManager({ port: ports.audienceManager })),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}
