import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { NodeRun } from '../../workbench/headless';
import type { Json } from './json';

/** The parts of a failed item that a workflow reads. */
export interface FailedItem {
	code: string;
	message: string;
	httpStatus: number | null;
	details: string | null;
	request: unknown;
	item: unknown;
}

/** A failed item of the regular or of the error output. */
export function failureOf({ json, pairedItem }: INodeExecutionData): FailedItem {
	const { code, httpStatus, details, request } = json.error as IDataObject;
	return {
		code: String(code),
		message: String(json.message),
		httpStatus: httpStatus as number | null,
		details: details as string | null,
		request,
		item: typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : pairedItem,
	};
}

/** What a workflow sees of an item, failed or not. */
export interface ItemResult {
	/** Undefined for a success. */
	code: string | undefined;
	message: string;
	data: IDataObject;
	error: IDataObject;
}

/** One result per output item; throws where the execution itself failed. */
export function resultsOf({ outputs, status, error }: NodeRun): ItemResult[] {
	if (status !== 'success') throw error ?? new Error(`the execution ended as ${status}`);
	return outputs[0].map(({ json }) => {
		const error = (json.error ?? {}) as IDataObject;
		return {
			code: error.code as string | undefined,
			message: String(json.message ?? ''),
			data: (json.data ?? {}) as IDataObject,
			error,
		};
	});
}

/** The code of a failed item; for one that succeeded what it said, so that a test shows it. */
export const codeOf = (json: Json): string =>
	json.error ? String(json.error.code) : `success: ${JSON.stringify(json.data ?? json)}`;

/** What a dry run says, without the requests that stand in another item's plan. */
export const ownPlan = ({ plan, ...rest }: Json): Json => ({
	...rest,
	plan: (plan as Json[]).filter((request) => !('sharedWith' in request)),
});
