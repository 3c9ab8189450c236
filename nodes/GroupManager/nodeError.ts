import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import type { Failure } from './engine/contract/failure';

interface Shown {
	message: string;
	description?: string;
	itemIndex?: number;
}

/** What n8n shows of a failure: the vendor's refusal as NodeApiError with its status, else NodeOperationError. */
export function nodeError(node: INode, { facts: { httpStatus } }: Failure, shown: Shown): Error {
	if (httpStatus === undefined) return new NodeOperationError(node, shown.message, shown);
	return new NodeApiError(node, { message: shown.message }, { ...shown, httpCode: String(httpStatus) });
}
