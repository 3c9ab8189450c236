import { ExecutionLifecycleHooks, WorkflowExecute, WorkflowHasIssuesError } from 'n8n-core';
import {
	createRunExecutionData,
	Workflow,
	type ExecutionError,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IRun,
	type ITaskData,
	type IWorkflowBase,
	type IWorkflowSettings,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { additionalDataFor } from './additionalData';
import type { CredentialsHelper } from './credentialsHelper';
import type { NodeTypes } from './types';

/** The part of a workflow file that an execution needs. */
export interface WorkflowFile {
	id?: string;
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

export type Items = IDataObject[] | INodeExecutionData[];

export interface ExecutionOptions {
	/** The items that the trigger emits, as if they were pinned to it. Default: one empty item. */
	pinInput?: Items;
	/** Stops the execution as the editor's stop button does. The result comes when the running node has settled. */
	signal?: AbortSignal;
	/** Default: `manual`. */
	mode?: WorkflowExecuteMode;
	/** Called when a node is done, in the order of execution. */
	onNodeDone?: (nodeName: string, task: ITaskData) => void;
}

let lastExecutionId = 0;

export async function execute(
	file: WorkflowFile,
	{ pinInput, signal, mode = 'manual', onNodeDone }: ExecutionOptions,
	nodeTypes: NodeTypes,
	credentialsHelper: CredentialsHelper,
): Promise<IRun> {
	const data = workflowEntity(file);
	const workflow = new Workflow({ ...data, nodeTypes });
	const startNode = workflow.getStartNode();
	const pinData = pinInput && startNode ? { [startNode.name]: toExecutionData(pinInput) } : undefined;
	const executionId = String(++lastExecutionId);
	const hooks = new ExecutionLifecycleHooks(mode, executionId, data);
	if (onNodeDone) hooks.addHandler('nodeExecuteAfter', async (nodeName, task) => onNodeDone(nodeName, task));
	const additionalData = { ...additionalDataFor(credentialsHelper), executionId, workflowId: data.id, hooks };
	try {
		const execution = new WorkflowExecute(additionalData, mode).run({ workflow, startNode, pinData });
		const cancel = () => execution.cancel();
		if (signal?.aborted) cancel();
		signal?.addEventListener('abort', cancel, { once: true });
		const run = await execution;
		signal?.removeEventListener('abort', cancel);
		return run.status === 'canceled' ? { ...run, finished: false } : run;
	} catch (error) {
		if (error instanceof WorkflowHasIssuesError) return refusedRun(error, mode);
		throw error;
	}
}

/** n8n does not start a workflow whose nodes have issues; it stores the refusal as a failed execution. */
function refusedRun(error: WorkflowHasIssuesError, mode: WorkflowExecuteMode): IRun {
	const { message, stack } = error;
	const data = createRunExecutionData({
		resultData: { error: { ...error, message, stack } as ExecutionError, runData: {} },
	});
	return {
		data,
		mode,
		status: 'error',
		finished: false,
		startedAt: new Date(),
		stoppedAt: new Date(),
		storedAt: 'db',
	};
}

/** A copy, because n8n fills the defaults of the parameters into the nodes that it runs. */
function workflowEntity(file: WorkflowFile): IWorkflowBase {
	const { id = 'headless', name = id, nodes, connections, settings } = structuredClone(file);
	const now = new Date();
	return {
		id,
		name,
		nodes,
		connections,
		settings,
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: now,
		updatedAt: now,
	};
}

export function toExecutionData(items: Items): INodeExecutionData[] {
	return structuredClone(items.map((item) => (isExecutionData(item) ? item : { json: item })));
}

const EXECUTION_DATA_KEYS = new Set(['json', 'binary', 'pairedItem', 'error']);

function isExecutionData(item: IDataObject | INodeExecutionData): item is INodeExecutionData {
	return (
		typeof item.json === 'object' &&
		item.json !== null &&
		Object.keys(item).every((key) => EXECUTION_DATA_KEYS.has(key))
	);
}
