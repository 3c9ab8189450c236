export const HIDDEN = '**hidden**';

/** Names whose string value is a secret wherever they stand, case and punctuation ignored. `x-api-key`, a client id, is none. */
const SECRET_NAMES = new Set([
	'authorization',
	'proxyauthorization',
	'apikey',
	'accesstoken',
	'refreshtoken',
	'clientsecret',
	'password',
	'cookie',
	'setcookie',
]);

/** The same names inside running text: `Api-Key: …`, `"access_token":"…"`, `Authorization: Bearer …`. */
const SECRET_IN_TEXT =
	/((?<!x-)\b(?:proxy-)?(?:authorization|api[-_]?key|access[-_]?token|refresh[-_]?token|client[-_]?secret|password|set-cookie)"?\s*[:=]\s*"?)((?:bearer|basic)\s+)?[^\s"',;&<>]+/gi;

const BEARER = /\bbearer\s+[\w.~+/=-]{8,}/gi;

/** Shorter ones are no secrets and would tear holes into every word. */
const MIN_LENGTH = 4;

/** Removes secrets from everything that leaves the node, by their value and by their name. */
export class Redactor {
	/** Longest first, so that a secret within another one leaves nothing of it. */
	private patterns = new Map<string, RegExp>();

	/** Adds secrets; blank and very short ones are left out. */
	learn(secrets: readonly unknown[]): void {
		const fresh = secrets
			.map((secret) => (typeof secret === 'string' ? secret.trim() : ''))
			.filter((secret) => secret.length >= MIN_LENGTH && !this.patterns.has(secret));
		if (fresh.length === 0) return;
		const all = [...this.patterns.keys(), ...fresh].sort((a, b) => b.length - a.length);
		this.patterns = new Map(all.map((secret) => [secret, this.patterns.get(secret) ?? inAnySpelling(secret)]));
	}

	/** Running text, such as a vendor's error: by value, and by name wherever it looks like a header or a field. */
	text(text: string): string {
		return this.byValue(text).replace(SECRET_IN_TEXT, `$1${HIDDEN}`).replace(BEARER, `Bearer ${HIDDEN}`);
	}

	/** Data: the same value with every string cleaned, keys included. Never changes its argument. */
	deep(value: unknown): unknown {
		if (typeof value === 'string') return this.byValue(value);
		if (Array.isArray(value)) return value.map((entry) => this.deep(entry));
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => [
				this.byValue(key),
				typeof entry === 'string' && entry !== '' && SECRET_NAMES.has(key.toLowerCase().replace(/[^a-z]/g, ''))
					? HIDDEN
					: this.deep(entry),
			]),
		);
	}

	byValue(text: string): string {
		return [...this.patterns.values()].reduce((clean, pattern) => clean.replace(pattern, HIDDEN), text);
	}
}

const HTML_NAMES: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** An echo may be JSON, percent or HTML encoded; every encoder leaves letters, digits and `-._~` alone. */
function inAnySpelling(secret: string): RegExp {
	const pattern = [...secret].map((character) => {
		if (/[\w.~-]/.test(character)) return literally(character);
		const hex = (code: number, length: number) => code.toString(16).padStart(length, '0');
		const code = character.codePointAt(0)!;
		const spellings = [
			`\\\\?${literally(character)}`,
			character.split('').map((unit) => `\\\\u${hex(unit.charCodeAt(0), 4)}`).join(''),
			[...new TextEncoder().encode(character)].map((byte) => `%${hex(byte, 2)}`).join(''),
			`&#0*${code};`,
			`&#x0*${hex(code, 1)};`,
			...(HTML_NAMES[character] ? [`&${HTML_NAMES[character]};`] : []),
			...(character === ' ' ? ['\\+'] : []),
		];
		return `(?:${spellings.join('|')})`;
	});
	return new RegExp(pattern.join(''), 'gi');
}

const literally = (character: string): string => character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
