import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { manifest, readJson, readText, requireBuild, root } from './tools';

interface Codex {
	node: string;
	nodeVersion: string;
	codexVersion: string;
	categories: string[];
	alias: string[];
	resources: Record<'primaryDocumentation' | 'credentialDocumentation', Array<{ url: string }>>;
}

const folder = 'nodes/GroupManager';
/** https://docs.n8n.io/integrations/creating-nodes/build/reference/node-codex-files/ */
const categories = [
	'Data & Storage',
	'Finance & Accounting',
	'Marketing & Content',
	'Productivity',
	'Miscellaneous',
	'Sales',
	'Development',
	'Analytics',
	'Communication',
	'Utility',
];

describe('the codex file', () => {
	const codex = readJson<Codex>(`${folder}/GroupManager.node.json`);

	it('belongs to this node', () => {
		expect(codex).toMatchObject({ node: `${manifest.name}.groupManager`, nodeVersion: '1.0', codexVersion: '1.0' });
	});

	it("names categories from n8n's list", () => {
		expect(codex.categories.length).toBeGreaterThan(0);
		expect(categories).toEqual(expect.arrayContaining(codex.categories));
	});

	it.each(['Keitaro', 'Reach 360', 'Articulate', 'Audience Manager', 'Adobe', 'groups'])(
		'finds the node by "%s"',
		(word) => {
			expect(codex.alias).toContain(word);
		},
	);

	it('links the documentation of the node to the README, and that of its credential to the page about it', () => {
		const { primaryDocumentation, credentialDocumentation } = codex.resources;
		expect(primaryDocumentation).toEqual([{ url: manifest.homepage }]);
		const [{ url } = { url: '' }] = credentialDocumentation;
		const [, page = ''] = url.split('/blob/main/');
		expect(page).toBe('docs/credentials.md');
		expect(existsSync(join(root, page))).toBe(true);
		expect(new GroupManagerApi().documentationUrl).toBe(url);
	});
});

describe.each(['groupManager.svg', 'groupManager.dark.svg'])('the icon %s', (name) => {
	const svg = readText(`${folder}/${name}`);

	it('is well-formed SVG on a square canvas', () => {
		const open: string[] = [];
		for (const [, closing, tag, , selfClosing] of svg.matchAll(
			/<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/gi,
		)) {
			if (closing) expect(open.pop()).toBe(tag);
			else if (!selfClosing) open.push(tag ?? '');
		}
		expect(open).toEqual([]);
		expect(svg.match(/</g)).toHaveLength(svg.match(/>/g)?.length ?? 0);
		expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*viewBox="0 0 60 60"/);
		expect(svg.trimEnd()).toMatch(/<\/svg>$/);
	});

	it('is small and loads nothing', () => {
		expect(svg.length).toBeLessThan(2_000);
		expect(svg).not.toMatch(/<(script|image|use|style|foreignObject)|href|url\(|data:/i);
	});
});

it('the icons for light and dark differ', () => {
	expect(readText(`${folder}/groupManager.svg`)).not.toBe(readText(`${folder}/groupManager.dark.svg`));
});

it.each(manifest.n8n.nodes)('n8n finds the icons and the codex beside %s', (path) => {
	requireBuild();
	const built = join(root, path, '..');
	const files = ['groupManager.svg', 'groupManager.dark.svg', 'GroupManager.node.json', 'GroupManager.node.js'];
	expect(files.filter((file) => !existsSync(join(built, file)))).toEqual([]);
});
