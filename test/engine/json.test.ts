import fc from 'fast-check';

import { placeOfJsonError } from '../../nodes/GroupManager/engine/json';

const isValid = (text: string): boolean => {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
};

/** "line 2, column 5" as an offset into the text. */
function offsetOf(place: string, text: string): number {
	const [line = 0, column = 0] = place.match(/\d+/g)!.map(Number);
	const before = text.split('\n').slice(0, line - 1);
	return before.reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
}

describe('the place where a text stops being JSON', () => {
	it.each([
		['', 'line 1, column 1'],
		['  ', 'line 1, column 3'],
		['{', 'line 1, column 2'],
		['{"name": "EU",}', 'line 1, column 15'],
		['{"name": "EU"', 'line 1, column 14'],
		['{"name" "EU"}', 'line 1, column 9'],
		['{"name": EU}', 'line 1, column 10'],
		["{'name': 'EU'}", 'line 1, column 2'],
		['{name: "EU"}', 'line 1, column 2'],
		['{"name": "EU"} extra', 'line 1, column 16'],
		['{"a": 1 "b": 2}', 'line 1, column 9'],
		['{\n  "name": "EU"\n  "type": "offers"\n}', 'line 3, column 3'],
		['{\r\n  "name": }', 'line 2, column 11'],
		['[1, 2,]', 'line 1, column 7'],
		['[1 2]', 'line 1, column 4'],
		['[,1]', 'line 1, column 2'],
		['01', 'line 1, column 2'],
		['1.', 'line 1, column 2'],
		['.5', 'line 1, column 1'],
		['+1', 'line 1, column 1'],
		['NaN', 'line 1, column 1'],
		['nul', 'line 1, column 1'],
		['"a\nb"', 'line 1, column 1'],
		['"\\x"', 'line 1, column 1'],
		['"\\N"', 'line 1, column 1'],
		['"\\U00e9"', 'line 1, column 1'],
		['{,}', 'line 1, column 2'],
		['{"a":1,}', 'line 1, column 8'],
		['[}', 'line 1, column 2'],
		['{"a":[1}', 'line 1, column 8'],
		['{}{}', 'line 1, column 3'],
		['True', 'line 1, column 1'],
		['"open', 'line 1, column 1'],
		['// comment\n{}', 'line 1, column 1'],
		['\uFEFF{}', 'line 1, column 1'],
		['{"a":1}\u00a0', 'line 1, column 8'],
	])('of %j is %s', (text, place) => {
		expect(isValid(text)).toBe(false);
		expect(placeOfJsonError(text)).toBe(place);
	});

	it.each(['{}', '[]', ' null ', '"\u007f\u0085"', '"\\u00e9\\u00E9\\n"', '-0.5e+3', '1E5', '{"":{"":[]}}', '\t\r\n1', '"\u2028"'])(
		'is nowhere in %j',
		(text) => {
			expect(isValid(text)).toBe(true);
			expect(placeOfJsonError(text)).toBeUndefined();
		},
	);

	it('is nowhere in anything that JSON.stringify writes', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
				expect(placeOfJsonError(JSON.stringify(value, null, indent))).toBeUndefined();
			}),
		);
	});

	it('agrees with JSON.parse about one wrong character, and lies inside the text or at its end', () => {
		const wrong = fc.oneof(fc.constant(''), fc.constantFrom(...'{}[]:,"\\\n\u0001e-.0 ntf/\''), fc.string({ unit: 'binary', maxLength: 1 }));
		fc.assert(
			fc.property(fc.jsonValue(), fc.boolean(), fc.nat(), wrong, (value, indented, position, character) => {
				const json = JSON.stringify(value, null, indented ? 1 : undefined);
				const at = position % (json.length + 1);
				const text = `${json.slice(0, at)}${character}${json.slice(at + 1)}`;
				const place = placeOfJsonError(text);
				expect(place === undefined).toBe(isValid(text));
				if (place === undefined) return;
				expect(place).toMatch(/^line \d+, column \d+$/);
				const offset = offsetOf(place, text);
				expect(offset).toBeGreaterThanOrEqual(0);
				expect(offset).toBeLessThanOrEqual(text.length);
			}),
			{ numRuns: 300 },
		);
	});

	it('never lies behind a part that can still be completed', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.nat(), (value, position) => {
				const json = JSON.stringify(value);
				const text = json.slice(0, position % json.length);
				const place = placeOfJsonError(text);
				// A number that is cut off is a shorter number.
				if (place === undefined) expect(isValid(text)).toBe(true);
				else expect(offsetOf(place, text)).toBeLessThanOrEqual(text.length);
			}),
		);
	});

	it('is found in a text that would exhaust a slow pattern', () => {
		expect(placeOfJsonError(`"${'a'.repeat(500_000)}`)).toBe('line 1, column 1');
		expect(placeOfJsonError(`[${'1,'.repeat(50_000)}`)).toBe('line 1, column 100002');
		expect(placeOfJsonError('['.repeat(100_000))).toBe('line 1, column 100001');
	});
});
