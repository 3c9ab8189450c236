import { LoadOptionsContext } from 'n8n-core';
import { Workflow, type INode, type INodeListSearchResult, type INodeParameters } from 'n8n-workflow';

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
	{ nodeTypes, mainNode }: LoadedTypes,
	helper: CredentialsHelper,
	store: CredentialStore,
	method: string,
	parameters: INodeParameters,
	{ credentialId, filter, paginationToken, path = 'parameters.groupId' }: ListSearchOptions,
): Promise<INodeListSearchResult> {
	const nodeType = nodeTypes.getByNameAndVersion(mainNode);
	const search = nodeType.methods?.listSearch?.[method];
	if (!search) throw new Error(`Node type "${mainNode}" has no listSearch method named "${method}".`);
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
	const context = new LoadOptionsContext(workflow, workflow.nodes['Temp-Node'] ?? node, additionalData, path);
	const result = await workflow.expression.withIsolate(
		async () => await search.call(context, filter, paginationToken),
	);
	const token: unknown = result.paginationToken;
	return typeof token === 'number' ? { ...result, paginationToken: String(token) } : result;
}
