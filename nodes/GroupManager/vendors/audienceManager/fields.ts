import type { Field, Form, Option, Widget } from '../../engine/contract/field';
import { isObject, type JsonObject } from '../../engine/contract/json';
import { collection, json, kindOf, oneOf, refusal, stored } from '../../engine/fields/reader';
import { isJson, specify } from '../../engine/fields/specify';

/** An entry of a permission list. Further keys that the vendor may add pass through. */
export interface Permission extends JsonObject {
	objectType: string;
	objectId: number;
	permissions: string[];
}

const BULK_DELETE_METHOD: Widget = {
	displayName: 'Bulk Delete Method',
	name: 'bulkDeleteMethod',
	type: 'options',
	default: 'delete',
	description: 'How the groups are deleted',
	options: [
		{ name: 'DELETE', value: 'delete', description: 'The bulk endpoint as documented for groups' },
		{
			name: 'One Request per Group',
			value: 'perGroup',
			description: 'Slower, but each group is reported on its own',
		},
		{ name: 'POST', value: 'post', description: 'The bulk endpoint as documented for other objects' },
	],
};

export type BulkDeleteMethod = 'delete' | 'post' | 'perGroup';

export const bulkDeleteMethod: Option<'bulkDeleteMethod', BulkDeleteMethod> = {
	name: 'bulkDeleteMethod',
	widget: BULK_DELETE_METHOD,
	absent: 'delete',
	read: (form, value) => oneOf(form, BULK_DELETE_METHOD, value, ['delete', 'post', 'perGroup']),
};

const SPECIFY = specify('Specify Permissions', 'specifyPermissions', 'json');

const LIST: Widget = {
	displayName: 'Permissions (JSON)',
	name: 'permissions',
	type: 'json',
	default: '[]',
	description: 'List like [{"objectType": "SEGMENT", "objectId": 123, "permissions": ["READ"]}]',
	displayOptions: { show: { specifyPermissions: ['json'] } },
};

/** Those that are documented; names of permissions are asked for, since they are the vendor's to change. */
const OBJECT_TYPES = [
	{ name: 'Derived Signal', value: 'DERIVED_SIGNALS' },
	{ name: 'Destination', value: 'DESTINATION' },
	{ name: 'Segment', value: 'SEGMENT' },
	{ name: 'Tag', value: 'TAGS' },
	{ name: 'Trait', value: 'TRAIT' },
];

const ROW: Widget[] = [
	{
		displayName: 'Object Type',
		name: 'objectType',
		type: 'options',
		default: 'SEGMENT',
		options: OBJECT_TYPES,
		description: 'What the permissions are for. Another type can be given through an expression.',
	},
	{
		displayName: 'Object ID',
		name: 'objectId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 563',
	},
	{
		displayName: 'Permission Names or IDs',
		name: 'permissions',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getPermissionNames', loadOptionsDependsOn: ['&objectType'] },
		default: [],
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
];

const ROWS: Widget = {
	displayName: 'Permissions',
	name: 'permissionEntries',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Entry',
	default: {},
	displayOptions: { show: { '/specifyPermissions': ['fields'] } },
	options: [{ displayName: 'Entry', name: 'entry', values: ROW }],
};

const EXAMPLE = '{"objectType": "SEGMENT", "objectId": 123, "permissions": ["READ"]}';

/** A list of permissions, as JSON or in rows. */
export const permissions: Field<'permissions', Permission[]> = {
	name: 'permissions',
	widgets: () => [SPECIFY, LIST, ROWS],
	isKept: true,
	read: (form, _, { allowEmpty = false }) => {
		const isForm = !isJson(form, SPECIFY);
		const widget = isForm ? ROWS : LIST;
		const isLeftEmpty = !isForm && allowEmpty && stored(form, LIST, '') === '';
		const list = isForm ? rowsOf(form) : isLeftEmpty ? [] : json(form, LIST);
		if (!Array.isArray(list)) throw refusal(form, widget, `must be a JSON array, but it is ${kindOf(list)}`);
		if (list.length === 0 && !allowEmpty) {
			const remedy = 'enter at least one entry, or switch on "Allow Empty" where it is offered';
			throw refusal(form, widget, `is an empty list; ${remedy}`);
		}
		return distinct(
			form,
			widget,
			list.map((entry, index) => permissionOf(form, widget, entry, `entry ${index + 1}`)),
		);
	},
};

function distinct(form: Form, widget: Widget, list: Permission[]): Permission[] {
	const seen = new Set<string>();
	for (const { objectType, objectId } of list) {
		const key = `${objectType} ${objectId}`;
		if (seen.has(key)) throw refusal(form, widget, `names ${key} twice`);
		seen.add(key);
	}
	return list;
}

/** The rows of the form, as JSON would have them; names may also be text from an expression, separated by commas. */
function rowsOf(form: Form): unknown[] {
	const added = collection(form, ROWS);
	if (!Object.hasOwn(added, 'entry')) return [];
	const { entry } = added;
	if (entry === undefined || entry === null) {
		throw refusal(form, ROWS, 'has no value: its expression found nothing');
	}
	return [entry].flat().map((row: unknown) => {
		if (!isObject(row)) return row;
		const { objectType, objectId, permissions: names } = row;
		return { objectType, objectId, permissions: typeof names === 'string' ? piecesOf(names) : names };
	});
}

const piecesOf = (text: string): string[] =>
	text
		.split(/[,;\r\n]+/)
		.map((piece) => piece.trim())
		.filter(Boolean);

function permissionOf(form: Form, widget: Widget, entry: unknown, place: string): Permission {
	const shape = widget === LIST ? `; expected ${EXAMPLE}` : '';
	if (!isObject(entry)) throw refusal(form, widget, `has ${kindOf(entry)} as ${place}${shape}`);
	const { objectType, objectId, permissions: names } = entry;
	if (typeof objectType !== 'string' || objectType.trim() === '') {
		throw refusal(form, widget, `has no "objectType" text in ${place}${shape}`);
	}
	const id = typeof objectId === 'string' && /^\d+$/.test(objectId.trim()) ? Number(objectId) : objectId;
	if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) {
		throw refusal(form, widget, `has no whole number as "objectId" in ${place}${shape}`);
	}
	if (!isNameList(names)) throw refusal(form, widget, `has no list of names as "permissions" in ${place}${shape}`);
	return { ...entry, objectType, objectId: id, permissions: names };
}

function isNameList(value: unknown): value is string[] {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.every((name) => typeof name === 'string' && name.trim() !== '')
	);
}
