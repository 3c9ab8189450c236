import { FieldReader, isObject, kindOf, type ReadParameter } from './reader';
import { readGroupId, readIds, readMembers } from './idFields';
import { DEFAULT_OPTIONS, neutralInput, type GroupBody, type Input } from '../contract/input';
import { lookOf } from './lookAlike';
import { readOptions } from './optionFields';
import { readPermissions } from './permissionFields';
import type { Field, Option, Vendor } from '../contract/vendor';

/**
 * Reads and checks the parameters of one item.
 * @param items how many the run has, since a sentence names the item only where there are several
 * @param row what the operation declares; only these fields are read
 * @throws Failure `invalid_input`, one sentence that names the field and the item
 */
export function readInput(
	read: ReadParameter,
	{ item, items }: { item: number; items: number },
	vendor: Vendor,
	operation: string,
	{ fields, options = [] }: { fields: readonly Field[]; options?: readonly Option[] },
): Input {
	const place = items > 1 ? ` of item ${item}` : '';
	const form = new FieldReader(read, place);
	const checkedOptions = readOptions(form, options);
	const has = (field: Field) => fields.includes(field);
	return {
		...neutralInput(item, place),
		...(has('groupType') && { groupType: groupType(form, vendor, operation === 'getAll' && !has('groupId')) }),
		...(has('groupId') && { group: readGroupId(form, vendor) }),
		...(has('groupIds') && { groupIds: readIds(form, vendor) }),
		...(has('body') && { body: body(form, vendor, operation) }),
		...(has('members') && { members: readMembers(form, vendor, checkedOptions.allowEmpty) }),
		...(has('memberRole') && {
			memberRole: form.choice('memberRole', ['member', 'reporter', 'manager'], 'member'),
		}),
		...(has('permissions') && { permissions: readPermissions(form, checkedOptions.allowEmpty) }),
		...(has('limit') && { limit: limit(form) }),
		...(has('filters') && { filters: filters(form) }),
		output: form.choice('output', ['envelope', 'data'], 'envelope'),
		options: checkedOptions,
	};
}

/** Reads only what belongs to the execution and not to the item. */
export function readConcurrency(read: ReadParameter): number {
	try {
		return readOptions(new FieldReader(read, ''), []).concurrency;
	} catch {
		// The first item says so itself, and the others are not to fail with it.
		return DEFAULT_OPTIONS.concurrency;
	}
}

function groupType(form: FieldReader, vendor: Vendor, allowAll: boolean): string {
	const values = vendor.groupTypes!.map(({ value }) => value);
	return form.choice('groupType', allowAll ? [...values, 'all'] : values, values[0]!);
}

function body(form: FieldReader, vendor: Vendor, operation: string): GroupBody {
	const verb = operation === 'update' ? 'update' : 'create';
	if (operation !== 'upsert' && form.choice('specifyBody', ['fields', 'json'], 'fields') === 'json')
		return jsonBody(form, verb);
	const name = form.text('name');
	const isBlank = lookOf(name) === '';
	const description = vendor.hasDescription ? form.text('description') : '';
	if (isBlank) {
		if (verb === 'create') throw form.refuse('name', 'is empty; enter the name of the group');
		if (description === '') throw nothingToChange(form, vendor);
	}
	return {
		kind: 'fields',
		...(isBlank ? {} : { name }),
		...(description === '' ? {} : { description }),
	};
}

function nothingToChange(form: FieldReader, { hasDescription }: Vendor): Error {
	return hasDescription
		? form.refuse('"Name" and "Description"', 'are empty, so there is nothing to change')
		: form.refuse('name', 'is empty, so there is nothing to change');
}

function jsonBody(form: FieldReader, verb: 'create' | 'update'): GroupBody {
	const data = form.json('groupData');
	if (!isObject(data)) throw form.refuse('groupData', `must be a JSON object, but it is ${kindOf(data)}`);
	const blank =
		data.name === undefined || data.name === null || (typeof data.name === 'string' && lookOf(data.name) === '');
	if (blank && (verb === 'create' || 'name' in data)) {
		throw form.refuse('groupData', 'has no "name", or an empty one; a group needs a name');
	}
	if (Object.keys(data).length === 0)
		throw form.refuse('groupData', 'is an empty object, so there is nothing to change');
	return { kind: 'json', data };
}

function limit(form: FieldReader): number {
	if (form.flag('returnAll', form.read('returnAll', false))) return Infinity;
	return form.wholeNumber('limit', form.read('limit', 50), 1, Number.MAX_SAFE_INTEGER);
}

/** A filter that is there restricts: one that came out empty would let every group through. */
function filters(form: FieldReader): Input['filters'] {
	const stored = form.collection('filters');
	const filter = (key: 'name' | 'nameContains'): string | undefined => {
		if (!Object.hasOwn(stored, key)) return undefined;
		const text = form.textOf(key, stored[key]);
		if (text.trim() === '') throw form.refuse(key, 'is empty; give it a value, or remove the filter');
		return text;
	};
	const name = filter('name');
	const nameContains = filter('nameContains');
	return { ...(name !== undefined && { name }), ...(nameContains !== undefined && { nameContains }) };
}
