import axios from 'axios';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';

import type { Headless, WorkflowFile } from '../workbench/headless';
import { definitionOf } from '../simulators';
import type { ForEach, HttpNode, Scenario, Send } from './scenarios';
import type { Vendors } from './vendors';

export const CONCURRENCY = 5;

/** Somebody who does the work of a scenario. */
export interface Contender {
	name: string;
	/** @returns for how many items a result came, and whatever keeps the results alive */
	run: (scenario: Scenario, items: readonly IDataObject[]) => Promise<{ results: number; kept: unknown }>;
}

export interface Stage {
	n8n: Headless;
	vendors: Vendors;
}

/** The loop that `LoopNode` runs, one item after another or several at once. */
let looping: { scenario: Scenario; send: (context: IExecuteFunctions) => Send; concurrency: number } | undefined;

/** What people write when they write a node: a loop over n8n's own helper. */
export class LoopNode implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Loop',
		name: 'loop',
		group: ['transform'],
		version: 1,
		description: 'A loop over the request helper of n8n',
		defaults: { name: 'Loop' },
		inputs: ['main'],
		outputs: ['main'],
		credentials: [{ name: 'groupManagerApi', required: true }],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { scenario, send, concurrency } = looping!;
		const items = this.getInputData();
		const output: INodeExecutionData[] = [];
		await sideBySide(concurrency)([...items.entries()], async ([item, { json }]) => {
			const body = await scenario.one(send(this), json).catch((error: Error) => ({ error: error.message }));
			output[item] = {
				json: (typeof body === 'object' && body !== null ? body : {}) as IDataObject,
				pairedItem: { item },
			};
		});
		return [output];
	}
}

const sideBySide =
	(concurrency: number): ForEach =>
	async (entries, work) => {
		let next = 0;
		const worker = async (): Promise<void> => {
			while (next < entries.length) await work(entries[next++]!);
		};
		await Promise.all(Array.from({ length: concurrency }, worker));
	};

export function contenders({ n8n, vendors }: Stage) {
	const baseUrl = ({ vendor }: Scenario): string => vendors.of(vendor).baseUrl;
	const absolute = (scenario: Scenario, path: string): string =>
		path.startsWith('http') ? path : `${baseUrl(scenario)}${path}`;

	const groupManager: Contender = {
		name: 'Group Manager',
		run: async ({ vendor, node }, items) => {
			const { outputs, run } = await n8n.runNode(
				{ vendor, ...node, options: { concurrency: CONCURRENCY } },
				{ items: [...items], credentialId: vendor, onError: 'continueRegularOutput' },
			);
			return {
				results: outputs[0].filter(
					({ json }) => json.success === true && !((json.data as IDataObject)?.failed as unknown[])?.length,
				).length,
				kept: run,
			};
		},
	};

	const http = (
		name: string,
		settings: Partial<INode>,
		batching: (scenario: Scenario) => Scenario['batching'] = () => undefined,
	): Contender => ({
		name,
		run: async (scenario, items) => {
			const nodes = scenario.http.map((call, index) =>
				httpNode(
					call,
					index,
					absolute(scenario, call.path.replace(/^=/, '')),
					definitionOf(scenario.vendor).headers,
					batching(scenario),
					settings,
				),
			);
			const result = await n8n.run(chain(nodes), { pinInput: [...items] });
			const last = result.outputsOf(nodes.at(-1)!.name)[0] ?? [];
			const good = last.filter(
				({ json }) =>
					json.error === undefined && (json.statusCode === undefined || Number(json.statusCode) < 300),
			);
			return {
				results: scenario.http[0]!.paged
					? good.length >= scenario.floor
						? 1
						: 0
					: Math.min(good.length, items.length),
				kept: result.run,
			};
		},
	});

	const loop = (name: string, concurrency: number): Contender => ({
		name,
		run: async (scenario, items) => {
			const send =
				(context: IExecuteFunctions): Send =>
				async (method, path, body) =>
					(await context.helpers.httpRequestWithAuthentication.call(context, 'groupManagerApi', {
						method: method as 'GET',
						url: absolute(scenario, path),
						...(body !== undefined && { body: body as IDataObject }),
						json: true,
					})) as unknown;
			looping = { scenario, send, concurrency };
			const node = step('Loop', 'bench.loop', {}, { credentials: n8n.credentials.reference(scenario.vendor) });
			const result = await n8n.run(chain([node]), { pinInput: [...items] });
			return {
				results: (result.outputsOf('Loop')[0] ?? []).filter(({ json }) => json.error === undefined).length,
				kept: result.run,
			};
		},
	});

	const bareAxios = (name: string, concurrency: number, { obeys = false } = {}): Contender => ({
		name,
		run: async (scenario, items) => {
			// As n8n's helper does.
			const client = axios.create({
				headers: definitionOf(scenario.vendor).headers,
				httpAgent: new Agent({ keepAlive: false }),
			});
			let closedUntil = 0;
			const send: Send = async (method, path, data) => {
				if (obeys) while (closedUntil > Date.now()) await sleep(closedUntil - Date.now());
				try {
					return (await client.request({ method, url: absolute(scenario, path), data })).data as unknown;
				} catch (error) {
					if (!obeys || !axios.isAxiosError(error) || error.response?.status !== 429) throw error;
					closedUntil = Math.max(
						closedUntil,
						Date.now() + Number(error.response.headers['retry-after']) * 1_000,
					);
					return await send(method, path, data);
				}
			};
			const each = sideBySide(concurrency);
			if (scenario.script) return { results: await scenario.script(send, items, each), kept: undefined };
			const kept: unknown[] = [];
			await each(items, async (item) => {
				await scenario.one(send, item).then(
					(body) => kept.push(body),
					() => undefined,
				);
			});
			return { results: kept.length, kept };
		},
	});

	return {
		groupManager,
		bareAxios: bareAxios(`Bare axios, ${CONCURRENCY} at once`, CONCURRENCY),
		obeyingAxios: bareAxios('Bare axios, obeying Retry-After', CONCURRENCY, { obeys: true }),
		axiosOneByOne: bareAxios('Bare axios, one after another', 1),
		helper: loop(`n8n's helper, ${CONCURRENCY} at once`, CONCURRENCY),
		loop: loop("Loop over n8n's helper", 1),
		http: http('HTTP Request', { onError: 'continueRegularOutput' }),
		httpBatching: http('HTTP Request, batching', { onError: 'continueRegularOutput' }, ({ batching }) => batching),
		httpRetrying: http('HTTP Request, Retry On Fail', { retryOnFail: true, maxTries: 3, waitBetweenTries: 1_000 }),
		httpBoth: http(
			'HTTP Request, batching, Retry On Fail',
			{ retryOnFail: true, maxTries: 3, waitBetweenTries: 1_000 },
			({ batching }) => batching,
		),
	};
}

function httpNode(
	{ method, path, body, paged }: HttpNode,
	index: number,
	url: string,
	headers: Record<string, string>,
	batching: Scenario['batching'],
	settings: Partial<INode>,
): INode {
	const pagination = {
		pagination: {
			paginationMode: 'responseContainsNextURL',
			nextURL: '={{ $response.body.nextUrl }}',
			paginationCompleteWhen: 'other',
			completeExpression: '={{ !$response.body.nextUrl }}',
			limitPagesFetched: false,
		},
	};
	return step(
		`HTTP ${index}`,
		'n8n-nodes-base.httpRequest',
		{
			method,
			url: path.startsWith('=') ? `=${url}` : url,
			sendHeaders: true,
			headerParameters: { parameters: Object.entries(headers).map(([name, value]) => ({ name, value })) },
			...(body !== undefined && { sendBody: true, contentType: 'raw', rawContentType: 'application/json', body }),
			options: {
				...(batching && { batching: { batch: batching } }),
				...(paged && { pagination }),
				// The whole answer, or n8n makes an item of every record and loses which is whose.
				...(!paged && { response: { response: { fullResponse: true, responseFormat: 'autodetect' } } }),
			},
		},
		settings,
	);
}

function step(name: string, type: string, parameters: INodeParameters, settings: Partial<INode>): INode {
	return {
		id: name,
		name,
		type,
		typeVersion: type.startsWith('bench.') ? 1 : 4.2,
		position: [0, 0],
		parameters,
		...settings,
	};
}

function chain(nodes: INode[]): WorkflowFile {
	const all = [step('Items', 'n8n-nodes-base.manualTrigger', {}, { typeVersion: 1 }), ...nodes];
	const connections = Object.fromEntries(
		nodes.map((node, index) => [
			all[index]!.name,
			{ main: [[{ node: node.name, type: 'main' as const, index: 0 }]] },
		]),
	);
	return { id: 'bench', name: 'Bench', nodes: all, connections, settings: { executionOrder: 'v1' } };
}
