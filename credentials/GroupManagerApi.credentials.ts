import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import { readBody } from '../nodes/GroupManager/engine/http/body';
import { requestHeaders, vendorUrl } from '../nodes/GroupManager/engine/http/connection';
import {
	DEFAULT_SCOPES,
	DEFAULT_TOKEN_URL,
	LoginError,
	loginRequest,
	readToken,
	usesLogin,
} from '../nodes/GroupManager/vendors/audienceManager/login';
import type { Reply, Vendor } from '../nodes/GroupManager/engine/contract/vendor';
import { findVendor } from '../nodes/GroupManager/vendors';

const LOGIN_TIMEOUT_MS = 30_000;
const CREDENTIAL_TEST = '/credential-test';
const WRONG_KEY = 'The server refused the key. Check the key, the client or the token in this credential.';
const NO_RIGHTS =
	'The server knows the key but allows it nothing here. Check its rights, or what stands before the server.';
const WEB_PAGE = 'A web page answered instead of the API. Check the domain and its path.';

/** By name, since n8n's linter takes every field with "cert" in its name for a secret. */
const ALLOW_UNAUTHORIZED_CERTS: INodeProperties = {
	displayName: 'Allow Unauthorized Certificates',
	name: 'allowUnauthorizedCerts',
	type: 'boolean',
	default: false,
	description: 'Whether to connect even if the certificate of the server cannot be verified',
};

/** n8n's credential test would show the `code` of a Failure in place of its sentence. */
function readable<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw new Error(`Could not use the credential: ${error instanceof Error ? error.message : String(error)}.`);
	}
}

function connect(
	vendor: Vendor,
	credentials: ICredentialDataDecryptedObject,
): { baseUrl: string; headers: Record<string, string> } {
	vendor.checkCredential?.(credentials);
	return { baseUrl: vendorUrl(vendor, credentials), headers: requestHeaders(vendor, credentials) };
}

export class GroupManagerApi implements ICredentialType {
	name = 'groupManagerApi';

	displayName = 'Group Manager API';

	icon = {
		light: 'file:../nodes/GroupManager/groupManager.svg',
		dark: 'file:../nodes/GroupManager/groupManager.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-group-manager/n8n-nodes-group-manager/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Vendor',
			name: 'vendor',
			type: 'options',
			options: [
				{ name: 'Adobe Audience Manager', value: 'audienceManager' },
				{ name: 'Articulate Reach 360', value: 'reach360' },
				{ name: 'Keitaro', value: 'keitaro' },
			],
			default: 'keitaro',
			description: 'The system that this credential is for',
		},
		{
			displayName: 'Domain',
			name: 'domain',
			type: 'string',
			default: '',
			placeholder: 'https://tracker.example.com',
			description: 'Address of your tracker. A domain without a path gets /admin_api/v1.',
			displayOptions: { show: { vendor: ['keitaro'] } },
		},
		{
			displayName: 'Domain',
			name: 'domain',
			type: 'string',
			default: '',
			placeholder: 'https://api.reach360.com',
			description: 'Leave empty for https://api.reach360.com. Accounts in the EU have https://api.reach360.eu.',
			displayOptions: { show: { vendor: ['reach360'] } },
		},
		{
			displayName: 'Domain',
			name: 'domain',
			type: 'string',
			default: '',
			placeholder: 'https://aam.adobe.io/v1',
			description: 'Leave empty for https://aam.adobe.io/v1. A domain without a path gets /api/v1.',
			displayOptions: { show: { vendor: ['audienceManager'] } },
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Access Token', value: 'accessToken', description: 'A token that you already have' },
				{
					name: 'OAuth Server-to-Server',
					value: 'clientCredentials',
					description: 'Client ID and secret of a project in the Adobe Developer Console',
				},
			],
			default: 'clientCredentials',
			displayOptions: { show: { vendor: ['audienceManager'] } },
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { vendor: ['keitaro', 'reach360'] } },
		},
		{
			displayName: 'Access Token',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { vendor: ['audienceManager'], authentication: ['accessToken'] } },
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			description: 'Sent as x-api-key',
			displayOptions: { show: { vendor: ['audienceManager'] } },
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { vendor: ['audienceManager'], authentication: ['clientCredentials'] } },
		},
		{
			displayName: 'Scopes',
			name: 'scopes',
			type: 'string',
			default: DEFAULT_SCOPES,
			description: 'Separated by commas, as the Adobe Developer Console shows them. Empty means the default.',
			displayOptions: { show: { vendor: ['audienceManager'], authentication: ['clientCredentials'] } },
		},
		{
			displayName: 'Token URL',
			name: 'tokenUrl',
			type: 'string',
			default: DEFAULT_TOKEN_URL,
			description: 'Where tokens are fetched. Empty means the default.',
			displayOptions: { show: { vendor: ['audienceManager'], authentication: ['clientCredentials'] } },
		},
		{
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			default: '',
			placeholder: '1234567890ABCDEF@AdobeOrg',
			description: 'Sent as x-gw-ims-org-id when filled in',
			displayOptions: { show: { vendor: ['audienceManager'] } },
		},
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'string',
			default: '2023-04-04',
			description: 'Sent as API-Version. Empty means 2023-04-04.',
			displayOptions: { show: { vendor: ['reach360'] } },
		},
		ALLOW_UNAUTHORIZED_CERTS,
		{
			displayName: 'Allow Insecure HTTP',
			name: 'allowInsecureHttp',
			type: 'boolean',
			default: false,
			description: 'Whether to accept http:// for other machines than this one, which sends the key unencrypted',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	/**
	 * Called by n8n when there is no token yet and when a request met 401; the result is stored.
	 * @returns nothing to store for credentials that need no login
	 * @throws LoginError with a sentence
	 */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		if (!usesLogin(credentials)) return {};
		const { url, form } = readable(() => loginRequest(credentials));
		let reply: Reply;
		try {
			const { statusCode, headers, body } = (await this.helpers.httpRequest({
				method: 'POST',
				url,
				headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
				body: form,
				encoding: 'stream',
				returnFullResponse: true,
				// A thrown 401 would make n8n log in a second time.
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				skipSslCertificateValidation: credentials.allowUnauthorizedCerts === true,
				timeout: LOGIN_TIMEOUT_MS,
				// The timeout counts from the last sign of life only.
				abortSignal: AbortSignal.timeout(LOGIN_TIMEOUT_MS),
			})) as { statusCode: number; headers: Record<string, string>; body: unknown };
			reply = { status: statusCode, headers, text: (await readBody(body, statusCode)).text };
		} catch {
			throw new LoginError('Adobe could not be reached for the login. Check the Token URL in the credential');
		}
		return { accessToken: readToken(reply, credentials) };
	}

	/** Adds the headers, and keeps the key on its own server. Runs again on the same options after a renewed login. */
	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		const vendor = findVendor(credentials.vendor);
		if (!vendor) throw new Error('Choose a vendor in the credential.');
		const { baseUrl, headers } = readable(() => connect(vendor, credentials));
		// n8n's HTTP Request node says "uri". The credential test can only name a fixed path, which is completed here.
		const { url = (requestOptions as { uri?: string }).uri ?? '' } = requestOptions;
		const isTest = url === CREDENTIAL_TEST;
		if (!isTest && new URL(url).origin !== new URL(baseUrl).origin) {
			throw new Error(`This credential may only be sent to ${new URL(baseUrl).origin}.`);
		}
		return {
			...requestOptions,
			...(isTest ? { url: `${baseUrl}${vendor.testPath}` } : {}),
			headers: { ...requestOptions.headers, ...headers },
			skipSslCertificateValidation: credentials.allowUnauthorizedCerts === true,
		};
	};

	test: ICredentialTestRequest = {
		request: { url: CREDENTIAL_TEST, encoding: 'text', disableFollowRedirect: true },
		// n8n applies rules of both kinds, but its type allows one kind per list.
		rules: [
			{ type: 'responseCode', properties: { value: 401, message: WRONG_KEY } },
			{ type: 'responseCode', properties: { value: 403, message: NO_RIGHTS } },
			...[301, 302, 303, 307, 308].map((value) => ({
				type: 'responseCode',
				properties: { value, message: WEB_PAGE },
			})),
			// The body is text, so a key is the position of a character: a page starts with "<", after at most a line break.
			...['0', '1', '2', '3'].map((key) => ({
				type: 'responseSuccessBody',
				properties: { key, value: '<', message: WEB_PAGE },
			})),
		] as ICredentialTestRequest['rules'],
	};
}
