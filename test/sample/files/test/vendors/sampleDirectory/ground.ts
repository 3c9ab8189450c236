import type { Ground } from '../../kit/ground';
import { countTo } from '../../kit/json';
import { id } from './records';

const memberId = (index: number): string => `u-${index + 1}`;

export const ground: Ground = {
	vendor: 'sampleDirectory',
	scope: {},
	update: {},
	groupId: id,
	memberId,
	spellings: (index) => [memberId(index)],
	idField: 'id',
	hasUniqueNames: false,
	hasDescription: true,
	isExclusive: false,
	seed: ({ sampleDirectory }, { names, members = [], people = 0, descriptions = [] }) =>
		sampleDirectory.seed({
			groups: names.map((name, index) => ({
				id: id(index),
				name,
				description: descriptions[index] ?? null,
				members: (members[index] ?? []).map(memberId),
			})),
			users: countTo(people).map((index) => ({ id: memberId(index), login: `person${index}` })),
		}),
	groups: ({ sampleDirectory: { state } }) =>
		state.groups.map(({ id, name, description, members }) => ({ id, name, description, members, permissions: {} })),
	addGroup: ({ sampleDirectory: { state } }, name) =>
		void state.groups.push({ id: 'g-900', name, description: null, members: [], created: '2026-02-01T00:00:00Z' }),
	put: (group, member) => `PUT /groups/${id(group)}/users/${memberId(member)}`,
	take: (group, member) => `DELETE /groups/${id(group)}/users/${memberId(member)}`,
	writes: { path: /groups\/[^/]+\/users\/[^/]+$/ },
	memberList: (group) => new RegExp(`groups/${id(group)}/users$`),
};
