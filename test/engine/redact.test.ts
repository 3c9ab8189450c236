import fc from 'fast-check';

import { HIDDEN, Redactor } from '../../nodes/GroupManager/engine/redact';

function knowing(...secrets: unknown[]): Redactor {
	const redactor = new Redactor();
	redactor.learn(secrets);
	return redactor;
}

const KEY = 'k3y/with+odd="chars"&<more>';

describe('redaction by value', () => {
	it.each([
		['as it is', KEY],
		['with spaces around', ` ${KEY} `],
		['in JSON', JSON.stringify(KEY)],
		['in JSON with escaped slashes', JSON.stringify(KEY).replaceAll('/', '\\/')],
		['in JSON with escaped characters', KEY.replace(/[^a-z0-9]/gi, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`)],
		['percent-encoded', encodeURIComponent(KEY)],
		['percent-encoded in lower case', encodeURIComponent(KEY).toLowerCase()],
		['form-encoded', new URLSearchParams({ key: KEY }).toString()],
		['HTML-escaped', KEY.replace(/[&<>"]/g, (it) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[it]!)],
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
		const ascii = JSON.stringify(key).replace(/[^\x20-\x7e]/g, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);
		for (const spelling of [key, ascii, encodeURIComponent(key), new URLSearchParams({ key }).toString()]) {
			expect(String(redactor.deep(spelling))).not.toMatch(/geheim/);
		}
	});

	it('goes into lists, objects and their keys, and leaves the rest as it was', () => {
		const data = { [`x${KEY}`]: [{ deep: [`a ${KEY}`, 7, null, true] }], name: 'EU' };
		expect(knowing(KEY).deep(data)).toEqual({ [`x${HIDDEN}`]: [{ deep: [`a ${HIDDEN}`, 7, null, true] }], name: 'EU' });
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
		const redactor = knowing('', '   ', 'abc', ' ab ', undefined, null, 7, {});
		expect(redactor.deep({ name: 'abc   ab', id: 7 })).toEqual({ name: 'abc   ab', id: 7 });
	});

	it('takes a secret literally, whatever it would mean in a pattern', () => {
		for (const secret of ['a.*b(c', '[^x]{2,}', 'a|b\\d+', '^$$&$1', 'x-{1}?/y']) {
			expect(knowing(secret).deep(`<${secret}> aXXb(c a7`)).toBe(`<${HIDDEN}> aXXb(c a7`);
		}
	});

	it('never changes its argument and leaves no secret, whatever the data', () => {
		const secret = fc.string({ unit: 'grapheme', minLength: 4, maxLength: 20 }).filter((text) => text.trim().length >= 4 && text !== HIDDEN);
		const withSecret = (value: string) => fc.jsonValue().map((data) => JSON.parse(JSON.stringify({ data, echo: [`… ${value} …`] })) as unknown);
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

describe('redaction by name', () => {
	const redactor = new Redactor();

	it.each(['Authorization', 'api-key', 'Api_Key', 'apiKey', 'ACCESS_TOKEN', 'refreshToken', 'client_secret', 'password', 'Set-Cookie', 'Cookie', 'Proxy-Authorization'])(
		'hides what stands under %s',
		(name) => {
			expect(redactor.deep({ headers: { [name]: 'whatever' } })).toEqual({ headers: { [name]: HIDDEN } });
		},
	);

	it('shows x-api-key, which is a client id, and other names that only look like secrets', () => {
		const shown = { 'x-api-key': 'client-1', 'x-gw-ims-org-id': 'org', token_type: 'bearer', passwordPolicy: 'long', apiKeys: 'two' };
		expect(redactor.deep(shown)).toEqual(shown);
		expect(redactor.text('x-api-key: client-1')).toBe('x-api-key: client-1');
	});

	it('leaves empty and other values than text under such a name', () => {
		const data = { password: '', accessToken: null, apiKey: 7, cookie: { sweet: true } };
		expect(redactor.deep(data)).toEqual(data);
	});

	it.each([
		['Api-Key: abcdef failed', `Api-Key: ${HIDDEN} failed`],
		['Authorization: Bearer abcdef', `Authorization: ${HIDDEN}`],
		['authorization=Basic YWJj; other', `authorization=${HIDDEN}; other`],
		['{"access_token":"abcdef","x":1}', `{"access_token":"${HIDDEN}","x":1}`],
		['{"client_secret": "abcdef"}', `{"client_secret": "${HIDDEN}"}`],
		['?api_key=abcdef&x=1', `?api_key=${HIDDEN}&x=1`],
		['sent with Bearer abcdefgh.ijk-l', `sent with Bearer ${HIDDEN}`],
		['Set-Cookie: sid=abcdef; Path=/', `Set-Cookie: ${HIDDEN}; Path=/`],
	])('hides it in running text: %s', (text, clean) => {
		expect(redactor.text(text)).toBe(clean);
	});

	it('leaves ordinary sentences alone', () => {
		for (const text of ['The API key is not valid', 'Oauth token is missing', 'bearer of news', 'Check the password']) {
			expect(redactor.text(text)).toBe(text);
		}
	});
});
