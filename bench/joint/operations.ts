import { bulkDeletion, campaigns, FIRST_USER, groups, permissionLists, users, type StandIn } from './standIns';

/** An operation over many items of one run. */
export interface JointOperation {
	title: string;
	vendor: 'keitaro' | 'audienceManager';
	resource: string;
	operation: string;
	/** What the vendor holds before a run over so many items. */
	standIn: (items: number) => StandIn;
	/** The parameters of an item, read when they are asked for. */
	parameters: Record<string, (item: number) => unknown>;
}

const byId = (value: number) => ({ __rl: true, mode: 'id', value });

const GROUPS = 10;
const GROUPS_OF_USER = 50;
const CAMPAIGN_GROUPS = 100;

export const OPERATIONS: readonly JointOperation[] = [
	{
		title: `Audience Manager: permission.grant on ${GROUPS} groups`,
		vendor: 'audienceManager',
		resource: 'permission',
		operation: 'grant',
		standIn: permissionLists,
		parameters: {
			groupId: (item) => byId(2_000 + (item % GROUPS)),
			permissions: (item) => [{ objectType: 'SEGMENT', objectId: item + 1, permissions: ['READ'] }],
		},
	},
	{
		title: `Audience Manager: member.add, each user into ${GROUPS_OF_USER} groups`,
		vendor: 'audienceManager',
		resource: 'member',
		operation: 'add',
		standIn: (items) => users(items / GROUPS_OF_USER),
		parameters: {
			groupId: (item) => byId(2_000 + (item % GROUPS_OF_USER)),
			members: (item) => String(FIRST_USER + Math.floor(item / GROUPS_OF_USER)),
		},
	},
	{
		title: 'Audience Manager: group.deleteMany, one ID in each item',
		vendor: 'audienceManager',
		resource: 'group',
		operation: 'deleteMany',
		standIn: bulkDeletion,
		parameters: { groupIds: (item) => String(2_000 + item) },
	},
	{
		title: 'Audience Manager: group.upsert, every second group is new',
		vendor: 'audienceManager',
		resource: 'group',
		operation: 'upsert',
		standIn: (items) => groups(items / 2, items),
		parameters: { name: (item) => (item % 2 === 0 ? `Group ${item / 2}` : `New ${item}`) },
	},
	{
		title: `Keitaro: member.add, each campaign into one of ${CAMPAIGN_GROUPS} groups`,
		vendor: 'keitaro',
		resource: 'member',
		operation: 'add',
		standIn: (items) => campaigns(items, CAMPAIGN_GROUPS),
		parameters: {
			groupType: () => 'campaigns',
			groupId: (item) => byId(1 + (item % CAMPAIGN_GROUPS)),
			members: (item) => String(item + 1),
		},
	},
];
