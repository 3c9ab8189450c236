import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

import { REPOSITORY } from '../../demo/start/install';

export const PICTURES = join(REPOSITORY, 'docs/images');

/** A whole page of the editor is some megabytes of script, and a run has many parts: slow on a busy machine. */
const LOAD_MS = 120_000;

/** n8n's editor, as a person uses it. The names are its `data-test-id` attributes in 2.41. */
export class Editor {
	constructor(
		readonly page: Page,
		readonly url: string,
	) {}

	/** Loads the whole page; everything after it moves inside the app. */
	async load(path: string, landmark: string): Promise<void> {
		await this.page.goto(this.url + path, { timeout: LOAD_MS });
		await this.id(landmark).first().waitFor({ timeout: LOAD_MS });
	}

	id(name: string): Locator {
		return this.page.getByTestId(name);
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name=${JSON.stringify(name)}]`);
	}

	/** What the node panel finds for `text`. */
	async searchNodes(text: string): Promise<Locator> {
		if (!(await this.id('node-creator').isVisible())) await this.page.keyboard.press('n');
		await this.id('node-creator-search-bar').fill(text);
		return this.id('item-iterator-item');
	}

	/** Adds the node through one of its actions; its panel is open afterwards. */
	async addNode(search: string, node: string, action: string): Promise<void> {
		const found = await this.searchNodes(search);
		await found.filter({ hasText: node }).first().click();
		const wanted = this.id('item-iterator-item').filter({ hasText: action }).first();
		const actions = this.id('node-creator-category-item').filter({ hasText: 'Actions' });
		await wanted.or(actions).first().waitFor();
		// On an empty canvas n8n shows the triggers of a name first.
		if (!(await wanted.isVisible())) await actions.click();
		await wanted.click();
		await this.id('parameter-input-vendor').waitFor();
	}

	async closeNode(): Promise<void> {
		await this.id('ndv-close-button').click();
		await this.id('ndv').waitFor({ state: 'hidden' });
	}

	async choose(parameter: string, option: string): Promise<void> {
		await this.id(`parameter-input-${parameter}`).click();
		await this.option(option).click();
		await this.page.locator('.el-select-dropdown__item:visible').first().waitFor({ state: 'hidden' });
	}

	/** The same where several can be chosen: the list stays open until something else is clicked. */
	async chooseAmong(parameter: string, option: string): Promise<void> {
		await this.id(`parameter-input-${parameter}`).click();
		await this.option(option).click();
		await this.id('output-panel').click();
		await this.page.locator('.el-select-dropdown__item:visible').first().waitFor({ state: 'hidden' });
		// The editor stores what was chosen a moment later.
		await this.page.waitForTimeout(1_000);
	}

	async options(parameter: string): Promise<string[]> {
		await this.id(`parameter-input-${parameter}`).click();
		const visible = this.page.locator('.el-select-dropdown__item:visible .option-headline');
		await visible.first().waitFor();
		const names = await visible.allInnerTexts();
		await this.id(`parameter-input-${parameter}`).click();
		await visible.first().waitFor({ state: 'hidden' });
		return names.map((name) => name.trim());
	}

	async fill(parameter: string, text: string): Promise<void> {
		await this.type(this.id(`parameter-input-${parameter}`).locator('input, textarea').first(), text);
	}

	/** Adds to the collection whose button says `button`. */
	async add(button: 'Add Option' | 'Add Filter', name: string): Promise<void> {
		await this.openAdd(button);
		await this.option(name).click();
		await this.page.locator('.el-select-dropdown__item:visible').first().waitFor({ state: 'hidden' });
	}

	/** What can be added there. */
	async offers(button: 'Add Option' | 'Add Filter'): Promise<string[]> {
		await this.openAdd(button);
		const visible = this.page.locator('.el-select-dropdown__item:visible');
		await visible.first().waitFor();
		const names = await visible.allInnerTexts();
		await this.openAdd(button);
		await visible.first().waitFor({ state: 'hidden' });
		return names.map((name) => name.trim());
	}

	/** Whether a switch is on; undefined when it is not shown. */
	async isOn(parameter: string): Promise<boolean | undefined> {
		// The editor takes out what is no longer shown a moment after the switch.
		await this.page.waitForTimeout(1_000);
		const field = this.id(`parameter-input-${parameter}`).getByRole('switch');
		return (await field.count()) === 0 ? undefined : (await field.getAttribute('aria-checked')) === 'true';
	}

	async value(parameter: string): Promise<string> {
		return await this.id(`parameter-input-${parameter}`).locator('input, textarea').first().inputValue();
	}

	/** Names the group by its ID or name instead of picking it. */
	async nameGroup(mode: 'By ID' | 'By Name', text: string): Promise<void> {
		await this.id('rlc-mode-selector').click();
		await this.option(mode).click();
		await this.type(this.id('rlc-input'), text);
	}

	/** The names of the parameters that are shown, in their order. */
	async parameters(): Promise<string[]> {
		const shown = this.id('node-parameters').locator('[data-test-id^="parameter-input-"]:visible');
		const names = await shown.evaluateAll((all) => all.map((one) => one.getAttribute('data-test-id') ?? ''));
		return names.map((name) => name.replace('parameter-input-', '')).filter((name) => name !== 'field');
	}

	async useCredential(name: string): Promise<void> {
		await this.id('node-credentials-select').click();
		await this.option(name).click();
	}

	/** Opens the group picker's list. */
	async openPicker(): Promise<Locator> {
		await this.id('rlc-input').click();
		await this.id('rlc-item').first().waitFor();
		return this.id('rlc-item');
	}

	/** Runs this node and waits for n8n's word that it ran. */
	async executeStep(): Promise<void> {
		await this.id('node-execute-button').click();
		await this.wordOf('Node executed successfully');
	}

	/** The items in the output panel, read from its JSON view. */
	async output(): Promise<unknown> {
		// The view indents with no-break spaces.
		return JSON.parse((await this.jsonView()).replaceAll('\u00a0', ' ')) as unknown;
	}

	/** The same as text without blanks, for what is too long to be shown as a whole. */
	async outputText(): Promise<string> {
		return (await this.jsonView()).replace(/\s/g, '');
	}

	private async jsonView(): Promise<string> {
		const panel = this.id('output-panel');
		await panel.getByTestId('radio-button-json').click();
		const tree = panel.locator('.vjs-tree').first();
		await tree.waitFor();
		return await tree.innerText();
	}

	/** Opens a workflow of the list. Loads the page: inside the app n8n may ask about what is not saved yet. */
	async openWorkflow(name: string): Promise<void> {
		await this.load('/home/workflows', 'resources-list-item-workflow');
		await this.id('resources-list-item-workflow').filter({ hasText: name }).first().click();
		await this.id('canvas-node').first().waitFor();
	}

	/** Runs the open workflow with its button and waits for n8n's word that it succeeded. */
	async executeWorkflow(): Promise<void> {
		await this.id('execute-workflow-button').click();
		await this.wordOf('Workflow executed successfully');
	}

	/** A picture of the whole workflow that is open. */
	async canvasPicture(name: string): Promise<void> {
		if (!process.env.GROUP_MANAGER_PICTURES) return;
		await this.id('zoom-to-fit').click();
		// The canvas moves there, and nothing says when it has arrived.
		await this.page.waitForTimeout(1_000);
		await this.picture(name);
	}

	/** A picture for the documentation; only written when GROUP_MANAGER_PICTURES is set. */
	async picture(name: string): Promise<void> {
		if (!process.env.GROUP_MANAGER_PICTURES) return;
		mkdirSync(PICTURES, { recursive: true });
		await this.page.screenshot({ path: join(PICTURES, `${name}.png`), animations: 'disabled' });
	}

	private async type(field: Locator, text: string): Promise<void> {
		await field.fill(text);
		await field.blur();
		// The editor stores what was typed a moment later, and shows nothing of it.
		await this.page.waitForTimeout(1_000);
	}

	/** Waits for a notice and puts it away, so that the next one is a new one. */
	private async wordOf(text: string): Promise<void> {
		const notice = this.page.locator('.el-notification').filter({ hasText: text }).first();
		await notice.waitFor({ timeout: LOAD_MS });
		await notice.locator('.el-notification__closeBtn').click();
		await notice.waitFor({ state: 'hidden' });
	}

	private async openAdd(button: 'Add Option' | 'Add Filter'): Promise<void> {
		const adds = this.id('collection-parameter-add');
		await (button === 'Add Filter' ? adds.first() : adds.last()).click();
	}

	private option(name: string): Locator {
		const visible = this.page.locator('.el-select-dropdown__item:visible');
		return visible.filter({ has: this.page.getByText(name, { exact: true }) }).first();
	}
}
