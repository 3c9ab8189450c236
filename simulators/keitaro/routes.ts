import { type Answer, html, json, noContent, Refusal, type SimulatedRequest, text, violation } from '../core/http';
import { parseBody } from '../core/log';
import { checkRequest, matchRoute, type Route, single } from '../core/router';
import { isRecord, type Kind, oneOf, orNull, readFields, string } from '../core/shape';
import type { Context } from '../core/vendor';
import {
	type Collection,
	COLLECTIONS,
	type Entity,
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
	archived,
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

const PAGE = ['limit', 'offset'];

const routes: Array<Route<KeitaroContext>> = [
	{ match: `GET ${BASE_PATH}/groups`, query: ['type'], handle: listGroups },
	{ match: `POST ${BASE_PATH}/groups`, body: 'json', handle: createGroup },
	{ match: `PUT ${BASE_PATH}/groups/{id}`, body: 'json', handle: updateGroup },
	// Yes, it ends in /delete; and there is no way to read one group.
	{ match: `DELETE ${BASE_PATH}/groups/{id}/delete`, handle: deleteGroup },
	{ match: `GET ${BASE_PATH}/campaigns/deleted`, query: PAGE, handle: listArchived },
	{ match: `GET ${BASE_PATH}/campaigns/{id}`, handle: getCampaign },
	...COLLECTIONS.flatMap((collection): Array<Route<KeitaroContext>> => [
		{
			match: `GET ${BASE_PATH}/${collection}`,
			// Only campaigns have pages (documented).
			query: collection === 'campaigns' ? PAGE : [],
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
	const readable = switches.contentType === 'any' ? readAnyBody(request, route) : request;
	checkRequest(route, readable);
	return route.handle({ ...context, request: readable }, params);
}

/** Error bodies: keitaro's table of statuses. An unknown path answers 200 with the admin page (seen live). */
export function refuse(refusal: Refusal, message: string, switches: KeitaroSwitches): Answer {
	const { status, code, headers } = refusal;
	if (code === 'not_found') return html(200, 'Keitaro');
	if (code === 'cloudflare') {
		return json(403, { cloudflare_error: true, status: 403, error_code: 1010, title: message, retryable: false });
	}
	if (code === 'rights') return json(403, { error: message, stacktrace: null });
	if (code === 'name' || code === 'type' || code === 'position') return json(status, { [code]: [message] });
	if (status === 404 && switches.notFoundBody === 'text') return text(404, message);
	return json(status, { error: message }, headers);
}

export function credentials({ headers }: SimulatedRequest): Array<string | undefined> {
	return [headers['api-key']];
}

function listGroups({ request, state, switches }: KeitaroContext): Answer {
	const given = single(request, 'type') ?? typeInBody(request);
	if (given === undefined && switches.listWithoutType === 'all') return json(200, trimmed(state.groups, switches));
	const type = readType(given ?? switches.listWithoutType, switches);
	if (!type) throw new Refusal(400, '', 'Parameter "type" must be a type of group');
	return json(200, trimmed(groupsOf(state, type), switches));
}

function createGroup({ request, state, switches }: KeitaroContext): Answer {
	if (Array.isArray(request.body) && switches.listBody === 500) throw new Refusal(500, '', 'Internal error');
	const fields = readFields(request.body, GROUP_FIELDS);
	const { name, type } = validate(state, switches, { name: fields.name, type: fields.type });
	if (fields.position === undefined && switches.position === 'required') {
		throw new Refusal(switches.validation, 'position', 'The field is required');
	}
	return json(200, addGroup(state, name, type));
}

function updateGroup({ request, state, switches }: KeitaroContext, { id = '' }: Record<string, string>): Answer {
	const group = existingGroup(state, id);
	// Whether the type may change is unknown: it may here.
	const { name: newName = group.name, type: newType = group.type } = readFields(request.body, GROUP_FIELDS);
	const { name, type } = validate(state, switches, { id: group.id, name: newName, type: newType });
	return json(200, Object.assign(group, { name, type }));
}

function deleteGroup({ state, switches }: KeitaroContext, { id = '' }: Record<string, string>): Answer {
	const group = existingGroup(state, id);
	removeGroup(state, group, switches.deletedGroupMembers);
	if (switches.deleteAnswer === 204) return noContent();
	if (switches.deleteAnswer === 'empty') return { ...json(200, null), body: '' };
	return json(200, switches.deleteAnswer === 'list' ? [group] : group);
}

function listEntities(context: KeitaroContext, collection: Collection): Answer {
	return page(context, visible(context.state, collection));
}

function listArchived(context: KeitaroContext): Answer {
	return page(context, archived(context.state, 'campaigns'));
}

function getCampaign({ state, switches }: KeitaroContext, { id = '' }: Record<string, string>): Answer {
	const [campaign] = trimmed([findEntity(state, 'campaigns', id)], switches);
	if (!campaign) throw new Refusal(404, '', `campaigns #${id} not found`);
	return json(200, campaign);
}

/** Lists that have no pages have no such parameters. */
function page({ request, switches }: KeitaroContext, rows: Entity[]): Answer {
	const { campaignPages } = switches;
	const asked = count(request, 'limit') ?? Number.POSITIVE_INFINITY;
	const offset = count(request, 'offset') ?? 0;
	const seen = trimmed(rows, switches);
	const isPaged = request.path.startsWith(`${BASE_PATH}/campaigns`);
	if (campaignPages === 'ignored' || !isPaged) return json(200, seen);
	const limit = campaignPages === 'unlimited' ? asked : Math.min(asked, campaignPages);
	return json(200, seen.slice(offset, offset + limit));
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

/** Clients send numbers as text too, the vendor's own samples among them. */
const numeric: Kind<number | string> = {
	expected: 'a whole number',
	accepts: (value): value is number | string =>
		Number.isSafeInteger(value) || (typeof value === 'string' && /^\d+$/.test(value)),
};

/** `id` and `position` are taken and ignored: live trackers take both, what they make of them is not known. */
const GROUP_FIELDS = { name: string, type: string, id: numeric, position: numeric };

const groupId: Kind<GroupId> = orNull({
	expected: 'an id',
	accepts: (value): value is number | string => /^\d+$/.test(String(value)) && typeof value !== 'object',
});

const ENTITY_FIELDS = { name: string, group_id: groupId, state: oneOf(ENTITY_STATES) };

function validate(
	state: KeitaroState,
	switches: KeitaroSwitches,
	{ id = 0, name, type: typeName }: { id?: number; name?: string; type?: string },
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

/** What an old client sends instead of a query: its own tests passed against a tracker. */
function typeInBody({ body }: SimulatedRequest): string | undefined {
	return isRecord(body) && typeof body['type'] === 'string' ? body['type'] : undefined;
}

/** JSON whatever the Content-Type says, else a form; a body where none belongs is read past. */
function readAnyBody(request: SimulatedRequest, route: Route<KeitaroContext>): SimulatedRequest {
	const { headers, rawBody, body } = request;
	const parsed = parseBody(rawBody) ?? body;
	if (!route.body) return { ...request, rawBody: '', body: parsed };
	return { ...request, headers: { ...headers, 'content-type': 'application/json' }, body: parsed };
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
