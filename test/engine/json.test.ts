import fc from 'fast-check';

import { isTooDeepText, parseExactly } from '../../nodes/GroupManager/engine/contract/json';
import { inexactNumber, jsonProblem, placeOfJsonError } from '../../nodes/GroupManager/engine/fields/jsonText';

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

	it.each([
		'{}',
		'[]',
		' null ',
		'"\u007f\u0085"',
		'"\\u00e9\\u00E9\\n"',
		'-0.5e+3',
		'1E5',
		'{"":{"":[]}}',
		'\t\r\n1',
		'"\u2028"',
	])('is nowhere in %j', (text) => {
		expect(isValid(text)).toBe(true);
		expect(placeOfJsonError(text)).toBeUndefined();
	});

	it('is nowhere in anything that JSON.stringify writes', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
				expect(placeOfJsonError(JSON.stringify(value, null, indent))).toBeUndefined();
			}),
		);
	});

	it('agrees with JSON.parse about one wrong character, and lies inside the text or at its end', () => {
		const wrong = fc.oneof(
			fc.constant(''),
			fc.constantFrom(...'{}[]:,"\\\n\u0001e-.0 ntf/\''),
			fc.string({ unit: 'binary', maxLength: 1 }),
		);
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

describe('a number in JSON', () => {
	it.each([
		['{"id": 12345678901234567890}', '12345678901234567890'],
		['[1, -9007199254740993]', '-9007199254740993'],
		['[9007199254740992]', '9007199254740992'],
		['[1e999]', '1e999'],
		['[9007199254740991, -9007199254740991, 0, 1.5e300]', undefined],
		['["12345678901234567890", "a\\"12345678901234567890"]', undefined],
		['{"12345678901234567890": 1}', undefined],
		['0.1234567890123456789', undefined],
		['{}', undefined],
	])('that cannot be held as it is: in %j it is %s', (json, expected) => {
		expect(inexactNumber(json)).toBe(expected);
	});

	it.each([
		['{"id": 12345678901234567890}', { id: '12345678901234567890' }],
		['[-12345678901234567890,7]', ['-12345678901234567890', 7]],
		['12345678901234567890', '12345678901234567890'],
		['["12345678901234567890"]', ['12345678901234567890']],
		['{"12345678901234567890":"\\\\"}', { '12345678901234567890': '\\' }],
		['["a\\" 12345678901234567890"]', ['a" 12345678901234567890']],
		['[0.12345678901234567890, 1e20]', [0.12345678901234568, 1e20]],
		['1234567890123456', 1_234_567_890_123_456],
	])('is kept to its last digit where it is an ID: %s', (json, expected) => {
		expect(parseExactly(json)).toEqual(expected);
	});

	it.each([
		'',
		'{',
		'[12345678901234567890 1]',
		'{12345678901234567890: 1}',
		'-',
		'012345678901234567890',
		'[12345678901234567890',
	])('does not mend a broken text: %j', (text) => {
		expect(() => parseExactly(text)).toThrow(SyntaxError);
	});

	it('is read as by JSON.parse wherever that is exact', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1), (value, indent) => {
				const json = JSON.stringify(value, null, indent);
				if (inexactNumber(json) === undefined)
					expect(JSON.stringify(parseExactly(json))).toBe(JSON.stringify(JSON.parse(json)));
			}),
		);
	});

	it('comes as its own digits whatever stands around it', () => {
		fc.assert(
			fc.property(
				fc.bigInt({ min: 10n ** 16n, max: 10n ** 30n }),
				fc.string(),
				fc.boolean(),
				(id, text, isNegative) => {
					const digits = `${isNegative ? '-' : ''}${id}`;
					const json = `{${JSON.stringify(text)}:[${JSON.stringify(text)},${digits},${JSON.stringify(digits)}]}`;
					expect(Object.values(parseExactly(json) as object)).toEqual([[text, digits, digits]]);
					expect(inexactNumber(json)).toBe(digits);
				},
			),
		);
	});
});

describe('nesting', () => {
	const nested = (depth: number, open = '[', close = ']') => `${open.repeat(depth)}1${close.repeat(depth)}`;

	it('may be 100 levels deep', () => {
		expect([99, 100, 101, 100_000].map((depth) => isTooDeepText(nested(depth)))).toEqual([
			false,
			false,
			true,
			true,
		]);
		expect(isTooDeepText(nested(101, '{"a":', '}'))).toBe(true);
		expect(isTooDeepText(`[${Array(500).fill('[[]]').join()}]`)).toBe(false);
	});

	it('is not what stands in a text', () => {
		for (const text of ['['.repeat(200), `\\"${'['.repeat(200)}`, `\\\\\\"${'{'.repeat(200)}`])
			expect(isTooDeepText(`["${text}"]`)).toBe(false);
		expect(isTooDeepText(`["\\\\",${nested(100)}]`)).toBe(true);
	});

	it('of data is told before anything recurses', () => {
		const deep = (depth: number) => JSON.parse(nested(depth)) as unknown;
		expect(jsonProblem(deep(100))).toBeUndefined();
		expect(jsonProblem(deep(101))).toBe('is nested more than 100 levels deep');
		expect(jsonProblem(deep(5_000))).toBe('is nested more than 100 levels deep');
	});
});

describe('data that JSON cannot say', () => {
	it.each([
		[undefined, 'has no value'],
		[{ a: [1, undefined] }, 'has no value at "a.1"'],
		[{ a: () => 1 }, 'has no value at "a"'],
		[{ a: Symbol('x') }, 'has no value at "a"'],
		[{ a: { b: NaN } }, 'holds NaN at "a.b", which is no number'],
		[[Infinity], 'holds Infinity at "0", which is no number'],
		[{ id: 7n }, 'holds a number at "id" that JSON cannot hold: give it as text'],
		[{ id: 2 ** 53 }, 'holds 9007199254740992 at "id", a number too large to be exact: give it as text'],
	])('is told with its place', (value, problem) => {
		expect(jsonProblem(value)).toBe(problem);
	});

	it('is not anything that JSON wrote, nor a date', () => {
		fc.assert(
			fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
				const json = JSON.stringify(value);
				if (inexactNumber(json) === undefined && !/\d{16}|e\+/.test(json))
					expect(jsonProblem(JSON.parse(json))).toBeUndefined();
			}),
		);
		expect(jsonProblem({ at: new Date(0) })).toBeUndefined();
	});

	it('is found in data that holds itself, as data that is nested without an end', () => {
		const circle: Record<string, unknown> = {};
		circle.self = circle;
		expect(jsonProblem(circle)).toBe('is nested more than 100 levels deep');
	});
});
