import type { Simulator, SimulatorOptions } from './simulator';
import type { CommonSwitches, SwitchTable } from './switches';

/** Some vendor's simulator, whatever its state, switches and seed are. */
export type AnySimulator = Simulator<CommonSwitches, unknown, never>;

/** Where a simulator listens: its origin, and what goes into the credential's domain field. */
export type Address = Pick<AnySimulator, 'url' | 'baseUrl'>;

/** Which beginning of a path at the vendor's own address stands for which at its simulator. */
export interface Stand {
	from: string;
	to: string;
}

/** What a vendor's folder exports as `definition`: all that others need to use its simulator without knowing it. */
export interface Definition<S extends AnySimulator = AnySimulator> {
	/** The vendor's id in the node, and the folder's name. */
	id: string;
	label: string;
	/** Where `npm start` and `npm run simulators` let it listen. */
	port: number;
	/** The first value of each switch is the default. */
	switches: SwitchTable;
	start(options?: SimulatorOptions<Partial<S['switches']>, Parameters<S['seed']>[0]>): Promise<S>;
	/** What goes into the credential beside the vendor and its domain, by the names of the fields. */
	credential(address: Address): Record<string, string>;
	/** What a request must carry to be let in without a login. */
	headers: Record<string, string>;
	/** Fields to put over these, where the vendor asks for a login and can do without. */
	withoutLogin?: Record<string, string>;
	/** What else the credential may hold, as its form calls it. */
	optional?: Record<string, string>;
	/** The vendor's own hosts, which `npm start` leads to the simulator. */
	addresses: Record<string, Stand>;
	/** Tokens that its login has given out by now. */
	issued?(simulator: S): string[];
}
