import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { listSearch } from './listSearch';
import form from './triggerForm.json';

export class GroupManagerTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Group Manager Trigger',
		name: 'groupManagerTrigger',
		icon: { light: 'file:groupManager.svg', dark: 'file:groupManager.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: form.subtitle,
		description: 'Starts the workflow when groups or their members change',
		defaults: { name: 'Group Manager Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'groupManagerApi', required: true }],
		properties: form.properties as INodeProperties[],
	};

	methods = { listSearch };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await (await import('./runtime')).pollGroups.call(this);
	}
}
