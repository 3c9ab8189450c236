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
