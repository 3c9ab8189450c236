import { NodeApiError, NodeOperationError, type IDataObject, type INode, type INodeExecutionData } from 'n8n-workflow';

import type { Outcome } from './engine/run/report';

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
	const { message, description } = thrown;
	const { httpStatus } = failed.facts;
	if (httpStatus === undefined) return new NodeOperationError(node, message, { itemIndex, description });
	return new NodeApiError(node, { message }, { message, description, httpCode: String(httpStatus), itemIndex });
}
