import { HIDDEN, Redactor } from '../../nodes/GroupManager/engine/http/redact';

function knowing(...secrets: unknown[]): Redactor {
	const redactor = new Redactor();
	redactor.learn(secrets);
	return redactor;
}

describe("a vendor's own words", () => {
	const redactor = knowing('k3y-value', '48151623');

	it.each([
		'{ "message" : "no such group",\n "id": 12345678901234567890 }',
		'no such group',
		'"text"',
		'17',
		' ',
		'',
	])('stay as they came where they hold no secret: %s', (text) => {
		expect(redactor.details(text)).toBe(text);
	});

	it.each([
		['{ "a": "k3y-value" }', `{"a":"${HIDDEN}"}`],
		['{"password":"x y","n":48151623}', `{"password":"${HIDDEN}","n":"${HIDDEN}"}`],
		['{"a":"k3y-value","a":"other"}', '{"a":"other"}'],
		['{"k3y-value":"Api-Key: abcdef failed"}', `{"${HIDDEN}":"Api-Key: ${HIDDEN} failed"}`],
		['48151623', `"${HIDDEN}"`],
		['key k3y-value, password=abc', `key ${HIDDEN}, password=${HIDDEN}`],
	])('are cleaned, and JSON stays JSON: %s', (text, clean) => {
		expect(redactor.details(text)).toBe(clean);
	});

	it('keep the name that the user typed', () => {
		const text = '{"message":"The name \\"Password: resets\\" is taken"}';
		expect(redactor.details(text, ['Password: resets'])).toBe(text);
		expect(redactor.details(text)).not.toBe(text);
	});

	it('are cut to 2,048 characters, and the cut is said', () => {
		expect(redactor.details('x'.repeat(2_048))).toBe('x'.repeat(2_048));
		const cut = redactor.details('x'.repeat(523_114));
		expect(cut).toMatch(/^x+ … \(523,114 characters in all\)$/);
		expect(cut).toHaveLength(2_048);
		expect(redactor.details('x'.repeat(2_049))).toMatch(/^x+ … \(2,049 characters in all\)$/);
		const named = redactor.details(`password="${'x'.repeat(5_000)}"`);
		expect(named).toBe(`password="${HIDDEN} … (5,011 characters in all)`);
	});

	it('are never cut within a character', () => {
		for (const before of ['', 'x']) expect(redactor.details(before + '🔑'.repeat(3_000))).not.toMatch(/\p{Cs}/u);
		for (const length of [3, 4]) expect(redactor.cut('x🔑🔑', length)).toBe('x🔑');
	});

	it('are cleaned however deep they are nested', () => {
		const text = `${'['.repeat(2_000)}"k3y-value"${']'.repeat(2_000)}`;
		expect(redactor.details(text)).toMatch(/^\[+"\*\*hidden\*\*"\]+ … \(4,011 characters in all\)$/);
	});
});

describe('cutting', () => {
	const key = 'k3y-value/long';

	it.each([
		['as it is', key],
		['percent-encoded three times', [...Buffer.from(key)].map((it) => `%2525${it.toString(16)}`).join('')],
		['in Base64', Buffer.from(`usr${key}`).toString('base64').slice(4)],
		['hexadecimal', Buffer.from(key).toString('hex')],
		['in HTML entities', [...key].map((it) => `&#${it.charCodeAt(0)};`).join('')],
		['split by line breaks', [...key].join('\r\n   ')],
	])('leaves no part of a secret %s at the end', (_, spelling) => {
		const text = `..... ${spelling} .....`;
		for (let length = 0; length < 6 + spelling.length; length++) {
			expect(knowing(key).cut(text, length)).toBe(text.slice(0, Math.min(length, 6)));
		}
		expect(knowing(key).cut(text, 6 + spelling.length)).toBe(`..... ${spelling}`);
		expect(knowing(key).cut(text, text.length)).toBe(text);
	});

	it('works without any secret', () => {
		expect(new Redactor().cut('abcdef', 3)).toBe('abc');
	});
});
