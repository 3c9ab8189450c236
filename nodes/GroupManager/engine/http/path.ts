import { Failure } from '../contract/failure';

/**
 * Whether an id, once encoded, is one segment of a path: encoding protects everything but dot segments and broken
 * text.
 */
export function isPathSafe(id: string): boolean {
	return id !== '' && !/^\.{1,2}$/.test(id) && !/[\p{Cc}\u2028\u2029]/u.test(id) && !/\p{Cs}/u.test(id);
}

/**
 * Fills `{name}` in a path, each value as one encoded segment.
 * @throws Failure `invalid_input` for an id that encoding cannot keep inside its segment
 */
export function fillPath(template: string, values: Record<string, string>): string {
	return template.replace(/\{(\w+)\}/g, (_, name: string) => {
		const value = values[name]!;
		if (!isPathSafe(value))
			throw new Failure('invalid_input', 'an ID is ".", ".." or contains a control character');
		return encodeURIComponent(value);
	});
}

/** `?a=1&b=x%20y`, '' for nothing; undefined values are left out. */
export function query(values: Record<string, string | number | undefined>): string {
	const pairs = Object.entries(values)
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => `${name}=${encodeURIComponent(value!)}`);
	return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
