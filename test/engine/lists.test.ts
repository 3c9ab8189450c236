import fc from 'fast-check';

import { shorten } from '../../nodes/GroupManager/engine/contract/text';
import { entriesOf } from '../../nodes/GroupManager/engine/fields/lists';

const entries = (raw: unknown): unknown[] => entriesOf(raw, (problem) => new Error(problem));

describe('the entries of a list', () => {
	it.each([
		['1,2', ['1', '2']],
		['1; 2', ['1', '2']],
		['1\n2\r\n3\r4', ['1', '2', '3', '4']],
		[' a@x.com ,, b@x.com;\n', ['a@x.com', 'b@x.com']],
		['two words, three', ['two words', 'three']],
		['', []],
		[' , ;\n', []],
		['[1, "2", 12345678901234567890]', [1, '2', '12345678901234567890']],
		[' ["a", null, ""] ', ['a']],
		['[]', []],
	])('stand in the text %j', (text, expected) => {
		expect(entries(text)).toEqual(expected);
	});

	it('are a ready list as it is, but for what is empty', () => {
		expect(entries([7, null, 'a', undefined, '', ' \t', 0, false])).toEqual([7, 'a', 0, false]);
		expect(entries([])).toEqual([]);
	});

	it.each([
		['[1, 2', '[1'],
		['1, 2]', '2]'],
		['{"id": 7}', '{"id": 7}'],
		['"a", "b"', '"a"'],
		['Anna <a@x.com>', 'Anna <a@x.com>'],
		['[1],[2]', '[1]'],
		["['a', 'b']", "['a'"],
	])('cannot be made of %j, and the piece is quoted', (text, piece) => {
		expect(() => entries(text)).toThrow(`holds "${piece}", which cannot be an entry: separate entries by commas`);
	});

	it('may be any text where the list was made by an expression or by JSON', () => {
		expect(entries(['a', '[b]'])).toEqual(['a', '[b]']);
		expect(entries('["a", "[b]"]')).toEqual(['a', '[b]']);
	});

	it('are the same in every notation', () => {
		const piece = fc.stringMatching(/^[a-z0-9@.+-]{1,9}$/);
		fc.assert(
			fc.property(
				fc.array(piece, { minLength: 1 }),
				fc.constantFrom(',', ';', '\n', '\r\n', ' , ', ';;'),
				(pieces, separator) => {
					expect(entries(pieces.join(separator))).toEqual(pieces);
					expect(entries(JSON.stringify(pieces))).toEqual(pieces);
					expect(entries(pieces)).toEqual(pieces);
				},
			),
		);
	});
});

describe('a text in a sentence', () => {
	it('stands as it is up to 60 characters, else with its two ends', () => {
		expect(shorten('x'.repeat(60))).toBe('x'.repeat(60));
		const long = `${'a'.repeat(50)}${'b'.repeat(50)}`;
		expect(shorten(long)).toBe(`${'a'.repeat(40)}…${'b'.repeat(19)}`);
	});

	it('is never longer than that, and never cut within a character', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
				expect(shorten(text).length).toBeLessThanOrEqual(60);
				expect(shorten(text)).not.toMatch(/\p{Cs}/u);
			}),
		);
		for (const before of ['', 'x']) expect(shorten(`${before}${'🔑'.repeat(50)}`)).not.toMatch(/\p{Cs}/u);
	});
});
