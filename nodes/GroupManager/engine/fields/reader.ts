import { Failure, type FailureFacts } from '../contract/failure';
import type { Form, Widget } from '../contract/field';
import { isObject, type JsonObject } from '../contract/json';
import { inSentence } from '../contract/text';
import { inexactNumber, jsonProblem, placeOfJsonError } from './jsonText';

/** How a sentence calls what it is about: a widget by its label. */
type Named = Pick<Widget, 'displayName'>;

/** One sentence on what is wrong with a field, as a Failure to be thrown. */
export function refusal(
	{ place }: Form,
	named: Named | readonly Named[],
	problem: string,
	facts?: Pick<FailureFacts, 'advice'>,
): Failure {
	const labels = [named].flat().map(({ displayName }) => `"${displayName}"`);
	return new Failure('invalid_input', `${labels.join(' and ')}${place} ${problem}`, facts);
}

/**
 * What is stored for a widget.
 * @param absent where nothing is stored
 * @throws Failure where n8n cannot resolve the field's expression
 */
export function stored(form: Form, widget: Widget, absent: unknown = widget.default): unknown {
	try {
		return form.stored(widget.name, absent);
	} catch (error) {
		const reason = inSentence(error instanceof Error ? error.message : String(error));
		throw refusal(form, widget, `could not be read: ${reason}`);
	}
}

/** What an expression found nothing for is never taken for "no restriction", "off" or "the default". */
export function refuseAbsent(form: Form, named: Named, value: unknown): void {
	if (value === undefined || value === null) throw refusal(form, named, 'has no value: its expression found nothing');
}

/** Text, or a number that an expression gave. */
export function textOf(form: Form, named: Named, value: unknown): string {
	refuseAbsent(form, named, value);
	if (typeof value === 'string') {
		// No vendor could be sent it as it is, and an address cannot hold it at all.
		if (!/\p{Cs}/u.test(value)) return value;
		throw refusal(form, named, 'holds half of a character, as of a text that was cut within an emoji');
	}
	if (typeof value !== 'number' || !Number.isFinite(value)) {
		throw refusal(form, named, `must be text, but it is ${kindOf(value)}`);
	}
	if (!Number.isInteger(value) || Number.isSafeInteger(value)) return String(value);
	throw refusal(form, named, 'is a number too large to be exact; give it as text');
}

export function oneOf<T extends string>(form: Form, named: Named, value: unknown, values: readonly T[]): T {
	const known = values.find((candidate) => candidate === value);
	if (known === undefined) throw refusal(form, named, `must be one of ${values.join(', ')}`);
	return known;
}

/** True or false, also as the text that an expression gave. */
export function flagOf(form: Form, named: Named, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	if (value === 'true' || value === 'false') return value === 'true';
	throw refusal(form, named, 'must be true or false');
}

/** Within the widget's own limits, and at most `max`. */
export function wholeNumber(form: Form, widget: Widget, value: unknown, max?: number): number {
	const { minValue = 0, maxValue = max ?? Number.MAX_SAFE_INTEGER } = (widget.typeOptions ?? {}) as {
		minValue?: number;
		maxValue?: number;
	};
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	const isWhole = typeof number === 'number' && Number.isSafeInteger(number);
	if (isWhole && number >= minValue && number <= maxValue) return number;
	const range = maxValue === Number.MAX_SAFE_INTEGER ? `of at least ${minValue}` : `from ${minValue} to ${maxValue}`;
	throw refusal(form, widget, `must be a whole number ${range}`);
}

export function collection(form: Form, widget: Widget): JsonObject {
	const value = stored(form, widget);
	refuseAbsent(form, widget, value);
	if (isObject(value)) return value;
	throw refusal(form, widget, `must be an object, but it is ${kindOf(value)}`);
}

/** JSON as text, or ready-made through an expression. */
export function json(form: Form, widget: Widget): unknown {
	const value = stored(form, widget, '');
	const data = typeof value === 'string' ? parsed(form, widget, value) : value;
	const problem = jsonProblem(data);
	if (problem) throw refusal(form, widget, problem);
	return data;
}

function parsed(form: Form, widget: Widget, text: string): unknown {
	if (text.trim() === '') throw refusal(form, widget, 'is empty; enter JSON');
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch {
		const remedy = 'a value from an expression goes in as {{ JSON.stringify(…) }}, without quotes around it';
		throw refusal(form, widget, `is not valid JSON: look at ${placeOfJsonError(text)}; ${remedy}`);
	}
	const number = inexactNumber(text);
	if (number === undefined) return data;
	throw refusal(form, widget, `holds ${number}, a number too large to be exact: put it in quotes`);
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
