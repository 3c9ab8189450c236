import { countTo } from '../../kit/json';
import type { Ground } from '../../kit/ground';

const user = (index: number, groups: number[]) => ({
	pid: 1194,
	status: 'ACTIVE' as const,
	firstName: 'Ada',
	lastName: 'O’Neil',
	email: `person.${index}@example.com`,
	title: null,
	phoneNumber: null,
	isAdmin: index % 2 === 0 ? ('true' as const) : ('false' as const),
	userId: index + 501,
	username: `person${index}`,
	groups,
});
const readable = (objectId: number) => ({ objectType: 'SEGMENT' as const, objectId, permissions: ['READ'] });
const write = (index: number, groups: number[]) => `PUT /users/${index + 501} ${JSON.stringify(user(index, groups))}`;

export const ground: Ground = {
	vendor: 'audienceManager',
	scope: {},
	// Without it the description is read before it is written.
	update: { description: 'New' },
	groupId: (index) => String(index + 2001),
	memberId: (index) => String(index + 501),
	spellings: (index) => [String(index + 501), `PERSON.${index}@example.com`, `person${index}`],
	idField: 'groupId',
	hasUniqueNames: false,
	hasDescription: true,
	isExclusive: false,
	seed: ({ audienceManager }, { names, members = [], people = 0, objects = 0, ...more }) => {
		const groupsOf = new Map<number, number[]>(countTo(people).map((index) => [index, []]));
		for (const [group, list] of members.entries()) for (const one of list) groupsOf.get(one)?.push(group + 2001);
		audienceManager.seed({
			groups: names.map((name, index) => ({
				groupId: index + 2001,
				name,
				description: more.descriptions?.[index] ?? null,
				permissions: (more.permissions?.[index] ?? []).map(readable),
			})),
			users: countTo(people).map((index) => user(index, groupsOf.get(index)!)),
			objects: countTo(objects).map((index) => ({
				objectType: 'SEGMENT',
				objectId: index + 1,
				name: `S ${index}`,
			})),
		});
	},
	groups: ({ audienceManager: { state } }) => {
		const members = new Map<number, string[]>(state.groups.map(({ groupId }) => [groupId, []]));
		for (const { userId, groups } of state.users)
			for (const group of groups) members.get(group)?.push(String(userId));
		return state.groups.map(({ groupId, name, description, permissions }) => {
			const entries = permissions.map(
				({ objectType, objectId, permissions: granted }) =>
					[`${objectType} ${objectId}`, granted.toSorted()] as const,
			);
			return {
				id: String(groupId),
				name,
				description,
				members: members.get(groupId)!,
				permissions: Object.fromEntries(entries),
			};
		});
	},
	addGroup: ({ audienceManager: { state } }, name, groupId = 90) =>
		void state.groups.push({
			groupId,
			name,
			description: null,
			wildcards: [],
			conflict: false,
			accessible: true,
			permissions: [],
		}),
	put: (group, member) => write(member, [group + 2001]),
	take: (_, member) => write(member, []),
	writes: { method: 'PUT', path: /users\/\d+$/ },
	memberList: () => /users\/$/,
};
