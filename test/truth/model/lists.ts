import type { Json } from '../../kit/json';
import { idsOf, personOf, type GroupName, type Model, type World } from './world';

export type ListOperation =
	'member.add' | 'member.remove' | 'member.set' | 'permission.grant' | 'permission.revoke' | 'permission.set';

export interface Entry extends Json {
	objectType: 'SEGMENT';
	objectId: number;
	permissions: string[];
}

/** Members as they are typed, or permission entries; undefined is what an expression did not find. */
export interface ListItem {
	group: GroupName;
	list: string[] | Entry[] | undefined | null;
}

export const isMember = (operation: ListOperation): boolean => operation.startsWith('member');

const keyOf = ({ objectType, objectId }: Entry): string => `${objectType} ${objectId}`;

/** What the list asks for, in one notation; undefined where somebody is unknown. */
export function meaningOf(operation: ListOperation, { list }: ListItem, world: World): string[] | undefined {
	// An empty list is refused for itself.
	if (!list || list.length === 0) return undefined;
	if (!isMember(operation))
		return (list as Entry[])
			.flatMap((entry) => entry.permissions.map((name) => `${keyOf(entry)} ${name}`))
			.toSorted();
	const people = (list as string[]).map((typed) => personOf(world, typed));
	return people.some((person) => person === undefined) ? undefined : [...new Set(people as string[])].toSorted();
}

/** What the group has, in the same notation. */
export function holdingsOf(operation: ListOperation, model: Model, id: string): string[] {
	const { members, permissions } = model.get(id)!;
	if (isMember(operation)) return members;
	return Object.entries(permissions)
		.flatMap(([key, names]) => names.map((name) => `${key} ${name}`))
		.toSorted();
}

/** Items that set one group to different lists, or want one Keitaro entity in two groups. */
export function contradicting(operation: ListOperation, items: ListItem[], model: Model, world: World): Set<number> {
	const wishes = items.map((item, index) => ({
		index,
		group: idsOf(item.group, model)[0],
		wanted: meaningOf(operation, item, world),
	}));
	const clash = (one: (typeof wishes)[number], other: (typeof wishes)[number]): boolean => {
		if (one.group === undefined || other.group === undefined || !one.wanted || !other.wanted) return false;
		if (one.group === other.group) return operation.endsWith('set') && one.wanted.join() !== other.wanted.join();
		const isMove = world.isExclusive && operation !== 'member.remove';
		return isMove && one.wanted.some((person) => other.wanted!.includes(person));
	};
	return new Set(wishes.filter((one) => wishes.some((other) => clash(one, other))).map(({ index }) => index));
}

/** Carries an item out on the model; gives the code that its report has to have. */
export function carryOut(operation: ListOperation, item: ListItem, model: Model, world: World): string {
	if (!item.list || item.list.length === 0) return 'invalid_input';
	const [id] = idsOf(item.group, model);
	const wanted = meaningOf(operation, item, world);
	if (id === undefined || !wanted) return 'not_found';
	const current = holdingsOf(operation, model, id);
	if (operation === 'member.remove' && wanted.some((person) => !current.includes(person))) return 'not_found';
	const others = current.filter((one) => !wanted.includes(one));
	if (/add|grant/.test(operation)) store(operation, [...others, ...wanted], model, id, world);
	if (/remove|revoke/.test(operation)) store(operation, others, model, id, world);
	if (/set/.test(operation)) store(operation, wanted, model, id, world);
	return 'ok';
}

function store(operation: ListOperation, holdings: string[], model: Model, id: string, { isExclusive }: World): void {
	const group = model.get(id)!;
	if (!isMember(operation)) {
		const permissions: Record<string, string[]> = {};
		for (const holding of holdings.toSorted()) {
			const [type, object, name] = holding.split(' ');
			(permissions[`${type} ${object}`] ??= []).push(name!);
		}
		model.set(id, { ...group, permissions });
		return;
	}
	if (isExclusive) {
		for (const [other, state] of model)
			model.set(other, { ...state, members: state.members.filter((one) => !holdings.includes(one)) });
	}
	model.set(id, { ...group, members: holdings.toSorted() });
}
