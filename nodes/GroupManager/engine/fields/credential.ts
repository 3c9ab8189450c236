import type { Widget } from '../contract/field';

/** Fields of the credential that several vendors have. */
export const DOMAIN: Widget = { displayName: 'Domain', name: 'domain', type: 'string', default: '' };

export const API_KEY: Widget = {
	displayName: 'API Key',
	name: 'apiKey',
	type: 'string',
	typeOptions: { password: true },
	default: '',
	required: true,
};
