import type { Reach360Simulator } from '../../../simulators';
import type { Members, Sample } from '../../kit/profile';
import { MEMBERS, put, take, user, onBeta } from './records';

/** Operations beside those on groups. */
export const samples: Record<string, Sample> = {
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
};

export const members: Members<Reach360Simulator> = {
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
};
