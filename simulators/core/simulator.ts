import type { FaultRule } from './faults';
import type { LoggedRequest } from './log';

export interface SimulatorOptions<Switches, Seed> {
	/** A free one when left out. */
	port?: number;
	switches?: Partial<Switches>;
	seed?: Seed;
	/** Added to every answer, in ms. */
	latency?: number;
	/** The clock of the log and of the rate limit, in ms. */
	now?: () => number;
	/** How delays, latency and late commits pass; rejects when the signal aborts. With `now`, another clock's time. */
	sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
	/** 0..1, for the probability of faults. */
	random?: () => number;
}

export interface Simulator<Switches, State, Seed> {
	/** The origin, `http://127.0.0.1:PORT`. */
	readonly url: string;
	/** What goes into the node's domain field. */
	readonly baseUrl: string;
	/** Every request in order of arrival, without those to the control endpoints. */
	readonly log: LoggedRequest[];
	/** The live state; `seed` and `reset` put a new one in its place. */
	readonly state: State;
	readonly switches: Switches;
	/** Added to every answer, in ms. */
	latency: number;
	seed(data: Seed): void;
	/** How many connections clients have open here, those of the control endpoints included. */
	readonly openConnections: number;
	/**
	 * Default seed and switches, empty log, no faults, no latency; requests that are still held are dropped, and so are
	 * the late commits that have not come yet.
	 */
	reset(): void;
	readonly faults: { add(rule: FaultRule): void; clear(): void };
	/** Also breaks the connections that are still open. */
	close(): Promise<void>;
}
