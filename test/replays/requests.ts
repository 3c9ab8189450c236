import type { KnownSimulators } from '../../simulators';

type VendorId = keyof KnownSimulators;

/** A request that a client or a sample of the vendor's sends; nothing of it is ours. */
export interface Replay {
	/** Who sends it, and when that was seen. */
	source: string;
	vendor: VendorId;
	/** Method and path from the base URL on. */
	line: string;
	/** Beside those that carry the key. */
	headers?: Record<string, string>;
	/** As it goes down the wire. */
	body?: string;
	/** What the live service answers, or is documented to. */
	status: number;
}

type Facts = [line: string, status: number, body?: string, headers?: Record<string, string>];

const from = (vendor: VendorId, source: string, facts: Facts[]): Replay[] =>
	facts.map(([line, status, body, headers]) => ({
		source,
		vendor,
		line,
		status,
		...(body === undefined ? {} : { body }),
		...(headers === undefined ? {} : { headers }),
	}));

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

const KEITARO: Replay[] = [
	...from('keitaro', 'wirgen/keitaro, own tests against a tracker, 2021', [
		['GET /groups?type=campaigns', 200],
		['POST /groups', 200, '{"name":"Replayed","type":"campaigns"}', JSON_TYPE],
		['PUT /groups/1', 200, '{"name":"Renamed","position":1,"type":"campaigns"}', JSON_TYPE],
		['DELETE /groups/1/delete', 200, '[]', JSON_TYPE],
		['POST /groups', 500, '[]', JSON_TYPE],
	]),
	...from('keitaro', "samples in the vendor's OpenAPI of 2022", [
		['POST /groups', 200, '{"name":"Replayed","position":"10","type":"campaigns"}'],
		['POST /groups', 200, '{"name":"Replayed","position":"10","type":"campaigns"}', FORM_TYPE],
		['PUT /groups/1', 200, '{"id":1,"name":"Renamed"}'],
		['DELETE /groups/1/delete', 200],
	]),
	...from('keitaro', 'ysomad/keitaro, own tests against a tracker, 2021', [
		...['campaigns', 'offers', 'landings'].map((type): Facts => ['GET /groups', 200, JSON.stringify({ type })]),
		['POST /groups', 200, '{"name":"Replayed","type":"offers"}'],
		['PUT /groups/4', 200, '{"name":"Renamed","type":"offers"}'],
		['DELETE /groups/4/delete', 200, 'null'],
		['GET /campaigns', 200, 'null'],
	]),
	...from('keitaro', 'KeitaroManager/keitaro-mcp, 2026', [
		...['campaigns', 'offers', 'landings', 'domains'].map((type): Facts => [`GET /groups?type=${type}`, 200]),
		['GET /groups', 200],
		['POST /groups', 200, '{"name":"Replayed","type":"domains"}', JSON_TYPE],
		['PUT /groups/2', 200, '{"name":"Renamed"}', JSON_TYPE],
		['PUT /groups/2', 200, '{"name":"Renamed","position":5}', JSON_TYPE],
		['DELETE /groups/2/delete', 200],
		['DELETE /groups/777/delete', 404],
		['GET /campaigns?limit=100&offset=0', 200],
		['GET /campaigns/101', 200],
		['GET /campaigns/deleted', 200],
		['PUT /campaigns/101', 200, '{"group_id":2}', JSON_TYPE],
	]),
	...from('keitaro', 'magr0s/keitaro-api-nodejs 2020, and requests of 2026 by hand', [
		...['campaigns', 'offers', 'landing_pages', 'domains'].map((list): Facts => [`GET /${list}`, 200]),
		['GET /campaigns?limit=500&offset=0', 200],
		['GET /campaigns?limit=10000', 200],
		['PUT /campaigns/101', 200, '{"group_id":3}', JSON_TYPE],
		['PUT /domains/402', 200, '{"group_id":8}', JSON_TYPE],
	]),
];

const REACH360: Replay[] = [
	...from('reach360', "mcp-articulate-reach360, 2025, from the vendor's pages", [
		['GET /groups?limit=50', 200],
		['GET /groups?name=Compliance', 200],
		['POST /groups', 201, '{"name":"Replayed"}', JSON_TYPE],
		['GET /groups/grp-support', 200],
		['PUT /groups/grp-support', 204, '{"name":"Renamed"}', JSON_TYPE],
		['DELETE /groups/grp-support', 204],
		['GET /groups/grp-support/users?limit=100', 200],
		['PUT /groups/grp-support/users/usr-sara', 204],
		['DELETE /groups/grp-support/users/usr-lucia', 204],
		['GET /users/usr-anna', 200],
		['GET /users/usr-anna/groups', 200],
		['GET /groups/grp-sales-emea/reporters', 200],
	]),
	...from('reach360', "a shop's integration and a small script", [
		['GET /users?email=anna.berg@example.com', 200],
		['PUT /groups/grp-onboarding/users/usr-anna', 204],
		['POST /invitations', 200, '{"email":"new.one@example.com","groups":["Compliance"]}', JSON_TYPE],
		['PUT /courses/crs-1/groups/grp-onboarding', 204],
	]),
];

const USER = JSON.stringify({
	username: 'replayed',
	status: 'ACTIVE',
	firstName: 'Re',
	lastName: 'Played',
	email: 'replayed@example.com',
	phoneNumber: null,
	title: null,
	groups: [2001],
});
const PERMISSIONS = '[{"objectType":"SEGMENT","objectId":563,"permissions":["READ"]}]';

const AUDIENCE_MANAGER: Replay[] = [
	...from('audienceManager', 'pitchmuc/audiencemanager, 2022: its transport with the documented calls', [
		['GET /groups/', 200],
		['GET /groups/?page=0&pageSize=1000', 200],
		['POST /groups/', 201, '{"name":"Replayed","description":null}', JSON_TYPE],
		['PUT /groups/2001', 200, '{"name":"Renamed","description":"New"}', JSON_TYPE],
		['DELETE /groups/2001', 204],
		['POST /groups/bulk-delete', 204, '[2001,2002]', JSON_TYPE],
		['GET /groups/2001/permissions', 200],
		['PUT /groups/2001/permissions/', 200, PERMISSIONS, JSON_TYPE],
		['GET /users/', 200],
		['GET /users/?page=0&pageSize=1000', 200],
		['GET /users/?groupId=2001', 200],
		['GET /users/self', 200],
		['GET /users/501', 200],
		['POST /users/', 201, USER, JSON_TYPE],
		['PUT /users/501', 200, USER, JSON_TYPE],
		['GET /permissionable-object-types/', 200],
		['GET /permissionable-object-types/SEGMENT/', 200],
	]),
	...from('audienceManager', 'pitchmuc/audiencemanager, 2022: the spelling of its sibling calls', [
		['GET /groups', 200],
		['PUT /groups/2001/permissions', 200, PERMISSIONS, JSON_TYPE],
	]),
];

export const REPLAYS: readonly Replay[] = [...KEITARO, ...REACH360, ...AUDIENCE_MANAGER];
