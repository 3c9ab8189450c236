import {
	NodeApiError,
	NodeConnectionTypes,
	NodeOperationError,
	type IDataObject,
	type IExecuteData,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import type { Outcome } from './engine/run/dispatch';
import { nodeProperties } from './properties';

/**
 * n8n's Retry On Fail runs the whole node again: the same entry of its stack with the same item objects.
 * What is settled by then is not sent again. (A tool's calls share the entry but not the items, a branch the items but not the entry.)
 */
const settled = new WeakMap<IExecuteData, Array<{ input: INodeExecutionData; outcome: Outcome } | undefined>>();

export class GroupManager implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Group Manager',
		name: 'groupManager',
		icon: { light: 'file:groupManager.svg', dark: 'file:groupManager.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] + " (" + $parameter["vendor"] + ")" }}',
		description: 'Manage groups in Keitaro, Articulate Reach 360 and Adobe Audience Manager',
		defaults: { name: 'Group Manager' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'groupManagerApi', required: true }],
		properties: nodeProperties(),
	};

	// n8n loads every node when it starts, so whatever only a run needs is loaded by the first run.
	methods = {
		listSearch: {
			async searchGroups(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
				return await (await import('./listSearch')).searchGroups.call(this, filter, paginationToken);
			},
		},
		loadOptions: {
			async getPermissionNames(this: ILoadOptionsFunctions) {
				return await (await import('./loadOptions')).getPermissionNames.call(this);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { dispatch, isSettled } = await import('./engine/run/dispatch');
		const { N8nHost } = await import('./host');
		const { findVendor } = await import('./vendors');
		const items = this.getInputData();
		const earlier = settled.get(this.getExecuteData());
		// n8n drops a stored value that its form would not show, hence the fallbacks.
		const vendorId = this.getNodeParameter('vendor', 0, '') as string;
		const vendor = findVendor(vendorId);
		const host = await N8nHost.open(this, vendor);
		const outcomes = await dispatch({
			vendorId,
			vendor,
			resource: this.getNodeParameter('resource', 0, ''),
			operation: this.getNodeParameter('operation', 0, ''),
			credential: host.credential,
			host,
			items: items.map((_, item) => (name, fallback) => this.getNodeParameter(name, item, fallback)),
			stopOnFailure: !this.continueOnFail(),
			settled: items.map((input, item) => (earlier?.[item]?.input === input ? earlier[item].outcome : undefined)),
		});
		settled.set(
			this.getExecuteData(),
			items.map((input, item) =>
				outcomes[item] && isSettled(outcomes[item]) ? { input, outcome: outcomes[item] } : undefined,
			),
		);

		const output: INodeExecutionData[] = [];
		for (const [item, outcome] of outcomes.entries()) {
			if (!outcome) continue;
			if (!outcome.failed) {
				for (const json of outcome.json) output.push({ json: json as IDataObject, pairedItem: { item } });
			} else if (this.continueOnFail()) {
				output.push({ json: outcome.json as IDataObject, pairedItem: { item } });
			} else {
				const { message, description } = outcome.thrown;
				if (outcome.failed.facts.httpStatus === undefined) {
					throw new NodeOperationError(this.getNode(), message, { itemIndex: item, description });
				}
				const httpCode = String(outcome.failed.facts.httpStatus);
				throw new NodeApiError(
					this.getNode(),
					{ message },
					{ message, description, httpCode, itemIndex: item },
				);
			}
		}
		return [output];
	}
}
