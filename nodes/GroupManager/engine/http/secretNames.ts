import type { Span } from './spellings';

/** Names whose text is a secret wherever they stand, case and punctuation ignored. */
const SECRET_NAMES = new Set([
	'authorization',
	'proxyauthorization',
	'apikey',
	'xapikey',
	'accesstoken',
	'refreshtoken',
	'clientsecret',
	'password',
	'cookie',
	'setcookie',
]);

const SHORTEST_NAME = 6;

export const isSecretName = (name: string): boolean =>
	name.length >= SHORTEST_NAME && SECRET_NAMES.has(name.toLowerCase().replace(/[^a-z]/g, ''));

/** The same names inside running text: `Api-Key: …`, `"access_token":"…"`, `Authorization: Bearer …`. */
const NAMED = new RegExp(
	'\\b(?:(?:proxy-)?authorization|(?:x[-_])?api[-_]?key|access[-_]?token|refresh[-_]?token|client[-_]?secret|' +
		'password|(?:set-)?cookie)(\\\\*["\']|&quot;|%22)?\\s*[:=]\\s*|\\bbearer\\s+(?=[\\w.~+/=-]{8})',
	'gi',
);

const BARE = /(?:(?:bearer|basic)\s+)?[^\s"',;&<>]+/iy;
const NEXT_COOKIE = /;\s*[^\s"',;&<>=]+=[^\s"',;&<>]*/y;
const TOKEN = /[\w.~+/=-]+/y;
const QUOTE = /(\\*)(["'])|&quot;|%22/y;

/** What is to be hidden, and whether a bare JSON number stands there. */
export interface NamedSecret extends Span {
	isNumber: boolean;
}

/**
 * Values that stand under the name of a secret. What the user typed is none, wherever it stands by itself:
 * a group may be called "Password: resets". In order.
 */
export function namedSecrets(text: string, typed: readonly string[]): NamedSecret[] {
	const found: NamedSecret[] = [];
	let kept: Span[] | undefined;
	NAMED.lastIndex = 0;
	for (let match = NAMED.exec(text); match; match = NAMED.exec(text)) {
		const [trigger, quote] = match;
		const { index } = match;
		const start = index + trigger.length;
		kept ??= occurrences(text, typed);
		while (kept.length > 0 && kept.at(-1)!.end <= index) kept.pop();
		const next = kept.at(-1);
		const isTyped = next !== undefined && next.start <= index;
		// The name with its colon is the user's own.
		if (isTyped && next.end >= index + trigger.trimEnd().length) continue;
		const value = valueAt(text, start, trigger, quote !== undefined, isTyped);
		if (!value) continue;
		found.push(...outside(value, kept));
		NAMED.lastIndex = Math.max(start, value.end);
	}
	return found;
}

/** `isQuoted` where the name stands in quotes, as in JSON; `isTyped` where the user typed it. */
function valueAt(
	text: string,
	start: number,
	name: string,
	isQuoted: boolean,
	isTyped: boolean,
): NamedSecret | undefined {
	if (/^bearer/i.test(name)) return { start, end: start + matchAt(TOKEN, text, start)![0].length, isNumber: false };
	const opening = matchAt(QUOTE, text, start);
	if (opening) {
		const [quote, slashes, sign] = opening;
		const from = start + quote.length;
		const end = sign === undefined ? indexOrEnd(text, quote, from) : closing(text, from, slashes!.length, sign);
		return end > from ? { start: from, end, isNumber: false } : undefined;
	}
	const bare = matchAt(BARE, text, start)?.[0];
	if (bare === undefined) return undefined;
	let end = start + bare.length;
	if (!isQuoted) {
		if (/^cookie/i.test(name)) end = behindCookies(text, end);
		return { start, end, isNumber: false };
	}
	const number = /^-?\d[\d.eE+-]*/.exec(bare)?.[0];
	if (number !== undefined) return { start, end: start + number.length, isNumber: true };
	// In a sentence the user's own name in quotes can be followed by a colon; what follows is no JSON value.
	return isTyped || /^(?:null|true|false)\b|^[[{\\]/.test(bare) ? undefined : { start, end, isNumber: false };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
	pattern.lastIndex = at;
	return pattern.exec(text);
}

function behindCookies(text: string, start: number): number {
	let end = start;
	for (let next = matchAt(NEXT_COOKIE, text, end); next; next = matchAt(NEXT_COOKIE, text, end))
		end += next[0].length;
	return end;
}

function indexOrEnd(text: string, sought: string, from: number): number {
	const index = text.indexOf(sought, from);
	return index < 0 ? text.length : index;
}

/** Where a quoted value ends. JSON inside JSON text has one backslash before its quotes, one level deeper three. */
function closing(text: string, from: number, depth: number, quote: string): number {
	for (let end = text.indexOf(quote, from); end >= 0; end = text.indexOf(quote, end + 1)) {
		let count = 0;
		while (end - count > from && text[end - count - 1] === '\\') count++;
		if (count < depth) return end - count;
		if (count % (2 * (depth + 1)) === depth) return end - depth;
	}
	return text.length;
}

const WORD = /[\p{L}\p{N}]/u;

/** Where the texts stand by themselves, not as a part of a word; the last one first. */
function occurrences(text: string, typed: readonly string[]): Span[] {
	const all = [...new Set(typed)].flatMap((sought) => {
		const spans: Span[] = [];
		if (sought === '') return spans;
		for (let start = text.indexOf(sought); start >= 0; start = text.indexOf(sought, start + sought.length)) {
			const end = start + sought.length;
			const goesOn = isWord(text, end) && isWord(text, end - 1);
			if (!goesOn && !(isWord(text, start) && isWord(text, start - 1))) spans.push({ start, end });
		}
		return spans;
	});
	const merged: Span[] = [];
	for (const span of all.sort((a, b) => a.start - b.start)) {
		const last = merged.at(-1);
		if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
		else merged.push(span);
	}
	return merged.reverse();
}

const isWord = (text: string, at: number): boolean => WORD.test(text[at] ?? '');

/** The parts of a value that no such text covers. */
function outside(value: NamedSecret, kept: readonly Span[]): NamedSecret[] {
	const parts: NamedSecret[] = [];
	let { start } = value;
	for (let index = kept.length - 1; index >= 0 && kept[index]!.start < value.end; index--) {
		const span = kept[index]!;
		if (span.start > start) parts.push({ ...value, start, end: span.start });
		start = Math.max(start, span.end);
	}
	if (start < value.end) parts.push({ ...value, start });
	return parts;
}
