import { byId, type Json } from '../../kit/json';

/** A write that is answered with what does not show it. */
export interface Case {
	line: string;
	what: string;
	given: Json;
	/** In the place of the answer to the write. */
	status?: number;
	body?: Json | Json[] | string;
	/** What the item says where the write was carried out all the same. */
	done: Json;
}

export const campaigns = { groupType: 'campaigns' };
const entity = { id: 106, name: 'Untitled test', state: 'active' };
export const second = { id: 2, name: 'EU search', position: 2, type: 'campaigns' };
const member = { ...campaigns, groupId: byId(2), members: '106' };
const added = { added: ['106'] };
const user = { userId: 505, pid: 1, username: 'clara.vidal', email: 'c@example.com' };
const joins = { groupId: byId(2001), members: '505' };
const segment = (...names: string[]) => ({ objectType: 'SEGMENT', objectId: 563, permissions: names });
const destination = { objectType: 'DESTINATION', objectId: 304, permissions: ['READ'] };
const OLD = [segment('READ', 'MAP_TO_DESTINATION'), destination];

export const CASES: Case[] = [
	{
		line: 'keitaro member.add',
		what: 'the entity in no group',
		given: member,
		body: { ...entity, group_id: 0 },
		done: added,
	},
	{
		line: 'keitaro member.add',
		what: 'the entity in no group, as null',
		given: member,
		body: { ...entity, group_id: null },
		done: added,
	},
	{
		line: 'keitaro member.add',
		what: 'the entity in another group',
		given: member,
		body: { ...entity, group_id: '3' },
		done: added,
	},
	{
		line: 'keitaro member.add',
		what: 'another entity',
		given: member,
		body: { ...entity, id: 105, group_id: 2 },
		done: added,
	},
	{
		line: 'keitaro member.remove',
		what: 'the entity still in the group',
		given: { ...member, members: '103' },
		body: { id: 103, name: 'DE', group_id: '2' },
		done: { removed: ['103'] },
	},
	{
		line: 'keitaro group.update',
		what: 'the old name',
		given: { ...campaigns, groupId: byId(2), name: 'Better' },
		body: second,
		done: { id: 2, name: 'Better' },
	},
	{
		line: 'keitaro group.update',
		what: 'another group',
		given: { ...campaigns, groupId: byId(2), name: 'Better' },
		body: { ...second, id: 3, name: 'Better' },
		done: { id: 2, name: 'Better' },
	},
	{
		line: 'keitaro group.create',
		what: 'a group that was there',
		given: { ...campaigns, name: 'New' },
		body: second,
		done: { id: 9, name: 'New' },
	},
	{
		line: 'keitaro group.delete',
		what: 'another group',
		given: { ...campaigns, groupId: byId(2) },
		body: { ...second, id: 3 },
		done: { id: '2', deleted: true },
	},
	{
		line: 'keitaro group.delete',
		what: 'a list of another group',
		given: { ...campaigns, groupId: byId(2) },
		body: [{ ...second, id: 3 }],
		done: { id: '2', deleted: true },
	},
	{
		line: 'keitaro group.upsert',
		what: 'a group that was there',
		given: { ...campaigns, name: 'New' },
		body: second,
		done: { action: 'created', group: { id: 9 } },
	},
	{
		line: 'keitaro group.update',
		what: 'nothing with 202',
		given: { ...campaigns, groupId: byId(2), name: 'Better' },
		status: 202,
		done: { id: 2, name: 'Better' },
	},
	{
		line: 'keitaro group.delete',
		what: 'nothing with 202',
		given: { ...campaigns, groupId: byId(2) },
		status: 202,
		done: { id: '2', deleted: true },
	},
	{ line: 'keitaro member.add', what: 'nothing with 202', given: member, status: 202, done: added },
	{
		line: 'reach360 group.update',
		what: 'nothing with 202',
		given: { groupId: byId('grp-support'), name: 'Better' },
		status: 202,
		done: { updated: true },
	},
	{
		line: 'reach360 group.update',
		what: 'the old name',
		given: { groupId: byId('grp-support'), name: 'Better' },
		body: { id: 'grp-support', name: 'Customer Support' },
		done: { updated: true },
	},
	{
		line: 'reach360 group.delete',
		what: 'nothing with 202',
		given: { groupId: byId('grp-support') },
		status: 202,
		done: { deleted: true },
	},
	{
		line: 'reach360 member.add',
		what: 'nothing with 202',
		given: { groupId: byId('grp-support'), members: 'usr-mei' },
		status: 202,
		done: { added: ['usr-mei'] },
	},
	{
		line: 'reach360 member.add',
		what: 'a body',
		given: { groupId: byId('grp-support'), members: 'usr-mei' },
		body: { ok: false },
		done: { added: ['usr-mei'] },
	},
	{
		line: 'reach360 group.upsert',
		what: 'nothing with 202',
		given: { name: 'New' },
		status: 202,
		done: { action: 'created' },
	},
	{
		line: 'audienceManager group.create',
		what: 'a group that was there',
		given: { name: 'New' },
		body: { groupId: 2002, name: 'Data Science' },
		done: { groupId: 2005 },
	},
	{
		line: 'audienceManager group.create',
		what: 'the group that has its name',
		given: { name: 'Data Science' },
		body: { groupId: 2002, name: 'Data Science' },
		done: { groupId: 2005, name: 'Data Science' },
	},
	{
		line: 'audienceManager group.update',
		what: 'the old name',
		given: { groupId: byId(2003), name: 'Better', description: 'D' },
		body: { groupId: 2003, name: 'R&D' },
		done: { name: 'Better' },
	},
	{
		line: 'audienceManager group.delete',
		what: 'another group',
		given: { groupId: byId(2003) },
		body: { groupId: 2002 },
		done: { id: '2003', deleted: true },
	},
	{
		line: 'audienceManager group.delete',
		what: 'nothing with 202',
		given: { groupId: byId(2003) },
		status: 202,
		done: { id: '2003', deleted: true },
	},
	{
		line: 'audienceManager group.deleteMany',
		what: 'nothing with 202',
		given: { groupIds: '2003' },
		status: 202,
		done: { deleted: ['2003'], failed: [] },
	},
	{
		line: 'audienceManager member.add',
		what: 'the user without groups',
		given: joins,
		body: user,
		done: { added: ['505'] },
	},
	{
		line: 'audienceManager member.add',
		what: 'the user with the old groups',
		given: joins,
		body: { ...user, groups: [] },
		done: { added: ['505'] },
	},
	{
		line: 'audienceManager member.add',
		what: 'another user',
		given: joins,
		body: { ...user, userId: 504, groups: [2001] },
		done: { added: ['505'] },
	},
	{ line: 'audienceManager member.add', what: 'nothing', given: joins, done: { added: ['505'] } },
	{
		line: 'audienceManager permission.set',
		what: 'the old list',
		given: { groupId: byId(2001), permissions: [destination] },
		body: OLD,
		done: [destination] as never,
	},
	{
		line: 'audienceManager permission.grant',
		what: 'the old list',
		given: { groupId: byId(2001), permissions: [segment('WRITE')] },
		body: OLD,
		done: { changed: 1, permissions: [segment('READ', 'MAP_TO_DESTINATION', 'WRITE')] },
	},
	{
		line: 'audienceManager permission.revoke',
		what: 'the old list',
		given: { groupId: byId(2001), permissions: [destination] },
		body: OLD,
		done: { changed: 1, permissions: [] },
	},
];
