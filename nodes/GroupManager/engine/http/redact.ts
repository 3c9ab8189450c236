import { withCommas } from '../contract/text';
import { isSecretName, namedSecrets } from './secretNames';
import { Spellings, type Span } from './spellings';

export const HIDDEN = '**hidden**';

/** Shorter ones are no secrets and would tear holes into every word. */
const MIN_LENGTH = 4;

/** At most so much of a vendor's text is shown, the remark on the cut included. */
const MAX_DETAILS = 2_048;

/** At most so much of a vendor's text is searched. */
const SEARCHED = 4_096;

/** Removes secrets from everything that leaves the node, by their value and by their name. */
export class Redactor {
	private secrets = new Set<string>();
	private spellings: Spellings | undefined;

	/** Secrets that can stand in a JSON number, and as the number itself, which may have lost digits of a long one. */
	private digits: string[] = [];
	private numbers = new Set<number>();

	/** Adds secrets, texts and numbers; blank and very short ones are left out. */
	learn(secrets: readonly unknown[]): void {
		const fresh = secrets
			.map((secret) => (typeof secret === 'string' || typeof secret === 'number' ? String(secret).trim() : ''))
			.filter((secret) => secret.length >= MIN_LENGTH && !this.secrets.has(secret));
		if (fresh.length === 0) return;
		this.secrets = new Set([...this.secrets, ...fresh]);
		this.spellings = new Spellings([...this.secrets]);
		this.digits = [...this.secrets].filter((secret) => /^[-+.\de]+$/i.test(secret));
		this.numbers = new Set(this.digits.map(Number).filter((number) => String(number).length >= MIN_LENGTH));
	}

	/** The text without the known secrets, however they are spelled. A bare number in JSON text becomes a JSON string. */
	byValue(text: string): string {
		if (!this.spellings?.mayBeIn(text)) return text;
		const spans = this.spellings.find(text);
		return spans.length === 0 ? text : replaced(text, this.digits.length === 0 ? spans : withQuotes(text, spans));
	}

	/**
	 * Running text, such as a vendor's error: by value, and by name wherever it looks like a header or a field.
	 * `typed` is what the user wrote: it is searched by value alone.
	 */
	text(text: string, typed: readonly string[] = []): string {
		const clean = this.byValue(text);
		const named = namedSecrets(clean, typed).map((it) => ({ ...it, by: it.isNumber ? QUOTED : HIDDEN }));
		return named.length === 0 ? clean : replaced(clean, named);
	}

	/** Data: the same value with every text and number cleaned, keys included. Never changes its argument. */
	deep(value: unknown): unknown {
		return this.cleaned(value, (text) => this.byValue(text)).value;
	}

	/** A vendor's raw text, at most 2,048 characters of it. JSON that holds no secret and is short stays as it is. */
	details(text: string, typed: readonly string[] = []): string {
		const searched = this.cut(text, SEARCHED);
		const clean = searched.length < text.length ? this.text(searched, typed) : this.whole(text, typed);
		return searched.length === text.length && clean.length <= MAX_DETAILS ? clean : withRemark(clean, text.length);
	}

	/** Details that are clean by name already: without the secrets that are known by now, and no longer than any. */
	again(details: string): string {
		const clean = this.byValue(details);
		return clean.length <= MAX_DETAILS ? clean : withRemark(clean, clean.length);
	}

	/** The start of a text, at most so many characters, with no part of a secret at its end. */
	cut(text: string, length: number): string {
		if (text.length <= length) return text;
		const last = this.spellings?.find(text, length).at(-1);
		return start(text, last && last.end > length ? last.start : length);
	}

	/** JSON stays JSON. */
	private whole(text: string, typed: readonly string[]): string {
		const json = parsed(text);
		if (!json) return this.text(text, typed);
		const { value, changed } = this.cleaned(json.value, (entry) => this.text(entry, typed));
		// A name that stands twice in an object hides its first value from the parser.
		return changed || this.byValue(text) !== text ? JSON.stringify(value) : text;
	}

	/** Without recursion, because data may be nested deeper than the stack. */
	private cleaned(value: unknown, clean: (text: string) => string): { value: unknown; changed: boolean } {
		let changed = false;
		const pending: Array<[object, object]> = [];
		const note = <T>(before: T, after: T): T => {
			changed ||= before !== after;
			return after;
		};
		const copy = (entry: unknown): unknown => {
			if (typeof entry === 'string') return note(entry, clean(entry));
			if (typeof entry === 'number') return note<unknown>(entry, this.number(entry));
			if (typeof entry !== 'object' || entry === null) return entry;
			const target = Array.isArray(entry) ? [] : {};
			pending.push([entry, target]);
			return target;
		};
		const root = copy(value);
		for (let next = pending.pop(); next; next = pending.pop()) {
			const [source, target] = next;
			if (Array.isArray(source)) {
				for (const entry of source) (target as unknown[]).push(copy(entry));
				continue;
			}
			for (const [key, entry] of Object.entries(source)) {
				const isSecret = typeof entry === 'string' && entry !== '' && isSecretName(key);
				put(target, note(key, this.byValue(key)), isSecret ? note(entry, HIDDEN) : copy(entry));
			}
		}
		return { value: root, changed };
	}

	private number(value: number): unknown {
		if (this.digits.length === 0) return value;
		const text = String(value);
		return this.numbers.has(value) || this.digits.some((secret) => text.includes(secret)) ? HIDDEN : value;
	}
}

function withRemark(text: string, length: number): string {
	const remark = ` … (${withCommas(length)} characters in all)`;
	return `${start(text, MAX_DETAILS - remark.length)}${remark}`;
}

/** `__proto__` is a key like any other in JSON. */
function put(target: object, key: string, value: unknown): void {
	if (key !== '__proto__') (target as Record<string, unknown>)[key] = value;
	else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function parsed(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) };
	} catch {
		return undefined;
	}
}

/** At most so many characters from the start, no half of a pair among them. */
function start(text: string, length: number): string {
	const splits = (text.charCodeAt(length - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(length) & 0xfc00) === 0xdc00;
	return text.slice(0, splits ? length - 1 : length);
}

interface Replacement extends Span {
	by?: string;
}

function replaced(text: string, spans: readonly Replacement[]): string {
	const parts: string[] = [];
	let at = 0;
	for (const { start: from, end, by = HIDDEN } of spans) {
		parts.push(text.slice(at, from), by);
		at = end;
	}
	return parts.join('') + text.slice(at);
}

const QUOTED = `"${HIDDEN}"`;

/** In JSON text a secret inside a bare number takes the number with it and becomes a string. */
function withQuotes(text: string, spans: readonly Span[]): Replacement[] {
	if (!/^\s*[[{]/.test(text)) return [...spans];
	let at = 0;
	let inString = false;
	let token = { start: 0, end: 0, isNumber: false };
	const quoted: Replacement[] = [];
	for (const span of spans) {
		for (; at < span.start; at++) {
			if (text[at] === '\\' && inString) at++;
			else if (text[at] === '"') inString = !inString;
		}
		const isKnown = span.start < token.end;
		if (!isKnown && !inString) token = tokenAround(text, span);
		if (inString || !token.isNumber) quoted.push(span);
		else if (!isKnown) quoted.push({ ...token, by: QUOTED });
	}
	return quoted;
}

const inNumber = (character: string | undefined): boolean => /^[-+.\deE]$/.test(character ?? '');

/** The run of digits around a secret, and whether it stands where JSON has a value. */
function tokenAround(text: string, span: Span): Span & { isNumber: boolean } {
	let { start: from, end } = span;
	while (inNumber(text[from - 1])) from--;
	while (inNumber(text[end])) end++;
	let before = from - 1;
	let behind = end;
	while (/\s/.test(text[before] ?? '')) before--;
	while (/\s/.test(text[behind] ?? '')) behind++;
	const isNumber = /[:,[]/.test(text[before] ?? '') && /^[,}\]]?$/.test(text[behind] ?? '');
	return { start: from, end, isNumber };
}
