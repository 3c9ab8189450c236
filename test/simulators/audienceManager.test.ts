import {
	AAM_ACCESS_TOKEN,
	AAM_CLIENT_ID,
	AAM_CLIENT_SECRET,
	AAM_ORGANIZATION_ID,
	type AudienceManagerSimulator,
	startAudienceManager,
} from '../../simulators';
import { type Reply, send, type Sent } from './client';

const VIOLATION: unknown = expect.stringMatching(/^simulator: /);

const INES = {
	userId: 501,
	pid: 1194,
	username: 'ines.duarte',
	status: 'ACTIVE',
	firstName: 'Inês',
	lastName: 'Duarte',
	email: 'ines.duarte@example.com',
	title: 'Media lead',
	phoneNumber: '+351 21 000 0000',
	groups: [2001],
	isAdmin: 'false',
};

let aam: AudienceManagerSimulator;

beforeAll(async () => {
	aam = await startAudienceManager();
});
beforeEach(() => aam.reset());
afterAll(async () => await aam.close());

async function call(line: string, body?: unknown, headers: Sent['headers'] = {}): Promise<Reply> {
	const [method, path] = line.split(' ');
	return await send(aam.url, `${method} /api/v1${path}`, {
		body,
		headers: { authorization: `Bearer ${AAM_ACCESS_TOKEN}`, ...headers },
	});
}

const LOGIN = {
	grant_type: 'client_credentials',
	client_id: AAM_CLIENT_ID,
	client_secret: AAM_CLIENT_SECRET,
	scope: 'openid,AdobeID',
};

async function login(form: Record<string, string> = LOGIN): Promise<Reply> {
	return await send(aam.url, 'POST /ims/token/v3', {
		body: new URLSearchParams(form).toString(),
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	});
}

/** The headers of a client that has just logged in. */
async function loggedIn(): Promise<Record<string, string>> {
	const { access_token } = (await login()).body as { access_token: string };
	return { authorization: `Bearer ${access_token}`, 'x-api-key': AAM_CLIENT_ID };
}

describe('token endpoint', () => {
	test('gives out a token of its own to each login', async () => {
		expect(aam.tokenUrl).toBe(`${aam.url}/ims/token/v3`);
		const first = await login();
		expect(first.status).toBe(200);
		expect(first.body).toMatchObject({ token_type: 'bearer', expires_in: 86_399 });
		expect((await login()).body).not.toEqual(first.body);
		expect(aam.state.tokens).toHaveLength(2);
		expect(aam.log.map(({ path, body }) => ({ path, body }))).toEqual([
			{ path: '/ims/token/v3', body: LOGIN },
			{ path: '/ims/token/v3', body: LOGIN },
		]);
	});

	test.each<[object, string]>([
		[{ client_secret: 'wrong' }, 'invalid_client'],
		[{ client_id: 'wrong' }, 'invalid_client'],
		[{ grant_type: 'password' }, 'unsupported_grant_type'],
		[{ scope: '' }, 'invalid_scope'],
		[{ scope: 'openid AdobeID' }, 'invalid_scope'],
	])('refuses %p with %s', async (change, error) => {
		const reply = await login({ ...LOGIN, ...change });
		expect(reply.status).toBe(400);
		expect(reply.body).toEqual({ error, error_description: expect.stringContaining('invalid') as unknown });
	});

	test('takes a form with the known fields, and nothing else', async () => {
		expect((await login({ ...LOGIN, audience: 'a' })).text).toContain('simulator: unknown field \\"audience\\"');
		const reply = await send(aam.url, 'POST /ims/token/v3', { body: LOGIN });
		expect(reply.text).toContain('simulator: the Content-Type');
	});
});

describe('authentication', () => {
	test('takes an issued token with the client id as x-api-key', async () => {
		expect((await call('GET /groups/', undefined, await loggedIn())).status).toBe(200);
	});

	test('takes the ready token without it', async () => {
		expect((await call('GET /groups/')).status).toBe(200);
	});

	test.each([
		[{ authorization: 'Bearer wrong' }, 401, '401013'],
		[{ authorization: AAM_ACCESS_TOKEN }, 401, '401013'],
		[{ 'x-api-key': 'wrong' }, 403, '403003'],
		[{ 'x-gw-ims-org-id': 'wrong' }, 403, '403025'],
	])('refuses %p', async (headers, status, code) => {
		const reply = await call('GET /groups/', undefined, headers);
		expect(reply.status).toBe(status);
		expect(reply.body).toEqual({ error_code: code, message: expect.any(String) as unknown });
	});

	test('refuses a missing token', async () => {
		const reply = await send(aam.url, 'GET /api/v1/groups/');
		expect(reply).toMatchObject({ status: 401, body: { error_code: '401010' } });
	});

	test('takes the right organization', async () => {
		expect((await call('GET /groups/', undefined, { 'x-gw-ims-org-id': AAM_ORGANIZATION_ID })).status).toBe(200);
	});
});

describe('groups', () => {
	test('are listed with their members', async () => {
		const { body } = await call('GET /groups/');
		expect(body).toHaveLength(4);
		expect(body).toContainEqual({
			groupId: 2002,
			pid: 1194,
			name: 'Data Science',
			description: 'Models and traits',
			membershipCount: 2,
			wildcards: ['VIEW_ALL_TRAITS'],
			users: [502, 503],
		});
	});

	test('are created, under a name that is taken as well', async () => {
		for (const groupId of [2005, 2006]) {
			const reply = await call('POST /groups/', { name: 'Data Science', description: 'Again' });
			expect(reply.status).toBe(201);
			expect(reply.body).toMatchObject({ groupId, name: 'Data Science', description: 'Again', users: [] });
		}
		expect((await call('POST /groups/', { name: 'No words' })).body).toMatchObject({ description: null });
	});

	test('lose the description that an update leaves out', async () => {
		const reply = await call('PUT /groups/2002', { name: 'Data Science', description: 'New' });
		expect(reply.body).toMatchObject({ groupId: 2002, description: 'New', users: [502, 503] });
		expect((await call('PUT /groups/2002', { name: 'Data Science' })).body).toMatchObject({ description: null });
	});

	test.each([{}, { description: 'A' }, { name: ' ' }])('need a name: %p', async (body) => {
		expect((await call('PUT /groups/2002', body)).status).toBe(400);
		expect((await call('POST /groups/', body)).status).toBe(400);
	});
});

describe('groups', () => {
	test('take their memberships and permissions along when deleted', async () => {
		expect(await call('DELETE /groups/2001')).toMatchObject({ status: 204, text: '' });
		expect(aam.state.users.find(({ userId }) => userId === 502)?.groups).toEqual([2002]);
		expect((await call('GET /groups/2001/permissions')).status).toBe(404);
	});

	test('in conflict are not deleted', async () => {
		const reply = await call('DELETE /groups/2004');
		expect(reply).toMatchObject({ status: 409, body: { error: 'Conflict' } });
		expect(groupIds()).toContain(2004);
	});

	test.each([
		['PUT /groups/77', { name: 'A' }],
		['DELETE /groups/77', undefined],
		['DELETE /groups/first', undefined],
		['GET /groups/77/permissions', undefined],
		['PUT /groups/77/permissions/', []],
		['GET /users/77', undefined],
		['PUT /users/77', {}],
	])('%s is 404', async (line, body) => {
		expect(await call(line, body)).toMatchObject({ status: 404, body: { error: 'Not Found' } });
	});
});

describe.each(['DELETE', 'POST'])('%s bulk-delete', (method) => {
	test('deletes the groups in its list, and passes unknown ids over', async () => {
		expect((await call(`${method} /groups/bulk-delete`, [2001, 2003, 77])).status).toBe(204);
		expect(groupIds()).toEqual([2002, 2004]);
		expect(aam.state.users.find(({ userId }) => userId === 502)?.groups).toEqual([2002]);
	});

	test('refuses the whole list when one group is in conflict', async () => {
		expect((await call(`${method} /groups/bulk-delete`, [2001, 2004])).status).toBe(409);
		expect(groupIds()).toHaveLength(4);
	});

	test('deletes the others all the same when partial', async () => {
		aam.switches.bulkDelete = 'partial';
		expect((await call(`${method} /groups/bulk-delete`, [2001, 2004])).status).toBe(409);
		expect(groupIds()).toEqual([2002, 2003, 2004]);
	});

	test.each<[unknown]>([[['2001']], [{ ids: [2001] }], [[]], [[1.5]]])(
		'wants a list of integers, not %j',
		async (body) => {
			const reply = await call(`${method} /groups/bulk-delete`, body);
			expect(reply).toMatchObject({ status: 400, body: { message: VIOLATION } });
		},
	);
});

const READ_TRAIT = { objectType: 'TRAIT', objectId: 83500, permissions: ['READ'] };

describe('permissions', () => {
	test('are listed', async () => {
		expect((await call('GET /groups/2001/permissions')).body).toEqual([
			{ objectId: 563, objectType: 'SEGMENT', permissions: ['READ', 'MAP_TO_DESTINATION'] },
			{ objectId: 304, objectType: 'DESTINATION', permissions: ['READ'] },
		]);
	});

	test('are replaced as a whole', async () => {
		const reply = await call('PUT /groups/2001/permissions/', [READ_TRAIT]);
		expect(reply).toMatchObject({ status: 200, body: [READ_TRAIT] });
		expect(aam.state.groups[0]?.permissions).toEqual([READ_TRAIT]);
		expect((await call('PUT /groups/2001/permissions/', [])).body).toEqual([]);
	});

	test('of a group that is not accessible are 400', async () => {
		expect((await call('GET /groups/2004/permissions')).status).toBe(400);
		expect((await call('PUT /groups/2004/permissions/', [])).status).toBe(400);
	});

	test.each([
		[400, { ...READ_TRAIT, permissions: ['MAP_TO_DESTINATION'] }],
		[400, { ...READ_TRAIT, permissions: ['read'] }],
		[400, { ...READ_TRAIT, objectType: 'AUDIENCE' }],
		[400, { ...READ_TRAIT, objectType: 'constructor' }],
		[400, { ...READ_TRAIT, objectType: 'TAGS' }],
		[403, { objectType: 'SEGMENT', objectId: 9001, permissions: ['READ'] }],
		[403, { ...READ_TRAIT, objectId: 1 }],
	])('answer %i to %j and stay as they are', async (status, permission) => {
		const before = structuredClone(aam.state.groups);
		const reply = await call('PUT /groups/2001/permissions/', [READ_TRAIT, permission]);
		expect(reply.status).toBe(status);
		expect(reply.text).not.toContain('simulator');
		expect(aam.state.groups).toEqual(before);
	});
});

describe('permissions', () => {
	test.each<[string, unknown]>([
		['an object instead of a list', READ_TRAIT],
		['an id that is text', [{ ...READ_TRAIT, objectId: '83500' }]],
		['an object without permissions', [{ ...READ_TRAIT, permissions: [] }]],
		['a missing field', [{ objectType: 'TRAIT', objectId: 83500 }]],
		['an unknown field', [{ ...READ_TRAIT, name: 'A' }]],
		['the same object twice', [READ_TRAIT, READ_TRAIT]],
	])('refuse %s', async (_what, body) => {
		const reply = await call('PUT /groups/2001/permissions/', body);
		expect(reply).toMatchObject({ status: 400, body: { message: VIOLATION } });
	});

	test('have their names listed per object type', async () => {
		const types = ['SEGMENT', 'TRAIT', 'DESTINATION', 'DERIVED_SIGNALS', 'TAGS'];
		expect((await call('GET /permissionable-object-types/')).body).toEqual(types);
		expect((await call('GET /permissionable-object-types/TAGS/')).body).toMatchObject({ perObject: [] });
		expect((await call('GET /permissionable-object-types/SEGMENT/')).body).toMatchObject({
			wildcard: expect.arrayContaining(['VIEW_ALL_SEGMENTS']) as unknown,
			perObject: expect.arrayContaining(['READ', 'MAP_TO_DESTINATION']) as unknown,
		});
		expect((await call('GET /permissionable-object-types/AUDIENCE/')).status).toBe(404);
	});
});

describe('users', () => {
	test('are listed, all or those of some groups', async () => {
		expect((await call('GET /users/')).body).toHaveLength(6);
		expect(idsOf(await call('GET /users/?groupId=2001'))).toEqual([501, 502]);
		expect(idsOf(await call('GET /users/?groupId=2001&groupId=2004'))).toEqual([501, 502, 504]);
		expect(idsOf(await call('GET /users/?groupId=77'))).toEqual([]);
		expect((await call('GET /users/?groupId=all')).status).toBe(400);
	});

	test('are read one by one', async () => {
		expect((await call('GET /users/501')).body).toEqual(INES);
	});

	test('join and leave groups by being written back', async () => {
		const reply = await call('PUT /users/501', { ...INES, groups: [2002, 2003] });
		expect(reply).toMatchObject({ status: 200, body: { ...INES, groups: [2002, 2003] } });
		expect(idsOf(await call('GET /users/?groupId=2001'))).toEqual([502]);
		expect(idsOf(await call('GET /users/?groupId=2003'))).toEqual([501, 506]);
	});

	test('lose what a write leaves out', async () => {
		const { title, phoneNumber, isAdmin, ...documented } = (await call('GET /users/504')).body as typeof INES;
		expect({ title, phoneNumber, isAdmin }).toEqual({ title: null, phoneNumber: null, isAdmin: 'true' });
		expect((await call('PUT /users/504', documented)).body).toMatchObject({ isAdmin: 'false' });
		const { username, status, firstName, lastName, email, groups } = INES;
		const reply = await call('PUT /users/501', { username, status, firstName, lastName, email, groups });
		expect(reply).toMatchObject({ status: 200, body: { title: null, phoneNumber: null } });
	});

	test('keep the kind of isAdmin that was sent', async () => {
		expect((await call('PUT /users/501', { ...INES, isAdmin: true })).body).toMatchObject({ isAdmin: true });
	});
});

describe('users', () => {
	test.each([
		['a required field is missing', { ...INES, groups: undefined }, 400],
		['a group does not exist', { ...INES, groups: [77] }, 400],
		['the username is taken', { ...INES, username: 'tom.becker' }, 409],
	])('are refused when %s', async (_when, body, status) => {
		const reply = await call('PUT /users/501', body);
		expect(reply.status).toBe(status);
		expect(reply.text).not.toContain('simulator');
	});

	test.each([
		['another userId', { ...INES, userId: 502 }],
		['a status that does not exist', { ...INES, status: 'AWAY' }],
		['a group twice', { ...INES, groups: [2001, 2001] }],
		['groups as text', { ...INES, groups: ['2001'] }],
		['an isAdmin that is neither true nor false', { ...INES, isAdmin: 'yes' }],
	])('are refused with %s', async (_what, body) => {
		const reply = await call('PUT /users/501', body);
		expect(reply).toMatchObject({ status: 400, body: { message: VIOLATION } });
	});

	test('are taken with fields that are not documented, which get lost', async () => {
		const reply = await call('PUT /users/501', { ...INES, nickname: 'I' });
		expect(reply).toMatchObject({ status: 200, body: { userId: 501 } });
		expect(reply.body).not.toHaveProperty('nickname');
	});
});

describe('users', () => {
	test('are created, with a username that nobody has', async () => {
		const { userId, pid, isAdmin, ...fields } = INES;
		expect([userId, pid, isAdmin]).toEqual([501, 1194, 'false']);
		expect((await call('POST /users/', fields)).status).toBe(409);
		const made = await call('POST /users/', { ...fields, username: 'new.one' });
		expect(made).toMatchObject({ status: 201, body: { userId: 507, username: 'new.one' } });
		expect((await call('GET /users/507')).body).toEqual(made.body);
	});

	test('include the API user once it has asked for itself', async () => {
		const self = await call('GET /users/self');
		expect(self).toMatchObject({ status: 200, body: { userId: 507, username: 'technical-account' } });
		expect((await call('GET /users/self')).body).toEqual(self.body);
		expect((await call('GET /users/')).body).toHaveLength(7);
	});
});

describe('strictness', () => {
	test.each([
		'GET /groups',
		'POST /groups',
		'PUT /groups/2001/',
		'DELETE /groups/2001/',
		'GET /groups/2001/permissions/',
		'PUT /groups/2001/permissions',
		'DELETE /groups/bulk-delete/',
		'GET /users',
		'GET /users/self/',
		'GET /permissionable-object-types/SEGMENT',
		'PATCH /groups/2001',
	])('%s is 404: the slashes count', async (line) => {
		expect(await call(line)).toMatchObject({ status: 404, body: { error: 'Not Found' } });
	});

	test.each<Sent & { what: string; line: string }>([
		{ what: 'an unknown query parameter', line: 'GET /groups/?sort=name' },
		{ what: 'a page that is no number', line: 'GET /users/?page=first' },
		{ what: 'an unknown field', line: 'POST /groups/', body: { name: 'A', pid: 1194 } },
		{ what: 'a field of the wrong type', line: 'POST /groups/', body: { name: 'A', description: 5 } },
		{ what: 'a missing Content-Type', line: 'POST /groups/', body: '{"name":"A"}' },
		{ what: 'a body on GET', line: 'GET /groups/', body: {} },
		{ what: 'a body on a single DELETE', line: 'DELETE /groups/2001', body: [2001] },
	])('refuses $what', async ({ line, body, headers }) => {
		const reply = await call(line, body, headers);
		expect(reply.status).toBe(400);
		expect(reply.body).toEqual({
			error: 'Bad Request',
			message: VIOLATION,
		});
		expect(groupIds()).toHaveLength(4);
	});
});

describe('switches', () => {
	test('create: 200', async () => {
		aam.switches.create = 200;
		expect((await call('POST /groups/', { name: 'A' })).status).toBe(200);
	});

	test('getById: 404 or 200', async () => {
		expect((await call('GET /groups/2001')).status).toBe(404);
		aam.switches.getById = 200;
		expect(await call('GET /groups/2001')).toMatchObject({ status: 200, body: { name: 'Media Buyers' } });
		expect((await call('GET /groups/77')).status).toBe(404);
	});

	test('list: wrapper', async () => {
		aam.switches.list = 'wrapper';
		const { body } = await call('GET /groups/');
		expect(body).toEqual({ total: 4, page: 0, pageSize: 4, list: expect.any(Array) as unknown });
	});

	test('tokenExpiry: 2 requests per token', async () => {
		aam.switches.tokenExpiry = 2;
		const headers = await loggedIn();
		const statuses = [];
		for (let index = 0; index < 3; index += 1) {
			statuses.push((await call('GET /groups/', undefined, headers)).status);
		}
		expect(statuses).toEqual([200, 200, 401]);
		expect((await call('GET /groups/', undefined, await loggedIn())).status).toBe(200);
		expect((await call('GET /groups/')).status).toBe(200);
	});
});

describe('switches', () => {
	test('escaping: on', async () => {
		aam.switches.escaping = 'on';
		expect((await call('GET /groups/')).body).toContainEqual(
			expect.objectContaining({ groupId: 2003, name: 'R&amp;D &quot;Lab&quot; &lt;beta&gt;' }),
		);
		expect(aam.state.groups[2]?.name).toBe('R&D "Lab" <beta>');
	});

	test('escaping: on reaches every text, and is switched off by the header unless that is ignored', async () => {
		aam.seed({
			groups: [{ groupId: 1, name: 'A & B', description: '<b>' }],
			users: [{ userId: 5, username: 'o', lastName: "O'Neil", title: '"Lead"', groups: [1] }],
		});
		aam.switches.escaping = 'on';
		const escaped = { lastName: 'O&#39;Neil', title: '&quot;Lead&quot;' };
		expect((await call('GET /groups/')).body).toMatchObject([{ name: 'A &amp; B', description: '&lt;b&gt;' }]);
		expect((await call('GET /users/5')).body).toMatchObject(escaped);
		expect((await call('GET /users/?groupId=1')).body).toMatchObject([escaped]);

		const header = { 'AAM-Disable-Escaping-HTML': 'true' };
		expect((await call('GET /users/5', undefined, header)).body).toMatchObject({
			lastName: "O'Neil",
			title: '"Lead"',
		});
		expect((await call('GET /users/5', undefined, { 'AAM-Disable-Escaping-HTML': '1' })).body).toMatchObject(
			escaped,
		);
		aam.switches.escapingHeader = 'ignored';
		expect((await call('GET /users/5', undefined, header)).body).toMatchObject(escaped);
	});
});

describe('switches', () => {
	test.each([{ nickname: 'I' }, { userId: 501 }, { pid: 1194 }, { isAdmin: 'false' }])(
		'extraUserFields: refused, such as %j',
		async (extra) => {
			aam.switches.extraUserFields = 'refused';
			const { userId, pid, isAdmin, ...documented } = INES;
			expect([userId, pid, isAdmin]).toEqual([501, 1194, 'false']);
			expect(await call('PUT /users/501', { ...documented, ...extra })).toMatchObject({
				status: 400,
				body: { message: VIOLATION },
			});
			expect((await call('PUT /users/501', documented)).status).toBe(200);
		},
	);

	test.each(['GET /groups/', 'GET /users/'])('paging: %s gives pages in the wrapper, or takes none', async (line) => {
		const all = (await call(line)).body as object[];
		const pageAt = (page: number) => ({
			total: all.length,
			page,
			pageSize: 3,
			list: all.slice(page * 3, page * 3 + 3),
		});
		expect((await call(`${line}?page=0&pageSize=3`)).body).toEqual(pageAt(0));
		expect((await call(`${line}?page=1&pageSize=3`)).body).toEqual(pageAt(1));
		expect((await call(`${line}?page=0`)).body).toMatchObject({ page: 0, list: all });
		aam.switches.paging = 'refused';
		expect(await call(`${line}?page=0&pageSize=3`)).toMatchObject({ status: 400, body: { message: VIOLATION } });
	});
});

describe('switches', () => {
	test('slashes: both knows the collections without their last slash too', async () => {
		const lines = ['GET /groups', 'GET /users', 'PUT /groups/2001/permissions'];
		const statuses = async () =>
			await Promise.all(
				lines.map(async (line) => (await call(line, line.startsWith('PUT') ? [] : undefined)).status),
			);
		expect(await statuses()).toEqual([404, 404, 404]);
		aam.switches.slashes = 'both';
		expect(await statuses()).toEqual([200, 200, 200]);
		expect((await call('GET /groups/2001/permissions')).status).toBe(200);
		expect((await call('GET /users/501')).status).toBe(200);
	});

	test('apiKeyHeader: required or optional', async () => {
		const { authorization = '' } = await loggedIn();
		expect(await call('GET /groups/', undefined, { authorization })).toMatchObject({
			status: 403,
			body: { error_code: '403000' },
		});
		aam.switches.apiKeyHeader = 'optional';
		expect((await call('GET /groups/', undefined, { authorization })).status).toBe(200);
	});

	test('objectIds: string', async () => {
		aam.switches.objectIds = 'string';
		expect((await call('GET /groups/2002/permissions')).body).toMatchObject([{ objectId: '83498' }]);
	});
});

describe('switches', () => {
	test('echoKey: on repeats the credentials in errors', async () => {
		aam.switches.echoKey = 'on';
		const reply = await call('DELETE /groups/2004', undefined, { 'x-api-key': AAM_CLIENT_ID });
		expect(reply.text).toContain(AAM_ACCESS_TOKEN);
		expect(reply.text).toContain(AAM_CLIENT_ID);
		expect((await login({ ...LOGIN, scope: '' })).text).toContain(AAM_CLIENT_SECRET);
	});

	test('rateLimit works here too, but not on the token endpoint', async () => {
		aam.switches.rateLimit = 1;
		expect((await call('GET /groups/')).status).toBe(200);
		expect(await call('GET /groups/')).toMatchObject({ status: 429, body: { error_code: '429050' } });
		expect((await login()).status).toBe(200);
	});
});

function groupIds(): number[] {
	return aam.state.groups.map(({ groupId }) => groupId);
}

function idsOf({ body }: Reply): number[] {
	return (body as Array<{ userId: number }>).map(({ userId }) => userId);
}
