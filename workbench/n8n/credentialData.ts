import { getAdditionalKeys } from 'n8n-core';
import {
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsExpressionResolveValues,
	type IExecuteData,
	type INode,
	type INodeProperties,
	type INodeType,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { NodeTypes } from './types';

type Parameters = NonNullable<ReturnType<typeof NodeHelpers.getNodeParameters>>;
type AdditionalKeys = ReturnType<typeof getAdditionalKeys>;

/** Where the data is needed: an execution brings the workflow that expressions are resolved against. */
export interface DataContext {
	additionalData: IWorkflowExecuteAdditionalData;
	mode: WorkflowExecuteMode;
	executeData?: IExecuteData;
	resolveValues?: ICredentialsExpressionResolveValues;
}

/** Fills in the defaults, drops the fields that are not shown, resolves the expressions: n8n's order. */
export async function usableData(
	properties: INodeProperties[],
	stored: ICredentialDataDecryptedObject,
	{ additionalData, mode, executeData, resolveValues }: DataContext,
): Promise<ICredentialDataDecryptedObject> {
	const parameters = stored as Parameters;
	const data = NodeHelpers.getNodeParameters(properties, parameters, true, false, null, null) ?? {};
	for (const name of ['allowedHttpRequestDomains', 'allowedDomains'] as const) {
		const value = parameters[name];
		if (data[name] === undefined && value !== undefined) data[name] = value;
	}
	const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
	if (!resolveValues) return await resolveAlone(data, mode, keys);
	const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = resolveValues;
	try {
		return workflow.expression.getParameterValue(
			data,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			mode,
			keys,
			executeData,
			false,
			data,
		) as ICredentialDataDecryptedObject;
	} catch (error) {
		if (error instanceof Error) error.message += ' [Error resolving credentials]';
		throw error;
	}
}

const mockNode: INode = { id: '', name: '', typeVersion: 1, type: 'mock', position: [0, 0], parameters: {} };

const mockType: INodeType = {
	description: {
		displayName: '',
		name: 'mock',
		group: [],
		version: 1,
		description: '',
		defaults: {},
		inputs: [],
		outputs: [],
		properties: [],
	},
};

/** Outside of an execution n8n resolves expressions against a workflow with nothing in it. */
async function resolveAlone(data: Parameters, mode: WorkflowExecuteMode, keys: AdditionalKeys) {
	const nodeTypes = new NodeTypes({ mock: mockType });
	const { expression } = new Workflow({ nodes: [mockNode], connections: {}, active: false, nodeTypes });
	const resolve = () => expression.getComplexParameterValue(mockNode, data, mode, keys, undefined, undefined, data);
	return (await expression.withIsolate(async () => resolve())) as ICredentialDataDecryptedObject;
}
