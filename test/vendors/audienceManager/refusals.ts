import type { Refusal } from '../../kit/profile';

const NOT_PERMISSIONS = /^\S+ (?!.*permissions)/;

/** vendors/audience-manager.md: the gateway's codes, and what the API itself may say; its bodies are not documented. */
export const refusals: Refusal[] = [
	{
		status: 401,
		body: { error_code: '401013', message: 'Oauth token is not valid' },
		code: 'unauthorized',
		says: /Oauth token is not valid/,
	},
	{
		status: 403,
		body: { error_code: '403000', message: 'Api Key is required' },
		code: 'forbidden',
		says: /Api Key is required/,
	},
	{
		status: 403,
		body: { error_code: '403003', message: 'Api Key is invalid' },
		code: 'forbidden',
		says: /Api Key is invalid.*rights/,
	},
	{
		status: 429,
		body: { error_code: '429050', message: 'Too many requests' },
		code: 'rate_limited',
		says: /Too many requests/,
	},
	{
		status: 400,
		body: { message: 'Group 2002 is not accessible' },
		code: 'forbidden',
		on: /^GET .*permissions/,
		says: /not accessible/,
	},
	{
		status: 400,
		body: { message: 'Invalid permission "FLY"' },
		code: 'invalid_permission',
		on: /^PUT .*permissions/,
		says: /Invalid permission "FLY"/,
	},
	{
		status: 403,
		body: { message: 'No access to SEGMENT 563' },
		code: 'forbidden',
		on: /permissions/,
		says: /No access to SEGMENT 563/,
	},
	{ status: 409, body: { error: 'Conflict', message: 'Group is in use' }, code: 'conflict', says: /Group is in use/ },
	{
		status: 400,
		body: 'Description is too long',
		code: 'invalid_input',
		on: NOT_PERMISSIONS,
		says: /Description is too long \(HTTP 400/,
	},
	{
		status: 422,
		body: { code: 'NAME', message: 'The name already exists' },
		code: 'duplicate_name',
		on: /^(POST|PUT) (?!.*permissions)(?!.*bulk)/,
	},
	{ status: 404, body: { code: 404 }, code: 'not_found', says: /404/ },
	{ status: 500, body: { error: { deep: ['x'] } }, code: 'unavailable' },
	...[
		'null',
		'[]',
		'42',
		'"x"',
		'{"message":null}',
		'{"error_code":7}',
		'[{"message":"x"}]',
		'{"message":{"a":1}}',
	].map((body): Refusal => ({ status: 400, body, code: 'invalid_input', on: NOT_PERMISSIONS })),
];
