import { keitaro } from '../../nodes/GroupManager/vendors/keitaro';
import { KEITARO_KEY, KEITARO_SWITCHES, startKeitaro } from '../../simulators';
import { byId } from './bench';
import { describeVendor } from './describeVendor';
import { particulars, refusals } from './particulars/keitaro';

const LIST = 'GET /groups?type=campaigns';
const CAMPAIGNS = 'GET /campaigns?limit=1000&offset=0';
const id = (index: number) => String(11 + index);
const group = (index: number, name: string) => ({ id: 11 + index, name, position: index + 1, type: 'campaigns' });
const campaign = (entityId: number, groupId: number | string | null) => ({
	group_id: groupId,
	state: 'active' as const,
	id: entityId,
	name: `Campaign ${entityId}`,
});
const campaigns = [campaign(101, 12), campaign(102, '12'), campaign(103, 11), campaign(104, null), campaign(105, 0)];
const write = (index: number, body: object) => `PUT /groups/${id(index)} ${JSON.stringify(body)}`;
const remove = (index: number) => `DELETE /groups/${id(index)}/delete`;
const create = (name: string) => [LIST, `POST /groups ${JSON.stringify({ name, type: 'campaigns' })}`];
const move = (member: string, groupId = 12) => `PUT /campaigns/${member} {"group_id":${groupId}}`;
const onBeta = { groupId: byId(id(1)) };

describeVendor(
	{
		vendor: keitaro,
		start: startKeitaro,
		credential: ({ baseUrl }) => ({ vendor: 'keitaro', domain: baseUrl, apiKey: KEITARO_KEY }),
		headers: { 'Api-Key': '**hidden**' },
		scope: { groupType: 'campaigns' },

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
		samples: {
			'member.getAll': {
				parameters: onBeta,
				sends: [LIST, CAMPAIGNS],
				shows: CAMPAIGNS,
				data: campaigns.slice(0, 2),
			},
			'member.add': {
				parameters: { ...onBeta, members: '104' },
				sends: [LIST, CAMPAIGNS, move('104')],
				data: { added: ['104'], removed: [], unchanged: [], missing: [] },
				isReport: true,
			},
			'member.remove': {
				parameters: { ...onBeta, members: '102' },
				sends: [LIST, CAMPAIGNS, move('102', 0)],
				data: { added: [], removed: ['102'], unchanged: [], missing: [] },
				isReport: true,
			},
			'member.set': {
				parameters: { ...onBeta, members: '101,104' },
				sends: [LIST, CAMPAIGNS, move('104'), move('102', 0)],
				data: { added: ['104'], removed: ['102'], unchanged: ['101'], missing: [] },
				isReport: true,
			},
		},
		members: {
			inside: ['101', '102'],
			elsewhere: '103',
			outside: '104',
			unknown: '199',
			of: ({ state }, index) =>
				state.campaigns
					.filter(({ group_id: groupId }) => String(groupId) === id(index))
					.map((entity) => String(entity.id)),
			records: campaigns.slice(0, 2),
			list: CAMPAIGNS,
			put: (member) => `PUT /campaigns/${member}`,
			take: (member) => `PUT /campaigns/${member}`,
			readsOfAdd: () => [LIST, CAMPAIGNS],
		},
		lostCreate: 'success',
		requestsOfGets: () => 1,
		reportsUnknown: true,

		answers: [
			[/^GET/, 'list'],
			[/./, 'object'],
		],
		refusals,
		switches: KEITARO_SWITCHES,
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
	},
	particulars,
);
