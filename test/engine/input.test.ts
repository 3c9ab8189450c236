import fc from 'fast-check';

import { Failure } from '../../nodes/GroupManager/engine/contract/failure';
import type { FieldOwner, ReadParameter } from '../../nodes/GroupManager/engine/contract/field';
import type { Input } from '../../nodes/GroupManager/engine/contract/input';
import { capabilitiesOf, isMissing, type Vendor } from '../../nodes/GroupManager/engine/contract/vendor';
import { readConcurrency } from '../../nodes/GroupManager/engine/fields/options';
import { blankInput, readInput } from '../../nodes/GroupManager/engine/fields/readInput';
import { isPathSafe } from '../../nodes/GroupManager/engine/http/path';
import { VENDORS } from '../../nodes/GroupManager/vendors';

const OPERATIONS = VENDORS.flatMap((vendor) =>
	capabilitiesOf(vendor).flatMap(({ resource, operation, capability: row }) =>
		isMissing(row) ? [] : [{ vendor, place: `${resource}.${operation}`, row }],
	),
);

type Operation = (typeof OPERATIONS)[number];

const ownerOf = ({ label, api }: Vendor): FieldOwner => ({ label, ids: api.ids });

function read(parameters: Record<string, unknown>, { vendor, row }: Operation): Input {
	const stored: ReadParameter = (name, fallback) => (name in parameters ? parameters[name] : fallback);
	return readInput(stored, { item: 3, items: 4 }, ownerOf(vendor), row);
}

const find = (vendorId: string, place: string): Operation =>
	OPERATIONS.find((one) => one.vendor.id === vendorId && one.place === place)!;

const anything = fc.oneof(
	fc.jsonValue(),
	fc.anything(),
	fc.constantFrom(
		'fields',
		'json',
		'7',
		'1,2',
		'a\nb',
		'..',
		'{}',
		'[]',
		'[{"objectType":"TRAIT","objectId":7,"permissions":["READ"]}]',
		'{"name":"EU"}',
		0,
		1,
		NaN,
		Infinity,
		null,
		undefined,
	),
	fc.record({
		__rl: fc.constant(true),
		mode: fc.constantFrom('id', 'name', 'list', 'url'),
		value: fc.oneof(fc.string(), fc.integer(), fc.anything()),
	}),
	fc.record({ timeout: fc.anything(), dryRun: fc.anything(), maxRemovals: fc.anything() }, { requiredKeys: [] }),
	fc.record({ entry: fc.anything() }),
);

const NAMES = [
	'groupType',
	'groupId',
	'groupIds',
	'specifyBody',
	'name',
	'description',
	'groupData',
	'specifyPermissions',
	'permissions',
	'permissionEntries',
];
NAMES.push('members', 'memberRole', 'returnAll', 'limit', 'filters', 'output', 'options');

const DEFAULTS = blankInput().options;

describe('the parameters of an item', () => {
	it('are read, or refused in one sentence that names the item, whatever they are', () => {
		const parameters = fc.dictionary(fc.constantFrom(...NAMES), anything);
		fc.assert(
			fc.property(fc.constantFrom(...OPERATIONS), parameters, (place, given) => {
				let input: Input;
				try {
					input = read(given, place);
				} catch (error) {
					expect(error).toBeInstanceOf(Failure);
					const { code, reason } = error as Failure;
					expect(code).toBe('invalid_input');
					expect(reason).toMatch(/^"[A-Z][^\n]* item 3\b[^\n]*$/);
					return;
				}
				const { groupId, groupIds = [], limit = 1, body, options } = input;
				for (const id of [...groupIds, ...(groupId?.by === 'id' ? [groupId.value] : [])]) {
					expect(isPathSafe(id)).toBe(true);
					if (place.vendor.api.ids === 'integer') expect(id).toMatch(/^[1-9]\d*$/);
				}
				expect(limit).toBeGreaterThanOrEqual(1);
				expect(options.timeout).toBeGreaterThanOrEqual(1);
				if (body && !body.json) expect(body.name?.trim()).not.toBe('');
			}),
			{ numRuns: 1500 },
		);
	});

	it.each([
		['filters', 'Filters', find('keitaro', 'group.getAll')],
		['options', 'Options', find('keitaro', 'group.getAll')],
		['permissionEntries', 'Permissions', find('audienceManager', 'permission.grant')],
	])('%s must be an object; one that came out as nothing is never taken for an empty one', (name, label, place) => {
		const given = { groupId: '7', specifyPermissions: 'fields' };
		for (const value of ['text', '', 7, true, [], [{}]]) {
			expect(() => read({ ...given, [name]: value }, place)).toThrow(
				`"${label}" of item 3 must be an object, but it is `,
			);
		}
		for (const value of [undefined, null]) {
			expect(() => read({ ...given, [name]: value }, place)).toThrow(
				`"${label}" of item 3 has no value: its expression found nothing`,
			);
		}
		if (name === 'permissionEntries') return;
		expect(read({ ...given, [name]: {} }, place)).toMatchObject({ filters: {}, options: DEFAULTS });
		expect(read(given, place)).toMatchObject({ filters: {}, options: DEFAULTS });
	});

	it('take an id that is no resource locator, as an expression gives it', () => {
		const get = find('keitaro', 'group.get');
		expect(read({ groupId: 7 }, get).groupId).toEqual({ by: 'id', value: '7' });
		expect(read({ groupId: ' 7 ' }, get).groupId).toEqual({ by: 'id', value: '7' });
	});

	it('keep every character of a name and of a Reach 360 id, blanks at their ends included', () => {
		expect(read({ groupId: ' a ' }, find('reach360', 'group.get')).groupId!.value).toBe(' a ');
		expect(read({ name: ' EU ' }, find('reach360', 'group.create')).body).toEqual({
			name: ' EU ',
		});
		expect(read({ groupId: { mode: 'name', value: ' EU ' } }, find('reach360', 'group.get')).groupId).toEqual({
			by: 'name',
			value: ' EU ',
		});
	});

	it('keep the defaults for options that the operation does not have', () => {
		const input = read(
			{ options: { ignoreMissing: true, dryRun: 'nonsense', maxRemovals: -1 } },
			find('keitaro', 'group.getAll'),
		);
		expect(input.options).toEqual(DEFAULTS);
	});

	it('fail under the name of the field whose expression fails, whatever it throws', () => {
		const { vendor, row } = find('keitaro', 'group.getAll');
		const broken = (thrown: unknown) => () => {
			const stored: ReadParameter = (name, fallback) => {
				if (name !== 'limit') return fallback;
				throw thrown;
			};
			return readInput(stored, { item: 3, items: 4 }, ownerOf(vendor), row);
		};
		expect(broken(new Error('no such\nnode.'))).toThrow('"Limit" of item 3 could not be read: no such node');
		expect(broken('just text')).toThrow('"Limit" of item 3 could not be read: just text');
	});

	it('hold the concurrency, which falls back to the default where it cannot be read', () => {
		const concurrency = (options: unknown) =>
			readConcurrency({
				stored: (name, fallback) => {
					if (options instanceof Error) throw options;
					return name === 'options' ? options : fallback;
				},
				place: '',
			});
		expect(
			[{ concurrency: 7 }, { concurrency: '7' }, {}, { concurrency: 0 }, 'text', new Error('no')].map(
				concurrency,
			),
		).toEqual([7, 7, 5, 5, 5, 5]);
	});
});
