import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { LANGUAGES } from '../../scripts/docs/languages';
import { codesIn, docFiles, pages, readText, ROOT, rowsOf, sectionsOf } from './pages';

const manifest = JSON.parse(readText('package.json')) as {
	name: string;
	version: string;
	scripts: Record<string, string>;
	engines: { node: string };
	devDependencies: Record<string, string>;
	repository: { url: string };
};
const readme = readText('README.md');
const changelog = readText('CHANGELOG.md');
const texts = [...Object.keys(LANGUAGES), 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', ...docFiles];
const workflows = readdirSync(join(ROOT, 'demo/workflows')).filter((name) => name.endsWith('.json'));

describe('the example workflows', () => {
	const link = (file: string, folder: string) => `[${file}](${folder}demo/workflows/${file})`;
	const sections = [...sectionsOf(readText('docs/examples.md'), 2).values()];
	const sectionOf = (file: string) => sections.filter((text) => text.includes(link(file, '../')));

	it('all stand in README', () => {
		const named = rowsOf('workflows').map(([first]) => first);
		expect(named.sort()).toEqual(workflows.map((file) => link(file, '')).sort());
	});

	it.each(workflows)('%s has a section of its own in docs/examples.md, with a picture', (file) => {
		const [section, another] = sectionOf(file);
		expect(another).toBeUndefined();
		expect(section).toContain(`](images/${file.replace('.json', '.png')})`);
	});
});

describe('the pictures', () => {
	const shown = pages.flatMap(({ file, text }) =>
		[...text.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, target]) => normalize(join(dirname(file), target!))),
	);

	it.each([...new Set(shown)].sort())('%s is there', (picture) => {
		expect(existsSync(join(ROOT, picture))).toBe(true);
		// The first bytes of every PNG.
		expect(readFileSync(join(ROOT, picture)).subarray(1, 4).toString()).toBe('PNG');
	});

	it('are all shown on some page', () => {
		const files = readdirSync(join(ROOT, 'docs/images')).map((file) => `docs/images/${file}`);
		expect(files.filter((file) => !shown.includes(file))).toEqual([]);
	});
});

describe('what the pages name', () => {
	it.each(texts)('%s names npm scripts that exist', (file) => {
		const named = [...readText(file).matchAll(/`npm (?:run )?([a-z0-9:]+)/g)].map(([, name]) => name!);
		const known = [...Object.keys(manifest.scripts), 'ci', 'publish', 'install', 'pack'];
		expect([...new Set(named)].filter((name) => !known.includes(name))).toEqual([]);
	});

	it('the package, the node versions and n8n are those of package.json', () => {
		expect(readme).toContain(`\`${manifest.name}\``);
		expect(rowsOf('compatibility').map(([n8n]) => n8n)).toContain(manifest.devDependencies['n8n-core']);
		expect(manifest.engines.node).toContain('20.19');
		expect(readme).toContain(manifest.repository.url.replace(/^git\+|\.git$/g, ''));
		expect(changelog).toContain(`## [${manifest.version}]`);
	});

	it('the headings of README are those of n8n-nodes-starter', () => {
		const headings = [...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
		expect(headings).toEqual([
			'Try it',
			'Installation',
			'Operations',
			'Credentials',
			'Compatibility',
			'Usage',
			'Resources',
			'Version history',
			'License',
		]);
	});

	it('what `data` holds is said of every operation', () => {
		const said = rowsOf('data').flatMap(([name]) => {
			const [resource, operations] = name!.split(': ') as [string, string];
			return operations.split(', ').map((operation) => `${resource}: ${operation}`);
		});
		const all = rowsOf('operations').map(([resource, operation]) => `${resource}: ${operation}`);
		expect(said.sort()).toEqual(all.sort());
	});

	it('codes in the texts are codes that exist', () => {
		const known = [...sectionsOf(readText('docs/failures.md')).keys()].flatMap(codesIn);
		const looksLikeOne = /^(invalid|credential|un|for|not|ambiguous|duplicate|read_only|rate|outcome)\w*_\w+$/;
		const named = texts.flatMap((file) => codesIn(readText(file))).filter((code) => looksLikeOne.test(code));
		expect([...new Set(named)].filter((code) => !known.includes(code))).toEqual([]);
	});

	const MACHINE = /(^|[\s`"'(=])\/(home|root|work|tmp|Users|opt|var)\/|[A-Z]:\\/m;
	const REGISTRY = /registry\.|\.npmjs\.|verdaccio|:4873/i;

	it.each(texts)('%s holds no path of a machine and no registry', (file) => {
		expect(readText(file)).not.toMatch(MACHINE);
		expect(readText(file)).not.toMatch(REGISTRY);
	});
});
