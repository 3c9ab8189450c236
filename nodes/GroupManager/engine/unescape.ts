/** One character of a text as a reader would decode it, and where the next one starts. */
export interface Unit {
	/** Code point; -1 behind the end of the text. */
	code: number;
	next: number;
}

/** Escapes within escapes that are looked through: three percent encodings inside a JSON string are four. */
const DEPTH = 4;

/** A line break and its blanks are looked through up to this many characters, so that the work per character is bounded. */
const MAX_GAP = 256;

const PERCENT = 0x25;
const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;

export const isStarter = (code: number): boolean => code === PERCENT || code === AMPERSAND || code === BACKSLASH;

export const isBreak = (code: number): boolean => code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0xa0 || isBreak(code);

/** Every meaning that the character at a place can have: as it stands, and with its escapes undone once, twice, … */
export function readings(text: string, at: number): Unit[] {
	let unit = literal(text, at);
	const found = [unit];
	if (!isStarter(unit.code)) return found;
	for (let level = 0; level < DEPTH; level++) {
		const decoded = decode(text, unit, level);
		if (!decoded) continue;
		unit = decoded;
		found.push(unit);
		if (!isStarter(unit.code)) break;
	}
	return found;
}

/** Where a text goes on behind the line break at a place, the break and the blanks escaped or not; -1 where there is none. */
export function afterBreak(text: string, at: number): number {
	const code = text.charCodeAt(at);
	if (!isBreak(code) && !isStarter(code)) return -1;
	if (!readings(text, at).some((unit) => isBreak(unit.code))) return -1;
	let end = at;
	for (let count = 0; count < MAX_GAP; count++) {
		const blank = readings(text, end).find((unit) => isBlank(unit.code));
		if (!blank) break;
		end = blank.next;
	}
	return end;
}

function literal(text: string, at: number): Unit {
	const code = text.codePointAt(at) ?? -1;
	return { code, next: at + (code > 0xffff ? 2 : 1) };
}

/** The character at a place with escapes undone so many times. */
function read(text: string, at: number, level: number): Unit {
	let unit = literal(text, at);
	if (!isStarter(unit.code)) return unit;
	for (let below = 0; below < level; below++) unit = decode(text, unit, below) ?? unit;
	return unit;
}

/** The same within an escape: a line that is wrapped at a fixed width breaks there as well. */
function readOn(text: string, at: number, level: number): Unit {
	let start = at;
	if (isBreak(text.charCodeAt(at))) {
		while (start < at + MAX_GAP && isBlank(text.charCodeAt(start))) start++;
	}
	return read(text, start, level);
}

/** The escape that the character `first` opens. */
function decode(text: string, first: Unit, level: number): Unit | undefined {
	switch (first.code) {
		case PERCENT:
			return percent(text, first.next, level);
		case AMPERSAND:
			return entity(text, first.next, level);
		case BACKSLASH:
			return backslash(text, first.next, level);
		default:
			return undefined;
	}
}

/** `%61`; several bytes are UTF-8, and one that is not is Latin-1. */
function percent(text: string, at: number, level: number): Unit | undefined {
	const lead = digits(text, at, level, 2);
	if (!lead || lead.code < 0xc2 || lead.code > 0xf4) return lead;
	let more = 1;
	if (lead.code >= 0xe0) more = lead.code >= 0xf0 ? 3 : 2;
	let code = lead.code & (0x3f >> more);
	let { next } = lead;
	for (; more > 0; more--) {
		const sign = readOn(text, next, level);
		const byte = sign.code === PERCENT ? digits(text, sign.next, level, 2) : undefined;
		if (!byte || (byte.code & 0xc0) !== 0x80) return lead;
		code = code * 64 + (byte.code & 0x3f);
		next = byte.next;
	}
	return { code, next };
}

/** Exactly so many hexadecimal digits as a number. */
function digits(text: string, at: number, level: number, count: number): Unit | undefined {
	let unit: Unit = { code: 0, next: at };
	for (let index = 0; index < count; index++) {
		const { code, next } = readOn(text, unit.next, level);
		const digit = digitOf(code, 16);
		if (digit < 0) return undefined;
		unit = { code: unit.code * 16 + digit, next };
	}
	return unit;
}

function digitOf(code: number, base: 10 | 16): number {
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const letter = code | 0x20;
	return base === 16 && letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

const CONTROLS: Record<string, number> = { b: 8, t: 9, n: 10, f: 12, r: 13 };

/** `\u0061`, `\x61`, `\n`, `\/`; two halves of a pair are one character. */
function backslash(text: string, at: number, level: number): Unit | undefined {
	const { code, next } = readOn(text, at, level);
	if (code < 0) return undefined;
	const letter = String.fromCodePoint(code);
	if (letter === 'x') return digits(text, next, level, 2);
	if (letter !== 'u') return { code: CONTROLS[letter] ?? code, next };
	const high = digits(text, next, level, 4);
	if (!high || (high.code & 0xfc00) !== 0xd800) return high;
	const slash = readOn(text, high.next, level);
	const second = slash.code === BACKSLASH ? readOn(text, slash.next, level) : slash;
	const low = slash.code === BACKSLASH && second.code === 0x75 ? digits(text, second.next, level, 4) : undefined;
	if (!low || (low.code & 0xfc00) !== 0xdc00) return high;
	return { code: 0x10000 + (high.code & 0x3ff) * 1024 + (low.code & 0x3ff), next: low.next };
}

/** From `&nbsp;`, 160, on without a gap. */
const LATIN_1 =
	'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
	'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
	'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
	'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
	'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
	'thorn yuml';

const ASCII =
	'excl! quot" num# dollar$ percnt% amp& apos\' lpar( rpar) ast* midast* plus+ comma, period. sol/ colon: semi; lt< ' +
	'equals= gt> quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] Hat^ lowbar_ UnderBar_ grave` lcub{ lbrace{ verbar| ' +
	'vert| rcub} rbrace} Tab\t NewLine\n QUOT" AMP& LT< GT> euro€';

const ENTITIES = new Map<string, number>([
	...LATIN_1.split(' ').map((name, index): [string, number] => [name, 160 + index]),
	...ASCII.split(' ').map((entry): [string, number] => [entry.slice(0, -1), entry.charCodeAt(entry.length - 1)]),
]);

const MAX_ENTITY = 8;

function entity(text: string, at: number, level: number): Unit | undefined {
	const first = readOn(text, at, level);
	if (first.code === 0x23) return numbered(text, first.next, level);
	let name = '';
	for (let unit = first; name.length <= MAX_ENTITY; unit = readOn(text, unit.next, level)) {
		if (unit.code === SEMICOLON) {
			const code = ENTITIES.get(name);
			return code === undefined ? undefined : { code, next: unit.next };
		}
		if (digitOf(unit.code, 10) < 0 && ((unit.code | 0x20) < 0x61 || (unit.code | 0x20) > 0x7a)) return undefined;
		name += String.fromCodePoint(unit.code);
	}
	return undefined;
}

/** `&#97;` and `&#x61;`; browsers do without the semicolon. */
function numbered(text: string, at: number, level: number): Unit | undefined {
	const first = readOn(text, at, level);
	const base = (first.code | 0x20) === 0x78 ? 16 : 10;
	let code = 0;
	let count = 0;
	let unit = base === 16 ? readOn(text, first.next, level) : first;
	for (let digit = digitOf(unit.code, base); digit >= 0 && count < MAX_ENTITY; digit = digitOf(unit.code, base)) {
		code = code * base + digit;
		at = unit.next;
		count++;
		unit = readOn(text, unit.next, level);
	}
	if (count === 0 || code > 0x10ffff) return undefined;
	return { code, next: unit.code === SEMICOLON ? unit.next : at };
}
