/** JSON as data: what is read of it and what is written into it keeps long IDs exactly. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Numbers stand in JSON outside of strings only; a string is matched first, so that nothing inside one counts. */
export const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Whether a JSON number of this text would be changed by reading it: an ID of more than 15 digits, or more than
 * there is room for.
 */
export const isInexact = (number: string): boolean =>
	/^-?\d+$/.test(number) ? !Number.isSafeInteger(Number(number)) : !Number.isFinite(Number(number));

/**
 * JSON.parse that keeps long IDs: a whole number that JavaScript cannot hold comes as its text.
 * @throws SyntaxError
 */
export function parseExactly(json: string): unknown {
	if (!/\d{16}/.test(json)) return JSON.parse(json) as unknown;
	// Checked as it is first, since quotes around a number could mend a broken text.
	JSON.parse(json);
	const exact = json.replace(STRING_OR_NUMBER, (token) =>
		token.startsWith('"') || !/^-?\d+$/.test(token) || !isInexact(token) ? token : `"${token}"`,
	);
	return JSON.parse(exact) as unknown;
}

/** An id as JSON says it: a number where that is exact, else its text. */
export const idInJson = (id: string): number | string => (Number.isSafeInteger(Number(id)) ? Number(id) : id);

/** Deeper data is no group and no list of permissions, and every later step would need a stack for it. */
export const MAX_DEPTH = 100;

/** Whether a valid JSON text is nested deeper than 100 levels. */
export function isTooDeepText(json: string): boolean {
	let depth = 0;
	let isInString = false;
	for (let at = 0; at < json.length; at += 1) {
		const character = json[at];
		if (character === '"') isInString = !isInString;
		else if (isInString) at += character === '\\' ? 1 : 0;
		else if (character === '{' || character === '[') depth += 1;
		else if (character === '}' || character === ']') depth -= 1;
		if (depth > MAX_DEPTH) return true;
	}
	return false;
}
