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
	string: /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-f]{4}))*"/iuy,
	number: /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?/iy,
	word: /true|false|null/y,
};

class Scanner {
	private at = 0;
	private failedAt: number | undefined;

	constructor(private readonly text: string) {}

	firstError(): number | undefined {
		if (this.value()) {
			this.skip('space');
			if (this.at < this.text.length) this.fail();
		}
		return this.failedAt;
	}

	private value(): boolean {
		this.skip('space');
		if (this.take('{')) return this.entries('}', () => this.skipString() && this.expect(':') && this.value());
		if (this.take('[')) return this.entries(']', () => this.value());
		return this.skip('string') || this.skip('number') || this.skip('word') || this.fail();
	}

	private entries(end: string, entry: () => boolean): boolean {
		this.skip('space');
		if (this.take(end)) return true;
		do {
			if (!entry()) return false;
			this.skip('space');
		} while (this.take(','));
		return this.expect(end);
	}

	private skipString(): boolean {
		this.skip('space');
		return this.skip('string') || this.fail();
	}

	private expect(character: string): boolean {
		this.skip('space');
		return this.take(character) || this.fail();
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

	private fail(): false {
		this.failedAt ??= this.at;
		return false;
	}
}
