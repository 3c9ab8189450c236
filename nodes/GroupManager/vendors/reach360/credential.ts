import type { CredentialPart } from '../../engine/contract/vendor';
import { API_KEY, DOMAIN } from '../../engine/fields/credential';
import { headerValue } from '../../engine/http/connection';

export const credential: CredentialPart = {
	fields: [
		{
			...DOMAIN,
			placeholder: 'https://api.reach360.com',
			description: 'Leave empty for https://api.reach360.com. Accounts in the EU have https://api.reach360.eu.',
		},
		API_KEY,
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'string',
			default: '2023-04-04',
			description: 'Sent as API-Version. Empty means 2023-04-04.',
		},
	],
	headers: (stored) => {
		const version = headerValue(stored, 'apiVersion', 'API Version', { optional: true });
		return {
			Authorization: `Bearer ${headerValue(stored, 'apiKey', 'API Key')}`,
			// The vendor takes a missing header for 2023-04-04, which is the field's default too.
			...(version === '' ? {} : { 'API-Version': version }),
		};
	},
	testPath: '/groups?limit=1',
};
