import type { GroupBody } from '../../engine/contract/input';
import { isObject, type JsonObject } from '../../engine/contract/json';
import type { GroupShape } from '../../engine/fields/groupBody';
import { nextInHeader, readPages } from '../../engine/http/paging';
import type { Create } from '../../engine/steps/create';
import type { Delete } from '../../engine/steps/delete';
import { groupRecords } from '../../engine/steps/records';
import type { Twins } from '../../engine/steps/twins';
import type { Update } from '../../engine/steps/update';
import type { Upsert } from '../../engine/steps/upsert';
import { wholeList } from '../../engine/steps/wholeList';

/** The most that one page may hold. */
export const PAGE_SIZE = 200;

/** Name and description stand one level down. */
const profileOf = ({ profile }: JsonObject): JsonObject => (isObject(profile) ? profile : {});
const nameOf = (group: JsonObject): unknown => profileOf(group).name;

export const SHAPE: GroupShape = { hasDescription: true, nameOf };

export const groups = wholeList({
	records: groupRecords({ nameOf }),
	key: () => 'list of groups',
	load: () => async (reader) =>
		await readPages(reader, `/groups?limit=${PAGE_SIZE}`, nextInHeader('a list of groups'), { limit: Infinity }),
	refusesDuplicates: false,
});

/** What is left out stays as it is; JSON is sent as it is. */
const bodyOf = ({ json, name, description }: GroupBody): JsonObject =>
	json ?? { profile: { ...(name !== undefined && { name }), ...(description !== undefined && { description }) } };

export const CREATE: Create = { groups, path: '/groups', body: ({ body }) => bodyOf(body) };

export const UPDATE: Update = {
	groups,
	method: 'PATCH',
	path: '/groups/{groupId}',
	body: ({ input }) => bodyOf(input.body),
	returnsGroup: false,
};

export const DELETE: Delete = { groups, path: '/groups/{groupId}', returnsGroup: false };

export const UPSERT: Upsert = {
	create: CREATE,
	change: {
		differs: ({ body: { description } }, group) =>
			description !== undefined && description !== profileOf(group).description,
		update: UPDATE,
	},
};

/** Two groups may be of the same second, so the ID decides. */
const ageOf = ({ created, id }: JsonObject): string => `${String(created)} ${String(id)}`;

export const TWINS: Twins = {
	groups,
	upsert: UPSERT,
	delete: DELETE,
	byAge: (one, other) => (ageOf(one) < ageOf(other) ? -1 : Number(ageOf(one) > ageOf(other))),
	isInUse: ({ memberCount }) => Number(memberCount) > 0,
};
