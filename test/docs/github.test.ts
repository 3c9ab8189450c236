import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { failureCodes, vendors } from '../../scripts/docs/facts';
import { withVendors } from '../../scripts/docs/forms';
import { readText, ROOT } from './pages';

const FORMS = '.github/ISSUE_TEMPLATE';

/** The choices of a drop-down, written in one line or one a line. */
function choicesOf(form: string, id: string): string[] {
	const [, field = ''] = readText(`${FORMS}/${form}`).split(`    id: ${id}\n`);
	const [, list = ''] = /\n {6}options:((?: \[.*\]|(?:\n {8}- .+)+))/.exec(field) ?? [];
	return list
		.trim()
		.replace(/^\[|\]$|^- /g, '')
		.split(/, |\n\s*- /);
}

describe('the issue forms', () => {
	it.each(['failure.yml', 'vendor-fact.yml'])('%s offers every vendor', (form) => {
		const text = readText(`${FORMS}/${form}`);
		expect(text).toBe(withVendors(text));
		expect(choicesOf(form, 'vendor')).toEqual(expect.arrayContaining(vendors.map(({ label }) => label)));
	});

	it('the form for failures offers every code, and that there is none', () => {
		expect(choicesOf('failure.yml', 'code')).toEqual([...failureCodes.map(({ code }) => code), 'There is no code']);
	});

	it.each(['failure.yml', 'vendor-fact.yml'])('%s asks whether the simulator behaves alike', (form) => {
		expect(choicesOf(form, 'simulator').length).toBeGreaterThanOrEqual(3);
	});
});

describe('the workflows of the repository', () => {
	const workflow = (file: string) => readText(`.github/workflows/${file}`);

	it('CI runs what must hold in a fresh clone, on the Node of .nvmrc and on the oldest that is supported', () => {
		expect(workflow('ci.yml')).toContain('- run: .ci/run');
		expect(workflow('ci.yml')).toContain('node-version-file: .nvmrc');
		expect(workflow('ci.yml')).toContain('node-version: 20.19');
		expect(readText('.nvmrc').trim()).toBe('24');
	});

	it('publishing checks first, signs where the package was built, and keeps no token', () => {
		const text = workflow('publish.yml');
		expect(text.indexOf('npm run release:check')).toBeGreaterThan(text.indexOf('npm run check'));
		expect(text.indexOf('npm publish --provenance')).toBeGreaterThan(text.indexOf('npm run release:check'));
		expect(text).toContain('id-token: write');
		expect(text).not.toContain('secrets.');
	});

	it.each(readdirSync(join(ROOT, '.github/workflows')))('%s may no more than it says', (file) => {
		expect(workflow(file)).toMatch(/^permissions:\n {2}contents: read$/m);
		expect(workflow(file)).toMatch(/timeout-minutes: \d+/);
	});

	it.each(readdirSync(join(ROOT, '.github/workflows')))('%s runs npm scripts that exist', (file) => {
		const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
		const named = [...workflow(file).matchAll(/npm run ([a-z0-9:]+)/g)].map(([, name]) => name!);
		expect(named.filter((name) => !(name in scripts))).toEqual([]);
	});
});
