import { Failure } from '../contract/failure';

export interface BaseUrlRules {
	/** The field's name in the credential form, for the message. */
	field: string;
	/** Taken for a bare domain; '' for none. */
	defaultPath: string;
	/** Plain http beyond this machine. */
	allowInsecureHttp: boolean;
}

/**
 * Makes what people type into an address without a trailing slash.
 * Spaces and trailing slashes are trimmed, no scheme means https, a bare domain gets the default path.
 * @throws Failure `invalid_input`, with a sentence that names the field
 */
export function baseUrl(typed: unknown, { field, defaultPath, allowInsecureHttp }: BaseUrlRules): string {
	const refuse = (problem: string): Failure =>
		new Failure('invalid_input', `the field "${field}" of the credential ${problem}`, { advice: '' });

	if (typeof typed !== 'string' || typed.trim() === '') throw refuse('is empty');
	// A line break at the ends is refused too, before anything is trimmed: it comes from a slipped paste.
	if (/[\p{Cc}\u2028\u2029]/u.test(typed)) throw refuse('contains a line break or another control character');
	const text = typed.trim();
	if (/[\s\\]/.test(text)) throw refuse('contains a space or a backslash');
	if (/[?#]/.test(text)) throw refuse('must not contain a query (?) or a fragment (#)');

	const scheme = /^([a-z][a-z0-9+.-]*):(?!\d+(\/|$))(\/\/)?/i.exec(text);
	if (scheme && (!scheme[3] || !/^https?$/i.test(scheme[1]!))) {
		throw refuse('must start with https:// or be a plain domain');
	}
	const address = scheme ? text : `https://${text}`;
	if (!/^https?:\/\/[^/]/i.test(address)) throw refuse('is not a valid address');
	if (/^https?:\/\/[^/]*@/i.test(address)) throw refuse('must not contain a user name or a password');

	let url: URL;
	try {
		url = new URL(address);
	} catch {
		throw refuse('is not a valid address');
	}
	if (url.protocol === 'http:' && !allowInsecureHttp && !isLoopback(url.hostname)) {
		throw refuse(
			'starts with http://, which would send the key unencrypted: use https://, or switch on "Allow Insecure HTTP"',
		);
	}
	const path = url.pathname.replace(/\/+$/, '');
	return `${url.origin}${path === '' ? defaultPath : path}`;
}

/** Whether a host name, as `URL` writes it, is this machine. */
function isLoopback(hostname: string): boolean {
	return (
		hostname === 'localhost' ||
		hostname.endsWith('.localhost') ||
		/^127(\.\d+){3}$/.test(hostname) ||
		hostname === '[::1]'
	);
}
