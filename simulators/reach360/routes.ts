import { type Answer, json, noContent, Refusal, type SimulatedRequest } from '../core/http';
import { checkRequest, matchRoute, type Route } from '../core/router';
import { readFields, string } from '../core/shape';
import { DEFAULT_API_VERSION, type Group, REACH360_KEY, type Reach360Switches, type User } from './entities';
import { page, pageQuery, type ReachContext } from './pages';
import { addGroup, addMember, groupsOf, isNameTaken, membersOf, removeGroup, removeMember } from './store';

type Params = Record<string, string>;

const PAGE = ['limit', 'cursor'];

const routes: Array<Route<ReachContext>> = [
	{ match: 'POST /groups', body: 'json', handle: createGroup },
	{ match: 'GET /groups', query: [...PAGE, 'name'], handle: listGroups },
	{ match: 'GET /groups/{groupId}', handle: getGroup },
	{ match: 'PUT /groups/{groupId}', body: 'json', handle: updateGroup },
	{ match: 'DELETE /groups/{groupId}', handle: deleteGroup },
	{ match: 'GET /groups/{groupId}/users', query: PAGE, handle: listMembers },
	// Reporters and managers are read-only: no write call exists.
	{ match: 'GET /groups/{groupId}/reporters', query: PAGE, handle: listRole('reporters') },
	{ match: 'GET /groups/{groupId}/managers', query: PAGE, handle: listRole('managers') },
	{ match: 'PUT /groups/{groupId}/users/{userId}', handle: writeMember(addMember) },
	{ match: 'DELETE /groups/{groupId}/users/{userId}', handle: writeMember(removeMember) },
	{ match: 'GET /users', query: [...PAGE, 'email'], handle: listUsers },
	{ match: 'GET /users/{userId}', handle: getUser },
	{ match: 'GET /users/{userId}/groups', query: PAGE, handle: listGroupsOfUser },
];

/** Each answer names the version that it follows. */
export function answer(context: ReachContext): Answer {
	const { request } = context;
	const { route, params } = matchRoute(routes, request);
	if (request.headers['authorization'] !== `Bearer ${REACH360_KEY}`) {
		throw new Refusal(401, 'unauthorized', 'The API key is missing or not valid');
	}
	context.limit('rate_limit_exceeded', 'Too many requests');
	const version = request.headers['api-version'] ?? DEFAULT_API_VERSION;
	if (!isVersion(version)) throw new Refusal(400, 'invalid_api_version', `"${version}" is not an API version`);
	checkRequest(route, request);
	const { headers, ...rest } = route.handle(context, params);
	return { ...rest, headers: { ...headers, 'api-version': version } };
}

export function refuse({ status, code, headers }: Refusal, message: string, { errorBody }: Reach360Switches): Answer {
	const error = { code, message };
	return json(status, errorBody === 'array' ? { errors: [error] } : { error }, headers);
}

export function credentials({ headers }: SimulatedRequest): Array<string | undefined> {
	return [headers['authorization']];
}

function createGroup(context: ReachContext): Answer {
	const { state, switches } = context;
	const name = readName(context);
	return json(switches.create, present(context, addGroup(state, name)));
}

function listGroups(context: ReachContext): Answer {
	const { request, state, switches } = context;
	const name = pageQuery(request, 'name');
	const found = state.groups.filter((group) => name === undefined || isNamed(group, name, switches));
	return page(context, 'groups', found, present);
}

function getGroup(context: ReachContext, params: Params): Answer {
	return json(200, present(context, existingGroup(context, params)));
}

function updateGroup(context: ReachContext, params: Params): Answer {
	const group = writableGroup(context, params);
	group.name = readName(context, group);
	return context.switches.update === 204 ? noContent() : json(200, present(context, group));
}

function deleteGroup(context: ReachContext, params: Params): Answer {
	removeGroup(context.state, writableGroup(context, params));
	return noContent();
}

function listMembers(context: ReachContext, params: Params): Answer {
	const members = membersOf(context.state, existingGroup(context, params));
	return page(context, 'users', members, presentUser);
}

function listRole(role: 'reporters' | 'managers'): Route<ReachContext>['handle'] {
	return (context, params) => {
		const group = existingGroup(context, params);
		const users = context.state.users.filter((user) => group[role].includes(user.id));
		const groupUrl = urlOf(context, 'groups', group);
		return page(context, role, users, presentUser, { groupUrl });
	};
}

/** Adding a member twice, or removing one who is none, is no error (inferred). */
function writeMember(write: (group: Group, user: User) => void): Route<ReachContext>['handle'] {
	return (context, params) => {
		const group = writableGroup(context, params);
		write(group, existingUser(context, params));
		return noContent();
	};
}

function listUsers(context: ReachContext): Answer {
	const { request, state } = context;
	const email = pageQuery(request, 'email')?.toLowerCase();
	const found = state.users.filter((user) => email === undefined || user.email.toLowerCase() === email);
	return page(context, 'users', found, presentUser);
}

function getUser(context: ReachContext, params: Params): Answer {
	return json(200, presentUser(context, existingUser(context, params)));
}

function listGroupsOfUser(context: ReachContext, params: Params): Answer {
	const groups = groupsOf(context.state, existingUser(context, params));
	return page(context, 'groups', groups, present);
}

function readName({ request, state, switches }: ReachContext, group?: Group): string {
	const { name } = readFields(request.body, { name: string });
	if (!name?.trim()) throw new Refusal(400, 'invalid_name', 'The name is missing');
	if (isNameTaken(state, name, group)) {
		throw new Refusal(switches.duplicateName, 'duplicate_name', `A group named "${name}" already exists`);
	}
	return name;
}

/** No page documents the statuses of group_not_found, user_not_found and read_only_group (inferred). */
function existingGroup({ state }: ReachContext, { groupId }: Params): Group {
	const group = state.groups.find(({ id }) => id === groupId);
	if (!group) throw new Refusal(404, 'group_not_found', `There is no group "${groupId}"`);
	return group;
}

function writableGroup(context: ReachContext, params: Params): Group {
	const group = existingGroup(context, params);
	if (group.readOnly) throw new Refusal(403, 'read_only_group', `The group "${group.name}" cannot be changed`);
	return group;
}

function existingUser({ state }: ReachContext, { userId }: Params): User {
	const user = state.users.find(({ id }) => id === userId);
	if (!user) throw new Refusal(404, 'user_not_found', `There is no user "${userId}"`);
	return user;
}

function present(context: ReachContext, group: Group): object {
	const url = urlOf(context, 'groups', group);
	const { id, name } = group;
	const oldTwo = { id, name, membersUrl: `${url}/users`, url };
	if (context.switches.urlFields === 'old-two') return oldTwo;
	return { ...oldTwo, reportersUrl: `${url}/reporters`, managersUrl: `${url}/managers` };
}

function presentUser(context: ReachContext, user: User): object {
	const url = urlOf(context, 'users', user);
	const { articulate360User, ...old } = user;
	const oldFields = { ...old, groupsUrl: `${url}/groups`, url };
	if (context.switches.userFields === 'old') return oldFields;
	const newUrls = { learnerReportUrl: `${url}/learner-report`, favoritesUrl: `${url}/favorites` };
	return { ...oldFields, articulate360User, ...newUrls };
}

function urlOf({ origin }: ReachContext, collection: 'groups' | 'users', { id }: { id: string }): string {
	return `${origin}/${collection}/${encodeURIComponent(id)}`;
}

function isNamed(group: Group, name: string, { nameFilter }: Reach360Switches): boolean {
	return nameFilter === 'exact' ? group.name === name : group.name.toLowerCase().startsWith(name.toLowerCase());
}

function isVersion(version: string): boolean {
	return /^\d{4}-\d{2}-\d{2}$/.test(version) && !Number.isNaN(Date.parse(version)) && version >= DEFAULT_API_VERSION;
}
