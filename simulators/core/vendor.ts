import type { Answer, Refusal, SimulatedRequest } from './http';
import type { TellWait } from './limit';
import type { CommonSwitches, SwitchTable } from './switches';

export interface Context<State, Switches> {
	request: SimulatedRequest;
	state: State;
	switches: Switches;
	/** Where the client believes it is talking to: `http://` and the Host header. */
	origin: string;
	/** Throws the vendor's 429 when the `rateLimit` switch says so. */
	limit: (code: string, message: string) => void;
}

/** What a vendor's folder hands to the server: pure functions of a request and the state. */
export interface Vendor<Switches extends CommonSwitches, State, Seed extends object> {
	/** What follows the origin in the node's domain field. */
	basePath: string;
	switches: SwitchTable;
	defaultSeed: Seed;
	createState: (seed: Seed) => State;
	/** Carries the operation out; throws a Refusal to turn it down. */
	answer: (context: Context<State, Switches>) => Answer;
	/** The vendor's own error body around `text`. */
	refuse: (refusal: Refusal, text: string, switches: Switches) => Answer;
	/** Default: `Retry-After`, as the switch says. */
	tellWait?: TellWait;
	/** The credentials that came with a request, for the `echoKey` switch. */
	credentials: (request: SimulatedRequest) => Array<string | undefined>;
}
