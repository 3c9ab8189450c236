import { execFileSync } from 'node:child_process';

/** The commit that the measured code is of. */
export function commit(): string {
	const git = (...words: string[]): string =>
		execFileSync('git', words, { cwd: __dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
	try {
		const changed = git('status', '--porcelain', '--', '../nodes') === '' ? '' : ', with changes';
		return `commit ${git('log', '-1', '--format=%h').trim()}${changed}`;
	} catch {
		return 'no commit';
	}
}
