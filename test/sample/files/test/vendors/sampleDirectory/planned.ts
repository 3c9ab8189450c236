import { byId, byName, type Json } from '../../kit/json';

/** Parameters with which an operation has something to write, on the simulator's own data. */
export const planned: Record<string, Json[]> = {
	'group.create': [{ name: 'New', description: 'D' }],
	'group.update': [
		{ groupId: byId('g-2'), name: 'Sales' },
		{ groupId: byName('Night Shift'), description: 'D' },
	],
	'group.delete': [{ groupId: byId('g-2') }],
	'group.deleteMany': [{ groupIds: 'g-2, g-3' }],
	'group.upsert': [{ name: 'New' }, { name: 'Night Shift', description: 'D' }],
	'member.add': [{ groupId: byId('g-3'), members: 'u-1, u-4' }],
	'member.remove': [{ groupId: byId('g-1'), members: 'u-1, u-2' }],
	'member.set': [{ groupId: byName('Field Sales'), members: 'u-2, u-4' }],
};
