import { defineVendor, missing, offer } from '../../engine/contract/vendor';
import { filters } from '../../engine/fields/filters';
import { groupChange, namedGroup, newGroup } from '../../engine/fields/groupBody';
import { groupId } from '../../engine/fields/groupId';
import { groupIds } from '../../engine/fields/groupIds';
import { limit } from '../../engine/fields/limit';
import { dryRun, ignoreMissing } from '../../engine/fields/options';
import { deleteEach, deleteGroup } from '../../engine/steps/delete';
import { updateGroup } from '../../engine/steps/update';
import { upsertGroup } from '../../engine/steps/upsert';
import { credential } from './credential';
import { create, CREATE, DELETE, groups, ofType, ofTypeOrAll, UPDATE } from './groups';
import { listMembers, pickMembers, writes } from './members';
import { watch } from './watch';
import { refusal } from './wire';

export const keitaro = defineVendor({
	id: 'keitaro',
	label: 'Keitaro',
	aliases: ['Keitaro', 'campaigns', 'offers', 'landings'],
	credential,
	api: { basePath: '/admin_api/v1', ids: 'integer', refusal },
	pick: groups.pick,
	watch,
	pickMembers,
	operations: {
		group: {
			create: offer({ fields: [ofType, newGroup()], options: [dryRun], run: create }),
			get: offer({
				fields: [ofType, groupId],
				note:
					'Keitaro has no request for a single group: the list of its type is read and the group is picked ' +
					'from it. A key without full rights sees a shorter list, without any word about it.',
				run: groups.get,
			}),
			getAll: offer({ fields: [ofTypeOrAll, limit, filters], run: groups.list }),
			update: offer({
				fields: [ofType, groupId, groupChange()],
				options: [dryRun],
				note:
					'The ID is first looked up among the groups of the chosen type, so that a group of another type ' +
					'is never changed.',
				run: updateGroup(UPDATE),
			}),
			delete: offer({
				fields: [ofType, groupId],
				options: [dryRun, ignoreMissing],
				note: 'The ID is first looked up among the groups of the chosen type.',
				warning: "What becomes of the group's campaigns, offers, landings or domains is up to the tracker.",
				run: deleteGroup(DELETE),
			}),
			deleteMany: offer({
				fields: [ofType, groupIds],
				options: [dryRun, ignoreMissing],
				run: deleteEach(DELETE),
			}),
			// A Keitaro group has nothing but its name, so the one that has it is as it should be.
			upsert: offer({ fields: [ofType, namedGroup()], options: [dryRun], run: upsertGroup({ create: CREATE }) }),
		},
		member: {
			add: writes.add,
			getAll: offer({
				fields: [ofType, groupId, limit],
				note: 'Archived campaigns, offers and landings are not listed by Keitaro.',
				run: listMembers,
			}),
			remove: writes.remove,
			set: writes.set,
		},
		permission: missing('Keitaro has no permissions on groups: rights belong to its users'),
	},
});
