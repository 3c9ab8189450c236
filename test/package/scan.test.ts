import { execFileSync } from 'node:child_process';
import { requireBuild, npmPack, root, runScript, withFolder } from './tools';

interface Verdict {
	passed: boolean;
	message?: string;
	details?: string;
}

const scan = (folder: string, ...patterns: Array<string[] | 'source' | null>): Promise<Verdict[]> =>
	withFolder((TMPDIR) =>
		runScript(
			'scan.mjs',
			patterns.map((each) => ({ folder, patterns: each })),
			{ TMPDIR },
		),
	);

describe("n8n's own scanner", () => {
	it('passes the sources', async () => {
		expect(await scan(root, 'source')).toEqual([{ passed: true }]);
	}, 120_000);

	it('passes the packed files, with the patterns that it uses for published packages and with its default ones', async () => {
		requireBuild();
		await withFolder(async (folder) => {
			const { filename } = npmPack('--pack-destination', folder);
			execFileSync('tar', ['-xzf', filename], { cwd: folder });
			const verdicts = await scan(`${folder}/package`, ['**/*.js', 'package.json'], null);
			expect(verdicts).toEqual([{ passed: true }, { passed: true }]);
		});
	}, 120_000);
});
