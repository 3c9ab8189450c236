import { endOf, fault, useAnswers } from './bed';
import { byId, byName, type Json } from '../../kit/json';
import { codeOf } from '../../kit/results';

const stage = useAnswers();

const ENDLESS = { times: Infinity, method: 'GET' } as const;
const ODD = { code: 'unexpected_response', retryable: false };

describe('a list of Reach 360 with ever new cursors and empty pages ends after three', () => {
	beforeEach(() => fault(stage, 'reach360', { emptyPages: true }, ENDLESS));

	it.each<[string, Json]>([
		['group.getAll', { returnAll: true }],
		['group.getAll', { limit: 1 }],
		['group.get', { groupId: byName('Customer Support') }],
		['group.upsert', { name: 'Customer Support' }],
		['member.getAll', { groupId: byId('grp-support'), returnAll: true }],
		['member.add', { groupId: byId('grp-support'), members: 'usr-mei' }],
		['member.set', { groupId: byId('grp-support'), members: '', options: { allowEmpty: true } }],
	])('in %s %j', async (operation, given) => {
		expect(endOf(await stage.one(`reach360 ${operation}`, given))).toEqual(ODD);
		expect(stage.sent('reach360')).toHaveLength(3);
	});

	it('where many names are looked up at once', async () => {
		const items = Array.from({ length: 10 }, (_, index) => ({ name: `Group ${index}` }));
		const out = await stage.each('reach360 group.get', { groupId: byName('={{ $json.name }}') }, items);
		expect(new Set(out.map(codeOf))).toEqual(new Set(['unexpected_response']));
	});

	it.each(['', 'support'])('in the picker, searched for "%s"', async (filter) => {
		await stage.ran('reach360 group.getAll', { limit: 1 });
		stage.forget();
		const parameters = { vendor: 'reach360', resource: 'group', operation: 'get' };
		const searching = stage.n8n.listSearch('searchGroups', parameters, { credentialId: 'reach360', filter });
		await expect(searching).rejects.toThrow('the list has 3 empty pages in a row');
		expect(stage.sent('reach360')).toHaveLength(3);
	});
});

it('an e-mail address is looked for on three empty pages and no more', async () => {
	fault(stage, 'reach360', { emptyPages: true }, { ...ENDLESS, path: /^\/users$/ });
	const out = await stage.one('reach360 member.add', {
		groupId: byId('grp-support'),
		members: 'mei.tan@example.com',
	});
	expect(endOf(out)).toEqual(ODD);
	expect(stage.sent('reach360').filter((line) => line.startsWith('GET /users'))).toHaveLength(3);
	expect(stage.written('reach360')).toEqual([]);
});

it('two empty pages of Reach 360 between full ones lose nothing', async () => {
	const { url } = stage.simulators.reach360;
	const group = (id: string) => ({ id, name: id });
	const pages = [[group('a')], [], [], [group('b')], [], []];
	pages.forEach((groups, index) => {
		const nextUrl = index === pages.length - 1 ? null : `${url}/groups?cursor=c${index}`;
		fault(stage, 'reach360', { status: 200, body: { groups, nextUrl } });
	});
	expect((await stage.one('reach360 group.getAll', { returnAll: true })).data).toEqual([group('a'), group('b')]);
});

const groups = [
	{ groupId: 2001, name: 'A' },
	{ groupId: 2002, name: 'B' },
];
const READS: Array<[string, Json]> = [
	['group.getAll', { returnAll: true }],
	['group.update', { groupId: byId(2001), name: 'C' }],
	['group.upsert', { name: 'C' }],
	['group.deleteMany', { groupIds: '2001, 9', options: { ignoreMissing: true } }],
	['group.delete', { groupId: byName('Z'), options: { ignoreMissing: true } }],
];

describe('a wrapped list of Audience Manager that does not show its end', () => {
	it.each(READS)('because it has no total fails %s, and nothing is written', async (operation, given) => {
		fault(stage, 'audienceManager', { status: 200, body: { page: 0, pageSize: 2, list: groups } }, ENDLESS);
		expect(endOf(await stage.one(`audienceManager ${operation}`, given))).toEqual(ODD);
		expect(stage.sent('audienceManager')).toEqual(['GET /groups/']);
	});

	it.each(READS)(
		'because an empty page comes before its total fails %s, and nothing is written',
		async (operation, given) => {
			fault(
				stage,
				'audienceManager',
				{ status: 200, body: { total: 3, page: 0, pageSize: 2, list: groups } },
				{ method: 'GET' },
			);
			fault(
				stage,
				'audienceManager',
				{ status: 200, body: { total: 3, page: 1, pageSize: 2, list: [] } },
				ENDLESS,
			);
			expect(endOf(await stage.one(`audienceManager ${operation}`, given))).toEqual(ODD);
			expect(stage.sent('audienceManager')).toHaveLength(2);
		},
	);
});

describe('a wrapped list of Audience Manager that does not show its end', () => {
	it.each([
		{ page: 0, pageSize: 2 },
		{ total: '2', page: 0, pageSize: 2 },
		{ total: null, page: 0, pageSize: 2 },
	])('removes no members on the strength of %j', async (rest) => {
		fault(
			stage,
			'audienceManager',
			{ status: 200, body: { ...rest, list: [{ userId: 502, username: 'tom.becker', groups: [2002] }] } },
			ENDLESS,
		);
		expect(endOf(await stage.one('audienceManager member.set', { groupId: byId(2002), members: '505' }))).toEqual(
			ODD,
		);
		expect(stage.written('audienceManager')).toEqual([]);
	});
});

describe('a list of Keitaro that holds groups of another type', () => {
	const mixed = [
		{ id: 2, name: 'EU search', type: 'campaigns' },
		{ id: 4, name: 'Nutra offers', type: 'offers' },
		{ id: 12, name: 'Without a type' },
	];
	beforeEach(() => fault(stage, 'keitaro', { status: 200, body: mixed }, { path: /\/groups$/, ...ENDLESS }));

	it('is the groups of the wanted one', async () => {
		const out = await stage.one('keitaro group.getAll', { groupType: 'campaigns', returnAll: true });
		expect(out.data).toEqual([mixed[0], mixed[2]]);
	});

	it.each<[string, Json]>([
		['group.get', {}],
		['group.update', { name: 'Better' }],
		['group.delete', {}],
		['member.add', { members: '106' }],
		['member.set', { members: '106' }],
	])('has no others for %s, by ID or by name', async (operation, given) => {
		for (const groupId of [byId(4), byName('Nutra offers')]) {
			expect(codeOf(await stage.one(`keitaro ${operation}`, { groupType: 'campaigns', groupId, ...given }))).toBe(
				'not_found',
			);
		}
		expect(stage.written('keitaro')).toEqual([]);
	});

	it('does not make an upsert take one of another type for the one that it wants', async () => {
		const out = await stage.one('keitaro group.upsert', { groupType: 'campaigns', name: 'Nutra offers' });
		expect(out.data).toMatchObject({ action: 'created', group: { id: 9 } });
	});
});

describe('a permission entry of Audience Manager that cannot be read', () => {
	const fine = { objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] };
	const NEW = {
		specifyPermissions: 'json',
		permissions: [{ objectType: 'SEGMENT', objectId: 2363, permissions: ['READ'] }],
	};

	it.each<[string, unknown]>([
		['without names', { objectType: 'TRAIT', objectId: 83498 }],
		['with null for names', { objectType: 'TRAIT', objectId: 83498, permissions: null }],
		['with a text for names', { objectType: 'TRAIT', objectId: 83498, permissions: 'READ' }],
		['without a type', { objectId: 83498, permissions: ['READ'] }],
		['without an ID', { objectType: 'TRAIT', permissions: ['READ'] }],
		['that is null', null],
	])('%s fails every write instead of being lost', async (_, odd) => {
		fault(stage, 'audienceManager', { status: 200, body: [fine, odd] as object }, ENDLESS);
		for (const operation of ['permission.grant', 'permission.revoke', 'permission.set']) {
			const given = operation === 'permission.revoke' ? { ...NEW, permissions: [fine] } : NEW;
			expect([
				operation,
				endOf(await stage.one(`audienceManager ${operation}`, { groupId: byId(2001), ...given })),
			]).toEqual([operation, ODD]);
		}
		expect(stage.written('audienceManager')).toEqual([]);
	});
});
