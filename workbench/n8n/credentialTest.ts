import { Container } from '@n8n/di';
import { Logger } from '@n8n/backend-common';
import { ErrorReporter, ExecuteContext, RoutingNode } from 'n8n-core';
import {
	createEmptyRunExecutionData,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type ICredentialTestRequest,
	type INode,
	type INodeCredentialTestResult,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

import { additionalDataFor } from './additionalData';
import type { CredentialsHelper } from './credentialsHelper';
import { NodeTypes, type LoadedTypes } from './types';

/** Does what n8n does for the "Test" of a credential: the declared request on a node of its own, then the rules. */
export async function testCredential(
	{ nodeTypes, credentialTypes }: LoadedTypes,
	helper: CredentialsHelper,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const { test } = credentialTypes.getByName(credential.type);
	if (!test) return failed('No testing function found for this credential.');
	let data: ICredentialDataDecryptedObject;
	try {
		const context = { additionalData: additionalDataFor(helper), mode: 'internal' } as const;
		data = await helper.prepare(credential.data ?? {}, credential.type, context);
	} catch (error) {
		Container.get(Logger).debug('Credential test failed', { error });
		return failed(messageOf(error));
	}
	return await sendTest(test, { ...credential, data }, helper, nodeTypes.getByNameAndVersion('n8n-nodes-base.noOp'));
}

async function sendTest(
	test: ICredentialTestRequest,
	credential: ICredentialsDecrypted,
	helper: CredentialsHelper,
	noOp: INodeType,
): Promise<INodeCredentialTestResult> {
	const nodeType = carrierOf(test, credential.type, noOp);
	const { workflow, context } = contextOf(nodeType, credential, helper);
	let response: INodeExecutionData[][] | undefined;
	try {
		response = await workflow.expression.withIsolate(
			async () => await new RoutingNode(context, nodeType, credential).runNode(),
		);
	} catch (error) {
		Container.get(ErrorReporter).error(error);
		return failed(sentenceFor(error, test));
	}
	const broken = brokenBodyRule(test, response);
	return broken === undefined ? { status: 'OK', message: 'Connection successful!' } : failed(broken);
}

function contextOf(
	nodeType: INodeType,
	credential: ICredentialsDecrypted,
	helper: CredentialsHelper,
): { workflow: Workflow; context: ExecuteContext } {
	const node: INode = {
		id: 'temp',
		name: 'Temp-Node',
		type: nodeType.description.name,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
	};
	const nodeTypes = new NodeTypes({ [nodeType.description.name]: nodeType });
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = additionalDataFor(withTestedData(helper, credential), node.parameters);
	const context = new ExecuteContext(
		workflow,
		node,
		additionalData,
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	return { workflow, context };
}

/** A node whose single parameter carries the test request as its routing. */
function carrierOf({ request }: ICredentialTestRequest, type: string, { description }: INodeType): INodeType {
	return {
		description: {
			...description,
			credentials: [{ name: type, required: true }],
			properties: [{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' }],
		},
	};
}

/** The request is made with the data under test; only a login reads and writes the stored credential. */
function withTestedData(helper: CredentialsHelper, { data }: ICredentialsDecrypted): CredentialsHelper {
	const getDecrypted: CredentialsHelper['getDecrypted'] = async (...args) =>
		args[5] === true ? await helper.getDecrypted(...args) : (data ?? {});
	return Object.create(helper, { getDecrypted: { value: getDecrypted } }) as CredentialsHelper;
}

interface FailedRequest {
	message?: string;
	cause?: { code?: string; response?: { status: number; statusText?: string } };
}

/** A `responseCode` rule, else the status text, else the network's code, else the error's own message. */
function sentenceFor(error: unknown, { rules = [] }: ICredentialTestRequest): string {
	const { cause } = error as FailedRequest;
	if (cause?.response) {
		const { status, statusText } = cause.response;
		for (const rule of rules) {
			if (rule.type === 'responseCode' && rule.properties.value === status) return rule.properties.message;
		}
		if (status < 199 || status > 299) return statusText || `Received HTTP status code: ${status}`;
	} else if (cause?.code) {
		return cause.code;
	}
	Container.get(Logger).debug('Credential test failed', { error });
	return messageOf(error);
}

/** Throws a TypeError on an empty list, as n8n 2.41 does: there is no first item to look into. */
function brokenBodyRule({ rules = [] }: ICredentialTestRequest, response?: INodeExecutionData[][]): string | undefined {
	for (const rule of rules) {
		if (rule.type !== 'responseSuccessBody') continue;
		const body: unknown = (response as INodeExecutionData[][])[0]![0]!.json;
		if (valueAt(body, rule.properties.key) === rule.properties.value) return rule.properties.message;
	}
	return undefined;
}

function valueAt(body: unknown, path: string): unknown {
	let value: unknown = body;
	for (const key of path.split(/[.[\]]+/).filter(Boolean)) {
		value = (value as Record<string, unknown> | null | undefined)?.[key];
	}
	return value;
}

function failed(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message.toString() : String(error);
}
