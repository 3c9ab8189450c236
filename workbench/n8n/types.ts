import { PackageDirectoryLoader, UnrecognizedCredentialTypeError, UnrecognizedNodeTypeError } from 'n8n-core';
import {
	injectDomainRestrictionFields,
	NodeHelpers,
	type ICredentialType,
	type IDataObject,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
} from 'n8n-workflow';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { baseNodes } from './baseNodes';

type AnyNodeType = INodeType | IVersionedNodeType;

export class NodeTypes implements INodeTypes {
	constructor(private readonly nodes: Record<string, AnyNodeType>) {}

	getByName(name: string): AnyNodeType {
		const node = this.nodes[name];
		if (!node) throw new UnrecognizedNodeTypeError(...splitTypeName(name));
		return node;
	}

	getByNameAndVersion(name: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(name), version);
	}

	/** The version that the editor gives to a node that is added today. */
	latestVersion(name: string): number {
		const node = this.getByName(name);
		if ('nodeVersions' in node) return node.currentVersion;
		return [node.description.version].flat().at(-1) ?? 1;
	}

	getKnownTypes(): IDataObject {
		return Object.fromEntries(Object.keys(this.nodes).map((name) => [name, {}]));
	}
}

export class CredentialTypes {
	constructor(private readonly types: Record<string, ICredentialType>) {}

	getByName(name: string): ICredentialType {
		const type = this.types[name];
		if (!type) throw new UnrecognizedCredentialTypeError(name);
		return type;
	}

	getParentTypes(name: string): string[] {
		const parents = this.types[name]?.extends ?? [];
		return [...parents, ...parents.flatMap((parent) => this.getParentTypes(parent))];
	}

	names(): string[] {
		return Object.keys(this.types);
	}
}

export interface LoadedTypes {
	nodeTypes: NodeTypes;
	credentialTypes: CredentialTypes;
	/** The node that `runNode` runs and `listSearch` asks: the first of the package. */
	mainNode: string;
}

export interface TypeSources {
	packageDirectory?: string;
	nodeTypes?: Record<string, INodeType>;
	credentialTypes?: Record<string, ICredentialType>;
}

/** Loads a built package as n8n does, or takes classes as they are; adds the few built-in nodes. */
export async function loadTypes({ packageDirectory, ...given }: TypeSources): Promise<LoadedTypes> {
	const { nodeTypes = {}, credentialTypes = {} } = given.nodeTypes
		? given
		: await loadPackage(packageDirectory ?? resolve(__dirname, '../..'));
	const mainNode = Object.keys(nodeTypes)[0];
	if (mainNode === undefined) throw new Error('The package has no nodes.');
	return {
		nodeTypes: new NodeTypes({ ...baseNodes, ...nodeTypes }),
		credentialTypes: new CredentialTypes(withDomainRestrictions(credentialTypes)),
		mainNode,
	};
}

async function loadPackage(directory: string) {
	const loader = new PackageDirectoryLoader(directory);
	const { nodes = [], credentials = [] } = loader.packageJson.n8n ?? {};
	const missing = [...nodes, ...credentials].find((file) => !existsSync(resolve(directory, file)));
	if (missing) throw new Error(`The package is not built yet (${missing} is missing): run "npm run build" first.`);
	await loader.loadAll();
	const nodeTypes = Object.entries(loader.nodeTypes).map(([name, { type }]) => [
		`${loader.packageName}.${name}`,
		type,
	]);
	const credentialTypes = Object.entries(loader.credentialTypes).map(([name, { type }]) => [name, type]);
	return {
		nodeTypes: Object.fromEntries(nodeTypes) as Record<string, AnyNodeType>,
		credentialTypes: Object.fromEntries(credentialTypes) as Record<string, ICredentialType>,
	};
}

/** n8n adds `allowedHttpRequestDomains` and `allowedDomains` to every credential that can authenticate a request. */
function withDomainRestrictions(types: Record<string, ICredentialType>): Record<string, ICredentialType> {
	for (const type of Object.values(types)) type.properties = injectDomainRestrictionFields(type);
	return types;
}

function splitTypeName(name: string): [packageName: string, nodeType: string] {
	const dot = name.lastIndexOf('.');
	return [name.slice(0, Math.max(dot, 0)), name.slice(dot + 1)];
}
