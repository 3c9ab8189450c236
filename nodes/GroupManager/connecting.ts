import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';

import { raise } from './engine/contract/failure';
import type { Reply } from './engine/contract/host';
import type { Vendor } from './engine/contract/vendor';
import { readBody } from './engine/http/body';
import { requestHeaders, vendorUrl } from './engine/http/connection';
import { LoginError } from './engine/http/login';
import { findVendor } from './vendors';

const LOGIN_TIMEOUT_MS = 30_000;

/** What the credential says of a connection. @throws Error with a sentence */
export function connect(credential: ICredentialDataDecryptedObject): {
	baseUrl: string;
	headers: Record<string, string>;
	testPath: string;
} {
	const vendor = vendorOf(credential);
	const { login, testPath } = vendor.credential;
	return readable(() => {
		if (login?.isNeeded(credential)) login.request(credential);
		return { baseUrl: vendorUrl(vendor, credential), headers: requestHeaders(vendor, credential), testPath };
	});
}

/**
 * Fetches a token where the credential needs one.
 * @returns what n8n stores with the credential: nothing where it needs none
 * @throws LoginError with a sentence
 */
export async function logIn(
	{ helpers }: IHttpRequestHelper,
	credential: ICredentialDataDecryptedObject,
): Promise<{ accessToken?: string }> {
	const { login } = vendorOf(credential).credential;
	if (!login?.isNeeded(credential)) return {};
	const { url, form } = readable(() => login.request(credential));
	const reply = await post(helpers, url, form, credential).catch(() => {
		throw new LoginError(login.unreachable);
	});
	return { accessToken: login.token(reply, credential) };
}

async function post(
	helpers: IHttpRequestHelper['helpers'],
	url: string,
	form: Record<string, string>,
	credential: ICredentialDataDecryptedObject,
): Promise<Reply> {
	const { statusCode, headers, body } = (await helpers.httpRequest({
		method: 'POST',
		url,
		headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
		body: form,
		encoding: 'stream',
		returnFullResponse: true,
		// A thrown 401 would make n8n log in a second time.
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		skipSslCertificateValidation: credential.allowUnauthorizedCerts === true,
		timeout: LOGIN_TIMEOUT_MS,
		// The timeout counts from the last sign of life only.
		abortSignal: AbortSignal.timeout(LOGIN_TIMEOUT_MS),
	})) as { statusCode: number; headers: Record<string, string>; body: unknown };
	return { status: statusCode, headers, text: (await readBody(body, statusCode)).text };
}

function vendorOf({ vendor: id }: ICredentialDataDecryptedObject): Vendor {
	const vendor = findVendor(id);
	if (!vendor) throw new Error('Choose a vendor in the credential.');
	return vendor;
}

/** n8n's credential test would show the `code` of a Failure in place of its sentence. */
function readable<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return raise(new Error(`Could not use the credential: ${reason}.`));
	}
}
