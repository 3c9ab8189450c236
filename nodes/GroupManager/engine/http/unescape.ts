import { LATIN_1 } from './latin1';

/** One character of a text as a reader would decode it, and where the next one starts. */
export interface Unit {
	/** Code point; -1 behind the end of the text. */
	code: number;
	next: number;
}

/** Escapes within escapes that are looked through: three percent encodings inside a JSON string are four. */
const DEPTH = 4;

/** Characters of a line break and its blanks that are looked through, so that the work per place is bounded. */
const MAX_GAP = 256;

/** Places whose meanings are kept: escapes are read again and again from the places before them. */
const KEPT = 1_024;

interface Place {
	at: number;
	/** With no escapes undone, with one level of them undone, with two, … as far as they were asked for. */
	units: Unit[];
}

/** A text that is being read. */
export class Source {
	private readonly kept: Place[] = [];

	constructor(readonly text: string) {}

	/** The character at a place with escapes undone so many times. */
	unit(at: number, level: number): Unit {
		const first = literal(this, at);
		if (!isStarter(first.code)) return first;
		const { units } = this.place(at, first);
		while (units.length <= level) {
			const below = units.at(-1)!;
			units.push(decode(this, below, units.length - 1) ?? below);
		}
		return units[level]!;
	}

	private place(at: number, first: Unit): Place {
		const slot = at % KEPT;
		const known = this.kept[slot];
		if (known?.at === at) return known;
		return (this.kept[slot] = { at, units: [first] });
	}
}

const PERCENT = 0x25;
const AMPERSAND = 0x26;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;

export const isStarter = (code: number): boolean => code === PERCENT || code === AMPERSAND || code === BACKSLASH;

export const isBreak = (code: number): boolean => code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0xa0 || isBreak(code);

/** Every meaning that the character at a place can have: as it stands, and with its escapes undone once, twice, … */
export function readings(source: Source, at: number): Unit[] {
	const found = [literal(source, at)];
	if (!isStarter(found[0]!.code)) return found;
	for (let level = 1; level <= DEPTH; level++) {
		const unit = source.unit(at, level);
		if (unit.next !== found.at(-1)!.next) found.push(unit);
		if (!isStarter(unit.code)) break;
	}
	return found;
}

/** Where a text goes on behind a line break and its blanks, escaped or not; -1 where there is no break. */
export function afterBreak(source: Source, at: number): number {
	const code = source.text.charCodeAt(at);
	if (!isBreak(code) && !isStarter(code)) return -1;
	if (!readings(source, at).some((unit) => isBreak(unit.code))) return -1;
	let end = at;
	for (let count = 0; count < MAX_GAP; count++) {
		const blank = readings(source, end).find((unit) => isBlank(unit.code));
		if (!blank) break;
		end = blank.next;
	}
	return end;
}

function literal(source: Source, at: number): Unit {
	const code = source.text.codePointAt(at) ?? -1;
	return { code, next: at + (code > 0xffff ? 2 : 1) };
}

/** The next character within an escape: a line that is wrapped at a fixed width breaks there as well. */
function readOn(source: Source, at: number, level: number): Unit {
	let start = at;
	if (isBreak(source.text.charCodeAt(at))) {
		while (start < at + MAX_GAP && isBlank(source.text.charCodeAt(start))) start++;
	}
	return source.unit(start, level);
}

/** The escape that the character `first` opens. */
function decode(source: Source, first: Unit, level: number): Unit | undefined {
	switch (first.code) {
		case PERCENT:
			return percent(source, first.next, level);
		case AMPERSAND:
			return entity(source, first.next, level);
		case BACKSLASH:
			return backslash(source, first.next, level);
		default:
			return undefined;
	}
}

/** `%61`; several bytes are UTF-8, and one that is not is Latin-1. */
function percent(source: Source, at: number, level: number): Unit | undefined {
	const lead = digits(source, at, level, 2);
	if (!lead || lead.code < 0xc2 || lead.code > 0xf4) return lead;
	let more = 1;
	if (lead.code >= 0xe0) more = lead.code >= 0xf0 ? 3 : 2;
	let code = lead.code & (0x3f >> more);
	let { next } = lead;
	for (; more > 0; more--) {
		const sign = readOn(source, next, level);
		const byte = sign.code === PERCENT ? digits(source, sign.next, level, 2) : undefined;
		if (!byte || (byte.code & 0xc0) !== 0x80) return lead;
		code = code * 64 + (byte.code & 0x3f);
		next = byte.next;
	}
	return { code, next };
}

/** Exactly so many hexadecimal digits as a number. */
function digits(source: Source, at: number, level: number, count: number): Unit | undefined {
	let unit: Unit = { code: 0, next: at };
	for (let index = 0; index < count; index++) {
		const { code, next } = readOn(source, unit.next, level);
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
function backslash(source: Source, at: number, level: number): Unit | undefined {
	const { code, next } = readOn(source, at, level);
	if (code < 0) return undefined;
	const letter = String.fromCodePoint(code);
	if (letter === 'x') return digits(source, next, level, 2);
	if (letter !== 'u') return { code: CONTROLS[letter] ?? code, next };
	const high = digits(source, next, level, 4);
	if (!high || (high.code & 0xfc00) !== 0xd800) return high;
	const slash = readOn(source, high.next, level);
	const second = slash.code === BACKSLASH ? readOn(source, slash.next, level) : slash;
	const low = slash.code === BACKSLASH && second.code === 0x75 ? digits(source, second.next, level, 4) : undefined;
	if (!low || (low.code & 0xfc00) !== 0xdc00) return high;
	return { code: 0x10000 + (high.code & 0x3ff) * 1024 + (low.code & 0x3ff), next: low.next };
}

const ASCII =
	'excl! quot" num# dollar$ percnt% amp& apos\' lpar( rpar) ast* midast* plus+ comma, period. sol/ colon: semi; lt< ' +
	'equals= gt> quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] Hat^ lowbar_ UnderBar_ grave` lcub{ lbrace{ verbar| ' +
	'vert| rcub} rbrace} Tab\t NewLine\n QUOT" AMP& LT< GT> euro€';

const ENTITIES = new Map<string, number>([
	...LATIN_1.map((name, index): [string, number] => [name, 160 + index]),
	...ASCII.split(' ').map((entry): [string, number] => [entry.slice(0, -1), entry.charCodeAt(entry.length - 1)]),
]);

const MAX_ENTITY = 8;

function entity(source: Source, at: number, level: number): Unit | undefined {
	const first = readOn(source, at, level);
	if (first.code === 0x23) return numbered(source, first.next, level);
	let name = '';
	for (let unit = first; name.length <= MAX_ENTITY; unit = readOn(source, unit.next, level)) {
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
function numbered(source: Source, at: number, level: number): Unit | undefined {
	const first = readOn(source, at, level);
	const base = (first.code | 0x20) === 0x78 ? 16 : 10;
	let code = 0;
	let count = 0;
	let unit = base === 16 ? readOn(source, first.next, level) : first;
	for (let digit = digitOf(unit.code, base); digit >= 0 && count < MAX_ENTITY; digit = digitOf(unit.code, base)) {
		code = code * base + digit;
		at = unit.next;
		count++;
		unit = readOn(source, unit.next, level);
	}
	if (count === 0 || code > 0x10ffff) return undefined;
	return { code, next: unit.code === SEMICOLON ? unit.next : at };
}
