import type { KeitaroSimulator } from '../../../simulators';
import type { Profile } from '../../kit/profile';
import { LIST, id, group, campaigns, write, remove, create } from './records';

export const profile: Profile<KeitaroSimulator> = {
	headers: { 'Api-Key': '**hidden**' },

	id,
	unknownId: '999',
	seed: (simulator, names) =>
		simulator.seed({
			groups: names.map((name, index) => ({ id: 11 + index, name, type: 'campaigns' })),
			campaigns,
		}),
	names: ({ state }) => state.groups.map(({ name }) => name),
	group,
	created: (name) => group(3, name),
	updated: group,
	deleted: (index) => group(index, 'Beta'),
	json: { create: { name: 'Delta', position: 9, type: 'offers' }, update: { name: 'Better', type: 'landings' } },

	requests: {
		list: LIST,
		nothingListed: '[]',
		create,
		upsert: create,
		get: () => [LIST],
		findByName: () => [LIST],
		update: (index, name) => [LIST, write(index, { name })],
		write,
		delete: (index) => [LIST, remove(index)],
		deleteUnknown: [LIST],
		deleteMany: (indexes) => [LIST, ...indexes.map(remove)],
	},
	lostCreate: 'success',
	requestsOfGets: () => 1,
	reportsUnknown: true,

	answers: [
		[/^GET/, 'list'],
		[/./, 'object'],
	],
	positions: [
		{},
		{ rateLimit: 100 },
		{ rateLimit: 100, retryAfter: 'date' },
		{ rateLimit: 100, retryAfter: 'absent' },
		{ echoKey: 'on' },
		{ validation: 422 },
		{ notFoundBody: 'text' },
		{ domainsType: 'no' },
		{ cloudflare: 'by-user-agent' },
		{ deletedGroupMembers: 'reset' },
		{ campaignPages: 'ignored' },
		{ campaignPages: 100 },
		{ contentType: 'strict' },
		{ listWithoutType: 'all' },
		{ listWithoutType: 'campaigns' },
		{ listBody: 500 },
		{ position: 'required' },
		{ deleteAnswer: 'empty' },
		{ deleteAnswer: 204 },
		{ deleteAnswer: 'list' },
	],
	barred: [
		{ rights: 'trimmed' },
		{ rights: 'no-groups-section' },
		{ edition: 'without-api' },
		{ cloudflare: 'everybody' },
	],
};
