import { fault, useAnswers } from './bed';
import { VENDOR_IDS } from '../../../simulators';
import { byName, type Json } from '../../kit/json';
import { jsonNamed } from '../../kit/profile';
import { codeOf } from '../../kit/results';
import { groundOf, profileOf, samplesOf, scopeOf } from '../../kit/vendors';

const stage = useAnswers();

const silent = (): string[] => VENDOR_IDS.flatMap((vendor) => stage.sent(vendor));

describe.each(VENDOR_IDS)('a value that is nothing to the eye (%s)', (vendor) => {
	const sample = (operation: string): Json => samplesOf(vendor)[operation]!;

	it.each([' ', '\t', '\n', '\u00a0 \u3000'])('is no filter: %j', async (blank) => {
		for (const filter of ['name', 'nameContains']) {
			const out = await stage.one(`${vendor} group.getAll`, {
				...sample('group.getAll'),
				filters: { [filter]: blank },
			});
			expect([filter, codeOf(out)]).toEqual([filter, 'invalid_input']);
		}
		expect(silent()).toEqual([]);
	});
});

describe.each(VENDOR_IDS)('a value that is nothing to the eye (%s)', (vendor) => {
	const sample = (operation: string): Json => samplesOf(vendor)[operation]!;

	it.each([',', ';', ' ', '\n', ' , ;\n,', ',,'])(
		'is no list of members, whatever Allow Empty says: %j',
		async (members) => {
			for (const [operation, options] of [
				['add', {}],
				['remove', {}],
				['set', {}],
				['set', { allowEmpty: true }],
			] as const) {
				const out = await stage.one(`${vendor} member.${operation}`, {
					...sample(`member.${operation}`),
					members,
					options,
				});
				expect([operation, codeOf(out), out.message]).toEqual([
					operation,
					'invalid_input',
					// As the form calls it: on Keitaro by the Group Type.
					expect.stringContaining(vendor === 'keitaro' ? 'Campaigns' : 'Members'),
				]);
			}
			expect(silent()).toEqual([]);
		},
	);

	it('leaves a list of members that was left empty to Allow Empty', async () => {
		const out = await stage.one(`${vendor} member.set`, {
			...sample('member.set'),
			members: '',
			options: { allowEmpty: true },
		});
		expect((out.data as Json).removed).not.toEqual([]);
	});
});

describe.each(VENDOR_IDS)('a value that is nothing to the eye (%s)', (vendor) => {
	const sample = (operation: string): Json => samplesOf(vendor)[operation]!;

	it.each(['\u200b', '\u2060\ufeff', '\u00ad', ' \u200b ', '\u3164', '\u200e\u200f'])(
		'is no name: %j',
		async (name) => {
			const { name: _, description: __, ...update } = sample('group.update');
			const groupData = jsonNamed(profileOf(vendor), JSON.stringify(name));
			const given: Array<[string, Json]> = [
				['group.create', { ...scopeOf(vendor), name }],
				['group.upsert', { ...scopeOf(vendor), name }],
				['group.update', { ...update, name }],
				['group.create', { ...scopeOf(vendor), specifyBody: 'json', groupData }],
				['group.update', { ...update, specifyBody: 'json', groupData }],
			];
			for (const [operation, parameters] of given) {
				expect([operation, codeOf(await stage.one(`${vendor} ${operation}`, parameters))]).toEqual([
					operation,
					'invalid_input',
				]);
			}
			expect(silent()).toEqual([]);
		},
	);

	it.each(['={{ $json.nothing }}', '={{ null }}'])('is no domain of a credential: %s', async (domain) => {
		for (const operation of ['group.getAll', 'group.delete', 'member.add']) {
			const out = await stage.one(`${vendor} ${operation}`, sample(operation), { credential: { domain } });
			expect([operation, codeOf(out), out.message]).toEqual([
				operation,
				'invalid_input',
				expect.stringContaining('Domain'),
			]);
		}
		expect(silent()).toEqual([]);
	});
});

describe('in stop mode, where only the words of the vendor would be misread', () => {
	it.each(['connect ECONNREFUSED 10.0.0.1', 'the order was canceled', 'it was cancelled', 'read etimedout'])(
		'the message keeps the group: %s',
		async (words) => {
			for (const vendor of VENDOR_IDS) {
				fault(stage, vendor, { status: 400, body: { error: words } }, { method: 'POST' });
				const { stopped } = await stage.ran(
					`${vendor} group.create`,
					{ ...scopeOf(vendor), name: 'Europe' },
					{ onError: 'stopWorkflow' },
				);
				expect(stopped!.status).toBe('error');
				expect(stopped!.message).toMatch(
					/^Could not create the group "Europe": see the details \(HTTP 400, invalid_input\)/,
				);
				expect(stopped!.description).toContain(words);
			}
		},
	);

	it('and leaves out the group alone where only that would be', async () => {
		for (const vendor of VENDOR_IDS) {
			fault(stage, vendor, { status: 400, body: { error: 'too long' } }, { method: 'POST' });
			const { stopped } = await stage.ran(
				`${vendor} group.create`,
				{ ...scopeOf(vendor), name: 'canceled orders' },
				{ onError: 'stopWorkflow' },
			);
			expect(stopped).toMatchObject({
				status: 'error',
				description: expect.stringContaining('canceled orders') as string,
			});
			expect(stopped!.message).toMatch(/^Could not create the group: too long \(HTTP 400, invalid_input\)/);
		}
	});
});

describe.each(VENDOR_IDS)('one member taken out by two items (%s)', (vendor) => {
	const given = samplesOf(vendor)['member.remove']!;
	const member = String(given.members);

	it('is the first one’s doing, and unchanged for the second', async () => {
		for (const concurrency of [1, 5]) {
			stage.simulators.of(vendor).reset();
			const out = await stage.each(`${vendor} member.remove`, { ...given, options: { concurrency } }, [{}, {}]);
			expect(out[0]!.data).toMatchObject({ removed: [member], missing: [] });
			expect(out[1]!.data).toEqual({ added: [], removed: [], unchanged: [member], missing: [] });
			expect(stage.written(vendor)).toHaveLength(1);
		}
	});

	it('is missing for the second with Ignore Missing', async () => {
		const out = await stage.each(`${vendor} member.remove`, { ...given, options: { ignoreMissing: true } }, [
			{},
			{},
		]);
		const none = { added: [], unchanged: [] };
		expect(out.map(({ data }) => data as Json)).toEqual([
			{ ...none, removed: [member], missing: [] },
			{ ...none, removed: [], missing: [member] },
		]);
		expect(stage.written(vendor)).toHaveLength(1);
	});
});

const FOLDED: Array<[stored: string, typed: string]> = [
	['Straße', 'STRASSE'],
	['STRASSE', 'Straße'],
	['Straße', 'strasse'],
	['Istanbul', 'ıstanbul'],
	['İstanbul', 'istanbul'],
	['ﬁnance', 'FINANCE'],
	['ΟΔΟΣ', 'οδος'],
];

describe.each(VENDOR_IDS)('names that differ in letters that case folds (%s)', (vendor) => {
	const TITLE = '"%s" is no new group as "%s", and is suggested for it';
	it.each(FOLDED)(TITLE, async (stored, typed) => await isSuggested(stored, typed));
	it.each([['STRAẞE', 'straße']])(TITLE, async (stored, typed) => await isSuggested(stored, typed));

	async function isSuggested(stored: string, typed: string): Promise<void> {
		groundOf(vendor).seed(stage.simulators, { names: [stored] });
		const twin = await stage.one(`${vendor} group.upsert`, { ...scopeOf(vendor), name: typed });
		expect([codeOf(twin), twin.message]).toEqual(['ambiguous_name', expect.stringContaining(stored)]);
		const found = await stage.one(`${vendor} group.get`, { ...scopeOf(vendor), groupId: byName(typed) });
		expect([codeOf(found), found.message]).toEqual(['not_found', expect.stringContaining(stored)]);
		expect(stage.written(vendor)).toEqual([]);
	}
});
