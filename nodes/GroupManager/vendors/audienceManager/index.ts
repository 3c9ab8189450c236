import { defineVendor, offer } from '../../engine/contract/vendor';
import { filters } from '../../engine/fields/filters';
import { groupChange, namedGroup, newGroup } from '../../engine/fields/groupBody';
import { groupId } from '../../engine/fields/groupId';
import { limit } from '../../engine/fields/limit';
import { dryRun, ignoreMissing } from '../../engine/fields/options';
import { createGroup } from '../../engine/steps/create';
import { deleteGroup } from '../../engine/steps/delete';
import { lookForTwins } from '../../engine/steps/twins';
import { updateGroup } from '../../engine/steps/update';
import { upsertGroup } from '../../engine/steps/upsert';
import { deleteMany } from './bulkDelete';
import { credential } from './credential';
import { CREATE, DELETE, TWINS, UPDATE, UPSERT, groups } from './groups';
import { listMembers, writes } from './members';
import { readPermissionNames } from './permissionList';
import { grant, listPermissions, revoke, setPermissions } from './permissions';
import { pickMembers } from './users';
import { watch } from './watch';
import { refusal } from './wire';

const SHAPE = { hasDescription: true };

export const audienceManager = defineVendor({
	id: 'audienceManager',
	label: 'Adobe Audience Manager',
	aliases: ['Audience Manager', 'Adobe', 'AAM', 'permissions'],
	credential,
	api: {
		basePath: '/api/v1',
		defaultDomain: 'https://aam.adobe.io/v1',
		ids: 'integer',
		// Without it texts come HTML-escaped, and would be written back so.
		extraHeaders: { 'AAM-Disable-Escaping-HTML': 'true' },
		refusal,
	},
	pick: groups.pick,
	watch,
	pickMembers,
	permissionNames: readPermissionNames,
	operations: {
		group: {
			create: offer({
				fields: [newGroup(SHAPE)],
				options: [dryRun],
				note: 'Audience Manager accepts several groups of the same name.',
				run: createGroup(CREATE),
			}),
			get: offer({
				fields: [groupId],
				note: 'Audience Manager documents no request for a single group: the list is read and the group is picked from it.',
				run: groups.get,
			}),
			getAll: offer({ fields: [limit, filters], run: groups.list }),
			update: offer({
				fields: [groupId, groupChange(SHAPE)],
				options: [dryRun],
				note:
					'Name and description are always sent together; the one that you leave empty is read first and ' +
					'kept. JSON is sent as it is.',
				run: updateGroup(UPDATE),
			}),
			delete: offer({ fields: [groupId], options: [dryRun, ignoreMissing], run: deleteGroup(DELETE) }),
			deleteMany,
			upsert: offer({
				fields: [namedGroup(SHAPE)],
				options: [dryRun],
				note:
					'Several groups may have the same name: then nothing is changed and the item fails. An empty ' +
					'description is left as it is.',
				run: upsertGroup(UPSERT),
				lookBack: lookForTwins(TWINS),
			}),
		},
		member: {
			add: writes.add,
			getAll: offer({ fields: [groupId, limit], run: listMembers }),
			remove: writes.remove,
			set: writes.set,
		},
		permission: {
			getAll: offer({ fields: [groupId, limit], run: listPermissions }),
			grant,
			revoke,
			set: setPermissions,
		},
	},
});
