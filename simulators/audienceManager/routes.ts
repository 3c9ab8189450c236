import { STATUS_CODES } from 'node:http';
import { type Answer, json, noContent, Refusal, type SimulatedRequest, violation } from '../core/http';
import { checkRequest, matchRoute, type Route } from '../core/router';
import { integer, type Kind, listOf, oneOf, orNull, read, readFields, string } from '../core/shape';
import type { Context } from '../core/vendor';
import {
	AAM_ACCESS_TOKEN,
	AAM_CLIENT_ID,
	AAM_CLIENT_SECRET,
	AAM_ORGANIZATION_ID,
	type AudienceManagerSwitches,
	type Group,
	OBJECT_TYPES,
	type ObjectType,
	type Permission,
	PID,
	type User,
	USER_STATUSES,
} from './entities';
import {
	addGroup,
	type AudienceManagerState,
	isAccessible,
	issueToken,
	membersOf,
	removeGroups,
	selfUser,
} from './store';

type AamContext = Context<AudienceManagerState, AudienceManagerSwitches>;
type Params = Record<string, string>;

export const BASE_PATH = '/api/v1';
export const TOKEN_PATH = '/ims/token/v3';

/** The slashes are the documented ones; with the other spelling there is nothing. */
const routes: Array<Route<AamContext>> = [
	{ match: `POST ${TOKEN_PATH}`, body: 'form', handle: login },
	{ match: `POST ${BASE_PATH}/groups/`, body: 'json', handle: createGroup },
	{ match: `GET ${BASE_PATH}/groups/`, handle: listGroups },
	{ match: `DELETE ${BASE_PATH}/groups/bulk-delete`, body: 'json', handle: bulkDelete },
	// Sibling resources document this verb (inferred for groups).
	{ match: `POST ${BASE_PATH}/groups/bulk-delete`, body: 'json', handle: bulkDelete },
	{ match: `GET ${BASE_PATH}/groups/{groupId}`, handle: getGroup },
	{ match: `PUT ${BASE_PATH}/groups/{groupId}`, body: 'json', handle: updateGroup },
	{ match: `DELETE ${BASE_PATH}/groups/{groupId}`, handle: deleteGroup },
	{ match: `GET ${BASE_PATH}/groups/{groupId}/permissions`, handle: listPermissions },
	{ match: `PUT ${BASE_PATH}/groups/{groupId}/permissions/`, body: 'json', handle: setPermissions },
	{ match: `GET ${BASE_PATH}/users/`, query: ['groupId'], handle: listUsers },
	{ match: `GET ${BASE_PATH}/users/self`, handle: ({ state }) => json(200, selfUser(state)) },
	{ match: `GET ${BASE_PATH}/users/{userId}`, handle: getUser },
	{ match: `PUT ${BASE_PATH}/users/{userId}`, body: 'json', handle: updateUser },
	{
		match: `GET ${BASE_PATH}/permissionable-object-types/`,
		handle: () => json(200, Object.keys(OBJECT_TYPES)),
	},
	{ match: `GET ${BASE_PATH}/permissionable-object-types/{type}/`, handle: getObjectType },
];

export function answer(context: AamContext): Answer {
	const { request } = context;
	const { route, params } = matchRoute(routes, request);
	if (request.path !== TOKEN_PATH) {
		authenticate(context);
		context.limit('429050', 'Too many requests');
	}
	checkRequest(route, request);
	return route.handle(context, params);
}

/** Six digits are the gateway's code, letters are the token endpoint's; the API's own error body is not documented. */
export function refuse({ status, code, headers }: Refusal, message: string): Answer {
	if (/^\d{6}$/.test(code)) return json(status, { error_code: code, message }, headers);
	if (code.startsWith('ims:')) return json(status, { error: code.slice(4), error_description: message });
	return json(status, { error: STATUS_CODES[status], message });
}

export function credentials({ headers, body, path }: SimulatedRequest): Array<string | undefined> {
	if (path === TOKEN_PATH) return [JSON.stringify(body)];
	return [headers['authorization'], headers['x-api-key']];
}

function login({ request, state }: AamContext): Answer {
	const form = readFields(request.body, LOGIN_FIELDS);
	if (form.grant_type !== 'client_credentials') {
		throw new Refusal(400, 'ims:unsupported_grant_type', 'invalid grant_type parameter');
	}
	if (form.client_id !== AAM_CLIENT_ID) {
		throw new Refusal(400, 'ims:invalid_client', 'invalid client_id parameter');
	}
	if (form.client_secret !== AAM_CLIENT_SECRET) {
		throw new Refusal(400, 'ims:invalid_client', 'invalid client_secret parameter');
	}
	if (!form.scope || /\s/.test(form.scope)) throw new Refusal(400, 'ims:invalid_scope', 'invalid scope parameter');
	return json(200, { access_token: issueToken(state), token_type: 'bearer', expires_in: 86_399 });
}

const LOGIN_FIELDS = { grant_type: string, client_id: string, client_secret: string, scope: string };

/** Codes 401013, 403000 and 403003 are the gateway's own (seen live); the others are inferred. */
function authenticate({ request, state, switches }: AamContext): void {
	const { authorization, 'x-api-key': apiKey, 'x-gw-ims-org-id': organization } = request.headers;
	if (authorization === undefined) throw new Refusal(401, '401010', 'Oauth token is missing');
	const isLegacy = authorization === `Bearer ${AAM_ACCESS_TOKEN}`;
	if (!isLegacy) {
		const issued = state.tokens.find(({ token }) => authorization === `Bearer ${token}`);
		const lifetime = switches.tokenExpiry === 'long' ? Number.POSITIVE_INFINITY : switches.tokenExpiry;
		if (!issued || issued.uses >= lifetime) throw new Refusal(401, '401013', 'Oauth token is not valid');
		issued.uses += 1;
	}
	if (apiKey === undefined && !isLegacy && switches.apiKeyHeader === 'required') {
		throw new Refusal(403, '403000', 'Api Key is required');
	}
	if (apiKey !== undefined && apiKey !== AAM_CLIENT_ID) throw new Refusal(403, '403003', 'Api Key is invalid');
	if (organization !== undefined && organization !== AAM_ORGANIZATION_ID) {
		throw new Refusal(403, '403025', 'Profile is not valid for this organization');
	}
}

function createGroup(context: AamContext): Answer {
	const { name, description } = readGroup(context);
	return json(context.switches.create, present(context, addGroup(context.state, name, description)));
}

function listGroups(context: AamContext): Answer {
	const list = context.state.groups.map((group) => present(context, group));
	if (context.switches.list === 'array') return json(200, list);
	return json(200, { total: list.length, page: 0, pageSize: list.length, list });
}

function getGroup(context: AamContext, params: Params): Answer {
	if (context.switches.getById === 404) throw new Refusal(404, '', 'Not found');
	return json(200, present(context, existingGroup(context, params)));
}

function updateGroup(context: AamContext, params: Params): Answer {
	const group = existingGroup(context, params);
	return json(200, present(context, Object.assign(group, readGroup(context))));
}

function deleteGroup(context: AamContext, params: Params): Answer {
	const group = existingGroup(context, params);
	if (group.conflict) throw new Refusal(409, '', `Group ${group.groupId} is in use`);
	removeGroups(context.state, [group]);
	return noContent();
}

/** The body is not documented: a list of ids (inferred). Ids that do not exist are passed over. */
function bulkDelete({ request, state, switches }: AamContext): Answer {
	const ids = read(request.body, listOf(integer), 'the body');
	if (ids.length === 0) throw violation('the list of ids is empty');
	const named = state.groups.filter(({ groupId }) => ids.includes(groupId));
	const free = named.filter(({ conflict }) => !conflict);
	const isConflict = free.length < named.length;
	if (!isConflict || switches.bulkDelete === 'partial') removeGroups(state, free);
	if (isConflict) throw new Refusal(409, '', 'At least one group is in use');
	return noContent();
}

function listPermissions(context: AamContext, params: Params): Answer {
	return json(200, presentPermissions(context, accessibleGroup(context, params)));
}

/** Replaces the whole list. */
function setPermissions(context: AamContext, params: Params): Answer {
	const group = accessibleGroup(context, params);
	if (!Array.isArray(context.request.body)) throw violation('the body must be a list of permission objects');
	const permissions = context.request.body.map(readPermission);
	const keys = permissions.map(({ objectType, objectId }) => `${objectType} ${objectId}`);
	if (new Set(keys).size < keys.length) throw violation('an object is in the list twice');
	for (const { objectType, objectId } of permissions) {
		if (!isAccessible(context.state, objectType, objectId)) {
			throw new Refusal(403, '', `No access to ${objectType} ${objectId}`);
		}
	}
	group.permissions = permissions;
	return json(200, presentPermissions(context, group));
}

function listUsers({ request, state }: AamContext): Answer {
	const wanted = [request.query['groupId'] ?? []].flat();
	if (!wanted.every((id) => /^\d+$/.test(id))) throw violation('query parameter "groupId" must be an integer');
	const found = state.users.filter(({ groups }) => groups.some((id) => wanted.includes(String(id))));
	return json(200, wanted.length > 0 ? found : state.users);
}

function getUser(context: AamContext, params: Params): Answer {
	return json(200, existingUser(context, params));
}

/**
 * The whole user is replaced, and what is left out is lost: harshest reading, how the vendor treats it is not
 * documented. `pid` and `userId` are not among the documented fields, and must be right when they are sent.
 */
function updateUser(context: AamContext, params: Params): Answer {
	const { request, state } = context;
	const user = existingUser(context, params);
	const { pid, userId } = user;
	const sent = readFields(request.body, USER_FIELDS);
	const { username, status, firstName, lastName, email, groups } = sent;
	if (!username || !status || !email || !groups || firstName === undefined || lastName === undefined) {
		throw new Refusal(400, '', 'username, status, firstName, lastName, email and groups are required');
	}
	if ((sent.pid ?? pid) !== pid || (sent.userId ?? userId) !== userId) {
		throw violation('pid and userId cannot change');
	}
	const stray = groups.find((id) => !state.groups.some(({ groupId }) => groupId === id));
	if (stray !== undefined) throw new Refusal(400, '', `There is no group ${stray}`);
	if (new Set(groups).size < groups.length) throw violation('a group is in the list twice');
	if (state.users.some((other) => other !== user && other.username === username)) {
		throw new Refusal(409, '', `The username "${username}" is taken`);
	}
	const { title = null, phoneNumber = null, isAdmin = 'false' } = sent;
	Object.assign(user, { username, status, firstName, lastName, email, title, phoneNumber, groups, isAdmin });
	return json(200, user);
}

function getObjectType(_context: AamContext, { type = '' }: Params): Answer {
	if (!isObjectType(type)) throw new Refusal(404, '', `There is no object type "${type}"`);
	return json(200, OBJECT_TYPES[type]);
}

const isAdmin: Kind<User['isAdmin']> = {
	expected: 'true or false',
	accepts: (value): value is User['isAdmin'] => typeof value === 'boolean' || value === 'true' || value === 'false',
};

const USER_FIELDS = {
	userId: integer,
	pid: integer,
	username: string,
	status: oneOf(USER_STATUSES),
	firstName: string,
	lastName: string,
	email: string,
	title: orNull(string),
	phoneNumber: orNull(string),
	groups: listOf(integer),
	isAdmin,
};

const PERMISSION_FIELDS = { objectType: string, objectId: integer, permissions: listOf(string) };

/** A description that is left out is wiped, also by an update: harshest reading, the vendor's is not documented. */
function readGroup({ request }: AamContext): Pick<Group, 'name' | 'description'> {
	const { name, description = null } = readFields(request.body, { name: string, description: orNull(string) });
	if (!name?.trim()) throw new Refusal(400, '', 'The name is required');
	return { name, description };
}

function readPermission(body: unknown): Permission {
	const { objectType, objectId, permissions } = readFields(body, PERMISSION_FIELDS);
	if (!objectType || objectId === undefined || !permissions) {
		throw violation('a permission object needs objectType, objectId and permissions');
	}
	if (!isObjectType(objectType)) throw new Refusal(400, '', `Invalid object type "${objectType}"`);
	const known: readonly string[] = OBJECT_TYPES[objectType].perObject;
	const invalid = permissions.find((name) => !known.includes(name));
	if (invalid !== undefined) throw new Refusal(400, '', `Invalid permission "${invalid}" for ${objectType}`);
	if (permissions.length === 0) throw violation(`${objectType} ${objectId} is in the list without any permission`);
	return { objectType, objectId, permissions };
}

function existingGroup({ state }: AamContext, { groupId }: Params): Group {
	const group = state.groups.find((candidate) => String(candidate.groupId) === groupId);
	if (!group) throw new Refusal(404, '', `There is no group ${groupId}`);
	return group;
}

function accessibleGroup(context: AamContext, params: Params): Group {
	const group = existingGroup(context, params);
	if (!group.accessible) throw new Refusal(400, '', `Group ${group.groupId} is not accessible`);
	return group;
}

function existingUser({ state }: AamContext, { userId }: Params): User {
	const user = state.users.find((candidate) => String(candidate.userId) === userId);
	if (!user) throw new Refusal(404, '', `There is no user ${userId}`);
	return user;
}

function isObjectType(type: string): type is ObjectType {
	return Object.hasOwn(OBJECT_TYPES, type);
}

function present({ state, switches }: AamContext, { groupId, name, description, wildcards }: Group): object {
	const users = membersOf(state, groupId).map(({ userId }) => userId);
	return {
		groupId,
		pid: PID,
		name: switches.escaping === 'on' ? escapeHtml(name) : name,
		description,
		membershipCount: users.length,
		wildcards,
		users,
	};
}

function presentPermissions({ switches }: AamContext, { permissions }: Group): object[] {
	return permissions.map(({ objectId, ...rest }) => ({
		objectId: switches.objectIds === 'string' ? String(objectId) : objectId,
		...rest,
	}));
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(name: string): string {
	return name.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
