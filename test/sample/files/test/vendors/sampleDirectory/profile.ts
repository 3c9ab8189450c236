import type { SampleDirectorySimulator } from '../../../simulators/sampleDirectory';
import type { Profile } from '../../kit/profile';
import { create, group, id, LIST, membersOf, remove, users, write } from './records';

export const profile: Profile<SampleDirectorySimulator> = {
	headers: { Authorization: '**hidden**', 'X-Directory-Version': '2026-01' },

	id,
	unknownId: 'g-99',
	seed: (simulator, names) =>
		simulator.seed({
			groups: names.map((name, index) => ({ id: id(index), name, members: membersOf(index) })),
			users,
		}),
	names: ({ state }) => state.groups.map(({ name }) => name),
	nameOf: ({ profile: { name } }) => name,
	group,
	created: (name) => ({ ...group(3, name), id: expect.any(String) as string }),
	updated: (index) => ({ id: id(index), updated: true }),
	deleted: (index) => ({ id: id(index), deleted: true }),
	json: {
		create: { profile: { name: 'Delta', description: 'All of it' } },
		update: { profile: { name: 'Better' } },
	},

	requests: {
		list: LIST,
		nothingListed: '[]',
		create: (name) => [LIST, create(name)],
		// Once more at the end, for a twin that another process may have made.
		upsert: (name) => [LIST, create(name), LIST],
		get: () => [LIST],
		findByName: () => [LIST],
		update: (index, name) => [write(index, { profile: { name } })],
		write,
		delete: (index) => [remove(index)],
		deleteUnknown: ['DELETE /groups/g-99'],
		deleteMany: (indexes) => indexes.map(remove),
	},
	lostCreate: 'success',
	requestsOfGets: () => 1,
	reportsUnknown: true,

	answers: [
		[/^GET/, 'list'],
		[/^(PATCH|PUT|DELETE)/, 'nothing'],
		[/./, 'object'],
	],
	positions: [
		{},
		{ rateLimit: 100 },
		{ rateLimit: 100, retryAfter: 'absent' },
		{ echoKey: 'on' },
		{ update: 200 },
		{ lastPage: 'empty' },
	],
};
