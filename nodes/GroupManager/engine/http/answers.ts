import { Failure } from '../contract/failure';
import { isObject, type JsonObject } from '../contract/json';

/** @throws Failure when a success carries anything but an object */
export function asObject(body: unknown, what: string): JsonObject {
	if (isObject(body)) return body;
	throw odd(body, what);
}

/** @throws Failure when a success carries anything but a list of objects */
export function asList(body: unknown, what: string): JsonObject[] {
	if (Array.isArray(body) && body.every(isObject)) return body;
	throw odd(body, what);
}

/**
 * The id of a record as text. @throws Failure where it has none: "undefined" would be an id like any other in a
 * path
 */
export function asId(id: unknown): string {
	if ((typeof id === 'string' && id !== '') || typeof id === 'number') return String(id);
	throw odd(id, 'an ID');
}

function odd(body: unknown, what: string): Failure {
	const found = body === undefined ? 'nothing' : 'something else';
	return new Failure(
		'unexpected_response',
		`the server reported success, but answered with ${found} where ${what} belongs`,
		{
			advice: 'Check the domain in the credential',
		},
	);
}

/** @throws Failure when a success carries anything where the vendor documents no body */
export function asNothing(body: unknown): undefined {
	if (body !== undefined) throw odd(body, 'nothing');
	return undefined;
}

/** An answer that does not show what was sent says nothing of it. @throws Failure, always */
export function contradicts(what: string): never {
	throw new Failure(
		'unexpected_response',
		`the server reported success, but its answer does not show ${what} as sent`,
	);
}

/** The record with that id. @throws Failure for any other */
export function asRecord(body: unknown, id: string, idOf: (record: JsonObject) => string): JsonObject {
	const record = asGroup(body, idOf);
	return idOf(record) === id ? record : contradicts(`the record ${id}`);
}

/** A group as a write returns it. @throws Failure for anything without its id */
export function asGroup(body: unknown, idOf: (group: JsonObject) => string): JsonObject {
	const group = asObject(body, 'a group');
	idOf(group);
	return group;
}
