import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';

import { raise } from './engine/contract/failure';
import type { Reply } from './engine/contract/host';
import type { Vendor } from './engine/contract/vendor';
import { readBody } from './engine/http/body';
import { requestHeaders, vendorUrl } from './engine/http/connection';
import { LoginError } from './engine/http/login';
import { timedOut, transportFailure } from './transportErrors';
import { findVendor } from './vendors';

const TIMEOUT_MS = 30_000;

/** What a credential under test was prepared with: nothing else can send a request before n8n does. */
const helpersOf = new WeakMap<ICredentialDataDecryptedObject, IHttpRequestHelper['helpers']>();

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
 * Looks whether a server answers at all, without the key: of a broken connection n8n's credential test shows nothing
 * but the code. Only where `logIn` was asked first, as n8n does unless it has a token.
 * @throws Error with a sentence
 */
export async function reach(credential: ICredentialDataDecryptedObject, url: string): Promise<void> {
	const helpers = helpersOf.get(credential);
	try {
		await helpers?.httpRequest({ ...requestTo(url, credential), method: 'HEAD' });
	} catch (error) {
		const failure = transportFailure(error, TIMEOUT_MS);
		// Nobody cancels a test: the signal was its deadline.
		const { reason, facts } = failure.code === 'cancelled' ? timedOut(TIMEOUT_MS) : failure;
		const advice = facts.advice ?? 'Check the domain, its port and whether it is http or https';
		raise(new Error(`Could not reach ${new URL(url).origin}: ${reason}. ${advice}.`));
	}
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
	helpersOf.set(credential, helpers);
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
		...requestTo(url, credential),
		method: 'POST',
		headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
		body: form,
		encoding: 'stream',
		returnFullResponse: true,
	})) as { statusCode: number; headers: Record<string, string>; body: unknown };
	return { status: statusCode, headers, text: (await readBody(body, statusCode)).text };
}

function requestTo(url: string, { allowUnauthorizedCerts }: ICredentialDataDecryptedObject): IHttpRequestOptions {
	return {
		url,
		// A thrown 401 would make n8n log in a second time.
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		skipSslCertificateValidation: allowUnauthorizedCerts === true,
		timeout: TIMEOUT_MS,
		// The timeout counts from the last sign of life only.
		abortSignal: AbortSignal.timeout(TIMEOUT_MS),
	};
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
