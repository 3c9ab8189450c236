import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import type { Outcome } from './engine/run/report';
import { nodeError } from './nodeError';

/**
 * The node's output items, each linked to its input item.
 * @param continues whether failed items go on, to wherever n8n sends them
 * @throws NodeApiError for a vendor's refusal, NodeOperationError for everything else, of the first item that failed
 */
export function outputOf(
	node: INode,
	outcomes: ReadonlyArray<Outcome | undefined>,
	continues: boolean,
): INodeExecutionData[] {
	const output: INodeExecutionData[] = [];
	for (const [item, outcome] of outcomes.entries()) {
		if (!outcome) continue;
		if (outcome.failed && !continues) throw errorOf(node, item, outcome);
		for (const json of [outcome.json].flat()) output.push({ json: json as IDataObject, pairedItem: { item } });
	}
	return output;
}

function errorOf(node: INode, itemIndex: number, { failed, thrown }: Extract<Outcome, { thrown: object }>): Error {
	return nodeError(node, failed, { ...thrown, itemIndex });
}
