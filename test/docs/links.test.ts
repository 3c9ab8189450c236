import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { LANGUAGES } from '../../scripts/docs/languages';
import { anchorsOf, docFiles, readText, ROOT } from './pages';

const README_LIMIT = 12 * 1024;
const [SMALLEST, LARGEST] = [3_000, 8 * 1024];
/** Made from the code, and as long as the code makes it. */
const REFERENCE = 'docs/reference.md';
const isDecision = (file: string) => file.startsWith('docs/decisions/');

const linking = [
	...Object.keys(LANGUAGES),
	'CONTRIBUTING.md',
	'SECURITY.md',
	'CHANGELOG.md',
	'simulators/README.md',
	...docFiles,
];

const withoutCode = (text: string): string => text.replace(/```[^]*?```/g, '').replace(/`[^`\n]*`/g, '');

/** Where the links of a page lead inside the repository, as paths from its root with their anchors; pictures have a test of their own. */
function targetsOf(file: string): string[] {
	const links = [...withoutCode(readText(file)).matchAll(/(?<!!\[[^\]]*)\]\(([^)\s]+)\)/g)].map(
		([, target]) => target!,
	);
	return links
		.filter((target) => !/^(https?:|mailto:)/.test(target))
		.map((target) => (target.startsWith('#') ? `${file}${target}` : normalize(join(dirname(file), target))));
}

const isDead = (target: string): boolean => {
	const [path = '', anchor] = target.split('#');
	if (!existsSync(join(ROOT, path))) return true;
	return anchor !== undefined && !anchorsOf(readText(path)).includes(anchor);
};

describe('links', () => {
	it.each(linking)('of %s lead to files and headings that exist', (file) => {
		expect(targetsOf(file).filter(isDead)).toEqual([]);
	});

	it('find a heading as GitHub names it, and nothing inside code', () => {
		const text = '# A `code_name` & more\n```sh\n# no heading\n```\n## Wer, was?\n## Wer, was?';
		expect(anchorsOf(text)).toEqual(['a-code_name--more', 'wer-was', 'wer-was-1']);
		expect(isDead('docs/failures.md#not_found')).toBe(false);
		expect(isDead('docs/failures.md#no_such_code')).toBe(true);
		expect(isDead('docs/no-such-page.md')).toBe(true);
	});

	it('lead from README to every page, and from their index to every decision', () => {
		const listed = [...targetsOf('README.md'), ...targetsOf('docs/decisions/README.md')].map(
			(target) => target.split('#')[0],
		);
		expect(docFiles.filter((file) => !listed.includes(file))).toEqual([]);
	});
});

describe('sizes', () => {
	const bytes = (file: string) => Buffer.byteLength(readText(file));

	it('README fits in 12 kB', () => {
		expect(bytes('README.md')).toBeLessThanOrEqual(README_LIMIT);
	});

	it.each(docFiles.filter((file) => file !== REFERENCE && !isDecision(file)))('%s has 3 to 8 kB', (file) => {
		expect(bytes(file)).toBeGreaterThanOrEqual(SMALLEST);
		expect(bytes(file)).toBeLessThanOrEqual(LARGEST);
	});

	it.each(docFiles.filter(isDecision))('%s is a short record', (file) => {
		expect(bytes(file)).toBeLessThanOrEqual(SMALLEST);
	});
});
