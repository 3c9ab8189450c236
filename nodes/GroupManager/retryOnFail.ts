import type { IExecuteData, INodeExecutionData } from 'n8n-workflow';

import { isSettled } from './engine/run/dispatch';
import type { Outcome } from './engine/run/report';

/**
 * What earlier tries have settled. n8n's Retry On Fail runs the whole node again: the same entry of its stack with the
 * same item objects. (A tool's calls share the entry but not the items, a branch the items but not the entry.)
 */
const tries = new WeakMap<IExecuteData, Array<{ input: INodeExecutionData; outcome: Outcome } | undefined>>();

/** By item, what is not to be done again. */
export function settledBefore(entry: IExecuteData, items: readonly INodeExecutionData[]): Array<Outcome | undefined> {
	const earlier = tries.get(entry);
	return items.map((input, item) => (earlier?.[item]?.input === input ? earlier[item].outcome : undefined));
}

export function settle(
	entry: IExecuteData,
	items: readonly INodeExecutionData[],
	outcomes: ReadonlyArray<Outcome | undefined>,
): void {
	const settled = items.map((input, item) => {
		const outcome = outcomes[item];
		return outcome && isSettled(outcome) ? { input, outcome } : undefined;
	});
	tries.set(entry, settled);
}
