import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { problemsOf, type Manifest, type Release } from '../../scripts/releaseCheck';

const read = (file: string) => readFileSync(join(__dirname, '../..', file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;

/** As the repository is, with a date in its changelog. */
const ready: Release = {
	manifest,
	lockedVersion: manifest.version,
	changelog: `# Changelog\n\n## [${manifest.version}] - 2026-11-27\n`,
	publishWorkflow: read('.github/workflows/publish.yml'),
	changes: '',
	packed: [
		...manifest.n8n.nodes,
		...manifest.n8n.credentials,
		'package.json',
		'README.md',
		'README.de.md',
		'LICENSE',
	],
	verdict: { passed: true },
};

describe('npm run release:check', () => {
	it('finds nothing in a repository that is ready', () => {
		expect(problemsOf(ready)).toEqual([]);
	});

	it.each<[string, Partial<Release>, string]>([
		[
			'a file that is not committed',
			{ changes: ' M README.md\n?? x.ts\n' },
			'2 files are not as they were committed, the first is README.md',
		],
		['a lock file of another version', { lockedVersion: '9.9.9' }, 'package-lock.json says 9.9.9'],
		['a changelog without the version', { changelog: '# Changelog' }, 'CHANGELOG.md has no section for'],
		[
			'a version that is still unreleased',
			{ changelog: `## [${manifest.version}] - Unreleased` },
			'CHANGELOG.md has no date for',
		],
		['a private package', { manifest: { ...manifest, private: true } }, 'package.json is marked as private'],
		[
			'a repository elsewhere',
			{ manifest: { ...manifest, repository: { url: 'https://example.com' } } },
			'package.json names no repository on GitHub',
		],
		[
			'provenance switched off',
			{ manifest: { ...manifest, publishConfig: { access: 'public' } } },
			'package.json needs "publishConfig"',
		],
		[
			'a workflow that may not sign',
			{ publishWorkflow: 'permissions:\n  contents: read\n' },
			'publish.yml has no "id-token: write"',
		],
		['a package that is not built', { packed: ['package.json'] }, 'The archive has no dist/nodes'],
		[
			'a file that does not belong there',
			{ packed: [...ready.packed, 'test/a.test.js'] },
			'The archive holds test/a.test.js',
		],
		[
			'a dependency',
			{ manifest: { ...manifest, dependencies: { axios: '1.0.0' } } },
			'package.json has dependencies',
		],
		[
			'a package that n8n would not find',
			{ manifest: { ...manifest, keywords: [] } },
			'package.json lacks the keyword',
		],
		[
			'a refusal of the scan',
			{ verdict: { passed: false, message: 'Bad rule' } },
			"n8n's scan refuses the archive: Bad rule",
		],
	])('says in one sentence what is wrong with %s', (_case, change, sentence) => {
		const problems = problemsOf({ ...ready, ...change });
		expect(problems).toHaveLength(1);
		expect(problems[0]).toContain(sentence);
	});

	it('names everything that is wrong at once', () => {
		expect(problemsOf({ ...ready, changes: '?? a', lockedVersion: '9', verdict: { passed: false } })).toHaveLength(
			3,
		);
	});
});
