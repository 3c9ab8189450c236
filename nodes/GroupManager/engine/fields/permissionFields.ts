import { isObject, kindOf, type FieldReader } from './reader';
import type { Permission } from '../contract/input';

const EXAMPLE = '{"objectType": "SEGMENT", "objectId": 123, "permissions": ["READ"]}';

type PermissionField = 'permissions' | 'permissionEntries';

export function readPermissions(form: FieldReader, allowEmpty: boolean): Permission[] {
	const isForm = form.choice('specifyPermissions', ['fields', 'json'], 'json') === 'fields';
	const field = isForm ? 'permissionEntries' : 'permissions';
	const isLeftEmpty = !isForm && allowEmpty && form.read('permissions', '') === '';
	const list = isForm ? rows(form) : isLeftEmpty ? [] : form.json('permissions');
	if (!Array.isArray(list)) throw form.refuse(field, `must be a JSON array, but it is ${kindOf(list)}`);
	if (list.length === 0 && !allowEmpty) {
		throw form.refuse(
			field,
			'is an empty list; enter at least one entry, or switch on "Allow Empty" where it is offered',
		);
	}
	const seen = new Set<string>();
	return list.map((entry: unknown, index) => {
		const checked = permission(form, field, entry, `entry ${index + 1}`);
		const key = `${checked.objectType} ${checked.objectId}`;
		if (seen.has(key)) throw form.refuse(field, `names ${key} twice`);
		seen.add(key);
		return checked;
	});
}

/** The rows of the form, as JSON would have them; names may also be text from an expression, separated by commas. */
function rows(form: FieldReader): unknown[] {
	const collection = form.collection('permissionEntries');
	if (!Object.hasOwn(collection, 'entry')) return [];
	const { entry } = collection;
	if (entry === undefined || entry === null) {
		throw form.refuse('permissionEntries', 'has no value: its expression found nothing');
	}
	return [entry].flat().map((row: unknown) => {
		if (!isObject(row)) return row;
		const { objectType, objectId, permissions } = row;
		const names =
			typeof permissions === 'string'
				? permissions
						.split(/[,;\r\n]+/)
						.map(trimmed)
						.filter(Boolean)
				: permissions;
		return { objectType, objectId, permissions: names };
	});
}

const trimmed = (piece: string): string => piece.trim();

function permission(form: FieldReader, field: PermissionField, entry: unknown, place: string): Permission {
	const shape = field === 'permissions' ? `; expected ${EXAMPLE}` : '';
	if (!isObject(entry)) throw form.refuse(field, `has ${kindOf(entry)} as ${place}${shape}`);
	const { objectType, objectId, permissions } = entry;
	if (typeof objectType !== 'string' || objectType.trim() === '') {
		throw form.refuse(field, `has no "objectType" text in ${place}${shape}`);
	}
	const id = typeof objectId === 'string' && /^\d+$/.test(objectId.trim()) ? Number(objectId) : objectId;
	if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) {
		throw form.refuse(field, `has no whole number as "objectId" in ${place}${shape}`);
	}
	if (!isNameList(permissions)) {
		throw form.refuse(field, `has no list of names as "permissions" in ${place}${shape}`);
	}
	return { ...entry, objectType, objectId: id, permissions };
}

function isNameList(value: unknown): value is string[] {
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.every((name) => typeof name === 'string' && name.trim() !== '')
	);
}
