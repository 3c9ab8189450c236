import { byId, byName, type Json } from '../../kit/json';

/** Parameters with which an operation has something to write, on the simulator's own data. */
export const planned: Record<string, Json[]> = {
	'group.create': [{ name: 'New' }],
	'group.update': [
		{ groupId: byId('grp-support'), name: 'Support' },
		{ groupId: byName('Compliance'), name: 'C' },
	],
	'group.delete': [{ groupId: byId('grp-support') }],
	'group.deleteMany': [{ groupIds: 'grp-support, grp-compliance' }],
	'group.upsert': [{ name: 'New' }, { name: 'Compliance' }],
	'member.add': [{ groupId: byId('grp-compliance'), members: 'anna.berg@example.com, usr-omar' }],
	'member.remove': [{ groupId: byId('grp-sales-emea'), members: 'usr-anna, jonas.keller@example.com' }],
	'member.set': [{ groupId: byId('grp-sales-emea'), members: 'usr-anna, sara.lind@example.com' }],
};
