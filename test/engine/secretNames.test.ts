import { HIDDEN, Redactor } from '../../nodes/GroupManager/engine/http/redact';

function knowing(...secrets: unknown[]): Redactor {
	const redactor = new Redactor();
	redactor.learn(secrets);
	return redactor;
}

describe('redaction by name', () => {
	const redactor = new Redactor();

	const NAMES =
		'Authorization api-key Api_Key apiKey ACCESS_TOKEN refreshToken client_secret password Set-Cookie Cookie x-api-key';

	it.each([...NAMES.split(' '), 'Proxy-Authorization'])('hides what stands under %s', (name) => {
		expect(redactor.deep({ headers: { [name]: 'whatever' } })).toEqual({ headers: { [name]: HIDDEN } });
	});

	it('shows names that only look like secrets', () => {
		const shown = { 'x-gw-ims-org-id': 'org', token_type: 'bearer', passwordPolicy: 'long', apiKeys: 'two' };
		expect(redactor.deep(shown)).toEqual(shown);
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
		['Cookie: sid=abcdef; tid=ghi, failed', `Cookie: ${HIDDEN}, failed`],
		['x-api-key: client-1 failed', `x-api-key: ${HIDDEN} failed`],
		['{"password":"x y","a":1}', `{"password":"${HIDDEN}","a":1}`],
		['{"password": "x \\"y\\\\" , "a":1}', `{"password": "${HIDDEN}" , "a":1}`],
		['"{\\"password\\": \\"x \\\\\\"y z\\", \\"a\\":1}"', `"{\\"password\\": \\"${HIDDEN}\\", \\"a\\":1}"`],
		['["{\\"password\\":\\"x y", 1]', `["{\\"password\\":\\"${HIDDEN}", 1]`],
		["{'password': 'x y'}", `{'password': '${HIDDEN}'}`],
		['&quot;password&quot;:&quot;x y&quot; z', `&quot;password&quot;:&quot;${HIDDEN}&quot; z`],
		['{"password":"cut x y', `{"password":"${HIDDEN}`],
		['{&quot;password&quot;:&quot;cut x', `{&quot;password&quot;:&quot;${HIDDEN}`],
		['{"password":12345,"a":1}', `{"password":"${HIDDEN}","a":1}`],
		['{"password":null,"apiKey":{"a":1},"cookie":""}', '{"password":null,"apiKey":{"a":1},"cookie":""}'],
	])('hides it in running text: %s', (text, clean) => {
		expect(redactor.text(text)).toBe(clean);
	});

	it('leaves ordinary sentences alone', () => {
		for (const text of [
			'The API key is not valid',
			'Oauth token is missing',
			'bearer of news',
			'Check the password',
		]) {
			expect(redactor.text(text)).toBe(text);
		}
	});
});

describe('names that the user typed', () => {
	const redactor = knowing('k3y-value');

	it.each<[string, string[]]>([
		['Could not create the group: "Password: resets" is taken', ['Password: resets']],
		[
			'"Password: resets, cookie=a" and "Bearer of-all-the-news"',
			['Password: resets, cookie=a', 'Bearer of-all-the-news'],
		],
		['Could not update the group "password": the name is taken', ['password']],
		['Could not update the group "Password:": the name is taken', ['Password:']],
		['Password: resets', ['', 'Password', 'resets']],
	])('are quoted as typed: %s', (text, typed) => {
		expect(redactor.text(text, typed)).toBe(text);
	});

	it.each<[string, string[], string]>([
		['password=hunter2 for "password"', ['password'], `password=${HIDDEN} for "password"`],
		['"password": "hunter2"', ['password'], `"password": "${HIDDEN}"`],
		['password=a7b, group 7', ['7'], `password=${HIDDEN}, group 7`],
		['{"password":"for the EU"}', ['EU'], `{"password":"${HIDDEN}EU"}`],
		[
			'"Password: resets", Password: other',
			['Password: resets', 'resets'],
			`"Password: resets", Password: ${HIDDEN}`,
		],
	])('do not protect what a vendor adds: %s', (text, typed, clean) => {
		expect(redactor.text(text, typed)).toBe(clean);
	});

	it('are searched by value all the same', () => {
		expect(redactor.text('"Group k3y-value"', ['Group k3y-value'])).toBe(`"Group ${HIDDEN}"`);
	});
});
