import { Failure } from '../../engine/contract/failure';
import type { GroupBody } from '../../engine/contract/input';
import type { JsonObject } from '../../engine/contract/json';
import { nextInBody } from '../../engine/http/paging';
import type { Create } from '../../engine/steps/create';
import type { Delete } from '../../engine/steps/delete';
import { pagedList } from '../../engine/steps/pagedList';
import { groupRecords } from '../../engine/steps/records';
import type { Update } from '../../engine/steps/update';

/** The most that one page may hold. */
export const PAGE_SIZE = 100;

/** The one group that the vendor lets nobody change. */
const EVERYONE = 'Everyone';

export const groups = pagedList({
	records: groupRecords(),
	path: '/groups',
	pageSize: PAGE_SIZE,
	page: nextInBody('groups'),
	one: '/groups/{groupId}',
	byName: 'name',
	refusesDuplicates: true,
	refuseChange: ({ name }) => {
		if (name === EVERYONE) throw new Failure('read_only_group', `the group "${EVERYONE}" cannot be changed`);
	},
});

/** Names are all that a Reach 360 group has; JSON is sent as it is. */
const bodyOf = ({ json, name }: GroupBody): JsonObject => json ?? { name };

export const CREATE: Create = { groups, path: '/groups', body: ({ body }) => bodyOf(body) };

/** Update and delete answer with no body. */
export const UPDATE: Update = {
	groups,
	path: '/groups/{groupId}',
	body: ({ input }) => bodyOf(input.body),
	returnsGroup: false,
};

export const DELETE: Delete = { groups, path: '/groups/{groupId}', returnsGroup: false };
