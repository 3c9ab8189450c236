import { isObject, type FieldReader } from './reader';
import type { GroupReference } from '../contract/input';
import { entriesOf, shorten } from './lists';
import type { Vendor } from '../contract/vendor';

type IdField = 'groupId' | 'groupIds' | 'members';

/** Whether an id, once encoded, is one segment of a path: encoding protects everything but dot segments and broken text. */
export function isPathSafe(id: string): boolean {
	return id !== '' && !/^\.{1,2}$/.test(id) && !/[\p{Cc}\u2028\u2029]/u.test(id) && !/\p{Cs}/u.test(id);
}

export function readGroupId(form: FieldReader, vendor: Vendor): GroupReference {
	const raw = form.read('groupId', '');
	const { mode, value } = isObject(raw) ? raw : { mode: 'id', value: raw };
	if (mode !== 'name') return { by: 'id', value: id(form, vendor, 'groupId', value) };
	const name = form.textOf('groupId', value);
	if (name.trim() === '') throw form.refuse('groupId', 'is empty; enter the exact name of the group');
	return { by: 'name', value: name };
}

export function readIds(form: FieldReader, vendor: Vendor): string[] {
	const entries = readList(form, 'groupIds');
	if (entries.length === 0) throw form.refuse('groupIds', 'is empty; enter at least one ID');
	refuseLeadingZeros(form, vendor, 'groupIds', entries);
	return [...new Set(entries.map((entry) => id(form, vendor, 'groupIds', entry)))];
}

export function readMembers(form: FieldReader, vendor: Vendor, allowEmpty: boolean): string[] {
	const entries = readList(form, 'members');
	if (entries.length === 0 && !(allowEmpty && isMeantEmpty(form.read('members', '')))) {
		throw form.refuse(
			'members',
			'is empty; enter at least one member, or switch on "Allow Empty" where it is offered',
		);
	}
	refuseLeadingZeros(form, vendor, 'members', entries);
	return [...new Set(entries.map((entry) => member(form, vendor, entry)))];
}

/** Nothing but separators is what is left of expressions that found nothing, and no field that was left empty. */
const isMeantEmpty = (raw: unknown): boolean => typeof raw !== 'string' || raw === '' || !/^[\s,;]+$/.test(raw);

function readList(form: FieldReader, field: 'groupIds' | 'members'): unknown[] {
	const raw = form.read(field, '');
	return entriesOf(Array.isArray(raw) ? raw : form.textOf(field, raw), (problem) => form.refuse(field, problem));
}

/** `1,003` may be one number or two. */
function refuseLeadingZeros(form: FieldReader, vendor: Vendor, field: IdField, entries: readonly unknown[]): void {
	if (vendor.idKind !== 'integer') return;
	const index = entries.findIndex((entry) => typeof entry === 'string' && /^\s*0\d+\s*$/.test(entry));
	if (index < 0) return;
	const piece = String(entries[index]).trim();
	const previous = entries[index - 1];
	const before = typeof previous === 'string' ? previous.trim() : '';
	const whole = /^\d{1,3}$/.test(before) ? `${before}${piece}` : undefined;
	const readings = [piece.replace(/^0+(?=\d)/, ''), whole].filter(Boolean).join(' or ');
	throw form.refuse(
		field,
		`holds "${shorten(piece)}", which has a leading zero: write ${readings}, whichever is meant`,
	);
}

function member(form: FieldReader, vendor: Vendor, entry: unknown): string {
	const text = form.textOf('members', entry).trim();
	const isId = vendor.memberNames === 'ids' || (vendor.idKind === 'integer' && /^\d+$/.test(text));
	if (isId) return id(form, vendor, 'members', text);
	if (!isPathSafe(text)) {
		throw form.refuse('members', 'holds "." or ".." or contains a line break or another control character');
	}
	return text;
}

/** One id, in the vendor's kind. Whatever could change a path is refused here, before any request. */
function id(form: FieldReader, vendor: Vendor, field: IdField, value: unknown): string {
	const text = form.textOf(field, value);
	if (text.trim() === '') throw form.refuse(field, 'is empty; enter the ID of the group');
	if (!isPathSafe(text)) {
		throw form.refuse(
			field,
			'holds an ID that is "." or ".." or contains a line break or another control character',
		);
	}
	if (vendor.idKind === 'text') return text;
	const number = Number(text);
	if (!/^ *\d+ *$/.test(text) || !Number.isSafeInteger(number) || number === 0) {
		throw form.refuse(field, `holds "${shorten(text)}", but an ID of ${vendor.label} is a positive whole number`);
	}
	return String(number);
}
