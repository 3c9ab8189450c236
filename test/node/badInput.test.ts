import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { byId, byName } from '../kit/json';
import { failureOf } from '../kit/results';
import { useStage } from '../kit/stage';

const stage = useStage();

/** The value of each item, through an expression. */
const VALUE = '={{ $json.value }}';

const OBJECTS: unknown[] = [{ a: 1 }, [], ['a'], true, false];
const NOTHING: unknown[] = [null, undefined];
const NO_ID: unknown[] = ['', '  ', '.', '..', 'a\nb', 'a\r', 'a\u0000b', '\u2028', '\ud800', ...OBJECTS, ...NOTHING];
const NO_INTEGER: unknown[] = [
	'abc',
	'1.5',
	'-1',
	'0',
	'1e3',
	'+7',
	'0x10',
	'1 2',
	'a/b',
	'٣',
	'9007199254740993',
	1.5,
	-1,
	0,
	2 ** 53,
	1e21,
];
const NO_COUNT: unknown[] = [-1, 1.5, 'text', '', ' ', '1,5', {}, [], true, ...NOTHING];

const permission = (changes: IDataObject) =>
	JSON.stringify([{ objectType: 'SEGMENT', objectId: 563, permissions: ['READ'], ...changes }]);

/** One row of the form. */
const rows = (changes: INodeParameters): INodeParameters => ({
	specifyPermissions: 'fields',
	permissionEntries: { entry: [{ objectType: 'SEGMENT', objectId: '563', permissions: ['READ'], ...changes }] },
});

const GROUP_DATA: unknown[] = [
	...[
		'',
		'  ',
		'[]',
		'[{"name":"EU"}]',
		'"text"',
		'7',
		'null',
		'true',
		'{}',
		'{"name":""}',
		'{"name":"  "}',
		'{"name":null}',
		'{"type":"offers"}',
	],
	...[7, true, null, [], ['a'], {}, { name: '' }],
];

const PERMISSIONS: unknown[] = [
	...['', 'nope', '{}', '7', 'null', '"READ"', '[]', '[7]', '[null]', '["READ"]', '[[]]', '[{}]'],
	...[permission({ objectType: '' }), permission({ objectType: 5 }), permission({ objectType: undefined })],
	...['x', '', 1.5, -1, null, true, '1.5', '-1', {}, 9007199254740992].map((objectId) => permission({ objectId })),
	...['READ', [], [''], [7], null, {}, undefined].map((permissions) => permission({ permissions: permissions })),
	'[{"objectType":"TRAIT","objectId":7,"permissions":["READ"]},{"objectType":"TRAIT","objectId":"7","permissions":["WRITE"]}]',
	...[7, true, null, {}],
];

const keitaro = { groupType: 'campaigns' };

/** The operation, its parameters, the field's label, and values that it must not take. */
const FIELDS: Array<[line: string, parameters: INodeParameters, label: string, values: unknown[]]> = [
	['keitaro group.create', { ...keitaro, name: VALUE }, 'Name', ['', '  ', '\t\n', ...OBJECTS, ...NOTHING]],
	['reach360 group.create', { name: VALUE }, 'Name', ['', '\u00a0', ...OBJECTS, ...NOTHING]],
	['audienceManager group.create', { name: VALUE }, 'Name', ['', ' ', ...OBJECTS, ...NOTHING]],
	['audienceManager group.create', { name: 'New', description: VALUE }, 'Description', [...OBJECTS, ...NOTHING]],
	['reach360 group.update', { groupId: byId('grp-support'), name: VALUE }, 'Name', [...OBJECTS, ...NOTHING]],
	['keitaro group.create', { ...keitaro, specifyBody: 'json', groupData: VALUE }, 'Group Data (JSON)', GROUP_DATA],
	[
		'reach360 group.update',
		{ groupId: byId('grp-support'), specifyBody: 'json', groupData: VALUE },
		'Group Data (JSON)',
		['[]', '{}', '{"name":" "}', 7, null],
	],
	['keitaro group.create', { ...keitaro, specifyBody: VALUE }, 'Specify Body', ['xml', '', null, 7, {}]],
	['keitaro group.create', { groupType: VALUE, name: 'New' }, 'Group Type', ['people', 'all', '', null, 7, {}]],
	['keitaro group.getAll', { groupType: VALUE }, 'Group Type', ['people', 'Campaigns', null]],
	['reach360 group.get', { groupId: byId(VALUE) }, 'Group', NO_ID],
	['keitaro group.get', { ...keitaro, groupId: byId(VALUE) }, 'Group', [...NO_ID, ...NO_INTEGER]],
	['audienceManager group.delete', { groupId: byId(VALUE) }, 'Group', [...NO_ID, ...NO_INTEGER]],
	['reach360 group.delete', { groupId: byName(VALUE) }, 'Group', ['', '  ', ...OBJECTS, ...NOTHING]],
	[
		'reach360 group.deleteMany',
		{ groupIds: VALUE },
		'Group IDs',
		['', ' ,\n, ', [], [''], ['a', '..'], 'a,.', 'a\u0000', [null], [{}], [['a']], {}, true, ...NOTHING],
	],
	[
		'keitaro group.deleteMany',
		{ ...keitaro, groupIds: VALUE },
		'Group IDs',
		['', '1;x', '1,x', '007', '[1, 2', '1\n1.5', [1.5], [-1], [0], '9007199254740993'],
	],
	[
		'audienceManager group.deleteMany',
		{ groupIds: VALUE },
		'Group IDs',
		['', '2001,x', [null], [2001, '02001'], [true], '1e3', '[2001, "x"]'],
	],
	[
		'audienceManager permission.set',
		{ groupId: byId('2001'), permissions: VALUE },
		'Permissions (JSON)',
		PERMISSIONS,
	],
	[
		'audienceManager permission.grant',
		{ groupId: byId('2001'), permissions: VALUE },
		'Permissions (JSON)',
		['', '{}', '[]', '[7]', null],
	],
	[
		'audienceManager permission.revoke',
		{ groupId: byId('2001'), permissions: VALUE },
		'Permissions (JSON)',
		['nope', '7', '[]', '[{}]', {}],
	],
	[
		'audienceManager permission.set',
		{ groupId: byId('2001'), specifyPermissions: VALUE },
		'Specify Permissions',
		['xml', '', null, 7],
	],
	[
		'audienceManager permission.grant',
		{ groupId: byId('2001'), ...rows({ objectId: VALUE }) },
		'Permissions',
		['', 'x', '1.5', -1, true, {}, null],
	],
	[
		'audienceManager permission.grant',
		{ groupId: byId('2001'), ...rows({ objectType: VALUE }) },
		'Permissions',
		['', ' ', 7, null, {}],
	],
	[
		'audienceManager permission.revoke',
		{ groupId: byId('2001'), ...rows({ permissions: VALUE }) },
		'Permissions',
		['', ' , ', [], [''], [7], 7, null, {}],
	],
	[
		'keitaro member.add',
		{ ...keitaro, groupId: byId('1'), members: VALUE },
		'Campaigns',
		['', [], 'x@example.com', '101,x', '0', [1.5], '0101', '101 102', '[101', {}, true, null],
	],
	[
		'reach360 member.add',
		{ groupId: byId('grp-support'), members: VALUE },
		'Members',
		['', ' , ', [], '..', ['.'], 'a\u0000', 'usr-mei,{usr-omar}', '<usr-mei>', ['usr-mei', ['x']], {}, true, null],
	],
	[
		'reach360 member.set',
		{ groupId: byId('grp-support'), members: VALUE },
		'Members',
		['', [], [''], [null], ...NOTHING],
	],
	[
		'audienceManager member.set',
		{ groupId: byId('2001'), members: VALUE, options: { allowEmpty: true } },
		'Members',
		[{}, true, ...NOTHING],
	],
	[
		'audienceManager member.remove',
		{ groupId: byId('2001'), members: VALUE },
		'Members',
		['', '0501', '0', '9007199254740993', ['..'], [true], {}],
	],
	[
		'reach360 member.getAll',
		{ groupId: byId('grp-support'), memberRole: VALUE },
		'Role',
		['owner', '', 7, ...NOTHING],
	],
	[
		'reach360 member.set',
		{ groupId: byId('grp-support'), members: 'usr-mei', options: { maxRemovals: VALUE } },
		'Max Removals',
		NO_COUNT,
	],
	['keitaro group.upsert', { ...keitaro, name: VALUE }, 'Name', ['', ' ', null, {}, true]],
	['audienceManager group.upsert', { name: 'New', description: VALUE }, 'Description', [...OBJECTS, ...NOTHING]],
	['reach360 group.getAll', { limit: VALUE }, 'Limit', [0, '0', ...NO_COUNT]],
	['keitaro group.getAll', { ...keitaro, returnAll: VALUE }, 'Return All', ['yes', 1, 0, {}, ...NOTHING]],
	['reach360 group.getAll', { filters: { name: VALUE } }, 'Name', ['', ...OBJECTS, ...NOTHING]],
	['reach360 group.getAll', { filters: { nameContains: VALUE } }, 'Name Contains', ['', ...OBJECTS, ...NOTHING]],
	['keitaro group.getAll', { ...keitaro, output: VALUE }, 'Output', ['table', '', 7, {}, ...NOTHING]],
	['keitaro group.getAll', { ...keitaro, options: { concurrency: VALUE } }, 'Concurrency', [0, 21, ...NO_COUNT]],
	['keitaro group.getAll', { ...keitaro, options: { timeout: VALUE } }, 'Timeout', [0, 3_600_001, ...NO_COUNT]],
	['keitaro group.getAll', { ...keitaro, options: { maxAttempts: VALUE } }, 'Max Attempts', [0, 11, ...NO_COUNT]],
	['keitaro group.getAll', { ...keitaro, options: { maxRetryWait: VALUE } }, 'Max Retry Wait', [86_401, ...NO_COUNT]],
	[
		'keitaro group.create',
		{ ...keitaro, name: 'New', options: { dryRun: VALUE } },
		'Dry Run',
		['yes', 1, {}, ...NOTHING],
	],
	[
		'reach360 group.delete',
		{ groupId: byId('grp-support'), options: { ignoreMissing: VALUE } },
		'Ignore Missing',
		['yes', 1, {}, ...NOTHING],
	],
	[
		'audienceManager permission.set',
		{ groupId: byId('2001'), permissions: '[]', options: { allowEmpty: VALUE } },
		'Allow Empty',
		['yes', 1, [], ...NOTHING],
	],
	[
		'audienceManager permission.set',
		{ groupId: byId('2001'), permissions: permission({}), options: { maxRemovals: VALUE } },
		'Max Removals',
		NO_COUNT,
	],
	[
		'audienceManager group.deleteMany',
		{ groupIds: '2001', options: { bulkDeleteMethod: VALUE } },
		'Bulk Delete Method',
		['patch', '', 7, ...NOTHING],
	],
];

describe('a bad value', () => {
	it.each(FIELDS)(
		'of %s with %j is refused in one sentence that names "%s" and the item, and nothing is sent',
		async (line, parameters, label, values) => {
			const items = values.map((value) => ({ value })) as IDataObject[];
			const stopped = await stage.run(line, parameters, { items });
			const carriedOn = await stage.run(line, parameters, { items, onError: 'continueRegularOutput' });

			expect(stage.traffic()).toEqual([]);
			const taken = values.filter((_, item) => carriedOn.outputs[0][item]?.json.error === undefined);
			expect(taken).toEqual([]);
			const failures = carriedOn.outputs[0].map(failureOf);
			failures.forEach((failure, item) => {
				expect(failure).toMatchObject({
					code: 'invalid_input',
					item,
					httpStatus: null,
					details: null,
					request: null,
				});
				expect(failure.message).toMatch(/^Could not [a-z ]+: [^\n]+$/);
				expect(failure.message).toContain(`: "${label}" of item ${item} `);
				expect(failure.message).not.toMatch(/undefined|\[object|TypeError|null/);
			});
			expect(stopped).toMatchObject({
				status: 'error',
				outputs: [[], []],
				error: { name: 'NodeOperationError', message: failures[0]!.message, context: { itemIndex: 0 } },
			});
		},
	);
});

describe('malformed JSON', () => {
	it.each([
		['{"name": }', 'line 1, column 10'],
		['{"name": "EU",}', 'line 1, column 15'],
		["{'name': 'EU'}", 'line 1, column 2'],
		['{\n  "name": "EU"\n  "type": "offers"\n}', 'line 3, column 3'],
		['{"name": "EU"', 'line 1, column 14'],
		['[1, 2', 'line 1, column 6'],
		['"\\N"', 'line 1, column 1'],
		['['.repeat(20_000), 'line 1, column 20001'],
	])('is refused with its place: %j', async (groupData, place) => {
		const parameters = { ...keitaro, specifyBody: 'json', groupData };
		const { outputs } = await stage.run('keitaro group.create', parameters, { onError: 'continueRegularOutput' });

		expect(failureOf(outputs[0][0]!).message).toContain(
			`: "Group Data (JSON)" is not valid JSON: look at ${place}`,
		);
		expect(failureOf(outputs[0][0]!).message).toMatch(new RegExp(`${place}\\b`));
		expect(stage.traffic()).toEqual([]);
	});

	it('is refused in permissions as well', async () => {
		const parameters = { groupId: byId('2001'), permissions: '[{"objectType" "SEGMENT"}]' };
		const { error } = await stage.run('audienceManager permission.set', parameters);

		expect(error?.message).toMatch(/: "Permissions \(JSON\)" is not valid JSON: look at line 1, column 16\b/);
		expect(stage.traffic()).toEqual([]);
	});
});

describe('what belongs together', () => {
	it.each<[string, INodeParameters, string]>([
		[
			'audienceManager group.update',
			{ groupId: byId('2001') },
			'"Name" and "Description" are empty, so there is nothing to change',
		],
		['reach360 group.update', { groupId: byId('grp-support') }, '"Name" is empty, so there is nothing to change'],
		[
			'keitaro group.update',
			{ ...keitaro, groupId: byId('1'), name: ' ' },
			'"Name" is empty, so there is nothing to change',
		],
	])('%s refuses to change nothing', async (line, parameters, reason) => {
		const { error } = await stage.run(line, parameters);
		expect(error?.message).toContain(`Could not update the group: ${reason}`);
		expect(stage.traffic()).toEqual([]);
	});

	it('a form without rows is an empty list', async () => {
		const { error } = await stage.run('audienceManager permission.set', {
			groupId: byId('2001'),
			specifyPermissions: 'fields',
		});
		expect(error?.message).toContain(': "Permissions" is an empty list');
		expect(stage.traffic()).toEqual([]);
	});
});

describe('what belongs together', () => {
	it('a bad concurrency fails the item that has it, and no other', async () => {
		const items = [{ value: 0 }, { value: 2 }];
		const parameters = { ...keitaro, options: { concurrency: VALUE } };
		const { outputs } = await stage.run('keitaro group.getAll', parameters, {
			items,
			onError: 'continueErrorOutput',
		});
		expect(outputs.map((branch) => branch.map(({ pairedItem }) => pairedItem))).toEqual([
			[{ item: 1 }],
			[{ item: 0 }],
		]);
	});

	it('an empty group field keeps n8n from starting', async () => {
		const { status, error } = await stage.run(
			'reach360 group.get',
			{ groupId: byId('') },
			{ onError: 'continueRegularOutput' },
		);
		expect(status).toBe('error');
		expect(error?.message).toContain('Parameter "Group" is required');
		expect(stage.traffic()).toEqual([]);
	});
});

describe('an expression that fails for one item', () => {
	const FAILS = "={{ $json.bad ? $('Nowhere').item.json.name : $json.name }}";
	const items = [{ name: 'First' }, { name: 'Second', bad: true }, { name: 'Third' }];

	it('fails that item under the name of its field, and no other', async () => {
		const { outputs } = await stage.run(
			'keitaro group.create',
			{ ...keitaro, name: FAILS },
			{ items, onError: 'continueErrorOutput' },
		);

		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(outputs[1].map(failureOf)).toMatchObject([{ code: 'invalid_input', item: 1, request: null }]);
		expect(failureOf(outputs[1][0]!).message).toMatch(
			/^Could not create the group: "Name" of item 1 could not be read: \S/,
		);
	});

	it('stops the run before any request', async () => {
		const { error } = await stage.run('keitaro group.create', { ...keitaro, name: FAILS }, { items });
		expect(error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 1 } });
		expect(stage.traffic()).toEqual([]);
	});

	it('fails the first item alone, although the concurrency is read from it', async () => {
		const options = { timeout: "={{ $json.bad ? $('Nowhere').item.json.name : 5000 }}" };
		const { outputs } = await stage.run(
			'keitaro group.getAll',
			{ ...keitaro, options },
			{ items: [{ bad: true }, {}], onError: 'continueErrorOutput' },
		);

		expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(failureOf(outputs[1][0]!).message).toMatch(
			/^Could not list the groups: "Options" of item 0 could not be read: \S/,
		);
	});
});
