import type { Reach360Simulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId } from '../../kit/json';

describeOnHosts('members', 'reach360', (bench: Bench<Reach360Simulator>) => {
	const onBeta = { groupId: byId('grp-1') };
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
});

describeOnHosts('members', 'reach360', (bench: Bench<Reach360Simulator>) => {
	const onBeta = { groupId: byId('grp-1') };

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
});

describeOnHosts('members', 'reach360', (bench: Bench<Reach360Simulator>) => {
	const onBeta = { groupId: byId('grp-1') };

	it('may be unknown by address when they are to be removed and may be missing', async () => {
		const parameters = { ...onBeta, members: 'usr-a, nobody@example.com', options: { ignoreMissing: true } };

		expect((await bench.one('member.remove', parameters)).data).toEqual({
			added: [],
			removed: ['usr-a'],
			unchanged: [],
			missing: ['nobody@example.com'],
		});
	});
});

describeOnHosts('members', 'reach360', (bench: Bench<Reach360Simulator>) => {
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
});

describeOnHosts('members', 'reach360', (bench: Bench<Reach360Simulator>) => {
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
});

describeOnHosts('members', 'reach360', (bench: Bench<Reach360Simulator>) => {
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
});

describeOnHosts('members', 'reach360', (bench: Bench<Reach360Simulator>) => {
	const onBeta = { groupId: byId('grp-1') };

	it('are added once, however many items ask for the same, with one read of the list', async () => {
		const outputs = await bench.each('member.add', { ...onBeta, members: 'usr-d' }, [{}, {}, {}]);

		expect(outputs.every(({ success }) => success)).toBe(true);
		expect(bench.sent()).toEqual(['GET /groups/grp-1/users?limit=100', 'PUT /groups/grp-1/users/usr-d']);
	});
});
