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
	private values: string[] = [];

	/** Adds secrets; blank and very short ones are left out. Every spelling that an echo may use is added with it. */
	learn(secrets: readonly unknown[]): void {
		for (const secret of secrets) {
			if (typeof secret !== 'string' || secret.trim().length < MIN_LENGTH) continue;
			const spellings = [secret, secret.trim(), safeEncode(secret), JSON.stringify(secret).slice(1, -1)];
			this.values = [...new Set([...this.values, ...spellings])].sort((a, b) => b.length - a.length);
		}
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

	private byValue(text: string): string {
		return this.values.reduce((clean, value) => clean.replaceAll(value, HIDDEN), text);
	}
}

function safeEncode(text: string): string {
	try {
		return encodeURIComponent(text);
	} catch {
		return text;
	}
}
