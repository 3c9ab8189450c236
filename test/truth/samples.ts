import { byId, type Json, type VendorId } from './stage';

const permissions = [{ objectType: 'SEGMENT', objectId: 2363, permissions: ['READ'] }];
const json = { specifyBody: 'json' };
const campaigns = { groupType: 'campaigns' };

/** Per vendor and operation: parameters that are accepted on the simulators' default seed. */
export const SAMPLES: Record<VendorId, Record<string, Json>> = {
	keitaro: {
		'group.create': { ...campaigns, name: 'New' },
		'group.get': { ...campaigns, groupId: byId(2) },
		'group.getAll': { ...campaigns, returnAll: true },
		'group.update': { ...campaigns, groupId: byId(2), name: 'Better' },
		'group.delete': { ...campaigns, groupId: byId(2) },
		'group.deleteMany': { ...campaigns, groupIds: '2' },
		'group.upsert': { ...campaigns, name: 'New' },
		'member.getAll': { ...campaigns, groupId: byId(2), returnAll: true },
		'member.add': { ...campaigns, groupId: byId(2), members: '106' },
		'member.remove': { ...campaigns, groupId: byId(2), members: '103' },
		'member.set': { ...campaigns, groupId: byId(2), members: '103, 106' },
	},
	reach360: {
		'group.create': { name: 'New' },
		'group.get': { groupId: byId('grp-support') },
		'group.getAll': { returnAll: true },
		'group.update': { groupId: byId('grp-support'), name: 'Better' },
		'group.delete': { groupId: byId('grp-support') },
		'group.deleteMany': { groupIds: 'grp-support' },
		'group.upsert': { name: 'New' },
		'member.getAll': { groupId: byId('grp-support'), returnAll: true },
		'member.add': { groupId: byId('grp-support'), members: 'usr-mei' },
		'member.remove': { groupId: byId('grp-support'), members: 'usr-lucia' },
		'member.set': { groupId: byId('grp-support'), members: 'usr-lucia, usr-mei' },
	},
	audienceManager: {
		'group.create': { name: 'New', description: 'D' },
		'group.get': { groupId: byId(2002) },
		'group.getAll': { returnAll: true },
		'group.update': { groupId: byId(2002), name: 'Better', description: 'D' },
		'group.delete': { groupId: byId(2002) },
		'group.deleteMany': { groupIds: '2002' },
		'group.upsert': { name: 'New', description: 'D' },
		'member.getAll': { groupId: byId(2002), returnAll: true },
		'member.add': { groupId: byId(2002), members: '505' },
		'member.remove': { groupId: byId(2002), members: '502' },
		'member.set': { groupId: byId(2002), members: '502, 505' },
		'permission.getAll': { groupId: byId(2001), returnAll: true },
		'permission.set': { groupId: byId(2001), permissions },
		'permission.grant': { groupId: byId(2001), permissions },
		'permission.revoke': { groupId: byId(2001), permissions },
	},
};

export interface Sample {
	vendor: VendorId;
	operation: string;
	/** `keitaro member.add` */
	line: string;
	parameters: Json;
}

export const ALL_SAMPLES: Sample[] = Object.entries(SAMPLES).flatMap(([vendor, operations]) =>
	Object.entries(operations).map(([operation, parameters]) => ({
		vendor: vendor as VendorId,
		operation,
		line: `${vendor} ${operation}`,
		parameters,
	})),
);

export const isRead = (operation: string): boolean => /\.(get|getAll)$/.test(operation);

export interface Place {
	/** Puts a value where the user would have it. */
	put: (parameters: Json, value: unknown) => Json;
	/** What a message calls it. */
	label: RegExp;
	/** Beside `undefined` and `null`. */
	refusesEmptyText?: true;
	firstItemOnly?: true;
}

const field = (name: string, label: RegExp, changes: Json = {}): Place => ({
	put: (parameters, value) => ({ ...parameters, ...changes, [name]: value }),
	label,
});

const inside = (collection: string, name: string, label: RegExp): Place => ({
	put: (parameters, value) => ({ ...parameters, [collection]: { ...parameters[collection], [name]: value } }),
	label,
});

const COMMON_OPTIONS: Record<string, Place> = {
	concurrency: { ...inside('options', 'concurrency', /Concurrency/), firstItemOnly: true },
	timeout: inside('options', 'timeout', /Timeout/),
	maxAttempts: inside('options', 'maxAttempts', /Max Attempts/),
	maxRetryWait: inside('options', 'maxRetryWait', /Max Retry Wait/),
};

/** Every field, filter and option of an operation that can hold an expression. */
export function placesOf({ vendor, operation }: Sample): Record<string, Place> {
	const has = (pattern: RegExp) => pattern.test(operation);
	const places: Record<string, Place> = { ...COMMON_OPTIONS, output: field('output', /Output/) };
	if (has(/get$|update|group\.delete$|member|permission/)) {
		for (const mode of ['id', 'name', 'list']) {
			places[`groupId by ${mode}`] = {
				put: (parameters, value) => ({ ...parameters, groupId: { __rl: true, mode, value } }),
				label: /Group/,
			};
		}
	}
	if (has(/deleteMany/)) places.groupIds = field('groupIds', /Group IDs/);
	if (has(/create|upsert|update/)) places.name = field('name', /Name/);
	if (has(/create|upsert|update/) && vendor === 'audienceManager')
		places.description = field('description', /Description/);
	if (has(/create|update/)) places.groupData = field('groupData', /Group Data/, json);
	if (has(/member\.(add|remove|set)/)) places.members = field('members', /Members/);
	if (has(/member\.getAll/) && vendor === 'reach360') places.memberRole = field('memberRole', /Role/);
	if (has(/permission\.(set|grant|revoke)/))
		places.permissions = field('permissions', /Permissions/, { specifyPermissions: 'json' });
	if (has(/getAll/)) {
		places.returnAll = field('returnAll', /Return All/);
		places.limit = field('limit', /Limit/, { returnAll: false });
	}
	if (has(/group\.getAll/)) {
		places['filters.name'] = { ...inside('filters', 'name', /Name/), refusesEmptyText: true };
		places['filters.nameContains'] = {
			...inside('filters', 'nameContains', /Name Contains/),
			refusesEmptyText: true,
		};
	}
	if (!isRead(operation)) places.dryRun = inside('options', 'dryRun', /Dry Run/);
	if (has(/delete|member\.remove/)) places.ignoreMissing = inside('options', 'ignoreMissing', /Ignore Missing/);
	if (has(/\.set$/)) {
		places.allowEmpty = inside('options', 'allowEmpty', /Allow Empty/);
		places.maxRemovals = inside('options', 'maxRemovals', /Max Removals/);
	}
	if (has(/deleteMany/) && vendor === 'audienceManager')
		places.bulkDeleteMethod = inside('options', 'bulkDeleteMethod', /Bulk Delete Method/);
	return places;
}
