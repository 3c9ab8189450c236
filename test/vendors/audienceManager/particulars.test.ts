import {
	AAM_ACCESS_TOKEN,
	AAM_CLIENT_ID,
	AAM_ORGANIZATION_ID,
	type AudienceManagerSimulator,
} from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId, byName, type Json } from '../../kit/json';
import { OBJECTS, PERMISSIONS } from './records';

describeOnHosts('audienceManager', 'audienceManager', particulars);

function particulars(bench: Bench<AudienceManagerSimulator>): void {
	const groups = (...extra: Json[]) => bench.simulator.seed({ groups: extra as never, objects: OBJECTS });
	const stored = (groupId: number) => bench.simulator.state.groups.find((group) => group.groupId === groupId)!;
	const logins = () => bench.simulator.log.filter(({ path }) => path.startsWith('/ims/'));

	describe('the login', () => {
		const create = (count: number, concurrency = count) =>
			bench.each(
				'group.create',
				{ name: '={{ $json.name }}', options: { concurrency } },
				Array.from({ length: count }, (_, index) => ({ name: `New ${index}` })),
			);

		it('happens once for all items, and not again while the token holds', async () => {
			await create(20);
			await create(20);

			expect(logins()).toHaveLength(1);
			expect(logins()[0]).toMatchObject({
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
				expect(logins()).toHaveLength(2);
				expect(bench.names).toHaveLength(23);
			},
		);

		it('is renewed once for an execution that starts with an expired token', async () => {
			await create(1);
			bench.simulator.state.tokens.length = 0;
			const outputs = await create(20);

			expect(outputs.every(({ success }) => success)).toBe(true);
			expect(logins()).toHaveLength(2);
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
			expect(logins().length).toBeLessThanOrEqual(2);
		});

		it("that is refused fails every item in Adobe's words, after one attempt", async () => {
			bench.use({ clientSecret: 'aam-hush-this-is-not-the-secret' });
			const outputs = await create(20);

			for (const { error, message } of outputs) {
				expect(error).toMatchObject({ code: 'unauthorized', httpStatus: 400, retryable: false, request: null });
				expect(message).toMatch(
					/Adobe refused the login: invalid_client: invalid client_secret.*Client Secret/,
				);
			}
			expect(logins()).toHaveLength(1);
			expect(bench.sent()).toEqual([]);
		});

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

	describe('headers', () => {
		const ready = { authentication: 'accessToken', apiKey: AAM_ACCESS_TOKEN };

		it('carry a ready token without a login, and no client id when there is none', async () => {
			bench.use({ ...ready, clientId: '' });
			const { request } = await bench.one('group.getAll');

			expect(bench.log[0]!.headers).toMatchObject({ authorization: `Bearer ${AAM_ACCESS_TOKEN}` });
			expect(bench.log[0]!.headers).not.toHaveProperty('x-api-key');
			expect(request.headers).toMatchObject({ Authorization: '**hidden**' });
			expect(request.headers).not.toHaveProperty('x-api-key');
			expect(logins()).toEqual([]);
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

		it('with a ready token that is refused lead to no login', async () => {
			bench.use({ ...ready, apiKey: 'aam-ready-this-is-not-a-token' });
			const { error } = await bench.one('group.getAll');

			expect(error).toMatchObject({ code: 'unauthorized', httpStatus: 401, retryable: false });
			expect(bench.simulator.log).toHaveLength(1);
		});
	});

	describe('groups', () => {
		it.each([201, 200] as const)('are created with %i, with a description or without', async (create) => {
			bench.switch({ create });
			const made = await bench.one('group.create', { name: 'Delta', description: 'All of it' });
			expect(made.data).toMatchObject({ name: 'Delta', description: 'All of it' });

			expect((await bench.one('group.create', { name: 'Delta' })).data).toMatchObject({
				name: 'Delta',
				description: null,
			});
			expect(bench.written()).toEqual([
				'POST /groups/ {"name":"Delta","description":"All of it"}',
				'POST /groups/ {"name":"Delta","description":null}',
			]);
		});

		it.each([404, 200] as const)(
			'are picked from the list, whether one can be read by its id or not (%i)',
			async (getById) => {
				bench.switch({ getById });
				await bench.one('group.get', { groupId: byId(2002) });

				expect(bench.sent()).toEqual(['GET /groups/']);
			},
		);

		it('are got by id and by name with one request', async () => {
			const byIds = await bench.each(
				'group.get',
				{ groupId: byId('={{ $json.id }}') },
				Array.from({ length: 40 }, (_, index) => ({ id: 2001 + (index % 3) })),
			);

			expect(byIds.map(({ data }) => data.groupId)).toEqual(
				Array.from({ length: 40 }, (_, index) => 2001 + (index % 3)),
			);
			expect(bench.sent()).toEqual(['GET /groups/']);
		});
	});

	describe('an update', () => {
		beforeEach(() =>
			groups(
				{ groupId: 7, name: 'R&D "Lab" <beta>', description: 'Old & <tried>' },
				{ groupId: 8, name: 'Plain', description: null },
			),
		);

		const update = (groupId: number, parameters: Json) =>
			bench.one('group.update', { groupId: byId(groupId), ...parameters });

		it.each(['off', 'on'] as const)(
			'of the description alone sends the name as people wrote it, escaping %s',
			async (escaping) => {
				bench.switch({ escaping, escapingHeader: 'ignored' });
				await update(7, { description: 'New' });

				expect(bench.sent()).toEqual([
					'GET /groups/',
					`PUT /groups/7 ${JSON.stringify({ name: 'R&D "Lab" <beta>', description: 'New' })}`,
				]);
				expect(stored(7)).toMatchObject({ name: 'R&D "Lab" <beta>', description: 'New' });
			},
		);

		it.each(['off', 'on'] as const)('of the name alone keeps the description, escaping %s', async (escaping) => {
			bench.switch({ escaping, escapingHeader: 'ignored' });
			await update(7, { name: 'New' });
			await update(8, { name: 'Newer' });

			expect(stored(7)).toMatchObject({ name: 'New', description: 'Old & <tried>' });
			expect(bench.log.at(-1)!.body).toEqual({ name: 'Newer', description: null });
		});

		it('of both reads nothing', async () => {
			await update(7, { name: 'New', description: 'Newer' });

			expect(bench.sent()).toEqual(['PUT /groups/7 {"name":"New","description":"Newer"}']);
		});

		it('in JSON completes nothing, and may clear the description', async () => {
			await update(7, { specifyBody: 'json', groupData: '{"name":"New","description":null}' });
			expect(stored(7)).toMatchObject({ name: 'New', description: null });

			await update(8, { specifyBody: 'json', groupData: '{"name":"Newer"}' });
			expect(bench.sent()).toEqual([
				'PUT /groups/7 {"name":"New","description":null}',
				'PUT /groups/8 {"name":"Newer"}',
			]);
		});

		it.each(['off', 'on'] as const)(
			'by two items of the same group loses nothing, escaping %s',
			async (escaping) => {
				bench.switch({ escaping, escapingHeader: 'ignored' });
				const items = [
					{ name: 'A & B', description: '' },
					{ name: '', description: 'New' },
				];
				const parameters = {
					groupId: byId(7),
					name: '={{ $json.name }}',
					description: '={{ $json.description }}',
				};
				await bench.each('group.update', parameters, items);

				expect(stored(7)).toMatchObject({ name: 'A & B', description: 'New' });
				expect(bench.sent()).toHaveLength(3);
			},
		);

		it('of many groups reads the list once', async () => {
			const items = [{ id: 7 }, { id: 8 }];
			await bench.each('group.update', { groupId: byId('={{ $json.id }}'), description: 'New' }, items);

			expect(bench.sent().filter((line) => line.startsWith('GET'))).toEqual(['GET /groups/']);
			expect(bench.written()).toHaveLength(2);
		});

		it('of a group that the list does not hold writes nothing', async () => {
			const { error } = await update(9, { description: 'New' });

			expect(error).toMatchObject({ code: 'not_found', request: { method: 'GET' } });
			expect(bench.written()).toEqual([]);
		});
	});

	describe('escaped names', () => {
		beforeEach(() => {
			bench.switch({ escaping: 'on', escapingHeader: 'ignored' });
			groups({ groupId: 7, name: 'R&D "Lab" <beta>' }, { groupId: 8, name: 'Plain' });
		});

		it('are found by what people wrote, and given as the vendor wrote them', async () => {
			const { data } = await bench.one('group.get', { groupId: byName('R&D "Lab" <beta>') });

			expect(data).toMatchObject({ groupId: 7, name: 'R&amp;D &quot;Lab&quot; &lt;beta&gt;' });
		});

		it.each([{ name: 'R&D "Lab" <beta>' }, { nameContains: '"LAB" <' }])(
			'are filtered by what people wrote: %j',
			async (filters) => {
				const { data } = await bench.one('group.getAll', { filters });

				expect(data.map(({ groupId }: Json) => groupId)).toEqual([7]);
			},
		);
	});

	describe('a list in a wrapper', () => {
		const page = (ids: number[], rest: object) => ({
			method: 'GET',
			path: /groups\/$/,
			fault: {
				status: 200,
				body: { list: ids.map((groupId) => ({ groupId, name: `Group ${groupId}` })), ...rest },
			},
		});
		const idsIn = ({ data }: Json) => data.map(({ groupId }: Json) => groupId);

		it('is read page by page', async () => {
			bench.simulator.faults.add(page([1, 2], { total: 5, page: 0, pageSize: 2 }));
			bench.simulator.faults.add(page([3, 4], { total: 5, page: 1, pageSize: 2 }));
			bench.simulator.faults.add(page([5], { total: 5, page: 2, pageSize: 2 }));
			const json = await bench.one('group.getAll', { returnAll: true });

			expect(idsIn(json)).toEqual([1, 2, 3, 4, 5]);
			expect(json.request).toEqual(bench.shown('GET /groups/'));
			expect(bench.sent()).toEqual([
				'GET /groups/',
				'GET /groups/?page=1&pageSize=2',
				'GET /groups/?page=2&pageSize=2',
			]);
		});

		it('is read once for all look-ups', async () => {
			bench.simulator.faults.add(page([1], { total: 2, page: 0, pageSize: 1 }));
			bench.simulator.faults.add(page([2], { total: 2, page: 1, pageSize: 1 }));
			const outputs = await bench.each('group.get', { groupId: byId('={{ $json.id }}') }, [
				{ id: 1 },
				{ id: 2 },
				{ id: 1 },
			]);

			expect(outputs.map(({ data }) => data.groupId)).toEqual([1, 2, 1]);
			expect(bench.sent()).toHaveLength(2);
		});

		it('is not whole when a page is empty before its total is reached', async () => {
			bench.simulator.faults.add(page([1, 2], { total: 5, page: 0, pageSize: 2 }));
			bench.simulator.faults.add(page([], { total: 5, page: 1, pageSize: 2 }));
			const { error, message } = await bench.one('group.getAll', { returnAll: true });

			expect(error).toMatchObject({ code: 'unexpected_response', retryable: false });
			expect(message).toContain('the list ends after 2 of 5');
			expect(bench.sent()).toHaveLength(2);
		});

		it('is not known to be whole when it names no total', async () => {
			bench.simulator.faults.add(page([1, 2], {}));
			const { error, message } = await bench.one('group.getAll', { returnAll: true });

			expect(error).toMatchObject({ code: 'unexpected_response', retryable: false });
			expect(message).toContain('2 of an unknown number');
			expect(bench.sent()).toHaveLength(1);
		});

		it('gives each group once when its pages overlap', async () => {
			bench.simulator.faults.add(page([1, 2], { total: 3, page: 0, pageSize: 2 }));
			bench.simulator.faults.add(page([2, 3], { total: 3, page: 1, pageSize: 2 }));

			expect(idsIn(await bench.one('group.getAll', { returnAll: true }))).toEqual([1, 2, 3]);
		});

		it.each([
			{ total: 9, page: 0, pageSize: 2 },
			{ total: 1e12, page: 0, pageSize: 2 },
			{ total: 'many' },
			{ total: 9 },
		])('that gives the same page for ever (%j) ends in a failure', async (rest) => {
			bench.simulator.faults.add({ ...page([1, 2], rest), times: Infinity });
			const { error } = await bench.one('group.getAll', { returnAll: true });

			expect(error).toMatchObject({ code: 'unexpected_response', retryable: false });
			expect(bench.sent().length).toBeLessThanOrEqual(3);
		});
	});

	describe('deleting many', () => {
		const many = (count: number, conflicts: number[] = []) =>
			groups(
				...Array.from({ length: count }, (_, index) => ({
					groupId: index + 1,
					name: `Group ${index + 1}`,
					conflict: conflicts.includes(index + 1),
				})),
			);
		const left = () => bench.simulator.state.groups.map(({ groupId }) => groupId);

		it.each([
			['delete', 'DELETE /groups/bulk-delete'],
			['post', 'POST /groups/bulk-delete'],
		])('sends the ids of all items together, by %s', async (bulkDeleteMethod, line) => {
			many(5);
			const items = [{ ids: '1,2' }, { ids: '2,4' }, { ids: '5' }];
			const outputs = await bench.each(
				'group.deleteMany',
				{ groupIds: '={{ $json.ids }}', options: { bulkDeleteMethod } },
				items,
			);

			expect(outputs.map(({ data }) => data)).toEqual([
				{ deleted: ['1', '2'], failed: [], missing: [] },
				{ deleted: ['2', '4'], failed: [], missing: [] },
				{ deleted: ['5'], failed: [], missing: [] },
			]);
			expect(bench.sent()).toEqual([`${line} [1,2,4,5]`]);
			const shared = { ...bench.shown(line), sharedWith: 0 };
			expect(outputs.map(({ request }) => request)).toEqual([bench.shown(`${line} [1,2,4,5]`), shared, shared]);
			expect(left()).toEqual([3]);
		});

		it.each([
			[100, 1, 1],
			[101, 1, 2],
			[250, 10, 3],
			[250, 250, 3],
		])('of %i ids over %i items takes a request per hundred', async (count, itemCount, requests) => {
			many(count);
			const ids = Array.from({ length: count }, (_, index) => index + 1);
			const items = Array.from({ length: itemCount }, (_, item) => ({
				ids: ids.filter((id) => id % itemCount === item).join(),
			}));
			const outputs = await bench.each('group.deleteMany', { groupIds: '={{ $json.ids }}' }, items);

			expect(outputs.flatMap(({ data }) => data.deleted)).toHaveLength(count);
			expect(bench.sent()).toHaveLength(requests);
			expect(bench.log.every(({ body }) => (body as number[]).length <= 100)).toBe(true);
			expect(left()).toEqual([]);
		});

		it.each(['all-or-nothing', 'partial'] as const)(
			'fails only for the item whose group is in use (%s)',
			async (bulkDelete) => {
				bench.switch({ bulkDelete });
				many(5, [4]);
				const items = [{ ids: '1,2' }, { ids: '4' }, { ids: '5' }];
				const outputs = await bench.each('group.deleteMany', { groupIds: '={{ $json.ids }}' }, items);

				expect(outputs.map(({ data }) => data)).toEqual([
					{ deleted: ['1', '2'], failed: [], missing: [] },
					{
						deleted: [],
						failed: [{ id: '4', code: 'conflict', message: expect.stringContaining('in use') as string }],
						missing: [],
					},
					{ deleted: ['5'], failed: [], missing: [] },
				]);
				expect(bench.written()[0]).toBe('DELETE /groups/bulk-delete [1,2,4,5]');
				expect(left()).toEqual([3, 4]);
			},
		);

		it('reports per id what a refused request left behind', async () => {
			bench.switch({ bulkDelete: 'partial' });
			many(5, [4]);
			const { data, request } = await bench.one('group.deleteMany', { groupIds: '1,4,5' });

			expect(data).toMatchObject({ deleted: ['1', '5'], failed: [{ id: '4', code: 'conflict' }] });
			expect(bench.sent()).toEqual(['DELETE /groups/bulk-delete [1,4,5]', 'GET /groups/']);
			expect(request).toEqual(bench.shown('DELETE /groups/bulk-delete [1,4,5]'));
		});

		it('reports all ids of a request that was refused as a whole', async () => {
			many(5, [4]);
			const { data } = await bench.one('group.deleteMany', { groupIds: '1,4,5' });

			expect(data.deleted).toEqual([]);
			expect(data.failed.map(({ id, code }: Json) => [id, code])).toEqual([
				['1', 'conflict'],
				['4', 'conflict'],
				['5', 'conflict'],
			]);
			expect(left()).toEqual([1, 2, 3, 4, 5]);
		});

		it('does not know the outcome when the list cannot be read after a refusal', async () => {
			many(5, [4]);
			bench.simulator.faults.add({ method: 'GET', times: Infinity, fault: { status: 500 } });
			const { error, message } = await bench.one('group.deleteMany', { groupIds: '1,4' });

			expect(error).toMatchObject({ code: 'outcome_unknown', httpStatus: 409, retryable: false });
			expect(error.request.method).toBe('DELETE');
			expect(message).toContain('could not be read afterwards');
			expect(bench.sent()).toEqual(['DELETE /groups/bulk-delete [1,4]', 'GET /groups/']);
		});

		it('fails as a whole when the vendor is down, and is not sent again per item', async () => {
			many(5);
			bench.simulator.faults.add({ path: /bulk/, times: Infinity, fault: { status: 503 } });
			const outputs = await bench.each('group.deleteMany', { groupIds: '={{ $json.ids }}' }, [
				{ ids: '1' },
				{ ids: '2' },
			]);

			for (const { error } of outputs) {
				expect(error).toMatchObject({ code: 'outcome_unknown', httpStatus: 503, retryable: false });
			}
			expect(bench.written()).toEqual(['DELETE /groups/bulk-delete [1,2]']);
			expect(left()).toEqual([1, 2, 3, 4, 5]);
		});

		it('reports the ids of a hundred that went when the next hundred did not', async () => {
			many(150);
			bench.simulator.faults.add({ path: /bulk/, skip: 1, times: Infinity, fault: { status: 503 } });
			const groupIds = Array.from({ length: 150 }, (_, index) => index + 1).join();
			const { data } = await bench.one('group.deleteMany', { groupIds, options: { concurrency: 1 } });

			expect(data.deleted).toHaveLength(100);
			expect(data.failed).toHaveLength(50);
			expect(data.failed[0]).toMatchObject({ id: '101', code: 'outcome_unknown' });
		});

		it('goes group by group when that is wanted, and tells of unknown ids then', async () => {
			many(3, [2]);
			const parameters = { groupIds: '1,2,9', options: { bulkDeleteMethod: 'perGroup', concurrency: 1 } };
			const { data } = await bench.one('group.deleteMany', parameters);

			expect(data).toMatchObject({
				deleted: ['1'],
				failed: [
					{ id: '2', code: 'conflict' },
					{ id: '9', code: 'not_found' },
				],
			});
			expect(bench.sent()).toEqual(['DELETE /groups/1', 'DELETE /groups/2', 'DELETE /groups/9']);

			const again = await bench.one('group.deleteMany', {
				groupIds: '3,9',
				options: { bulkDeleteMethod: 'perGroup', ignoreMissing: true },
			});
			expect(again.data).toEqual({ deleted: ['3'], failed: [], missing: ['9'] });
		});

		it.each(['delete', 'post'])(
			'by %s is sent again when its answer was lost, since it finds nothing left then',
			async (bulkDeleteMethod) => {
				many(3);
				bench.simulator.faults.add({ path: /bulk/, fault: { reset: 'after' } });
				const { data } = await bench.one('group.deleteMany', {
					groupIds: '1,2',
					options: { bulkDeleteMethod, maxAttempts: 2 },
				});

				expect(data).toEqual({ deleted: ['1', '2'], failed: [], missing: [] });
				expect(bench.sent()).toHaveLength(2);
				expect(left()).toEqual([3]);
			},
		);

		it('may differ in its way from item to item', async () => {
			many(4);
			const items = [
				{ ids: '1', way: 'delete' },
				{ ids: '2', way: 'post' },
				{ ids: '3', way: 'perGroup' },
				{ ids: '4', way: 'delete' },
			];
			const outputs = await bench.each(
				'group.deleteMany',
				{ groupIds: '={{ $json.ids }}', options: { bulkDeleteMethod: '={{ $json.way }}' } },
				items,
			);

			expect(outputs.map(({ data }) => data.deleted)).toEqual([['1'], ['2'], ['3'], ['4']]);
			expect(bench.sent().sort()).toEqual([
				'DELETE /groups/3',
				'DELETE /groups/bulk-delete [1,4]',
				'POST /groups/bulk-delete [2]',
			]);
		});

		it('sends nothing when an item is bad and the run stops at that', async () => {
			const items = [{ ids: '2001' }, { ids: 'x' }];
			const { stopped } = await bench.run(
				'group.deleteMany',
				{ groupIds: '={{ $json.ids }}' },
				{ items, onError: 'stopWorkflow' },
			);

			expect(stopped).toMatchObject({ itemIndex: 1 });
			expect(bench.simulator.log).toEqual([]);
		});

		it('tells of a conflict on a single group', async () => {
			many(1, [1]);
			const { error, message } = await bench.one('group.delete', { groupId: byId(1) });

			expect(error).toMatchObject({ code: 'conflict', httpStatus: 409, retryable: false });
			expect(message).toContain('Group 1 is in use');
		});
	});

	describe('permissions', () => {
		const onBeta = { groupId: byId(2002) };
		const set = (permissions: unknown, options: Json = {}, item: Json = {}) =>
			bench.one('permission.set', { ...onBeta, permissions: JSON.stringify(permissions), options }, item);
		const SEGMENT = { objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] };
		const READ_LINE = 'GET /groups/2002/permissions';
		const [first] = PERMISSIONS;

		describe.each(['number', 'string'] as const)('with object ids as a %s', (objectIds) => {
			beforeEach(() => bench.switch({ objectIds }));

			const asVendor = (list: Array<{ objectId: number }>) =>
				list.map((entry) => (objectIds === 'string' ? { ...entry, objectId: String(entry.objectId) } : entry));

			it('are given as the vendor writes them', async () => {
				const { data } = await bench.one('permission.getAll', onBeta);

				expect(data).toEqual(asVendor(PERMISSIONS));
			});

			it('are replaced as a whole, ids sent as numbers', async () => {
				const { data, request } = await set([{ ...SEGMENT, objectId: '563' }]);

				expect(data).toEqual(asVendor([SEGMENT]));
				expect(request).toEqual(bench.shown(`PUT /groups/2002/permissions/ ${JSON.stringify([SEGMENT])}`));
				expect(stored(2002).permissions).toEqual([SEGMENT]);
			});

			it('are not written when they are the same already, in whatever order', async () => {
				const same = [...PERMISSIONS].reverse().map((entry) => ({
					...entry,
					objectId: String(entry.objectId),
					permissions: [...entry.permissions].reverse(),
				}));
				const { data, request } = await set(same);

				expect(data).toEqual(asVendor(PERMISSIONS));
				expect(request).toEqual(bench.shown(READ_LINE));
				expect(bench.sent()).toEqual([READ_LINE]);
			});
		});

		it('are not written by a second run', async () => {
			await set([SEGMENT]);
			await set([SEGMENT]);

			expect(bench.written()).toHaveLength(1);
		});

		it('are limited like any list', async () => {
			const json = await bench.one('permission.getAll', { ...onBeta, limit: 1 });
			expect(json.data).toEqual([first]);

			const { success } = await bench.run('permission.getAll', { ...onBeta, returnAll: true, output: 'data' });
			expect(success).toEqual(PERMISSIONS.map((entry) => ({ json: entry, pairedItem: { item: 0 } })));
		});

		it('of a group without any are an empty list, and no item as data', async () => {
			const onAlpha = { groupId: byId(2001) };
			expect((await bench.one('permission.getAll', onAlpha)).data).toEqual([]);

			expect((await bench.run('permission.getAll', { ...onAlpha, output: 'data' })).success).toEqual([]);
		});

		it('are read once for all items that ask for the same group', async () => {
			const outputs = await bench.each('permission.getAll', { groupId: byId('={{ $json.id }}') }, [
				{ id: 2002 },
				{ id: 2002 },
				{ id: 2001 },
			]);

			expect(outputs.map(({ data }) => data.length)).toEqual([2, 2, 0]);
			expect(bench.sent().sort()).toEqual(['GET /groups/2001/permissions', READ_LINE]);
		});

		it('of a group that is named show the request for them, and not the look-up', async () => {
			const onNamed = { groupId: byName('Beta') };
			const read = await bench.one('permission.getAll', onNamed);
			expect(read).toMatchObject({ data: PERMISSIONS, request: bench.shown(READ_LINE) });

			const unchanged = await bench.one('permission.set', {
				...onNamed,
				permissions: JSON.stringify(PERMISSIONS),
			});
			expect(unchanged.request).toEqual(bench.shown(READ_LINE));

			bench.simulator.faults.add({ ...bench.at(READ_LINE), fault: { status: 500 } });
			const failed = await bench.one('permission.getAll', onNamed);
			expect(failed.error.request).toEqual(bench.shown(READ_LINE));

			const missing = await bench.one('permission.getAll', { groupId: byName('Nobody') });
			expect(missing.error).toMatchObject({ code: 'not_found', request: bench.shown('GET /groups/') });
		});

		it('are all taken away only when that is allowed, with an empty list sent as such', async () => {
			const refused = await set([]);
			expect(refused.error).toMatchObject({ code: 'invalid_input', request: null });
			expect(refused.message).toContain('"Allow Empty"');
			expect(bench.simulator.log).toEqual([]);

			const { data } = await set([], { allowEmpty: true });
			expect(data).toEqual([]);
			expect(bench.log.at(-1)).toMatchObject({ method: 'PUT', rawBody: '[]' });
			expect(stored(2002).permissions).toEqual([]);
		});

		it.each([
			[0, [first], true],
			[1, [first], false],
			[0, [...PERMISSIONS, { objectType: 'TRAIT', objectId: 83498, permissions: ['READ'] }], false],
			[0, [SEGMENT, PERMISSIONS[1]], false],
			[1, [], true],
			[2, [], false],
		])('are not written when more than %i entries would go: %j', async (maxRemovals, wanted, isRefused) => {
			const { error, message, success } = await set(wanted, { maxRemovals, allowEmpty: true });

			if (isRefused) {
				expect(error).toMatchObject({
					code: 'invalid_input',
					httpStatus: null,
					request: bench.shown(READ_LINE),
				});
				expect(message).toMatch(/"Max Removals" is \d, but \d entries would be removed/);
			} else {
				expect(success).toBe(true);
			}
			expect(bench.written()).toHaveLength(isRefused ? 0 : 1);
		});

		it('of one group are not set to different lists by two items', async () => {
			const items = [
				{ id: 2002, list: [SEGMENT] },
				{ id: 2001, list: [SEGMENT] },
				{ id: 2002, list: PERMISSIONS },
			];
			const parameters = { groupId: byId('={{ $json.id }}'), permissions: '={{ $json.list }}' };
			const outputs = await bench.each('permission.set', parameters, items);

			expect(outputs.map(({ data, error }) => error?.code ?? data)).toEqual([
				'invalid_input',
				[SEGMENT],
				'invalid_input',
			]);
			const says = /items 0, 2 set one group to different lists.*put them into one list, or use Grant/;
			for (const index of [0, 2]) expect(outputs[index]!.message).toMatch(says);
			expect(bench.written()).toEqual([`PUT /groups/2001/permissions/ ${JSON.stringify([SEGMENT])}`]);
		});

		it('of one group are set once when several items say the same', async () => {
			const items = [{ list: [SEGMENT] }, { list: [SEGMENT] }];
			const outputs = await bench.each('permission.set', { ...onBeta, permissions: '={{ $json.list }}' }, items);

			expect(outputs.map(({ data }) => data)).toEqual([[SEGMENT], [SEGMENT]]);
			expect(bench.sent()).toEqual([READ_LINE, `PUT /groups/2002/permissions/ ${JSON.stringify([SEGMENT])}`]);
			expect(outputs[1]!.request).toMatchObject({ method: 'PUT', sharedWith: 0 });
		});

		it('of a group that the key may not see are forbidden', async () => {
			groups({ groupId: 7, name: 'Theirs', accessible: false });
			for (const [operation, attempt] of [
				['getAll', 'list'],
				['set', 'set'],
			] as const) {
				const { error, message } = await bench.one(`permission.${operation}`, {
					groupId: byId(7),
					permissions: JSON.stringify([SEGMENT]),
				});

				expect(error).toMatchObject({ code: 'forbidden', httpStatus: 400, retryable: false });
				const says = `^Could not ${attempt} the permissions of the group 7: Group 7 is not accessible`;
				expect(message).toMatch(new RegExp(says));
			}
			expect(bench.written()).toEqual([]);
		});

		it('on an object that the key may not see are forbidden, one that does not exist too', async () => {
			const { error, message } = await set([{ ...SEGMENT, objectId: 9001 }]);

			expect(error).toMatchObject({ code: 'forbidden', httpStatus: 403, request: { method: 'PUT' } });
			expect(message).toContain('No access to SEGMENT 9001');
			expect(stored(2002).permissions).toEqual(PERMISSIONS);
		});

		it.each([
			[{ ...SEGMENT, permissions: ['FLY'] }, /Invalid permission "FLY"/],
			[{ ...SEGMENT, objectType: 'SOUP' }, /Invalid object type "SOUP"/],
		])('that the vendor does not have are invalid: %j', async (entry, says) => {
			const { error, message } = await set([entry]);

			expect(error).toMatchObject({
				code: 'invalid_permission',
				httpStatus: 400,
				retryable: false,
				request: { method: 'PUT' },
			});
			expect(message).toMatch(says);
		});

		it('of one item that the vendor refuses leave the others alone', async () => {
			const items = [
				{ id: 2001, list: [SEGMENT] },
				{ id: 2002, list: [{ ...SEGMENT, permissions: ['FLY'] }] },
				{ id: 2003, list: [SEGMENT] },
			];
			const outputs = await bench.each(
				'permission.set',
				{ groupId: byId('={{ $json.id }}'), permissions: '={{ $json.list }}' },
				items,
			);

			expect(outputs.map(({ data, error }) => error?.code ?? data)).toEqual([
				[SEGMENT],
				'invalid_permission',
				[SEGMENT],
			]);
		});

		it('that the vendor refuses fail every item that wants them', async () => {
			const items = Array.from({ length: 2 }, () => ({ list: [{ ...SEGMENT, permissions: ['FLY'] }] }));
			const outputs = await bench.each('permission.set', { ...onBeta, permissions: '={{ $json.list }}' }, items);

			for (const { error } of outputs) {
				expect(error).toMatchObject({
					code: 'invalid_permission',
					httpStatus: 400,
					request: { method: 'PUT' },
				});
			}
			expect(stored(2002).permissions).toEqual(PERMISSIONS);
		});

		it('keep fields that the vendor may add', async () => {
			const extra = { ...SEGMENT, note: 'kept' };
			bench.simulator.faults.add({ method: 'PUT', fault: { status: 200, body: [extra] } });
			const { data } = await set([extra]);

			expect(bench.log.at(-1)!.body).toEqual([extra]);
			expect(data).toEqual([extra]);
		});

		it.each([
			['{', /not valid JSON.*line 1, column 2/],
			['{"objectType":"SEGMENT"}', /must be a JSON array.*an object/],
			['"READ"', /must be a JSON array.*text/],
			['null', /must be a JSON array/],
			['[null]', /as entry 1/],
			['[["SEGMENT",563]]', /a list as entry 1/],
			['[{"objectId":563,"permissions":["READ"]}]', /no "objectType" text in entry 1/],
			['[{"objectType":7,"objectId":563,"permissions":["READ"]}]', /no "objectType" text in entry 1/],
			['[{"objectType":"SEGMENT","permissions":["READ"]}]', /"objectId" in entry 1/],
			['[{"objectType":"SEGMENT","objectId":"many","permissions":["READ"]}]', /"objectId" in entry 1/],
			['[{"objectType":"SEGMENT","objectId":1.5,"permissions":["READ"]}]', /"objectId" in entry 1/],
			['[{"objectType":"SEGMENT","objectId":563}]', /"permissions" in entry 1/],
			['[{"objectType":"SEGMENT","objectId":563,"permissions":"READ"}]', /"permissions" in entry 1/],
			['[{"objectType":"SEGMENT","objectId":563,"permissions":[]}]', /"permissions" in entry 1/],
			['[{"objectType":"SEGMENT","objectId":563,"permissions":["READ",7]}]', /"permissions" in entry 1/],
			[
				'[{"objectType":"A","objectId":1,"permissions":["R"]},{"objectType":"A","objectId":"1","permissions":["W"]}]',
				/A 1 twice/,
			],
		])('of the wrong shape are refused before any request: %s', async (permissions, says) => {
			const { error, message } = await bench.one(
				'permission.set',
				{ ...onBeta, permissions: '={{ $json.list }}' },
				{ list: permissions },
			);

			expect(error).toMatchObject({ code: 'invalid_input', request: null });
			expect(message).toMatch(
				/^Could not set the permissions of the group.*: "Permissions \(JSON\)" (is|must|has|names)/,
			);
			expect(message).toMatch(says);
			expect(bench.simulator.log).toEqual([]);
		});
	});

	describe('grants and revocations', () => {
		const READ_LINE = 'GET /groups/2002/permissions';
		const entry = (objectType: string, objectId: number | string, ...permissions: string[]) => ({
			objectType,
			objectId,
			permissions,
		});
		const change = (operation: string, list: object[], groupId: unknown = 2002) =>
			bench.one(`permission.${operation}`, { groupId: byId(groupId), permissions: JSON.stringify(list) });
		const permissionsOf = (groupId: number) =>
			stored(groupId).permissions.map(({ objectType, objectId, permissions }) => [
				objectType,
				objectId,
				...permissions,
			]);

		describe.each(['number', 'string'] as const)('with object ids as a %s', (objectIds) => {
			beforeEach(() => bench.switch({ objectIds }));

			it('add names to an entry, and entries to the list', async () => {
				const { data } = await change('grant', [
					entry('SEGMENT', '563', 'READ', 'CREATE'),
					entry('TRAIT', 83498, 'READ'),
				]);

				expect(data.changed).toBe(2);
				expect(data.permissions).toMatchObject([
					{ objectType: 'SEGMENT', permissions: ['READ', 'WRITE', 'CREATE'] },
					{ objectType: 'TRAIT', permissions: ['READ'] },
				]);
				expect(permissionsOf(2002)).toEqual([
					['SEGMENT', 563, 'READ', 'WRITE', 'CREATE'],
					['DESTINATION', 304, 'READ'],
					['TRAIT', 83498, 'READ'],
				]);
			});

			it('take names from an entry, and the entry when none is left', async () => {
				const { data } = await change('revoke', [
					entry('SEGMENT', 563, 'WRITE', 'DELETE'),
					entry('DESTINATION', '304', 'READ'),
				]);

				expect(data.changed).toBe(2);
				expect(data.permissions).toMatchObject([{ objectType: 'SEGMENT', permissions: ['READ'] }]);
				expect(permissionsOf(2002)).toEqual([['SEGMENT', 563, 'READ']]);
			});

			it.each([
				['grant', [entry('SEGMENT', 563, 'WRITE')]],
				['revoke', [entry('SEGMENT', 563, 'DELETE'), entry('TRAIT', 1, 'READ')]],
			])('that change nothing (%s) write nothing', async (operation, list) => {
				const { data, request } = await change(operation, list);

				expect(data.changed).toBe(0);
				expect(data.permissions).toMatchObject([{ objectType: 'SEGMENT', permissions: ['READ', 'WRITE'] }]);
				expect(request).toEqual(bench.shown(READ_LINE));
				expect(bench.sent()).toEqual([READ_LINE]);
			});
		});

		it.each(['grant', 'revoke'])('do nothing the second time: %s', async (operation) => {
			const list = [entry('SEGMENT', 563, operation === 'grant' ? 'DELETE' : 'READ')];
			await change(operation, list);
			bench.forget();

			expect((await change(operation, list)).data.changed).toBe(0);
			expect(bench.written()).toEqual([]);
		});

		it('take two requests per group, however many items there are, and lose nothing', async () => {
			const objects = Array.from({ length: 100 }, (_, index) => ({
				objectType: 'SEGMENT' as const,
				objectId: index + 1,
				name: `Segment ${index}`,
			}));
			bench.simulator.seed({
				groups: [1, 2, 3, 4].map((groupId) => ({ groupId, name: `Group ${groupId}` })),
				objects,
			});
			const items = Array.from({ length: 100 }, (_, index) => ({
				id: 1 + (index % 4),
				list: [entry('SEGMENT', index + 1, 'READ')],
			}));
			const outputs = await bench.each(
				'permission.grant',
				{ groupId: byId('={{ $json.id }}'), permissions: '={{ $json.list }}' },
				items,
			);

			expect(outputs.map(({ data }) => data.changed)).toEqual(items.map(() => 1));
			expect(bench.sent()).toHaveLength(8);
			expect([1, 2, 3, 4].map((groupId) => stored(groupId).permissions.length)).toEqual([25, 25, 25, 25]);
			expect(outputs[0]!.request).toMatchObject({
				method: 'PUT',
				url: expect.stringMatching(/groups\/1\/permissions\/$/) as string,
			});
		});

		it('that the vendor refuses fail alone', async () => {
			const items = [
				{ list: [entry('SEGMENT', 563, 'CREATE')] },
				{ list: [entry('SEGMENT', 563, 'FLY')] },
				{ list: [entry('TRAIT', 83498, 'READ')] },
			];
			const outputs = await bench.each(
				'permission.grant',
				{ groupId: byId(2002), permissions: '={{ $json.list }}' },
				items,
			);

			expect(outputs.map(({ data, error }) => error?.code ?? data.changed)).toEqual([1, 'invalid_permission', 1]);
			expect(permissionsOf(2002)).toEqual([
				['SEGMENT', 563, 'READ', 'WRITE', 'CREATE'],
				['DESTINATION', 304, 'READ'],
				['TRAIT', 83498, 'READ'],
			]);
		});

		it('send entries of others back as they came', async () => {
			const odd = [
				{ objectId: 563, objectType: 'SEGMENT', permissions: ['READ'], note: 'kept', permissionsSince: 2019 },
			];
			bench.simulator.faults.add({ ...bench.at(READ_LINE), fault: { status: 200, body: odd } });
			bench.simulator.faults.add({
				method: 'PUT',
				fault: { status: 200, body: [...odd, entry('TRAIT', 83498, 'READ')] },
			});
			await change('grant', [entry('TRAIT', 83498, 'READ')]);

			expect(bench.log.at(-1)!.body).toEqual([...odd, entry('TRAIT', 83498, 'READ')]);
		});

		it('need at least one entry', async () => {
			for (const operation of ['grant', 'revoke']) {
				const { error } = await change(operation, []);
				expect(error).toMatchObject({ code: 'invalid_input', request: null });
			}
		});

		it('of a group that the key may not see are forbidden', async () => {
			groups({ groupId: 7, name: 'Theirs', accessible: false });

			expect((await change('grant', [entry('SEGMENT', 563, 'READ')], 7)).error).toMatchObject({
				code: 'forbidden',
				httpStatus: 400,
			});
			expect(bench.written()).toEqual([]);
		});
	});

	describe('users', () => {
		const add = (members: string, groupId: unknown = 2002) =>
			bench.one('member.add', { groupId: byId(groupId), members });
		const groupsOf = (userId: number) => bench.simulator.state.users.find((user) => user.userId === userId)!.groups;

		it.each(['u504@example.com', 'U504@EXAMPLE.COM', 'u504', '504'])('are found as %s', async (member) => {
			const { data, request } = await add(member);

			expect(data.added).toEqual(['504']);
			expect(request.method).toBe('PUT');
			expect(groupsOf(504)).toEqual([2002]);
		});

		it.each([
			['nobody@example.com', /e-mail address nobody@example.com/],
			['nobody', /user name nobody/],
		])('that nobody knows (%s) are told of before any write', async (member, says) => {
			const { error, message } = await add(`504, ${member}`);

			expect(error.code).toBe('not_found');
			expect(message).toMatch(says);
			expect(bench.written()).toEqual([]);
		});

		it('with the same address are not guessed', async () => {
			const users = [501, 502].map((userId) => ({ userId, username: `u${userId}`, email: 'same@example.com' }));
			bench.simulator.seed({ groups: [{ groupId: 1, name: 'One' }], users });
			const { error, message } = await add('same@example.com', 1);

			expect(error.code).toBe('ambiguous_name');
			expect(message).toContain('501, 502');
		});

		it('are sent back whole, with nothing but the groups changed', async () => {
			const user = {
				userId: 504,
				pid: 1194,
				username: 'u504',
				isAdmin: 'true',
				title: null,
				groups: [2001],
				more: { deep: ['ü'] },
			};
			bench.simulator.faults.add({ ...bench.at('GET /users/504'), fault: { status: 200, body: user } });
			bench.simulator.faults.add({
				method: 'PUT',
				fault: { status: 200, body: { ...user, groups: [2001, 2002] } },
			});
			await add('504');

			expect(bench.log.at(-1)!.body).toEqual({ ...user, groups: [2001, 2002] });
		});

		it('are read and written once when many items change them, and no group is lost', async () => {
			const ids = Array.from({ length: 100 }, (_, index) => index + 1);
			bench.simulator.seed({
				groups: ids.map((groupId) => ({ groupId, name: `Group ${groupId}` })),
				users: [{ userId: 501, username: 'u501', groups: [7] }],
			});
			const outputs = await bench.each(
				'member.add',
				{ groupId: byId('={{ $json.id }}'), members: '501' },
				ids.map((id) => ({ id })),
			);

			expect(outputs.filter(({ data }) => data.added.length === 1)).toHaveLength(99);
			expect(outputs[6]!.data.unchanged).toEqual(['501']);
			const sent = bench.sent().map((line) => line.split(' ', 2).join(' '));
			expect(sent).toEqual(['GET /users/', 'GET /users/501', 'PUT /users/501']);
			expect([...groupsOf(501)].sort((left, right) => left - right)).toEqual(ids);
		});

		it('are written once each when items name several of them', async () => {
			const items = [
				{ id: 2001, who: '501,504' },
				{ id: 2003, who: '504,501' },
				{ id: 2002, who: '504' },
			];
			const outputs = await bench.each(
				'member.add',
				{ groupId: byId('={{ $json.id }}'), members: '={{ $json.who }}' },
				items,
			);

			expect(outputs.every(({ success }) => success)).toBe(true);
			expect(bench.written()).toHaveLength(2);
			expect([...groupsOf(504)].sort()).toEqual([2001, 2002, 2003]);
		});

		it('whose merged write is refused for one group are written for the others', async () => {
			const items = [{ id: 2001 }, { id: 9999 }, { id: 2003 }];
			const outputs = await bench.each('member.add', { groupId: byId('={{ $json.id }}'), members: '504' }, items);

			expect(outputs.map(({ data, error }) => error?.code ?? data.added)).toEqual([
				['504'],
				'invalid_input',
				['504'],
			]);
			expect([...groupsOf(504)].sort()).toEqual([2001, 2003]);
		});

		it('in a wrapper are read page by page before they are set', async () => {
			const page = (userIds: number[], number: number) => ({
				method: 'GET',
				path: /users\/$/,
				when: ({ query }: { query: object }) => 'groupId' in query,
				fault: {
					status: 200,
					body: {
						total: 3,
						page: number,
						pageSize: 2,
						list: userIds.map((userId) => ({ userId, groups: [2002] })),
					},
				},
			});
			bench.simulator.faults.add(page([501, 502], 0));
			bench.simulator.faults.add(page([503], 1));
			const { data } = await bench.one('member.set', {
				groupId: byId(2002),
				members: '501,502',
				options: { dryRun: true },
			});

			const pages = bench.sent().filter((line) => line.includes('groupId='));
			expect(pages).toEqual(['GET /users/?groupId=2002', 'GET /users/?groupId=2002&page=1&pageSize=2']);
			expect(data.plan).toEqual([]);
		});
	});

	describe('an upsert', () => {
		beforeEach(() =>
			groups({ groupId: 7, name: 'R&D', description: 'Old' }, { groupId: 8, name: 'Plain', description: null }),
		);

		const upsert = async (parameters: Json) => (await bench.one('group.upsert', parameters)).data;

		it.each(['off', 'on'] as const)(
			'changes a description that differs, and sends the name as people wrote it, escaping %s',
			async (escaping) => {
				bench.switch({ escaping, escapingHeader: 'ignored' });
				expect(await upsert({ name: 'R&D', description: 'New' })).toMatchObject({
					action: 'updated',
					group: { groupId: 7, description: 'New' },
				});
				expect(bench.written()).toEqual(['PUT /groups/7 {"name":"R&D","description":"New"}']);

				expect(await upsert({ name: 'R&D', description: 'New' })).toMatchObject({ action: 'unchanged' });
				expect(bench.written()).toHaveLength(1);
			},
		);

		it('leaves a description as it is when none is given', async () => {
			expect(await upsert({ name: 'R&D' })).toMatchObject({ action: 'unchanged', group: { description: 'Old' } });
			expect(await upsert({ name: 'New one' })).toMatchObject({
				action: 'created',
				group: { description: null },
			});
		});

		it('has created its group even if it cannot look for another afterwards', async () => {
			bench.simulator.faults.add({
				method: 'GET',
				path: /groups\/$/,
				skip: 1,
				times: Infinity,
				fault: { status: 500 },
			});

			expect(await upsert({ name: 'New one' })).toMatchObject({ action: 'created', group: { name: 'New one' } });
		});
	});
}
