import type { SampleDirectorySimulator } from '../../../simulators/sampleDirectory';
import type { Members, Sample } from '../../kit/profile';
import { MEMBERS, onBeta, put, take, users } from './records';

const report = { added: [], removed: [], unchanged: [], missing: [] };
const records = users.slice(0, 2);

/** Operations beside those on groups. */
export const samples: Record<string, Sample> = {
	'member.getAll': { parameters: { ...onBeta, returnAll: true }, sends: [MEMBERS], data: records },
	'member.add': {
		parameters: { ...onBeta, members: 'u-4' },
		sends: [MEMBERS, put('u-4')],
		data: { ...report, added: ['u-4'] },
		isReport: true,
	},
	'member.remove': {
		parameters: { ...onBeta, members: 'u-2' },
		sends: [MEMBERS, take('u-2')],
		data: { ...report, removed: ['u-2'] },
		isReport: true,
	},
	'member.set': {
		parameters: { ...onBeta, members: 'u-1,u-4' },
		sends: [MEMBERS, put('u-4'), take('u-2')],
		data: { ...report, added: ['u-4'], removed: ['u-2'], unchanged: ['u-1'] },
		isReport: true,
	},
};

export const members: Members<SampleDirectorySimulator> = {
	inside: ['u-1', 'u-2'],
	elsewhere: 'u-3',
	outside: 'u-4',
	unknown: 'u-99',
	of: ({ state }, index) => state.groups[index]!.members,
	records,
	list: MEMBERS,
	put,
	take,
	readsOfAdd: () => [MEMBERS],
};
