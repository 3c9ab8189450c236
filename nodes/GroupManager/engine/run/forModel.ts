import { isObject, type JsonObject } from '../contract/json';

/** Who reads what comes out. */
export interface Reader {
	/** A model does, and not a workflow. */
	isTool?: boolean;
	/** See `Api.links`. */
	links?: RegExp;
}

/** @param links the keys that are left out, at any depth; none where there is none */
export function withoutLinks(value: unknown, links: RegExp | undefined): unknown {
	if (!links) return value;
	if (Array.isArray(value)) return value.map((one) => withoutLinks(one, links));
	if (!isObject(value)) return value;
	const kept = Object.entries(value).filter(([key]) => !links.test(key));
	return Object.fromEntries(kept.map(([key, one]) => [key, withoutLinks(one, links)]));
}

/** What the records of a list do not say: n8n hands a model an empty text where there are none. */
export function remarksOn(data: unknown, limit?: number): JsonObject[] {
	if (!Array.isArray(data)) return [];
	if (data.length === 0) return [{ message: 'The list is empty' }];
	return data.length === limit ? [{ message: `The list ends at its limit of ${limit}: there may be more` }] : [];
}
