import { PollContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type WorkflowActivateMode,
} from 'n8n-workflow';

import { additionalDataFor } from './additionalData';
import type { CredentialsHelper } from './credentialsHelper';
import type { CredentialStore } from './credentialStore';
import type { LoadedTypes } from './types';

export interface PollOptions {
	/** The type of the trigger. */
	type: string;
	credentialId: string;
	/** Default: `activate`. `manual` is the editor's "Fetch Test Event". */
	activation?: WorkflowActivateMode | 'manual';
	/** What earlier registrations have left. */
	staticData?: IDataObject;
	/** Milliseconds that n8n gives a poll; default: what n8n gives. */
	budget?: number;
	workflowId?: string;
}

/** A trigger as n8n has registered it: one context for all polls. */
export interface Registration {
	/** One poll. @returns the items, null for none */
	poll: () => Promise<INodeExecutionData[] | null>;
	/** A copy of the node's static data, as n8n would store it with the workflow. */
	readonly staticData: IDataObject;
}

export function register(
	{ nodeTypes }: LoadedTypes,
	helper: CredentialsHelper,
	store: CredentialStore,
	parameters: INodeParameters,
	{ type, credentialId, activation = 'activate', staticData = {}, budget, workflowId = 'polled' }: PollOptions,
): Registration {
	const node: INode = {
		id: 'trigger-under-test',
		name: 'Trigger',
		type,
		typeVersion: nodeTypes.latestVersion(type),
		position: [0, 0],
		parameters: structuredClone(parameters),
		credentials: store.reference(credentialId),
	};
	const all = { 'node:Trigger': structuredClone(staticData) };
	const workflow = new Workflow({
		id: workflowId,
		nodes: [node],
		connections: {},
		active: true,
		nodeTypes,
		staticData: all,
	});
	const registered = workflow.nodes.Trigger ?? node;
	const mode = activation === 'manual' ? 'manual' : 'trigger';
	const context = new PollContext(workflow, registered, additionalDataFor(helper), mode, activation);
	if (budget !== undefined) Object.defineProperty(context, 'getPollBudgetMs', { value: () => budget });
	return {
		poll: async () => {
			const { poll } = nodeTypes.getByNameAndVersion(type);
			const outputs = await workflow.expression.withIsolate(async () => await poll!.call(context));
			return outputs && outputs.flat();
		},
		get staticData() {
			return JSON.parse(JSON.stringify(workflow.getStaticData('node', registered))) as IDataObject;
		},
	};
}
