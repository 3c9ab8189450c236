/**
 * Facts of Keitaro's OpenAPI of August 2022 about what the node sends and gets, written as JSON Schemas. Only the fields that
 * the simulator has are listed for answers; requests are closed, so that a field that the specification does not have shows.
 */

const text = { type: 'string' };
const integer = { type: 'integer' };
const state = { enum: ['active', 'disabled', 'deleted'] };
const group = {
	type: 'object',
	properties: { id: integer, name: text, position: integer, type: text },
	required: ['id', 'name', 'type'],
};
const groupType = { enum: ['campaigns', 'offers', 'landings'] };
const groupRequest = { type: 'object', properties: { name: text, type: groupType }, additionalProperties: false };
const entity = {
	type: 'object',
	properties: { id: integer, name: text, group_id: integer, state },
	required: ['id', 'name'],
};
const entityRequest = {
	type: 'object',
	properties: { name: text, group_id: text, state },
	additionalProperties: false,
};
const domainRequest = { type: 'object', properties: { name: text, state }, additionalProperties: false };
const error = { type: 'object', properties: { error: text }, required: ['error'] };
const fieldErrors = { type: 'object', additionalProperties: { type: 'array', items: text } };
const listOf = (items: object) => ({ type: 'array', items });
const noQuery = { type: 'object', additionalProperties: false };
const numeric = { type: 'string', pattern: '^\\d+$' };
const page = { type: 'object', properties: { limit: numeric, offset: numeric }, additionalProperties: false };

export interface Operation {
	query: object;
	/** Left out where a request has none. */
	body?: object;
	/** Documented answers by status. */
	answers: Record<number, object>;
}

const read = (answer: object, query: object = noQuery): Operation => ({
	query,
	answers: { 200: answer, 400: error, 401: error, 402: error, 500: error },
});
const write = (body: object | undefined, answer: object, more: Record<number, object> = { 404: error }): Operation => ({
	query: noQuery,
	...(body === undefined ? {} : { body }),
	answers: { 200: answer, 400: error, 401: error, 402: error, 500: error, ...more },
});

/** By method and path from the base URL on. */
export const OPERATIONS: Record<string, Operation> = {
	'GET /groups': read(listOf(group), {
		type: 'object',
		properties: { type: groupType },
		required: ['type'],
		additionalProperties: false,
	}),
	'POST /groups': write({ ...groupRequest, required: ['name', 'type'] }, group, { 406: fieldErrors }),
	'PUT /groups/{id}': write(groupRequest, group),
	'DELETE /groups/{id}/delete': write(undefined, group),
	'GET /campaigns': read(listOf(entity), page),
	'GET /offers': read(listOf(entity)),
	'GET /landing_pages': read(listOf(entity)),
	'GET /domains': read(listOf(entity)),
	'PUT /campaigns/{id}': write(entityRequest, entity),
	'PUT /offers/{id}': write(entityRequest, entity),
	'PUT /landing_pages/{id}': write(entityRequest, entity),
	'PUT /domains/{id}': write(domainRequest, entity),
};
