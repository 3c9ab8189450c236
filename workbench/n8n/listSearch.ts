import { LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type INode,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { additionalDataFor } from './additionalData';
import type { CredentialsHelper } from './credentialsHelper';
import type { CredentialStore } from './credentialStore';
import type { LoadedTypes } from './types';

export interface ListSearchOptions {
	credentialId: string;
	/** What was typed into the search box. */
	filter?: string;
	paginationToken?: string;
	/** The parameter that asks; default `groupId`. */
	path?: string;
}

/** Asks a resource locator's list as the editor does, with the parameters as the editor sends them. */
export async function listSearch(
	types: LoadedTypes,
	helper: CredentialsHelper,
	store: CredentialStore,
	method: string,
	parameters: INodeParameters,
	{ credentialId, filter, paginationToken, path = 'parameters.groupId' }: ListSearchOptions,
): Promise<INodeListSearchResult> {
	const { nodeTypes, mainNode } = types;
	const search = nodeTypes.getByNameAndVersion(mainNode).methods?.listSearch?.[method];
	if (!search) throw new Error(`Node type "${mainNode}" has no listSearch method named "${method}".`);
	const { workflow, context } = contextOf(types, helper, store, parameters, { credentialId, path });
	const result = await workflow.expression.withIsolate(
		async () => await search.call(context, filter, paginationToken),
	);
	const token: unknown = result.paginationToken;
	return typeof token === 'number' ? { ...result, paginationToken: String(token) } : result;
}

/** Asks for the options of a field as the editor does; `path` is the field that asks. */
export async function loadOptions(
	types: LoadedTypes,
	helper: CredentialsHelper,
	store: CredentialStore,
	method: string,
	parameters: INodeParameters,
	options: { credentialId: string; path: string },
): Promise<INodePropertyOptions[]> {
	const { nodeTypes, mainNode } = types;
	const load = nodeTypes.getByNameAndVersion(mainNode).methods?.loadOptions?.[method];
	if (!load) throw new Error(`Node type "${mainNode}" has no loadOptions method named "${method}".`);
	const { workflow, context } = contextOf(types, helper, store, parameters, options);
	return await workflow.expression.withIsolate(async () => await load.call(context));
}

function contextOf(
	{ nodeTypes, mainNode }: LoadedTypes,
	helper: CredentialsHelper,
	store: CredentialStore,
	parameters: INodeParameters,
	{ credentialId, path }: { credentialId: string; path: string },
): { workflow: Workflow; context: LoadOptionsContext } {
	const node: INode = {
		id: 'uuid-1234',
		name: 'Temp-Node',
		type: mainNode,
		typeVersion: nodeTypes.latestVersion(mainNode),
		position: [0, 0],
		parameters: structuredClone(parameters),
		credentials: store.reference(credentialId),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = additionalDataFor(helper, structuredClone(parameters));
	return {
		workflow,
		context: new LoadOptionsContext(workflow, workflow.nodes['Temp-Node'] ?? node, additionalData, path),
	};
}
