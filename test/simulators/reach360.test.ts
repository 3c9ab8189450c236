import { REACH360_KEY, type Reach360Simulator, startReach360 } from '../../simulators';
import { type Reply, send, type Sent } from './client';

let reach: Reach360Simulator;

beforeAll(async () => {
	reach = await startReach360();
});
beforeEach(() => reach.reset());
afterAll(async () => await reach.close());

async function call(line: string, body?: unknown, headers: Sent['headers'] = {}): Promise<Reply> {
	return await send(reach.url, line, { body, headers: { authorization: `Bearer ${REACH360_KEY}`, ...headers } });
}

interface Page {
	groups: Array<{ id: string; name: string }>;
	users: Array<{ id: string; email: string }>;
	nextUrl: string | null;
}

async function page(line: string): Promise<Page> {
	const reply = await call(line);
	expect(reply.status).toBe(200);
	return reply.body as Page;
}

/** Follows nextUrl as it is, at most ten times. */
async function pages(path: string): Promise<Page[]> {
	const found: Page[] = [];
	let next: string | null = path;
	while (next !== null && found.length < 10) {
		const current: Page = await page(`GET ${next.replace(reach.url, '')}`);
		found.push(current);
		next = current.nextUrl;
	}
	return found;
}

function idsPerPage(found: Page[]): string[][] {
	return found.map(({ groups }) => groups.map(({ id }) => id));
}

function codeOf(reply: Reply): unknown {
	return (reply.body as { errors: Array<{ code: string }> }).errors[0]?.code;
}

const ODD_IDS = ['with space', 'Übung', '%2e', '..', 'a/b', 'a?b#c', 'x%', '50%25'];

describe('groups', () => {
	test('are listed with their URLs', async () => {
		const { groups, nextUrl } = await page('GET /groups');
		expect(groups.map(({ name }) => name)).toEqual([
			'Everyone',
			'Sales EMEA',
			'Onboarding 2026',
			'Customer Support',
			'Compliance',
		]);
		expect(groups[1]).toEqual({
			id: 'grp-sales-emea',
			name: 'Sales EMEA',
			url: `${reach.url}/groups/grp-sales-emea`,
			membersUrl: `${reach.url}/groups/grp-sales-emea/users`,
			reportersUrl: `${reach.url}/groups/grp-sales-emea/reporters`,
			managersUrl: `${reach.url}/groups/grp-sales-emea/managers`,
		});
		expect(nextUrl).toBeNull();
	});

	test('are created, read, renamed and deleted', async () => {
		const created = await call('POST /groups', { name: 'Night shift' });
		expect(created.status).toBe(201);
		const { id } = created.body as { id: string };
		expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
		expect((await call(`GET /groups/${id}`)).body).toEqual(created.body);
		expect(await call(`PUT /groups/${id}`, { name: 'Day shift' })).toMatchObject({ status: 204, text: '' });
		expect((await call(`GET /groups/${id}`)).body).toMatchObject({ name: 'Day shift' });
		expect(await call(`DELETE /groups/${id}`)).toMatchObject({ status: 204, text: '' });
		expect(codeOf(await call(`GET /groups/${id}`))).toBe('group_not_found');
	});
});

describe('groups', () => {
	test('have unique names', async () => {
		const created = await call('POST /groups', { name: 'Compliance' });
		expect(created.status).toBe(409);
		expect(codeOf(created)).toBe('duplicate_name');
		expect(codeOf(await call('PUT /groups/grp-support', { name: 'Compliance' }))).toBe('duplicate_name');
		expect((await call('PUT /groups/grp-compliance', { name: 'Compliance' })).status).toBe(204);
	});

	test('have a name', async () => {
		expect((await call('POST /groups', {})).status).toBe(400);
		expect((await call('PUT /groups/grp-support', { name: ' ' })).status).toBe(400);
	});

	test.each([
		['GET /groups/nobody', undefined],
		['PUT /groups/nobody', { name: 'A' }],
		['DELETE /groups/nobody', undefined],
		['GET /groups/nobody/users', undefined],
		['GET /groups/nobody/reporters', undefined],
		['GET /groups/nobody/managers', undefined],
		['PUT /groups/nobody/users/usr-anna', undefined],
	])('%s is group_not_found', async (line, body) => {
		const reply = await call(line, body);
		expect(reply.status).toBe(404);
		expect(codeOf(reply)).toBe('group_not_found');
	});
});

describe('groups', () => {
	test.each([
		['PUT /groups/everyone', { name: 'All' }],
		['DELETE /groups/everyone', undefined],
		['PUT /groups/everyone/users/usr-anna', undefined],
		['DELETE /groups/everyone/users/usr-anna', undefined],
	])('that are read-only refuse %s', async (line, body) => {
		expect(codeOf(await call(line, body))).toBe('read_only_group');
	});

	test.each(ODD_IDS)('may have the id %p', async (id) => {
		const users = [{ id: 'usr/1', email: 'odd@example.com' }];
		reach.seed({ groups: [{ id, name: 'Odd', members: ['usr/1'] }], users });
		const path = `/groups/${encodeURIComponent(id).replaceAll('.', '%2E')}`;
		const url = `${reach.url}/groups/${encodeURIComponent(id)}`;
		expect((await call(`GET ${path}`)).body).toMatchObject({ id, url });
		expect((await page(`GET ${path}/users`)).users.map((user) => user.id)).toEqual(['usr/1']);
		expect((await call(`DELETE ${path}/users/usr%2F1`)).status).toBe(204);
		expect(reach.state.groups[0]?.members).toEqual([]);
	});

	test('have ids that are decoded once, no more', async () => {
		reach.seed({
			groups: [
				{ id: 'a/b', name: 'A' },
				{ id: 'a%2Fb', name: 'B' },
			],
		});
		expect((await call('GET /groups/a%2Fb')).body).toMatchObject({ name: 'A' });
		expect((await call('GET /groups/a%252Fb')).body).toMatchObject({ name: 'B' });
		expect((await call('GET /groups/a%zz')).text).toContain('simulator: malformed');
	});
});

describe('members', () => {
	test('are listed as users', async () => {
		const { users, nextUrl } = await page('GET /groups/grp-sales-emea/users');
		expect(users.map(({ id }) => id)).toEqual(['usr-anna', 'usr-jonas', 'usr-lucia']);
		expect(users[0]).toMatchObject({
			email: 'anna.berg@example.com',
			url: `${reach.url}/users/usr-anna`,
			groupsUrl: `${reach.url}/users/usr-anna/groups`,
		});
		expect(nextUrl).toBeNull();
	});

	test('of Everyone are all users', async () => {
		expect((await page('GET /groups/everyone/users')).users).toHaveLength(8);
	});

	test('come and go, and a second time changes nothing', async () => {
		for (const method of ['PUT', 'PUT']) {
			expect((await call(`${method} /groups/grp-compliance/users/usr-sara`)).status).toBe(204);
			expect(membersOf('grp-compliance')).toEqual(['usr-sara']);
		}
		for (const method of ['DELETE', 'DELETE']) {
			expect((await call(`${method} /groups/grp-compliance/users/usr-sara`)).status).toBe(204);
			expect(membersOf('grp-compliance')).toEqual([]);
		}
	});

	test('are named by id: an e-mail address is user_not_found', async () => {
		const reply = await call('PUT /groups/grp-compliance/users/sara.lind%40example.com');
		expect(reply.status).toBe(404);
		expect(codeOf(reply)).toBe('user_not_found');
	});
});

describe('members', () => {
	test('leave with the group', async () => {
		await call('DELETE /groups/grp-support');
		const { groups } = await page('GET /users/usr-peter/groups');
		expect(groups.map(({ id }) => id)).toEqual(['everyone']);
	});

	test.each([
		['reporters', ['usr-mei']],
		['managers', ['usr-anna']],
	])('that are %s are read with the URL of the group', async (role, ids) => {
		const reply = await call(`GET /groups/grp-sales-emea/${role}`);
		expect(reply.body).toEqual({
			groupUrl: `${reach.url}/groups/grp-sales-emea`,
			[role]: ids.map((id) => expect.objectContaining({ id }) as unknown),
			nextUrl: null,
		});
		expect((await call(`PUT /groups/grp-sales-emea/${role}/usr-sara`)).status).toBe(404);
	});
});

describe('users', () => {
	test('are found by e-mail, whatever its case', async () => {
		const { users } = await page('GET /users?email=Mei.Tan%40example.com');
		expect(users.map(({ id }) => id)).toEqual(['usr-mei']);
		expect((await page('GET /users?email=mei')).users).toEqual([]);
	});

	test('are listed in pages, and read by id', async () => {
		const { users, nextUrl } = await page('GET /users?limit=3');
		expect(users).toHaveLength(3);
		expect(nextUrl).not.toBeNull();
		expect((await call('GET /users/usr-mei')).body).toMatchObject({ email: 'mei.tan@example.com', role: 'admin' });
		expect(codeOf(await call('GET /users/nobody'))).toBe('user_not_found');
	});

	test('know their groups', async () => {
		const { groups } = await page('GET /users/usr-lucia/groups');
		expect(groups.map(({ id }) => id)).toEqual(['everyone', 'grp-sales-emea', 'grp-support']);
		expect(codeOf(await call('GET /users/nobody/groups'))).toBe('user_not_found');
	});
});

describe('paging', () => {
	beforeEach(() => reach.seed({ groups: ['a', 'b', 'c', 'd'].map((id) => ({ id, name: id.toUpperCase() })) }));

	test('follows an opaque cursor at the own origin to the end', async () => {
		const { nextUrl } = await page('GET /groups?limit=3');
		expect(nextUrl).toMatch(new RegExp(`^${reach.url}/groups\\?cursor=[\\w-]+$`));
		expect(idsPerPage(await pages('/groups?limit=3'))).toEqual([['a', 'b', 'c'], ['d']]);
		expect(idsPerPage(await pages('/groups?limit=2'))).toEqual([
			['a', 'b'],
			['c', 'd'],
		]);
	});

	test('has 50 rows on a page unless told otherwise', async () => {
		const users = Array.from({ length: 51 }, (_, index) => ({ id: `${index}`, email: `${index}@example.com` }));
		reach.seed({ users });
		expect((await page('GET /users')).users).toHaveLength(50);
		expect((await page('GET /users?limit=100')).users).toHaveLength(51);
	});

	test('keeps the filter on later pages', async () => {
		reach.switches.nameFilter = 'prefix-insensitive';
		reach.seed({ groups: ['Team 1', 'Other', 'team 2', 'TEAM 3'].map((name) => ({ id: name, name })) });
		expect(idsPerPage(await pages('/groups?name=team&limit=2'))).toEqual([['Team 1', 'team 2'], ['TEAM 3']]);
	});

	test.each(['0', '101', '1.5', 'many', '-1'])('refuses the limit %p', async (limit) => {
		expect((await call(`GET /groups?limit=${limit}`)).status).toBe(400);
	});

	test('refuses a cursor that it did not give out', async () => {
		expect(codeOf(await call('GET /groups?cursor=abc'))).toBe('invalid_cursor');
		expect(codeOf(await call('GET /groups?cursor=MTI'))).toBe('invalid_cursor');
	});
});

describe('paging', () => {
	beforeEach(() => reach.seed({ groups: ['a', 'b', 'c', 'd'].map((id) => ({ id, name: id.toUpperCase() })) }));

	test('wants nextUrl followed as it is', async () => {
		const { nextUrl } = await page('GET /groups?limit=2');
		const reply = await call(`GET ${nextUrl?.replace(reach.url, '')}&limit=2`);
		expect(reply.status).toBe(400);
		expect(reply.text).toContain('simulator: nextUrl');
	});
});

describe('strictness', () => {
	test.each<Sent & { what: string; line: string }>([
		{ what: 'an unknown query parameter', line: 'GET /groups?search=a' },
		{ what: 'a query parameter given twice', line: 'GET /groups?name=a&name=b' },
		{ what: 'an unknown field', line: 'POST /groups', body: { name: 'A', description: 'B' } },
		{ what: 'a field of the wrong type', line: 'POST /groups', body: { name: 5 } },
		{ what: 'a missing Content-Type', line: 'POST /groups', body: '{"name":"A"}' },
		{ what: 'broken JSON', line: 'POST /groups', body: '{', headers: { 'content-type': 'application/json;v=1' } },
		{ what: 'a body on GET', line: 'GET /groups', body: {} },
		{ what: 'a body for a new member', line: 'PUT /groups/grp-compliance/users/usr-sara', body: {} },
	])('refuses $what', async ({ line, body, headers }) => {
		const reply = await call(line, body, headers);
		expect(reply.status).toBe(400);
		expect(reply.body).toEqual({
			errors: [{ code: 'simulator', message: expect.stringMatching(/^simulator: /) as unknown }],
		});
	});

	test.each(['GET /group', 'GET /groups/', 'PATCH /groups/a', 'GET /v1/groups'])('%s is 404', async (line) => {
		const reply = await call(line);
		expect(reply.status).toBe(404);
		expect(codeOf(reply)).toBe('not_found');
	});

	test.each(['', `bearer ${REACH360_KEY}`, REACH360_KEY, 'Bearer wrong'])('refuses the header %p', async (header) => {
		const reply = await call('GET /groups', undefined, { authorization: header });
		expect(reply.status).toBe(401);
		expect(codeOf(reply)).toBe('unauthorized');
	});

	test.each(['', 'latest', '2023-4-4', '2023-13-01', '2020-01-01'])('refuses the version %p', async (version) => {
		const reply = await call('GET /groups', undefined, { 'api-version': version });
		expect(reply.status).toBe(400);
		expect(codeOf(reply)).toBe('invalid_api_version');
	});
});

describe('strictness', () => {
	test('names the version that it follows', async () => {
		expect((await call('GET /groups')).headers['api-version']).toBe('2023-04-04');
		const reply = await call('GET /groups', undefined, { 'api-version': '2024-02-01' });
		expect(reply.headers['api-version']).toBe('2024-02-01');
	});
});

describe('switches', () => {
	test('create: 200', async () => {
		reach.switches.create = 200;
		expect((await call('POST /groups', { name: 'A' })).status).toBe(200);
	});

	test('update: 200 comes with the group', async () => {
		reach.switches.update = 200;
		const reply = await call('PUT /groups/grp-support', { name: 'Help desk' });
		expect(reply.status).toBe(200);
		expect(reply.body).toMatchObject({ id: 'grp-support', name: 'Help desk' });
	});

	test('errorBody: object', async () => {
		reach.switches.errorBody = 'object';
		const reply = await call('GET /groups/nobody');
		expect(reply.body).toEqual({ error: { code: 'group_not_found', message: 'There is no group "nobody"' } });
	});

	test.each([409, 400, 422] as const)('duplicateName: %p', async (status) => {
		reach.switches.duplicateName = status;
		const reply = await call('POST /groups', { name: 'Compliance' });
		expect(reply.status).toBe(status);
		expect(codeOf(reply)).toBe('duplicate_name');
	});

	test('lastPage: empty ends with an empty page', async () => {
		reach.switches.lastPage = 'empty';
		const sizes = (await pages('/groups?limit=3')).map(({ groups }) => groups.length);
		expect(sizes).toEqual([3, 2, 0]);
	});
});

describe('switches', () => {
	test('urlFields: old-two', async () => {
		reach.switches.urlFields = 'old-two';
		const { body } = await call('GET /groups/grp-support');
		expect(Object.keys(body as object)).toEqual(['id', 'name', 'membersUrl', 'url']);
	});

	test('userFields: all has the newer ones, old leaves them out', async () => {
		const newer = ['learnerReportUrl', 'favoritesUrl', 'articulate360User'];
		expect(Object.keys((await call('GET /users/usr-anna')).body as object)).toEqual(expect.arrayContaining(newer));
		expect((await page('GET /groups/grp-support/users')).users[0]).toMatchObject({ articulate360User: false });
		reach.switches.userFields = 'old';
		for (const name of newer) expect((await call('GET /users/usr-anna')).body).not.toHaveProperty(name);
	});

	test('nextUrl: foreign-origin leads to this simulator by another name', async () => {
		reach.switches.nextUrl = 'foreign-origin';
		const { nextUrl } = await page('GET /groups?limit=2');
		expect(new URL(nextUrl ?? '').origin).toBe(reach.url.replace('127.0.0.1', 'localhost'));
		const reply = await fetch(nextUrl ?? '', { headers: { authorization: `Bearer ${REACH360_KEY}` } });
		expect(await reply.json()).toMatchObject({ nextUrl: expect.stringContaining('127.0.0.1') as unknown });
		expect(reach.log.at(-1)?.headers).toMatchObject({ authorization: `Bearer ${REACH360_KEY}` });
	});

	test('nextUrl: repeated-cursor leads in a circle', async () => {
		reach.switches.nextUrl = 'repeated-cursor';
		const found = await pages('/groups?limit=2');
		expect(found).toHaveLength(10);
		expect(new Set(found.map(({ nextUrl }) => nextUrl)).size).toBe(1);
	});
});

describe('switches', () => {
	test('nextUrl: duplicate-page repeats the first page under another cursor', async () => {
		reach.switches.nextUrl = 'duplicate-page';
		const found = await pages('/groups?limit=3');
		const first = ['everyone', 'grp-sales-emea', 'grp-onboarding'];
		expect(idsPerPage(found)).toEqual([first, first, ['grp-support', 'grp-compliance']]);
		expect(new Set(found.map(({ nextUrl }) => nextUrl)).size).toBe(3);
	});

	test('nameFilter: exact, or by prefix and whatever the case', async () => {
		expect((await page('GET /groups?name=Compliance')).groups).toHaveLength(1);
		expect((await page('GET /groups?name=comp')).groups).toHaveLength(0);
		reach.switches.nameFilter = 'prefix-insensitive';
		expect((await page('GET /groups?name=comp')).groups).toHaveLength(1);
	});

	test('echoKey: on repeats the header in errors', async () => {
		reach.switches.echoKey = 'on';
		expect((await call('GET /groups/nobody')).text).toContain(`Bearer ${REACH360_KEY}`);
	});

	test('rateLimit works here too', async () => {
		reach.switches.rateLimit = 1;
		await call('GET /groups');
		const reply = await call('GET /groups');
		expect(reply.status).toBe(429);
		expect(codeOf(reply)).toBe('rate_limit_exceeded');
	});
});

function membersOf(id: string): string[] | undefined {
	return reach.state.groups.find((group) => group.id === id)?.members;
}
