import { Failure, inSentence } from './errors';
import { placeOfJsonError } from './json';
import { COMMON_OPTIONS, type Field, type Option, type Vendor } from './vendor';
import { LABELS } from './vocabulary';

export type JsonObject = Record<string, unknown>;

/** An entry of an Audience Manager permission list. Further keys that the vendor may add pass through. */
export interface Permission extends JsonObject {
	objectType: string;
	objectId: number;
	permissions: string[];
}

/** How a group is addressed: by its id, or by its exact name. */
export interface GroupReference {
	by: 'id' | 'name';
	value: string;
}

export type GroupBody = { kind: 'fields'; name?: string; description?: string } | { kind: 'json'; data: JsonObject };

export type MemberRole = 'member' | 'reporter' | 'manager';

export type BulkDeleteMethod = 'delete' | 'post' | 'perGroup';

export interface Options {
	/** Requests in flight. */
	concurrency: number;
	/** Milliseconds that one request may take. */
	timeout: number;
	/** Requests in all that may be sent for one, the first included. */
	maxAttempts: number;
	/** Seconds that a vendor may ask to wait for. */
	maxRetryWait: number;
	/** Plan the writes instead of sending them. */
	dryRun: boolean;
	ignoreMissing: boolean;
	allowEmpty: boolean;
	/** Entries that `set` may remove; undefined for no limit. */
	maxRemovals?: number;
	bulkDeleteMethod: BulkDeleteMethod;
}

/** The parameters of one item, checked. What an operation does not declare is at its neutral value. */
export interface Input {
	item: number;
	groupType: string;
	group: GroupReference;
	groupIds: string[];
	body: GroupBody;
	/** Ids, or other names where the vendor has them; nothing twice. */
	members: string[];
	memberRole: MemberRole;
	permissions: Permission[];
	/** Records wanted at most; Infinity for all. */
	limit: number;
	filters: { name?: string; nameContains?: string };
	output: 'envelope' | 'data';
	options: Options;
}

/** An input that asks for nothing yet. */
export const neutralInput = (item: number): Input => ({
	item,
	groupType: '',
	group: { by: 'id', value: '' },
	groupIds: [],
	body: { kind: 'fields' },
	members: [],
	memberRole: 'member',
	permissions: [],
	limit: Infinity,
	filters: {},
	output: 'envelope',
	options: DEFAULT_OPTIONS,
});

/** Reads a stored parameter of the item, with its expressions resolved. */
export type ReadParameter = (name: string, fallback: unknown) => unknown;

export const DEFAULT_OPTIONS: Options = {
	concurrency: 5,
	timeout: 30_000,
	maxAttempts: 3,
	maxRetryWait: 120,
	dryRun: false,
	ignoreMissing: false,
	allowEmpty: false,
	bulkDeleteMethod: 'delete',
};

/**
 * Reads and checks the parameters of one item.
 * @param fields what the operation declares; only these are read
 * @throws Failure `invalid_input`, one sentence that names the field and the item
 */
export function readInput(
	read: ReadParameter,
	item: number,
	vendor: Vendor,
	operation: string,
	{ fields, options = [] }: { fields: readonly Field[]; options?: readonly Option[] },
): Input {
	const form = new Form(naming(read, item), item, vendor);
	const checkedOptions = form.options(options);
	const has = (field: Field) => fields.includes(field);
	return {
		...neutralInput(item),
		...(has('groupType') && { groupType: form.groupType(operation === 'getAll' && !has('groupId')) }),
		...(has('groupId') && { group: form.group() }),
		...(has('groupIds') && { groupIds: form.groupIds() }),
		...(has('body') && { body: form.body(operation) }),
		...(has('members') && { members: form.members(checkedOptions.allowEmpty) }),
		...(has('memberRole') && { memberRole: form.choice('memberRole', ['member', 'reporter', 'manager'], 'member') }),
		...(has('permissions') && { permissions: form.permissions(checkedOptions.allowEmpty) }),
		...(has('limit') && { limit: form.limit() }),
		...(has('filters') && { filters: form.filters() }),
		output: form.choice('output', ['envelope', 'data'], 'envelope'),
		options: checkedOptions,
	};
}

/** Reads only what belongs to the execution and not to the item. */
export function readConcurrency(read: ReadParameter, vendor: Vendor): number {
	try {
		return new Form(read, 0, vendor).options([]).concurrency;
	} catch {
		// The first item says so itself, and the others are not to fail with it.
		return DEFAULT_OPTIONS.concurrency;
	}
}

/** An expression that n8n cannot resolve fails under the name of its field. */
function naming(read: ReadParameter, item: number): ReadParameter {
	return (name, fallback) => {
		let reason: string;
		try {
			return read(name, fallback);
		} catch (error) {
			reason = inSentence(error instanceof Error ? error.message : String(error));
		}
		const label = (LABELS as Record<string, string>)[name] ?? name;
		throw new Failure('invalid_input', `"${label}" of item ${item} could not be read: ${reason}`);
	};
}

class Form {
	constructor(
		private readonly read: ReadParameter,
		private readonly item: number,
		private readonly vendor: Vendor,
	) {}

	groupType(allowAll: boolean): string {
		const values = this.vendor.groupTypes!.map(({ value }) => value);
		return this.choice('groupType', allowAll ? [...values, 'all'] : values, values[0]!);
	}

	group(): GroupReference {
		const raw = this.read('groupId', '');
		const { mode, value } = isObject(raw) ? raw : { mode: 'id', value: raw };
		if (mode === 'name') {
			const name = this.textOf('groupId', value);
			if (name.trim() === '') throw this.refuse('groupId', 'is empty; enter the exact name of the group');
			return { by: 'name', value: name };
		}
		return { by: 'id', value: this.id('groupId', value) };
	}

	groupIds(): string[] {
		const entries = this.entries('groupIds');
		if (entries.length === 0) throw this.refuse('groupIds', 'is empty; enter at least one ID');
		return [...new Set(entries.map((entry) => this.id('groupIds', entry)))];
	}

	members(allowEmpty: boolean): string[] {
		const entries = this.entries('members');
		if (entries.length === 0 && !allowEmpty) {
			throw this.refuse('members', 'is empty; enter at least one member, or switch on "Allow Empty" where it is offered');
		}
		const members = entries.map((entry) => this.member(entry));
		const twice = members.find((member, index) => members.indexOf(member) !== index);
		if (twice !== undefined) throw this.refuse('members', `names "${shorten(twice)}" twice`);
		return members;
	}

	private member(entry: unknown): string {
		const text = this.textOf('members', entry).trim();
		const isId = this.vendor.memberNames === 'ids' || (this.vendor.idKind === 'integer' && /^\d+$/.test(text));
		if (isId) return this.id('members', text);
		if (!isPathSafe(text)) throw this.refuse('members', 'holds "." or ".." or contains a line break or another control character');
		return text;
	}

	/** Pieces of a list that is typed, or given through an expression; blank pieces do not count. */
	private entries(field: 'groupIds' | 'members'): unknown[] {
		const raw = this.read(field, '');
		const entries = Array.isArray(raw)
			? (raw as unknown[])
			: piecesOf(this.textOf(field, raw));
		return entries.filter((entry) => typeof entry !== 'string' || entry.trim() !== '');
	}

	/** One id, in the vendor's kind. Whatever could change a path is refused here, before any request. */
	private id(field: 'groupId' | 'groupIds' | 'members', value: unknown): string {
		const id = this.textOf(field, value);
		if (id.trim() === '') throw this.refuse(field, 'is empty; enter the ID of the group');
		if (!isPathSafe(id)) {
			throw this.refuse(field, 'holds an ID that is "." or ".." or contains a line break or another control character');
		}
		if (this.vendor.idKind === 'text') return id;
		const number = Number(id);
		if (!/^ *\d+ *$/.test(id) || !Number.isSafeInteger(number) || number === 0) {
			throw this.refuse(field, `holds "${shorten(id)}", but an ID of ${this.vendor.label} is a positive whole number`);
		}
		return String(number);
	}

	body(operation: string): GroupBody {
		const verb = operation === 'update' ? 'update' : 'create';
		if (operation !== 'upsert' && this.choice('specifyBody', ['fields', 'json'], 'fields') === 'json') return this.jsonBody(verb);
		const name = this.text('name');
		const description = this.vendor.hasDescription ? this.text('description') : '';
		if (name.trim() === '') {
			if (verb === 'create') throw this.refuse('name', 'is empty; enter the name of the group');
			if (description === '') {
				const fields = this.vendor.hasDescription ? '"Name" and "Description" are' : '"Name" is';
				throw new Failure('invalid_input', `${fields} empty in item ${this.item}, so there is nothing to change`);
			}
		}
		return {
			kind: 'fields',
			...(name.trim() === '' ? {} : { name }),
			...(description === '' ? {} : { description }),
		};
	}

	private jsonBody(verb: 'create' | 'update'): GroupBody {
		const data = this.json('groupData');
		if (!isObject(data)) throw this.refuse('groupData', `must be a JSON object, but it is ${kindOf(data)}`);
		const blank = data.name === undefined || data.name === null || (typeof data.name === 'string' && data.name.trim() === '');
		if (blank && (verb === 'create' || 'name' in data)) {
			throw this.refuse('groupData', 'has no "name", or an empty one; a group needs a name');
		}
		if (Object.keys(data).length === 0) throw this.refuse('groupData', 'is an empty object, so there is nothing to change');
		return { kind: 'json', data };
	}

	permissions(allowEmpty: boolean): Permission[] {
		const isForm = this.choice('specifyPermissions', ['fields', 'json'], 'json') === 'fields';
		const field = isForm ? 'permissionEntries' : 'permissions';
		const list = isForm ? this.permissionRows() : this.json('permissions');
		if (!Array.isArray(list)) throw this.refuse(field, `must be a JSON array, but it is ${kindOf(list)}`);
		if (list.length === 0 && !allowEmpty) {
			throw this.refuse(field, 'is an empty list; enter at least one entry, or switch on "Allow Empty" where it is offered');
		}
		const seen = new Set<string>();
		return list.map((entry: unknown, index) => {
			const permission = this.permission(field, entry, `entry ${index + 1}`);
			const key = `${permission.objectType} ${permission.objectId}`;
			if (seen.has(key)) throw this.refuse(field, `names ${key} twice`);
			seen.add(key);
			return permission;
		});
	}

	/** The rows of the form, as JSON would have them; names may also be text from an expression, separated by commas. */
	private permissionRows(): unknown[] {
		const { entry: rows = [] } = this.collection('permissionEntries');
		return [rows].flat().map((row: unknown) => {
			if (!isObject(row)) return row;
			const { objectType, objectId, permissions } = row;
			const names = typeof permissions === 'string' ? piecesOf(permissions).filter(Boolean) : permissions;
			return { objectType, objectId, permissions: names };
		});
	}

	private permission(field: 'permissions' | 'permissionEntries', entry: unknown, place: string): Permission {
		const example = '{"objectType": "SEGMENT", "objectId": 123, "permissions": ["READ"]}';
		const shape = field === 'permissions' ? `; expected ${example}` : '';
		if (!isObject(entry)) throw this.refuse(field, `has ${kindOf(entry)} as ${place}${shape}`);
		const { objectType, objectId, permissions } = entry;
		if (typeof objectType !== 'string' || objectType.trim() === '') {
			throw this.refuse(field, `has no "objectType" text in ${place}${shape}`);
		}
		const id = typeof objectId === 'string' && /^\d+$/.test(objectId.trim()) ? Number(objectId) : objectId;
		if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) {
			throw this.refuse(field, `has no whole number as "objectId" in ${place}${shape}`);
		}
		if (!isNameList(permissions)) {
			throw this.refuse(field, `has no list of names as "permissions" in ${place}${shape}`);
		}
		return { ...entry, objectType, objectId: id, permissions };
	}

	limit(): number {
		if (this.flag('returnAll', this.read('returnAll', false))) return Infinity;
		return this.wholeNumber('limit', this.read('limit', 50), 1, Number.MAX_SAFE_INTEGER);
	}

	filters(): Input['filters'] {
		const filters = this.collection('filters');
		const name = this.textOf('name', filters.name);
		const nameContains = this.textOf('nameContains', filters.nameContains);
		return { ...(name === '' ? {} : { name }), ...(nameContains === '' ? {} : { nameContains }) };
	}

	/** Options that the operation does not declare keep their defaults, whatever a copied workflow holds. */
	options(declared: readonly Option[]): Options {
		const stored = this.collection('options');
		const pick = <T>(name: Option, check: (value: unknown) => T, fallback: T): T =>
			[...COMMON_OPTIONS, ...declared].includes(name) && stored[name] !== undefined ? check(stored[name]) : fallback;
		const flag = (name: 'dryRun' | 'ignoreMissing' | 'allowEmpty') => (value: unknown) => this.flag(name, value);
		type NumberOption = 'concurrency' | 'timeout' | 'maxAttempts' | 'maxRetryWait' | 'maxRemovals';
		const number = (name: NumberOption, min: number, max: number) => (value: unknown) => this.wholeNumber(name, value, min, max);
		return {
			concurrency: pick('concurrency', number('concurrency', 1, 20), DEFAULT_OPTIONS.concurrency),
			timeout: pick('timeout', number('timeout', 1, 3_600_000), DEFAULT_OPTIONS.timeout),
			maxAttempts: pick('maxAttempts', number('maxAttempts', 1, 10), DEFAULT_OPTIONS.maxAttempts),
			maxRetryWait: pick('maxRetryWait', number('maxRetryWait', 0, 86_400), DEFAULT_OPTIONS.maxRetryWait),
			dryRun: pick('dryRun', flag('dryRun'), DEFAULT_OPTIONS.dryRun),
			ignoreMissing: pick('ignoreMissing', flag('ignoreMissing'), DEFAULT_OPTIONS.ignoreMissing),
			allowEmpty: pick('allowEmpty', flag('allowEmpty'), DEFAULT_OPTIONS.allowEmpty),
			maxRemovals: pick('maxRemovals', number('maxRemovals', 0, Number.MAX_SAFE_INTEGER), undefined),
			bulkDeleteMethod: pick(
				'bulkDeleteMethod',
				(value) => this.oneOf('bulkDeleteMethod', value, ['delete', 'post', 'perGroup']),
				DEFAULT_OPTIONS.bulkDeleteMethod,
			),
		};
	}

	choice<T extends string>(name: keyof typeof LABELS, values: readonly T[], fallback: T): T {
		return this.oneOf(name, this.read(name, fallback), values);
	}

	private oneOf<T extends string>(name: keyof typeof LABELS, value: unknown, values: readonly T[]): T {
		const known = values.find((candidate) => candidate === value);
		if (known === undefined) throw this.refuse(name, `must be one of ${values.join(', ')}`);
		return known;
	}

	private collection(name: 'filters' | 'options' | 'permissionEntries'): JsonObject {
		const value = this.read(name, {});
		if (isObject(value)) return value;
		if (value === undefined || value === null || value === '') return {};
		throw this.refuse(name, `must be an object, but it is ${kindOf(value)}`);
	}

	/** True or false, also as the text that an expression gave. */
	private flag(field: keyof typeof LABELS, value: unknown): boolean {
		if (typeof value === 'boolean') return value;
		if (value === 'true' || value === 'false') return value === 'true';
		throw this.refuse(field, 'must be true or false');
	}

	private text(name: 'name' | 'description'): string {
		return this.textOf(name, this.read(name, ''));
	}

	/** Text, or a number that an expression gave; nothing counts as empty text. */
	private textOf(field: keyof typeof LABELS, value: unknown): string {
		if (value === undefined || value === null) return '';
		if (typeof value === 'string') {
			// No vendor could be sent it as it is, and an address cannot hold it at all.
			if (/\p{Cs}/u.test(value)) throw this.refuse(field, 'holds half of a character, as of a text that was cut within an emoji');
			return value;
		}
		if (typeof value === 'number' && Number.isFinite(value)) return String(value);
		throw this.refuse(field, `must be text, but it is ${kindOf(value)}`);
	}

	private wholeNumber(field: keyof typeof LABELS, value: unknown, min: number, max: number): number {
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number === 'number' && Number.isSafeInteger(number) && number >= min && number <= max) return number;
		const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
		throw this.refuse(field, `must be a whole number ${range}`);
	}

	/** JSON as text, or ready-made through an expression. */
	private json(field: 'groupData' | 'permissions'): unknown {
		const value = this.read(field, '');
		if (typeof value !== 'string') return value;
		if (value.trim() === '') throw this.refuse(field, 'is empty; enter JSON');
		try {
			return JSON.parse(value) as unknown;
		} catch {
			throw this.refuse(field, `is not valid JSON: look at ${placeOfJsonError(value)}`);
		}
	}

	private refuse(field: keyof typeof LABELS, problem: string): Failure {
		return new Failure('invalid_input', `"${LABELS[field]}" of item ${this.item} ${problem}`);
	}
}

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an id, once encoded, is one segment of a path: encoding protects everything but dot segments and broken text. */
export function isPathSafe(id: string): boolean {
	return id !== '' && !/^\.{1,2}$/.test(id) && !/[\p{Cc}\u2028\u2029]/u.test(id) && !/\p{Cs}/u.test(id);
}

/** What stands between commas and line breaks. */
const piecesOf = (text: string): string[] => text.split(/[,\r\n]+/).map((piece) => piece.trim());

function isNameList(value: unknown): value is string[] {
	return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string' && name.trim() !== '');
}

function kindOf(value: unknown): string {
	if (value === null || value === undefined) return 'empty';
	if (Array.isArray(value)) return 'a list';
	return { string: 'text', number: 'a number', boolean: 'true or false', object: 'an object' }[typeof value as string] ?? 'something else';
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
