import { type Answer, html, json, Refusal, type SimulatedRequest, text, violation } from '../core/http';
import { checkRequest, matchRoute, type Route, single } from '../core/router';
import { integer, type Kind, oneOf, orNull, readFields, string } from '../core/shape';
import type { Context } from '../core/vendor';
import {
	type Collection,
	COLLECTIONS,
	ENTITY_STATES,
	type Group,
	GROUP_TYPES,
	type GroupId,
	type GroupType,
	KEITARO_KEY,
	type KeitaroSwitches,
} from './entities';
import {
	addGroup,
	findEntity,
	findGroup,
	groupsOf,
	isNameTaken,
	type KeitaroState,
	removeGroup,
	visible,
} from './store';

type KeitaroContext = Context<KeitaroState, KeitaroSwitches>;

export const BASE_PATH = '/admin_api/v1';

const routes: Array<Route<KeitaroContext>> = [
	{ match: `GET ${BASE_PATH}/groups`, query: ['type'], handle: listGroups },
	{ match: `POST ${BASE_PATH}/groups`, body: 'json', handle: createGroup },
	{ match: `PUT ${BASE_PATH}/groups/{id}`, body: 'json', handle: updateGroup },
	// Yes, it ends in /delete; and there is no way to read one group.
	{ match: `DELETE ${BASE_PATH}/groups/{id}/delete`, handle: deleteGroup },
	...COLLECTIONS.flatMap((collection): Array<Route<KeitaroContext>> => [
		{
			match: `GET ${BASE_PATH}/${collection}`,
			// Only campaigns have pages (seen live).
			query: collection === 'campaigns' ? ['limit', 'offset'] : [],
			handle: (context) => listEntities(context, collection),
		},
		{
			match: `PUT ${BASE_PATH}/${collection}/{id}`,
			body: 'json',
			handle: (context, params) => updateEntity(context, collection, params),
		},
	]),
];

export function answer(context: KeitaroContext): Answer {
	const { request, switches } = context;
	// In front of the tracker, whatever the path.
	if (isTurnedAwayByCloudflare(request, switches)) throw new Refusal(403, 'cloudflare', 'Access denied');
	const { route, params } = matchRoute(routes, request);
	if (switches.edition === 'without-api') {
		throw new Refusal(402, '', 'The Admin API is not available in your edition');
	}
	if (request.headers['api-key'] !== KEITARO_KEY) throw new Refusal(401, '', 'Authentication required');
	context.limit('', 'Too many requests');
	if (switches.rights === 'no-groups-section' && request.path.startsWith(`${BASE_PATH}/groups`)) {
		throw new Refusal(403, 'rights', 'You have no permission to access this section');
	}
	checkRequest(route, request);
	return route.handle(context, params);
}

/** Error bodies: keitaro's table of statuses. An unknown path answers 200 with the admin page (seen live). */
export function refuse(refusal: Refusal, message: string, switches: KeitaroSwitches): Answer {
	const { status, code, headers } = refusal;
	if (code === 'not_found') return html(200, 'Keitaro');
	if (code === 'cloudflare') {
		return json(403, { cloudflare_error: true, status: 403, error_code: 1010, title: message, retryable: false });
	}
	if (code === 'rights') return json(403, { error: message, stacktrace: null });
	if (code === 'name' || code === 'type') return json(status, { [code]: [message] });
	if (status === 404 && switches.notFoundBody === 'text') return text(404, message);
	return json(status, { error: message }, headers);
}

export function credentials({ headers }: SimulatedRequest): Array<string | undefined> {
	return [headers['api-key']];
}

function listGroups({ request, state, switches }: KeitaroContext): Answer {
	const type = readType(single(request, 'type'), switches);
	if (!type) throw new Refusal(400, '', 'Parameter "type" must be a type of group');
	return json(200, trimmed(groupsOf(state, type), switches));
}

function createGroup({ request, state, switches }: KeitaroContext): Answer {
	// A position in the body is tolerated and ignored (inferred).
	const fields = readFields(request.body, { ...GROUP_FIELDS, position: integer });
	const { name, type } = validate(state, switches, { name: fields.name, type: fields.type });
	return json(200, addGroup(state, name, type));
}

function updateGroup({ request, state, switches }: KeitaroContext, { id = '' }: Record<string, string>): Answer {
	const group = existingGroup(state, id);
	// Whether the type may change is unknown: it may here.
	const fields = readFields(request.body, GROUP_FIELDS);
	const { name, type } = validate(state, switches, { ...group, ...fields });
	return json(200, Object.assign(group, { name, type }));
}

function deleteGroup({ state, switches }: KeitaroContext, { id = '' }: Record<string, string>): Answer {
	const group = existingGroup(state, id);
	removeGroup(state, group, switches.deletedGroupMembers);
	return json(200, group);
}

function listEntities({ request, state, switches }: KeitaroContext, collection: Collection): Answer {
	const limit = count(request, 'limit') ?? Number.POSITIVE_INFINITY;
	const offset = count(request, 'offset') ?? 0;
	return json(200, trimmed(visible(state, collection), switches).slice(offset, offset + limit));
}

function updateEntity(
	{ request, state }: KeitaroContext,
	collection: Collection,
	{ id = '' }: Record<string, string>,
): Answer {
	const entity = findEntity(state, collection, id);
	if (!entity) throw new Refusal(404, '', `${collection} #${id} not found`);
	// A group that does not exist is accepted silently (seen live).
	return json(200, Object.assign(entity, readFields(request.body, ENTITY_FIELDS)));
}

interface GroupFields {
	name: string;
	type: string;
}

const GROUP_FIELDS = { name: string, type: string };

const groupId: Kind<GroupId> = orNull({
	expected: 'an id',
	accepts: (value): value is number | string => /^\d+$/.test(String(value)) && typeof value !== 'object',
});

const ENTITY_FIELDS = { name: string, group_id: groupId, state: oneOf(ENTITY_STATES) };

function validate(
	state: KeitaroState,
	switches: KeitaroSwitches,
	{ id = 0, name, type: typeName }: Partial<GroupFields> & { id?: number },
): { name: string; type: GroupType } {
	if (!name?.trim()) throw new Refusal(switches.validation, 'name', 'The field is required');
	const type = readType(typeName, switches);
	if (!type) throw new Refusal(switches.validation, 'type', 'The value is not a type of group');
	if (isNameTaken(state, { id, name, type })) {
		throw new Refusal(switches.validation, 'name', `The name "${name}" is already in use`);
	}
	return { name, type };
}

function readType(value: string | undefined, { domainsType }: KeitaroSwitches): GroupType | undefined {
	return GROUP_TYPES.find((type) => type === value && (type !== 'domains' || domainsType === 'yes'));
}

function existingGroup(state: KeitaroState, id: string): Group {
	const group = findGroup(state, id);
	if (!group) throw new Refusal(404, '', `Group #${id} not found`);
	return group;
}

function trimmed<T>(rows: T[], { rights }: KeitaroSwitches): T[] {
	return rights === 'trimmed' ? [] : rows;
}

function count(request: SimulatedRequest, name: string): number | undefined {
	const value = single(request, name);
	if (value === undefined) return undefined;
	if (!/^\d+$/.test(value)) throw violation(`query parameter "${name}" must be a whole number`);
	return Number(value);
}

function isTurnedAwayByCloudflare({ headers }: SimulatedRequest, { cloudflare }: KeitaroSwitches): boolean {
	if (cloudflare === 'by-user-agent') return LIBRARY_NAMES.test(headers['user-agent'] ?? '');
	return cloudflare === 'everybody';
}

/** What a client calls itself when nobody gave it a name (inferred; the real list is not public). */
const LIBRARY_NAMES = /^((n8n|node|undici|axios|got|node-fetch|curl|python-\w+|go-http-client)(\/\S*)?)?$/i;
