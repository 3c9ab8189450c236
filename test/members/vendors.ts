import type { Json } from '../kit/runner';
import { byId, countTo, type Stage, type VendorId } from './stage';

/** How a vendor keeps members, for tests that run over all three. Groups and members count from 0. */
export interface Membership {
	vendor: VendorId;
	group: (index: number) => string;
	member: (index: number) => string;
	/** Every way in which the member may be typed. */
	names: (index: number) => string[];
	/** Groups 0 to 2 with these members. */
	seed: (stage: Stage, groups: number[][]) => void;
	/** Indexes of the group's members now. */
	members: (stage: Stage, group: number) => number[];
	parameters: (group: number) => Json;
	/** Requests that change a membership. */
	writes: { method?: string; path: RegExp };
	put: (group: number, member: number) => string;
	take: (group: number, member: number) => string;
}

export const PEOPLE = 6;

const keitaro: Membership = {
	vendor: 'keitaro',
	group: (index) => String(index + 1),
	member: (index) => String(index + 101),
	names: (index) => [String(index + 101)],
	seed: ({ simulators }, groups) =>
		simulators.keitaro.seed({
			groups: groups.map((_, index) => ({ id: index + 1, name: `Group ${index}`, type: 'landings' })),
			landing_pages: countTo(PEOPLE).map((index) => {
				const group = groups.findIndex((members) => members.includes(index)) + 1;
				// The vendor mixes numbers and texts, and has two ways to say none.
				return {
					id: index + 101,
					name: `Page ${index}`,
					group_id: [group, String(group), group || null][index % 3]!,
				};
			}),
		}),
	members: ({ simulators }, group) =>
		simulators.keitaro.state.landing_pages
			.filter((page) => Number(page.group_id) === group + 1)
			.map(({ id }) => id - 101),
	parameters: (group) => ({ groupType: 'landings', groupId: byId(group + 1) }),
	writes: { method: 'PUT', path: /landing_pages\/\d+$/ },
	put: (group, member) => `PUT /landing_pages/${member + 101} {"group_id":${group + 1}}`,
	take: (_, member) => `PUT /landing_pages/${member + 101} {"group_id":0}`,
};

const reach360: Membership = {
	vendor: 'reach360',
	group: (index) => `grp-${index}`,
	member: (index) => `usr-${index}`,
	names: (index) => [`usr-${index}`, `Person.${index}@Example.com`],
	seed: ({ simulators }, groups) =>
		simulators.reach360.seed({
			groups: groups.map((members, index) => ({
				id: `grp-${index}`,
				name: `Group ${index}`,
				members: members.map((one) => `usr-${one}`),
			})),
			users: countTo(PEOPLE).map((index) => ({ id: `usr-${index}`, email: `person.${index}@example.com` })),
		}),
	members: ({ simulators }, group) =>
		simulators.reach360.state.groups[group]!.members.map((id) => Number(id.slice(4))),
	parameters: (group) => ({ groupId: byId(`grp-${group}`) }),
	writes: { path: /groups\/[^/]+\/users\/[^/]+$/ },
	put: (group, member) => `PUT /groups/grp-${group}/users/usr-${member}`,
	take: (group, member) => `DELETE /groups/grp-${group}/users/usr-${member}`,
};

const wholeUser = (index: number, groups: number[]): Json => ({
	pid: 1194,
	status: 'ACTIVE',
	firstName: 'Ada',
	lastName: 'O’Neil',
	email: `person.${index}@example.com`,
	title: null,
	phoneNumber: null,
	isAdmin: index % 2 === 0 ? 'true' : 'false',
	userId: index + 501,
	username: `person${index}`,
	groups,
});

const audienceManager: Membership = {
	vendor: 'audienceManager',
	group: (index) => String(index + 2001),
	member: (index) => String(index + 501),
	names: (index) => [String(index + 501), `PERSON.${index}@example.com`, `person${index}`],
	seed: ({ simulators }, groups) =>
		simulators.audienceManager.seed({
			groups: groups.map((_, index) => ({ groupId: index + 2001, name: `Group ${index}` })),
			users: countTo(PEOPLE).map((index) => {
				const member = groups.flatMap((members, group) => (members.includes(index) ? [group + 2001] : []));
				return wholeUser(index, member) as { userId: number; username: string };
			}),
		}),
	members: ({ simulators }, group) =>
		simulators.audienceManager.state.users
			.filter(({ groups }) => groups.includes(group + 2001))
			.map(({ userId }) => userId - 501),
	parameters: (group) => ({ groupId: byId(group + 2001) }),
	writes: { method: 'PUT', path: /users\/\d+$/ },
	put: (group, member) => `PUT /users/${member + 501} ${JSON.stringify(wholeUser(member, [group + 2001]))}`,
	take: (_, member) => `PUT /users/${member + 501} ${JSON.stringify(wholeUser(member, []))}`,
};

export const MEMBERSHIPS: readonly Membership[] = [keitaro, reach360, audienceManager];
