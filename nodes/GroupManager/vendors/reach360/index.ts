import { headerValue } from '../../engine/http/connection';
import { deleteEach, deleteGroup, updateGroup } from '../../engine/steps/groupWrites';
import { defineVendor } from '../../engine/contract/vendor';
import { add, listMembers, remove, ROLES, set } from './members';
import { create, getGroup, GROUP_PATH, groupBody, listGroups, pickGroups, upsertGroup } from './operations';
import { refusal } from './wire';

const READ_ONLY = 'The group "Everyone" is read only: Reach 360 refuses to change or delete it.';

const NO_PERMISSIONS = 'Reach 360 has no permissions on groups: what a person may do comes from the roles in Reach 360';

export const reach360 = defineVendor({
	id: 'reach360',
	label: 'Articulate Reach 360',
	basePath: '',
	defaultDomain: 'https://api.reach360.com',
	idKind: 'text',
	hasDescription: false,
	memberNames: 'idsAndNames',
	headers: (credential) => {
		const version = headerValue(credential, 'apiVersion', 'API Version', { optional: true });
		return {
			Authorization: `Bearer ${headerValue(credential, 'apiKey', 'API Key')}`,
			// The vendor takes a missing header for 2023-04-04, which is the field's default too.
			...(version === '' ? {} : { 'API-Version': version }),
		};
	},
	usesToken: () => false,
	testPath: '/groups?limit=1',
	refusal,
	pick: pickGroups,
	resources: {
		group: {
			create: { fields: ['body'], options: ['dryRun'], run: create },
			get: { fields: ['groupId'], run: getGroup },
			getAll: { fields: ['limit', 'filters'], run: listGroups },
			update: {
				fields: ['groupId', 'body'],
				options: ['dryRun'],
				note: READ_ONLY,
				run: async (task) => await updateGroup(task, GROUP_PATH, groupBody),
			},
			delete: {
				fields: ['groupId'],
				options: ['dryRun', 'ignoreMissing'],
				note: READ_ONLY,
				run: async (task) => await deleteGroup(task, GROUP_PATH),
			},
			deleteMany: {
				fields: ['groupIds'],
				options: ['dryRun', 'ignoreMissing'],
				note: READ_ONLY,
				isPerGroup: true,
				run: async (task) => await deleteEach(task, GROUP_PATH),
			},
			upsert: { fields: ['body'], options: ['dryRun'], run: upsertGroup },
		},
		member: {
			add,
			getAll: { fields: ['groupId', 'memberRole', 'limit'], note: ROLES, run: listMembers },
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
