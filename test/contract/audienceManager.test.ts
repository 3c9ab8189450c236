import { audienceManager } from '../../nodes/GroupManager/vendors/audienceManager';
import { AAM_CLIENT_ID, AAM_CLIENT_SECRET, AUDIENCE_MANAGER_SWITCHES, startAudienceManager } from '../../simulators';
import { byId } from './bench';
import { describeVendor } from './describeVendor';
import { OBJECTS, particulars, PERMISSIONS, refusals } from './particulars/audienceManager';

const LIST = 'GET /groups/';
const id = (index: number) => String(2001 + index);
const MEMBERS_OF = [
	[502, 503],
	[501, 502],
];
const group = (index: number, name: string) => ({
	groupId: 2001 + index,
	pid: 1194,
	name,
	description: null,
	membershipCount: MEMBERS_OF[index]?.length ?? 0,
	wildcards: [],
	users: MEMBERS_OF[index] ?? [],
});
const write = (index: number, body: object) => `PUT /groups/${id(index)} ${JSON.stringify(body)}`;
const create = (name: string) => `POST /groups/ ${JSON.stringify({ name, description: null })}`;
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
const users = [user(501, [2002]), user(502, [2001, 2002]), user(503, [2001]), user(504, [])];
const getUser = (userId: string | number) => `GET /users/${userId}`;
const putUser = (...fields: Parameters<typeof user>) => `PUT /users/${fields[0]} ${JSON.stringify(user(...fields))}`;
const MEMBERS = 'GET /users/?groupId=2002';
/** Digits may be somebody's user name. */
const USERS = 'GET /users/';
const PERMISSIONS_OF_BETA = 'GET /groups/2002/permissions';
const setTo = (list: object[]) => `PUT /groups/2002/permissions/ ${JSON.stringify(list)}`;
const onBeta = { groupId: byId(id(1)) };
const wanted = [{ objectType: 'TRAIT', objectId: 83498, permissions: ['READ', 'WRITE'] }];

describeVendor(
	{
		vendor: audienceManager,
		start: startAudienceManager,
		credential: ({ baseUrl, tokenUrl }) => ({
			vendor: 'audienceManager',
			domain: baseUrl,
			authentication: 'clientCredentials',
			clientId: AAM_CLIENT_ID,
			clientSecret: AAM_CLIENT_SECRET,
			scopes: 'openid,AdobeID,audiencemanager_api',
			tokenUrl,
			accessToken: '',
		}),
		headers: { Authorization: '**hidden**', 'x-api-key': '**hidden**', 'AAM-Disable-Escaping-HTML': 'true' },
		issued: ({ state }) => state.tokens.map(({ token }) => token),
		scope: {},

		id,
		unknownId: '999',
		seed: (simulator, names) => {
			const groups = names.map((name, index) => ({
				groupId: 2001 + index,
				name,
				permissions: index === 1 ? PERMISSIONS : [],
			}));
			simulator.seed({ groups, objects: OBJECTS, users });
		},
		names: ({ state }) => state.groups.map(({ name }) => name),
		group,
		created: (name) => group(3, name),
		updated: group,
		deleted: (index) => ({ id: id(index), deleted: true }),
		json: { create: { name: 'Delta', description: 'All of it' }, update: { name: 'Better' } },

		requests: {
			list: LIST,
			nothingListed: '[]',
			create: (name) => [LIST, create(name)],
			upsert: (name) => [LIST, create(name), LIST],
			get: () => [LIST],
			findByName: () => [LIST],
			update: (index, name) => [LIST, write(index, { name, description: null })],
			write,
			delete: (index) => [`DELETE /groups/${id(index)}`],
			deleteUnknown: ['DELETE /groups/999'],
			deleteMany: (indexes) => [
				`DELETE /groups/bulk-delete ${JSON.stringify(indexes.map((index) => 2001 + index))}`,
			],
		},
		samples: {
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
		},
		members: {
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
		},
		lostCreate: 'success',
		requestsOfGets: () => 1,
		reportsUnknown: false,

		answers: [
			[/^(GET|PUT) \/users\/\d/, 'object'],
			[/^GET|permissions/, 'list'],
			[/^DELETE/, 'nothing'],
			[/./, 'object'],
		],
		refusals,
		statuses: [
			{ status: [400, 406, 422], on: /^GET .*permissions/, code: 'forbidden' },
			{ status: [400, 406, 422], on: /^PUT .*permissions/, code: 'invalid_permission' },
		],
		// Without the list, digits are taken as IDs.
		dispensable: { line: USERS, operations: ['member.add', 'member.remove', 'member.set'], status: 403 },
		switches: AUDIENCE_MANAGER_SWITCHES,
		positions: [
			{},
			{ rateLimit: 100 },
			{ rateLimit: 100, retryAfter: 'date' },
			{ rateLimit: 100, retryAfter: 'absent' },
			{ echoKey: 'on' },
			{ create: 200 },
			{ getById: 200 },
			{ list: 'wrapper' },
			{ bulkDelete: 'partial' },
			{ tokenExpiry: 2 },
			{ escaping: 'on' },
			{ escaping: 'on', escapingHeader: 'ignored' },
			{ extraUserFields: 'refused' },
			{ paging: 'refused' },
			{ slashes: 'both' },
			{ apiKeyHeader: 'optional' },
			{ objectIds: 'string' },
		],
	},
	particulars,
);
