import { countTo } from '../../kit/json';
import type { Ground, GroupState } from '../../kit/ground';

const COLLECTIONS = { campaigns: 'campaigns', landings: 'landing_pages', offers: 'offers' } as const;

/** Groups of one type, and the entities that they hold. */
const groundOf = (type: keyof typeof COLLECTIONS): Ground => {
	const collection = COLLECTIONS[type];
	return {
		vendor: 'keitaro',
		scope: { groupType: type },
		update: {},
		groupId: (index) => String(index + 1),
		memberId: (index) => String(index + 101),
		spellings: (index) => [String(index + 101)],
		idField: 'id',
		hasUniqueNames: true,
		hasDescription: false,
		isExclusive: true,
		seed: ({ keitaro }, { names, members = [], people = 0 }) => {
			const groups = new Map(members.flatMap((list, group) => list.map((one) => [one, group + 1])));
			keitaro.seed({
				groups: names.map((name, index) => ({ id: index + 1, name, type })),
				[collection]: countTo(people).map((index) => {
					const group = groups.get(index) ?? 0;
					// The vendor mixes numbers and texts, and has two ways to say none.
					const group_id = [group, String(group), group || null][index % 3]!;
					return { id: index + 101, name: `Entity ${index}`, group_id };
				}),
			});
		},
		groups: ({ keitaro: { state } }) => {
			const members = new Map<number, string[]>(state.groups.map(({ id }) => [id, []]));
			for (const { id, group_id: group } of state[collection]) members.get(Number(group))?.push(String(id));
			return state.groups.map(({ id, name }): GroupState => {
				return { id: String(id), name, members: members.get(id)!, description: null, permissions: {} };
			});
		},
		addGroup: ({ keitaro: { state } }, name, id = 90) => void state.groups.push({ id, name, position: 9, type }),
		put: (group, member) => `PUT /${collection}/${member + 101} {"group_id":${group + 1}}`,
		take: (_, member) => `PUT /${collection}/${member + 101} {"group_id":0}`,
		writes: { method: 'PUT', path: new RegExp(`${collection}/\\d+$`) },
		memberList: () => new RegExp(`${collection}$`),
	};
};

export const ground = groundOf('campaigns');
/** Landing pages are listed at once, without pages. */
export const elsewhere = groundOf('landings');
