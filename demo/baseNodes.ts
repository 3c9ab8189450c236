import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

/** Stand-ins for the three nodes of `n8n-nodes-base` that the example workflows use: that package is 200 MB, these have
 * the same names, inputs and outputs. `noOp` is also the node that n8n tests credentials with. */
export const baseNodes: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': {
		description: describe('manualTrigger', 'Manual Trigger', { group: ['trigger'], inputs: [] }),
		async trigger() {
			const manualTriggerFunction = async () => this.emit([this.helpers.returnJsonArray([{}])]);
			return { manualTriggerFunction };
		},
	},
	'n8n-nodes-base.noOp': {
		description: describe('noOp', 'No Operation, do nothing'),
		async execute() {
			return [this.getInputData()];
		},
	},
	'n8n-nodes-base.stickyNote': {
		description: describe('stickyNote', 'Sticky Note', { group: ['input'], inputs: [], outputs: [] }),
		async execute() {
			return [this.getInputData()];
		},
	},
};

function describe(name: string, displayName: string, rest: Partial<INodeTypeDescription> = {}): INodeTypeDescription {
	return {
		name,
		displayName,
		description: displayName,
		version: 1,
		group: ['organization'],
		defaults: { name: displayName },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
		...rest,
	};
}
