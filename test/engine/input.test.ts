import fc from 'fast-check';

import { Failure } from '../../nodes/GroupManager/engine/contract/failure';
import { isPathSafe } from '../../nodes/GroupManager/engine/fields/idFields';
import { DEFAULT_OPTIONS, type Input } from '../../nodes/GroupManager/engine/contract/input';
import { readConcurrency, readInput } from '../../nodes/GroupManager/engine/fields/readInput';
import { isSupported, type Capability, type Vendor } from '../../nodes/GroupManager/engine/contract/vendor';
import { findVendor, VENDORS } from '../../nodes/GroupManager/vendors';

const OPERATIONS = VENDORS.flatMap((vendor) =>
	Object.values<Record<string, Capability>>(vendor.resources).flatMap((operations) =>
		Object.entries(operations).flatMap(([operation, row]) =>
			isSupported(row) ? [{ vendor, operation, row }] : [],
		),
	),
);

const PLACE = { item: 3, items: 4 };

function read(parameters: Record<string, unknown>, { vendor, operation, row } = OPERATIONS[0]!): Input {
	return readInput(
		(name, fallback) => (name in parameters ? parameters[name] : fallback),
		PLACE,
		vendor,
		operation,
		row,
	);
}

function find(vendorId: string, resource: keyof Vendor['resources'], operation: string) {
	const vendor = findVendor(vendorId)!;
	const row = (vendor.resources[resource] as Record<string, Capability>)[operation]!;
	if (!isSupported(row)) throw new Error('unsupported');
	return { vendor, operation, row };
}

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
				for (const id of [
					...input.groupIds,
					...(input.group.by === 'id' && place.row.fields.includes('groupId') ? [input.group.value] : []),
				]) {
					expect(isPathSafe(id)).toBe(true);
					if (place.vendor.idKind === 'integer') expect(id).toMatch(/^[1-9]\d*$/);
				}
				expect(input.limit).toBeGreaterThanOrEqual(1);
				expect(input.options.timeout).toBeGreaterThanOrEqual(1);
				if (input.body.kind === 'fields' && input.body.name !== undefined)
					expect(input.body.name.trim()).not.toBe('');
			}),
			{ numRuns: 1500 },
		);
	});

	it.each([
		['filters', 'Filters', find('keitaro', 'group', 'getAll')],
		['options', 'Options', find('keitaro', 'group', 'getAll')],
		['permissionEntries', 'Permissions', find('audienceManager', 'permission', 'grant')],
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
		expect(read({ ...given, [name]: {} }, place)).toMatchObject({ filters: {}, options: DEFAULT_OPTIONS });
		expect(read(given, place)).toMatchObject({ filters: {}, options: DEFAULT_OPTIONS });
	});

	it('take an id that is no resource locator, as an expression gives it', () => {
		const get = find('keitaro', 'group', 'get');
		expect(read({ groupId: 7 }, get).group).toEqual({ by: 'id', value: '7' });
		expect(read({ groupId: ' 7 ' }, get).group).toEqual({ by: 'id', value: '7' });
	});

	it('keep every character of a name and of a Reach 360 id, blanks at their ends included', () => {
		expect(read({ groupId: ' a ' }, find('reach360', 'group', 'get')).group.value).toBe(' a ');
		expect(read({ name: ' EU ' }, find('reach360', 'group', 'create')).body).toEqual({
			kind: 'fields',
			name: ' EU ',
		});
		expect(read({ groupId: { mode: 'name', value: ' EU ' } }, find('reach360', 'group', 'get')).group).toEqual({
			by: 'name',
			value: ' EU ',
		});
	});

	it('keep the defaults for options that the operation does not have', () => {
		const input = read(
			{ options: { ignoreMissing: true, dryRun: 'nonsense', maxRemovals: -1 } },
			find('keitaro', 'group', 'getAll'),
		);
		expect(input.options).toEqual(DEFAULT_OPTIONS);
	});

	it('fail under the name of the field whose expression fails, whatever it throws', () => {
		const broken = (thrown: unknown) => () =>
			readInput(
				(name, fallback) => {
					if (name !== 'limit') return fallback;
					throw thrown;
				},
				PLACE,
				...(Object.values(find('keitaro', 'group', 'getAll')) as [Vendor, string, never]),
			);
		expect(broken(new Error('no such\nnode.'))).toThrow('"Limit" of item 3 could not be read: no such node');
		expect(broken('just text')).toThrow('"Limit" of item 3 could not be read: just text');
	});

	it('hold the concurrency, which falls back to the default where it cannot be read', () => {
		const concurrency = (options: unknown) =>
			readConcurrency((name, fallback) => {
				if (options instanceof Error) throw options;
				return name === 'options' ? options : fallback;
			});
		expect(
			[{ concurrency: 7 }, { concurrency: '7' }, {}, { concurrency: 0 }, 'text', new Error('no')].map(
				concurrency,
			),
		).toEqual([7, 7, 5, 5, 5, 5]);
	});
});
