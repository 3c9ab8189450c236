import type { Refusal } from '../../kit/profile';

const WRITES = /^(POST|PUT|DELETE)/;

/** vendors/reach360.md: the codes, in both shapes of the error body; the statuses are not documented. */
export const refusals: Refusal[] = [
	...[
		(code: string, message: string) => ({ errors: [{ code, message }] }),
		(code: string, message: string) => ({ error: { code, message } }),
		(code: string, message: string) => ({ code, message }),
	].flatMap((body): Refusal[] => [
		...[400, 409, 422].map((status): Refusal => ({
			status,
			body: body('duplicate_name', 'It is taken.'),
			code: 'duplicate_name',
			on: WRITES,
			says: /It is taken.*duplicate_name/,
		})),
		...[400, 404].map((status): Refusal => ({
			status,
			body: body('group_not_found', 'Gone.'),
			code: 'not_found',
			says: /Gone/,
		})),
		{ status: 400, body: body('user_not_found', 'Nobody.'), code: 'not_found' },
		...[400, 403, 409].map((status): Refusal => ({
			status,
			body: body('read_only_group', 'Hands off.'),
			code: 'read_only_group',
			says: /Hands off/,
		})),
		{
			status: 400,
			body: body('invalid_api_version', 'Unknown version.'),
			code: 'invalid_input',
			says: /Unknown version.*API Version in the credential/,
		},
		{ status: 401, body: body('unauthorized', 'Who are you?'), code: 'unauthorized', says: /Who are you\?/ },
		{ status: 403, body: body('forbidden', 'Not yours.'), code: 'forbidden' },
		{ status: 429, body: body('rate_limit_exceeded', 'Slow down.'), code: 'rate_limited', says: /Slow down/ },
		{
			status: 400,
			body: body('something_new', 'Hm.'),
			code: 'invalid_input',
			says: /Hm – something_new|Hm\. – something_new/,
		},
	]),
	{ status: 400, body: { message: 'Only a message' }, code: 'invalid_input', says: /Only a message \(HTTP 400/ },
	{ status: 400, body: { error: 'Only a text' }, code: 'invalid_input', says: /Only a text/ },
	{ status: 400, body: 'plain text', code: 'invalid_input', says: /plain text/ },
	{
		status: 400,
		body: { errors: [{ code: 'duplicate_name' }] },
		code: 'duplicate_name',
		on: WRITES,
		says: /duplicate_name/,
	},
	...[
		'null',
		'[]',
		'42',
		'"x"',
		'{"errors":[]}',
		'{"errors":null}',
		'{"errors":[null]}',
		'{"errors":{"a":1}}',
		'{"error":7}',
		'{"errors":[[{"code":1}]]}',
		'{"error":{"code":{"a":1}}}',
	].map((body): Refusal => ({ status: 400, body, code: 'invalid_input' })),
];
