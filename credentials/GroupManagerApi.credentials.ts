import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	INodeProperties,
} from 'n8n-workflow';

import fields from './fields.json';

const CREDENTIAL_TEST = '/credential-test';
const WRONG_KEY = 'The server refused the key. Check the key, the client or the token in this credential.';
const NO_RIGHTS =
	'The server knows the key but allows it nothing here. Check its rights, or what stands before the server.';
const WEB_PAGE = 'A web page answered instead of the API. Check the domain and its path.';

export class GroupManagerApi implements ICredentialType {
	name = 'groupManagerApi';

	displayName = 'Group Manager API';

	icon = {
		light: 'file:../nodes/GroupManager/groupManager.svg',
		dark: 'file:../nodes/GroupManager/groupManager.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-group-manager/n8n-nodes-group-manager/blob/main/docs/credentials.md';

	properties = fields as INodeProperties[];

	// n8n loads every credential when it starts, so whatever only a request needs is loaded by the first one.

	/**
	 * Called by n8n when there is no token yet and when a request met 401; the result is stored.
	 * @returns nothing to store for credentials that need no login
	 * @throws LoginError with a sentence
	 */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const { logIn } = await import('../nodes/GroupManager/runtime');
		return await logIn(this, credentials);
	}

	/** Adds the headers, and keeps the key on its own server. Runs again on the same options after a renewed login. */
	authenticate: IAuthenticate = async (credentials, requestOptions) => {
		const { connect, reach } = await import('../nodes/GroupManager/runtime');
		const { baseUrl, headers, testPath } = connect(credentials);
		// n8n's HTTP Request node says "uri". The credential test can only name a fixed path, which is completed here.
		const { url = (requestOptions as { uri?: string }).uri ?? '' } = requestOptions;
		const isTest = url === CREDENTIAL_TEST;
		if (!isTest && new URL(url).origin !== new URL(baseUrl).origin) {
			throw new Error(`This credential may only be sent to ${new URL(baseUrl).origin}.`);
		}
		if (isTest) await reach(credentials, `${baseUrl}${testPath}`);
		return {
			...requestOptions,
			...(isTest ? { url: `${baseUrl}${testPath}` } : {}),
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
