import type { Reach360Simulator } from '../../../simulators';
import type { Profile } from '../../kit/profile';
import { id, group, write, remove, findByName, create, users } from './records';

export const profile: Profile<Reach360Simulator> = {
	credential: { apiVersion: '2023-04-04' },
	headers: { Authorization: '**hidden**', 'API-Version': '2023-04-04' },

	id,
	unknownId: 'grp-unknown',
	seed: (simulator, names) => {
		const members = [['usr-c'], ['usr-a', 'usr-b']];
		simulator.seed({
			groups: names.map((name, index) => ({ id: id(index), name, members: members[index] ?? [] })),
			users,
		});
	},
	names: ({ state }) => state.groups.map(({ name }) => name),
	group,
	created: (name) => ({
		...group(3, name),
		id: expect.any(String) as string,
		membersUrl: expect.any(String) as string,
		url: expect.any(String) as string,
	}),
	updated: (index) => ({ id: id(index), updated: true }),
	deleted: (index) => ({ id: id(index), deleted: true }),
	json: { create: { name: 'Delta' }, update: { name: 'Better' } },

	requests: {
		list: 'GET /groups?limit=100',
		nothingListed: '{"groups":[],"nextUrl":null}',
		create: (name) => [create(name)],
		// By name, and all for names that only look like it.
		upsert: (name) => [findByName(name), 'GET /groups?limit=100', create(name)],
		get: (index) => [`GET /groups/${id(index)}`],
		findByName: (name) => [findByName(name)],
		update: (index, name) => [write(index, { name })],
		write,
		delete: (index) => [remove(index)],
		deleteUnknown: ['DELETE /groups/grp-unknown'],
		deleteMany: (indexes) => indexes.map(remove),
	},
	lostCreate: 'outcome_unknown',
	requestsOfGets: (indexes) => new Set(indexes).size,
	reportsUnknown: true,

	answers: [
		[/^GET \/groups\?/, 'page of groups'],
		[/^GET .*\/users\?/, 'page of users'],
		[/^(PUT|DELETE)/, 'nothing'],
		[/./, 'object'],
	],
	positions: [
		{},
		{ rateLimit: 100 },
		{ rateLimit: 100, retryAfter: 'date' },
		{ rateLimit: 100, retryAfter: 'absent' },
		{ echoKey: 'on' },
		{ create: 200 },
		{ update: 200 },
		{ errorBody: 'object' },
		{ duplicateName: 400 },
		{ duplicateName: 422 },
		{ lastPage: 'empty' },
		{ urlFields: 'old-two' },
		{ userFields: 'old' },
		// One page has no next one.
		{ nextUrl: 'foreign-origin' },
		{ nextUrl: 'repeated-cursor' },
		{ nextUrl: 'duplicate-page' },
		{ nameFilter: 'prefix-insensitive' },
	],
};
