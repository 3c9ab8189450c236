import type { IAuthenticate, ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';

const credential = new GroupManagerApi();

const authenticate = async (data: ICredentialDataDecryptedObject, request: object): Promise<IHttpRequestOptions> =>
	await (credential.authenticate as Extract<IAuthenticate, (...args: never[]) => unknown>)(
		data,
		request as IHttpRequestOptions,
	);

const KEITARO = { vendor: 'keitaro', domain: 'tracker.example.com', apiKey: ' key-1 ' };
const REACH = { vendor: 'reach360', domain: 'https://api.reach360.eu', apiKey: 'key-2', apiVersion: '2023-04-04' };
const ADOBE = {
	vendor: 'audienceManager',
	domain: 'https://aam.adobe.io/v1',
	authentication: 'clientCredentials',
	clientId: 'client-1',
	clientSecret: 'secret-1',
	tokenUrl: 'https://ims-na1.adobelogin.com/ims/token/v3',
	accessToken: 'token-1',
	organizationId: 'ORG@AdobeOrg',
};

const UNESCAPED = { 'AAM-Disable-Escaping-HTML': 'true' };

const CASES: Array<[string, ICredentialDataDecryptedObject, string, Record<string, string>]> = [
	['Keitaro', KEITARO, 'https://tracker.example.com/admin_api/v1/groups', { 'Api-Key': 'key-1' }],
	[
		'Reach 360',
		REACH,
		'https://api.reach360.eu/groups',
		{ Authorization: 'Bearer key-2', 'API-Version': '2023-04-04' },
	],
	[
		'Audience Manager',
		ADOBE,
		'https://aam.adobe.io/v1/groups/',
		{ Authorization: 'Bearer token-1', 'x-api-key': 'client-1', 'x-gw-ims-org-id': 'ORG@AdobeOrg', ...UNESCAPED },
	],
	[
		'Audience Manager with a ready token',
		{ ...ADOBE, authentication: 'accessToken', apiKey: 'ready', clientId: '', organizationId: '' },
		'https://aam.adobe.io/v1/groups/',
		{ Authorization: 'Bearer ready', ...UNESCAPED },
	],
];

describe.each(CASES)('authentication for %s', (_, data, url, headers) => {
	const expected = { ...headers, Accept: 'application/json', 'User-Agent': 'n8n-nodes-group-manager' };

	it("adds the vendor's headers beside those that are there, and leaves the request alone", async () => {
		const request = { method: 'GET', url, headers: { 'X-Own': 'kept' }, qs: { a: 1 } };
		const before = structuredClone(request);
		expect(await authenticate(data, request)).toEqual({
			...request,
			headers: { 'X-Own': 'kept', ...expected },
			skipSslCertificateValidation: false,
		});
		expect(request).toEqual(before);
	});

	it('gives the same when it runs again on what it gave, with a renewed token instead of the old one', async () => {
		const once = await authenticate(data, { url });
		expect(await authenticate(data, once)).toEqual(once);
		if (data.accessToken) {
			const renewed = await authenticate({ ...data, accessToken: 'token-2' }, once);
			if (headers.Authorization === 'Bearer token-1')
				expect(renewed.headers?.Authorization).toBe('Bearer token-2');
		}
	});

	it('knows the "uri" of n8n\'s HTTP Request node', async () => {
		expect(await authenticate(data, { uri: url })).toMatchObject({ uri: url, headers: expected });
		await expect(authenticate(data, { uri: 'https://evil.example.com/' })).rejects.toThrow('may only be sent to');
	});

	it.each([
		['another host', (base: URL) => `https://evil.example.com${base.pathname}`],
		['a host below it', (base: URL) => `https://sub.${base.host}${base.pathname}`],
		['a host that begins like it', (base: URL) => `https://${base.host}.evil.example.com/`],
		['another port', (base: URL) => `https://${base.host}:8443${base.pathname}`],
		['plain http', (base: URL) => `http://${base.host}${base.pathname}`],
		['its name as user info', (base: URL) => `https://${base.host}@evil.example.com/`],
	])('refuses to send the key to %s', async (__, elsewhere) => {
		await expect(authenticate(data, { url: elsewhere(new URL(url)) })).rejects.toThrow(
			`This credential may only be sent to ${new URL(url).origin}.`,
		);
	});

	it.each(['', '/groups', 'groups', 'no address'])('refuses the address %j', async (address) => {
		await expect(authenticate(data, { url: address })).rejects.toThrow();
	});

	it('says whether certificates are verified', async () => {
		expect(await authenticate({ ...data, allowUnauthorizedCerts: true }, { url })).toMatchObject({
			skipSslCertificateValidation: true,
		});
	});

	it('completes the path of the credential test', async () => {
		const { url: tested } = await authenticate(data, credential.test.request);
		expect(tested).toMatch(new RegExp(`^${url.replace(/\/groups\/?$/, '')}/(groups|users/self)`));
		expect(await authenticate(data, { url: tested })).toMatchObject({ url: tested });
	});
});

describe('an empty field', () => {
	const tested = async (data: object) =>
		await authenticate(data as ICredentialDataDecryptedObject, credential.test.request);
	const own = credential.properties.filter(({ name, type }) => name !== 'vendor' && type === 'string');
	const nothing = Object.fromEntries(own.map(({ name }) => [name, '']));

	it.each([
		['reach360', { apiKey: 'key' }, 'https://api.reach360.com/groups?limit=1'],
		['audienceManager', { authentication: 'accessToken', apiKey: 'key' }, 'https://aam.adobe.io/v1/users/self'],
		['audienceManager', { clientId: 'client', clientSecret: 'secret' }, 'https://aam.adobe.io/v1/users/self'],
	])('is the default of %s: %j is enough', async (vendor, filled, url) => {
		expect(await tested({ ...nothing, vendor, ...filled })).toMatchObject({ url });
	});

	it('is refused where an expression found nothing: the key would go to another address than the one that was meant', async () => {
		for (const domain of [undefined, null]) {
			await expect(tested({ ...REACH, domain })).rejects.toThrow('"Domain" of the credential has no value');
		}
	});

	it("is the vendor's own address where the domain was never shown", async () => {
		const { domain: _, ...unshown } = REACH as Record<string, unknown>;
		expect((await tested(unshown)).url).toBe('https://api.reach360.com/groups?limit=1');
	});

	it.each(['', '   '])("is the vendor's own address where the domain is %j", async (domain) => {
		expect((await tested({ ...REACH, domain })).url).toBe('https://api.reach360.com/groups?limit=1');
		expect((await tested({ ...ADOBE, domain })).url).toBe('https://aam.adobe.io/v1/users/self');
		await expect(tested({ ...KEITARO, domain })).rejects.toThrow(
			'Could not use the credential: the field "Domain" of the credential is empty: ' +
				"Keitaro runs on its customers' own servers, so enter the address of yours.",
		);
	});

	it('keeps the key on that address', async () => {
		await expect(authenticate({ ...REACH, domain: '' }, { url: 'https://api.reach360.eu/groups' })).rejects.toThrow(
			'This credential may only be sent to https://api.reach360.com.',
		);
	});

	it.each([42, {}, []])('is not what %j is', async (domain) => {
		await expect(tested({ ...REACH, domain })).rejects.toThrow('"Domain" of the credential is empty');
	});

	it('is shown with its meaning: one name has one value in the dialog, whatever the vendor', () => {
		const shown = new Map(
			credential.properties
				.filter(({ name }) => name === 'domain')
				.map(({ displayOptions, default: start, placeholder }) => [
					String(displayOptions?.show?.vendor),
					{ start, placeholder },
				]),
		);
		expect(Object.fromEntries(shown)).toMatchObject({
			keitaro: { start: '', placeholder: 'https://tracker.example.com' },
			reach360: { start: '', placeholder: 'https://api.reach360.com' },
			audienceManager: { start: '', placeholder: 'https://aam.adobe.io/v1' },
		});
		for (const name of new Set(credential.properties.map((field) => field.name))) {
			const starts = credential.properties.filter((field) => field.name === name).map((field) => field.default);
			expect(new Set(starts).size).toBe(1);
		}
	});
});

describe('pre-authentication', () => {
	const logIn = async (data: ICredentialDataDecryptedObject, httpRequest: jest.Mock) =>
		await credential.preAuthentication.call({ helpers: { httpRequest } }, data);
	const answering = (body: unknown, statusCode = 200) =>
		jest.fn(async () => ({ statusCode, headers: {}, body: JSON.stringify(body) }));

	it.each([
		['Keitaro', KEITARO],
		['Reach 360', REACH],
		['a ready token', { ...ADOBE, authentication: 'accessToken' }],
	])('asks nobody and stores nothing for %s', async (_, data) => {
		const httpRequest = jest.fn();
		expect(await logIn(data, httpRequest)).toEqual({});
		expect(httpRequest).not.toHaveBeenCalled();
	});

	it("posts Adobe's form and gives the token", async () => {
		const httpRequest = answering({ access_token: 'new', token_type: 'bearer', expires_in: 86_399 });
		expect(await logIn({ ...ADOBE, scopes: ' openid,AdobeID ' }, httpRequest)).toEqual({ accessToken: 'new' });
		expect(httpRequest).toHaveBeenCalledWith(
			expect.objectContaining({
				method: 'POST',
				url: ADOBE.tokenUrl,
				body: {
					grant_type: 'client_credentials',
					client_id: 'client-1',
					client_secret: 'secret-1',
					scope: 'openid,AdobeID',
				},
				disableFollowRedirect: true,
			}),
		);
	});

	it.each([undefined, '', '  '])(
		'takes the scopes and the token URL of Adobe for fields left empty: %j',
		async (empty) => {
			const httpRequest = answering({ access_token: 'new' });
			await logIn({ ...ADOBE, scopes: empty, tokenUrl: empty } as ICredentialDataDecryptedObject, httpRequest);
			const scope =
				'openid,AdobeID,read_organizations,additional_info.projectedProductContext,audiencemanager_api';
			expect(httpRequest.mock.calls).toMatchObject([[{ url: ADOBE.tokenUrl, body: { scope } }]]);
		},
	);

	it.each([
		[
			{ error: 'invalid_client', error_description: 'no secret-1 here' },
			400,
			'invalid_client: no **hidden** here (HTTP 400)',
		],
		[{ message: 'Down.' }, 503, 'Down (HTTP 503)'],
		[{ access_token: 7 }, 200, 'the answer of the login server is not a token (HTTP 200)'],
		[['access_token'], 200, 'the answer of the login server is not a token (HTTP 200)'],
		[{ access_token: 'early' }, 202, 'the answer of the login server is not a token (HTTP 202)'],
	])('has a sentence for the answer %j', async (body, status, reason) => {
		await expect(logIn(ADOBE, answering(body, status))).rejects.toMatchObject({
			name: 'LoginError',
			httpStatus: status,
			message: `Adobe refused the login: ${reason}. Check Client ID, Client Secret, Scopes and Token URL in the credential`,
		});
	});
});
