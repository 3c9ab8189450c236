import {
	AAM_ACCESS_TOKEN,
	AAM_CLIENT_ID,
	AAM_ORGANIZATION_ID,
	type AudienceManagerSimulator,
} from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { logins } from './helpers';

describeOnHosts('the login', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const create = (count: number, concurrency = count) =>
		bench.each(
			'group.create',
			{ name: '={{ $json.name }}', options: { concurrency } },
			Array.from({ length: count }, (_, index) => ({ name: `New ${index}` })),
		);

	it('happens once for all items, and not again while the token holds', async () => {
		await create(20);
		await create(20);

		expect(logins(bench)).toHaveLength(1);
		expect(logins(bench)[0]).toMatchObject({
			method: 'POST',
			headers: { 'content-type': expect.stringContaining('application/x-www-form-urlencoded') as string },
			body: {
				grant_type: 'client_credentials',
				client_id: AAM_CLIENT_ID,
				scope: 'openid,AdobeID,audiencemanager_api',
			},
		});
	});

	it.each([20, 5])(
		'happens once and is renewed once when the token expires midway, %i requests in flight',
		async (concurrency) => {
			bench.switch({ tokenExpiry: 12 });
			const outputs = await create(20, concurrency);

			expect(outputs.every(({ success }) => success)).toBe(true);
			expect(logins(bench)).toHaveLength(2);
			expect(bench.names).toHaveLength(23);
		},
	);
});

describeOnHosts('the login', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const create = (count: number, concurrency = count) =>
		bench.each(
			'group.create',
			{ name: '={{ $json.name }}', options: { concurrency } },
			Array.from({ length: count }, (_, index) => ({ name: `New ${index}` })),
		);

	it('is renewed once for an execution that starts with an expired token', async () => {
		await create(1);
		bench.simulator.state.tokens.length = 0;
		const outputs = await create(20);

		expect(outputs.every(({ success }) => success)).toBe(true);
		expect(logins(bench)).toHaveLength(2);
	});

	it('is not repeated when its token is refused as well', async () => {
		bench.simulator.faults.add({
			path: /groups/,
			times: Infinity,
			fault: { status: 401, body: { error_code: '401013', message: 'Oauth token is not valid' } },
		});
		const outputs = await create(20);

		for (const { error } of outputs)
			expect(error).toMatchObject({ code: 'unauthorized', httpStatus: 401, retryable: false });
		expect(logins(bench).length).toBeLessThanOrEqual(2);
	});
});

describeOnHosts('the login', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const create = (count: number, concurrency = count) =>
		bench.each(
			'group.create',
			{ name: '={{ $json.name }}', options: { concurrency } },
			Array.from({ length: count }, (_, index) => ({ name: `New ${index}` })),
		);

	it("that is refused fails every item in Adobe's words, after one attempt", async () => {
		bench.use({ clientSecret: 'aam-hush-this-is-not-the-secret' });
		const outputs = await create(20);

		for (const { error, message } of outputs) {
			expect(error).toMatchObject({ code: 'unauthorized', httpStatus: 400, retryable: false, request: null });
			expect(message).toMatch(/Adobe refused the login: invalid_client: invalid client_secret.*Client Secret/);
		}
		expect(logins(bench)).toHaveLength(1);
		expect(bench.sent()).toEqual([]);
	});
});

describeOnHosts('the login', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	it.each([
		['a text', { status: 200, body: 'welcome' }],
		['another object', { status: 200, body: { token_type: 'bearer' } }],
		['an empty token', { status: 200, body: { access_token: '' } }],
		['a number', { status: 200, body: '42' }],
		['null', { status: 200, body: 'null' }],
		['a web page', { html: 200 }],
		['half an answer', { truncate: true }],
	] as const)('that is answered with %s fails with a sentence', async (_, fault) => {
		bench.simulator.faults.add({ path: /ims/, times: Infinity, fault });
		const { error, message } = await bench.one('group.getAll');

		expect(error).toMatchObject({ code: 'unauthorized', request: null });
		expect(message).toMatch(/not a token.*Token URL/);
		expect(bench.sent()).toEqual([]);
	});

	it.each([
		['does not answer', { reset: 'before' }],
		['is down', { status: 503 }],
	] as const)('of a server that %s may be tried again later', async (_, fault) => {
		bench.simulator.faults.add({ path: /ims/, times: Infinity, fault });
		const { error } = await bench.one('group.getAll');

		expect(error).toMatchObject({ code: 'unavailable', retryable: true, request: null });
		expect(bench.sent()).toEqual([]);
	});
});

describeOnHosts('the login', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	it('needs its fields, and a token URL like any other address', async () => {
		const urls = ['http://example.com/token', 'https://a@b/'].map((tokenUrl) => ({ tokenUrl }));
		for (const changes of [{ clientId: '' }, { clientSecret: ' ' }, ...urls]) {
			bench.use(changes);
			const { error, message } = await bench.one('group.getAll');
			expect(error).toMatchObject({ code: 'invalid_input', request: null });
			expect(message).toMatch(/the field "(Client ID|Client Secret|Token URL)" of the credential/);
		}
		expect(bench.simulator.log).toEqual([]);
	});
});

describeOnHosts('headers', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const ready = { authentication: 'accessToken', apiKey: AAM_ACCESS_TOKEN };

	it('carry a ready token without a login, and no client id when there is none', async () => {
		bench.use({ ...ready, clientId: '' });
		const { request } = await bench.one('group.getAll');

		expect(bench.log[0]!.headers).toMatchObject({ authorization: `Bearer ${AAM_ACCESS_TOKEN}` });
		expect(bench.log[0]!.headers).not.toHaveProperty('x-api-key');
		expect(request.headers).toMatchObject({ Authorization: '**hidden**' });
		expect(request.headers).not.toHaveProperty('x-api-key');
		expect(logins(bench)).toEqual([]);
	});

	it('carry the client id with a ready token as well', async () => {
		bench.use(ready);
		await bench.one('group.getAll');

		expect(bench.log[0]!.headers).toMatchObject({ 'x-api-key': AAM_CLIENT_ID });
	});

	it('carry the organization when it is set', async () => {
		bench.use({ organizationId: AAM_ORGANIZATION_ID });
		const { request } = await bench.one('group.getAll');

		expect(bench.log[0]!.headers).toMatchObject({ 'x-gw-ims-org-id': AAM_ORGANIZATION_ID });
		expect(request.headers).toMatchObject({ 'x-gw-ims-org-id': AAM_ORGANIZATION_ID });
	});

	it('that the gateway does not like are told of', async () => {
		bench.use({ organizationId: 'somebody-else' });

		expect((await bench.one('group.getAll')).error).toMatchObject({ code: 'forbidden', httpStatus: 403 });
	});
});

describeOnHosts('headers', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const ready = { authentication: 'accessToken', apiKey: AAM_ACCESS_TOKEN };

	it('with a ready token that is refused lead to no login', async () => {
		bench.use({ ...ready, apiKey: 'aam-ready-this-is-not-a-token' });
		const { error } = await bench.one('group.getAll');

		expect(error).toMatchObject({ code: 'unauthorized', httpStatus: 401, retryable: false });
		expect(bench.simulator.log).toHaveLength(1);
	});
});
