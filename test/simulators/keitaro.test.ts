import { KEITARO_KEY, type KeitaroSimulator, startKeitaro } from '../../simulators';
import { type Reply, send, type Sent } from './client';

const FORM = 'application/x-www-form-urlencoded';

let keitaro: KeitaroSimulator;

beforeAll(async () => {
	keitaro = await startKeitaro();
});
beforeEach(() => keitaro.reset());
afterAll(async () => await keitaro.close());

async function call(line: string, body?: unknown, headers: Sent['headers'] = {}): Promise<Reply> {
	const [method, path] = line.split(' ');
	return await send(keitaro.url, `${method} /admin_api/v1${path}`, {
		body,
		headers: { 'api-key': KEITARO_KEY, ...headers },
	});
}

describe('groups', () => {
	test('are listed per type', async () => {
		const reply = await call('GET /groups?type=landings');
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual([
			{ id: 6, name: 'Quiz pages', position: 1, type: 'landings' },
			{ id: 7, name: 'Pre-landers', position: 2, type: 'landings' },
		]);
	});

	test.each(['GET /groups', 'GET /groups?type=streams'])('%s is refused: the type is required', async (line) => {
		const reply = await call(line);
		expect(reply.status).toBe(400);
		expect(reply.body).toEqual({ error: expect.stringContaining('type') as unknown });
	});

	test('are created with 200, the next id and the next position', async () => {
		const reply = await call('POST /groups', { name: 'APAC', type: 'campaigns', position: 40 });
		expect(reply.status).toBe(200);
		expect(reply.body).toEqual({ id: 9, name: 'APAC', position: 4, type: 'campaigns' });
		expect(keitaro.state.groups).toContainEqual(reply.body);
	});

	test('are updated in part', async () => {
		const reply = await call('PUT /groups/2', { name: 'DACH search' });
		expect(reply.body).toEqual({ id: 2, name: 'DACH search', position: 2, type: 'campaigns' });
		const moved = await call('PUT /groups/2', { type: 'offers' });
		expect(moved.body).toMatchObject({ name: 'DACH search', type: 'offers' });
		expect((await call('PUT /groups/2', {})).status).toBe(200);
	});
});

describe('groups', () => {
	test('are deleted at …/delete, with the group as the answer', async () => {
		const reply = await call('DELETE /groups/3/delete');
		expect(reply.status).toBe(200);
		expect(reply.body).toMatchObject({ id: 3, name: 'LATAM push' });
		expect(keitaro.state.groups.map(({ id }) => id)).not.toContain(3);
	});

	test('never get the id of a deleted one', async () => {
		await call('DELETE /groups/8/delete');
		const created = await call('POST /groups', { name: 'New', type: 'domains' });
		expect(created.body).toMatchObject({ id: 9, position: 1 });
	});

	test('cannot be read by id: the admin page answers', async () => {
		const reply = await call('GET /groups/1');
		expect(reply.status).toBe(200);
		expect(reply.headers['content-type']).toContain('text/html');
	});

	test('have unique names within a type, and only there', async () => {
		expect((await call('POST /groups', { name: 'EU search', type: 'campaigns' })).status).toBe(406);
		expect((await call('PUT /groups/1', { name: 'EU search' })).status).toBe(406);
		expect((await call('PUT /groups/2', { name: 'EU search' })).status).toBe(200);
		expect((await call('POST /groups', { name: 'EU search', type: 'offers' })).status).toBe(200);
	});
});

describe('entities', () => {
	test.each([
		['campaigns', [101, 102, 103, 104, 105, 106]],
		['offers', [201, 202, 203, 204]],
		['landing_pages', [301, 302, 303]],
		['domains', [401, 402]],
	])('of /%s are listed without the archived ones', async (collection, ids) => {
		const reply = await call(`GET /${collection}`);
		expect((reply.body as Array<{ id: number }>).map(({ id }) => id)).toEqual(ids);
	});

	test('carry group ids as numbers, strings, 0 and null', async () => {
		const rows = [...(await list('campaigns')), ...(await list('offers'))];
		expect(new Set(rows.map(({ group_id }) => group_id))).toEqual(new Set([1, '1', 2, 3, 0, 4, 5, null]));
	});

	test('that are campaigns have pages', async () => {
		const reply = await call('GET /campaigns?limit=2&offset=1');
		expect((reply.body as Array<{ id: number }>).map(({ id }) => id)).toEqual([102, 103]);
		expect((await call('GET /campaigns?limit=two')).text).toContain('simulator:');
	});

	test('that are no campaigns have none', async () => {
		const reply = await call('GET /offers?limit=2');
		expect(reply.status).toBe(400);
		expect(reply.body).toEqual({ error: 'simulator: unknown query parameter "limit"' });
	});

	test.each(['campaigns/106', 'offers/204', 'landing_pages/301', 'domains/402'])('like %s join one', async (path) => {
		const reply = await call(`PUT /${path}`, { group_id: 7 });
		expect(reply.status).toBe(200);
		expect(reply.body).toMatchObject({ group_id: 7 });
	});
});

describe('entities', () => {
	test('join a group that does not exist without a word', async () => {
		const reply = await call('PUT /offers/204', { group_id: 999 });
		expect(reply.body).toMatchObject({ name: 'VPN trial', group_id: 999 });
		expect((await call('PUT /offers/204', { group_id: 0 })).status).toBe(200);
		expect((await call('PUT /offers/204', { group_id: null })).status).toBe(200);
	});

	test('that do not exist are 404', async () => {
		expect((await call('PUT /offers/999', { group_id: 4 })).status).toBe(404);
	});
});

describe('what live trackers take', () => {
	test.each<Sent & { what: string }>([
		{ what: 'without a Content-Type', body: '{"name":"A","position":"10","type":"offers"}' },
		{
			what: 'with another one',
			body: '{"name":"A","position":10,"type":"offers"}',
			headers: { 'content-type': FORM },
		},
		{ what: 'as a form', body: 'name=A&position=10&type=offers', headers: { 'content-type': FORM } },
		{ what: 'with an id', body: { id: 77, name: 'A', type: 'offers' } },
	])('a new group $what', async ({ body, headers }) => {
		const made = { id: 9, name: 'A', position: 3, type: 'offers' };
		expect(await call('POST /groups', body, headers)).toMatchObject({ status: 200, body: made });
	});

	test.each([
		{ id: 1, name: 'B' },
		{ id: '1', name: 'B', position: '10' },
		{ name: 'B', position: 1, type: 'campaigns' },
	])('the update %j, its id and position ignored', async (body) => {
		const changed = { id: 1, name: 'B', position: 1, type: 'campaigns' };
		expect(await call('PUT /groups/1', body)).toMatchObject({ status: 200, body: changed });
	});

	test.each(['[]', 'null', '{}'])('the body %s on a deletion', async (body) => {
		expect((await call('DELETE /groups/1/delete', body)).status).toBe(200);
		expect(keitaro.state.groups.map(({ id }) => id)).not.toContain(1);
	});

	test('the type in the body of a list', async () => {
		const reply = await call('GET /groups', '{"type":"landings"}');
		expect(reply.body).toMatchObject([{ id: 6 }, { id: 7 }]);
		expect((await call('GET /offers', 'null')).status).toBe(200);
	});
});

describe('campaigns', () => {
	test('are read one by one, archived ones too', async () => {
		expect((await call('GET /campaigns/103')).body).toMatchObject({ id: 103, group_id: 2 });
		expect((await call('GET /campaigns/107')).body).toMatchObject({ id: 107, state: 'deleted' });
		expect((await call('GET /campaigns/999')).status).toBe(404);
	});

	test('that are archived have a list of their own', async () => {
		expect((await call('GET /campaigns/deleted')).body).toMatchObject([{ id: 107 }]);
		expect((await call('GET /campaigns/deleted?limit=5&offset=1')).body).toEqual([]);
	});
});

describe('strictness', () => {
	test.each<Sent & { what: string; line: string }>([
		{ what: 'an unknown query parameter', line: 'GET /groups?type=offers&page=2' },
		{ what: 'a query parameter given twice', line: 'GET /groups?type=offers&type=domains' },
		{ what: 'an unknown field', line: 'POST /groups', body: { name: 'A', type: 'offers', color: 'red' } },
		{ what: 'a field of the wrong type', line: 'POST /groups', body: { name: 5, type: 'offers' } },
		{ what: 'a position that is no number', line: 'PUT /groups/1', body: { position: 'first' } },
		{ what: 'a group id of the wrong type', line: 'PUT /offers/201', body: { group_id: 'four' } },
		{ what: 'a list where an object belongs', line: 'PUT /groups/1', body: [{ name: 'A' }] },
		{ what: 'a missing body', line: 'POST /groups' },
		{ what: 'broken JSON', line: 'POST /groups', body: '{', headers: { 'content-type': 'application/json' } },
		{ what: 'a list as a new group', line: 'POST /groups', body: [] },
	])('refuses $what', async ({ line, body, headers }) => {
		const before = structuredClone(keitaro.state);
		const reply = await call(line, body, headers);
		expect(reply.status).toBe(400);
		expect(reply.body).toEqual({ error: expect.stringMatching(/^simulator: /) as unknown });
		expect(keitaro.state).toEqual(before);
	});

	test.each<Sent & { what: string; line: string }>([
		{ what: 'a missing Content-Type', line: 'POST /groups', body: '{"name":"A","type":"offers"}' },
		{ what: 'another Content-Type', line: 'POST /groups', body: '{}', headers: { 'content-type': 'text/plain' } },
		{ what: 'a form', line: 'POST /groups', body: 'name=A&type=offers', headers: { 'content-type': FORM } },
		{ what: 'a body on GET', line: 'GET /groups?type=offers', body: {} },
		{ what: 'a body on DELETE', line: 'DELETE /groups/1/delete', body: [] },
	])('contentType: strict refuses $what', async ({ line, body, headers }) => {
		keitaro.switches.contentType = 'strict';
		expect(await call(line, body, headers)).toMatchObject({
			status: 400,
			text: expect.stringContaining('simulator: ') as unknown,
		});
		expect(keitaro.state.groups).toHaveLength(8);
	});
});

describe('strictness', () => {
	test.each([
		'GET /admin_api/v1/group?type=offers',
		'GET /admin_api/v1/groups/?type=offers',
		'DELETE /admin_api/v1/groups/1',
		'PATCH /admin_api/v1/groups/1',
		'GET /groups?type=offers',
		'GET /',
	])('%s gets the admin page with 200', async (line) => {
		const reply = await send(keitaro.url, line);
		expect(reply.status).toBe(200);
		expect(reply.text).toMatch(/^<!doctype html>/);
	});

	test.each([undefined, '', 'wrong', `${KEITARO_KEY}x`])('refuses the key %p', async (key) => {
		const headers: Record<string, string> = key === undefined ? {} : { 'api-key': key };
		const reply = await send(keitaro.url, 'GET /admin_api/v1/groups?type=offers', { headers });
		expect(reply.status).toBe(401);
		expect(reply.body).toEqual({ error: 'Authentication required' });
	});
});

describe('switches', () => {
	test.each([406, 422] as const)('validation: %p', async (validation) => {
		keitaro.switches.validation = validation;
		const blank = await call('POST /groups', { name: ' ', type: 'offers' });
		expect(blank.status).toBe(validation);
		expect(blank.body).toEqual({ name: ['The field is required'] });
		const type = await call('POST /groups', { name: 'A', type: 'streams' });
		expect(type.status).toBe(validation);
		expect(type.body).toEqual({ type: ['The value is not a type of group'] });
		const duplicate = await call('POST /groups', { name: 'Quiz pages', type: 'landings' });
		expect(duplicate.status).toBe(validation);
		expect(duplicate.body).toEqual({ name: ['The name "Quiz pages" is already in use'] });
	});

	test('notFoundBody: json or text', async () => {
		expect((await call('DELETE /groups/77/delete')).body).toEqual({ error: 'Group #77 not found' });
		keitaro.switches.notFoundBody = 'text';
		const reply = await call('PUT /groups/seven', { name: 'A' });
		expect(reply.status).toBe(404);
		expect(reply.text).toBe('Group #seven not found');
	});

	test('domainsType: no knows no groups of domains', async () => {
		keitaro.switches.domainsType = 'no';
		expect((await call('GET /groups?type=domains')).status).toBe(400);
		expect((await call('POST /groups', { name: 'A', type: 'domains' })).status).toBe(406);
		expect((await call('GET /groups?type=offers')).status).toBe(200);
	});

	test('rights: trimmed empties every list', async () => {
		keitaro.switches.rights = 'trimmed';
		for (const path of ['groups?type=offers', 'campaigns', 'offers', 'landing_pages', 'domains']) {
			expect(await call(`GET /${path}`)).toMatchObject({ status: 200, body: [] });
		}
	});
});

describe('switches', () => {
	test('rights: no-groups-section hides the groups only', async () => {
		keitaro.switches.rights = 'no-groups-section';
		const reply = await call('GET /groups?type=offers');
		expect(reply.status).toBe(403);
		expect(reply.body).toEqual({ error: expect.stringContaining('permission') as unknown, stacktrace: null });
		expect((await call('GET /offers')).status).toBe(200);
	});

	test('edition: without-api answers 402', async () => {
		keitaro.switches.edition = 'without-api';
		expect((await call('GET /groups?type=offers')).status).toBe(402);
	});

	test.each([
		['axios/1.7.9', 403],
		['n8n', 403],
		['', 403],
		['group-manager-test/1.0', 200],
	])('cloudflare: by-user-agent answers %p with %p', async (agent, status) => {
		keitaro.switches.cloudflare = 'by-user-agent';
		const headers: Record<string, string> = agent === '' ? {} : { 'user-agent': agent };
		const reply = await call('GET /groups?type=offers', undefined, headers);
		expect(reply.status).toBe(status);
		if (status === 403) expect(reply.body).toMatchObject({ cloudflare_error: true, error_code: 1010 });
	});

	test('cloudflare: everybody turns every client away', async () => {
		keitaro.switches.cloudflare = 'everybody';
		expect((await call('GET /groups?type=offers', undefined, { 'user-agent': 'known/1' })).status).toBe(403);
	});
});

describe('switches', () => {
	test('deletedGroupMembers: keep leaves stale ids, reset writes 0', async () => {
		await call('DELETE /groups/2/delete');
		expect(groupIdsOf([103, 104])).toEqual([2, 2]);
		keitaro.switches.deletedGroupMembers = 'reset';
		await call('DELETE /groups/1/delete');
		expect(groupIdsOf([101, 102, 107, 103])).toEqual([0, 0, 0, 2]);
		await call('DELETE /groups/7/delete');
		expect(keitaro.state.landing_pages.map(({ group_id }) => group_id)).toEqual([6, 0, 0]);
	});

	test('campaignPages: a number is the size of a page and the most that a limit gets', async () => {
		keitaro.switches.campaignPages = 4;
		expect(await list('campaigns')).toHaveLength(4);
		expect(await list('campaigns?limit=1000')).toHaveLength(4);
		expect(await list('campaigns?limit=1000&offset=4')).toHaveLength(2);
		expect(await list('campaigns?limit=3&offset=1')).toHaveLength(3);
		expect(await list('offers')).toHaveLength(4);
	});

	test('campaignPages: ignored sends everything whatever is asked', async () => {
		keitaro.switches.campaignPages = 'ignored';
		expect(await list('campaigns?limit=2&offset=4')).toHaveLength(6);
	});

	test.each([
		['group', 200, expect.stringContaining('LATAM push')],
		['empty', 200, ''],
		[204, 204, ''],
		['list', 200, expect.stringMatching(/^\[\{.*LATAM push.*\}\]$/)],
	] as const)('deleteAnswer: %p', async (deleteAnswer, status, text: unknown) => {
		keitaro.switches.deleteAnswer = deleteAnswer;
		expect(await call('DELETE /groups/3/delete')).toMatchObject({ status, text });
		expect(keitaro.state.groups.map(({ id }) => id)).not.toContain(3);
	});
});

describe('switches', () => {
	test('position: required refuses a new group without one', async () => {
		keitaro.switches.position = 'required';
		const reply = await call('POST /groups', { name: 'A', type: 'offers' });
		expect(reply).toMatchObject({ status: 406, body: { position: ['The field is required'] } });
		expect((await call('POST /groups', { name: 'A', type: 'offers', position: '1' })).status).toBe(200);
		expect((await call('PUT /groups/1', { name: 'A' })).status).toBe(200);
	});

	test('listBody: 500', async () => {
		keitaro.switches.listBody = 500;
		expect(await call('POST /groups', [])).toMatchObject({ status: 500, body: { error: 'Internal error' } });
	});

	test.each([
		['refused', 400, []],
		['all', 200, [1, 2, 3, 4, 5, 6, 7, 8]],
		['campaigns', 200, [1, 2, 3]],
	] as const)('listWithoutType: %p', async (listWithoutType, status, ids) => {
		keitaro.switches.listWithoutType = listWithoutType;
		const { status: given, body } = await call('GET /groups');
		expect([given, Array.isArray(body) ? body.map(({ id }: { id: number }) => id) : []]).toEqual([status, ids]);
		expect((await call('GET /groups?type=all')).status).toBe(400);
	});

	test('echoKey: on repeats the key in errors', async () => {
		expect((await call('PUT /groups/77', { name: 'A' })).text).not.toContain(KEITARO_KEY);
		keitaro.switches.echoKey = 'on';
		expect((await call('PUT /groups/77', { name: 'A' })).text).toContain(KEITARO_KEY);
		expect((await call('POST /groups', { name: '', type: 'offers' })).text).toContain(KEITARO_KEY);
		expect((await call('GET /offers', undefined, { 'api-key': 'another' })).text).toContain('another');
	});
});

describe('switches', () => {
	test('rateLimit works here too', async () => {
		keitaro.switches.rateLimit = 1;
		expect((await call('GET /offers')).status).toBe(200);
		const reply = await call('GET /offers');
		expect(reply.status).toBe(429);
		expect(reply.headers['retry-after']).toBe('1');
		expect(reply.body).toEqual({ error: 'Too many requests' });
	});
});

async function list(collection: string): Promise<Array<{ group_id: unknown }>> {
	return (await call(`GET /${collection}`)).body as Array<{ group_id: unknown }>;
}

function groupIdsOf(campaigns: number[]): unknown[] {
	return campaigns.map((id) => keitaro.state.campaigns.find((campaign) => campaign.id === id)?.group_id);
}
