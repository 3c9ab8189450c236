import type { KeitaroSimulator } from '../../../simulators';
import type { Members, Sample } from '../../kit/profile';
import { LIST, CAMPAIGNS, id, campaigns, move, onBeta } from './records';

/** Operations beside those on groups. */
export const samples: Record<string, Sample> = {
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
};

export const members: Members<KeitaroSimulator> = {
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
};
