import { Failure } from '../../engine/contract/failure';
import type { Credential, Reply } from '../../engine/contract/host';
import { isObject } from '../../engine/contract/json';
import { inSentence } from '../../engine/contract/text';
import type { Login } from '../../engine/contract/vendor';
import { baseUrl } from '../../engine/http/baseUrl';
import { headerValue, isBlank } from '../../engine/http/connection';
import { LoginError } from '../../engine/http/login';
import { Redactor } from '../../engine/http/redact';

/** What empty fields of the credential mean. */
export const DEFAULT_TOKEN_URL = 'https://ims-na1.adobelogin.com/ims/token/v3';
export const DEFAULT_SCOPES =
	'openid,AdobeID,read_organizations,additional_info.projectedProductContext,audiencemanager_api';

/** Adobe's OAuth Server-to-Server: a form, answered by `{access_token, token_type, expires_in}`. */
export const login: Login = {
	isNeeded: ({ authentication }) => authentication !== 'accessToken',
	request: (credential) => ({ url: tokenUrl(credential), form: formOf(credential) }),
	token: (reply, credential) => tokenIn(reply, credential),
	unreachable: 'Adobe could not be reached for the login. Check the Token URL in the credential',
};

function tokenUrl({ tokenUrl: typed, allowInsecureHttp }: Credential): string {
	return baseUrl(isBlank(typed) ? DEFAULT_TOKEN_URL : typed, {
		field: 'Token URL',
		defaultPath: '',
		allowInsecureHttp: allowInsecureHttp === true,
	});
}

function formOf(credential: Credential): Record<string, string> {
	const { clientSecret, scopes } = credential;
	if (typeof clientSecret !== 'string' || clientSecret.trim() === '') {
		throw new Failure('invalid_input', 'the field "Client Secret" of the credential is empty', { advice: '' });
	}
	return {
		grant_type: 'client_credentials',
		client_id: headerValue(credential, 'clientId', 'Client ID'),
		client_secret: clientSecret.trim(),
		scope: typeof scopes === 'string' && !isBlank(scopes) ? scopes.trim() : DEFAULT_SCOPES,
	};
}

/** @throws LoginError with Adobe's own words, secrets removed */
function tokenIn({ status, text }: Reply, { clientSecret }: Credential): string {
	const body = parsed(text);
	const { access_token: token } = body;
	if (status === 200 && typeof token === 'string' && token !== '') return token;
	const redactor = new Redactor();
	redactor.learn([clientSecret]);
	const words = [body.error, body.error_description, body.message].filter((word) => typeof word === 'string');
	const said = inSentence(redactor.text(words.join(': ')));
	const reason = said === '' ? 'the answer of the login server is not a token' : said;
	const advice = 'Check Client ID, Client Secret, Scopes and Token URL in the credential';
	throw new LoginError(`Adobe refused the login: ${reason} (HTTP ${status}). ${advice}`, status);
}

function parsed(text: string): Record<string, unknown> {
	try {
		const body = JSON.parse(text) as unknown;
		return isObject(body) ? body : {};
	} catch {
		return {};
	}
}
