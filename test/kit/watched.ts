import { inspect } from 'node:util';

import type { Json } from './json';
import type { Ran, Runner } from './runner';

const SECRET_FIELDS = ['apiKey', 'clientSecret', 'accessToken'];

/**
 * The same runner, with an eye on all that leaves it: no secret, no error of the programmer's, every envelope and
 * every failure with exactly the keys of the contract in their order.
 * @param issued tokens that a vendor's login has given out by now
 */
export function watched(runner: Runner, issued: (vendor: string) => string[]): Runner {
	const secrets = new Map<string, string[]>();
	return {
		store(id, credential) {
			const values = SECRET_FIELDS.map((name) => credential[name] as unknown);
			secrets.set(id, values.filter((value) => typeof value === 'string' && value.trim() !== '') as string[]);
			runner.store(id, credential);
		},
		async run(credential, parameters, options) {
			const ran = await runner.run(credential, parameters, options);
			expectNothingLost(ran, [...(secrets.get(credential) ?? []), ...issued(String(parameters.vendor))]);
			for (const { json } of ran.success) checkKeys(json, parameters.output !== 'data');
			return ran;
		},
	};
}

function expectNothingLost(ran: Ran, secrets: string[]): void {
	const everything = inspect(ran, { depth: Infinity, maxStringLength: Infinity, maxArrayLength: Infinity });
	for (const secret of secrets) {
		if (everything.includes(secret)) throw new Error(`A secret left the node: ${secret}`);
	}
	if (/TypeError|a fault of its own|Cannot read propert/.test(everything)) {
		throw new Error(`An error of the programmer's left the node: ${everything}`);
	}
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
