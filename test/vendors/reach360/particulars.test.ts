import { type Reach360Simulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId, byName } from '../../kit/json';

describeOnHosts('reach360', 'reach360', particulars);

function particulars(bench: Bench<Reach360Simulator>): void {
	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => `Group ${String(index).padStart(3, '0')}`);
	const namesIn = (data: Array<{ name: string }>) => data.map(({ name }) => name);

	it.each([
		[201, 'all', 6],
		[200, 'old-two', 4],
	] as const)('takes %i for a creation and hands on %s URL fields', async (create, urlFields, count) => {
		bench.switch({ create, urlFields });
		const { data } = await bench.one('group.create', { name: 'Delta' });

		expect(data).toMatchObject({ name: 'Delta', url: `${bench.simulator.url}/groups/${String(data.id)}` });
		expect(Object.keys(data)).toHaveLength(count);
	});

	it('takes an update without a body and one with it', async () => {
		const update = async (name: string) => (await bench.one('group.update', { groupId: byId('grp-0'), name })).data;
		expect(await update('One')).toEqual({ id: 'grp-0', updated: true });

		bench.switch({ update: 200 });
		expect(await update('Two')).toEqual(bench.profile.group(0, 'Two'));
	});

	describe.each([409, 400, 422] as const)('a name that is taken, with %i', (duplicateName) => {
		it.each(['array', 'object'] as const)('is told in an %s of errors', async (errorBody) => {
			bench.switch({ duplicateName, errorBody });
			for (const [operation, parameters] of [
				['create', {}],
				['update', { groupId: byId('grp-1') }],
			] as const) {
				const { error, message } = await bench.one(`group.${operation}`, { ...parameters, name: 'Alpha' });

				expect(error).toMatchObject({ code: 'duplicate_name', httpStatus: duplicateName, retryable: false });
				expect(message).toContain('A group named "Alpha" already exists');
			}
			expect(bench.names).toEqual(['Alpha', 'Beta', 'Gamma']);
		});
	});

	it.each(['array', 'object'] as const)(
		'leaves the read-only group alone, told by an %s of errors',
		async (errorBody) => {
			bench.switch({ errorBody });
			bench.simulator.seed({
				groups: [
					{ id: 'everyone', name: 'Everyone' },
					{ id: 'grp-1', name: 'Beta' },
				],
			});
			for (const operation of ['group.update', 'group.delete']) {
				for (const groupId of [byId('everyone'), byName('Everyone')]) {
					const { error, message } = await bench.one(operation, { groupId, name: 'X' });
					expect(error).toMatchObject({ code: 'read_only_group', httpStatus: 403, retryable: false });
					expect(message).toContain('The group "Everyone" cannot be changed');
				}
			}
			const { data } = await bench.one('group.deleteMany', { groupIds: 'everyone\ngrp-1' });
			expect(data).toMatchObject({ deleted: ['grp-1'], failed: [{ id: 'everyone', code: 'read_only_group' }] });
			expect(bench.names).toEqual(['Everyone']);
		},
	);

	describe('pages', () => {
		it.each([
			['full', 250, 3],
			['empty', 250, 4],
			['full', 200, 2],
			['empty', 200, 3],
			['empty', 0, 1],
		] as const)('are followed to a last one that is %s: %i groups', async (lastPage, count, requests) => {
			bench.switch({ lastPage });
			bench.seed(...many(count));
			const json = await bench.one('group.getAll', { returnAll: true });

			expect(namesIn(json.data)).toEqual(many(count));
			expect(json.request).toEqual(bench.shown('GET /groups?limit=100'));
			expect(bench.sent()).toHaveLength(requests);
		});

		it.each([
			[30, 30, 1],
			[100, 100, 1],
			[101, 100, 2],
			[200, 100, 2],
			[201, 100, 3],
		])('are followed only as far as a limit of %i asks', async (limit, pageSize, requests) => {
			bench.seed(...many(250));
			const { data } = await bench.one('group.getAll', { limit });

			expect(namesIn(data)).toEqual(many(limit));
			expect(bench.sent()[0]).toBe(`GET /groups?limit=${pageSize}`);
			expect(bench.sent()).toHaveLength(requests);
		});

		it('are left as soon as the filter has found enough', async () => {
			bench.seed(...many(250));
			const { data } = await bench.one('group.getAll', { limit: 3, filters: { nameContains: 'GROUP 09' } });

			expect(namesIn(data)).toEqual(['Group 090', 'Group 091', 'Group 092']);
			expect(bench.sent()).toEqual(['GET /groups?limit=100']);
		});

		it('are read once for all items', async () => {
			bench.seed(...many(250));
			const outputs = await bench.each('group.getAll', { returnAll: true }, [{}, {}, {}]);

			expect(outputs.map(({ data }) => data.length)).toEqual([250, 250, 250]);
			expect(bench.sent()).toHaveLength(3);
		});

		it('on another server are not asked for, with the key or without', async () => {
			bench.switch({ nextUrl: 'foreign-origin' });
			bench.seed(...many(150));
			const { error, message } = await bench.one('group.getAll', { returnAll: true });

			expect(error).toMatchObject({ code: 'unexpected_response', retryable: false });
			expect(message).toContain('another server');
			expect(bench.simulator.log.map(({ headers }) => headers.host)).toEqual([new URL(bench.simulator.url).host]);
		});

		it.each(['repeated-cursor', 'duplicate-page'] as const)(
			'that come again (%s) end in a failure, not in a loop',
			async (nextUrl) => {
				bench.switch({ nextUrl });
				bench.seed(...many(250));
				const { error } = await bench.one('group.getAll', { returnAll: true });

				expect(error).toMatchObject({ code: 'unexpected_response', retryable: false });
				expect(bench.sent().length).toBeLessThanOrEqual(3);
			},
		);

		it('that overlap give each group once', async () => {
			bench.seed(...many(2));
			const [first, second] = [bench.profile.group(0, 'A'), bench.profile.group(1, 'B')].map(({ id }) => ({
				id,
				name: String(id),
			}));
			const page = (groups: object[], nextUrl: string | null) => ({
				times: 1,
				fault: { status: 200, body: { groups, nextUrl } },
			});
			bench.simulator.faults.add(page([first!], `${bench.simulator.url}/groups?cursor=2`));
			bench.simulator.faults.add(page([first!, second!], null));

			expect((await bench.one('group.getAll', { returnAll: true })).data).toEqual([first, second]);
		});

		it('that cannot be read fail the item instead of shortening its list', async () => {
			bench.seed(...many(250));
			bench.simulator.faults.add({ method: 'GET', skip: 1, times: Infinity, fault: { status: 503 } });
			const { error } = await bench.one('group.getAll', { returnAll: true });

			expect(error).toMatchObject({
				code: 'unavailable',
				httpStatus: 503,
				request: bench.shown('GET /groups?limit=100'),
			});
		});

		it.each(['%zz', '//evil.example/groups', 'javascript:1', 'https://user:pass@127.0.0.1/', ' '])(
			'named "%s" are not followed',
			async (nextUrl) => {
				const fault = { status: 200, body: { groups: [{ id: '1', name: 'A' }], nextUrl } };
				bench.simulator.faults.add({ method: 'GET', times: Infinity, fault });
				const { error } = await bench.one('group.getAll', { returnAll: true });

				expect(error.code).toBe('unexpected_response');
				expect(bench.sent()).toHaveLength(1);
			},
		);
	});

	describe('names', () => {
		it.each(['exact', 'prefix-insensitive'] as const)(
			'are compared here as well, however the vendor compares them (%s)',
			async (nameFilter) => {
				bench.switch({ nameFilter });
				bench.seed('beta', 'Betamax', 'Beta', 'BETA');

				expect((await bench.one('group.get', { groupId: byName('Beta') })).data.id).toBe('grp-2');
				expect((await bench.one('group.get', { groupId: byName('Bet') })).error.code).toBe('not_found');
				expect(namesIn((await bench.one('group.getAll', { filters: { name: 'Beta' } })).data)).toEqual([
					'Beta',
				]);
			},
		);

		it("are searched for over all pages that the vendor's filter gives", async () => {
			bench.switch({ nameFilter: 'prefix-insensitive' });
			bench.seed(...many(150), 'Group');
			const { data, request } = await bench.one('group.get', { groupId: byName('Group') });

			expect(data.id).toBe('grp-150');
			expect(request).toEqual(bench.shown('GET /groups?limit=100&name=Group'));
			expect(bench.sent()).toHaveLength(2);
		});

		it('go into the query whole', async () => {
			const name = 'a&limit=1#?/+ %2e ü "\'';
			bench.seed('Alpha', name);

			expect((await bench.one('group.get', { groupId: byName(name) })).data.id).toBe('grp-1');
			expect(bench.log[0]!.query).toEqual({ limit: '100', name });
		});
	});

	describe('ids', () => {
		const odd = [
			'a/b',
			'../users/1',
			'%2e',
			'%2e%2e',
			'%2F',
			'with space',
			' edge ',
			'Größe',
			'名前',
			'x?y=1#z',
			'100%',
			'a;b',
			'a\\b',
			'q\'uote"s',
			'...',
			'+',
		];
		it.each(odd)('such as %j stay inside their part of the path', async (id) => {
			const path = `/groups/${encodeURIComponent(id)}`;
			bench.simulator.seed({
				groups: [
					{ id: 'other', name: 'Other' },
					{ id, name: 'Odd' },
				],
			});

			expect((await bench.one('group.get', { groupId: byId(id) })).data.id).toBe(id);
			const { data } = await bench.one(
				'group.update',
				{ groupId: byId('={{ $json.id }}'), name: 'Odder' },
				{ id },
			);
			expect(data).toEqual({ id, updated: true });
			expect(bench.names).toEqual(['Other', 'Odder']);

			const groupIds = '={{ $json.ids }}';
			const { data: report } = await bench.one('group.deleteMany', { groupIds }, { ids: [id] });
			expect(report).toEqual({ deleted: [id], failed: [], missing: [] });
			expect(bench.names).toEqual(['Other']);
			expect(bench.log.map(({ path: raw }) => raw)).toEqual([path, path, path]);
		});

		it('need one read each, however many items want them', async () => {
			const items = Array.from({ length: 12 }, (_, index) => ({ id: `grp-${index % 3}` }));
			await bench.each('group.get', { groupId: byId('={{ $json.id }}') }, items);

			expect(bench.sent().sort()).toEqual(['GET /groups/grp-0', 'GET /groups/grp-1', 'GET /groups/grp-2']);
		});

		it('that are not there fail their own items only', async () => {
			const items = ['grp-0', 'nobody', 'grp-2'].map((id) => ({ id }));
			const outputs = await bench.each('group.get', { groupId: byId('={{ $json.id }}') }, items);

			expect(outputs.map(({ data, error }) => data?.name ?? error.code)).toEqual(['Alpha', 'not_found', 'Gamma']);
			expect(outputs[1]!.error).toMatchObject({ httpStatus: 404, request: { method: 'GET' } });
		});
	});

	it('refuses a version that the vendor does not know, with the field to change', async () => {
		bench.use({ apiVersion: '2020-01-01' });
		const { error, message } = await bench.one('group.getAll');

		expect(error).toMatchObject({ code: 'invalid_input', httpStatus: 400 });
		expect(message).toContain('API Version in the credential');
	});

	it('sends no version when the field is empty', async () => {
		bench.use({ apiVersion: '' });
		const { request } = await bench.one('group.getAll');

		expect(request.headers).not.toHaveProperty('API-Version');
		expect(bench.log[0]!.headers).not.toHaveProperty('api-version');
	});

	it('tells of a wrong key', async () => {
		bench.use({ apiKey: 'rch360-this-is-not-the-key-at-all' });

		expect((await bench.one('group.getAll')).error).toMatchObject({
			code: 'unauthorized',
			httpStatus: 401,
			retryable: false,
		});
	});

	describe('members', () => {
		const onBeta = { groupId: byId('grp-1') };
		const crowd = (count: number) =>
			Array.from({ length: count }, (_, index) => ({ id: `usr-${index}`, email: `u${index}@example.com` }));
		const seedCrowd = (count: number) => {
			const users = crowd(count);
			bench.simulator.seed({
				groups: [
					{ id: 'everyone', name: 'Everyone' },
					{ id: 'grp-1', name: 'Beta', members: users.map(({ id }) => id) },
				],
				users,
			});
		};
		const byMail = (email: string) => `GET /users?email=${encodeURIComponent(email)}`;

		it.each([
			['reporter', 'reporters'],
			['manager', 'managers'],
		])('as %s are listed as well', async (memberRole, list) => {
			bench.simulator.seed({
				groups: [{ id: 'grp-1', name: 'Beta', [list]: ['usr-a'] }],
				users: [{ id: 'usr-a', email: 'a@example.com' }],
			});
			const { data, request } = await bench.one('member.getAll', { ...onBeta, memberRole });

			expect(data).toMatchObject([{ id: 'usr-a' }]);
			expect(request).toEqual(bench.shown(`GET /groups/grp-1/${list}?limit=50`));
		});

		it('are found by their e-mail address, whatever its case, before any write', async () => {
			const { data, request } = await bench.one('member.add', { ...onBeta, members: 'USR-D@example.com, usr-c' });

			expect(data).toEqual({ added: ['usr-d', 'usr-c'], removed: [], unchanged: [], missing: [] });
			const look = bench.sent().indexOf(byMail('USR-D@example.com'));
			expect(look).toBeGreaterThanOrEqual(0);
			expect(look).toBeLessThan(bench.sent().indexOf(bench.written()[0]!));
			expect(request.method).toBe('PUT');
		});

		it('show the list that an unchanged write was decided on, not the look-up of an address', async () => {
			const { data, request } = await bench.one('member.add', { ...onBeta, members: 'usr-a@example.com' });

			expect(data.unchanged).toEqual(['usr-a']);
			expect(request).toEqual(bench.shown('GET /groups/grp-1/users?limit=100'));
		});

		it('with an address that nobody has are told of before any write', async () => {
			const { error, message } = await bench.one('member.add', {
				...onBeta,
				members: 'usr-d\nnobody@example.com',
			});

			expect(error.code).toBe('not_found');
			expect(message).toContain('nobody@example.com');
			expect(bench.written()).toEqual([]);
		});

		it('with an address that two users have are not guessed', async () => {
			const users = [
				{ id: '1', email: 'twin@example.com' },
				{ id: '2', email: 'Twin@example.com' },
			];
			bench.simulator.seed({ groups: [{ id: 'grp-1', name: 'Beta' }], users });
			const { error } = await bench.one('member.add', { ...onBeta, members: 'twin@example.com' });

			expect(error.code).toBe('ambiguous_name');
			expect(bench.written()).toEqual([]);
		});

		it('named by id and by address count once', async () => {
			const { data } = await bench.one('member.set', { ...onBeta, members: 'usr-d, usr-d@example.com' });

			expect(data).toEqual({ added: ['usr-d'], removed: ['usr-a', 'usr-b'], unchanged: [], missing: [] });
			const users = '/groups/grp-1/users';
			expect(bench.written()).toEqual([`PUT ${users}/usr-d`, `DELETE ${users}/usr-a`, `DELETE ${users}/usr-b`]);
		});

		it('may be unknown by address when they are to be removed and may be missing', async () => {
			const parameters = { ...onBeta, members: 'usr-a, nobody@example.com', options: { ignoreMissing: true } };

			expect((await bench.one('member.remove', parameters)).data).toEqual({
				added: [],
				removed: ['usr-a'],
				unchanged: [],
				missing: ['nobody@example.com'],
			});
		});

		it.each(['full', 'empty'] as const)(
			'over many pages are compared with the whole list (%s last page)',
			async (lastPage) => {
				bench.switch({ lastPage });
				seedCrowd(250);
				const members = crowd(249)
					.map(({ id }) => id)
					.join();
				const { data } = await bench.one('member.set', { ...onBeta, members });

				expect(data).toMatchObject({ added: [], removed: ['usr-249'] });
				expect(data.unchanged).toHaveLength(249);
				expect(bench.written()).toEqual(['DELETE /groups/grp-1/users/usr-249']);
			},
		);

		it.each(['foreign-origin', 'repeated-cursor', 'duplicate-page'] as const)(
			'are not written when their list does not end (%s)',
			async (nextUrl) => {
				bench.switch({ nextUrl });
				seedCrowd(250);
				const { error } = await bench.one('member.set', { ...onBeta, members: 'usr-1' });

				expect(error.code).toBe('unexpected_response');
				expect(bench.written()).toEqual([]);
			},
		);

		it('are not written when a page of their list cannot be read', async () => {
			seedCrowd(250);
			bench.simulator.faults.add({ method: 'GET', skip: 2, times: Infinity, fault: { status: 500 } });
			const { error } = await bench.one('member.set', { ...onBeta, members: 'usr-1' });

			expect(error.code).toBe('unavailable');
			expect(bench.written()).toEqual([]);
		});

		it('of the read-only group stay as they are', async () => {
			seedCrowd(2);
			const { error } = await bench.one('member.remove', { groupId: byId('everyone'), members: 'usr-1' });

			expect(error).toMatchObject({ code: 'read_only_group', httpStatus: 403 });
		});

		it.each(['a/b', '%2e', 'ü ö', '../x'])('with the id %j stay inside their part of the path', async (id) => {
			bench.simulator.seed({ groups: [{ id: 'g/1', name: 'Odd' }], users: [{ id, email: 'odd@example.com' }] });
			const { data } = await bench.one(
				'member.add',
				{ groupId: byId('g/1'), members: '={{ $json.who }}' },
				{ who: [id] },
			);

			expect(data.added).toEqual([id]);
			expect(bench.log.at(-1)!.path).toBe(`/groups/g%2F1/users/${encodeURIComponent(id)}`);
		});

		it('are added once, however many items ask for the same, with one read of the list', async () => {
			const outputs = await bench.each('member.add', { ...onBeta, members: 'usr-d' }, [{}, {}, {}]);

			expect(outputs.every(({ success }) => success)).toBe(true);
			expect(bench.sent()).toEqual(['GET /groups/grp-1/users?limit=100', 'PUT /groups/grp-1/users/usr-d']);
		});
	});

	it('tells of a new group that it cannot tell from a foreign one, with a name to look for', async () => {
		bench.simulator.faults.add({ method: 'POST', fault: { reset: 'after' } });
		const { error, message } = await bench.one('group.create', { name: 'Delta', options: { maxAttempts: 3 } });

		expect(error).toMatchObject({ code: 'outcome_unknown', retryable: false, request: { method: 'POST' } });
		expect(message).toMatch(/a group of that name is there \(\S+\).*Look before you run it again/);
	});
}
