import { inspect } from 'node:util';

import type { Credential } from '../../nodes/GroupManager/engine/contract/host';

/** What JSON holds; tests look into it freely. */
export type Value = ReturnType<typeof JSON.parse>;
export type Json = Record<string, Value>;

export interface Item {
	json: Json;
	pairedItem?: unknown;
}

/** What stopped a run, in the words that a user sees. */
export interface Stop {
	name: string;
	message: string;
	itemIndex?: number;
	httpCode?: string | null;
}

export interface Ran {
	/** With `continueRegularOutput` the failures stand among them. */
	success: Item[];
	errors: Item[];
	stopped?: Stop;
	/** What was written to a log meanwhile. */
	logs: readonly string[];
}

export interface RunOptions {
	/** The input items. Default: one empty item. */
	items?: Json[];
	/** Default: `continueRegularOutput`. */
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
}

/** Runs the node's work over input items on one of the two hosts. */
export interface Runner {
	/** Replaces the stored credential, a fetched token included. */
	use(credential: Credential): void;
	/** @param parameters as stored in a workflow; of expressions only `={{ $json.name }}` is certain to work */
	run(parameters: Json, options?: RunOptions): Promise<Ran>;
	close(): Promise<void>;
}

const SECRET_FIELDS = ['apiKey', 'clientSecret', 'accessToken'];

/**
 * The same runner, with an eye on all that leaves it: no secret, no error of the programmer's, every envelope and
 * every failure with exactly the keys of the contract in their order.
 * @param issued tokens that a login server has given out by now
 */
export function watched(runner: Runner, issued: () => string[]): Runner {
	let secrets: string[] = [];
	return {
		...runner,
		use(credential) {
			secrets = SECRET_FIELDS.map((name) => credential[name]).filter(
				(value) => typeof value === 'string' && value.trim() !== '',
			) as string[];
			runner.use(credential);
		},
		async run(parameters, options) {
			const ran = await runner.run(parameters, options);
			const everything = inspect(ran, { depth: Infinity, maxStringLength: Infinity, maxArrayLength: Infinity });
			for (const secret of [...secrets, ...issued()]) {
				if (everything.includes(secret)) throw new Error(`A secret left the node: ${secret}`);
			}
			if (/TypeError|a fault of its own|Cannot read propert/.test(everything)) {
				throw new Error(`An error of the programmer's left the node: ${everything}`);
			}
			for (const { json } of ran.success) checkKeys(json, parameters.output !== 'data');
			return ran;
		},
	};
}

const ENVELOPE = ['request', 'resource', 'operation', 'success', 'data'];
const FAILURE = ['message', 'error'];
const ERROR = ['code', 'httpStatus', 'vendor', 'resource', 'operation', 'success', 'retryable', 'request', 'details'];
const REQUEST = ['method', 'url', 'headers'];

/** Key order counts: workflows show it. */
function checkKeys(json: Json, isEnvelope: boolean): void {
	const isFailure = 'error' in json && 'message' in json;
	if (!isFailure && !isEnvelope) return;
	same(json, isFailure ? FAILURE : ENVELOPE);
	if (isFailure) {
		same(json.error, ERROR);
		if (!/^Could not \S/.test(json.message) || /undefined|\[object|\n|\.\.$/.test(json.message)) {
			throw new Error(`Not a sentence that helps anybody: ${json.message}`);
		}
	}
	const { request } = isFailure ? json.error : json;
	const shares = ['body', 'sharedWith'].filter((key) => key in (request ?? {}));
	if (request !== null) same(request, [...REQUEST, ...shares.slice(0, 1)]);
}

/** Without `expect`, which would be the most expensive part of a run. */
function same(json: Json, keys: string[]): void {
	const found = Object.keys(json).join();
	if (found !== keys.join()) throw new Error(`The keys are ${found}, not ${keys.join()}`);
}
