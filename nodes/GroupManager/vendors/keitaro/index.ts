import { headerValue } from '../../engine/connection';
import { matchesFilters } from '../../engine/groupList';
import { defineVendor, type CallRow } from '../../engine/vendor';
import { createBody, getGroup, GROUP_TYPES, listGroups, locate, updateBody } from './operations';
import { idOf, refusal } from './wire';

const deleteRow: CallRow = {
	fields: ['groupType', 'groupId'],
	options: ['ignoreMissing'],
	// The path ends in /delete, beside the method.
	call: 'DELETE /groups/{groupId}/delete',
	answer: 'group',
};

const NO_PERMISSIONS = 'Keitaro has no permissions on groups: rights belong to its users';

export const keitaro = defineVendor({
	id: 'keitaro',
	label: 'Keitaro',
	basePath: '/admin_api/v1',
	idKind: 'integer',
	groupTypes: GROUP_TYPES,
	hasDescription: false,
	headers: (credential) => ({ 'Api-Key': headerValue(credential, 'apiKey', 'API Key') }),
	usesToken: () => false,
	testPath: '/groups?type=campaigns',
	refusal,
	locate,
	pick: async (task, filter) => {
		const groups = await listGroups(task);
		const entries = groups.filter((group) => matchesFilters(group, { nameContains: filter }));
		return { entries: entries.map((group) => ({ name: String(group.name), id: idOf(group) })) };
	},
	resources: {
		group: {
			create: { fields: ['groupType', 'body'], call: 'POST /groups', body: createBody, answer: 'group' },
			get: {
				fields: ['groupType', 'groupId'],
				note: 'Keitaro has no request for a single group: the list of its type is read and the group is picked from it. A key without full rights sees a shorter list, without any word about it.',
				run: getGroup,
			},
			getAll: { fields: ['groupType', 'limit', 'filters'], run: listGroups },
			update: {
				fields: ['groupType', 'groupId', 'body'],
				note: 'The ID is first looked up among the groups of the chosen type, so that a group of another type is never changed.',
				call: 'PUT /groups/{groupId}',
				body: updateBody,
				answer: 'group',
			},
			delete: {
				...deleteRow,
				note: 'The ID is first looked up among the groups of the chosen type. What becomes of the group\'s campaigns, offers, landings or domains is up to the tracker.',
			},
			deleteMany: { fields: ['groupType', 'groupIds'], options: ['ignoreMissing'], each: deleteRow },
		},
		permission: { getAll: { unsupported: NO_PERMISSIONS }, set: { unsupported: NO_PERMISSIONS } },
	},
});
