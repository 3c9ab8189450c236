import { endOf, fault, useAnswers } from './bed';
import { byId, byName, type Json } from '../../kit/json';

const stage = useAnswers();

const USER = {
	userId: 505,
	pid: 1,
	username: 'clara.vidal',
	status: 'ACTIVE',
	firstName: 'Clara',
	lastName: 'Vidal',
	email: 'c@example.com',
	isAdmin: 'false',
};
const MERGED = { groupId: byId('={{ $json.group }}'), members: '505' };

describe('a user of Audience Manager is sent back whole or not at all', () => {
	const ODD: Array<[string, Json]> = [
		['without groups', USER],
		['with null for groups', { ...USER, groups: null }],
		['with an object for groups', { ...USER, groups: { 0: 2001 } }],
		['with a text for groups', { ...USER, groups: '2001' }],
		['with groups that are objects', { ...USER, groups: [{ groupId: 2001 }] }],
		['with a group that is null', { ...USER, groups: [2001, null] }],
		['who is somebody else', { ...USER, userId: 504, groups: [2001] }],
		['without an ID', { ...USER, userId: undefined, groups: [2001] }],
	];

	it.each(ODD)('an answer %s fails the item, and nothing is written', async (_, body) => {
		for (const [operation, given] of [
			['member.add', { groupId: byId(2002), members: '505' }],
			['member.remove', { groupId: byId(2001), members: '501' }],
			['member.set', { groupId: byId(2002), members: '502, 503, 505' }],
		] as const) {
			stage.simulators.audienceManager.reset();
			fault(stage, 'audienceManager', { status: 200, body }, { path: /\/users\/\d+$/, times: Infinity });
			const out = await stage.one(`audienceManager ${operation}`, given);
			expect([operation, endOf(out)]).toEqual([operation, { code: 'unexpected_response', retryable: false }]);
			expect(stage.written('audienceManager')).toEqual([]);
		}
	});

	it('a list of groups as texts is one, and each goes back as it came', async () => {
		fault(
			stage,
			'audienceManager',
			{ status: 200, body: { ...USER, groups: ['2001'] } },
			{ method: 'GET', path: /\/users\/505$/ },
		);
		fault(stage, 'audienceManager', { status: 200, body: { ...USER, groups: ['2001', 2002] } }, { method: 'PUT' });
		const out = await stage.one('audienceManager member.add', { groupId: byId(2002), members: '505' });
		expect(out.data).toMatchObject({ added: ['505'] });
		expect(stage.simulators.audienceManager.log.at(-1)!.body).toMatchObject({ groups: ['2001', 2002] });
	});

	it('two items of one user are one write that holds both groups', async () => {
		const out = await stage.each('audienceManager member.add', MERGED, [{ group: 2001 }, { group: 2002 }]);
		expect(out.map(({ data }) => (data as Json).added)).toEqual([['505'], ['505']]);
		expect(stage.written('audienceManager')).toHaveLength(1);
		expect(stage.simulators.audienceManager.log.at(-1)!.body).toMatchObject({ groups: [2001, 2002] });
	});
});

const LONG = '9007199254740993';

describe('an ID that no JSON number of JavaScript can hold', () => {
	it('of a group found by name is written to a Keitaro campaign to its last digit', async () => {
		fault(
			stage,
			'keitaro',
			{ status: 200, body: `[{"id":${LONG},"name":"Long","type":"campaigns","position":1}]` },
			{ path: /\/groups$/ },
		);
		const out = await stage.one('keitaro member.add', {
			groupType: 'campaigns',
			groupId: byName('Long'),
			members: '106',
		});
		expect(out.data).toMatchObject({ added: ['106'] });
		const [put] = stage.simulators.keitaro.log.filter(({ method }) => method === 'PUT');
		expect(put!.rawBody).toBe(`{"group_id":"${LONG}"}`);
		expect((out.request as Json).body).toEqual({ group_id: LONG });
	});
});

describe('an ID that no JSON number of JavaScript can hold', () => {
	it('is known again in the campaign that has it, so that a second run writes nothing', async () => {
		const groups = { status: 200, body: `[{"id":${LONG},"name":"Long","type":"campaigns"}]` };
		fault(stage, 'keitaro', groups, { path: /\/groups$/, times: 2 });
		fault(
			stage,
			'keitaro',
			{ status: 200, body: `[{"id":106,"name":"Test","group_id":${LONG}}]` },
			{ path: /\/campaigns$/, times: 2 },
		);
		const given = { groupType: 'campaigns', groupId: byName('Long'), members: '106' };
		expect((await stage.one('keitaro member.add', given)).data).toMatchObject({ unchanged: ['106'], added: [] });
		const listed = await stage.one('keitaro member.getAll', {
			groupType: 'campaigns',
			groupId: byName('Long'),
			returnAll: true,
		});
		expect(listed.data).toEqual([{ id: 106, name: 'Test', group_id: LONG }]);
		expect(stage.written('keitaro')).toEqual([]);
	});
});

describe('an ID that no JSON number of JavaScript can hold', () => {
	it('goes into a user of Audience Manager to its last digit, beside one that was there', async () => {
		const other = '9007199254740995';
		const stored = JSON.stringify(USER).slice(0, -1);
		fault(
			stage,
			'audienceManager',
			{ status: 200, body: `[{"groupId":${LONG},"name":"Long"}]` },
			{ path: /\/groups\/$/ },
		);
		fault(
			stage,
			'audienceManager',
			{ status: 200, body: `${stored},"groups":[${other}]}` },
			{ method: 'GET', path: /\/users\/505$/ },
		);
		fault(
			stage,
			'audienceManager',
			{ status: 200, body: `${stored},"groups":[${other},${LONG}]}` },
			{ method: 'PUT' },
		);
		const out = await stage.one('audienceManager member.add', { groupId: byName('Long'), members: '505' });
		expect(out.data).toMatchObject({ added: ['505'] });
		const [put] = stage.simulators.audienceManager.log.filter(({ method }) => method === 'PUT');
		expect(put!.body).toMatchObject({ groups: [other, LONG] });
		expect(put!.rawBody).toContain(`"groups":["${other}","${LONG}"]`);
	});
});
