import type { FaultFacts } from '../../faults/facts';

export const faults: FaultFacts = {
	efforts: { 'member.add': { sharesReads: true }, 'member.remove': { sharesReads: true } },
	isFineWithoutBody: (operation) => !/create|upsert/.test(operation),
};
