import type { Refusal } from '../../kit/profile';

const WRITES = /^(POST|PUT|DELETE)/;

/** vendors/keitaro.md, "Error bodies", and what may stand in them. */
export const refusals: Refusal[] = [
	{ status: 400, body: { error: 'Bad request' }, code: 'invalid_input', says: /Bad request \(HTTP 400/ },
	{
		status: 401,
		body: { error: 'Authentication required' },
		code: 'unauthorized',
		says: /Authentication required.*Check the key/,
	},
	{ status: 402, body: { error: 'Not in this edition' }, code: 'forbidden', says: /Not in this edition.*licence/ },
	{ status: 402, body: '', code: 'forbidden', says: /edition has no Admin API/ },
	{
		status: 403,
		body: { error: 'You have no permission to access this section', stacktrace: null },
		code: 'forbidden',
		says: /no permission.*rights/,
	},
	{ status: 403, body: 'Access denied', code: 'forbidden', says: /Access denied/ },
	{
		status: 403,
		body: { cloudflare_error: true, error_code: 1010, title: 'Access denied' },
		code: 'forbidden',
		says: /Cloudflare.*1010.*User-Agent/,
	},
	{ status: 404, body: { error: 'Group not found', stacktrace: null }, code: 'not_found', says: /Group not found/ },
	{ status: 404, body: 'Entity App\\Group #1001 not found', code: 'not_found', says: /#1001 not found/ },
	{ status: 500, body: { error: 'Oops', stacktrace: '#0 …' }, code: 'unavailable', says: /Oops/ },
	{ status: 500, body: '<html><body>Fatal error</body></html>', code: 'unavailable' },
	...[406, 422].flatMap((status): Refusal[] => [
		{
			status,
			body: { name: ['The name is already in use'] },
			code: 'duplicate_name',
			on: WRITES,
			says: /already in use.*another name/,
		},
		{ status, body: { name: ['Имя уже занято'] }, code: 'duplicate_name', on: WRITES, says: /занято/ },
		{ status, body: { name: 'has already been taken' }, code: 'duplicate_name', on: WRITES },
		{
			status,
			body: { name: ['The field is required'] },
			code: 'invalid_input',
			says: /name: The field is required/,
		},
		{
			status,
			body: { type: ['Unknown type', 'Too long'] },
			code: 'invalid_input',
			says: /type: Unknown type, Too long/,
		},
		{ status, body: { error: 'Wrong value' }, code: 'invalid_input', says: /Wrong value/ },
	]),
	...[
		'null',
		'[]',
		'42',
		'{"error":null}',
		'{"error":{"a":[1]}}',
		'{"name":[{"x":1}]}',
		'{"name":[[]]}',
		'["a"]',
		'{"error":7}',
	].map((body): Refusal => ({ status: 406, body, code: 'invalid_input' })),
];
