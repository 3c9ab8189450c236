import { runScript } from './tools';

const node = 'nodes/GroupManager';
const waiting = 'Waiting goes through';
const sending = 'Only nodes/GroupManager/host.ts and connecting.ts send requests';

/** File, code, and the beginning of the message that it must get. */
const refused: Array<[file: string, code: string, message: string]> = [
	[`${node}/methods.ts`, "import { sleep } from 'n8n-workflow';", waiting],
	[`${node}/methods.ts`, "import { sleepWithAbort } from 'n8n-workflow';", waiting],
	[`${node}/methods.ts`, 'this.helpers.httpRequestWithAuthentication();', sending],
	[`${node}/methods.ts`, 'const { httpRequestWithAuthentication } = this.helpers;', sending],
	[`${node}/methods.ts`, 'this.helpers.httpRequest();', sending],
	[`${node}/host.ts`, 'console.log(1);', 'Unexpected console statement'],
	[`${node}/host.ts`, '/* eslint-disable no-console */ console.log(1);', 'Unexpected console statement'],
	['credentials/a.ts', '// eslint-disable-next-line no-console\nconsole.log(1);', 'Unexpected console statement'],
	[`${node}/host.ts`, 'setTimeout(() => {}, 1);', "Use of restricted global 'setTimeout'"],
	['simulators/keitaro/a.ts', 'export const a: any = 1;', 'Unexpected any'],
	[
		'simulators/keitaro/a.ts',
		"import { A } from './b'; export const a = (b: A) => b;",
		'All imports in the declaration are',
	],
];

const accepted: Array<[file: string, code: string]> = [
	[`${node}/host.ts`, "import { sleep } from 'n8n-workflow'; import { a } from './engine/http/pool'; sleep(a);"],
	[`${node}/host.ts`, 'this.helpers.httpRequestWithAuthentication();'],
	[`${node}/connecting.ts`, 'this.helpers.httpRequest();'],
	['simulators/keitaro/a.ts', "import { a } from '../core/http'; import { join } from 'node:path'; a(join);"],
];

describe('lint', () => {
	describe('keeps the rules of the house', () => {
		let messages: string[][];
		beforeAll(() => {
			messages = runScript(
				'lintText.mjs',
				[...refused, ...accepted].map(([file, code]) => ({ file, code })),
			);
		}, 120_000);

		it.each(refused.map((row, index) => [...row, index] as const))(
			'refuses in %s: %s',
			(_file, _code, message, index) => {
				expect(messages[index]).toContainEqual(expect.stringContaining(message));
			},
		);

		it.each(accepted.map((row, index) => [...row, index] as const))('accepts in %s: %s', (_file, _code, index) => {
			expect(messages[refused.length + index]).toEqual([]);
		});
	});
});
