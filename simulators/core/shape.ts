import { violation } from './http';

export interface Kind<T> {
	expected: string;
	accepts: (value: unknown) => value is T;
}

export const string: Kind<string> = {
	expected: 'a string',
	accepts: (value): value is string => typeof value === 'string',
};

export const integer: Kind<number> = {
	expected: 'an integer',
	accepts: (value): value is number => Number.isSafeInteger(value),
};

export function orNull<T>(kind: Kind<T>): Kind<T | null> {
	return {
		expected: `${kind.expected} or null`,
		accepts: (value): value is T | null => value === null || kind.accepts(value),
	};
}

export function listOf<T>(kind: Kind<T>): Kind<T[]> {
	return {
		expected: `a list, each entry ${kind.expected}`,
		accepts: (value): value is T[] => Array.isArray(value) && value.every((entry) => kind.accepts(entry)),
	};
}

export function oneOf<T extends string>(values: readonly T[]): Kind<T> {
	return {
		expected: `one of ${values.join(', ')}`,
		accepts: (value): value is T => values.some((known) => known === value),
	};
}

export function read<T>(value: unknown, kind: Kind<T>, name: string): T {
	if (kind.accepts(value)) return value;
	throw violation(`${name} must be ${kind.expected}`);
}

/** Every field of the body must be known and of its kind; which ones may be missing is for the caller to say. */
export function readFields<T>(body: unknown, kinds: { [Name in keyof T]: Kind<T[Name]> }): Partial<T> {
	if (!isRecord(body)) throw violation('the body must be a JSON object');
	for (const [name, value] of Object.entries(body)) {
		if (!isKnown(name, kinds)) throw violation(`unknown field "${name}"`);
		read(value, kinds[name], `field "${name}"`);
	}
	return body as Partial<T>;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isKnown<T extends object>(name: PropertyKey, kinds: T): name is keyof T {
	return Object.hasOwn(kinds, name);
}
