import {
	NodeApiError,
	NodeOperationError,
	type IAuthenticateGeneric,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestHelper,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type JsonObject,
} from 'n8n-workflow';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
	method: string;
	url: string;
	headers: IncomingMessage['headers'];
}

export interface Answer {
	status?: number;
	body?: unknown;
	delay?: number;
}

/** A server that answers what a test says and remembers what it was asked. */
export async function startServer(answer: (call: Call) => Answer) {
	const calls: Call[] = [];
	const server: Server = createServer((request, response) => {
		const call = { method: request.method ?? '', url: request.url ?? '', headers: request.headers };
		calls.push(call);
		const { status = 200, body = {}, delay = 0 } = answer(call);
		const timer = setTimeout(() => {
			const text = typeof body === 'string';
			response.writeHead(status, { 'content-type': text ? 'text/html' : 'application/json' });
			response.end(text ? body : JSON.stringify(body));
		}, delay);
		response.on('close', () => clearTimeout(timer));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		baseUrl: `http://127.0.0.1:${port}`,
		calls,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Sends one request per item; an item says what shall happen to it. */
export class ThingNode implements INodeType {
	description: INodeTypeDescription = {
		name: 'thing',
		displayName: 'Thing',
		description: 'A node to test the harness with',
		version: 1,
		group: ['transform'],
		defaults: { name: 'Thing' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'thingApi', required: true }],
		properties: [
			{ displayName: 'Name', name: 'name', type: 'string', default: '' },
			{ displayName: 'Code', name: 'code', type: 'string', default: 'x', required: true },
			{ displayName: 'Path', name: 'path', type: 'string', default: '/things' },
			{ displayName: 'Mode', name: 'mode', type: 'string', default: 'return' },
		],
	};

	methods = {
		listSearch: {
			async searchThings(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string) {
				const { domain } = await this.getCredentials('thingApi');
				const url = `${String(domain)}/list?filter=${filter}&from=${paginationToken}`;
				await this.helpers.httpRequestWithAuthentication.call(this, 'thingApi', { url });
				const name = String(this.getCurrentNodeParameter('name'));
				return { results: [{ name, value: '1' }], paginationToken: 2 as unknown as string };
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { domain } = await this.getCredentials('thingApi');
		const results: INodeExecutionData[] = [];
		for (const [item] of this.getInputData().entries()) {
			const name = String(this.getNodeParameter('name', item));
			const url = `${String(domain)}${String(this.getNodeParameter('path', item))}`;
			try {
				if (name === '')
					throw new NodeOperationError(this.getNode(), 'The name is empty.', { itemIndex: item });
				const options = { url, qs: { name } };
				const json = (await this.helpers.httpRequestWithAuthentication.call(
					this,
					'thingApi',
					options,
				)) as IDataObject;
				results.push({ json, pairedItem: { item } });
			} catch (error) {
				if (!this.continueOnFail() || this.getNodeParameter('mode', item) === 'throw') {
					throw error instanceof NodeOperationError
						? error
						: new NodeApiError(this.getNode(), error as JsonObject, { itemIndex: item });
				}
				const { message } = error as Error;
				results.push({ json: { error: { code: 'refused' }, message }, pairedItem: { item } });
			}
		}
		return [results];
	}
}

const properties: INodeProperties[] = [
	{ displayName: 'Token', name: 'token', type: 'hidden', typeOptions: { expirable: true }, default: '' },
	{ displayName: 'Domain', name: 'domain', type: 'string', default: '' },
	{ displayName: 'Secret', name: 'secret', type: 'string', typeOptions: { password: true }, default: '' },
	{ displayName: 'Kind', name: 'kind', type: 'string', default: 'plain' },
	{
		displayName: 'Extra',
		name: 'extra',
		type: 'string',
		default: '',
		displayOptions: { show: { kind: ['special'] } },
	},
];

const authenticate: IAuthenticateGeneric = {
	type: 'generic',
	properties: {
		headers: {
			Authorization: '=Bearer {{$credentials.token}}',
			'X-Kind': '={{$credentials.kind}}',
			'X-Fixed': 'yes',
		},
	},
};

/** A credential that logs in before the first request. */
export class ThingApi implements ICredentialType {
	name = 'thingApi';
	displayName = 'Thing API';
	properties = properties;
	authenticate: ICredentialType['authenticate'] = authenticate;
	test: ICredentialType['test'] = {
		request: { baseURL: '={{$credentials.domain}}', url: '/test' },
		rules: [
			{ type: 'responseCode', properties: { value: 403, message: 'The key has no rights.' } },
			{ type: 'responseSuccessBody', properties: { key: 'state', value: 'off', message: 'The service is off.' } },
		] as NonNullable<ICredentialType['test']>['rules'],
	};

	async preAuthentication(this: IHttpRequestHelper, { domain, secret }: ICredentialDataDecryptedObject) {
		if (secret === 'none') return {};
		if (secret === 'refused') throw new Error('The login was refused: check the client secret.');
		const url = `${String(domain)}/login`;
		const { token } = (await this.helpers.httpRequest({ method: 'POST', url })) as { token: string };
		return { token, domain };
	}
}
