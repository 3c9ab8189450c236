import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Simulators } from '../../simulators';
import { byId, countTo, type VendorId } from './bench';

/** A write operation over many items, and how the vendor's state tells what became of each. */
export interface WriteOperation {
	/** `keitaro group.create` */
	line: `${VendorId} ${string}`;
	parameters: INodeParameters;
	/** The vendor's state before, for this many items. */
	seed: (simulators: Simulators, count: number) => void;
	item?: (index: number) => IDataObject;
	/** Whether the vendor's state is what the item asks for. */
	isDone: (simulators: Simulators) => (index: number) => boolean;
	/** What must not be there twice. */
	unique: (simulators: Simulators) => unknown[];
	/** Whether a repeated request might make a second group. */
	creates?: true;
}

const ID = byId('={{ $json.id }}');
const TYPE = 'campaigns';
const old = (index: number): string => `Group ${index}`;
const fresh = (index: number): string => `New ${index}`;

const keitaroNames = ({ keitaro }: Simulators): string[] => keitaro.state.groups.map(({ name }) => name);
const reachNames = ({ reach360 }: Simulators): string[] => reach360.state.groups.map(({ name }) => name);
const adobeNames = ({ audienceManager }: Simulators): string[] => audienceManager.state.groups.map(({ name }) => name);

const hasName = (names: (simulators: Simulators) => string[]) => (simulators: Simulators) => {
	const there = new Set(names(simulators));
	return (index: number) => there.has(fresh(index));
};

const KEITARO = {
	some: ({ keitaro }: Simulators, count: number) =>
		keitaro.seed({ groups: countTo(count).map((index) => ({ id: index + 1, name: old(index), type: TYPE })) }),
	entities:
		(groupOf: (index: number) => number) =>
		({ keitaro }: Simulators, count: number) =>
			keitaro.seed({
				groups: countTo(count).map((index) => ({ id: index + 1, name: old(index), type: TYPE })),
				campaigns: countTo(count).map((index) => ({
					id: index + 1,
					name: `Campaign ${index}`,
					group_id: groupOf(index),
				})),
			}),
	gone: ({ keitaro }: Simulators) => {
		const ids = new Set(keitaro.state.groups.map(({ id }) => id));
		return (index: number) => !ids.has(index + 1);
	},
	groupOf:
		(wanted: (index: number) => number) =>
		({ keitaro }: Simulators) => {
			const groups = new Map(keitaro.state.campaigns.map(({ id, group_id }) => [id, Number(group_id)]));
			return (index: number) => groups.get(index + 1) === wanted(index);
		},
};

/** Members are spread over ten groups, which every item of the group reads. */
const TEN = (index: number): number => index % 10;
const user = (index: number): string => `user-${index}`;

const REACH = {
	some: ({ reach360 }: Simulators, count: number) =>
		reach360.seed({ groups: countTo(count).map((index) => ({ id: `g-${index}`, name: old(index) })) }),
	users:
		(membersOf: (group: number, count: number) => string[], groups?: number) =>
		({ reach360 }: Simulators, count: number) =>
			reach360.seed({
				groups: countTo(groups ?? count).map((index) => ({
					id: `g-${index}`,
					name: old(index),
					members: membersOf(index, count),
				})),
				users: countTo(count).map((index) => ({ id: user(index), email: `${user(index)}@example.com` })),
			}),
	gone: ({ reach360 }: Simulators) => {
		const ids = new Set(reach360.state.groups.map(({ id }) => id));
		return (index: number) => !ids.has(`g-${index}`);
	},
	members:
		(groupOf: (index: number) => number, wanted: boolean) =>
		({ reach360 }: Simulators) => {
			const members = reach360.state.groups.map((group) => new Set(group.members));
			return (index: number) => members[groupOf(index)]!.has(user(index)) === wanted;
		},
	unique: ({ reach360 }: Simulators) =>
		reach360.state.groups.flatMap(({ id, members }) => [id, ...members.map((member) => `${id} ${member}`)]),
};

const FIRST = 1_000;
const PERMISSION = { objectType: 'SEGMENT', permissions: ['READ'] } as const;

const ADOBE = {
	some: ({ audienceManager }: Simulators, count: number) =>
		audienceManager.seed({
			groups: countTo(count).map((index) => ({ groupId: FIRST + index, name: old(index), description: null })),
		}),
	users:
		(groupsOf: (index: number) => number[], groups?: number) =>
		({ audienceManager }: Simulators, count: number) =>
			audienceManager.seed({
				groups: countTo(groups ?? count).map((index) => ({ groupId: FIRST + index, name: old(index) })),
				users: countTo(count).map((index) => ({
					userId: index + 1,
					username: user(index),
					firstName: 'A',
					lastName: 'B',
					groups: groupsOf(index),
				})),
			}),
	permitted:
		(before: boolean) =>
		({ audienceManager }: Simulators, count: number) =>
			audienceManager.seed({
				objects: countTo(count).map((index) => ({
					objectType: 'SEGMENT',
					objectId: index + 1,
					name: `Segment ${index}`,
				})),
				groups: countTo(count).map((index) => ({
					groupId: FIRST + index,
					name: old(index),
					permissions: before ? [{ objectType: 'SEGMENT', objectId: index + 1, permissions: ['READ'] }] : [],
				})),
			}),
	gone: ({ audienceManager }: Simulators) => {
		const ids = new Set(audienceManager.state.groups.map(({ groupId }) => groupId));
		return (index: number) => !ids.has(FIRST + index);
	},
	members:
		(groupOf: (index: number) => number, wanted: boolean) =>
		({ audienceManager }: Simulators) => {
			const groups = audienceManager.state.users.map((one) => new Set(one.groups));
			return (index: number) => groups[index]!.has(FIRST + groupOf(index)) === wanted;
		},
	has:
		(wanted: boolean) =>
		({ audienceManager }: Simulators) => {
			const { groups } = audienceManager.state;
			return (index: number) =>
				groups[index]!.permissions.some(({ objectId }) => objectId === index + 1) === wanted;
		},
	unique: ({ audienceManager }: Simulators) =>
		audienceManager.state.users.flatMap(({ userId, groups }) => groups.map((groupId) => `${userId} ${groupId}`)),
};

const permissions = `={{ [{ "objectType": "${PERMISSION.objectType}", "objectId": $json.object, "permissions": ["READ"] }] }}`;
const itself = (index: number): number => index;

/** Every write operation of every vendor, one write per item except where the vendor or the node brings items together. */
export const WRITE_OPERATIONS: readonly WriteOperation[] = [
	{
		line: 'keitaro group.create',
		parameters: { groupType: TYPE, name: '={{ $json.name }}' },
		seed: ({ keitaro }) => keitaro.seed({}),
		item: (index) => ({ name: fresh(index) }),
		isDone: hasName(keitaroNames),
		unique: keitaroNames,
		creates: true,
	},
	{
		line: 'keitaro group.update',
		parameters: { groupType: TYPE, groupId: ID, name: '={{ $json.name }}' },
		seed: KEITARO.some,
		item: (index) => ({ id: index + 1, name: fresh(index) }),
		isDone: hasName(keitaroNames),
		unique: keitaroNames,
	},
	{
		line: 'keitaro group.delete',
		parameters: { groupType: TYPE, groupId: ID },
		seed: KEITARO.some,
		item: (index) => ({ id: index + 1 }),
		isDone: KEITARO.gone,
		unique: keitaroNames,
	},
	{
		line: 'keitaro group.deleteMany',
		parameters: { groupType: TYPE, groupIds: '={{ $json.id }}' },
		seed: KEITARO.some,
		item: (index) => ({ id: index + 1 }),
		isDone: KEITARO.gone,
		unique: keitaroNames,
	},
	{
		line: 'keitaro group.upsert',
		parameters: { groupType: TYPE, name: '={{ $json.name }}' },
		seed: ({ keitaro }) => keitaro.seed({}),
		item: (index) => ({ name: fresh(index) }),
		isDone: hasName(keitaroNames),
		unique: keitaroNames,
		creates: true,
	},
	{
		line: 'keitaro member.add',
		parameters: { groupType: TYPE, groupId: byId(1), members: '={{ $json.id }}' },
		seed: KEITARO.entities(() => 0),
		item: (index) => ({ id: index + 1 }),
		isDone: KEITARO.groupOf(() => 1),
		unique: keitaroNames,
	},
	{
		line: 'keitaro member.remove',
		parameters: { groupType: TYPE, groupId: byId(1), members: '={{ $json.id }}' },
		seed: KEITARO.entities(() => 1),
		item: (index) => ({ id: index + 1 }),
		isDone: KEITARO.groupOf(() => 0),
		unique: keitaroNames,
	},
	{
		line: 'keitaro member.set',
		parameters: { groupType: TYPE, groupId: ID, members: '={{ $json.id }}' },
		seed: KEITARO.entities(() => 0),
		item: (index) => ({ id: index + 1 }),
		isDone: KEITARO.groupOf((index) => index + 1),
		unique: keitaroNames,
	},
	{
		line: 'reach360 group.create',
		parameters: { name: '={{ $json.name }}' },
		seed: ({ reach360 }) => reach360.seed({}),
		item: (index) => ({ name: fresh(index) }),
		isDone: hasName(reachNames),
		unique: reachNames,
		creates: true,
	},
	{
		line: 'reach360 group.update',
		parameters: { groupId: ID, name: '={{ $json.name }}' },
		seed: REACH.some,
		item: (index) => ({ id: `g-${index}`, name: fresh(index) }),
		isDone: hasName(reachNames),
		unique: reachNames,
	},
	{
		line: 'reach360 group.delete',
		parameters: { groupId: ID },
		seed: REACH.some,
		item: (index) => ({ id: `g-${index}` }),
		isDone: REACH.gone,
		unique: reachNames,
	},
	{
		line: 'reach360 group.deleteMany',
		parameters: { groupIds: '={{ $json.id }}' },
		seed: REACH.some,
		item: (index) => ({ id: `g-${index}` }),
		isDone: REACH.gone,
		unique: reachNames,
	},
	{
		line: 'reach360 group.upsert',
		parameters: { name: '={{ $json.name }}' },
		seed: ({ reach360 }) => reach360.seed({}),
		item: (index) => ({ name: fresh(index) }),
		isDone: hasName(reachNames),
		unique: reachNames,
		creates: true,
	},
	{
		line: 'reach360 member.add',
		parameters: { groupId: ID, members: '={{ $json.member }}' },
		seed: REACH.users(() => [], 10),
		item: (index) => ({ id: `g-${TEN(index)}`, member: user(index) }),
		isDone: REACH.members(TEN, true),
		unique: REACH.unique,
	},
	{
		line: 'reach360 member.remove',
		parameters: { groupId: ID, members: '={{ $json.member }}' },
		seed: REACH.users(
			(group, count) =>
				countTo(count)
					.filter((index) => TEN(index) === group)
					.map(user),
			10,
		),
		item: (index) => ({ id: `g-${TEN(index)}`, member: user(index) }),
		isDone: REACH.members(TEN, false),
		unique: REACH.unique,
	},
	{
		line: 'reach360 member.set',
		parameters: { groupId: ID, members: '={{ $json.member }}' },
		seed: REACH.users(() => []),
		item: (index) => ({ id: `g-${index}`, member: user(index) }),
		isDone: REACH.members(itself, true),
		unique: REACH.unique,
	},
	{
		line: 'audienceManager group.create',
		parameters: { name: '={{ $json.name }}' },
		seed: ({ audienceManager }) => audienceManager.seed({}),
		item: (index) => ({ name: fresh(index) }),
		isDone: hasName(adobeNames),
		unique: adobeNames,
		creates: true,
	},
	{
		line: 'audienceManager group.update',
		parameters: { groupId: ID, name: '={{ $json.name }}', description: 'New' },
		seed: ADOBE.some,
		item: (index) => ({ id: FIRST + index, name: fresh(index) }),
		isDone: hasName(adobeNames),
		unique: adobeNames,
	},
	{
		line: 'audienceManager group.delete',
		parameters: { groupId: ID },
		seed: ADOBE.some,
		item: (index) => ({ id: FIRST + index }),
		isDone: ADOBE.gone,
		unique: adobeNames,
	},
	{
		line: 'audienceManager group.deleteMany',
		parameters: { groupIds: '={{ $json.id }}' },
		seed: ADOBE.some,
		item: (index) => ({ id: FIRST + index }),
		isDone: ADOBE.gone,
		unique: adobeNames,
	},
	{
		line: 'audienceManager group.upsert',
		parameters: { name: '={{ $json.name }}' },
		seed: ({ audienceManager }) => audienceManager.seed({}),
		item: (index) => ({ name: fresh(index) }),
		isDone: hasName(adobeNames),
		unique: adobeNames,
		creates: true,
	},
	{
		line: 'audienceManager member.add',
		parameters: { groupId: ID, members: '={{ $json.member }}' },
		seed: ADOBE.users(() => [], 10),
		item: (index) => ({ id: FIRST + TEN(index), member: index + 1 }),
		isDone: ADOBE.members(TEN, true),
		unique: ADOBE.unique,
	},
	{
		line: 'audienceManager member.remove',
		parameters: { groupId: ID, members: '={{ $json.member }}' },
		seed: ADOBE.users((index) => [FIRST + TEN(index)], 10),
		item: (index) => ({ id: FIRST + TEN(index), member: index + 1 }),
		isDone: ADOBE.members(TEN, false),
		unique: ADOBE.unique,
	},
	{
		line: 'audienceManager member.set',
		parameters: { groupId: ID, members: '={{ $json.member }}' },
		seed: ADOBE.users(() => []),
		item: (index) => ({ id: FIRST + index, member: index + 1 }),
		isDone: ADOBE.members(itself, true),
		unique: ADOBE.unique,
	},
	...(['set', 'grant', 'revoke'] as const).map((operation): WriteOperation => ({
		line: `audienceManager permission.${operation}`,
		parameters: { groupId: ID, permissions },
		seed: ADOBE.permitted(operation === 'revoke'),
		item: (index) => ({ id: FIRST + index, object: index + 1 }),
		isDone: ADOBE.has(operation !== 'revoke'),
		unique: adobeNames,
	})),
];
