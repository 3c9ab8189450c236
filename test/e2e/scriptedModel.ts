import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
	tool: string;
	args: Record<string, unknown>;
}

/** What a model says at one step: calls, all at once, or its last words. */
export type Turn = Call[] | string;

export interface Tool {
	name: string;
	description: string;
	/** JSON Schema. */
	parameters: { properties?: Record<string, unknown> };
}

/** What a model was sent at one step. */
export interface Sent {
	path: string;
	/** By name. */
	tools: Record<string, Tool>;
	/** What the tools gave so far, by the id of the call: `call-0` is the first of the script. */
	results: Record<string, string>;
}

export interface ScriptedModel {
	/** As the credential of n8n's OpenAI nodes takes it. */
	url: string;
	sent: Sent[];
	close(): Promise<void>;
}

/** A model of the OpenAI protocol, Chat Completions and Responses, that says what its script says. */
export async function startModel(script: readonly Turn[]): Promise<ScriptedModel> {
	const sent: Sent[] = [];
	const server = createServer((request, response) => void answer(request, response, script, sent));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		sent,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

interface Body {
	model: string;
	tools?: Array<Tool & { function?: Tool }>;
	messages?: Array<{ role: string; content: string; tool_call_id: string }>;
	input?: Array<{ type?: string; output: string; call_id: string }>;
}

async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	script: readonly Turn[],
	sent: Sent[],
): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Body;
	const path = request.url ?? '';
	const tools = (body.tools ?? []).map((tool) => tool.function ?? tool);
	const results = resultsIn(body);
	sent.push({ path, tools: Object.fromEntries(tools.map((tool) => [tool.name, tool])), results });
	const step = stepAfter(script, Object.keys(results).length);
	const said = path.endsWith('/responses') ? responsesAnswer(body.model, step) : chatAnswer(body.model, step);
	response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
}

function resultsIn({ messages = [], input = [] }: Body): Record<string, string> {
	const chat = messages.filter(({ role }) => role === 'tool').map((said) => [said.tool_call_id, said.content]);
	const responses = input
		.filter(({ type }) => type === 'function_call_output')
		.map(({ call_id: id, output }) => [id, output]);
	return Object.fromEntries([...chat, ...responses]) as Record<string, string>;
}

interface Step {
	turn: Turn;
	/** Of its first call. */
	first: number;
}

/** How far the script is shows in how many of its calls have their results. */
function stepAfter(script: readonly Turn[], results: number): Step {
	let first = 0;
	for (const turn of script) {
		if (typeof turn === 'string' || first === results) return { turn, first };
		first += turn.length;
	}
	return { turn: 'The script is at its end.', first };
}

const idOf = ({ first }: Step, index: number): string => `call-${first + index}`;

function chatAnswer(model: string, step: Step): object {
	const { turn } = step;
	const calls = (typeof turn === 'string' ? [] : turn).map(({ tool, args }, index) => ({
		id: idOf(step, index),
		type: 'function',
		function: { name: tool, arguments: JSON.stringify(args) },
	}));
	const message =
		typeof turn === 'string'
			? { role: 'assistant', content: turn }
			: { role: 'assistant', content: null, tool_calls: calls };
	return {
		id: 'chat-1',
		object: 'chat.completion',
		created: 0,
		model,
		choices: [{ index: 0, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop', message }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}

function responsesAnswer(model: string, step: Step): object {
	const { turn } = step;
	const words = (text: string) => ({
		type: 'message',
		id: 'message-1',
		role: 'assistant',
		status: 'completed',
		content: [{ type: 'output_text', text, annotations: [] }],
	});
	const calls = (list: Call[]) =>
		list.map(({ tool, args }, index) => ({
			type: 'function_call',
			id: `fc_${idOf(step, index)}`,
			call_id: idOf(step, index),
			name: tool,
			arguments: JSON.stringify(args),
			status: 'completed',
		}));
	return {
		id: `resp_${step.first}`,
		object: 'response',
		created_at: 0,
		status: 'completed',
		error: null,
		incomplete_details: null,
		model,
		output: typeof turn === 'string' ? [words(turn)] : calls(turn),
		parallel_tool_calls: true,
		usage: {
			...{ input_tokens: 1, output_tokens: 1, total_tokens: 2 },
			input_tokens_details: { cached_tokens: 0 },
			output_tokens_details: { reasoning_tokens: 0 },
		},
	};
}
