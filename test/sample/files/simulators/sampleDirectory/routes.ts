import { type Answer, json, noContent, Refusal, type SimulatedRequest, violation } from '../core/http';
import { checkRequest, matchRoute, type Route, single } from '../core/router';
import { isRecord, type Kind, orNull, readFields, string } from '../core/shape';
import type { Context } from '../core/vendor';
import {
	addGroup,
	type Group,
	MEDIA_TYPE,
	SAMPLE_DIRECTORY_KEY,
	type SampleDirectoryState,
	type SampleDirectorySwitches,
	type User,
	VERSION,
} from './entities';

type DirectoryContext = Context<SampleDirectoryState, SampleDirectorySwitches>;
type Params = Record<string, string>;

const PAGE = ['limit', 'after'];

const routes: Array<Route<DirectoryContext>> = [
	{ match: 'GET /api/v1/groups', query: PAGE, handle: (context) => page(context, context.state.groups.map(present)) },
	{ match: 'POST /api/v1/groups', body: 'json', handle: createGroup },
	{ match: 'PATCH /api/v1/groups/{groupId}', body: 'json', handle: changeGroup },
	{ match: 'DELETE /api/v1/groups/{groupId}', handle: deleteGroup },
	{ match: 'GET /api/v1/groups/{groupId}/users', query: PAGE, handle: listMembers },
	{ match: 'PUT /api/v1/groups/{groupId}/users/{userId}', handle: writeMember(true) },
	{ match: 'DELETE /api/v1/groups/{groupId}/users/{userId}', handle: writeMember(false) },
];

export function answer(context: DirectoryContext): Answer {
	const { request } = context;
	const { route, params } = matchRoute(routes, request);
	if (request.headers['authorization'] !== `SSWS ${SAMPLE_DIRECTORY_KEY}`) {
		throw new Refusal(401, 'E0011', 'The API key is missing or not valid');
	}
	context.limit('E0047', 'Too many requests');
	if (request.headers['accept'] !== MEDIA_TYPE) throw violation(`Accept must be ${MEDIA_TYPE}`);
	if (request.headers['x-directory-version'] !== VERSION) throw violation(`X-Directory-Version must be ${VERSION}`);
	checkRequest(route, request);
	return route.handle(context, params);
}

export function refuse({ status, code, headers }: Refusal, message: string): Answer {
	return json(status, { errorCode: code, errorSummary: message }, headers);
}

export function credentials({ headers }: SimulatedRequest): Array<string | undefined> {
	return [headers['authorization']];
}

/** A bare array; the cursor stands in the Link header. */
function page({ request, origin, switches }: DirectoryContext, rows: object[]): Answer {
	const limit = Number(single(request, 'limit') ?? 50);
	if (!Number.isInteger(limit) || limit < 1 || limit > 200) throw new Refusal(400, 'E0001', 'limit is not valid');
	const start = Number(Buffer.from(single(request, 'after') ?? '', 'base64url').toString());
	const end = start + limit;
	const isLast = switches.lastPage === 'full' ? end >= rows.length : start >= rows.length;
	const after = Buffer.from(String(end)).toString('base64url');
	const links = [
		`<${origin}${request.path}?limit=${limit}>; rel="self"`,
		...(isLast ? [] : [`<${origin}${request.path}?after=${after}&limit=${limit}>; rel="next"`]),
	];
	return json(200, rows.slice(start, end), { link: links.join(', ') });
}

/** Equal names are no error. */
function createGroup({ request, state }: DirectoryContext): Answer {
	const { name, description = null } = readProfile(request);
	if (name === undefined) throw new Refusal(400, 'E0001', 'profile.name is missing');
	return json(201, present(addGroup(state, { name, description })));
}

function changeGroup(context: DirectoryContext, params: Params): Answer {
	const group = existingGroup(context, params);
	Object.assign(group, readProfile(context.request));
	return context.switches.update === 204 ? noContent() : json(200, present(group));
}

function deleteGroup({ state, ...context }: DirectoryContext, params: Params): Answer {
	const gone = existingGroup({ state, ...context }, params);
	state.groups = state.groups.filter((group) => group !== gone);
	return noContent();
}

function listMembers(context: DirectoryContext, params: Params): Answer {
	const { members } = existingGroup(context, params);
	return page(
		context,
		context.state.users.filter(({ id }) => members.includes(id)),
	);
}

/** Neither is an error the second time. */
function writeMember(isIn: boolean): Route<DirectoryContext>['handle'] {
	return (context, params) => {
		const group = existingGroup(context, params);
		const { id } = existingUser(context, params);
		const others = group.members.filter((member) => member !== id);
		if (!isIn) group.members = others;
		else if (others.length === group.members.length) group.members.push(id);
		return noContent();
	};
}

const object: Kind<Record<string, unknown>> = { expected: 'an object', accepts: isRecord };

function readProfile({ body }: SimulatedRequest): Partial<Pick<Group, 'name' | 'description'>> {
	const { profile } = readFields(body, { profile: object });
	const { name, ...more } = readFields(profile, { name: string, description: orNull(string) });
	if (name?.trim() === '') throw new Refusal(400, 'E0001', 'profile.name is empty');
	return { ...(name !== undefined && { name }), ...more };
}

function existingGroup({ state }: DirectoryContext, { groupId }: Params): Group {
	const group = state.groups.find(({ id }) => id === groupId);
	if (!group) throw new Refusal(404, 'E0007', `There is no group "${groupId}"`);
	return group;
}

function existingUser({ state }: DirectoryContext, { userId }: Params): User {
	const user = state.users.find(({ id }) => id === userId);
	if (!user) throw new Refusal(404, 'E0007', `There is no user "${userId}"`);
	return user;
}

const present = ({ id, created, name, description, members }: Group): object => ({
	id,
	created,
	memberCount: members.length,
	profile: { name, description },
});
