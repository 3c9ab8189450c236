import { parseExactly } from '../contract/json';
import { shorten } from '../contract/text';

/** What no ID, address or user name holds, and what is left over where two notations are mixed. */
const STRAY = /[[\]{}"<>]/;

/**
 * The entries of a list that was typed, or given through an expression: a list as it is, the text of a JSON array,
 * or pieces between
 * commas, semicolons and line breaks. Entries that are empty, like cells of a table, are passed over.
 * @param refuse makes the failure for a piece that cannot be an entry
 */
export function entriesOf(raw: unknown, refuse: (problem: string) => Error): unknown[] {
	const list = Array.isArray(raw) ? (raw as unknown[]) : jsonArray((raw as string).trim());
	if (list) return list.filter((entry) => entry !== undefined && entry !== null && !isBlank(entry));
	const pieces = (raw as string).split(/[,;\r\n]+/).map((piece) => piece.trim());
	const stray = pieces.find((piece) => STRAY.test(piece));
	if (stray === undefined) return pieces.filter(Boolean);
	throw refuse(
		`holds "${shorten(stray)}", which cannot be an entry: ` +
			'separate entries by commas, semicolons or line breaks, or give a JSON array',
	);
}

function jsonArray(text: string): unknown[] | undefined {
	if (!text.startsWith('[') || !text.endsWith(']')) return undefined;
	try {
		return parseExactly(text) as unknown[];
	} catch {
		return undefined;
	}
}

const isBlank = (entry: unknown): boolean => typeof entry === 'string' && entry.trim() === '';
