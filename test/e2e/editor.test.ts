import { KEITARO_KEY } from '../../simulators';
import { startBench, type Bench } from './bench';
import { openBrowser, type Window } from './browser';
import { Editor } from './editor';
import { askingExamples, examples, pictureOf, runnableExamples } from './examples';
import { runStep } from './running';

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

it('takes out the group that was picked when the Group Type changes, and says that one is missing', async () => {
	const picked = editor.id('rlc-input');
	expect(await picked.inputValue()).toBe('EU search');
	await editor.choose('groupType', 'Offers');
	await editor.page.waitForTimeout(1_000);
	expect(await picked.inputValue()).toBe('');
	await editor.choose('groupType', 'Campaigns');
	const groups = await editor.openPicker();
	await groups.filter({ hasText: 'EU search' }).first().click();
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

it('offers what the group type holds under its own name, and adds what was chosen', async () => {
	await editor.choose('resource', 'Member');
	await editor.choose('operation', 'Add');
	const label = (text: string) => editor.id('node-parameters').getByText(text, { exact: true });
	await label('Campaigns').last().waitFor();
	await editor.choose('groupType', 'Offers');
	await label('Offers').last().waitFor();
	await editor.choose('groupType', 'Campaigns');
	await editor.nameGroup('By ID', '2');
	await editor.choose('specifyMembers', 'From List');
	await label('Campaign Names or IDs').waitFor();

	const { campaigns } = bench.simulators.keitaro.state;
	const wanted = campaigns.find(({ group_id: group, state }) => String(group) !== '2' && state !== 'deleted')!;
	await editor.chooseAmong('memberIds', wanted.name);
	expect(await runStep(editor, bench)).toBe('success');
	// The output follows a moment later.
	await editor.page.getByText('"unchanged"').first().waitFor();
	const data = { added: [String(wanted.id)], removed: [], unchanged: [], missing: [] };
	expect(await editor.output()).toEqual([expect.objectContaining({ success: true, data }) as unknown]);
	await editor.choose('resource', 'Group');
	await editor.choose('operation', 'Get');
});

it('sends a failing item to the error output', async () => {
	await editor.id('tab-settings').click();
	await editor.choose('onError', 'Continue (using error output)');
	await editor.id('tab-params').click();
	await editor.nameGroup('By ID', '4711');
	await runStep(editor, bench);
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

it('marks an empty key and an empty domain of Keitaro, and saves no such credential', async () => {
	await editor.id('project-home-menu-item').click();
	await editor.id('tab-CredentialsView').click();
	await editor.id('resources-list-item').filter({ hasText: 'Keitaro (simulator)' }).click();
	const dialog = editor.id('credential-edit-dialog');
	const field = (name: string) => dialog.getByTestId(`parameter-input-${name}`).locator('input').first();
	await dialog.getByText('Connection tested successfully').waitFor();
	const stored = async () => {
		const all = await bench.rest.get<Array<{ id: string; name: string }>>('/credentials');
		const { id } = all.find(({ name }) => name === 'Keitaro (simulator)')!;
		return (await bench.rest.get<{ data: { domain: string } }>(`/credentials/${id}?includeData=true`)).data;
	};
	const domain = await field('domain').inputValue();
	for (const name of ['domain', 'apiKey']) {
		await field(name).fill('');
		await field(name).blur();
		await dialog.getByText('This field is required').waitFor();
		await editor.id('credential-save-button').click({ force: true });
		expect((await stored()).domain).toBe(domain);
		await field(name).fill(name === 'domain' ? domain : KEITARO_KEY);
		await dialog.getByText('This field is required').waitFor({ state: 'hidden' });
	}

	await field('domain').fill('http://127.0.0.1:1');
	await editor.id('credential-save-button').click();
	await dialog.getByText('Couldn’t connect with these settings').waitFor();
	await dialog.getByText('More details').click();
	await dialog.getByText('Could not reach http://127.0.0.1:1: the server refused the connection.').waitFor();

	await field('domain').fill(domain);
	await editor.id('credential-save-button').click();
	await dialog.getByText('Connection tested successfully').waitFor();
	await editor.page.keyboard.press('Escape');
	await dialog.waitFor({ state: 'hidden' });
	await editor.id('tab-WorkflowsView').click();
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

it('offers the events of the trigger in the node panel, and begins with the one that is chosen', async () => {
	await editor.load('/workflow/new', 'canvas-add-button');
	const found = await editor.searchNodes('group created');
	await found.filter({ hasText: NODE }).first().click();
	await editor.id('item-iterator-item').filter({ hasText: 'On member left' }).first().click();
	await editor.id('parameter-input-events').waitFor();
	expect(await editor.value('vendor')).toBe('Keitaro');
	expect(await editor.id('parameter-input-events').innerText()).toContain('Member Left');
	// A group picker for members, and no filter, which is for events of groups.
	expect(await editor.parameters()).not.toContain('nameContains');
	await editor.id('rlc-mode-selector').first().waitFor();
	await editor.closeNode();
});

it('shows a sample of each event when the trigger fetches a test event', async () => {
	await editor.openWorkflow('a message when somebody leaves');
	await editor.node('Group Manager Trigger').dblclick();
	await editor.id('node-execute-button').filter({ hasText: 'Fetch Test Event' }).waitFor();
	expect(await runStep(editor, bench)).toBe('success');
	const items = (await editor.output()) as Array<Record<string, unknown>>;
	expect(items.map(({ event, groupName, test }) => [event, groupName, test])).toEqual([
		['memberLeft', 'Sales EMEA', true],
	]);
	await editor.picture('trigger');
	await editor.closeNode();
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
