import { byId, byName, type Json } from '../../kit/json';

const permissions = [{ objectType: 'SEGMENT', objectId: 2363, permissions: ['READ'] }];

/** Parameters with which an operation has something to write, on the simulator's own data. */
export const planned: Record<string, Json[]> = {
	'group.create': [{ name: 'New', description: 'D' }],
	'group.update': [
		{ groupId: byId(2002), description: 'Only this' },
		{ groupId: byName('Data Science'), name: 'DS', description: 'D' },
	],
	'group.delete': [{ groupId: byId(2002) }],
	'group.deleteMany': ['delete', 'post', 'perGroup'].map((bulkDeleteMethod) => ({
		groupIds: '2001, 2002',
		options: { bulkDeleteMethod },
	})),
	'group.upsert': [
		{ name: 'New', description: 'D' },
		{ name: 'Data Science', description: 'Other' },
		{ name: 'Data Science' },
	],
	'member.add': [{ groupId: byId(2002), members: 'ines.duarte, 505, ned.archer@example.com' }],
	'member.remove': [{ groupId: byName('Media Buyers'), members: 'ines.duarte@example.com, 502' }],
	'member.set': [{ groupId: byId(2001), members: '501, 503' }],
	'permission.set': [{ groupId: byId(2001), permissions }],
	'permission.grant': [{ groupId: byId(2001), permissions }],
	'permission.revoke': [
		{ groupId: byId(2001), permissions: [{ objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] }] },
	],
};
