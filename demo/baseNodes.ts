import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

const text = (name: string): INodeProperties => ({ displayName: name, name, type: 'string', default: '' });

/** The conditions of Filter and If, which n8n itself evaluates. */
const conditions: INodeProperties[] = [
	{
		displayName: 'Conditions',
		name: 'conditions',
		type: 'filter',
		default: {},
		typeOptions: { filter: { version: 2 } },
	},
	{ displayName: 'Options', name: 'options', type: 'collection', default: {}, options: [] },
];

function holds(this: IExecuteFunctions, item: number): boolean {
	return this.getNodeParameter('conditions', item, false, { extractValue: true }) === true;
}

/** Stand-ins for the nodes of `n8n-nodes-base` that the example workflows use: that package is 200 MB, these have the same
 * names, inputs, outputs and, as far as the examples go, parameters. `noOp` is also the node that n8n tests
 * credentials with. */
export const baseNodes: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': {
		description: describe('manualTrigger', 'Manual Trigger', { group: ['trigger'], inputs: [] }),
		async trigger() {
			const manualTriggerFunction = async () => this.emit([this.helpers.returnJsonArray([{}])]);
			return { manualTriggerFunction };
		},
	},
	'n8n-nodes-base.scheduleTrigger': {
		description: describe('scheduleTrigger', 'Schedule Trigger', {
			group: ['trigger'],
			version: 1.2,
			inputs: [],
			properties: [
				{ displayName: 'Trigger Rules', name: 'rule', type: 'fixedCollection', default: {}, options: [] },
			],
		}),
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
			const json = (item: number) => {
				const value = this.getNodeParameter('jsonOutput', item) as string | IDataObject;
				return typeof value === 'string' ? (JSON.parse(value) as IDataObject) : value;
			};
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
	'n8n-nodes-base.filter': {
		description: describe('filter', 'Filter', { version: 2.2, properties: conditions }),
		async execute() {
			return [this.getInputData().filter((_, item) => holds.call(this, item))];
		},
	},
	'n8n-nodes-base.if': {
		description: describe('if', 'If', { version: 2.2, outputs: ['main', 'main'], properties: conditions }),
		async execute() {
			const items = this.getInputData();
			const isTrue = items.map((_, item) => holds.call(this, item));
			return [items.filter((_, item) => isTrue[item]), items.filter((_, item) => !isTrue[item])];
		},
	},
	/** Send Email: of its operations Send and Wait for Response alone, with somebody who approves at once. */
	'n8n-nodes-base.emailSend': {
		description: describe('emailSend', 'Send Email', {
			group: ['output'],
			version: 2.1,
			properties: [
				...['operation', 'fromEmail', 'toEmail', 'subject', 'message'].map((name) => text(name)),
				{ displayName: 'Approval', name: 'approvalOptions', type: 'fixedCollection', default: {}, options: [] },
				{ displayName: 'Options', name: 'options', type: 'collection', default: {}, options: [] },
			],
		}),
		async execute() {
			return [[{ json: { data: { approved: true } } }]];
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
