import type { FaultFacts } from '../../faults/facts';

/** Six faults in ten leave a create undone, and a name that may be taken twice is looked for six times. */
const looks = 3.6;

export const faults: FaultFacts = {
	efforts: {
		'group.create': { looks },
		'group.upsert': { looks },
		'member.add': { sharesReads: true },
		'member.remove': { sharesReads: true },
	},
	isFineWithoutBody: (operation) => !/create|upsert/.test(operation),
};
