import type {
	ExecutionError,
	ExecutionStatus,
	ICredentialDataDecryptedObject,
	INode,
	INodeCredentialTestResult,
	INodeExecutionData,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	IRun,
} from 'n8n-workflow';

import { prepareContainer, releaseContainer, type ExpressionEngine } from './n8n/container';
import { CredentialsHelper } from './n8n/credentialsHelper';
import { CredentialStore } from './n8n/credentialStore';
import { testCredential } from './n8n/credentialTest';
import { execute, type ExecutionOptions, type Items, type WorkflowFile } from './n8n/execution';
import { listSearch, loadOptions, type ListSearchOptions } from './n8n/listSearch';
import { register, type PollOptions, type Registration } from './n8n/polling';
import { loadTypes, type LoadedTypes, type TypeSources } from './n8n/types';

export type { CredentialStore, ExecutionOptions, Items, ListSearchOptions, PollOptions, Registration, WorkflowFile };

/** One finished execution, as n8n would store it. */
export interface HeadlessRun {
	run: IRun;
	status: ExecutionStatus;
	/** The error that ended the execution. */
	error?: ExecutionError;
	/** Everything that n8n logged meanwhile, down to `debug`. Executions at the same time share their lines. */
	logs: string[];
	/** What a node gave, per output; nothing when it did not run. `runIndex` counts the node's runs. */
	outputsOf(nodeName: string, runIndex?: number): INodeExecutionData[][];
}

/** The execution of a single node behind a Manual Trigger. */
export interface NodeRun extends HeadlessRun {
	/** The success branch and the error branch; the latter is filled with `continueErrorOutput` only. */
	outputs: [success: INodeExecutionData[], errors: INodeExecutionData[]];
	/** What the node threw. Set with "continue" as well, where the execution itself succeeds. */
	error?: ExecutionError;
}

type NodeSettings = Pick<
	INode,
	'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries' | 'executeOnce' | 'alwaysOutputData' | 'typeVersion'
>;

export interface RunNodeOptions extends Partial<NodeSettings>, Omit<ExecutionOptions, 'pinInput'> {
	/** The input items. Default: one empty item. */
	items?: Items;
	credentialId?: string;
}

/** A real n8n engine with one package loaded and without its server, database and editor. */
export interface Headless {
	credentials: CredentialStore;
	/** `vm`, n8n's default, or `legacy` where the native module of `vm` cannot be loaded. */
	expressionEngine: ExpressionEngine;
	/** Everything that n8n logged since the start of the process. */
	logs: string[];
	/** The type name of the package's node. */
	nodeType: string;
	run(workflow: WorkflowFile, options?: ExecutionOptions): Promise<HeadlessRun>;
	runNode(parameters: INodeParameters, options?: RunNodeOptions): Promise<NodeRun>;
	/** Tests data as the editor does right after saving it: with an id it replaces what is stored there. */
	testCredential(data: ICredentialDataDecryptedObject, id?: string): Promise<INodeCredentialTestResult>;
	/** Rejects with the error that the editor would show in the list. */
	listSearch(method: string, parameters: INodeParameters, options: ListSearchOptions): Promise<INodeListSearchResult>;
	/** The choices of a field at `path`, such as `parameters.permissionEntries.entry[0].permissions`. */
	loadOptions(
		method: string,
		parameters: INodeParameters,
		options: { credentialId: string; path: string },
	): Promise<INodePropertyOptions[]>;
	/** Registers a polling trigger, as the activation of its workflow does. */
	register(parameters: INodeParameters, options: PollOptions): Registration;
	/** Once per start, after the last run. */
	close(): Promise<void>;
}

/** Starts n8n's engine on a built package (default: this one), or on node and credential classes given directly. */
export async function startHeadless(options: TypeSources = {}): Promise<Headless> {
	const { logger, expressionEngine } = await prepareContainer();
	const types = await loadTypes(options).catch(async (error: unknown) => {
		await releaseContainer();
		throw error;
	});
	const credentials = new CredentialStore();
	const helper = new CredentialsHelper(types.credentialTypes, credentials);

	const run: Headless['run'] = async (workflow, executionOptions = {}) => {
		const firstLine = logger.lines.length;
		const result = await execute(workflow, executionOptions, types.nodeTypes, helper);
		return describeRun(result, logger.lines.slice(firstLine));
	};

	return {
		credentials,
		expressionEngine,
		logs: logger.lines,
		nodeType: types.mainNode,
		run,
		async runNode(parameters, { items = [{}], credentialId, signal, mode, ...settings } = {}) {
			const node = nodeUnderTest(types, parameters, settings);
			if (credentialId !== undefined) node.credentials = credentials.reference(credentialId);
			return describeNodeRun(await run(aroundNode(node), { pinInput: items, signal, mode }), node.name);
		},
		async testCredential(data, id = 'under-test') {
			const type = types.credentialTypes.names()[0] ?? '';
			credentials.set(id, type, data);
			return await testCredential(types, helper, { id, name: id, type, data: structuredClone(data) });
		},
		listSearch: async (method, parameters, searchOptions) =>
			await listSearch(types, helper, credentials, method, parameters, searchOptions),
		async loadOptions(method, parameters, loadingOptions) {
			return await loadOptions(types, helper, credentials, method, parameters, loadingOptions);
		},
		register: (parameters, options) => register(types, helper, credentials, parameters, options),
		close: releaseContainer,
	};
}

function describeRun(run: IRun, logs: string[]): HeadlessRun {
	return {
		run,
		status: run.status,
		error: run.data.resultData.error,
		logs,
		outputsOf(nodeName, runIndex = 0) {
			const outputs = run.data.resultData.runData[nodeName]?.[runIndex]?.data?.main ?? [];
			return outputs.map((items) => items ?? []);
		},
	};
}

function describeNodeRun(run: HeadlessRun, nodeName: string): NodeRun {
	const [success = [], errors = []] = run.outputsOf(nodeName);
	const thrown = run.run.data.resultData.runData[nodeName]?.[0]?.error;
	return { ...run, outputs: [success, errors], error: thrown ?? run.error };
}

function nodeUnderTest(
	{ mainNode, nodeTypes }: LoadedTypes,
	parameters: INodeParameters,
	settings: Partial<NodeSettings>,
): INode {
	return {
		id: 'node-under-test',
		name: nodeTypes.getByName(mainNode).description.displayName,
		type: mainNode,
		typeVersion: nodeTypes.latestVersion(mainNode),
		position: [220, 0],
		parameters,
		...settings,
	};
}

function aroundNode(node: INode): WorkflowFile {
	const trigger: INode = {
		id: 'trigger',
		name: 'Manual Trigger',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	return {
		id: 'node-run',
		name: 'One node',
		nodes: [trigger, node],
		connections: { [trigger.name]: { main: [[{ node: node.name, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}
