import { AAM_ACCESS_TOKEN, AAM_CLIENT_SECRET, KEITARO_KEY, REACH360_KEY, VENDOR_IDS } from '../../simulators';
import type { VendorId } from '../../simulators';
import { byId } from '../kit/json';
import { failureOf } from '../kit/results';
import { useStage as useBench } from '../kit/stage';
import { startUntrusted } from './tls';

const bench = useBench();

const GOOD = { status: 'OK', message: 'Connection successful!' };
const WRONG_KEY = 'The server refused the key. Check the key, the client or the token in this credential.';
const NO_RIGHTS =
	'The server knows the key but allows it nothing here. Check its rights, or what stands before the server.';
const WEB_PAGE = 'A web page answered instead of the API. Check the domain and its path.';

const test = async (vendor: string, changes = {}, id?: string) =>
	await bench.n8n.testCredential({ ...bench.data(vendor), ...changes }, id);
const failed = (message: unknown) => ({ status: 'Error', message });
const API = /^(?!\/ims)/;

const CHECK_ADDRESS = 'Check the domain, its port and whether it is http or https';

/** Ports that were free a moment ago, or speak something else. */
const UNREACHABLE: Array<[what: string, domain: string, reason: string]> = [
	['a port that nobody listens at', 'http://127.0.0.1:1', 'the server refused the connection'],
	// The second where the machine has no name server.
	['a host that nobody knows', 'https://no-such-host.invalid', 'the host name (is unknown|could not be looked up)'],
];

describe('the credential test', () => {
	it.each<[VendorId, string]>([
		['keitaro', 'GET /admin_api/v1/groups'],
		['reach360', 'GET /groups'],
		['audienceManager', 'GET /api/v1/users/self'],
	])('%s: passes for a good key after a real authenticated read: %s', async (vendor, read) => {
		expect(await test(vendor)).toEqual(GOOD);
		const last = bench.log(vendor).at(-1)!;
		expect(`${last.method} ${last.path}`).toBe(read);
		expect(last.status).toBe(200);
	});

	it.each<[VendorId, object]>([
		['keitaro', { apiKey: 'not-the-key' }],
		['reach360', { apiKey: 'not-the-key' }],
		['audienceManager', { authentication: 'accessToken', apiKey: 'not-the-token' }],
	])('%s: has its own sentence for a wrong key', async (vendor, changes) => {
		expect(await test(vendor, changes)).toEqual(failed(WRONG_KEY));
	});

	describe.each(VENDOR_IDS)('%s', (vendor) => {
		it.each([
			['a web page', '<!doctype html>\n<html></html>'],
			['a web page after a line break', '\n<html></html>'],
			['a web page after a mark and a line break', '\uFEFF\r\n<html></html>'],
		])('has its own sentence for %s', async (_, body) => {
			bench.simulators.of(vendor).faults.add({ method: 'GET', path: API, fault: { body } });
			expect(await test(vendor)).toEqual(failed(WEB_PAGE));
		});

		it.each([301, 302, 303, 307, 308])('does not follow a redirect (%i) with the key', async (status) => {
			const { faults, baseUrl } = bench.simulators.of(vendor);
			faults.add({
				method: 'GET',
				path: API,
				fault: { status, headers: { location: `${baseUrl.replace('127.0.0.1', 'localhost')}/elsewhere` } },
			});
			expect(await test(vendor)).toEqual(failed(WEB_PAGE));
			expect(bench.log(vendor).some(({ path }) => path.endsWith('/elsewhere'))).toBe(false);
		});

		it('has its own sentence for a key without rights', async () => {
			bench.simulators
				.of(vendor)
				.faults.add({ method: 'GET', path: API, fault: { status: 403, body: { message: 'no' } } });
			expect(await test(vendor)).toEqual(failed(NO_RIGHTS));
		});

		it('passes for an empty list, as trimmed rights give it', async () => {
			bench.simulators.of(vendor).faults.add({ method: 'GET', path: API, fault: { body: '[]' } });
			expect(await test(vendor)).toEqual(GOOD);
		});

		it('says of a broken server what n8n lets it say: the words of its status', async () => {
			bench.simulators.of(vendor).faults.add({ method: 'GET', path: API, fault: { status: 500 } });
			expect(await test(vendor)).toEqual(failed('Internal Server Error'));
		});

		it.each(UNREACHABLE)('has a sentence for %s', async (_, domain, reason) => {
			const { origin } = new URL(domain);
			expect(await test(vendor, { domain })).toEqual(
				failed(
					expect.stringMatching(new RegExp(`^Could not reach ${origin}: ${reason}. ${CHECK_ADDRESS}[.]$`)),
				),
			);
		});

		it('has a sentence for https where the server speaks http', async () => {
			const domain = bench.simulators.of(vendor).url.replace('http:', 'https:');
			expect(await test(vendor, { domain })).toEqual(
				failed(`Could not reach ${domain}: the server does not speak HTTPS at this port. ${CHECK_ADDRESS}.`),
			);
		});

		it('looks for the server without the key, once, and not in the runs of the node', async () => {
			expect(await test(vendor)).toEqual(GOOD);
			await bench.run(`${vendor} group.getAll`, { groupType: 'campaigns' });
			const heads = bench.log(vendor).filter(({ method }) => method === 'HEAD');
			expect(heads).toHaveLength(1);
			const names = Object.keys(heads[0]!.headers);
			expect(names.filter((name) => /api-key|authorization|x-gw/i.test(name))).toEqual([]);
		});

		it('has a sentence for a domain that is none, and sends nothing', async () => {
			expect(await test(vendor, { domain: 'https://user@tracker.example.com' })).toEqual(
				failed(
					'Could not use the credential: the field "Domain" of the credential must not contain a user name or a password.',
				),
			);
			expect(await test(vendor, { domain: 'http://tracker.example.com' })).toEqual(
				failed(expect.stringContaining('would send the key unencrypted')),
			);
			expect(bench.log(vendor).filter(({ path }) => API.test(path))).toEqual([]);
		});
	});

	it('passes for a Keitaro key that sees nothing, and fails for one that may not see groups', async () => {
		bench.simulators.keitaro.switches.rights = 'trimmed';
		expect(await test('keitaro')).toEqual(GOOD);
		bench.simulators.keitaro.switches.rights = 'no-groups-section';
		expect(await test('keitaro')).toEqual(failed(NO_RIGHTS));
	});

	it('is let through by a Cloudflare that refuses unknown clients', async () => {
		bench.simulators.keitaro.switches.cloudflare = 'by-user-agent';
		expect(await test('keitaro')).toEqual(GOOD);
	});

	it.each([
		['keitaro', { apiKey: '' }, '"API Key" of the credential is empty'],
		['reach360', { apiKey: ' ' }, '"API Key" of the credential is empty'],
		['reach360', { apiKey: 'abc\ndef' }, '"API Key" of the credential contains a line break'],
		['audienceManager', { authentication: 'accessToken', apiKey: '' }, '"Access Token" of the credential is empty'],
		['audienceManager', { clientSecret: '' }, '"Client Secret" of the credential is empty'],
		['audienceManager', { clientId: '' }, '"Client ID" of the credential is empty'],
		[
			'audienceManager',
			{ tokenUrl: 'ims.example.com?x' },
			'"Token URL" of the credential must not contain a query',
		],
	] as const)('%s: has a sentence for %j, and sends nothing', async (vendor, changes, sentence) => {
		expect(await test(vendor, changes)).toEqual(failed(expect.stringContaining(sentence)));
		expect(bench.traffic()).toEqual([]);
	});

	it('has the code alone where a token is stored: n8n asks the credential for nothing it could look with', async () => {
		const domain = 'http://127.0.0.1:1';
		expect(await test('audienceManager', { domain, accessToken: 'kept' })).toEqual(failed('ECONNREFUSED'));
	});

	it('says so when the vendor is none', async () => {
		expect(await test('keitaro', { vendor: 'nobody' })).toEqual(failed('Choose a vendor in the credential.'));
	});
});

describe("Adobe's login in the credential test", () => {
	it('stores the token that it fetched, and the node then needs no login of its own', async () => {
		expect(await test('audienceManager', {}, 'saved')).toEqual(GOOD);
		const { token } = bench.simulators.audienceManager.state.tokens[0]!;
		expect(bench.n8n.credentials.get('saved').accessToken).toBe(token);

		await bench.run('audienceManager group.getAll', {}, { credentialId: 'saved' });
		expect(bench.log('audienceManager').filter(({ path }) => path.startsWith('/ims'))).toHaveLength(1);
	});

	it.each([
		[
			'refused',
			{ clientSecret: 'wrong' },
			{},
			/^Adobe refused the login: invalid_client: invalid client_secret parameter \(HTTP 400\)\. Check Client ID, Client Secret, Scopes and Token URL in the credential$/,
		],
		[
			'unreachable',
			{ tokenUrl: 'http://127.0.0.1:1/token' },
			{},
			/^Adobe could not be reached for the login\. Check the Token URL in the credential$/,
		],
		[
			'answered with a web page',
			{},
			{ html: 200 },
			/^Adobe refused the login: the answer of the login server is not a token \(HTTP 200\)\./,
		],
		[
			'redirected',
			{},
			{ status: 302, headers: { location: 'https://example.com/' } },
			/^Adobe refused the login: the answer of the login server is not a token \(HTTP 302\)\./,
		],
		['broken', {}, { status: 500, body: 'oops' }, /^Adobe refused the login: .* \(HTTP 500\)\./],
		[
			'refused with 401',
			{},
			{ status: 401, body: { error: 'invalid_client' } },
			/^Adobe refused the login: invalid_client \(HTTP 401\)\./,
		],
	] as const)(
		'has its own sentence when it is %s, after one request, without the secret',
		async (_, changes, fault, sentence) => {
			if (Object.keys(fault).length > 0)
				bench.simulators.audienceManager.faults.add({ path: /^\/ims/, times: 9, fault: fault as never });
			bench.simulators.audienceManager.switches.echoKey = 'off';
			const result = await test('audienceManager', changes);

			expect(result).toEqual(failed(expect.stringMatching(sentence)));
			expect(result.message).not.toContain(AAM_CLIENT_SECRET);
			expect(bench.log('audienceManager').length).toBeLessThanOrEqual(1);
		},
	);

	it('shows no secret that the login server repeats', async () => {
		bench.simulators.audienceManager.faults.add({
			path: /^\/ims/,
			fault: { status: 400, body: { error: 'bad', error_description: `secret ${AAM_CLIENT_SECRET} unknown` } },
		});
		expect((await test('audienceManager')).message).toContain('secret **hidden** unknown');
	});
});

describe('a certificate that nobody vouches for', () => {
	const body = { groups: [], id: 'x', name: 'Group', access_token: 'fresh' };

	it.each<[VendorId, object]>([
		['keitaro', { apiKey: KEITARO_KEY }],
		['reach360', { apiKey: REACH360_KEY }],
		['audienceManager', { authentication: 'accessToken', apiKey: AAM_ACCESS_TOKEN }],
	])(
		'%s: is refused by the test and by the node, and accepted by both when the credential allows it',
		async (vendor, changes) => {
			const server = await startUntrusted(body);
			try {
				const at = { ...changes, domain: server.url };
				const run = async (credential: object) => {
					const credentialId = bench.store('tls', vendor, { ...at, ...credential });
					const line = vendor === 'reach360' ? 'group.get' : 'group.getAll';
					const parameters = { groupType: 'campaigns', groupId: byId('x'), options: { maxAttempts: 1 } };
					return (
						await bench.run(`${vendor} ${line}`, parameters, {
							credentialId,
							onError: 'continueRegularOutput',
						})
					).outputs[0][0]!;
				};
				expect((await test(vendor, at)).status).toBe('Error');
				const failure = failureOf(await run({}));
				expect(failure).toMatchObject({ code: 'unavailable' });
				expect(failure.message).toContain('the certificate of the server is not trusted');
				expect(server.paths).toEqual([]);

				expect(await test(vendor, { ...at, allowUnauthorizedCerts: true })).toEqual(GOOD);
				await run({ allowUnauthorizedCerts: true });
				// The test looks for the server before it reads.
				expect(server.paths).toHaveLength(3);
			} finally {
				await server.close();
			}
		},
	);

	it("counts for Adobe's login as well", async () => {
		const server = await startUntrusted(body);
		try {
			const at = { tokenUrl: `${server.url}/token`, domain: server.url };
			expect((await test('audienceManager', at)).message).toMatch(/^Adobe could not be reached for the login/);
			expect(await test('audienceManager', { ...at, allowUnauthorizedCerts: true })).toEqual(GOOD);
			expect(server.paths).toEqual(['/token', '/api/v1/users/self', '/api/v1/users/self']);
		} finally {
			await server.close();
		}
	});
});
