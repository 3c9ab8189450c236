import { createHash } from 'node:crypto';
import { EVERYONE, type Group, type Reach360Seed, type User } from './entities';

export interface Reach360State {
	groups: Group[];
	users: User[];
	/** How many groups were ever created here; their ids are made from it. */
	created: number;
}

export function createState(seed: Reach360Seed): Reach360State {
	return {
		groups: (seed.groups ?? []).map((group) => ({
			readOnly: group.id === EVERYONE,
			...group,
			members: [...(group.members ?? [])],
			reporters: [...(group.reporters ?? [])],
			managers: [...(group.managers ?? [])],
		})),
		users: (seed.users ?? []).map((user) => ({
			firstName: '',
			lastName: '',
			role: 'learner',
			lastActiveAt: '2026-10-01T08:00:00.000Z',
			articulate360User: false,
			...user,
		})),
		created: 0,
	};
}

export function isNameTaken(state: Reach360State, name: string, except?: Group): boolean {
	return state.groups.some((group) => group.name === name && group !== except);
}

export function addGroup(state: Reach360State, name: string): Group {
	state.created += 1;
	const group = { id: makeId(state.created), name, readOnly: false, members: [], reporters: [], managers: [] };
	state.groups.push(group);
	return group;
}

/** The memberships go with the group, which holds them. */
export function removeGroup(state: Reach360State, removed: Group): void {
	state.groups = state.groups.filter((group) => group !== removed);
}

export function addMember(group: Group, user: User): void {
	if (!group.members.includes(user.id)) group.members.push(user.id);
}

export function removeMember(group: Group, user: User): void {
	group.members = group.members.filter((id) => id !== user.id);
}

export function membersOf(state: Reach360State, group: Group): User[] {
	return state.users.filter((user) => isMember(group, user));
}

export function groupsOf(state: Reach360State, user: User): Group[] {
	return state.groups.filter((group) => isMember(group, user));
}

function isMember(group: Group, user: User): boolean {
	return group.id === EVERYONE || group.members.includes(user.id);
}

/** Looks random, and is the same in every run. */
function makeId(index: number): string {
	const hex = createHash('sha256').update(`reach360 group ${index}`).digest('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
