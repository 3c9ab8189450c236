/** `npm run release:check`: everything that a release needs, except publishing it. One sentence for each thing that is missing. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
/** An ES module; a name in a variable keeps the compiler from looking for its types. */
const SCANNER: string = '@n8n/scan-community-package/scanner/scanner.mjs';
/** How n8n scans a published package. */
const PATTERNS = ['**/*.js', 'package.json'];
const PUBLISHED = /^(dist\/.+|package\.json|LICENSE|README(\.\w+)?\.md)$/;
const REPOSITORY = /^git\+https:\/\/github\.com\/[\w-]+\/[\w.-]+\.git$/;

export interface Manifest {
	version: string;
	private?: boolean;
	keywords?: string[];
	repository?: { url?: string };
	publishConfig?: { access?: string; provenance?: boolean };
	dependencies?: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

/** What a release is judged by. */
export interface Release {
	manifest: Manifest;
	/** Of package-lock.json. */
	lockedVersion: string;
	changelog: string;
	/** .github/workflows/publish.yml */
	publishWorkflow: string;
	/** What `git status --porcelain` prints. */
	changes: string;
	/** Paths in the archive. */
	packed: string[];
	/** What n8n's scanner says to the files of the archive. */
	verdict: { passed: boolean; message?: string; details?: string };
}

/** One sentence for each thing that is missing; none when the package can be published. */
export function problemsOf(release: Release): string[] {
	return [
		...problemsOfTree(release),
		...problemsOfVersion(release),
		...problemsOfProvenance(release),
		...problemsOfArchive(release),
	];
}

function problemsOfTree({ changes }: Release): string[] {
	const files = changes.split('\n').filter(Boolean);
	if (files.length === 0) return [];
	return [`${files.length} files are not as they were committed, the first is ${files[0]!.slice(3)}: commit them.`];
}

function problemsOfVersion({ manifest: { version }, lockedVersion, changelog }: Release): string[] {
	const problems: string[] = [];
	if (lockedVersion !== version)
		problems.push(`package-lock.json says ${lockedVersion} and package.json ${version}: run "npm install".`);
	const heading = changelog.split('\n').find((line) => line.startsWith(`## [${version}]`));
	if (heading === undefined) problems.push(`CHANGELOG.md has no section for ${version}: say what is new.`);
	else if (!/ - \d{4}-\d{2}-\d{2}$/.test(heading))
		problems.push(`CHANGELOG.md has no date for ${version}: write "## [${version}] - YYYY-MM-DD".`);
	return problems;
}

/** npm signs where a package was built; n8n takes only packages that are signed so. */
function problemsOfProvenance({ manifest, publishWorkflow }: Release): string[] {
	const { repository, publishConfig, private: isPrivate } = manifest;
	const problems: string[] = [];
	if (isPrivate) problems.push('package.json is marked as private: take that out.');
	if (!REPOSITORY.test(repository?.url ?? ''))
		problems.push('package.json names no repository on GitHub, where npm would look for the source.');
	if (publishConfig?.provenance !== true || publishConfig.access !== 'public')
		problems.push('package.json needs "publishConfig": { "access": "public", "provenance": true }.');
	if (!/^\s+id-token: write$/m.test(publishWorkflow))
		problems.push(
			'publish.yml has no "id-token: write", without which npm cannot sign where the package was built.',
		);
	return problems;
}

function problemsOfArchive({ manifest, packed, verdict }: Release): string[] {
	const problems: string[] = [];
	const missing = [...manifest.n8n.nodes, ...manifest.n8n.credentials].filter((file) => !packed.includes(file));
	if (missing.length > 0) problems.push(`The archive has no ${missing.join(', ')}: run "npm run build".`);
	const strange = packed.filter((file) => !PUBLISHED.test(file));
	if (strange.length > 0) problems.push(`The archive holds ${strange.join(', ')}, which does not belong there.`);
	if (Object.keys(manifest.dependencies ?? {}).length > 0)
		problems.push('package.json has dependencies, and n8n verifies only nodes without.');
	if (!manifest.keywords?.includes('n8n-community-node-package'))
		problems.push('package.json lacks the keyword "n8n-community-node-package", by which n8n finds the package.');
	if (!verdict.passed)
		problems.push(
			`n8n's scan refuses the archive: ${verdict.message ?? 'no reason given'} ${verdict.details ?? ''}`,
		);
	return problems;
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Packs the repository as it is and has the result scanned. */
async function gather(): Promise<Release> {
	const folder = mkdtempSync(join(tmpdir(), 'group-manager-release-'));
	try {
		const run = (command: string, ...args: string[]) =>
			execFileSync(command, args, { cwd: ROOT, encoding: 'utf8' });
		const output = run('npm', 'pack', '--json', '--pack-destination', folder);
		const [{ filename, files }] = JSON.parse(output) as [{ filename: string; files: Array<{ path: string }> }];
		execFileSync('tar', ['-xzf', filename], { cwd: folder });
		const { analyzePackage } = (await import(SCANNER)) as {
			analyzePackage(folder: string, patterns: string[]): Promise<Release['verdict']>;
		};
		return {
			manifest: JSON.parse(read('package.json')) as Manifest,
			lockedVersion: (JSON.parse(read('package-lock.json')) as { version: string }).version,
			changelog: read('CHANGELOG.md'),
			publishWorkflow: read('.github/workflows/publish.yml'),
			changes: run('git', 'status', '--porcelain'),
			packed: files.map(({ path }) => path),
			verdict: await analyzePackage(join(folder, 'package'), PATTERNS),
		};
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

async function main(): Promise<void> {
	const release = await gather();
	const problems = problemsOf(release);
	for (const problem of problems) process.stdout.write(`- ${problem.trim()}\n`);
	const { version } = release.manifest;
	process.stdout.write(
		problems.length === 0
			? `${version} can be published: set the tag ${version} and push it.\n`
			: `${version} cannot be published yet.\n`,
	);
	process.exitCode = problems.length === 0 ? 0 : 1;
}

if (require.main === module) void main();
