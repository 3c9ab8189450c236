import type { Refusal } from '../../kit/profile';

const said = (errorSummary: unknown) => ({ errorCode: 'E0001', errorSummary });

/** The vendor's error body, and what may stand in it. */
export const refusals: Refusal[] = [
	{ status: 400, body: said('The name is empty'), code: 'invalid_input', says: /The name is empty \(HTTP 400/ },
	{ status: 401, body: said('Who are you?'), code: 'unauthorized', says: /Who are you\?/ },
	{ status: 403, body: said('Not yours'), code: 'forbidden', says: /Not yours/ },
	{ status: 404, body: said('Gone'), code: 'not_found', says: /Gone/ },
	{ status: 429, body: said('Slow down'), code: 'rate_limited', says: /Slow down/ },
	{ status: 500, body: said('Oops'), code: 'unavailable', says: /Oops/ },
	...[said(null), said({ a: [1] }), 'plain text', '[]', 'null'].map((body): Refusal => ({
		status: 400,
		body,
		code: 'invalid_input',
	})),
];
