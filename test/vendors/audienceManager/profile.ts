import type { AudienceManagerSimulator } from '../../../simulators';
import type { Profile } from '../../kit/profile';
import { PERMISSIONS, OBJECTS, LIST, id, group, write, create, users, USERS } from './records';

export const profile: Profile<AudienceManagerSimulator> = {
	credential: { scopes: 'openid,AdobeID,audiencemanager_api', accessToken: '' },
	headers: { Authorization: '**hidden**', 'x-api-key': '**hidden**', 'AAM-Disable-Escaping-HTML': 'true' },

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
		deleteMany: (indexes) => [`DELETE /groups/bulk-delete ${JSON.stringify(indexes.map((index) => 2001 + index))}`],
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
	statuses: [
		{ status: [400, 406, 422], on: /^GET .*permissions/, code: 'forbidden' },
		{ status: [400, 406, 422], on: /^PUT .*permissions/, code: 'invalid_permission' },
	],
	// Without the list, digits are taken as IDs.
	dispensable: { line: USERS, operations: ['member.add', 'member.remove', 'member.set'], status: 403 },
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
		{ self: 'user' },
		{ objectIds: 'string' },
	],
};
