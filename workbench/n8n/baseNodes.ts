import type { IDataObject, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';

/**
 * Stand-ins for the nodes of `n8n-nodes-base` that the example workflows use: that package is 200 MB, these have the
 * same names, inputs, outputs and, as far as the examples go, parameters. `noOp` is also the node that n8n tests
 * credentials with.
 */
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
	/** Edit Fields: of its modes JSON alone. */
	'n8n-nodes-base.set': {
		description: describe('set', 'Edit Fields (Set)', {
			group: ['input'],
			version: 3.4,
			properties: [
				{ displayName: 'Mode', name: 'mode', type: 'string', default: 'manual' },
				{ displayName: 'JSON', name: 'jsonOutput', type: 'json', default: '{}' },
				{ displayName: 'Options', name: 'options', type: 'collection', default: {}, options: [] },
			],
		}),
		async execute() {
			const json = (item: number) => JSON.parse(String(this.getNodeParameter('jsonOutput', item))) as IDataObject;
			return [this.getInputData().map((_, item) => ({ json: json(item), pairedItem: { item } }))];
		},
	},
	/** Split Out: of one field that holds a list of objects. */
	'n8n-nodes-base.splitOut': {
		description: describe('splitOut', 'Split Out', {
			group: ['transform'],
			properties: [
				{ displayName: 'Fields To Split Out', name: 'fieldToSplitOut', type: 'string', default: '' },
				{ displayName: 'Options', name: 'options', type: 'collection', default: {}, options: [] },
			],
		}),
		async execute() {
			const rows = ({ json }: INodeExecutionData, item: number) =>
				json[this.getNodeParameter('fieldToSplitOut', item) as string] as IDataObject[];
			return [
				this.getInputData().flatMap((input, item) =>
					rows(input, item).map((json) => ({ json, pairedItem: { item } })),
				),
			];
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
