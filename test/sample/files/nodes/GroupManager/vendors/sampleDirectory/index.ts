import { defineVendor, missing, offer } from '../../engine/contract/vendor';
import { filters } from '../../engine/fields/filters';
import { groupChange, namedGroup, newGroup } from '../../engine/fields/groupBody';
import { groupId } from '../../engine/fields/groupId';
import { groupIds } from '../../engine/fields/groupIds';
import { limit } from '../../engine/fields/limit';
import { dryRun, ignoreMissing } from '../../engine/fields/options';
import { untilEpoch } from '../../engine/http/retry';
import { createGroup } from '../../engine/steps/create';
import { deleteEach, deleteGroup } from '../../engine/steps/delete';
import { lookForTwins } from '../../engine/steps/twins';
import { updateGroup } from '../../engine/steps/update';
import { upsertGroup } from '../../engine/steps/upsert';
import { credential } from './credential';
import { CREATE, DELETE, groups, SHAPE, TWINS, UPDATE, UPSERT } from './groups';
import { listMembers, writes } from './members';
import { refusal } from './wire';

export const sampleDirectory = defineVendor({
	id: 'sampleDirectory',
	label: 'Sample Directory',
	aliases: ['Sample Directory', 'directory'],
	credential,
	api: {
		basePath: '/api/v1',
		ids: 'text',
		mediaType: 'application/vnd.sample-directory+json',
		extraHeaders: { 'X-Directory-Version': '2026-01' },
		refusal,
		waitFor: untilEpoch('x-rate-limit-reset'),
	},
	pick: groups.pick,
	operations: {
		group: {
			create: offer({
				fields: [newGroup(SHAPE)],
				options: [dryRun],
				note: 'Sample Directory accepts several groups of the same name.',
				run: createGroup(CREATE),
			}),
			get: offer({ fields: [groupId], run: groups.get }),
			getAll: offer({ fields: [limit, filters], run: groups.list }),
			update: offer({ fields: [groupId, groupChange(SHAPE)], options: [dryRun], run: updateGroup(UPDATE) }),
			delete: offer({ fields: [groupId], options: [dryRun, ignoreMissing], run: deleteGroup(DELETE) }),
			deleteMany: offer({
				fields: [groupIds],
				options: [dryRun, ignoreMissing],
				run: deleteEach(DELETE),
			}),
			upsert: offer({
				fields: [namedGroup(SHAPE)],
				options: [dryRun],
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
		permission: missing('Sample Directory has no permissions on groups: its applications keep their own'),
	},
});
