import type { FieldOwner, Form, Widget } from '../contract/field';
import { shorten } from '../contract/text';
import { isPathSafe } from '../http/path';
import { entriesOf } from './lists';
import { refusal, stored, textOf } from './reader';

/** How a list is written as text. */
export const SEPARATED = 'separated by commas, semicolons or line breaks, or a JSON array';

/**
 * One id, in the vendor's kind. Whatever could change a path is refused here, before any request.
 * @param advice for whoever has typed something else than an id
 */
export function idOf(form: Form, widget: Widget, { ids, label }: FieldOwner, value: unknown, advice?: string): string {
	const text = textOf(form, widget, value);
	if (text.trim() === '') throw refusal(form, widget, 'is empty; enter the ID of the group');
	if (!isPathSafe(text)) {
		const problem = 'holds an ID that is "." or ".." or contains a line break or another control character';
		throw refusal(form, widget, problem);
	}
	if (ids === 'text') return text;
	const number = Number(text);
	if (!/^ *\d+ *$/.test(text) || !Number.isSafeInteger(number) || number === 0) {
		const problem = `holds "${shorten(text)}", but an ID of ${label} is a positive whole number`;
		throw refusal(form, widget, problem, { advice });
	}
	return String(number);
}

/** The entries of a list as they were typed. */
export function entriesIn(form: Form, widget: Widget): unknown[] {
	const raw = stored(form, widget);
	const list = Array.isArray(raw) ? (raw as unknown[]) : textOf(form, widget, raw);
	return entriesOf(list, (problem) => refusal(form, widget, problem));
}

/** `1,003` may be one number or two. */
export function refuseLeadingZeros(form: Form, widget: Widget, { ids }: FieldOwner, entries: readonly unknown[]): void {
	if (ids !== 'integer') return;
	const index = entries.findIndex((entry) => typeof entry === 'string' && /^\s*0\d+\s*$/.test(entry));
	if (index < 0) return;
	const piece = String(entries[index]).trim();
	const previous = entries[index - 1];
	const before = typeof previous === 'string' ? previous.trim() : '';
	const whole = /^\d{1,3}$/.test(before) ? `${before}${piece}` : undefined;
	const readings = [piece.replace(/^0+(?=\d)/, ''), whole].filter(Boolean).join(' or ');
	const problem = `holds "${shorten(piece)}", which has a leading zero: write ${readings}, whichever is meant`;
	throw refusal(form, widget, problem);
}
