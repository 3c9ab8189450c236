import { isObject, type JsonObject } from '../contract/json';
import type { LookForWrite } from '../contract/task';

/** A look for a lost write that is a single read: its finding, or nothing. */
export function lookOnce(read: () => Promise<unknown>): LookForWrite {
	return async (_, charge) => {
		if (!charge()) return { unclear: 'whether it was carried out is not known' };
		const made = await read();
		return made === undefined ? 'absent' : { made };
	};
}

/** Whether a record says all that a write wanted it to say. Numbers and texts of the same look are the same. */
export function carries(record: JsonObject, wanted: JsonObject): boolean {
	return Object.entries(wanted).every(([key, value]) => {
		const stored = record[key];
		return isObject(stored) && isObject(value) ? carries(stored, value) : textual(stored) === textual(value);
	});
}

const textual = (value: unknown): string => JSON.stringify(typeof value === 'number' ? String(value) : (value ?? null));

/** A record as a write leaves it: what the write does not name stays, within objects too. */
export function changedBy(record: JsonObject, write: JsonObject): JsonObject {
	const changed = { ...record };
	for (const [key, value] of Object.entries(write)) {
		const stored = record[key];
		changed[key] = isObject(stored) && isObject(value) ? changedBy(stored, value) : value;
	}
	return changed;
}
