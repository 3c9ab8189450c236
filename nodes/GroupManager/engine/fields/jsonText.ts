import { isInexact, MAX_DEPTH, STRING_OR_NUMBER } from '../contract/json';

/**
 * Where a text stops being JSON. JSON.parse tells it in other words in every version of Node, or not at all.
 * @returns "line L, column C" of the first character that cannot stand there, or undefined for valid JSON
 */
export function placeOfJsonError(text: string): string | undefined {
	const at = new Scanner(text).firstError();
	if (at === undefined) return undefined;
	const before = text.slice(0, at).split('\n');
	return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

const TOKENS = {
	space: /[ \t\n\r]*/y,
	// JSON forbids the control characters up to U+001F only.
	string: /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy,
	number: /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?/iy,
	word: /true|false|null/y,
};

class Scanner {
	private at = 0;

	constructor(private readonly text: string) {}

	/** Keeps its own stack, since text may be nested deeper than calls can be. */
	firstError(): number | undefined {
		const open: Array<'}' | ']'> = [];
		for (;;) {
			const opened = this.openingBracket();
			if (opened) {
				open.push(opened);
				this.skip('space');
				if (!this.text.startsWith(opened, this.at)) {
					if (opened === '}' && !this.key()) return this.at;
					continue;
				}
			} else if (!this.skip('string') && !this.skip('number') && !this.skip('word')) {
				return this.at;
			}
			if (!this.close(open)) return this.at;
			if (open.length === 0) return this.at < this.text.length ? this.at : undefined;
		}
	}

	private openingBracket(): '}' | ']' | undefined {
		this.skip('space');
		if (this.take('{')) return '}';
		return this.take('[') ? ']' : undefined;
	}

	/** Behind a value: closes what ends here, up to where the next value is due or the text should end. */
	private close(open: Array<'}' | ']'>): boolean {
		for (;;) {
			this.skip('space');
			const end = open.at(-1);
			if (end === undefined) return true;
			if (this.take(',')) return end === ']' || this.key();
			if (!this.take(end)) return false;
			open.pop();
		}
	}

	private key(): boolean {
		this.skip('space');
		if (!this.skip('string')) return false;
		this.skip('space');
		return this.take(':');
	}

	private take(character: string): boolean {
		if (this.text[this.at] !== character) return false;
		this.at += 1;
		return true;
	}

	private skip(token: keyof typeof TOKENS): boolean {
		const pattern = TOKENS[token];
		pattern.lastIndex = this.at;
		const match = pattern.exec(this.text);
		if (!match) return false;
		this.at += match[0].length;
		return match[0] !== '';
	}
}

/** The first number in a JSON text that JavaScript cannot hold as it is; undefined where there is none. */
export function inexactNumber(json: string): string | undefined {
	for (const [token] of json.matchAll(STRING_OR_NUMBER)) {
		if (!token.startsWith('"') && isInexact(token)) return token;
	}
	return undefined;
}

/** What JSON cannot say, in words that follow the name of a field; undefined for data that it can. Never recurses. */
export function jsonProblem(value: unknown): string | undefined {
	const left: Array<{ value: unknown; path: string; depth: number }> = [{ value, path: '', depth: 1 }];
	for (let entry = left.pop(); entry; entry = left.pop()) {
		const { value: current, path, depth } = entry;
		const at = path === '' ? '' : ` at "${path}"`;
		if (current === undefined || typeof current === 'function' || typeof current === 'symbol')
			return `has no value${at}`;
		if (typeof current === 'bigint') return `holds a number${at} that JSON cannot hold: give it as text`;
		if (typeof current === 'number' && !Number.isFinite(current))
			return `holds ${current}${at}, which is no number`;
		if (typeof current === 'number' && Number.isInteger(current) && !Number.isSafeInteger(current)) {
			return `holds ${current}${at}, a number too large to be exact: give it as text`;
		}
		if (typeof current !== 'object' || current === null || 'toJSON' in current) continue;
		if (depth > MAX_DEPTH) return `is nested more than ${MAX_DEPTH} levels deep`;
		for (const [key, inner] of Object.entries(current)) {
			left.push({ value: inner, path: path === '' ? key : `${path}.${key}`, depth: depth + 1 });
		}
	}
	return undefined;
}
