import { Failure } from '../contract/failure';
import type { Credential } from '../contract/host';
import type { Vendor } from '../contract/vendor';
import { baseUrl } from './baseUrl';

/** Cloudflare, which stands before many trackers, refuses clients that do not say who they are. */
const USER_AGENT = 'n8n-nodes-group-manager';

/** The address that all of a vendor's paths are appended to. @throws Failure `invalid_input` */
export function vendorUrl({ api, label }: Vendor, credential: Credential): string {
	const { domain } = credential;
	if (Object.hasOwn(credential, 'domain') && (domain === undefined || domain === null)) {
		throw new Failure(
			'invalid_input',
			'the field "Domain" of the credential has no value: its expression found nothing',
			{ advice: '' },
		);
	}
	if (isBlank(domain) && api.defaultDomain === undefined) {
		const problem = `is empty: ${label} runs on its customers' own servers, so enter the address of yours`;
		throw new Failure('invalid_input', `the field "Domain" of the credential ${problem}`, { advice: '' });
	}
	return baseUrl(isBlank(domain) ? api.defaultDomain : domain, {
		field: 'Domain',
		defaultPath: api.basePath,
		allowInsecureHttp: credential.allowInsecureHttp === true,
	});
}

/** Whether a field of the credential was left empty: n8n stores '' for it, or nothing when it was never shown. */
export const isBlank = (value: unknown): boolean =>
	value === undefined || (typeof value === 'string' && value.trim() === '');

/** All headers that a request carries, secrets included. @throws Failure `invalid_input` */
export function requestHeaders(
	{ api, credential: { headers } }: Vendor,
	credential: Credential,
): Record<string, string> {
	const { mediaType = 'application/json', extraHeaders } = api;
	return { ...headers(credential), ...extraHeaders, Accept: mediaType, 'User-Agent': USER_AGENT };
}

/**
 * A credential field as a header value.
 * @returns '' when an optional field is empty
 * @throws Failure `invalid_input` when it is empty though needed, or could break out of its header
 */
export function headerValue(credential: Credential, name: string, label: string, { optional = false } = {}): string {
	const value = credential[name];
	const text = typeof value === 'string' ? value.trim() : '';
	const refuse = (problem: string) =>
		new Failure('invalid_input', `the field "${label}" of the credential ${problem}`, { advice: '' });
	if (text === '' && !optional) throw refuse('is empty');
	if (typeof value === 'string' && /[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)) {
		throw refuse('contains a line break or another character that a header cannot carry');
	}
	return text;
}
