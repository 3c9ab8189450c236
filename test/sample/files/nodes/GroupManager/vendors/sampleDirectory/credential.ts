import type { CredentialPart } from '../../engine/contract/vendor';
import { API_KEY, DOMAIN } from '../../engine/fields/credential';
import { headerValue } from '../../engine/http/connection';

export const credential: CredentialPart = {
	fields: [
		{
			...DOMAIN,
			placeholder: 'https://your-company.directory.example',
			description: 'Address of your directory. A domain without a path gets /api/v1.',
		},
		API_KEY,
	],
	headers: (stored) => ({ Authorization: `SSWS ${headerValue(stored, 'apiKey', 'API Key')}` }),
	testPath: '/groups?limit=1',
};
