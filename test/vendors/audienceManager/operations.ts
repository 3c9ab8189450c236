import type { AudienceManagerSimulator } from '../../../simulators';
import type { Members, Sample } from '../../kit/profile';
import {
	PERMISSIONS,
	users,
	getUser,
	putUser,
	MEMBERS,
	USERS,
	PERMISSIONS_OF_BETA,
	setTo,
	onBeta,
	wanted,
} from './records';

/** Operations beside those on groups. */
export const samples: Record<string, Sample> = {
	'permission.getAll': { parameters: onBeta, sends: [PERMISSIONS_OF_BETA], data: PERMISSIONS },
	'permission.set': {
		parameters: { ...onBeta, permissions: JSON.stringify(wanted) },
		sends: [PERMISSIONS_OF_BETA, setTo(wanted)],
		data: wanted,
	},
	'permission.grant': {
		parameters: { ...onBeta, permissions: JSON.stringify(wanted) },
		sends: [PERMISSIONS_OF_BETA, setTo([...PERMISSIONS, ...wanted])],
		data: { changed: 1, permissions: wanted },
		isReport: true,
	},
	'permission.revoke': {
		parameters: { ...onBeta, permissions: JSON.stringify(PERMISSIONS.slice(0, 1)) },
		sends: [PERMISSIONS_OF_BETA, setTo(PERMISSIONS.slice(1))],
		data: { changed: 1, permissions: [] },
		isReport: true,
	},
	'member.getAll': { parameters: onBeta, sends: [MEMBERS], data: users.slice(0, 2) },
	'member.add': {
		parameters: { ...onBeta, members: '504' },
		sends: [USERS, getUser(504), putUser(504, [2002])],
		data: { added: ['504'], removed: [], unchanged: [], missing: [] },
		isReport: true,
	},
	'member.remove': {
		parameters: { ...onBeta, members: '502' },
		sends: [USERS, getUser(502), putUser(502, [2001])],
		data: { added: [], removed: ['502'], unchanged: [], missing: [] },
		isReport: true,
	},
	'member.set': {
		parameters: { ...onBeta, members: '501,504' },
		sends: [USERS, MEMBERS, getUser(504), putUser(504, [2002]), getUser(502), putUser(502, [2001])],
		data: { added: ['504'], removed: ['502'], unchanged: ['501'], missing: [] },
		isReport: true,
	},
};

export const members: Members<AudienceManagerSimulator> = {
	inside: ['501', '502'],
	elsewhere: '503',
	outside: '504',
	unknown: '599',
	of: ({ state }, index) =>
		state.users.filter(({ groups }) => groups.includes(2001 + index)).map(({ userId }) => String(userId)),
	records: users.slice(0, 2),
	list: MEMBERS,
	put: (member) => `PUT /users/${member}`,
	take: (member) => `PUT /users/${member}`,
	readsOfAdd: (members) => [USERS, ...members.map(getUser)],
};
