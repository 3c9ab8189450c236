import { type Answer, json, Refusal } from '../core/http';
import { readFields, string } from '../core/shape';
import type { AamContext } from './answers';
import { AAM_ACCESS_TOKEN, AAM_CLIENT_ID, AAM_CLIENT_SECRET, AAM_ORGANIZATION_ID } from './entities';
import { issueToken } from './store';

export function login({ request, state }: AamContext): Answer {
	const form = readFields(request.body, LOGIN_FIELDS);
	if (form.grant_type !== 'client_credentials') {
		throw new Refusal(400, 'ims:unsupported_grant_type', 'invalid grant_type parameter');
	}
	if (form.client_id !== AAM_CLIENT_ID) {
		throw new Refusal(400, 'ims:invalid_client', 'invalid client_id parameter');
	}
	if (form.client_secret !== AAM_CLIENT_SECRET) {
		throw new Refusal(400, 'ims:invalid_client', 'invalid client_secret parameter');
	}
	if (!form.scope || /\s/.test(form.scope)) throw new Refusal(400, 'ims:invalid_scope', 'invalid scope parameter');
	return json(200, { access_token: issueToken(state), token_type: 'bearer', expires_in: 86_399 });
}

const LOGIN_FIELDS = { grant_type: string, client_id: string, client_secret: string, scope: string };

/** Codes 401013, 403000 and 403003 are the gateway's own (seen live); the others are inferred. */
export function authenticate({ request, state, switches }: AamContext): void {
	const { authorization, 'x-api-key': apiKey, 'x-gw-ims-org-id': organization } = request.headers;
	if (authorization === undefined) throw new Refusal(401, '401010', 'Oauth token is missing');
	const isLegacy = authorization === `Bearer ${AAM_ACCESS_TOKEN}`;
	if (!isLegacy) {
		const issued = state.tokens.find(({ token }) => authorization === `Bearer ${token}`);
		const lifetime = switches.tokenExpiry === 'long' ? Number.POSITIVE_INFINITY : switches.tokenExpiry;
		if (!issued || issued.uses >= lifetime) throw new Refusal(401, '401013', 'Oauth token is not valid');
		issued.uses += 1;
	}
	if (apiKey === undefined && !isLegacy && switches.apiKeyHeader === 'required') {
		throw new Refusal(403, '403000', 'Api Key is required');
	}
	if (apiKey !== undefined && apiKey !== AAM_CLIENT_ID) throw new Refusal(403, '403003', 'Api Key is invalid');
	if (organization !== undefined && organization !== AAM_ORGANIZATION_ID) {
		throw new Refusal(403, '403025', 'Profile is not valid for this organization');
	}
}
