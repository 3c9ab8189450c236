import { defineVendor, missing, offer } from '../../engine/contract/vendor';
import { filters } from '../../engine/fields/filters';
import { groupChange, namedGroup, newGroup } from '../../engine/fields/groupBody';
import { groupId } from '../../engine/fields/groupId';
import { groupIds } from '../../engine/fields/groupIds';
import { limit } from '../../engine/fields/limit';
import { dryRun, ignoreMissing } from '../../engine/fields/options';
import { createGroup } from '../../engine/steps/create';
import { deleteEach, deleteGroup } from '../../engine/steps/delete';
import { updateGroup } from '../../engine/steps/update';
import { upsertGroup } from '../../engine/steps/upsert';
import { credential } from './credential';
import { memberRole } from './fields';
import { CREATE, DELETE, groups, UPDATE } from './groups';
import { listMembers, pickMembers, ROLES, writes } from './members';
import { watch } from './watch';
import { refusal } from './wire';

const READ_ONLY = 'The group "Everyone" is read only: Reach 360 refuses to change or delete it.';

export const reach360 = defineVendor({
	id: 'reach360',
	label: 'Articulate Reach 360',
	aliases: ['Reach 360', 'Articulate', 'teams'],
	credential,
	api: { basePath: '', defaultDomain: 'https://api.reach360.com', ids: 'text', links: /^url$|Url$/, refusal },
	pick: groups.pick,
	watch,
	pickMembers,
	operations: {
		group: {
			create: offer({ fields: [newGroup()], options: [dryRun], run: createGroup(CREATE) }),
			get: offer({ fields: [groupId], run: groups.get }),
			getAll: offer({ fields: [limit, filters], run: groups.list }),
			update: offer({
				fields: [groupId, groupChange()],
				options: [dryRun],
				note: READ_ONLY,
				run: updateGroup(UPDATE),
			}),
			delete: offer({
				fields: [groupId],
				options: [dryRun, ignoreMissing],
				note: READ_ONLY,
				run: deleteGroup(DELETE),
			}),
			deleteMany: offer({
				fields: [groupIds],
				options: [dryRun, ignoreMissing],
				note: READ_ONLY,
				run: deleteEach(DELETE),
			}),
			// A Reach 360 group has nothing to change but its name, so the one that has it is as it should be.
			upsert: offer({ fields: [namedGroup()], options: [dryRun], run: upsertGroup({ create: CREATE }) }),
		},
		member: {
			add: writes.add,
			getAll: offer({ fields: [groupId, memberRole, limit], note: ROLES, run: listMembers }),
			remove: writes.remove,
			set: writes.set,
		},
		permission: missing(
			'Reach 360 has no permissions on groups: what a person may do comes from the roles in Reach 360',
		),
	},
});
