import { capabilitiesOf, isMissing } from '../../nodes/GroupManager/engine/contract/vendor';
import { VENDORS } from '../../nodes/GroupManager/vendors';
import { VENDOR_IDS } from '../../simulators';
import { byId, countTo, type Json } from '../kit/json';
import { useStage } from '../kit/stage';
import { ELSEWHERE, groundOf, plannedOf } from '../kit/vendors';
import { membershipOf } from '../members/membership';

const stage = useStage({ host: 'axios', isLoggedIn: true, random: 0 });

const permissions = [{ objectType: 'SEGMENT', objectId: 2363, permissions: ['READ'] }];

const PLANNING = VENDORS.flatMap((vendor) =>
	capabilitiesOf(vendor).flatMap(({ resource, operation, capability }) => {
		if (isMissing(capability)) return [];
		const offersDryRun = capability.options.some(({ name }) => name === 'dryRun');
		return [{ vendor: vendor.id, operation: `${resource}.${operation}`, offersDryRun }];
	}),
);

/** What a group has before it has an id. */
const withoutIds = ({ id, groupId, group, ...rest }: Json): Json =>
	group ? { ...rest, group: withoutIds(group as Json) } : rest;

describe('a dry run', () => {
	it('is offered by every operation that writes, and by no other', () => {
		for (const { operation, offersDryRun } of PLANNING)
			expect({ operation, offersDryRun }).toEqual({ operation, offersDryRun: !/\.get/.test(operation) });
	});
});

describe('a dry run', () => {
	it.each(PLANNING.filter(({ offersDryRun }) => offersDryRun))(
		'of $operation on $vendor reads, writes nothing, and plans exactly what a real run sends',
		async ({ vendor, operation }) => {
			for (const { options = {}, ...parameters } of plannedOf(vendor)[operation]!) {
				stage.simulators.of(vendor).reset();
				const untouched = structuredClone(stage.simulators.of(vendor).state);
				const dry = await stage.one(`${vendor} ${operation}`, {
					...parameters,
					options: { ...options, dryRun: true },
				});
				const reads = stage.sent(vendor);

				expect(dry).toMatchObject({ success: true });
				expect(Object.keys(dry.data)).toEqual(['dryRun', 'plan', 'would']);
				expect(dry.data.dryRun).toBe(true);
				expect(stage.written(vendor)).toEqual([]);
				expect(stage.simulators.of(vendor).state).toEqual(untouched);
				expect(dry.request?.method ?? 'GET').toBe('GET');
				for (const line of dry.data.plan)
					expect(Object.keys(line)).toEqual('body' in line ? ['method', 'url', 'body'] : ['method', 'url']);

				stage.forget();
				const real = await stage.one(`${vendor} ${operation}`, { ...parameters, options });
				expect(real.success).toBe(true);
				// Nobody knows the id of a group that is not there yet.
				if (/create|upsert/.test(operation))
					expect(withoutIds(real.data)).toMatchObject(withoutIds(dry.data.would));
				else expect(dry.data.would).toEqual(real.data);
				expect(stage.planned(vendor, dry.data).sort()).toEqual(stage.written(vendor).sort());
				// Beyond what a real run reads, it looks for what the vendor would refuse.
				const log = stage.sent(vendor);
				const before = log.slice(
					0,
					log.findIndex((line) => !line.startsWith('GET')),
				);
				expect(reads).toEqual(expect.arrayContaining(before));
			}
		},
	);
});

describe('a dry run', () => {
	it.each(ELSEWHERE)('of one set on $vendor plans additions before removals, like the run itself', async (ground) => {
		const { vendor, seed, parameters, member, put, take } = membershipOf(ground, stage);
		seed([[0, 1], [], []]);
		const { data } = await stage.one(`${vendor} member.set`, {
			...parameters(0),
			members: [2, 3].map(member),
			options: { dryRun: true },
		});
		expect(stage.planned(vendor, data)).toEqual([put(0, 2), put(0, 3), take(0, 0), take(0, 1)]);
	});

	it.each(VENDOR_IDS)(
		'of nothing to do plans nothing on %s, and says who is in the group already',
		async (vendor) => {
			const { seed, parameters, member, spellings } = membershipOf(groundOf(vendor), stage);
			seed([[0]]);
			const [id, unchanged] = [member(0), { ...parameters(0), members: spellings(0).at(-1) }];
			const { data } = await stage.one(`${vendor} member.add`, { ...unchanged, options: { dryRun: true } });
			expect(data).toEqual({
				dryRun: true,
				plan: [],
				would: { added: [], removed: [], unchanged: [id], missing: [] },
			});
		},
	);
});

describe('a dry run', () => {
	it('checks like a real run: bad input, unknown groups and too many removals fail', async () => {
		const fails = async (line: string, parameters: Json) =>
			(await stage.one(line, { ...parameters, options: { ...(parameters.options as Json), dryRun: true } })).error
				.code;
		expect(await fails('keitaro group.update', { groupType: 'campaigns', groupId: byId(4), name: 'X' })).toBe(
			'not_found',
		);
		expect(await fails('keitaro group.upsert', { groupType: 'campaigns', name: ' ' })).toBe('invalid_input');
		expect(
			await fails('reach360 member.add', { groupId: byId('grp-support'), members: 'nobody@example.com' }),
		).toBe('not_found');
		expect(
			await fails('audienceManager permission.set', {
				groupId: byId(2001),
				permissions,
				options: { maxRemovals: 1 },
			}),
		).toBe('invalid_input');
		expect(VENDOR_IDS.flatMap((vendor) => stage.written(vendor))).toEqual([]);
	});
});

const joint = { groupId: byId('={{ $json.group }}'), members: 'ines.duarte', options: { dryRun: true } };

describe('a dry run of many items', () => {
	it('shows in each item the write that they would share, and its body in the first', async () => {
		const items = [2002, 2003].map((group) => ({ group }));
		const plans = (await stage.each('audienceManager member.add', joint, items)).map(({ data }) => data);
		expect(stage.written('audienceManager')).toEqual([]);
		stage.forget();
		await stage.each('audienceManager member.add', { ...joint, options: {} }, items);
		const written = stage.written('audienceManager');
		expect(written).toHaveLength(1);
		expect(plans.map((plan) => stage.planned('audienceManager', plan))).toEqual([
			written,
			[written[0]!.split(' {')[0]],
		]);
		expect(plans.map(({ plan }) => Object.keys(plan[0]))).toEqual([
			['method', 'url', 'body'],
			['method', 'url', 'sharedWith'],
		]);
		expect(plans[1]!.plan[0].sharedWith).toBe(0);
	});
});

describe('a dry run of many items', () => {
	it.each([
		[
			'keitaro',
			{ groupType: 'campaigns' },
			['POST /groups {"name":"One","type":"campaigns"}', 'POST /groups {"name":"Two","type":"campaigns"}'],
		],
		['reach360', {}, ['POST /groups {"name":"One"}', 'POST /groups {"name":"Two"}']],
		[
			'audienceManager',
			{},
			['POST /groups/ {"name":"One","description":null}', 'POST /groups/ {"name":"Two","description":null}'],
		],
	] as const)('plans each new group once on %s, as the run itself creates it', async (vendor, parameters, posts) => {
		const items = ['One', 'Two', 'One', 'Two', 'One'].map((name) => ({ name }));
		const results = await stage.each(
			`${vendor} group.upsert`,
			{ ...parameters, name: '={{ $json.name }}', options: { dryRun: true } },
			items,
		);
		expect(results.flatMap(({ data }) => stage.planned(vendor, data)).sort()).toEqual(posts);
		stage.forget();
		await stage.each(`${vendor} group.upsert`, { ...parameters, name: '={{ $json.name }}' }, items);
		expect(stage.written(vendor).sort()).toEqual(posts);
	});
});

describe('a dry run of many items', () => {
	it('goes on with what the plan would leave behind: what two items ask for is planned by the first of them', async () => {
		const items = [['usr-anna'], ['usr-anna', 'usr-sara']].map((members) => ({ members }));
		const parameters = {
			groupId: byId('grp-compliance'),
			members: '={{ $json.members }}',
			options: { concurrency: 1, dryRun: true },
		};
		const results = await stage.each('reach360 member.add', parameters, items);
		expect(results.map(({ data }) => stage.planned('reach360', data))).toEqual([
			['PUT /groups/grp-compliance/users/usr-anna'],
			['PUT /groups/grp-compliance/users/usr-sara'],
		]);
		expect(results.map(({ data }) => data.would.unchanged)).toEqual([[], ['usr-anna']]);
	});

	it('refuses different lists for one group like the run itself, and plans the same list once', async () => {
		const set = async (lists: string[][]) =>
			await stage.each(
				'reach360 member.set',
				{ groupId: byId('grp-compliance'), members: '={{ $json.members }}', options: { dryRun: true } },
				lists.map((members) => ({ members })),
			);
		const different = await set([['usr-anna'], ['usr-sara']]);
		expect(different.map(({ error }) => error.code)).toEqual(['invalid_input', 'invalid_input']);
		expect(different[0]!.message).toContain(
			'items 0, 1 set one group to different lists: put them into one list, or use Add',
		);

		const same = await set([['usr-anna'], ['usr-anna']]);
		expect(same.map(({ data }) => data.would.added)).toEqual([['usr-anna'], []]);
		expect(stage.written('reach360')).toEqual([]);
	});
});

describe('a dry run of many items', () => {
	it('never leaks into items of the same run that are real', async () => {
		const mixed = (rows: Json[]) => rows.map((row, index) => ({ ...row, dry: index % 2 === 0 }));
		const options = { dryRun: '={{ $json.dry }}', concurrency: 1 };

		const grants = mixed(
			countTo(4).map((index) => ({
				permissions: [
					{
						objectType: 'SEGMENT',
						objectId: index < 2 ? 563 : 2363,
						permissions: [['WRITE', 'CREATE', 'READ', 'DELETE'][index]],
					},
				],
			})),
		);
		await stage.each(
			'audienceManager permission.grant',
			{ groupId: byId(2003), permissions: '={{ $json.permissions }}', options },
			grants,
		);
		expect(stage.written('audienceManager')).toEqual([
			'PUT /groups/2003/permissions/ [{"objectType":"SEGMENT","objectId":563,"permissions":["CREATE"]},{"objectType":"SEGMENT","objectId":2363,"permissions":["DELETE"]}]',
		]);

		stage.forget();
		await stage.each(
			'audienceManager permission.set',
			{ groupId: byId(2003), permissions: '={{ $json.permissions }}', options },
			mixed([{ permissions }, { permissions }]),
		);
		expect(stage.written('audienceManager')).toHaveLength(1);

		const members = mixed([{ member: '103' }, { member: '103' }]);
		const moved = await stage.each(
			'keitaro member.add',
			{ groupType: 'campaigns', groupId: byId(1), members: '={{ $json.member }}', options },
			members,
		);
		expect(moved.map(({ data }) => data.added ?? data.plan.length)).toEqual([1, ['103']]);
		expect(stage.written('keitaro')).toEqual(['PUT /campaigns/103 {"group_id":1}']);

		const people = mixed([{ member: 'usr-omar' }, { member: 'usr-omar' }]);
		await stage.each(
			'reach360 member.add',
			{ groupId: byId('grp-support'), members: '={{ $json.member }}', options },
			people,
		);
		expect(stage.written('reach360')).toEqual(['PUT /groups/grp-support/users/usr-omar']);

		const users = mixed([{ group: 2002 }, { group: 2003 }]);
		await stage.each(
			'audienceManager member.add',
			{ groupId: byId('={{ $json.group }}'), members: '505', options },
			users,
		);
		expect(stage.simulators.audienceManager.state.users.find(({ userId }) => userId === 505)!.groups).toEqual([
			2003,
		]);

		const groups = mixed([{ name: 'Mixed' }, { name: 'Mixed' }]);
		for (const vendor of VENDOR_IDS) {
			stage.forget();
			const results = await stage.each(
				`${vendor} group.upsert`,
				{ groupType: 'offers', name: '={{ $json.name }}', options },
				groups,
			);
			expect(results.map(({ data }) => data.action ?? data.plan.length)).toEqual([1, 'created']);
		}
	});
});

describe('a planned group without an id yet', () => {
	it('stands in the plan of a later change under an id of its own', async () => {
		const items = ['First words', 'Second words'].map((description) => ({ description }));
		const parameters = { name: 'Fresh', description: '={{ $json.description }}', options: { dryRun: true } };
		const results = await stage.each('audienceManager group.upsert', parameters, items);
		expect(results.map(({ data }) => stage.planned('audienceManager', data))).toEqual([
			['POST /groups/ {"name":"Fresh","description":"First words"}'],
			['PUT /groups/new-1 {"name":"Fresh","description":"Second words"}'],
		]);
	});
});
