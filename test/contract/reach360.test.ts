import { reach360 } from '../../nodes/GroupManager/vendors/reach360';
import { REACH360_KEY, REACH360_SWITCHES, startReach360 } from '../../simulators';
import { byId } from './bench';
import { describeVendor } from './describeVendor';
import { particulars, refusals } from './particulars/reach360';

const id = (index: number) => `grp-${index}`;
const group = (index: number, name: string) => ({
	id: id(index),
	name,
	membersUrl: expect.stringMatching(`/groups/${id(index)}/users$`) as string,
	url: expect.stringMatching(`/groups/${id(index)}$`) as string,
	reportersUrl: expect.any(String) as string,
	managersUrl: expect.any(String) as string,
});
const write = (index: number, body: object) => `PUT /groups/${id(index)} ${JSON.stringify(body)}`;
const remove = (index: number) => `DELETE /groups/${id(index)}`;
const findByName = (name: string) => `GET /groups?limit=100&name=${encodeURIComponent(name)}`;
const create = (name: string) => `POST /groups ${JSON.stringify({ name })}`;
const MEMBERS = 'GET /groups/grp-1/users?limit=100';
const put = (member: string) => `PUT /groups/grp-1/users/${member}`;
const take = (member: string) => `DELETE /groups/grp-1/users/${member}`;
const onBeta = { groupId: byId(id(1)) };
const userIds = ['usr-a', 'usr-b', 'usr-c', 'usr-d'];
const users = userIds.map((userId) => ({ id: userId, email: `${userId}@example.com` }));
const user = (userId: string) => ({
	id: userId,
	email: `${userId}@example.com`,
	firstName: '',
	lastName: '',
	role: 'learner',
	lastActiveAt: '2026-10-01T08:00:00.000Z',
	groupsUrl: expect.any(String) as string,
	learnerReportUrl: expect.any(String) as string,
	favoritesUrl: expect.any(String) as string,
	articulate360User: false,
	url: expect.any(String) as string,
});

describeVendor(
	{
		vendor: reach360,
		start: startReach360,
		credential: ({ baseUrl }) => ({
			vendor: 'reach360',
			domain: baseUrl,
			apiKey: REACH360_KEY,
			apiVersion: '2023-04-04',
		}),
		headers: { Authorization: '**hidden**', 'API-Version': '2023-04-04' },
		scope: {},

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
		samples: {
			'member.getAll': {
				parameters: { ...onBeta, returnAll: true },
				sends: [MEMBERS],
				data: [user('usr-a'), user('usr-b')],
			},
			'member.add': {
				parameters: { ...onBeta, members: 'usr-d' },
				sends: [MEMBERS, put('usr-d')],
				data: { added: ['usr-d'], removed: [], unchanged: [], missing: [] },
				isReport: true,
			},
			'member.remove': {
				parameters: { ...onBeta, members: 'usr-b' },
				sends: [MEMBERS, take('usr-b')],
				data: { added: [], removed: ['usr-b'], unchanged: [], missing: [] },
				isReport: true,
			},
			'member.set': {
				parameters: { ...onBeta, members: 'usr-a,usr-d' },
				sends: [MEMBERS, put('usr-d'), take('usr-b')],
				data: { added: ['usr-d'], removed: ['usr-b'], unchanged: ['usr-a'], missing: [] },
				isReport: true,
			},
		},
		members: {
			inside: ['usr-a', 'usr-b'],
			elsewhere: 'usr-c',
			outside: 'usr-d',
			unknown: 'usr-nobody',
			of: ({ state }, index) => state.groups[index]!.members,
			records: [user('usr-a'), user('usr-b')],
			list: MEMBERS,
			put,
			take,
			readsOfAdd: () => [MEMBERS],
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
		refusals,
		switches: REACH360_SWITCHES,
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
	},
	particulars,
);
