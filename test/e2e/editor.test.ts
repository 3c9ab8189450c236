import { KEITARO_KEY } from '../../simulators';
import { startBench, type Bench } from './bench';
import { openBrowser, type Window } from './browser';
import { Editor } from './editor';
import { askingExamples, examples, pictureOf, runnableExamples } from './examples';

const NODE = 'Group Manager';

let bench: Bench;
let window: Window;
let editor: Editor;

beforeAll(async () => {
	bench = await startBench('editor', { seed: (credentials) => ({ credentials, workflows: examples }) });
	window = await openBrowser(bench.n8n.url, bench.rest.session());
	editor = new Editor(window.page, bench.n8n.url);
	await editor.load('/workflow/new', 'canvas-add-button');
});

afterAll(async () => {
	await window?.close();
	await bench?.stop();
});

it.each(['Keitaro', 'Reach 360', 'Articulate', 'Audience Manager', 'Adobe', 'groups'])(
	'the node panel finds the node by "%s"',
	async (alias) => {
		const found = await editor.searchNodes(alias);
		await found.filter({ hasText: NODE }).first().waitFor();
	},
);

it('shows only the fields of the chosen vendor, resource and operation', async () => {
	await editor.searchNodes('Keitaro');
	await editor.picture('node-panel');
	await editor.addNode('Keitaro', NODE, 'Get a group');
	const chosen = ['vendor', 'resource', 'operation'];

	await editor.choose('vendor', 'Keitaro');
	expect(await editor.parameters()).toEqual([...chosen, 'groupType', 'groupId', 'output']);
	expect(await editor.options('resource')).not.toContain('Permission');

	await editor.choose('vendor', 'Articulate Reach 360');
	expect(await editor.parameters()).toEqual([...chosen, 'groupId', 'output']);

	await editor.choose('operation', 'Create');
	expect(await editor.parameters()).toEqual([...chosen, 'specifyBody', 'name', 'output']);

	await editor.choose('vendor', 'Adobe Audience Manager');
	expect(await editor.parameters()).toEqual([...chosen, 'specifyBody', 'name', 'description', 'output']);

	await editor.choose('specifyBody', 'Using JSON');
	expect(await editor.parameters()).toEqual([...chosen, 'specifyBody', 'groupData', 'output']);

	await editor.choose('resource', 'Permission');
	await editor.choose('operation', 'Set');
	expect(await editor.parameters()).toEqual([...chosen, 'groupId', 'specifyPermissions', 'permissions', 'output']);
});

it('picks a group from a list that can be searched', async () => {
	await editor.choose('vendor', 'Keitaro');
	// Keitaro has no permissions, which were chosen before.
	await editor.choose('resource', 'Group');
	await editor.choose('operation', 'Get');
	await editor.useCredential('Keitaro (simulator)');
	const groups = await editor.openPicker();
	const wanted = bench.simulators.keitaro.state.groups.filter(({ type }) => type === 'campaigns');
	expect(await groups.allInnerTexts()).toEqual(wanted.map(({ name }) => name).sort());
	await editor.id('rlc-search').fill('eu s');
	await groups.nth(1).waitFor({ state: 'hidden' });
	await groups.first().waitFor();
	expect(await groups.allInnerTexts()).toEqual(['EU search']);
	await groups.first().click();
});

it('runs the step and shows the envelope, without the key', async () => {
	await editor.executeStep();
	expect(await editor.output()).toEqual([
		{
			request: {
				method: 'GET',
				url: `${bench.simulators.keitaro.baseUrl}/groups?type=campaigns`,
				headers: expect.objectContaining({ 'Api-Key': '**hidden**' }) as unknown,
			},
			resource: 'group',
			operation: 'get',
			success: true,
			data: { id: 2, name: 'EU search', position: 2, type: 'campaigns' },
		},
	]);
	await editor.picture('output');
});

it('sends a failing item to the error output', async () => {
	await editor.id('tab-settings').click();
	await editor.choose('onError', 'Continue (using error output)');
	await editor.id('tab-params').click();
	await editor.nameGroup('By ID', '4711');
	await editor.executeStep();
	await editor.page.getByText('Error Branch (1 item)').click();
	expect(await editor.output()).toEqual([
		expect.objectContaining({
			error: expect.objectContaining({
				code: 'not_found',
				vendor: 'keitaro',
				operation: 'get',
				success: false,
			}) as unknown,
			message: expect.stringContaining('4711') as unknown,
		}),
	]);
	await editor.picture('error-output');
	await editor.closeNode();
});

it('tests a credential: a wrong key gets a sentence, the right one passes', async () => {
	await editor.id('project-home-menu-item').click();
	await editor.id('tab-CredentialsView').click();
	await editor.id('resources-list-item').filter({ hasText: 'Keitaro (simulator)' }).click();
	const dialog = editor.id('credential-edit-dialog');
	const key = dialog.getByTestId('parameter-input-apiKey').locator('input').first();
	await dialog.getByText('Connection tested successfully').waitFor();

	await key.fill('wrong');
	await editor.id('credential-save-button').click();
	await dialog.getByText('Couldn’t connect with these settings').waitFor();
	await dialog.getByText('More details').click();
	await dialog.getByText('The server refused the key.').waitFor();

	await key.fill(KEITARO_KEY);
	await editor.id('credential-save-button').click();
	await dialog.getByText('Connection tested successfully').waitFor();
	await editor.page.keyboard.press('Escape');
	await dialog.waitFor({ state: 'hidden' });
	await editor.id('tab-WorkflowsView').click();
});

it.each(runnableExamples)('the example "$name" runs green', async ({ id, name, nodes }) => {
	await editor.openWorkflow(name);
	await editor.executeWorkflow();
	for (const node of nodes.filter(({ type }) => type.endsWith('.groupManager'))) {
		await editor.node(node.name).getByTestId('canvas-node-status-success').first().waitFor();
	}
	await editor.canvasPicture(pictureOf(id));
	const { results } = await bench.rest.get<{ results: unknown[] }>('/executions?limit=1');
	expect(results[0]).toMatchObject({ status: 'success', workflowName: name });
});

it.each(askingExamples)('the example "$name" opens with all its nodes', async ({ id, name, nodes }) => {
	await editor.openWorkflow(name);
	for (const node of nodes.filter(({ type }) => !type.endsWith('.stickyNote')))
		await editor.node(node.name).waitFor();
	await editor.canvasPicture(pictureOf(id));
});

it('the mirror workflow takes its second run to the error branch', async () => {
	const { groups } = bench.simulators.reach360.state;
	const before = groups.map(({ name }) => name);
	expect(before).toEqual(expect.arrayContaining(['US sweepstakes', 'EU search', 'LATAM push']));
	await editor.openWorkflow('mirror');
	await editor.executeWorkflow();
	await editor.node('Name was there already').getByTestId('canvas-node-status-success').first().waitFor();
	expect(groups.map(({ name }) => name)).toEqual(before);
});

it('a tool shows what the model is told of it, which follows the operation, and begins with data only', async () => {
	await editor.openWorkflow('an agent that asks');
	await editor.node('Delete group').dblclick();
	const told = editor.id('parameter-expression-preview-toolDescription');
	await told.getByText('Delete a group in Articulate Reach 360. This cannot be undone.').waitFor();
	expect(await editor.value('output')).toBe('Data Only');
	await editor.choose('operation', 'Create');
	await told.getByText('Create a group in Articulate Reach 360.', { exact: true }).waitFor();
});
