import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Simulators } from '../../../simulators';
import { byId, countTo, type VendorId } from '../bench';
import { groupsOf } from './state';

/** What there is of one target: names, members or objects, sorted. */
type Value = string[];

/** One of the two executions: what it runs over all targets, and what that makes of a target. */
interface Side {
	line: string;
	parameters: INodeParameters;
	items: IDataObject[];
	id: (target: number) => string;
	apply: (before: Value, target: number) => Value;
}

/** Two executions over the same targets. */
export interface Meeting {
	name: string;
	vendor: VendorId;
	seed: (simulators: Simulators) => void;
	value: (simulators: Simulators, target: number) => Value;
	sides: [Side, Side];
	/** Of all that report to have created a target's group, one may be right. */
	createsOnce?: true;
}

export const TARGETS = 3;
const GROUP = 'campaigns';
const FIRST = 1_000;
const targets = countTo(TARGETS);

const withOne = (entry: string) => (before: Value) => [...new Set([...before, entry])].sort();
const without = (entry: string) => (before: Value) => before.filter((other) => other !== entry);

interface Names {
	vendor: VendorId;
	more: INodeParameters;
	group: (index: number) => string | number;
	member: (index: number) => string | number;
}

const VENDORS: Names[] = [
	{ vendor: 'keitaro', more: { groupType: GROUP }, group: (index) => index + 1, member: (index) => index + 1 },
	{ vendor: 'reach360', more: {}, group: (index) => `g-${index}`, member: (index) => `user-${index}` },
	{ vendor: 'audienceManager', more: {}, group: (index) => FIRST + index, member: (index) => index + 1 },
];

const PEOPLE = TARGETS * 3;

/** Each target's group has one member that nobody touches: 6, 7, 8. */
function seed({ keitaro, reach360, audienceManager }: Simulators): void {
	const name = (index: number) => `Group ${index}`;
	const groupOf = (index: number) => (index < TARGETS * 2 ? undefined : index % TARGETS);
	keitaro.seed({
		groups: targets.map((index) => ({ id: index + 1, name: name(index), type: GROUP })),
		campaigns: countTo(PEOPLE).map((index) => ({
			id: index + 1,
			name: `C ${index}`,
			group_id: (groupOf(index) ?? -1) + 1,
		})),
	});
	reach360.seed({
		groups: targets.map((index) => ({
			id: `g-${index}`,
			name: name(index),
			members: [`user-${TARGETS * 2 + index}`],
		})),
		users: countTo(PEOPLE).map((index) => ({ id: `user-${index}`, email: `user-${index}@example.com` })),
	});
	audienceManager.seed({
		objects: countTo(PEOPLE).map((index) => ({ objectType: 'SEGMENT', objectId: index + 1, name: `S ${index}` })),
		groups: targets.map((index) => ({
			groupId: FIRST + index,
			name: name(index),
			permissions: [{ objectType: 'SEGMENT', objectId: TARGETS * 2 + index + 1, permissions: ['READ'] }],
		})),
		users: countTo(PEOPLE).map((index) => ({
			userId: index + 1,
			username: `user-${index}`,
			firstName: 'A',
			lastName: 'B',
			groups: groupOf(index) === undefined ? [] : [FIRST + groupOf(index)!],
		})),
	});
}

function membersOf({ keitaro, reach360, audienceManager }: Simulators, vendor: VendorId, target: number): Value {
	const of = {
		keitaro: () =>
			keitaro.state.campaigns.filter(({ group_id }) => Number(group_id) === target + 1).map(({ id }) => id),
		reach360: () => reach360.state.groups[target]!.members,
		audienceManager: () =>
			audienceManager.state.users
				.filter(({ groups }) => groups.includes(FIRST + target))
				.map(({ userId }) => userId),
	};
	return of[vendor]().map(String).sort();
}

const objectsOf = ({ audienceManager }: Simulators, target: number): Value =>
	audienceManager.state.groups[target]!.permissions.map(({ objectId }) => String(objectId)).sort();

function named({ vendor, more }: Names): Meeting[] {
	const fresh = (target: number) => `New ${target}`;
	const side = (operation: string): Side => ({
		line: `${vendor} group.${operation}`,
		parameters: { ...more, name: '={{ $json.name }}' },
		items: targets.map((target) => ({ name: fresh(target) })),
		id: fresh,
		// Audience Manager takes a name twice, and `create` makes a group whatever there is.
		apply: (before, target) =>
			operation === 'create' && vendor === 'audienceManager'
				? [...before, fresh(target)]
				: withOne(fresh(target))(before),
	});
	const meeting = (one: string, other: string): Meeting => ({
		name: `${vendor} group.${one} and group.${other}`,
		vendor,
		seed,
		value: (simulators, target) =>
			groupsOf(simulators, vendor).flatMap(({ name }) => (name === fresh(target) ? [name] : [])),
		sides: [side(one), side(other)],
		...((vendor !== 'audienceManager' || one === 'upsert') && { createsOnce: true }),
	});
	const same = [meeting('create', 'create'), meeting('upsert', 'upsert')];
	return vendor === 'audienceManager' ? same : [...same, meeting('create', 'upsert')];
}

function existing({ vendor, more, group }: Names): Meeting[] {
	const groupId = byId('={{ $json.id }}');
	const rename = (word: string): Side => ({
		line: `${vendor} group.update`,
		parameters: {
			...more,
			groupId,
			name: '={{ $json.name }}',
			...(vendor === 'audienceManager' && { description: 'New' }),
		},
		items: targets.map((target) => ({ id: group(target), name: `${word} ${target}` })),
		id: (target) => String(group(target)),
		apply: (before, target) => (before.length === 0 ? before : [`${word} ${target}`]),
	});
	const remove: Side = {
		line: `${vendor} group.delete`,
		parameters: { ...more, groupId },
		items: targets.map((target) => ({ id: group(target) })),
		id: (target) => String(group(target)),
		apply: () => [],
	};
	const value: Meeting['value'] = (simulators, target) =>
		groupsOf(simulators, vendor).flatMap(({ id, name }) => (id === group(target) ? [name] : []));
	return [
		{ name: `${vendor} two renames`, vendor, seed, value, sides: [rename('One'), rename('Other')] },
		{ name: `${vendor} a rename and a deletion`, vendor, seed, value, sides: [rename('One'), remove] },
	];
}

function membered({ vendor, more, group, member }: Names): Meeting[] {
	const side = (operation: string, first: number): Side => {
		const id = (target: number) => String(member(first + target));
		return {
			line: `${vendor} member.${operation}`,
			parameters: { ...more, groupId: byId('={{ $json.id }}'), members: '={{ $json.members }}' },
			items: targets.map((target) => ({ id: group(target), members: id(target) })),
			id,
			apply: (before, target) =>
				({ add: withOne(id(target)), remove: without(id(target)), set: () => [id(target)] })[operation]!(
					before,
				),
		};
	};
	const value: Meeting['value'] = (simulators, target) => membersOf(simulators, vendor, target);
	const meeting = (name: string, sides: [Side, Side]): Meeting => ({
		name: `${vendor} ${name}`,
		vendor,
		seed,
		value,
		sides,
	});
	return [
		meeting('members added by both', [side('add', 0), side('add', TARGETS)]),
		meeting('members added and removed', [side('add', 0), side('remove', TARGETS * 2)]),
		meeting('two member lists', [side('set', 0), side('set', TARGETS)]),
	];
}

const [, , ADOBE] = VENDORS;

/** Users of Audience Manager hold their groups: the same users, each side with a group of its own. */
function oneUser(): Meeting {
	const side = (target: number): Side => ({
		line: 'audienceManager member.add',
		parameters: { groupId: byId(FIRST + target), members: '={{ $json.members }}' },
		items: targets.map((user) => ({ members: String(user + 1) })),
		id: (user) => String(user + 1),
		apply: withOne(String(FIRST + target)),
	});
	const value: Meeting['value'] = ({ audienceManager }, user) =>
		audienceManager.state.users[user]!.groups.map(String).sort();
	const name = 'audienceManager groups of the same users';
	return { name, vendor: 'audienceManager', seed, value, sides: [side(0), side(1)] };
}

function granted(): Meeting[] {
	const side = (operation: string, first: number): Side => ({
		line: `audienceManager permission.${operation}`,
		parameters: {
			groupId: byId('={{ $json.id }}'),
			permissions: '={{ [{ "objectType": "SEGMENT", "objectId": $json.object, "permissions": ["READ"] }] }}',
		},
		items: targets.map((target) => ({ id: ADOBE!.group(target), object: first + target + 1 })),
		id: (target) => String(ADOBE!.group(target)),
		apply: (before, target) => (operation === 'grant' ? withOne : without)(String(first + target + 1))(before),
	});
	const meeting = (name: string, sides: [Side, Side]): Meeting => ({
		name: `audienceManager ${name}`,
		vendor: 'audienceManager',
		seed,
		value: objectsOf,
		sides,
	});
	return [
		meeting('two grants', [side('grant', 0), side('grant', TARGETS)]),
		meeting('a grant and a revocation', [side('grant', 0), side('revoke', TARGETS * 2)]),
	];
}

export const MEETINGS: readonly Meeting[] = [
	...VENDORS.flatMap(named),
	...VENDORS.flatMap(existing),
	...VENDORS.flatMap(membered),
	oneUser(),
	...granted(),
];
