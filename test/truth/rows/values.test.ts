import { VENDOR_IDS } from '../../../simulators';
import { byId, type Json } from '../../kit/json';
import { jsonNamed } from '../../kit/profile';
import { codeOf } from '../../kit/results';
import { HOSTS, useStage } from '../../kit/stage';
import { groundOf, homeOf, nameIn, profileOf, scopeOf } from '../../kit/vendors';

const stage = useStage({ isLoggedIn: true, isPatient: true });

const groupOf = (vendor: string): Json => byId(homeOf(vendor).group.id);

describe('a date', () => {
	const DATES = ['={{ $now }}', '={{ $today }}', '={{ new Date() }}', '={{ DateTime.now() }}'];

	it.each(VENDOR_IDS.flatMap((vendor) => DATES.map((date) => ({ vendor, date }))))(
		'$date on $vendor comes with its remedy',
		async ({ vendor, date }) => {
			const places: Array<[string, Json]> = [
				['group.create', { name: date }],
				['group.upsert', { name: date }],
				['group.update', { groupId: groupOf(vendor), name: date }],
				...(groundOf(vendor).hasDescription
					? [['group.create', { name: 'x', description: date }] as [string, Json]]
					: []),
			];
			for (const [operation, parameters] of places) {
				const out = await stage.one(`${vendor} ${operation}`, { ...scopeOf(vendor), ...parameters });
				expect([operation, codeOf(out), out.message]).toEqual([
					operation,
					'invalid_input',
					expect.stringMatching(/date.*\.toISO/),
				]);
			}
			expect(stage.sent(vendor)).toEqual([]);
		},
	);
});

const VALUES = ['5" pipes', 'line\nbreak', 'C:\\temp', '"'];
const PAIRS = VENDOR_IDS.flatMap((vendor) => VALUES.map((name) => ({ vendor, name, title: JSON.stringify(name) })));

describe('a value that breaks the JSON around it', () => {
	it.each(PAIRS)('comes with its remedy: $title on $vendor', async ({ vendor, name }) => {
		// In JSON "\t" is a tab: that value is not broken, only changed.
		const items = [{ name: name.replace('\\t', '\\q') }];
		const groupData = '={ "name": "{{ $json.name }}" }';
		for (const [operation, more] of [
			['create', {}],
			['update', { groupId: groupOf(vendor) }],
		] as const) {
			const parameters = { ...scopeOf(vendor), ...more, specifyBody: 'json', groupData };
			const [out] = await stage.each(`${vendor} group.${operation}`, parameters, items);
			expect([codeOf(out!), out!.message]).toEqual(['invalid_input', expect.stringContaining('JSON.stringify(')]);
		}
	});

	it('comes with its remedy in permissions too', async () => {
		for (const operation of ['set', 'grant', 'revoke']) {
			const permissions = '=[{ "objectType": "{{ $json.type }}", "objectId": 563, "permissions": ["READ"] }]';
			const [out] = await stage.each(
				`audienceManager permission.${operation}`,
				{ groupId: byId(2001), permissions },
				[{ type: 'A"B' }],
			);
			expect([codeOf(out!), out!.message]).toEqual(['invalid_input', expect.stringContaining('JSON.stringify(')]);
		}
	});
});

describe('a value that breaks the JSON around it', () => {
	it('is sent as it is once it is wrapped', async () => {
		for (const vendor of VENDOR_IDS) {
			const groupData = `=${jsonNamed(profileOf(vendor), '{{ JSON.stringify($json.name) }}')}`;
			for (const name of VALUES) {
				const parameters = { ...scopeOf(vendor), specifyBody: 'json', groupData };
				const [out] = await stage.each(`${vendor} group.create`, parameters, [{ name }]);
				expect(nameIn(vendor, out!.data as Json)).toBe(name);
			}
		}
	});
});

const BIG = '12345678901234567890';

describe('a whole number that JSON cannot hold', () => {
	it.each(VENDOR_IDS)('is refused in JSON text on %s, wherever it stands', async (vendor) => {
		const texts = [
			`{"name":"x","ref":${BIG}}`,
			`{"name":"x","refs":[1,{"a":-${BIG}}]}`,
			`{"name":"x","ref":9007199254740993}`,
		];
		for (const host of HOSTS) {
			for (const groupData of texts) {
				for (const [operation, more] of [
					['create', {}],
					['update', { groupId: groupOf(vendor) }],
				] as const) {
					const parameters = { ...scopeOf(vendor), ...more, specifyBody: 'json', groupData };
					const out = await stage.one(`${vendor} group.${operation}`, parameters, { host });
					expect([codeOf(out), out.message]).toEqual([
						'invalid_input',
						expect.stringMatching(/12345678901234567890|9007199254740993/),
					]);
				}
			}
		}
		expect(stage.sent(vendor)).toEqual([]);
	});
});

describe('a whole number that JSON cannot hold', () => {
	it('is refused in the text of permissions', async () => {
		for (const operation of ['set', 'grant', 'revoke']) {
			const permissions = `[{"objectType":"SEGMENT","objectId":${BIG},"permissions":["READ"]}]`;
			const out = await stage.one(`audienceManager permission.${operation}`, {
				groupId: byId(2001),
				permissions,
			});
			expect(codeOf(out)).toBe('invalid_input');
		}
		expect(stage.sent('audienceManager')).toEqual([]);
	});

	it('is refused in the JSON text of a list, or kept to the last digit where ids are text', async () => {
		for (const host of HOSTS) {
			const options = { ignoreMissing: true };
			const many = await stage.one('reach360 group.deleteMany', { groupIds: `[${BIG}]`, options }, { host });
			const one = await stage.one(
				'reach360 member.remove',
				{ groupId: groupOf('reach360'), members: `[${BIG}]`, options },
				{ host },
			);
			for (const out of [many, one])
				expect(out.error ? codeOf(out) : (out.data as Json).missing).toEqual(
					out.error ? 'invalid_input' : [BIG],
				);
		}
		expect(stage.written('reach360').filter((line) => !line.includes(BIG))).toEqual([]);
	});
});

describe('a whole number that JSON cannot hold', () => {
	it('is no number inside a text, and large fractions are none of whole numbers', async () => {
		for (const groupData of [`{"name":"${BIG}"}`, '{"name":"x 9007199254740993, {1e400"}']) {
			const out = await stage.one('reach360 group.create', { specifyBody: 'json', groupData });
			expect(out).toMatchObject({ success: true });
		}
	});

	it('is kept as text in lists that are typed', async () => {
		stage.simulators.reach360.seed({ groups: [{ id: BIG, name: 'Big' }] });
		const { data } = await stage.one('reach360 group.deleteMany', { groupIds: BIG });
		expect(data).toMatchObject({ deleted: [BIG] });
	});
});
