import { byId, byName, type Json } from '../../kit/json';

/** Parameters with which an operation has something to write, on the simulator's own data. */
export const planned: Record<string, Json[]> = {
	'group.create': [
		{ groupType: 'campaigns', name: 'New' },
		{ groupType: 'offers', specifyBody: 'json', groupData: '{"name":"N","position":3}' },
	],
	'group.update': [
		{ groupType: 'campaigns', groupId: byId(2), name: 'EU' },
		{ groupType: 'campaigns', groupId: byName('EU search'), name: 'EU' },
	],
	'group.delete': [{ groupType: 'campaigns', groupId: byId(2) }],
	'group.deleteMany': [
		{ groupType: 'campaigns', groupIds: '1, 3' },
		{ groupType: 'campaigns', groupIds: '1, 4', options: { ignoreMissing: true } },
	],
	'group.upsert': [
		{ groupType: 'campaigns', name: 'New' },
		{ groupType: 'campaigns', name: 'EU search' },
	],
	'member.add': [{ groupType: 'landings', groupId: byId(6), members: '301, 302, 303' }],
	'member.remove': [{ groupType: 'campaigns', groupId: byId(1), members: '101, 102' }],
	'member.set': [{ groupType: 'campaigns', groupId: byName('US sweepstakes'), members: '102, 103, 106' }],
};
