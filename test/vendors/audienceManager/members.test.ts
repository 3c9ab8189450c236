import type { AudienceManagerSimulator } from '../../../simulators';
import { describeOnHosts, type Bench } from '../../contract/bench';
import { byId } from '../../kit/json';

describeOnHosts('users', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
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
});

describeOnHosts('users', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const add = (members: string, groupId: unknown = 2002) =>
		bench.one('member.add', { groupId: byId(groupId), members });

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
});

describeOnHosts('users', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const groupsOf = (userId: number) => bench.simulator.state.users.find((user) => user.userId === userId)!.groups;

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
});

describeOnHosts('users', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
	const groupsOf = (userId: number) => bench.simulator.state.users.find((user) => user.userId === userId)!.groups;

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
});

describeOnHosts('users', 'audienceManager', (bench: Bench<AudienceManagerSimulator>) => {
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
