import { baseUrl } from '../../engine/http/baseUrl';
import { headerValue, isBlank } from '../../engine/http/connection';
import { Failure, inSentence } from '../../engine/contract/failure';
import { isObject } from '../../engine/contract/input';
import { Redactor } from '../../engine/http/redact';
import type { Credential, Reply } from '../../engine/contract/vendor';

/** What empty fields of the credential mean. */
export const DEFAULT_TOKEN_URL = 'https://ims-na1.adobelogin.com/ims/token/v3';
export const DEFAULT_SCOPES =
	'openid,AdobeID,read_organizations,additional_info.projectedProductContext,audiencemanager_api';

export const usesLogin = ({ vendor, authentication }: Credential): boolean =>
	vendor === 'audienceManager' && authentication !== 'accessToken';

/** Adobe's OAuth Server-to-Server login: a form, answered by `{access_token, token_type, expires_in}`. @throws Failure */
export function loginRequest(credential: Credential): { url: string; form: Record<string, string> } {
	const { clientSecret, scopes, tokenUrl } = credential;
	if (typeof clientSecret !== 'string' || clientSecret.trim() === '') {
		throw new Failure('invalid_input', 'the field "Client Secret" of the credential is empty', { advice: '' });
	}
	return {
		url: baseUrl(isBlank(tokenUrl) ? DEFAULT_TOKEN_URL : tokenUrl, {
			field: 'Token URL',
			defaultPath: '',
			allowInsecureHttp: credential.allowInsecureHttp === true,
		}),
		form: {
			grant_type: 'client_credentials',
			client_id: headerValue(credential, 'clientId', 'Client ID'),
			client_secret: clientSecret.trim(),
			scope: typeof scopes === 'string' && !isBlank(scopes) ? scopes.trim() : DEFAULT_SCOPES,
		},
	};
}

/** Why there is no token. n8n wraps it, so the host knows it again by its name. */
export class LoginError extends Error {
	/** @param httpStatus undefined when the login server could not be reached */
	constructor(
		message: string,
		readonly httpStatus?: number,
	) {
		super(message);
		this.name = 'LoginError';
	}
}

/** The access token of a login answer. @throws LoginError with Adobe's own words, secrets removed */
export function readToken({ status, text }: Reply, credential: Credential): string {
	const body = parse(text);
	if (status === 200 && isObject(body) && typeof body.access_token === 'string' && body.access_token !== '') {
		return body.access_token;
	}
	const redactor = new Redactor();
	redactor.learn([credential.clientSecret]);
	const said = isObject(body)
		? [body.error, body.error_description, body.message].filter((word) => typeof word === 'string').join(': ')
		: '';
	const reason = said === '' ? 'the answer of the login server is not a token' : inSentence(redactor.text(said));
	throw new LoginError(
		`Adobe refused the login: ${reason} (HTTP ${status}). Check Client ID, Client Secret, Scopes and Token URL in the credential`,
		status,
	);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
