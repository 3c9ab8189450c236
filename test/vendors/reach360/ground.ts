import { countTo } from '../../kit/json';
import type { Ground } from '../../kit/ground';

export const ground: Ground = {
	vendor: 'reach360',
	scope: {},
	update: {},
	groupId: (index) => `grp-${index}`,
	memberId: (index) => `usr-${index}`,
	spellings: (index) => [`usr-${index}`, `person.${index}@example.com`, `Person.${index}@Example.com`],
	idField: 'id',
	hasUniqueNames: true,
	hasDescription: false,
	isExclusive: false,
	seed: ({ reach360 }, { names, members = [], people = 0 }) =>
		reach360.seed({
			groups: names.map((name, index) => ({
				id: `grp-${index}`,
				name,
				members: (members[index] ?? []).map((one) => `usr-${one}`),
			})),
			users: countTo(people).map((index) => ({ id: `usr-${index}`, email: `person.${index}@example.com` })),
		}),
	groups: ({ reach360: { state } }) =>
		state.groups.map(({ id, name, members }) => ({ id, name, members, description: null, permissions: {} })),
	addGroup: ({ reach360: { state } }, name, id = 90) =>
		void state.groups.push({ id: `grp-${id}`, name, readOnly: false, members: [], reporters: [], managers: [] }),
	put: (group, member) => `PUT /groups/grp-${group}/users/usr-${member}`,
	take: (group, member) => `DELETE /groups/grp-${group}/users/usr-${member}`,
	writes: { path: /groups\/[^/]+\/users\/[^/]+$/ },
	memberList: (group) => new RegExp(`groups/grp-${group}/users$`),
};
