import { STATUS_CODES } from 'node:http';
import { type Answer, json, noContent, Refusal, type SimulatedRequest, violation } from '../core/http';
import { checkRequest, matchRoute, type Route } from '../core/router';
import { integer, listOf, orNull, read, readFields, string } from '../core/shape';
import { type AamContext, PAGE, pageOf, type Params, shown } from './answers';
import { type Group, OBJECT_TYPES, type ObjectType, type Permission, PID } from './entities';
import { authenticate, login } from './login';
import { addGroup, isAccessible, membersOf, removeGroups, selfUser } from './store';
import { createUser, getUser, listUsers, updateUser } from './users';

export const BASE_PATH = '/api/v1';
export const TOKEN_PATH = '/ims/token/v3';

const routes: Array<Route<AamContext>> = [
	{ match: `POST ${TOKEN_PATH}`, body: 'form', handle: login },
	{ match: `POST ${BASE_PATH}/groups/`, body: 'json', handle: createGroup },
	{ match: `GET ${BASE_PATH}/groups/`, query: PAGE, handle: listGroups },
	{ match: `DELETE ${BASE_PATH}/groups/bulk-delete`, body: 'json', handle: bulkDelete },
	// Sibling resources document this verb (inferred for groups).
	{ match: `POST ${BASE_PATH}/groups/bulk-delete`, body: 'json', handle: bulkDelete },
	{ match: `GET ${BASE_PATH}/groups/{groupId}`, handle: getGroup },
	{ match: `PUT ${BASE_PATH}/groups/{groupId}`, body: 'json', handle: updateGroup },
	{ match: `DELETE ${BASE_PATH}/groups/{groupId}`, handle: deleteGroup },
	{ match: `GET ${BASE_PATH}/groups/{groupId}/permissions`, handle: listPermissions },
	{ match: `PUT ${BASE_PATH}/groups/{groupId}/permissions/`, body: 'json', handle: setPermissions },
	{ match: `POST ${BASE_PATH}/users/`, body: 'json', handle: createUser },
	{ match: `GET ${BASE_PATH}/users/`, query: [...PAGE, 'groupId'], handle: listUsers },
	{
		match: `GET ${BASE_PATH}/users/self`,
		handle: (context) => json(200, shown(context, selfUser(context.state, context.switches))),
	},
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
	const { route, params } = matchRoute(routes, spelled(context));
	if (request.path !== TOKEN_PATH) {
		authenticate(context);
		context.limit('429050', 'Too many requests');
	}
	checkRequest(route, request);
	return route.handle(context, params);
}

/** The request with the documented slash where the other spelling is known too. */
function spelled({ request, switches }: AamContext): SimulatedRequest {
	const { method, path } = request;
	const isShort = /\/(groups|users)$/.test(path) || (method === 'PUT' && path.endsWith('/permissions'));
	return switches.slashes === 'both' && isShort ? { ...request, path: `${path}/` } : request;
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

function createGroup(context: AamContext): Answer {
	const { name, description } = readGroup(context);
	return json(context.switches.create, present(context, addGroup(context.state, name, description)));
}

function listGroups(context: AamContext): Answer {
	const list = context.state.groups.map((group) => present(context, group));
	return pageOf(context, list, context.switches.list === 'wrapper');
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

function getObjectType(_context: AamContext, { type = '' }: Params): Answer {
	if (!isObjectType(type)) throw new Refusal(404, '', `There is no object type "${type}"`);
	return json(200, OBJECT_TYPES[type]);
}

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

function isObjectType(type: string): type is ObjectType {
	return Object.hasOwn(OBJECT_TYPES, type);
}

function present(context: AamContext, { groupId, name, description, wildcards }: Group): object {
	const users = membersOf(context.state, groupId).map(({ userId }) => userId);
	return shown(context, { groupId, pid: PID, name, description, membershipCount: users.length, wildcards, users });
}

function presentPermissions({ switches }: AamContext, { permissions }: Group): object[] {
	return permissions.map(({ objectId, ...rest }) => ({
		objectId: switches.objectIds === 'string' ? String(objectId) : objectId,
		...rest,
	}));
}
