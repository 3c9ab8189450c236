import type { SeedCredential, SeedWorkflow } from '../../demo/start/seed';

const AGENT = 'Agent';

/** What a tool of the workflow is given: its name, and the parameters of the node. */
export type ToolSet = Record<string, Record<string, unknown>>;

/** A field that the model fills. */
export const fromModel = (key: string, description: string, type = 'string'): string =>
	`={{ $fromAI(${[key, description, type].map((text) => `'${text}'`).join(', ')}) }}`;

export const modelCredential = (id: string, url: string): SeedCredential => ({
	id,
	name: id,
	type: 'openAiApi',
	data: { apiKey: 'none', url },
});

/** An AI Agent 3 with tools on Reach 360, each a Group Manager, and a model behind a credential of n8n's. */
export function agentWorkflow(id: string, tools: ToolSet, isResponses: boolean): SeedWorkflow {
	const trigger = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
	const agent = {
		name: AGENT,
		type: '@n8n/n8n-nodes-langchain.agent',
		typeVersion: 3.1,
		parameters: { promptType: 'define', text: 'Keep the groups', options: { enableStreaming: false } },
	};
	const model = {
		name: 'Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.3,
		credentials: { openAiApi: { id, name: id } },
		parameters: {
			model: { __rl: true, mode: 'id', value: 'scripted' },
			responsesApiEnabled: isResponses,
			options: { maxRetries: 0 },
		},
	};
	const toolNodes = Object.entries(tools).map(([name, parameters]) => ({
		name,
		type: 'n8n-nodes-group-manager.groupManagerTool',
		typeVersion: 1,
		credentials: { groupManagerApi: { id: 'groupManagerReach360', name: 'Articulate Reach 360 (simulator)' } },
		parameters: { vendor: 'reach360', ...parameters },
	}));
	const links = [
		...[link(trigger.name, 'main'), link(model.name, 'ai_languageModel')],
		...toolNodes.map(({ name }) => link(name, 'ai_tool')),
	];
	return {
		id,
		name: id,
		nodes: [trigger, agent, model, ...toolNodes].map((node, place) => ({
			...node,
			id: node.name,
			position: [place * 200, 0],
		})),
		connections: Object.fromEntries(links) as unknown,
		settings: { executionOrder: 'v1' },
		active: false,
	} as SeedWorkflow;
}

const link = (from: string, type: string) => [from, { [type]: [[{ node: AGENT, type, index: 0 }]] }] as const;
