import { randomBytes } from 'node:crypto';
import {
	type AudienceManagerSeed,
	type AudienceManagerSwitches,
	type Group,
	type ObjectType,
	type PermissionableObject,
	PID,
	type User,
} from './entities';

export interface AudienceManagerState {
	groups: Group[];
	users: User[];
	objects: PermissionableObject[];
	/** Those that the token endpoint gave out, and for how many requests they were used. */
	tokens: Array<{ token: string; uses: number }>;
	nextGroupId: number;
}

const TECHNICAL_ACCOUNT = 'technical-account';

export function createState(seed: AudienceManagerSeed): AudienceManagerState {
	const groups = (seed.groups ?? []).map((group) => ({
		description: null,
		conflict: false,
		accessible: true,
		...group,
		wildcards: [...(group.wildcards ?? [])],
		permissions: structuredClone(group.permissions ?? []),
	}));
	return {
		groups,
		users: (seed.users ?? []).map(completeUser),
		objects: (seed.objects ?? []).map((object) => ({ accessible: true, ...object })),
		tokens: [],
		nextGroupId: Math.max(2000, ...groups.map(({ groupId }) => groupId)) + 1,
	};
}

export function issueToken(state: AudienceManagerState): string {
	const token = `aam-issued-${randomBytes(16).toString('hex')}`;
	state.tokens.push({ token, uses: 0 });
	return token;
}

/** Names are not unique: a second group of the same name is created. */
export function addGroup(state: AudienceManagerState, name: string, description: string | null): Group {
	const group: Group = {
		groupId: state.nextGroupId,
		name,
		description,
		wildcards: [],
		conflict: false,
		accessible: true,
		permissions: [],
	};
	state.nextGroupId += 1;
	state.groups.push(group);
	return group;
}

/** The group's permissions and memberships go with it. */
export function removeGroups(state: AudienceManagerState, removed: Group[]): void {
	state.groups = state.groups.filter((group) => !removed.includes(group));
	const ids = removed.map(({ groupId }) => groupId);
	for (const user of state.users) user.groups = user.groups.filter((id) => !ids.includes(id));
}

export function membersOf(state: AudienceManagerState, groupId: number): User[] {
	return state.users.filter((user) => user.groups.includes(groupId));
}

export function isAccessible(state: AudienceManagerState, objectType: ObjectType, objectId: number): boolean {
	return state.objects.some(
		(object) => object.objectType === objectType && object.objectId === objectId && object.accessible,
	);
}

/** Its id is the next free one. */
export function addUser(state: AudienceManagerState, fields: Pick<User, 'username'> & Partial<User>): User {
	const user = completeUser({ ...fields, userId: Math.max(500, ...state.users.map(({ userId }) => userId)) + 1 });
	state.users.push(user);
	return user;
}

/** The API user: its account comes into being when it is first asked for. */
export function selfUser(state: AudienceManagerState, { self }: Pick<AudienceManagerSwitches, 'self'>): User {
	const known = state.users.find(({ username }) => username === TECHNICAL_ACCOUNT);
	const user = known ?? addUser(state, { username: TECHNICAL_ACCOUNT, firstName: 'Technical', lastName: 'Account' });
	return Object.assign(user, { isAdmin: self === 'admin' ? 'true' : 'false' });
}

function completeUser(user: Pick<User, 'userId' | 'username'> & Partial<User>): User {
	return {
		pid: PID,
		status: 'ACTIVE',
		firstName: '',
		lastName: '',
		email: `${user.username}@example.com`,
		title: null,
		phoneNumber: null,
		isAdmin: 'false',
		...user,
		groups: [...(user.groups ?? [])],
	};
}
