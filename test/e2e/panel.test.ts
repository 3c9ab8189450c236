import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { demoCredentials } from '../../workbench/credentials';
import { run } from '../../demo/start/processes';
import { given, startBench, type Bench } from './bench';
import { openBrowser, type Window } from './browser';
import { Editor } from './editor';
import { startRegistry, type Registry } from './servers';

/** n8n's own setting of a registry needs a licence; npm's setting of a scope's registry needs none. */
const SCOPE = '@group-manager-test';
const PACKAGE = `${SCOPE}/n8n-nodes-group-manager`;
const PANEL = '/settings/community-nodes';

let bench: Bench;
let registry: Registry;
let window: Window;
let editor: Editor;
let unpacked: string;

beforeAll(async () => {
	const folder = join(given('GROUP_MANAGER_E2E'), 'registry');
	mkdirSync(folder);
	await run('tar', ['-xzf', given('GROUP_MANAGER_PACKAGE'), '-C', folder]);
	unpacked = join(folder, 'package');
	registry = await startRegistry(folder, SCOPE);
	await registry.publish(unpacked, PACKAGE, '0.1.0');
	bench = await startBench('panel', { bare: true, env: { NPM_CONFIG_USERCONFIG: registry.npmrc } });
	window = await openBrowser(bench.n8n.url, bench.rest.session());
	editor = new Editor(window.page, bench.n8n.url);
});

afterAll(async () => {
	await window?.close();
	await bench?.stop();
	await registry?.stop();
});

const card = () => editor.id('community-package-card');
const confirmation = () => editor.id('communityPackageManageConfirm-modal');

it('installs the package by its name', async () => {
	await editor.load(PANEL, 'empty-state');
	await editor.page.getByText('Install a community node').last().click();
	await editor.id('package-name-input').locator('input').or(editor.id('package-name-input')).last().fill(PACKAGE);
	await editor.id('user-agreement-checkbox').click();
	await editor.id('install-community-package-button').click();
	await card().waitFor();
	expect(await card().innerText()).toMatch(/Group Manager,\s*Group Manager Trigger\s+v0\.1\.0/);
	await editor.id('communityPackageInstall-modal').waitFor({ state: 'hidden' });
	await editor.picture('community-nodes');
});

it('adds the node to a workflow and runs it, without a restart', async () => {
	const [keitaro] = demoCredentials(bench.simulators);
	await bench.rest.post('/credentials', keitaro);
	await editor.load('/workflow/new', 'canvas-add-button');
	await editor.addNode('Keitaro', 'Group Manager', 'Get many groups');
	await editor.choose('vendor', 'Keitaro');
	await editor.useCredential('Keitaro (simulator)');
	await editor.executeStep();
	expect(await editor.output()).toEqual([expect.objectContaining({ operation: 'getAll', success: true })]);
});

it('updates to a higher version, and the workflow still runs', async () => {
	// Behind the workflow's id stands the node whose panel is open.
	const workflow = new URL(editor.page.url()).pathname.split('/').slice(0, 3).join('/');
	await registry.publish(unpacked, PACKAGE, '0.2.0');
	await editor.load(PANEL, 'community-package-card');
	await card().getByText('Update').click();
	await confirmation().getByRole('button', { name: 'Confirm update' }).click();
	await card().getByText('v0.2.0').waitFor();

	await editor.load(workflow, 'canvas-node');
	await editor.executeWorkflow();
});

it('uninstalls it', async () => {
	await editor.load(PANEL, 'community-package-card');
	await card().getByTestId('action-toggle').click();
	await editor.id('action-uninstall').click();
	await confirmation().getByRole('button', { name: 'Confirm uninstall' }).click();
	await editor.id('empty-state').waitFor();
	expect(await bench.rest.get('/community-packages')).toEqual([]);
});
