import { byId } from '../../kit/json';

/** The three groups that the suite stands on, who is in them, and the requests that are about them. */
export const PERMISSIONS = [
	{ objectId: 563, objectType: 'SEGMENT' as const, permissions: ['READ', 'WRITE'] },
	{ objectId: 304, objectType: 'DESTINATION' as const, permissions: ['READ'] },
];

export const OBJECTS = [
	{ objectType: 'SEGMENT' as const, objectId: 563, name: 'Frequent travellers' },
	{ objectType: 'DESTINATION' as const, objectId: 304, name: 'Display network' },
	{ objectType: 'TRAIT' as const, objectId: 83498, name: 'Visited pricing page' },
	{ objectType: 'SEGMENT' as const, objectId: 9001, name: 'Not ours', accessible: false },
];

export const LIST = 'GET /groups/';
export const id = (index: number) => String(2001 + index);
const MEMBERS_OF = [
	[502, 503],
	[501, 502],
];
export const group = (index: number, name: string) => ({
	groupId: 2001 + index,
	pid: 1194,
	name,
	description: null,
	membershipCount: MEMBERS_OF[index]?.length ?? 0,
	wildcards: [],
	users: MEMBERS_OF[index] ?? [],
});
export const write = (index: number, body: object) => `PUT /groups/${id(index)} ${JSON.stringify(body)}`;
export const create = (name: string) => `POST /groups/ ${JSON.stringify({ name, description: null })}`;
const user = (userId: number, groups: number[]) => ({
	pid: 1194,
	status: 'ACTIVE' as const,
	firstName: '',
	lastName: '',
	email: `u${userId}@example.com`,
	title: null,
	phoneNumber: null,
	isAdmin: 'false' as const,
	userId,
	username: `u${userId}`,
	groups,
});
export const users = [user(501, [2002]), user(502, [2001, 2002]), user(503, [2001]), user(504, [])];
export const getUser = (userId: string | number) => `GET /users/${userId}`;
export const putUser = (...fields: Parameters<typeof user>) =>
	`PUT /users/${fields[0]} ${JSON.stringify(user(...fields))}`;
export const MEMBERS = 'GET /users/?groupId=2002';
/** Digits may be somebody's user name. */
export const USERS = 'GET /users/';
export const PERMISSIONS_OF_BETA = 'GET /groups/2002/permissions';
export const setTo = (list: object[]) => `PUT /groups/2002/permissions/ ${JSON.stringify(list)}`;
export const onBeta = { groupId: byId(id(1)) };
export const wanted = [{ objectType: 'TRAIT', objectId: 83498, permissions: ['READ', 'WRITE'] }];
