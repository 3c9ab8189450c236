import { exampleWorkflows, type SeedWorkflow } from '../../demo/start/seed';
import { modelCredential } from './agentWorkflow';
import { startBench, type Bench } from './bench';
import { startModel, type ScriptedModel } from './scriptedModel';

const ID = 'groupManagerExAgent';
const GROUP = 'Compliance';
const MODEL = 'Scripted model';

/** Every run has the same steps; what a tool gave is read from what the model was sent. */
const SCRIPT = [
	[{ tool: 'List_members', args: { groupName: GROUP } }],
	[{ tool: 'Delete_group', args: { toolParameters: { groupName: GROUP }, hitlParameters: {} } }],
	'That is all.',
];

let bench: Bench;
let model: ScriptedModel;

interface Node {
	name: string;
	type: string;
	webhookId?: string;
	parameters: Record<string, unknown>;
	credentials?: object;
}

/** The example, open to a chat from outside and with the scripted model. */
function example(): Omit<SeedWorkflow, 'nodes'> & { nodes: Node[] } {
	const workflow = exampleWorkflows().find(({ id }) => id === ID) as ReturnType<typeof example>;
	for (const node of workflow.nodes) {
		if (node.type.endsWith('.chatTrigger')) node.parameters.public = true;
		if (node.type.endsWith('.lmChatOpenAi')) node.credentials = { openAiApi: { id: MODEL, name: MODEL } };
	}
	return workflow;
}

beforeAll(async () => {
	model = await startModel(SCRIPT);
	bench = await startBench('review', {
		publish: [ID],
		seed: (credentials) => ({
			credentials: [...credentials, modelCredential(MODEL, model.url)],
			workflows: [example()],
		}),
	});
}, 300_000);

afterAll(async () => {
	await bench?.stop();
	await model?.close();
});

interface Execution {
	status: string;
	/** n8n's own form of the data, as text. */
	data: string;
}

/** Says something in the chat, and waits until the agent asks. */
async function ask(): Promise<string> {
	bench.simulators.reach360.reset();
	model.sent.length = 0;
	const trigger = example().nodes.find(({ type }) => type.endsWith('.chatTrigger'));
	const response = await fetch(`${bench.n8n.url}/webhook/${trigger?.webhookId}/chat`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ action: 'sendMessage', sessionId: crypto.randomUUID(), chatInput: `Delete ${GROUP}` }),
	});
	const { executionId } = (await response.json()) as { executionId: string };
	await until(async () => (await execution(executionId)).status === 'waiting');
	return executionId;
}

const execution = async (id: string): Promise<Execution> => await bench.rest.get<Execution>(`/executions/${id}`);

/** Follows the link behind a button of the question, and waits until the model has had its answer. */
async function answer(executionId: string, isApproved: boolean): Promise<string> {
	const { data } = await execution(executionId);
	const links = data.match(/https?:[^"\\]+webhook-waiting[^"\\]+/g) ?? [];
	const link = links.find((one) => one.includes(`approved=${isApproved}`)) ?? 'no link';
	// n8n lets no robot answer.
	const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
	expect((await fetch(link, { headers })).status).toBe(200);
	await until(async () => await Promise.resolve(model.sent.length === SCRIPT.length));
	return model.sent.at(-1)?.results['call-1'] ?? '';
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
	const limit = Date.now() + 60_000;
	while (!(await isSo())) {
		if (Date.now() > limit) throw new Error('It did not come to pass within a minute.');
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
}

const names = () => bench.simulators.reach360.state.groups.map(({ name }) => name);
const deletions = () => bench.simulators.reach360.log.filter(({ method }) => method === 'DELETE');

it('asks a person before it deletes, and names the group', async () => {
	const { data } = await execution(await ask());
	expect(data).toContain(`The agent wants to delete the group \\"${GROUP}\\"`);
	expect(model.sent[0]?.tools.Delete_group?.description).toContain('This cannot be undone.');
	expect(model.sent[1]?.results['call-0']).toBe('[{"message":"The list is empty"}]');
	expect(deletions()).toEqual([]);
});

it('deletes the group when the person approves', async () => {
	expect(await answer(await ask(), true)).toContain('"deleted":true');
	expect(names()).not.toContain(GROUP);
	expect(deletions()).toHaveLength(1);
});

it('leaves the group when the person declines, and tells the model', async () => {
	expect(await answer(await ask(), false)).toContain('rejected');
	expect(names()).toContain(GROUP);
	expect(deletions()).toEqual([]);
});
