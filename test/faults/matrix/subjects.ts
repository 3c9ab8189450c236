import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Simulators } from '../../../simulators';
import { byId, countTo, type VendorId } from '../bench';
import { WRITE_OPERATIONS } from '../operations';

/** One thing that an item asks for, and the call that does it alone and in peace. */
export interface Change {
	/** Index of the item that asks for it. */
	item: number;
	/** What the report calls it: the group's or the member's id. */
	id: string;
	alone: { line: string; parameters: INodeParameters; item: IDataObject };
}

/** What a cell of the matrix runs: a write operation over an item or two, beside somebody who must not be touched. */
export interface Subject {
	name: string;
	vendor: VendorId;
	line: `${VendorId} ${string}`;
	parameters: INodeParameters;
	seed: (simulators: Simulators) => void;
	items: IDataObject[];
	changes: Change[];
}

const BESIDE = 3;

/** Every operation over two items; a third group or member is there and must stay as it is. */
const PLAIN: Subject[] = WRITE_OPERATIONS.map(({ line, parameters, seed, item }) => {
	const items = countTo(2).map((index) => item!(index));
	const changes = oneEach(line, parameters, items);
	return subject(line, line, parameters, (simulators) => seed(simulators, BESIDE), items, changes);
});

const GROUP = 'campaigns';
const ID = byId('={{ $json.id }}');
const NAMED = { id: '={{ $json.id }}', members: '={{ $json.members }}' };
const MEMBERS = { groupId: byId(NAMED.id), members: NAMED.members };
const KEITARO = { groupType: GROUP };

const seeds = {
	groups: ({ keitaro, reach360, audienceManager }: Simulators) => {
		keitaro.seed({ groups: countTo(4).map((index) => ({ id: index + 1, name: `Group ${index}`, type: GROUP })) });
		reach360.seed({ groups: countTo(4).map((index) => ({ id: `g-${index}`, name: `Group ${index}` })) });
		audienceManager.seed({
			groups: countTo(4).map((index) => ({ groupId: 1_000 + index, name: `Group ${index}` })),
		});
	},
	/** Group 0 has member 0, group 1 has member 3. */
	members: ({ keitaro, reach360, audienceManager }: Simulators) => {
		const group = [1, 0, 0, 2];
		keitaro.seed({
			groups: countTo(2).map((index) => ({ id: index + 1, name: `Group ${index}`, type: GROUP })),
			campaigns: group.map((id, index) => ({ id: index + 1, name: `Campaign ${index}`, group_id: id })),
		});
		reach360.seed({
			groups: countTo(2).map((index) => ({
				id: `g-${index}`,
				name: `Group ${index}`,
				members: index === 0 ? ['user-0'] : ['user-3'],
			})),
			users: countTo(4).map((index) => ({ id: `user-${index}`, email: `user-${index}@example.com` })),
		});
		audienceManager.seed({
			groups: countTo(2).map((index) => ({ groupId: 1_000 + index, name: `Group ${index}` })),
			users: group.map((id, index) => ({
				userId: index + 1,
				username: `user-${index}`,
				firstName: 'A',
				lastName: 'B',
				groups: id === 0 ? [] : [999 + id],
			})),
		});
	},
	objects: ({ audienceManager }: Simulators) =>
		audienceManager.seed({
			objects: countTo(3).map((index) => ({
				objectType: 'SEGMENT',
				objectId: index + 1,
				name: `Segment ${index}`,
			})),
			groups: countTo(2).map((index) => ({
				groupId: 1_000 + index,
				name: `Group ${index}`,
				permissions: [{ objectType: 'SEGMENT', objectId: 3, permissions: ['READ'] }],
			})),
		}),
};

interface Names {
	vendor: VendorId;
	more: INodeParameters;
	group: (index: number) => string | number;
	member: (index: number) => string | number;
}

const VENDORS: Names[] = [
	{ vendor: 'keitaro', more: KEITARO, group: (index) => index + 1, member: (index) => index + 1 },
	{ vendor: 'reach360', more: {}, group: (index) => `g-${index}`, member: (index) => `user-${index}` },
	{ vendor: 'audienceManager', more: {}, group: (index) => 1_000 + index, member: (index) => index + 1 },
];

/** One item that asks for several changes: some may be done and others not. */
function several({ vendor, more, group, member }: Names): Subject[] {
	const deletion = (ids: Array<string | number>) => ({ ids: ids.join() });
	const remove = { ...more, groupIds: '={{ $json.ids }}' };
	const parameters = { ...more, ...MEMBERS };
	const change = (operation: string, index: number): Change => ({
		item: 0,
		id: String(member(index)),
		alone: {
			line: `${vendor} member.${operation}`,
			parameters,
			item: { id: group(0), members: String(member(index)) },
		},
	});
	const members = (indexes: number[]) => [{ id: group(0), members: indexes.map(member).join() }];
	return [
		subject(
			`${vendor} group.deleteMany of two`,
			`${vendor} group.deleteMany`,
			remove,
			seeds.groups,
			[deletion([group(0), group(1)])],
			[0, 1].map((index) => ({
				item: 0,
				id: String(group(index)),
				alone: { line: `${vendor} group.deleteMany`, parameters: remove, item: deletion([group(index)]) },
			})),
		),
		subject(`${vendor} member.add of two`, `${vendor} member.add`, parameters, seeds.members, members([1, 2]), [
			change('add', 1),
			change('add', 2),
		]),
		subject(
			`${vendor} member.set that replaces`,
			`${vendor} member.set`,
			parameters,
			seeds.members,
			members([1, 2]),
			[change('add', 1), change('add', 2), change('remove', 0)],
		),
	];
}

/** Two items in a row with one target: what the later one reports has to last. */
function inARow({ vendor, more, group, member }: Names): Subject[] {
	const options = { concurrency: 1 };
	const update = { ...more, groupId: ID, name: '={{ $json.name }}', options };
	const upsert = { ...more, name: '={{ $json.name }}', options };
	const row = (operation: string, parameters: INodeParameters, items: IDataObject[]) => {
		const line = `${vendor} group.${operation}` as const;
		return subject(`${line} twice`, line, parameters, seeds.groups, items, oneEach(line, parameters, items));
	};
	const add = { ...more, ...MEMBERS, options };
	const added = countTo(2).map((index) => ({ id: group(0), members: String(member(index + 1)) }));
	const line = `${vendor} member.add` as const;
	return [
		row('update', vendor === 'audienceManager' ? { ...update, description: 'New' } : update, [
			{ id: group(0), name: 'First' },
			{ id: group(0), name: 'Second' },
		]),
		row('upsert', upsert, [{ name: 'New' }, { name: 'New' }]),
		subject(`${line} to one group`, line, add, seeds.members, added, oneEach(line, add, added)),
	];
}

const PERMISSIONS = '={{ [{ "objectType": "SEGMENT", "objectId": $json.object, "permissions": ["READ"] }] }}';

/** Audience Manager brings items with one user, or one group's permissions, into one write. */
const JOINT: Subject[] = [
	joint('member.add', { groupId: ID, members: '={{ $json.members }}' }, seeds.members, [
		{ id: 1_000, members: '2' },
		{ id: 1_001, members: '2' },
	]),
	joint('permission.grant', { groupId: ID, permissions: PERMISSIONS }, seeds.objects, [
		{ id: 1_000, object: 1 },
		{ id: 1_000, object: 2 },
	]),
];

function joint(operation: string, parameters: INodeParameters, seed: Subject['seed'], items: IDataObject[]): Subject {
	const line = `audienceManager ${operation}` as const;
	return subject(`${line} joined`, line, parameters, seed, items, oneEach(line, parameters, items));
}

export const SUBJECTS: readonly Subject[] = [
	...PLAIN,
	...VENDORS.flatMap(several),
	...VENDORS.flatMap(inARow),
	...JOINT,
];

function subject(
	name: string,
	line: Subject['line'],
	parameters: INodeParameters,
	seed: Subject['seed'],
	items: IDataObject[],
	changes: Change[],
): Subject {
	return { name, vendor: line.split(' ')[0] as VendorId, line, parameters, seed, items, changes };
}

function oneEach(line: string, parameters: INodeParameters, items: IDataObject[]): Change[] {
	return items.map((item, index) => ({
		item: index,
		id: String(item.members ?? item.member ?? item.id),
		alone: { line, parameters, item },
	}));
}
