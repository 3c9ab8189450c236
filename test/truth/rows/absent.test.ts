import { MODES } from '../../kit/runner';
import { VENDOR_IDS } from '../../../simulators';
import { byId, type Json } from '../../kit/json';
import { codeOf } from '../../kit/results';
import { HOSTS, useStage } from '../../kit/stage';
import { ALL_SAMPLES, samplesOf, scopeOf } from '../../kit/vendors';
import { placesOf } from '../places';

const stage = useStage({ isLoggedIn: true, isPatient: true });

const CASES = ALL_SAMPLES.flatMap((sample) =>
	Object.entries(placesOf(sample)).map(([name, place]) => ({
		...sample,
		name,
		place,
		title: `${sample.line} ${name}`,
	})),
);

describe('what an expression does not find is refused under the name of its field, and nothing is sent', () => {
	it.each(CASES)('$title', async ({ vendor, line, parameters, place }) => {
		const before = stage.state(vendor);
		const items: Json[] = [
			{},
			...(place.firstItemOnly ? [] : [{ x: null }]),
			...(place.refusesEmptyText ? [{ x: '' }] : []),
		];
		const given = place.put(parameters, '={{ $json.x }}');
		for (const host of HOSTS) {
			const out = await stage.each(line, given, items, { host });
			expect(out.map(codeOf)).toEqual(items.map(() => 'invalid_input'));
			for (const { message } of out) expect(message).toMatch(place.label);

			const { stopped } = await stage.ran(line, given, { host, items, onError: 'stopWorkflow' });
			expect(stopped).toMatchObject({ message: expect.stringMatching(place.label) as string, itemIndex: 0 });
		}
		expect(stage.sent(vendor)).toEqual([]);
		expect(stage.state(vendor)).toBe(before);
	});
});

describe('a filter that is blank', () => {
	it.each(VENDOR_IDS)('is refused on %s, be it typed or found', async (vendor) => {
		for (const name of ['name', 'nameContains']) {
			for (const host of HOSTS) {
				const parameters = { ...scopeOf(vendor), returnAll: true, filters: { [name]: '={{ $json.x }}' } };
				const out = await stage.each(`${vendor} group.getAll`, parameters, [{ x: '' }], { host });
				expect(out.map(codeOf)).toEqual(['invalid_input']);
			}
		}
		expect(stage.sent(vendor)).toEqual([]);
	});
});

describe('Permissions form', () => {
	const row = { objectType: 'SEGMENT', objectId: '563', permissions: ['READ'] };

	it.each(['objectType', 'objectId', 'permissions'])('refuses a row whose %s is not found', async (name) => {
		for (const operation of ['grant', 'revoke', 'set']) {
			for (const host of HOSTS) {
				const given = {
					specifyPermissions: 'fields',
					permissionEntries: { entry: [{ ...row, [name]: '={{ $json.x }}' }] },
				};
				const line = `audienceManager permission.${operation}`;
				const out = await stage.each(line, { groupId: byId(2001), options: {}, ...given }, [{}, { x: null }], {
					host,
				});
				expect(out.map(codeOf)).toEqual(['invalid_input', 'invalid_input']);
			}
		}
		expect(stage.sent('audienceManager')).toEqual([]);
	});
});

describe('Allow Empty', () => {
	const LISTS = [
		...VENDOR_IDS.map((vendor) => ({ vendor, line: `${vendor} member.set`, field: 'members' })),
		{ vendor: 'audienceManager', line: 'audienceManager permission.set', field: 'permissions' },
	];
	const options = { allowEmpty: true };

	describe.each(LISTS)('$line', ({ vendor, line, field }) => {
		it.each(MODES)('does not let what is not found through (%s)', async (onError) => {
			const before = stage.state(vendor);
			for (const host of HOSTS) {
				const parameters = { ...samplesOf(vendor)['group.get'], options, [field]: '={{ $json.emails }}' };
				for (const item of [{ Emails: 'usr-anna' }, { emails: null }]) {
					const { out, stopped } = await stage.ran(line, parameters, { host, onError, items: [item] });
					expect(stopped?.message ?? codeOf(out[0]!)).toMatch(/invalid_input/);
				}
			}
			expect(stage.written(vendor)).toEqual([]);
			expect(stage.state(vendor)).toBe(before);
		});

		it.each([
			['an empty list', '={{ $json.x }}', []],
			['a field left empty by hand', '', undefined],
			['a list of empty entries', '={{ $json.x }}', field === 'members' ? [null, '', '  '] : []],
		])('lets %s through', async (_, typed, x) => {
			for (const host of HOSTS) {
				stage.simulators.of(vendor).reset();
				const out = await stage.one(
					line,
					{ ...samplesOf(vendor)['group.get'], options, [field]: typed },
					{ host, items: [{ x }] },
				);
				expect(out).toMatchObject({ success: true });
				expect(stage.written(vendor)).not.toEqual([]);
			}
		});
	});
});

describe('a getAll before a delete', () => {
	it.each(VENDOR_IDS)('hands nothing on when its filter found nothing to look for on %s', async (vendor) => {
		const parameters = {
			...scopeOf(vendor),
			returnAll: true,
			output: 'data',
			filters: { name: '={{ $json.team }}' },
		};
		const { out, stopped } = await stage.ran(`${vendor} group.getAll`, parameters, { onError: 'stopWorkflow' });
		expect(out).toEqual([]);
		expect(stopped?.message).toMatch(/Name/);
	});
});
