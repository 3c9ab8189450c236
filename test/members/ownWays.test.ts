import { byId, countTo } from '../kit/json';
import { useStage } from '../kit/stage';

const stage = useStage({ host: 'axios', isLoggedIn: true, random: 0 });

const people = async (memberRole: string) =>
	(
		await stage.one('reach360 member.getAll', { groupId: byId('grp-sales-emea'), memberRole, returnAll: true })
	).data.map(({ id }: { id: string }) => id);

describe('Reach 360', () => {
	it('lists members, reporters and managers apart', async () => {
		expect(await people('member')).toEqual(['usr-anna', 'usr-jonas', 'usr-lucia']);
		expect(await people('reporter')).toEqual(['usr-mei']);
		expect(await people('manager')).toEqual(['usr-anna']);
		expect(stage.sent('reach360')).toEqual(
			['users', 'reporters', 'managers'].map((list) => `GET /groups/grp-sales-emea/${list}?limit=100`),
		);
	});

	it('follows every page of members and stops at the limit', async () => {
		const ids = countTo(250).map((index) => `u${index}`);
		stage.simulators.reach360.seed({
			groups: [{ id: 'big', name: 'Big', members: ids }],
			users: ids.map((id) => ({ id, email: `${id}@example.com` })),
		});
		expect(
			(await stage.one('reach360 member.getAll', { groupId: byId('big'), returnAll: true })).data,
		).toHaveLength(250);
		expect(stage.sent('reach360')).toHaveLength(3);
		stage.forget();
		expect((await stage.one('reach360 member.getAll', { groupId: byId('big'), limit: 120 })).data).toHaveLength(
			120,
		);
		expect(stage.sent('reach360')).toHaveLength(2);
	});
});

describe('Reach 360', () => {
	it('refuses another role, an unknown member and the group Everyone with a code each', async () => {
		const role = await stage.one('reach360 member.getAll', { groupId: byId('grp-support'), memberRole: 'admin' });
		expect(role).toMatchObject({
			error: { code: 'invalid_input' },
			message: expect.stringContaining('"Role" must be one of'),
		});
		const unknown = await stage.one('reach360 member.add', { groupId: byId('grp-support'), members: 'usr-nobody' });
		expect(unknown.error).toMatchObject({ code: 'not_found', httpStatus: 404 });
		const everyone = await stage.one('reach360 member.remove', { groupId: byId('everyone'), members: 'usr-anna' });
		expect(everyone.error.code).toBe('read_only_group');
		expect(stage.simulators.reach360.state.groups.find(({ id }) => id === 'grp-support')!.members).toEqual([
			'usr-lucia',
			'usr-peter',
		]);
	});

	it('does not guess between two users of one address', async () => {
		stage.simulators.reach360.seed({
			groups: [{ id: 'g', name: 'G' }],
			users: ['u1', 'u2'].map((id) => ({ id, email: 'same@example.com' })),
		});
		const json = await stage.one('reach360 member.add', { groupId: byId('g'), members: 'same@example.com' });
		expect(json.error.code).toBe('ambiguous_name');
		expect(stage.written('reach360')).toEqual([]);
	});
});

const add = async (groupType: string, group: number, members: string) =>
	await stage.one('keitaro member.add', { groupType, groupId: byId(group), members });

describe('Keitaro', () => {
	it.each([
		['campaigns', 2, 101, 'campaigns', '?limit=1000&offset=0'],
		['offers', 5, 201, 'offers', ''],
		['landings', 6, 302, 'landing_pages', ''],
		['domains', 8, 402, 'domains', ''],
	])('moves %s to a group by a field of theirs', async (groupType, group, id, path, page) => {
		expect((await add(groupType, group, String(id))).data.added).toEqual([String(id)]);
		expect(stage.sent('keitaro')).toEqual([
			`GET /groups?type=${groupType}`,
			`GET /${path}${page}`,
			`PUT /${path}/${id} {"group_id":${group}}`,
		]);
	});

	it('verifies the group first, since the vendor would take any number for one', async () => {
		for (const [type, id] of [
			['campaigns', 999],
			['campaigns', 4],
		] as const) {
			const json = await add(type, id, '101');
			expect(json.error.code).toBe('not_found');
			expect(json.message).toContain(
				`there is no group with the ID ${id} among the groups of the Group Type campaigns`,
			);
		}
		expect(stage.sent('keitaro')).toEqual(['GET /groups?type=campaigns', 'GET /groups?type=campaigns']);
	});
});

describe('Keitaro', () => {
	it('says before any write what it cannot move: unknown, archived, of another type', async () => {
		for (const id of ['999', '107', '201']) {
			const json = await add('campaigns', 2, `103, ${id}`);
			expect(json.error.code).toBe('not_found');
			expect(json.message).toContain(
				`there is nothing with the ID ${id} among the campaigns that this key may see`,
			);
		}
		expect(stage.written('keitaro')).toEqual([]);
	});

	it('refuses items that want one page in two groups before any write, and lets the others go on', async () => {
		const items = [
			[6, '301'],
			[7, '301, 302'],
			[6, '303'],
		].map(([group, members]) => ({ group, members }));
		const parameters = {
			groupType: 'landings',
			groupId: byId('={{ $json.group }}'),
			members: '={{ $json.members }}',
		};
		const results = await stage.each('keitaro member.add', parameters, items);
		expect(results.map(({ success, error }) => success ?? error.code)).toEqual([
			'invalid_input',
			'invalid_input',
			true,
		]);
		expect(results[0]!.message).toContain(
			'items 0, 1 want 301 in different groups, and it can be in one only: leave it in one item',
		);
		expect(stage.written('keitaro').filter((line) => !line.includes('/303 '))).toEqual([]);
	});
});

describe('Keitaro', () => {
	it('says of an old tracker that it has no groups of domains', async () => {
		stage.simulators.keitaro.switches.domainsType = 'no';
		const json = await add('domains', 8, '402');
		expect(json.error).toMatchObject({ code: 'invalid_input', httpStatus: 400 });
		expect(json.message).toMatch(
			/this tracker has no groups of domains .*Older versions of Keitaro do not have them: update the tracker/,
		);
		expect(stage.written('keitaro')).toEqual([]);
	});
});

describe('Audience Manager', () => {
	it('sends the user back whole, with the group numbers alone changed', async () => {
		const { state } = stage.simulators.audienceManager;
		const before = structuredClone(state.users.find(({ userId }) => userId === 504)!);
		await stage.one('audienceManager member.add', { groupId: byId(2002), members: 'paul.oka' });
		const after = { ...before, groups: [2004, 2002], isAdmin: 'true' };
		expect(stage.simulators.audienceManager.log.at(-1)).toMatchObject({
			method: 'PUT',
			path: '/api/v1/users/504',
			body: after,
		});
		expect(Object.keys(stage.simulators.audienceManager.log.at(-1)!.body as object).sort()).toEqual(
			Object.keys(before).sort(),
		);
		expect(state.users.find(({ userId }) => userId === 504)).toEqual(after);
	});

	it('says that a user does not exist before anything is written', async () => {
		const json = await stage.one('audienceManager member.add', { groupId: byId(2002), members: '501, 999' });
		expect(json.error).toMatchObject({ code: 'not_found', httpStatus: 404 });
		expect(stage.written('audienceManager')).toEqual([]);
	});

	it('refuses a user name that nobody has, and does not guess between two', async () => {
		const unknown = await stage.one('audienceManager member.add', { groupId: byId(2002), members: 'no.body' });
		expect(unknown.message).toContain('no user has the user name no.body');
		for (const user of stage.simulators.audienceManager.state.users) user.email = 'shared@example.com';
		const shared = await stage.one('audienceManager member.add', {
			groupId: byId(2002),
			members: 'shared@example.com',
		});
		expect(shared.error.code).toBe('ambiguous_name');
		expect(stage.written('audienceManager')).toEqual([]);
	});
});

describe('a list of members that cannot be relied on', () => {
	it('is not taken as complete when it does not say where it ends: nobody is removed', async () => {
		stage.fault('reach360', { method: 'GET', path: /users$/, fault: { body: '{"users":[]}' } });
		const json = await stage.one('reach360 member.set', { groupId: byId('grp-onboarding'), members: 'usr-anna' });
		expect(json).toMatchObject({ error: { code: 'unexpected_response', httpStatus: 200 } });
		expect(stage.written('reach360')).toEqual([]);
	});

	it('of a group that is not there is no missing member, whatever Ignore Missing says', async () => {
		const parameters = { groupId: byId('grp-nowhere'), members: 'usr-anna', options: { ignoreMissing: true } };
		const json = await stage.one('reach360 member.remove', parameters);
		expect(json).toMatchObject({ error: { code: 'not_found', httpStatus: 404 } });
	});
});
