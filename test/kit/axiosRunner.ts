import type { Credential } from '../../nodes/GroupManager/engine/contract/host';
import { dispatch } from '../../nodes/GroupManager/engine/run/dispatch';
import type { Outcome } from '../../nodes/GroupManager/engine/run/report';
import { findVendor } from '../../nodes/GroupManager/vendors';
import { AxiosHost } from './axiosHost';
import type { Json } from './json';
import type { Item, Ran, Runner, RunOptions } from './runner';

/** The engine on plain axios, without n8n around it. */
export function axiosRunner(): Runner {
	const stored = new Map<string, Credential>();
	return {
		store(id, credential) {
			stored.set(id, structuredClone(credential));
		},
		async run(id, parameters, { items = [{}], onError = 'continueRegularOutput' } = {}) {
			const credential = stored.get(id)!;
			const vendorId = String(parameters.vendor);
			const vendor = findVendor(vendorId);
			const outcomes = await dispatch({
				vendorId,
				vendor,
				resource: String(parameters.resource),
				operation: String(parameters.operation),
				credential: structuredClone(credential),
				credentialVendor: findVendor(credential.vendor),
				host: new AxiosHost(vendor!, credential),
				items: items.map(
					(json) => (name, fallback) => (name in parameters ? resolve(parameters[name], json) : fallback),
				),
				stopOnFailure: onError === 'stopWorkflow',
			});
			return ranOf(outcomes, items, onError);
		},
	};
}

/** What becomes of the outcomes in the node, and in n8n after it. */
function ranOf(outcomes: Array<Outcome | undefined>, items: Json[], onError: RunOptions['onError']): Ran {
	const ran: Ran = { success: [], errors: [], logs: [] };
	for (const [item, outcome] of outcomes.entries()) {
		const linked = (json: Json): Item => ({ json, pairedItem: { item } });
		if (!outcome) continue;
		if (!outcome.failed) ran.success.push(...outcome.json.map(linked));
		else if (onError === 'continueErrorOutput') ran.errors.push(linked({ ...items[item], ...outcome.json }));
		else if (onError === 'continueRegularOutput') ran.success.push(linked(outcome.json));
		else {
			const { httpStatus } = outcome.failed.facts;
			const name = httpStatus === undefined ? 'NodeOperationError' : 'NodeApiError';
			const httpCode = httpStatus === undefined ? undefined : String(httpStatus);
			const { message } = outcome.thrown;
			return { ...ran, success: [], stopped: { name, message, itemIndex: item, httpCode, status: 'error' } };
		}
	}
	return ran;
}

/** `={{ $json.name }}`, wherever it stands. */
function resolve(value: unknown, json: Json): unknown {
	if (typeof value === 'string') {
		const name = /^=\{\{ \$json\.(\w+) \}\}$/.exec(value)?.[1];
		return name === undefined ? value : json[name];
	}
	if (Array.isArray(value)) return value.map((entry) => resolve(entry, json));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, resolve(entry, json)]));
}
