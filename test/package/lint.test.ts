import { runScript } from './tools';

const node = 'nodes/GroupManager';
const engine = 'The engine knows no vendor and no n8n';
const vendor = 'A vendor imports its own folder and the engine';
const list = 'The list of vendors';
const nodeFiles = 'The node imports n8n-workflow and files under nodes/ only';
const credential = 'The credential imports n8n-workflow, the engine and the vendors only';
const simulator = 'A simulator imports nothing from outside simulators/';
const waiting = 'Waiting goes through';
const sending = 'Only nodes/GroupManager/host.ts sends requests';

/** File, code, and the beginning of the message that it must get. */
const refused: Array<[file: string, code: string, message: string]> = [
	[`${node}/engine/a.ts`, "import { sleep } from 'n8n-workflow';", engine],
	[`${node}/engine/a.ts`, "import type { IDataObject } from 'n8n-workflow';", engine],
	[`${node}/engine/a.ts`, "import { keitaro } from '../vendors/keitaro';", engine],
	[`${node}/engine/a.ts`, "export * from '../vendors';", engine],
	[`${node}/engine/a.ts`, "export { host } from '../host';", engine],
	[`${node}/engine/a.ts`, "import all from '..';", engine],
	[`${node}/engine/deep/a.ts`, "import { host } from '../../host';", engine],
	[`${node}/engine/a.ts`, "export type A = import('../host').Host;", engine],
	[`${node}/engine/a.ts`, "export const a = () => import('../host');", engine],
	[`${node}/engine/a.ts`, "import a = require('../host'); export { a };", engine],
	[`${node}/engine/a.ts`, "export const a = require('../host');", engine],
	[`${node}/vendors/keitaro/index.ts`, "import { a } from 'n8n-workflow';", vendor],
	[`${node}/vendors/keitaro/index.ts`, "import { a } from '../reach360/wire';", vendor],
	[`${node}/vendors/keitaro/index.ts`, "import { a } from '../keitaro2/wire';", vendor],
	[`${node}/vendors/keitaro/index.ts`, "import { a } from '..';", vendor],
	[`${node}/vendors/keitaro/index.ts`, "import { a } from '../../host';", vendor],
	[`${node}/vendors/keitaro/index.ts`, "import { a } from '../../properties';", vendor],
	[`${node}/vendors/index.ts`, "import { a } from '../host';", list],
	[`${node}/host.ts`, "import { a } from '../../simulators/keitaro';", nodeFiles],
	[`${node}/host.ts`, "import { a } from '../../demo/run';", nodeFiles],
	[`${node}/host.ts`, "import { a } from '../../test/axiosHost';", nodeFiles],
	[`${node}/host.ts`, "import axios from 'axios';", nodeFiles],
	['credentials/A.credentials.ts', "import { a } from '../simulators/keitaro';", credential],
	['credentials/A.credentials.ts', "import { a } from '../nodes/GroupManager/host';", credential],
	['simulators/keitaro/store.ts', "import { a } from '../../nodes/GroupManager/vendors/keitaro/wire';", simulator],
	['simulators/keitaro/store.ts', "import type { A } from '../../credentials/A.credentials';", simulator],
	['simulators/keitaro/store.ts', "export const a = import('../../dist/nodes/a.js');", simulator],
	[`${node}/listSearch.ts`, "import { sleep } from 'n8n-workflow';", waiting],
	[`${node}/listSearch.ts`, "import { sleepWithAbort } from 'n8n-workflow';", waiting],
	[`${node}/listSearch.ts`, 'this.helpers.httpRequestWithAuthentication();', sending],
	[`${node}/listSearch.ts`, 'const { httpRequestWithAuthentication } = this.helpers;', sending],
	[`${node}/listSearch.ts`, 'this.helpers.httpRequest();', sending],
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
	[`${node}/engine/a.ts`, "import { a } from './b'; a();"],
	[`${node}/engine/deep/a.ts`, "import { a } from '../b'; a();"],
	[`${node}/vendors/keitaro/index.ts`, "import { a } from './wire'; import { b } from '../../engine/vendor'; a(b);"],
	[`${node}/vendors/keitaro/index.ts`, "import { b } from '../../engine'; b();"],
	[`${node}/vendors/index.ts`, "import { a } from './keitaro'; import { b } from '../engine/vendor'; a(b);"],
	[`${node}/host.ts`, "import { sleep } from 'n8n-workflow'; import { a } from './engine/pool'; sleep(a);"],
	[`${node}/host.ts`, 'this.helpers.httpRequestWithAuthentication();'],
	[
		`${node}/listSearch.ts`,
		"import { a } from './vendors'; import { NodeApiError } from 'n8n-workflow'; a(NodeApiError);",
	],
	['credentials/a.ts', "import { a } from '../nodes/GroupManager/engine/baseUrl'; a();"],
	['credentials/a.ts', "import { a } from '../nodes/GroupManager/vendors'; this.helpers.httpRequest(a);"],
	['simulators/keitaro/a.ts', "import { a } from '../core/http'; import { join } from 'node:path'; a(join);"],
	['test/a.ts', "import { a } from '../nodes/GroupManager/host'; import { b } from '../simulators/keitaro'; a(b);"],
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
