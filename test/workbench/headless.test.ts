import { startHeadless, type Headless, type RunNodeOptions } from '../../workbench/headless';
import { startServer, ThingApi, ThingNode, type Answer, type Call } from './fixture';

const NODE = 'n8n-nodes-thing.thing';

/** Accepts the token that it gave out last; a name `bad` is refused. */
function service(settings: { tests?: (call: Call) => Answer } = {}) {
	let valid = 'token-0';
	let logins = 0;
	return {
		expire: () => (valid = 'nobody has this one'),
		logins: () => logins,
		answer(call: Call): Answer {
			const { pathname, searchParams } = new URL(call.url, 'http://x');
			if (pathname === '/login') {
				valid = `token-${++logins}`;
				return { body: { token: valid } };
			}
			if (call.headers.authorization !== `Bearer ${valid}`) return { status: 401, body: { error: 'expired' } };
			if (pathname === '/test' && settings.tests) return settings.tests(call);
			if (pathname === '/slow') return { delay: 5000 };
			if (searchParams.get('name') === 'bad') return { status: 422, body: { message: 'bad name' } };
			return { body: { name: searchParams.get('name') } };
		},
	};
}

describe('headless n8n', () => {
	let n8n: Headless;
	let vendor: ReturnType<typeof service>;
	let server: Awaited<ReturnType<typeof startServer>>;

	beforeEach(async () => {
		vendor = service();
		server = await startServer((call) => vendor.answer(call));
		n8n = await startHeadless({
			nodeTypes: { [NODE]: new ThingNode() },
			credentialTypes: { thingApi: new ThingApi() },
		});
		n8n.credentials.set('thing', 'thingApi', { domain: server.baseUrl, secret: 's3cret', token: '' });
	});

	afterEach(async () => {
		await n8n.close();
		await server.close();
	});

	const name = '={{ $json.name }}';

	it('runs a node for every item and resolves expressions', async () => {
		const run = await n8n.runNode({ name }, { items: [{ name: 'a' }, { name: 'b' }], credentialId: 'thing' });

		expect(run.status).toBe('success');
		expect(run.error).toBeUndefined();
		expect(run.outputs).toEqual([
			[
				{ json: { name: 'a' }, pairedItem: { item: 0 } },
				{ json: { name: 'b' }, pairedItem: { item: 1 } },
			],
			[],
		]);
	});

	it('stops at a thrown error and keeps it', async () => {
		const run = await n8n.runNode({ name }, { items: [{ name: 'bad' }], credentialId: 'thing' });

		expect(run.status).toBe('error');
		expect(run.error).toMatchObject({ name: 'NodeApiError', httpCode: '422', description: 'bad name' });
		expect(run.outputs).toEqual([[], []]);
	});

	it('keeps failed items on the regular output with "continue"', async () => {
		const items = [{ name: 'bad' }, { name: 'b' }];
		const run = await n8n.runNode({ name }, { items, credentialId: 'thing', onError: 'continueRegularOutput' });

		expect(run.status).toBe('success');
		expect(run.outputs[0].map(({ json }) => json)).toEqual([
			{ error: { code: 'refused' }, message: expect.any(String) as string },
			{ name: 'b' },
		]);
	});

	it('sends failed items to the error output, merged over their input', async () => {
		const items = [{ name: 'bad', row: 7 }, { name: 'b' }];
		const run = await n8n.runNode({ name }, { items, credentialId: 'thing', onError: 'continueErrorOutput' });

		expect(run.outputs[0].map(({ json }) => json)).toEqual([{ name: 'b' }]);
		expect(run.outputs[1].map(({ json }) => json)).toEqual([
			{ name: 'bad', row: 7, error: { code: 'refused' }, message: expect.any(String) as string },
		]);
	});

	it('passes the input on when a node throws under "continue"; as the last node it fails the run', async () => {
		const options: RunNodeOptions = {
			items: [{ name: 'bad' }],
			credentialId: 'thing',
			onError: 'continueErrorOutput',
		};
		const run = await n8n.runNode({ name, mode: 'throw' }, options);

		expect(run.status).toBe('error');
		expect(run.outputs.map((items) => items.map(({ json }) => json))).toEqual([[{ name: 'bad' }], []]);
		expect(run.error).toMatchObject({ httpCode: '422' });
	});

	it('tries again with retry on fail', async () => {
		const retry = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
		await n8n.runNode({ name: 'bad' }, { credentialId: 'thing', ...retry });

		expect(server.calls.filter(({ url }) => url.startsWith('/things'))).toHaveLength(3);
	});

	it('refuses to start on an empty required parameter, and does not run for zero items', async () => {
		const refused = await n8n.runNode({ name: 'a', code: '' }, { credentialId: 'thing' });
		const idle = await n8n.runNode({ name: 'a' }, { credentialId: 'thing', items: [] });

		expect(refused.status).toBe('error');
		expect(refused.error?.message).toContain('Code');
		expect(idle).toMatchObject({ status: 'success', outputs: [[], []] });
		expect(server.calls).toHaveLength(0);
	});

	it('says what n8n says about a missing credential', async () => {
		const none = await n8n.runNode({ name: 'a' });
		expect(none.error?.message).toBe('Node does not have any credentials set');
		expect(() => n8n.credentials.get('nope')).toThrow('Credential with ID "nope" was not found.');
	});

	describe('pre-authentication', () => {
		it('logs in once for an empty token and stores the token', async () => {
			await n8n.runNode({ name }, { items: [{ name: 'a' }, { name: 'b' }], credentialId: 'thing' });
			await n8n.runNode({ name: 'c' }, { credentialId: 'thing' });

			expect(vendor.logins()).toBe(1);
			expect(n8n.credentials.get('thing')).toEqual({
				domain: server.baseUrl,
				secret: 's3cret',
				token: 'token-1',
			});
		});

		it('renews the token on 401 and repeats the request', async () => {
			await n8n.runNode({ name: 'a' }, { credentialId: 'thing' });
			vendor.expire();
			const run = await n8n.runNode({ name: 'b' }, { credentialId: 'thing' });

			expect(run.outputs[0][0]?.json).toEqual({ name: 'b' });
			expect(n8n.credentials.get('thing').token).toBe('token-2');
		});

		it('keeps nothing of a login that gives no token', async () => {
			n8n.credentials.set('absent', 'thingApi', { domain: server.baseUrl, secret: 'none' });
			const run = await n8n.runNode({ name: 'a' }, { credentialId: 'absent' });

			expect(vendor.logins()).toBe(0);
			expect(run.error).toMatchObject({ httpCode: '401' });
			expect(n8n.credentials.get('absent')).toEqual({ domain: server.baseUrl, secret: 'none' });
		});

		it('keeps a stored expression when the login returns a value for that field', async () => {
			const domain = `=${server.baseUrl}{{ "" }}`;
			n8n.credentials.set('expression', 'thingApi', { domain, secret: 's3cret' });
			await n8n.runNode({ name: 'a' }, { credentialId: 'expression' });

			expect(n8n.credentials.get('expression')).toEqual({ domain, secret: 's3cret', token: 'token-1' });
		});
	});

	it('authenticates generically with defaults and resolved expressions', async () => {
		n8n.credentials.set('thing', 'thingApi', {
			domain: server.baseUrl,
			secret: 's',
			kind: '={{ "sp" + "ecial" }}',
		});
		await n8n.runNode({ name: 'a' }, { credentialId: 'thing' });

		expect(server.calls.at(-1)?.headers).toMatchObject({
			authorization: 'Bearer token-1',
			'x-kind': 'special',
			'x-fixed': 'yes',
		});
	});

	it('authenticates with a function', async () => {
		await n8n.close();
		const type = new ThingApi();
		type.authenticate = async ({ secret }, request) => ({
			...request,
			headers: { ...request.headers, Authorization: 'Bearer token-0', 'X-Secret': String(secret) },
		});
		n8n = await startHeadless({ nodeTypes: { [NODE]: new ThingNode() }, credentialTypes: { thingApi: type } });
		n8n.credentials.set('thing', 'thingApi', { domain: server.baseUrl, secret: 'abc', token: 'kept' });
		const run = await n8n.runNode({ name: 'a' }, { credentialId: 'thing' });

		expect(run.status).toBe('success');
		expect(server.calls[0]?.headers['x-secret']).toBe('abc');
	});

	it('cancels an execution: the request in flight is aborted and the run is "canceled"', async () => {
		const controller = new AbortController();
		const started = Date.now();
		const running = n8n.runNode({ name: 'a', path: '/slow' }, { credentialId: 'thing', signal: controller.signal });
		setTimeout(() => controller.abort(), 200);
		const run = await running;

		expect(Date.now() - started).toBeLessThan(3000);
		expect(run.status).toBe('canceled');
	});

	it('answers a list search as the editor gets it', async () => {
		const result = await n8n.listSearch('searchThings', { name: 'now' }, { filter: 'eu', credentialId: 'thing' });

		expect(result).toEqual({ results: [{ name: 'now', value: '1' }], paginationToken: '2' });
		expect(server.calls.at(-1)?.url).toBe('/list?filter=eu&from=undefined');
		await expect(n8n.listSearch('nope', {}, { credentialId: 'thing' })).rejects.toThrow('no listSearch method');
	});

	it('collects what n8n logs, also of errors, and prints nothing', async () => {
		const run = await n8n.runNode(
			{ name: 'a', path: '/slow' },
			{ credentialId: 'thing', signal: AbortSignal.abort() },
		);

		expect(run.logs.join('\n')).toContain('Workflow execution started');
		expect(n8n.logs.length).toBeGreaterThanOrEqual(run.logs.length);
		await n8n.testCredential({ domain: 'http://127.0.0.1:1', token: 'x' });
		expect(n8n.logs.at(-1)).toContain('connect ECONNREFUSED');
	});

	it('runs a workflow file with sticky notes, one node after the other', async () => {
		const workflow = {
			id: 'file',
			name: 'File',
			nodes: [
				node('Note', 'n8n-nodes-base.stickyNote', { content: 'Hello', height: 80, width: 200 }),
				node('Start', 'n8n-nodes-base.manualTrigger'),
				{ ...node('First', NODE, { name: 'one' }), credentials: n8n.credentials.reference('thing') },
				{
					...node('Second', NODE, { name: "={{ $('First').item.json.name + '!' }}" }),
					credentials: n8n.credentials.reference('thing'),
				},
				node('Done', 'n8n-nodes-base.noOp'),
			],
			connections: { Start: to('First'), First: to('Second'), Second: to('Done') },
			settings: { executionOrder: 'v1' as const },
		};
		const before = structuredClone(workflow);
		const run = await n8n.run(workflow);

		expect(run.outputsOf('Done')[0]?.[0]?.json).toEqual({ name: 'one!' });
		expect(run.outputsOf('Note')).toEqual([]);
		expect(workflow).toEqual(before);
	});

	describe('the credential test', () => {
		const data = () => ({ domain: server.baseUrl, secret: 's3cret', token: '' });

		it('passes, logs in first and stores the token', async () => {
			expect(await n8n.testCredential(data(), 'saved')).toEqual({
				status: 'OK',
				message: 'Connection successful!',
			});
			expect(n8n.credentials.get('saved').token).toBe('token-1');
		});

		it.each<[string, Answer, string]>([
			['a rule for the status', { status: 403, body: {} }, 'The key has no rights.'],
			['a rule for the body', { body: { state: 'off' } }, 'The service is off.'],
			['the status text', { status: 500, body: {} }, 'Internal Server Error'],
		])('fails with %s', async (_case, answer, message) => {
			vendor = service({ tests: () => answer });
			expect(await n8n.testCredential(data())).toEqual({ status: 'Error', message });
		});

		it('fails with the words of a login or the network code, but crashes on an empty list as in n8n', async () => {
			expect(await n8n.testCredential({ ...data(), secret: 'refused' })).toEqual({
				status: 'Error',
				message: 'The login was refused: check the client secret.',
			});
			expect(await n8n.testCredential({ domain: 'http://127.0.0.1:1', token: 'x', secret: 'none' })).toEqual({
				status: 'Error',
				message: 'ECONNREFUSED',
			});
			vendor = service({ tests: () => ({ body: [] }) });
			await expect(n8n.testCredential(data())).rejects.toThrow(TypeError);
		});
	});
});

function node(name: string, type: string, parameters = {}) {
	const position: [number, number] = [0, 0];
	return { id: name, name, type, typeVersion: 1, position, parameters };
}

function to(name: string) {
	return { main: [[{ node: name, type: 'main' as const, index: 0 }]] };
}
