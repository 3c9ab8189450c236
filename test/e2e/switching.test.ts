import { startBench, type Bench } from './bench';
import { openBrowser, type Window } from './browser';
import { Editor } from './editor';
import { runStep } from './running';

const KEITARO = 'Keitaro';
const REACH = 'Articulate Reach 360';
const ADOBE = 'Adobe Audience Manager';

let bench: Bench;
let window: Window;
let editor: Editor;

beforeAll(async () => {
	bench = await startBench('switching', { seed: (credentials) => ({ credentials, workflows: [] }) });
	window = await openBrowser(bench.n8n.url, bench.rest.session());
	editor = new Editor(window.page, bench.n8n.url);
	await editor.load('/workflow/new', 'canvas-add-button');
	await editor.addNode(KEITARO, 'Group Manager', 'Set the members of a group');
	await editor.choose('vendor', KEITARO);
});

afterAll(async () => {
	await window?.close();
	await bench?.stop();
});

/** Chooses resource and operation, or the operation alone. */
async function go(...way: [operation: string] | [resource: string, operation: string]): Promise<void> {
	const [resource, operation] = way.length === 2 ? way : [undefined, way[0]];
	if (resource) await editor.choose('resource', resource);
	await editor.choose('operation', operation);
}

const notice = (label: string) =>
	editor.page.getByText(`${label}: not used here; kept for when you switch back`, { exact: true });

/** Of an option that the operation does not offer. */
const hints = () => editor.page.getByText('Not used here; kept for when you switch back', { exact: true });

/** Dry Run, Allow Empty, and how many options say that they are not used. */
const options = async () => [await editor.isOn('dryRun'), await editor.isOn('allowEmpty'), await hints().count()];

const run = async (): Promise<string> => await runStep(editor, bench);

it('an added switch is on, and the run obeys it without a touch', async () => {
	await editor.useCredential('Keitaro (simulator)');
	await editor.nameGroup('By ID', '2');
	const [first] = bench.simulators.keitaro.state.campaigns;
	await editor.fill('members', String(first!.id));
	await editor.add('Add Option', 'Allow Empty');
	await editor.add('Add Option', 'Dry Run');
	expect([await editor.isOn('allowEmpty'), await editor.isOn('dryRun')]).toEqual([true, true]);
	expect(await run()).toBe('success');
	expect(await editor.outputText()).toMatch(/"dryRun":true,"plan":/);
});

it('options outlive a switch to Add and back', async () => {
	await go('Add');
	expect(await options()).toEqual([true, true, 1]);
	await go('Set');
	expect(await options()).toEqual([true, true, 0]);
});

it('options and members outlive an operation that has neither, which says so', async () => {
	const members = await editor.value('members');
	await go('Get Many');
	expect(await options()).toEqual([true, true, 2]);
	await notice('Members').waitFor();
	expect(await editor.offers('Add Option')).toEqual([
		...['Concurrency', 'Max Attempts', 'Max Retry Wait (Seconds)', 'Timeout (Milliseconds)'],
	]);
	await go('Set');
	expect([await editor.isOn('dryRun'), await editor.isOn('allowEmpty')]).toEqual([true, true]);
	expect(await editor.value('members')).toBe(members);
	expect(await notice('Members').count()).toBe(0);
});

it('options outlive a switch of the vendor and back', async () => {
	for (const vendor of [REACH, ADOBE, KEITARO]) {
		await editor.choose('vendor', vendor);
		expect([vendor, await editor.isOn('dryRun')]).toEqual([vendor, true]);
	}
});

it('filters outlive a switch of the vendor, and another operation', async () => {
	await go('Group', 'Get Many');
	await editor.add('Add Filter', 'Name Contains');
	await editor.fill('nameContains', 'EU');
	await editor.choose('vendor', REACH);
	await editor.isOn('dryRun');
	expect(await editor.value('nameContains')).toBe('EU');
	await go('Delete');
	await notice('Filters').waitFor();
	expect(await editor.isOn('dryRun')).toBe(true);
	await go('Get Many');
	await editor.isOn('dryRun');
	expect(await editor.value('nameContains')).toBe('EU');
});

it('rows of permissions outlive another operation, another way to give them, and a vendor that has none', async () => {
	await editor.choose('vendor', ADOBE);
	await go('Permission', 'Grant');
	await editor.choose('specifyPermissions', 'Using Fields Below');
	await editor.page.getByRole('button', { name: 'Add Entry' }).click();
	await editor.fill('objectId', '563');
	const isThere = async () =>
		expect([await editor.isOn('dryRun'), await editor.value('objectId')]).toEqual([true, '563']);

	await go('Set');
	await isThere();
	await go('Get Many');
	await notice('Permissions').waitFor();
	await go('Set');
	await isThere();
	await editor.choose('specifyPermissions', 'Using JSON');
	await notice('Permissions').waitFor();
	await editor.choose('specifyPermissions', 'Using Fields Below');
	await isThere();
	await editor.choose('vendor', KEITARO);
	await notice('Permissions').waitFor();
	await editor.choose('vendor', ADOBE);
	await go('Permission', 'Set');
	await isThere();
});

it('after all of it a run is still dry: nothing was ever written', async () => {
	await editor.choose('vendor', KEITARO);
	await go('Member', 'Set');
	// The group is no list: without it the step does not start.
	await editor.nameGroup('By ID', '2');
	expect(await editor.isOn('dryRun')).toBe(true);
	expect(await run()).toBe('success');
	expect(await editor.outputText()).toMatch(/"dryRun":true,"plan":/);
	expect(bench.simulators.keitaro.log.filter(({ method }) => method !== 'GET')).toEqual([]);
});
