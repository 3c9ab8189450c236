import {
	getCredentialOwnRequestAllowedDomains,
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	UnexpectedError,
	UserError,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type ICredentialsExpressionResolveValues,
	type ICredentialType,
	type IExecuteData,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { usableData, type DataContext } from './credentialData';
import type { CredentialStore } from './credentialStore';
import type { CredentialTypes } from './types';

/** n8n's own helper is part of its server, not of n8n-core: this one behaves like it, on a store in memory. */
export class CredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly types: CredentialTypes,
		private readonly store: CredentialStore,
	) {
		super();
	}

	getParentTypes(name: string): string[] {
		return this.types.getParentTypes(name);
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		incoming: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const request = incoming as IHttpRequestOptions;
		const type = this.types.getByName(typeName);
		if (typeof type.authenticate === 'function') return await type.authenticate(credentials, request);
		if (!type.authenticate) return request;
		if (!workflow || !node) {
			throw new UnexpectedError('Workflow and node are required for declarative credential authentication');
		}
		const resolve = (value: string) => resolveValue(value, credentials, workflow, node);
		request.headers ??= {};
		for (const [part, values] of Object.entries(type.authenticate.properties)) {
			const target = partOf(request, part);
			for (const [key, value] of Object.entries(values)) target[resolve(key)] = resolve(String(value));
		}
		return request;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.types.getByName(typeName);
		const expirable = type.properties.find(({ type, typeOptions }) => type === 'hidden' && typeOptions?.expirable);
		if (!expirable || !type.preAuthentication) return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired && !isCredentialTest(node)) return undefined;
		const output = await login(type, helpers, credentials);
		if (output[expirable.name] === undefined) return undefined;
		const reference = node.credentials?.[type.name];
		if (!reference) return undefined;
		await this.persist(reference, type.name, output, expirable.name);
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	) {
		const type = this.types.getByName(typeName);
		return type.preAuthentication ? await login(type, helpers, credentials) : undefined;
	}

	async getCredentials(reference: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		return this.store.open(reference, type);
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		reference: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = await this.store.open(reference, type).getData();
		if (raw === true) return stored;
		return await this.prepare(stored, type, { additionalData, mode, executeData, resolveValues });
	}

	/** Stored data as nodes get it. */
	async prepare(stored: ICredentialDataDecryptedObject, type: string, context: DataContext) {
		return await usableData(this.getCredentialsProperties(type), stored, context);
	}

	async updateCredentials(reference: INodeCredentialsDetails, type: string, data: ICredentialDataDecryptedObject) {
		await this.store.open(reference, type).setData(data);
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new UserError('OAuth credentials are not part of the headless n8n.');
	}

	getCredentialsProperties(name: string): INodeProperties[] {
		const type = this.types.getByName(name);
		if (!type.extends) return type.properties;
		const properties: INodeProperties[] = [];
		for (const parent of type.extends)
			NodeHelpers.mergeNodeProperties(properties, this.getCredentialsProperties(parent));
		NodeHelpers.mergeNodeProperties(properties, type.properties);
		return properties;
	}

	private async persist(
		reference: INodeCredentialsDetails,
		type: string,
		output: ICredentialDataDecryptedObject,
		expirable: string,
	): Promise<void> {
		const stored = await this.store.open(reference, type).getData();
		const data = { ...stored };
		for (const [key, value] of Object.entries(output)) {
			if (key === expirable || !isExpression(stored[key])) data[key] = value;
		}
		await this.updateCredentials(reference, type, data);
	}
}

/** Never true in n8n 2.41, where the test's node is called `noOp`; kept because n8n asks it. */
function isCredentialTest(node: INode): boolean {
	return node.parameters.temp === '' && node.type === 'n8n-nodes-base.noOp';
}

async function login(type: ICredentialType, { helpers }: IHttpRequestHelper, data: ICredentialDataDecryptedObject) {
	const httpRequest = async (request: IHttpRequestOptions): Promise<unknown> => {
		const allowedDomains = getCredentialOwnRequestAllowedDomains(data);
		if (allowedDomains !== undefined && request.allowedDomains !== undefined) {
			throw new UserError('This credential restricts its own requests: its login cannot name domains as well.');
		}
		return await helpers.httpRequest(allowedDomains === undefined ? request : { ...request, allowedDomains });
	};
	const output = await type.preAuthentication?.call({ helpers: { httpRequest } }, data);
	return output as ICredentialDataDecryptedObject;
}

function resolveValue(value: string, $credentials: ICredentialDataDecryptedObject, workflow: Workflow, node: INode) {
	if (!isExpression(value)) return value;
	const keys = { $credentials };
	const resolved = workflow.expression.getSimpleParameterValue(node, value, 'internal', keys, undefined, '');
	return resolved ? resolved.toString() : '';
}

function partOf(request: IHttpRequestOptions, part: string): Record<string, unknown> {
	const parts = request as unknown as Record<string, Record<string, unknown> | undefined>;
	return (parts[part] ??= {});
}
