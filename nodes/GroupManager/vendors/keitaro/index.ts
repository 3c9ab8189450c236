import { headerValue } from '../../engine/http/connection';
import { matchesFilters } from '../../engine/steps/groupList';
import { deleteEach, deleteGroup, updateGroup } from '../../engine/steps/groupWrites';
import { defineVendor } from '../../engine/contract/vendor';
import { add, listMembers, remove, set } from './members';
import {
	create,
	DELETE_PATH,
	getGroup,
	GROUP_TYPES,
	listGroups,
	UPDATE_PATH,
	updateBody,
	upsertGroup,
} from './operations';
import { idOf, refusal } from './wire';

const NO_ARCHIVE = 'Archived campaigns, offers and landings are not listed by Keitaro.';
const NO_PERMISSIONS = 'Keitaro has no permissions on groups: rights belong to its users';

export const keitaro = defineVendor({
	id: 'keitaro',
	label: 'Keitaro',
	basePath: '/admin_api/v1',
	idKind: 'integer',
	groupTypes: GROUP_TYPES,
	hasDescription: false,
	memberNames: 'ids',
	headers: (credential) => ({ 'Api-Key': headerValue(credential, 'apiKey', 'API Key') }),
	usesToken: () => false,
	testPath: '/groups?type=campaigns',
	refusal,
	pick: async (task, filter) => {
		const groups = await listGroups(task);
		const entries = groups.filter((group) => matchesFilters(group, { nameContains: filter }));
		return { entries: entries.map((group) => ({ name: String(group.name), id: idOf(group) })) };
	},
	resources: {
		group: {
			create: { fields: ['groupType', 'body'], options: ['dryRun'], run: create },
			get: {
				fields: ['groupType', 'groupId'],
				note: 'Keitaro has no request for a single group: the list of its type is read and the group is picked from it. A key without full rights sees a shorter list, without any word about it.',
				run: getGroup,
			},
			getAll: { fields: ['groupType', 'limit', 'filters'], run: listGroups },
			update: {
				fields: ['groupType', 'groupId', 'body'],
				options: ['dryRun'],
				note: 'The ID is first looked up among the groups of the chosen type, so that a group of another type is never changed.',
				run: async (task) => await updateGroup(task, UPDATE_PATH, updateBody),
			},
			delete: {
				fields: ['groupType', 'groupId'],
				options: ['dryRun', 'ignoreMissing'],
				note: "The ID is first looked up among the groups of the chosen type. What becomes of the group's campaigns, offers, landings or domains is up to the tracker.",
				run: async (task) => await deleteGroup(task, DELETE_PATH),
			},
			deleteMany: {
				fields: ['groupType', 'groupIds'],
				options: ['dryRun', 'ignoreMissing'],
				isPerGroup: true,
				run: async (task) => await deleteEach(task, DELETE_PATH),
			},
			upsert: { fields: ['groupType', 'body'], options: ['dryRun'], run: upsertGroup },
		},
		member: {
			add,
			getAll: { fields: ['groupType', 'groupId', 'limit'], note: NO_ARCHIVE, run: listMembers },
			remove,
			set,
		},
		permission: {
			getAll: { unsupported: NO_PERMISSIONS },
			grant: { unsupported: NO_PERMISSIONS },
			revoke: { unsupported: NO_PERMISSIONS },
			set: { unsupported: NO_PERMISSIONS },
		},
	},
});
