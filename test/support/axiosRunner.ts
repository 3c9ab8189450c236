import type { Credential } from '../../nodes/GroupManager/engine/contract/host';
import { dispatch } from '../../nodes/GroupManager/engine/run/dispatch';
import { findVendor } from '../../nodes/GroupManager/vendors';
import { AxiosHost } from '../hosts/axiosHost';
import type { Item, Json, Ran, Runner } from './runner';

/** The engine on plain axios, without n8n around it. */
export async function openAxiosRunner(): Promise<Runner> {
	let stored: Credential = {};
	return {
		use(credential) {
			stored = structuredClone(credential);
		},
		async run(parameters, { items = [{}], onError = 'continueRegularOutput' } = {}) {
			const vendorId = String(parameters.vendor);
			const vendor = findVendor(vendorId);
			const outcomes = await dispatch({
				vendorId,
				vendor,
				resource: String(parameters.resource),
				operation: String(parameters.operation),
				credential: structuredClone(stored),
				host: new AxiosHost(vendor!, stored),
				items: items.map(
					(json) => (name, fallback) => (name in parameters ? resolve(parameters[name], json) : fallback),
				),
				stopOnFailure: onError === 'stopWorkflow',
			});

			// As the node does, and n8n after it.
			const ran: Ran = { success: [], errors: [], logs: [] };
			for (const [item, outcome] of outcomes.entries()) {
				const linked = (json: Json): Item => ({ json, pairedItem: { item } });
				if (!outcome) continue;
				if (!outcome.failed) {
					ran.success.push(...outcome.json.map(linked));
				} else if (onError === 'continueErrorOutput') {
					ran.errors.push(linked({ ...items[item], ...outcome.json }));
				} else if (onError === 'continueRegularOutput') {
					ran.success.push(linked(outcome.json));
				} else {
					const { httpStatus } = outcome.failed.facts;
					const name = httpStatus === undefined ? 'NodeOperationError' : 'NodeApiError';
					const httpCode = httpStatus === undefined ? undefined : String(httpStatus);
					return {
						...ran,
						success: [],
						stopped: { name, message: outcome.thrown.message, itemIndex: item, httpCode },
					};
				}
			}
			return ran;
		},
		close: async () => undefined,
	};
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
