import { type KeitaroSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId, byName } from '../../kit/json';

describeOnHosts('keitaro', 'keitaro', particulars);

function particulars(bench: Bench<KeitaroSimulator>): void {
	const onGroup = (index: number) => ({ groupId: byId(bench.profile.id(index)) });

	describe.each([406, 422] as const)('validation with %i', (validation) => {
		beforeEach(() => bench.switch({ validation }));

		it.each([
			['create', {}],
			['update', { groupId: byName('Gamma') }],
		])('tells of a name that is taken on %s', async (operation, where) => {
			const { error, message } = await bench.one(`group.${operation}`, { ...where, name: 'Alpha' });

			expect(error).toMatchObject({ code: 'duplicate_name', httpStatus: validation, retryable: false });
			expect(message).toContain('The name "Alpha" is already in use');
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma']);
		});

		it('tells of a type that the tracker does not have', async () => {
			const { error, message } = await bench.one('group.create', {
				specifyBody: 'json',
				groupData: '{"name":"X","type":"banners"}',
			});

			expect(error).toMatchObject({ code: 'invalid_input', httpStatus: validation });
			expect(message).toContain('type');
		});
	});

	describe.each(['json', 'text'] as const)('a 404 as %s', (notFoundBody) => {
		it('is understood when the group has gone since it was looked up', async () => {
			bench.switch({ notFoundBody });
			const stale = [bench.profile.group(0, 'Alpha'), bench.profile.group(1, 'Beta')];
			bench.seed('Alpha');
			bench.simulator.faults.add({
				...bench.at(bench.profile.requests.list),
				fault: { status: 200, body: stale },
			});
			const { error, message } = await bench.one('group.delete', onGroup(1));

			expect(error).toMatchObject({ code: 'not_found', httpStatus: 404, request: { method: 'DELETE' } });
			expect(message).toContain('Group #12 not found');
		});
	});

	it('sends nothing for a group that an item before has deleted', async () => {
		const items = [{ id: 12 }, { id: 12 }];
		const parameters = { groupId: byId('={{ $json.id }}'), options: { concurrency: 1 } };
		const [first, second] = await bench.each('group.delete', parameters, items);

		const request = bench.shown(bench.profile.requests.list);
		expect(first!.success).toBe(true);
		expect(second!.error).toMatchObject({ code: 'not_found', httpStatus: null, request });
		expect(second!.message).toContain('no group with the ID 12');
		expect(bench.sent()).toEqual(bench.profile.requests.delete(1));
	});

	describe('types', () => {
		beforeEach(() => {
			bench.simulator.seed({
				groups: [
					{ id: 1, name: 'One', type: 'offers' },
					{ id: 2, name: 'Two', type: 'domains' },
					{ id: 3, name: 'Three', type: 'campaigns' },
					{ id: 4, name: 'Four', type: 'landings' },
					{ id: 5, name: 'Five', type: 'campaigns' },
				],
			});
		});

		const all = { groupType: 'all', returnAll: true };
		const typesAsked = () => bench.log.map(({ query }) => query.type);

		it('are all listed, a request each', async () => {
			const { data, request } = await bench.one('group.getAll', all);

			expect(data.map(({ id }: { id: number }) => id).sort()).toEqual([1, 2, 3, 4, 5]);
			expect(typesAsked().sort()).toEqual(['campaigns', 'domains', 'landings', 'offers']);
			expect(request.url).toBe(`${bench.simulator.baseUrl}/groups?type=${String(typesAsked()[0])}`);
		});

		it('are asked for until the limit is reached', async () => {
			const { data } = await bench.one('group.getAll', { groupType: 'all', limit: 2 });

			expect(data.map(({ name }: { name: string }) => name)).toEqual(['Three', 'Five']);
			expect(typesAsked()).toEqual(['campaigns']);
		});

		it('are all filtered', async () => {
			const { data } = await bench.one('group.getAll', { ...all, filters: { nameContains: 'O' } });

			expect(data.map(({ name }: { name: string }) => name).sort()).toEqual(['Four', 'One', 'Two']);
		});

		it('are all listed on a tracker that knows no domains', async () => {
			bench.switch({ domainsType: 'no' });
			const { data } = await bench.one('group.getAll', all);

			expect(data.map(({ id }: { id: number }) => id).sort()).toEqual([1, 3, 4, 5]);
		});

		it('of domains are refused when nothing else is asked for on such a tracker', async () => {
			bench.switch({ domainsType: 'no' });
			const { error } = await bench.one('group.getAll', { groupType: 'domains' });

			expect(error).toMatchObject({ code: 'invalid_input', httpStatus: 400 });
		});

		it('are not half listed when another type is refused, or when the key is', async () => {
			const list = { method: 'GET', path: /groups$/, times: Infinity };
			bench.simulator.faults.add({ ...list, skip: 2, fault: { status: 400 } });
			expect((await bench.one('group.getAll', all)).error.code).toBe('invalid_input');

			bench.simulator.faults.clear();
			bench.simulator.faults.add({ ...list, skip: 1, fault: { status: 401 } });
			expect((await bench.one('group.getAll', all)).error.code).toBe('unauthorized');
		});

		it.each([
			['update', byId(1)],
			['delete', byId(1)],
			['update', byName('One')],
			['delete', byName('One')],
			['get', byId(1)],
		])('never mix: %s of an offers group among campaigns finds none', async (operation, groupId) => {
			const { error, message } = await bench.one(`group.${operation}`, { groupId, name: 'Stolen' });

			expect(error).toMatchObject({ code: 'not_found', httpStatus: null });
			expect(message).toMatch(/campaigns.*Group Type/);
			expect(bench.sent()).toEqual(['GET /groups?type=campaigns']);
		});

		it('never mix in a deletion of many', async () => {
			const { data } = await bench.one('group.deleteMany', { groupIds: '1,3,4' });

			expect(data).toMatchObject({
				deleted: ['3'],
				failed: [
					{ id: '1', code: 'not_found' },
					{ id: '4', code: 'not_found' },
				],
			});
			expect(bench.names).toEqual(['One', 'Two', 'Four', 'Five']);
		});

		it('are looked up once each, however many items there are', async () => {
			const items = Array.from({ length: 20 }, (_, index) =>
				index % 2 ? { type: 'offers', id: 1 } : { type: 'campaigns', id: 5 },
			);
			const parameters = { groupType: '={{ $json.type }}', groupId: byId('={{ $json.id }}') };
			const outputs = await bench.each('group.get', parameters, items);

			expect(outputs.map(({ data }) => data.type)).toEqual(items.map(({ type }) => type));
			expect(bench.sent().sort()).toEqual(['GET /groups?type=campaigns', 'GET /groups?type=offers']);
		});

		it.each(['all', 'banners', ''])('refuse "%s" where a group is written', async (groupType) => {
			const { error, message } = await bench.one(
				'group.create',
				{ groupType: '={{ $json.type }}', name: 'X' },
				{ type: groupType },
			);

			expect(error).toMatchObject({ code: 'invalid_input', request: null });
			expect(message).toContain('"Group Type" must be one of campaigns');
		});

		it.each(['campaigns', 'offers', 'landings', 'domains'])(
			'%s are created, found and deleted',
			async (groupType) => {
				const made = await bench.one('group.create', { groupType, name: 'New' });
				expect(made.data).toMatchObject({ name: 'New', type: groupType });

				expect((await bench.one('group.get', { groupType, groupId: byName('New') })).data).toEqual(made.data);
				expect((await bench.one('group.delete', { groupType, groupId: byId(made.data.id) })).data).toEqual(
					made.data,
				);
			},
		);
	});

	describe('JSON', () => {
		it('gets the type that it leaves out on create, and on update nothing', async () => {
			await bench.one('group.create', { specifyBody: 'json', groupData: '{"name":"X"}' });
			expect(bench.log.at(-1)!.body).toEqual({ name: 'X', type: 'campaigns' });

			await bench.one('group.update', { ...onGroup(0), specifyBody: 'json', groupData: '{"name":"Y"}' });
			expect(bench.log.at(-1)!.body).toEqual({ name: 'Y' });
		});

		it('may move a group to another type', async () => {
			const { data } = await bench.one('group.update', {
				...onGroup(0),
				specifyBody: 'json',
				groupData: '{"type":"offers"}',
			});

			expect(data).toMatchObject({ id: 11, name: 'Alpha', type: 'offers' });
		});
	});

	describe('rights', () => {
		it('that trim the lists give an empty list, and no group to write', async () => {
			bench.switch({ rights: 'trimmed' });
			expect((await bench.one('group.getAll', { returnAll: true })).data).toEqual([]);

			for (const operation of ['group.get', 'group.update', 'group.delete']) {
				const { error, message } = await bench.one(operation, { ...onGroup(0), name: 'X' });
				expect(error.code).toBe('not_found');
				expect(message).toContain('rights of the key');
			}
			expect(bench.written()).toEqual([]);
		});

		it.each([
			['without the section', { rights: 'no-groups-section' }, 403, /no permission/],
			['of an edition without the Admin API', { edition: 'without-api' }, 402, /licence/],
			[
				'behind a Cloudflare that lets nobody through',
				{ cloudflare: 'everybody' },
				403,
				/Cloudflare.*User-Agent "n8n-nodes-group-manager"/,
			],
		] as const)('%s are told of in every operation', async (_, position, httpStatus, says) => {
			bench.switch(position);
			for (const operation of ['create', 'get', 'getAll', 'update', 'delete']) {
				const { error, message } = await bench.one(`group.${operation}`, { ...onGroup(0), name: 'X' });
				expect(error).toMatchObject({ code: 'forbidden', httpStatus, retryable: false });
				expect(message).toMatch(says);
			}
			const { data } = await bench.one('group.deleteMany', { groupIds: '11' });
			expect(data.failed).toEqual([{ id: '11', code: 'forbidden', message: expect.any(String) as string }]);
		});

		it('of a wrong key are none', async () => {
			bench.use({ apiKey: 'ktr0-this-is-not-the-key-at-all' });
			const { error } = await bench.one('group.getAll');

			expect(error).toMatchObject({ code: 'unauthorized', httpStatus: 401, retryable: false });
		});
	});

	it('tells a web page from an answer when the path in the credential is wrong', async () => {
		bench.use({ domain: `${bench.simulator.url}/admin_api/v2` });
		const { error, message } = await bench.one('group.getAll');

		expect(error).toMatchObject({ code: 'unexpected_response', httpStatus: 200, retryable: false });
		expect(message).toMatch(/web page.*domain and its path/);
	});

	it('takes a bare domain for a tracker', async () => {
		bench.use({ domain: ` ${bench.simulator.url}/ ` });

		expect((await bench.one('group.getAll')).data).toHaveLength(3);
	});

	it('looks groups up with one list for twenty updates', async () => {
		bench.seed(...Array.from({ length: 20 }, (_, index) => `Group ${index}`));
		const items = Array.from({ length: 20 }, (_, index) => ({ id: bench.profile.id(index), name: `New ${index}` }));
		await bench.each('group.update', { groupId: byId('={{ $json.id }}'), name: '={{ $json.name }}' }, items);

		expect(bench.sent().filter((line) => line.startsWith('GET'))).toEqual(['GET /groups?type=campaigns']);
		expect(bench.written()).toHaveLength(20);
		expect(bench.names).toEqual(items.map(({ name }) => name));
	});

	describe('members', () => {
		const seed = () =>
			bench.simulator.seed({
				groups: [
					{ id: 1, name: 'C', type: 'campaigns' },
					{ id: 2, name: 'O', type: 'offers' },
					{ id: 3, name: 'L', type: 'landings' },
					{ id: 4, name: 'D', type: 'domains' },
				],
				campaigns: [
					{ id: 7, name: 'c', group_id: '1' },
					{ id: 8, name: 'gone', group_id: 1, state: 'deleted' },
				],
				offers: [{ id: 7, name: 'o', group_id: 2 }],
				landing_pages: [
					{ id: 7, name: 'l', group_id: 3 },
					{ id: 9, name: 'l2', group_id: null },
				],
				domains: [{ id: 7, name: 'd', group_id: 4 }],
			});
		beforeEach(seed);

		it.each([
			['campaigns', 1, 'campaigns', 'c'],
			['offers', 2, 'offers', 'o'],
			['landings', 3, 'landing_pages', 'l'],
			['domains', 4, 'domains', 'd'],
		])('of %s live at their own address', async (groupType, groupId, collection, name) => {
			const parameters = { groupType, groupId: byId(groupId) };
			const { data } = await bench.one('member.getAll', parameters);
			expect(data.map((entity: { name: string }) => entity.name)).toEqual([name]);

			const report = await bench.one('member.remove', { ...parameters, members: '7' });
			expect(report.data.removed).toEqual(['7']);
			expect(bench.written()).toEqual([`PUT /${collection}/7 {"group_id":0}`]);
		});

		it.each([2, 99])('are not put into group %i, which is none of the type', async (groupId) => {
			const { error } = await bench.one('member.add', { groupId: byId(groupId), members: '7' });

			expect(error).toMatchObject({ code: 'not_found', httpStatus: null });
			expect(bench.sent()).toEqual(['GET /groups?type=campaigns']);
		});

		it.each(['8', '99', '7,99'])('that the lists do not hold are not written: %s', async (members) => {
			const { error, message } = await bench.one('member.add', { groupId: byId(1), members });

			expect(error.code).toBe('not_found');
			expect(message).toMatch(/ID (8|99) among the campaigns/);
			expect(bench.written()).toEqual([]);
		});

		it('of domains are told of on a tracker that knows no groups of domains', async () => {
			bench.switch({ domainsType: 'no' });
			const { error } = await bench.one('member.add', { groupType: 'domains', groupId: byId(4), members: '7' });

			expect(error).toMatchObject({ code: 'invalid_input', httpStatus: 400 });
			expect(bench.written()).toEqual([]);
		});

		it.each(['seven', '1.5', '0', '-1'])('have whole numbers as ids, not %s', async (members) => {
			const { error, message } = await bench.one('member.add', { groupId: byId(1), members });

			expect(error).toMatchObject({ code: 'invalid_input', request: null });
			expect(message).toContain(`"Members" holds "${members}", but an ID of Keitaro`);
		});

		it('are moved once, however many items ask for the same', async () => {
			const parameters = { groupType: 'landings', groupId: byId(3), members: '9' };
			const outputs = await bench.each('member.add', parameters, [{}, {}, {}]);

			expect(outputs.every(({ success }) => success)).toBe(true);
			expect(bench.written()).toEqual(['PUT /landing_pages/9 {"group_id":3}']);
		});
	});
}
