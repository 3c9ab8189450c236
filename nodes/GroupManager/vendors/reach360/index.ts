import { headerValue } from '../../engine/connection';
import { deleteEach, deleteGroup, updateGroup } from '../../engine/groupWrites';
import { defineVendor } from '../../engine/vendor';
import { add, listMembers, remove, set } from './members';
import { create, getGroup, GROUP_PATH, groupBody, listGroups, pickGroups, upsertGroup } from './operations';
import { refusal } from './wire';

const READ_ONLY = 'The group "Everyone" is read only: Reach 360 refuses to change or delete it.';

const ROLES = 'Reporters and managers can be read, but Reach 360 has no request that changes them. Groups fed by single sign-on may undo changes.';
const TRAINING = "A new member is given the group's training and may be e-mailed about it. Only members are changed: reporters and managers cannot be written.";

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
			add: { fields: ['groupId', 'members'], options: ['dryRun'], note: TRAINING, run: add },
			getAll: { fields: ['groupId', 'memberRole', 'limit'], note: ROLES, run: listMembers },
			remove: { fields: ['groupId', 'members'], options: ['dryRun', 'ignoreMissing'], note: ROLES, run: remove },
			set: {
				fields: ['groupId', 'members'],
				options: ['allowEmpty', 'dryRun', 'maxRemovals'],
				note: `${TRAINING} Whoever is not in the list is taken out of the group.`,
				run: set,
				joint: true,
			},
		},
		permission: {
			getAll: { unsupported: NO_PERMISSIONS },
			grant: { unsupported: NO_PERMISSIONS },
			revoke: { unsupported: NO_PERMISSIONS },
			set: { unsupported: NO_PERMISSIONS },
		},
	},
});
