import type { CredentialPart } from '../../engine/contract/vendor';
import { headerValue } from '../../engine/http/connection';
import { API_KEY, DOMAIN } from '../../engine/fields/credential';

export const credential: CredentialPart = {
	fields: [
		{
			...DOMAIN,
			required: true,
			placeholder: 'https://tracker.example.com',
			description: 'Address of your tracker. A domain without a path gets /admin_api/v1.',
		},
		API_KEY,
	],
	headers: (stored) => ({ 'Api-Key': headerValue(stored, 'apiKey', 'API Key') }),
	testPath: '/groups?type=campaigns',
};
