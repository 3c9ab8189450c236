import { Failure, inSentence } from '../contract/failure';
import { inexactNumber, jsonProblem, placeOfJsonError } from '../contract/json';
import { LABELS } from '../contract/vocabulary';

export type JsonObject = Record<string, unknown>;

/** Reads a stored parameter of the item, with its expressions resolved; the fallback is for one that is not stored. */
export type ReadParameter = (name: string, fallback: unknown) => unknown;

/** How a sentence calls a field: by its name in `LABELS`, or by a label of its own. */
export type FieldName = keyof typeof LABELS | `"${string}"`;

/** Reads single values, and says in one sentence what is wrong with one. */
export class FieldReader {
	/** @param place which item it is, as in ` of item 3`; '' where there is only one */
	constructor(
		private readonly stored: ReadParameter,
		private readonly place: string,
	) {}

	/** @throws Failure where n8n cannot resolve the field's expression */
	read(name: keyof typeof LABELS, fallback: unknown): unknown {
		let reason: string;
		try {
			return this.stored(name, fallback);
		} catch (error) {
			reason = inSentence(error instanceof Error ? error.message : String(error));
		}
		throw this.refuse(name, `could not be read: ${reason}`);
	}

	refuse(field: FieldName, problem: string): Failure {
		const label = field.startsWith('"') ? field : `"${LABELS[field as keyof typeof LABELS]}"`;
		return new Failure('invalid_input', `${label}${this.place} ${problem}`);
	}

	/** What an expression found nothing for is never taken for "no restriction", "off" or "the default". */
	private present(field: FieldName, value: unknown): void {
		if (value === undefined || value === null)
			throw this.refuse(field, 'has no value: its expression found nothing');
	}

	/** Text, or a number that an expression gave. */
	textOf(field: FieldName, value: unknown): string {
		this.present(field, value);
		if (typeof value === 'string') {
			// No vendor could be sent it as it is, and an address cannot hold it at all.
			if (/\p{Cs}/u.test(value))
				throw this.refuse(field, 'holds half of a character, as of a text that was cut within an emoji');
			return value;
		}
		if (typeof value !== 'number' || !Number.isFinite(value)) {
			throw this.refuse(field, `must be text, but it is ${kindOf(value)}`);
		}
		if (!Number.isInteger(value) || Number.isSafeInteger(value)) return String(value);
		throw this.refuse(field, 'is a number too large to be exact; give it as text');
	}

	text(name: 'name' | 'description'): string {
		return this.textOf(name, this.read(name, ''));
	}

	choice<T extends string>(name: keyof typeof LABELS, values: readonly T[], fallback: T): T {
		return this.oneOf(name, this.read(name, fallback), values);
	}

	oneOf<T extends string>(field: FieldName, value: unknown, values: readonly T[]): T {
		const known = values.find((candidate) => candidate === value);
		if (known === undefined) throw this.refuse(field, `must be one of ${values.join(', ')}`);
		return known;
	}

	/** True or false, also as the text that an expression gave. */
	flag(field: FieldName, value: unknown): boolean {
		if (typeof value === 'boolean') return value;
		if (value === 'true' || value === 'false') return value === 'true';
		throw this.refuse(field, 'must be true or false');
	}

	wholeNumber(field: FieldName, value: unknown, min: number, max: number): number {
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number === 'number' && Number.isSafeInteger(number) && number >= min && number <= max) return number;
		const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
		throw this.refuse(field, `must be a whole number ${range}`);
	}

	collection(name: 'filters' | 'options' | 'permissionEntries'): JsonObject {
		const value = this.read(name, {});
		this.present(name, value);
		if (isObject(value)) return value;
		throw this.refuse(name, `must be an object, but it is ${kindOf(value)}`);
	}

	/** JSON as text, or ready-made through an expression. */
	json(field: 'groupData' | 'permissions'): unknown {
		const value = this.read(field, '');
		const data = typeof value === 'string' ? this.parsed(field, value) : value;
		const problem = jsonProblem(data);
		if (problem) throw this.refuse(field, problem);
		return data;
	}

	private parsed(field: 'groupData' | 'permissions', text: string): unknown {
		if (text.trim() === '') throw this.refuse(field, 'is empty; enter JSON');
		let data: unknown;
		try {
			data = JSON.parse(text);
		} catch {
			const remedy = 'a value from an expression goes in as {{ JSON.stringify(…) }}, without quotes around it';
			throw this.refuse(field, `is not valid JSON: look at ${placeOfJsonError(text)}; ${remedy}`);
		}
		const number = inexactNumber(text);
		if (number === undefined) return data;
		throw this.refuse(field, `holds ${number}, a number too large to be exact: put it in quotes`);
	}
}

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a value is, in words that follow "it is". */
export function kindOf(value: unknown): string {
	if (value === null || value === undefined || value === '') return 'empty';
	if (Array.isArray(value)) return 'a list';
	if (value instanceof Date) return 'a date: use .toISOString()';
	if (isObject(value) && typeof value.toISO === 'function') return 'a date: use .toISO()';
	if (typeof value === 'number' && !Number.isFinite(value)) return 'no finite number';
	const kinds = { string: 'text', number: 'a number', boolean: 'true or false', object: 'an object' };
	return (kinds as Record<string, string>)[typeof value] ?? 'something else';
}
