import { afterBreak, isBreak, isStarter, readings, Source } from './unescape';

/** A part of a text. */
export interface Span {
	start: number;
	end: number;
}

/** What to look for: for every character the code points that stand for it. */
interface Needle {
	units: ReadonlyArray<readonly number[]>;
	isBase64: boolean;
}

const ASCII = 0x80;

/** A filter needs no more than this of a spelling. */
const PREFIX = 16;

/** Whether a text has anything to decode; without it a search for the spellings as they are is enough. */
const ESCAPED = /\\|%[\da-f%&\\\r\n]|&(?:[#%&\\\r\n]|[a-z\d]{2,8};)/i;

const BREAKS = /[\r\n\u2028\u2029]\s*/g;

/** Finds secrets in a text in all the spellings that servers echo them in. Linear in the length of the text. */
export class Spellings {
	/** Characters of the shortest secret: a shorter text cannot hold one. */
	readonly shortest: number;

	/** As they are and hexadecimal, in any case; Base64, where case counts. */
	private readonly anyCase: RegExp;
	private readonly exactCase: RegExp;

	private index: Index | undefined;

	constructor(private readonly secrets: readonly string[]) {
		this.shortest = Math.min(...secrets.map((secret) => [...secret].length));
		const plain = secrets.flatMap((secret) => [secret, hex(secret)]);
		this.anyCase = anyOf(
			plain.map((it) => it.replace(BREAKS, '')),
			'i',
		);
		this.exactCase = anyOf(
			secrets.flatMap((secret) => alignments(secret).map(({ core }) => core)),
			'',
		);
	}

	/** A quick no, or a maybe. */
	mayBeIn(text: string): boolean {
		if (text.length < this.shortest) return false;
		if (ESCAPED.test(text)) return true;
		const joined = text.replace(BREAKS, '');
		return this.anyCase.test(joined) || this.exactCase.test(joined);
	}

	/** The secrets that start before `limit`, in order; those that overlap are one. */
	find(text: string, limit = text.length): Span[] {
		const spans: Span[] = [];
		this.index ??= indexed(this.secrets);
		const source = new Source(text);
		const { needles, pairs } = this.index;
		const last = Math.min(limit - 1, text.length - this.shortest);
		let next = text.charCodeAt(0);
		for (let start = 0; start <= last; start++) {
			const code = next;
			next = text.charCodeAt(start + 1);
			if (code < ASCII && next < ASCII && pairs[code * ASCII + next] === 0) continue;
			const end = endOfSecret(source, start, needles);
			if (end < 0) continue;
			const before = spans.at(-1);
			if (before && start < before.end) before.end = Math.max(before.end, end);
			else spans.push({ start, end });
		}
		return spans;
	}
}

function endOfSecret(source: Source, start: number, needles: Index['needles']): number {
	let end = -1;
	for (const { code, next } of readings(source, start)) {
		for (const needle of needles.get(code) ?? []) {
			const second = source.text.charCodeAt(next);
			if (needle.units.length > source.text.length - start) continue;
			if (isPlain(second) && !needle.units[1]!.includes(second)) continue;
			end = Math.max(end, endOf(source, start, needle));
		}
	}
	return end;
}

/** A character that means itself and nothing else. */
const isPlain = (code: number): boolean => code < ASCII && !isStarter(code) && !isBreak(code);

/** Where the needle ends that starts at a place, or -1. */
function endOf(source: Source, start: number, { units, isBase64 }: Needle): number {
	let index = 0;
	let at = start;
	for (; index < units.length; index++, at++) {
		const code = source.text.charCodeAt(at);
		if (!isPlain(code)) break;
		if (!units[index]!.includes(code)) return -1;
	}
	let ends = [at];
	for (; index < units.length && ends.length > 0; index++) ends = step(source, ends, units[index]!, index > 0);
	const end = Math.max(-1, ...ends);
	return isBase64 && end >= 0 ? behindPadding(source, end) : end;
}

/** The places behind one more character: several where an escape can be read in several ways. */
function step(source: Source, places: readonly number[], unit: readonly number[], mayBreak: boolean): number[] {
	const ends = new Set<number>();
	const take = (at: number): void => {
		for (const { code, next } of readings(source, at)) {
			if (unit.includes(code)) ends.add(next);
		}
	};
	for (const place of places) {
		take(place);
		const behind = mayBreak ? afterBreak(source, place) : -1;
		if (behind < 0) continue;
		take(behind);
		// A text that is wrapped at a blank has lost it.
		if (unit.includes(0x20)) ends.add(behind);
	}
	return [...ends];
}

function behindPadding(source: Source, end: number): number {
	let at = end;
	for (let count = 0; count < 2; count++) {
		const sign = readings(source, at).find((unit) => unit.code === 0x3d);
		if (!sign) break;
		at = sign.next;
	}
	return at;
}

interface Index {
	/** By the code points that they can start with. */
	needles: ReadonlyMap<number, readonly Needle[]>;
	/** Pairs of ASCII characters that one of them can start with, escapes included: few places have any. */
	pairs: Uint8Array;
}

function indexed(secrets: readonly string[]): Index {
	const needles = new Map<number, Needle[]>();
	const pairs = new Uint8Array(ASCII * ASCII);
	for (let code = 0; code < ASCII; code++) if (isStarter(code)) pairs.fill(1, code * ASCII, (code + 1) * ASCII);
	for (const needle of secrets.flatMap(needlesOf)) {
		for (const code of new Set(needle.units[0])) {
			const others = needles.get(code);
			if (others) others.push(needle);
			else needles.set(code, [needle]);
			if (code >= ASCII) continue;
			for (let second = 0; second < ASCII; second++) {
				if (!isPlain(second) || needle.units[1]!.includes(second)) pairs[code * ASCII + second] = 1;
			}
		}
	}
	return { needles, pairs };
}

function needlesOf(secret: string): Needle[] {
	return [
		...[secret, hex(secret)].map((spelling) => ({ units: [...spelling].map(inAnyCase), isBase64: false })),
		...alignments(secret).map(({ before, core, after }) => ({
			units: [...before, ...[...core].map(inBothAlphabets), ...after],
			isBase64: true,
		})),
	];
}

function inAnyCase(character: string): number[] {
	const cases = [character, character.toLowerCase(), character.toUpperCase(), ...(character === ' ' ? ['+'] : [])];
	return [...new Set(cases.filter((it) => [...it].length === 1).map((it) => it.codePointAt(0)!))];
}

const URL_SAFE: Record<string, string> = { '+': '-', '/': '_' };

/** Base64 and its form for URLs. */
const inBothAlphabets = (character: string): number[] =>
	[character, URL_SAFE[character] ?? ''].filter((it) => it !== '').map((it) => it.charCodeAt(0));

interface Alignment {
	/** The character that the first byte shares with what stands before it: all that it can be. */
	before: number[][];
	core: string;
	after: number[][];
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 of any text that contains the secret: three bytes are four characters, so it can start in three ways. */
function alignments(secret: string): Alignment[] {
	const bytes = Buffer.from(secret, 'utf8');
	return [0, 1, 2].map((offset) => {
		const encoded = (fill: number): string =>
			Buffer.concat([Buffer.alloc(offset, fill), bytes, Buffer.alloc(2, fill)]).toString('base64');
		const first = Math.ceil((offset * 8) / 6);
		const end = Math.floor(((offset + bytes.length) * 8) / 6);
		const shared = (index: number): number[][] => {
			const fixed = [0, 0xff].map((fill) => BASE64.indexOf(encoded(fill)[index]!));
			const free = fixed[0]! ^ fixed[1]!;
			return [[...BASE64].filter((_, value) => (value & ~free) === (fixed[0]! & ~free)).flatMap(inBothAlphabets)];
		};
		return {
			before: offset === 0 ? [] : shared(first - 1),
			core: encoded(0).slice(first, end),
			after: ((offset + bytes.length) * 8) % 6 === 0 ? [] : shared(end),
		};
	});
}

const hex = (secret: string): string => Buffer.from(secret, 'utf8').toString('hex');

function anyOf(spellings: readonly string[], flags: string): RegExp {
	const parts = spellings.map((it) =>
		[...it.slice(0, PREFIX)].map((character) => FREE[character] ?? literally(character)).join(''),
	);
	return new RegExp(parts.join('|'), flags);
}

const FREE: Record<string, string> = { ' ': '[ +]?', '+': '[+-]', '/': '[/_]' };

const literally = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
