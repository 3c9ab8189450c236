import fc from 'fast-check';

import { HIDDEN, Redactor } from '../../nodes/GroupManager/engine/http/redact';

function knowing(...secrets: unknown[]): Redactor {
	const redactor = new Redactor();
	redactor.learn(secrets);
	return redactor;
}

const KEY = 'k3y/with+odd="chars"&<more>';

const hex = (code: number, length = 2) => code.toString(16).padStart(length, '0');
const escaped = (text: string) =>
	text
		.split('')
		.map((it) => `\\u${hex(it.charCodeAt(0), 4)}`)
		.join('');

describe('redaction by value', () => {
	it.each([
		['as it is', KEY],
		['with spaces around', ` ${KEY} `],
		['in JSON', JSON.stringify(KEY)],
		['in JSON with escaped slashes', JSON.stringify(KEY).replaceAll('/', '\\/')],
		['in JSON with escaped characters', KEY.replace(/[^a-z0-9]/gi, escaped)],
		['percent-encoded', encodeURIComponent(KEY)],
		['percent-encoded in lower case', encodeURIComponent(KEY).toLowerCase()],
		['form-encoded', new URLSearchParams({ key: KEY }).toString()],
		[
			'HTML-escaped',
			KEY.replace(/[&<>"]/g, (it) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[it]!),
		],
		['HTML-escaped by number', KEY.replace(/[&<>"]/g, (it) => `&#${it.charCodeAt(0)};`)],
		['HTML-escaped by hexadecimal number', KEY.replace(/[&<>"]/g, (it) => `&#x${it.charCodeAt(0).toString(16)};`)],
		['twice in a row', KEY + KEY],
	])('finds a key %s', (_, spelling) => {
		const clean = String(knowing(KEY).deep(`before ${spelling} after`));
		expect(clean).toMatch(/^before .*\*\*hidden\*\*.* after$/);
		expect(clean).not.toMatch(/k3y|odd|chars|more/);
	});

	it('finds keys of other scripts and with spaces in all their spellings', () => {
		const key = 'geheim är 🔑!';
		const redactor = knowing(key);
		const ascii = JSON.stringify(key).replace(/[^\x20-\x7e]/g, escaped);
		for (const spelling of [key, ascii, encodeURIComponent(key), new URLSearchParams({ key }).toString()]) {
			expect(String(redactor.deep(spelling))).not.toMatch(/geheim/);
		}
	});

	const TOKEN = 'tok~En-4711_x.Z/q+w=';
	const each = (text: string, spell: (code: number) => string) =>
		[...text].map((it) => spell(it.codePointAt(0)!)).join('');
	const percent = (text: string) => [...Buffer.from(text)].map((byte) => `%${hex(byte)}`).join('');
	const base64 = (text: string) => Buffer.from(text).toString('base64');
	const again = (text: string) => text.replaceAll('%', '%25');
	const broken = (text: string, by: string) => text.replace(/(.{7})/g, `$1${by}`);

	it.each([
		['in another case', TOKEN.toUpperCase()],
		['in JSON unicode escapes, letter by letter', escaped(TOKEN)],
		['in upper-case JSON unicode escapes', each(TOKEN, (it) => `\\u${hex(it, 4).toUpperCase()}`)],
		['with some letters in JSON unicode escapes', TOKEN.replace('k', '\\u006b').replace('1', '\\u0031')],
		['in JSON within JSON', JSON.stringify(JSON.stringify(escaped(TOKEN)))],
		['in JavaScript escapes', each(TOKEN, (it) => `\\x${hex(it)}`)],
		['percent-encoded with every letter', percent(TOKEN)],
		['percent-encoded with some letters', TOKEN.replace('~', '%7E').replace('t', '%74')],
		['percent-encoded twice', again(encodeURIComponent(TOKEN))],
		['percent-encoded twice with every letter', again(percent(TOKEN))],
		['percent-encoded three times with every letter', again(again(percent(TOKEN)))],
		['percent-encoded three times in a JSON string', escaped(again(again(percent(TOKEN))))],
		['in decimal HTML entities', each(TOKEN, (it) => `&#${it};`)],
		['in decimal HTML entities with zeros', each(TOKEN, (it) => `&#00${it};`)],
		['in hexadecimal HTML entities', each(TOKEN, (it) => `&#x${hex(it).toUpperCase()};`)],
		['in HTML entities without semicolons', each('-/k3y~.+', (it) => `&#${it}`)],
		['in named HTML entities', '-&sol;k3y~&period;&plus;'],
		['in HTML within HTML', each(TOKEN, (it) => `&amp;#${it};`)],
		['in Base64', base64(TOKEN)],
		['in Base64 without padding', base64(TOKEN).replace(/=+$/, '')],
		['in Base64 for URLs', Buffer.from(TOKEN).toString('base64url')],
		['in Base64 after a colon', base64(`:${TOKEN}`)],
		['in Base64 after a user', base64(`us:${TOKEN}`)],
		['in Base64 in the middle of a text', base64(`user:${TOKEN} and more`)],
		['in Base64, percent-encoded', encodeURIComponent(base64(`a:${TOKEN}`))],
		['hexadecimal', Buffer.from(TOKEN).toString('hex')],
		['in upper-case hexadecimal', Buffer.from(TOKEN).toString('hex').toUpperCase()],
		['split by a line break', broken(TOKEN, '\n')],
		['split by line breaks and blanks', broken(TOKEN, '\r\n    \t')],
		['split by an escaped line break', broken(TOKEN, '\\n  ')],
		['percent-encoded and split, within an escape too', broken(percent(TOKEN), '\n ')],
		['in JSON unicode escapes and split, within an escape too', broken(escaped(TOKEN), '\n ')],
		[
			'in HTML entities and split, within an entity too',
			broken(
				each(TOKEN, (it) => `&#${it};`),
				'\n ',
			),
		],
		['in Base64 and split', broken(base64(`user:${TOKEN}`), '\n')],
		['hexadecimal and split', broken(Buffer.from(TOKEN).toString('hex'), '\r\n')],
	])('finds a token %s', (_, spelling) => {
		const clean = knowing(TOKEN, '-/k3y~.+').byValue(`<before> ${spelling} <after>`);
		// What stands before and behind the token in Base64 is none of it, nor is a pair of quotes.
		expect(clean).toMatch(/^<before> \S{0,8}\*\*hidden\*\*\s?\S{0,14} <after>$/);
	});

	it.each(['käse-ß-Ünï', '\u{1f511}\u{1f511} key', 'пароль-1'])(
		'finds %s in every encoding of its characters',
		(key) => {
			const spellings = [
				percent(key),
				again(percent(key)),
				escaped(key),
				each(key, (it) => `&#${it};`),
				key.replace('ä', '&auml;').replace('ß', '&szlig;').replace('Ü', '&Uuml;').replace('ï', '&iuml;'),
				Buffer.from(key).toString('hex'),
				...['', ':', 'u:'].map((before) => base64(before + key)),
			];
			for (const spelling of spellings) expect(knowing(key).byValue(spelling)).toMatch(/^.{0,3}\*\*hidden\*\*$/);
		},
	);

	it('finds one in Base64 of any text around it, and nothing in Base64 of another text', () => {
		const around = fc.string({ maxLength: 9 });
		fc.assert(
			fc.property(around, around, fc.string({ minLength: 4, maxLength: 12 }), (before, after, key) => {
				fc.pre(key.trim() === key);
				expect(knowing(key).byValue(base64(before + key + after))).toContain(HIDDEN);
				expect(knowing(`${key}####`).byValue(base64(key))).toBe(base64(key));
			}),
		);
	});

	it('hides a numeric key that comes back as a number, and numbers that hold it', () => {
		for (const redactor of [knowing('48151623'), knowing(48151623)]) {
			const numbers = [48151623, '48151623', 148151623.5, 4815162, 42];
			expect(redactor.deep(numbers)).toEqual([HIDDEN, HIDDEN, HIDDEN, 4815162, 42]);
		}
		// What the parser makes of it: digits are lost.
		expect(knowing('12345678901234567890').deep([JSON.parse('12345678901234567890')])).toEqual([HIDDEN]);
		expect(knowing('0007', '004711').deep([7, 4711])).toEqual([7, HIDDEN]);
	});

	it('makes a JSON string of a number in JSON text, and of nothing else', () => {
		const redactor = knowing('48151623');
		const text = '{"key": 48151623, "a":[-148151623.5e1 ],"text":"a: 48151623, \\"b: 48151623,"}';
		const clean = `{"key": "${HIDDEN}", "a":["${HIDDEN}" ],"text":"a: ${HIDDEN}, \\"b: ${HIDDEN},"}`;
		expect(redactor.byValue(text)).toBe(clean);
		expect(redactor.byValue('[4815162348151623]')).toBe(`["${HIDDEN}"]`);
		expect(redactor.byValue('[error] key 48151623 is wrong')).toBe(`[error] key ${HIDDEN} is wrong`);
		expect(redactor.byValue('Keys: 48151623, none')).toBe(`Keys: ${HIDDEN}, none`);
	});

	it('hides all of two secrets that overlap', () => {
		expect(knowing('abcdefgh', 'xabcd').byValue('<xabcdefgh>')).toBe(`<${HIDDEN}>`);
	});

	it('finds a secret with blanks where it is wrapped at one', () => {
		const known = knowing('abcd efgh');
		for (const text of ['abcd\nefgh', 'abcd \n efgh', 'ab\n  cd efgh']) expect(known.byValue(text)).toBe(HIDDEN);
	});

	it.each([
		'abcd\\1235',
		'abcd%31',
		'abcd 1234',
		'abcd\n\n',
		'%',
		'&',
		'\\',
		'&#',
		'%4',
		'&amp',
		'\\u12',
		'\\ud83d',
		'\\ud83d\\u0041',
		'\\ud83dx',
		'%e4%',
		'%f0%9f',
		'&#x;',
		'&#99999999;',
		'&unknown;',
		'&averylongname;',
		'&#61;%3',
		'a\u2028bcd',
		'\\',
	])('leaves alone what is only like a secret: %s', (text) => {
		const redactor = knowing(TOKEN, 'abcd1234');
		expect(redactor.text(`${text}, and what else there is`)).toBe(`${text}, and what else there is`);
		expect(redactor.text(`what else there is ${text}`)).toBe(`what else there is ${text}`);
	});

	it('cleans data nested 100,000 deep, and keys of any name', () => {
		let data: unknown = KEY;
		for (let depth = 0; depth < 100_000; depth++) data = depth % 2 === 0 ? [data] : { a: data };
		let clean = knowing(KEY).deep(data);
		for (let depth = 0; depth < 100_000; depth++)
			clean = Array.isArray(clean) ? clean[0] : (clean as { a: unknown }).a;
		expect(clean).toBe(HIDDEN);
		const odd = JSON.parse(`{"__proto__":{"x":${JSON.stringify(KEY)}},"constructor":1}`) as object;
		expect(JSON.stringify(knowing(KEY).deep(odd))).toBe(`{"__proto__":{"x":"${HIDDEN}"},"constructor":1}`);
	});

	it('goes into lists, objects and their keys, and leaves the rest as it was', () => {
		const data = { [`x${KEY}`]: [{ deep: [`a ${KEY}`, 7, null, true] }], name: 'EU' };
		expect(knowing(KEY).deep(data)).toEqual({
			[`x${HIDDEN}`]: [{ deep: [`a ${HIDDEN}`, 7, null, true] }],
			name: 'EU',
		});
	});

	it('hides the longer of two secrets first, so that no rest of it stays', () => {
		expect(knowing('abcd', 'abcdefgh').deep('abcdefgh abcd')).toBe(`${HIDDEN} ${HIDDEN}`);
		expect(knowing('abcdefgh', 'abcd').deep('abcdefgh abcd')).toBe(`${HIDDEN} ${HIDDEN}`);
	});

	it('learns more secrets later and keeps the first ones', () => {
		const redactor = knowing('first-key');
		redactor.learn(['second-key', 'first-key']);
		expect(redactor.text('first-key, second-key')).toBe(`${HIDDEN}, ${HIDDEN}`);
	});

	it('does not take blank or very short values, or no values at all, for secrets', () => {
		const redactor = knowing('', '   ', 'abc', ' ab ', undefined, null, 7, 123, {});
		expect(redactor.deep({ name: 'abc   ab', id: 7 })).toEqual({ name: 'abc   ab', id: 7 });
	});

	it('takes a secret literally, whatever it would mean in a pattern', () => {
		for (const secret of ['a.*b(c', '[^x]{2,}', 'a|b\\d+', '^$$&$1', 'x-{1}?/y']) {
			expect(knowing(secret).deep(`<${secret}> aXXb(c a7`)).toBe(`<${HIDDEN}> aXXb(c a7`);
		}
	});

	it('never changes its argument and leaves no secret, whatever the data', () => {
		const secret = fc
			.string({ unit: 'grapheme', minLength: 4, maxLength: 20 })
			.filter((text) => text.trim().length >= 4 && text !== HIDDEN);
		const withSecret = (value: string) =>
			fc.jsonValue().map((data) => JSON.parse(JSON.stringify({ data, echo: [`… ${value} …`] })) as unknown);
		fc.assert(
			fc.property(
				secret.chain((value) => fc.tuple(fc.constant(value), withSecret(value))),
				([value, data]) => {
					const before = structuredClone(data);
					const clean = knowing(value).deep(data) as { echo: string[] };
					expect(data).toEqual(before);
					expect(clean.echo[0]!.replaceAll(HIDDEN, '')).not.toContain(value.trim());
				},
			),
		);
	});
});
