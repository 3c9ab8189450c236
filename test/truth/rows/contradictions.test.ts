import type { VendorId } from '../../../simulators';
import { byId, byName, type Json } from '../../kit/json';
import { codeOf } from '../../kit/results';
import { MODES } from '../../kit/runner';
import { HOSTS, type Stage, useStage } from '../../kit/stage';

const stage = useStage({ isLoggedIn: true, isPatient: true });

interface Settable {
	vendor: VendorId;
	line: string;
	scope: Json;
	/** A group by id and by name, and another one. */
	id: unknown;
	name: string;
	other: unknown;
	/** For the other group: nobody of the lists. */
	apart: unknown;
	field: string;
	lists: [unknown, unknown];
	/** The first list in another notation. */
	again: unknown;
	/** What the group has now. */
	now: (stage: Stage) => unknown;
	/** What it has after the first list was set. */
	then: unknown;
}

const SETTABLE: Settable[] = [
	{
		vendor: 'keitaro',
		line: 'keitaro member.set',
		scope: { groupType: 'campaigns' },
		id: 1,
		name: 'US sweepstakes',
		other: 3,
		apart: '105, 104',
		field: 'members',
		lists: ['101, 106', '102'],
		again: ['106', 101],
		now: ({ simulators }) =>
			simulators.keitaro.state.campaigns
				.filter((one) => Number(one.group_id) === 1 && one.state !== 'deleted')
				.map(({ id }) => id),
		then: [101, 106],
	},
	{
		vendor: 'reach360',
		line: 'reach360 member.set',
		scope: {},
		id: 'grp-sales-emea',
		name: 'Sales EMEA',
		other: 'grp-support',
		apart: 'usr-peter',
		field: 'members',
		lists: ['usr-anna, usr-mei', 'usr-jonas'],
		again: ['MEI.TAN@example.com', 'usr-anna'],
		now: ({ simulators }) => simulators.reach360.state.groups[1]!.members.toSorted(),
		then: ['usr-anna', 'usr-mei'],
	},
	{
		vendor: 'audienceManager',
		line: 'audienceManager member.set',
		scope: {},
		id: 2001,
		name: 'Media Buyers',
		other: 2003,
		apart: '503',
		field: 'members',
		lists: ['501, 505', '502'],
		again: ['clara.vidal', 'ines.duarte@example.com'],
		now: ({ simulators }) =>
			simulators.audienceManager.state.users
				.filter(({ groups }) => groups.includes(2001))
				.map(({ userId }) => userId),
		then: [501, 505],
	},
	{
		vendor: 'audienceManager',
		line: 'audienceManager permission.set',
		scope: {},
		id: 2001,
		name: 'Media Buyers',
		other: 2003,
		apart: [{ objectType: 'TRAIT', objectId: 83500, permissions: ['READ'] }],
		field: 'permissions',
		lists: [
			[{ objectType: 'SEGMENT', objectId: 563, permissions: ['READ', 'WRITE'] }],
			[{ objectType: 'SEGMENT', objectId: 2363, permissions: ['READ'] }],
		],
		again: [{ permissions: ['WRITE', 'READ'], objectId: '563', objectType: 'SEGMENT' }],
		now: ({ simulators }) => simulators.audienceManager.state.groups[0]!.permissions,
		then: [{ objectType: 'SEGMENT', objectId: 563, permissions: ['READ', 'WRITE'] }],
	},
];

describe.each(SETTABLE)(
	'items that set one group differently: $line',
	({ line, scope, id, other, apart, field, lists, now }) => {
		const [a, b] = lists;
		const rows = (by: 'id' | 'name' | 'mixed'): Json => ({
			...scope,
			groupId: by === 'name' ? byName('={{ $json.g }}') : byId('={{ $json.g }}'),
			[field]: '={{ $json.list }}',
		});

		it.each([1, 5, 20])(
			'all fail before anything is written to it, and other groups are served (concurrency %i)',
			async (concurrency) => {
				const before = JSON.stringify(now(stage));
				for (const host of HOSTS) {
					const items = [
						{ g: id, list: a },
						{ g: other, list: apart },
						{ g: id, list: b },
						{ g: id, list: a },
					];
					const out = await stage.each(line, { ...rows('id'), options: { concurrency } }, items, { host });
					expect(out.map(codeOf)).toEqual([
						'invalid_input',
						expect.stringMatching(/^success/),
						'invalid_input',
						'invalid_input',
					]);
					expect(JSON.stringify(now(stage))).toBe(before);
					for (const item of [0, 2, 3]) {
						expect(out[item]!.message).toMatch(/put them into one list, or use (Add|Grant)/i);
						for (const named of [0, 2, 3]) expect(out[item]!.message).toMatch(new RegExp(`\\b${named}\\b`));
					}
				}
			},
		);
	},
);

describe.each(SETTABLE)(
	'items that set one group differently: $line',
	({ vendor, line, scope, id, other, apart, field, lists }) => {
		const [a, b] = lists;
		const rows = (by: 'id' | 'name' | 'mixed'): Json => ({
			...scope,
			groupId: by === 'name' ? byName('={{ $json.g }}') : byId('={{ $json.g }}'),
			[field]: '={{ $json.list }}',
		});

		it('stop the run before any write', async () => {
			for (const host of HOSTS) {
				const items = [
					{ g: other, list: apart },
					{ g: id, list: a },
					{ g: id, list: b },
				];
				const { stopped } = await stage.ran(line, rows('id'), { host, items, onError: 'stopWorkflow' });
				expect(stopped).toMatchObject({
					itemIndex: 1,
					message: expect.stringMatching(/invalid_input/) as string,
				});
			}
			expect(stage.written(vendor)).toEqual([]);
		});
	},
);

describe.each(SETTABLE)(
	'items that set one group differently: $line',
	({ line, scope, id, name, field, lists, now }) => {
		const [a, b] = lists;

		it('are found where the one names the group and the other has its id', async () => {
			for (const host of HOSTS) {
				for (const onError of MODES) {
					const before = JSON.stringify(now(stage));
					const items = [
						{ g: byId(id), list: a },
						{ g: byName(name), list: b },
					];
					const groupId = { __rl: true, mode: '={{ $json.g.mode }}', value: '={{ $json.g.value }}' };
					const mixed = { ...scope, groupId, [field]: '={{ $json.list }}' };
					const given = host === 'n8n' ? mixed : { ...mixed, groupId: '={{ $json.g }}' };
					const { out, stopped } = await stage.ran(line, given, { host, items, onError });
					if (onError === 'stopWorkflow') expect(stopped?.message).toMatch(/invalid_input/);
					else expect(out.map(codeOf)).toEqual(['invalid_input', 'invalid_input']);
					expect(JSON.stringify(now(stage))).toBe(before);
				}
			}
		});
	},
);

describe.each(SETTABLE)(
	'items that set one group differently: $line',
	({ vendor, line, scope, id, name, field, lists, again, now, then }) => {
		const [a] = lists;
		const rows = (by: 'id' | 'name' | 'mixed'): Json => ({
			...scope,
			groupId: by === 'name' ? byName('={{ $json.g }}') : byId('={{ $json.g }}'),
			[field]: '={{ $json.list }}',
		});

		it('do not contradict each other with the same list in another notation: it is written once', async () => {
			for (const host of HOSTS) {
				for (const by of ['id', 'name'] as const) {
					stage.simulators.of(vendor).reset();
					stage.forget();
					const g = by === 'id' ? id : name;
					const alone = await stage.each(line, rows(by), [{ g, list: a }], { host });
					const writes = stage.written(vendor);
					stage.simulators.of(vendor).reset();
					stage.forget();
					const out = await stage.each(
						line,
						rows(by),
						[
							{ g, list: a },
							{ g, list: again },
							{ g, list: a },
						],
						{ host },
					);
					expect(out.map(({ success }) => success as unknown)).toEqual([true, true, true]);
					expect(out[0]!.data).toEqual(alone[0]!.data);
					expect(now(stage)).toEqual(then);
					expect(stage.written(vendor).toSorted()).toEqual(writes.toSorted());
				}
			}
		});
	},
);

describe.each(SETTABLE)('items that set one group differently: $line', ({ line, scope, id, field, lists }) => {
	const [a, b] = lists;
	const rows = (by: 'id' | 'name' | 'mixed'): Json => ({
		...scope,
		groupId: by === 'name' ? byName('={{ $json.g }}') : byId('={{ $json.g }}'),
		[field]: '={{ $json.list }}',
	});

	it('fail in a dry run alike', async () => {
		for (const host of HOSTS) {
			const items = [
				{ g: id, list: a },
				{ g: id, list: b },
			];
			const out = await stage.each(line, { ...rows('id'), options: { dryRun: true } }, items, { host });
			expect(out.map(codeOf)).toEqual(['invalid_input', 'invalid_input']);
		}
	});
});

const groupOf = (id: number) => stage.simulators.keitaro.state.campaigns.find((one) => one.id === id)!.group_id;
const rows = { groupType: 'campaigns', groupId: byId('={{ $json.g }}'), members: '={{ $json.m }}' };

describe('items that want one Keitaro entity in two groups', () => {
	it.each(['add', 'set'])('fail, and the entity stays where it is (%s)', async (operation) => {
		for (const concurrency of [1, 5]) {
			for (const host of HOSTS) {
				const items = [
					{ g: 1, m: [103] },
					{ g: 2, m: '103' },
					{ g: 3, m: [105] },
				];
				const out = await stage.each(
					`keitaro member.${operation}`,
					{ ...rows, options: { concurrency } },
					items,
					{ host },
				);
				expect(out.map(codeOf)).toEqual(['invalid_input', 'invalid_input', expect.stringMatching(/^success/)]);
				expect(groupOf(103)).toBe(2);
				expect(out[0]!.message).toMatch(/103/);
			}
		}
		expect(stage.written('keitaro')).toEqual([]);
	});
});

describe('items that want one Keitaro entity in two groups', () => {
	it.each(['add', 'set'])('stop the run before any write (%s)', async (operation) => {
		for (const host of HOSTS) {
			const items = [
				{ g: 1, m: [103] },
				{ g: 3, m: ['105', '103'] },
			];
			const { stopped } = await stage.ran(`keitaro member.${operation}`, rows, {
				host,
				items,
				onError: 'stopWorkflow',
			});
			expect(stopped?.message).toMatch(/invalid_input/);
		}
		expect(stage.written('keitaro')).toEqual([]);
	});

	it('do not contradict each other in one group', async () => {
		for (const host of HOSTS) {
			stage.simulators.keitaro.reset();
			const out = await stage.each(
				'keitaro member.add',
				rows,
				[
					{ g: 1, m: [103] },
					{ g: 1, m: [103, 106] },
				],
				{ host },
			);
			expect(out.flatMap(({ data }) => (data as Json).added as string[]).toSorted()).toEqual(['103', '106']);
			expect([groupOf(103), groupOf(106)].map(Number)).toEqual([1, 1]);
		}
	});
});
