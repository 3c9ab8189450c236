/** Something a person can put right: the message is one sentence that says what to do. */
export class Problem extends Error {
	override name = 'Problem';
}

const SIGNS: Array<[RegExp, (output: string) => string]> = [
	[/ENOSPC|no space left/i, () => 'The disk is full: make room (an empty cache needs 4 GB) and start again.'],
	[
		new RegExp(
			'ENOTFOUND|EAI_AGAIN|ENETUNREACH|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ERR_SOCKET_TIMEOUT|' +
				'network request .* failed',
			'i',
		),
		() => "The npm registry cannot be reached: check the network (and npm's proxy setting), then start again.",
	],
	[/EINTEGRITY/, () => 'A download was damaged: run "npm cache verify", then start again.'],
	[
		/EACCES|EPERM|EROFS/,
		(output) => {
			const folder = /(?:open|mkdir|rename|access|scandir) '([^']+)'/.exec(output)?.[1] ?? 'see above';
			return (
				`A folder cannot be written (${folder}): ` +
				'give yourself the right to it, or point GROUP_MANAGER_CACHE to another folder.'
			);
		},
	],
	[
		/gyp ERR|node-pre-gyp|prebuild-install/i,
		() =>
			'The SQLite driver could not be compiled: install python3, make and a C++ compiler ' +
			'(Debian: apt-get install python3 make g++), then start again.',
	],
];

/** Turns what a failed command printed into a sentence, or keeps its last lines. */
export function explain(what: string, output: string): Problem {
	const sign = SIGNS.find(([pattern]) => pattern.test(output));
	if (sign) return new Problem(`${what} failed. ${sign[1](output)}`);
	return new Problem(`${what} failed:\n${output.trim().split('\n').slice(-12).join('\n')}`);
}
