import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import form from './form.json';
import { listSearch } from './listSearch';

export class GroupManager implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Group Manager',
		name: 'groupManager',
		icon: { light: 'file:groupManager.svg', dark: 'file:groupManager.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: form.subtitle,
		description: 'Manage groups in Keitaro, Articulate Reach 360 and Adobe Audience Manager',
		defaults: { name: 'Group Manager' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'groupManagerApi', required: true }],
		properties: form.properties as INodeProperties[],
	};

	// n8n loads every node when it starts, so whatever only a run needs is loaded by the first run.
	methods = {
		listSearch,
		loadOptions: {
			async getMembers(this: ILoadOptionsFunctions) {
				return await (await import('./runtime')).getMembers.call(this);
			},
			async getPermissionNames(this: ILoadOptionsFunctions) {
				return await (await import('./runtime')).getPermissionNames.call(this);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { dispatch, findVendor, hintsOn, N8nHost, outputOf, settle, settledBefore } = await import('./runtime');
		const items = this.getInputData();
		const entry = this.getExecuteData();
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
			credentialVendor: findVendor(host.credential.vendor),
			host,
			items: items.map((_, item) => (name, fallback) => this.getNodeParameter(name, item, fallback)),
			stopOnFailure: !this.continueOnFail(),
			// n8n gives a tool a type of its own; isToolExecution() is false for the tools of AI Agent 3.
			isTool: this.getNode().type.endsWith('Tool'),
			settled: settledBefore(entry, items),
			// Older versions of n8n have no hints.
			onEnd: (summary) => this.addExecutionHints?.(...hintsOn(summary)),
		});
		settle(entry, items, outcomes);
		return [outputOf(this.getNode(), outcomes, this.continueOnFail())];
	}
}
