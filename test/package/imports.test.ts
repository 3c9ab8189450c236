import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { root, runNode, withFolder } from './tools';

const node = 'nodes/GroupManager';
const engine = `${node}/engine`;

/** File, what it imports, and the rule that refuses it. */
const refused: Array<[file: string, code: string, rule: string]> = [
	[`${engine}/contract/a.ts`, "import '../http/to';", 'contract'],
	[`${engine}/contract/b.ts`, "import type { To } from '../run/to'; export type B = To;", 'contract'],
	[`${engine}/http/a.ts`, "import '../fields/to';", 'http'],
	[`${engine}/http/b.ts`, "export type B = import('../steps/to').To;", 'http'],
	[`${engine}/fields/a.ts`, "import '../steps/to';", 'fields'],
	[
		`${engine}/fields/b.ts`,
		"import type { IDataObject } from 'n8n-workflow'; export type B = IDataObject;",
		'fields',
	],
	[`${engine}/steps/a.ts`, "import '../run/to';", 'steps'],
	[`${engine}/steps/b.ts`, "export const b = () => import('../../vendors/keitaro/to');", 'steps'],
	[`${engine}/run/a.ts`, "import '../steps/to';", 'run'],
	[`${engine}/run/b.ts`, "import { sleep } from 'n8n-workflow'; void sleep;", 'run'],
	[`${engine}/run/c.ts`, "import '../../to';", 'run'],
	[`${node}/vendors/keitaro/a.ts`, "import '../reach360/to';", 'vendor'],
	[`${node}/vendors/keitaro/b.ts`, "import '../../engine/run/to';", 'vendor'],
	[`${node}/vendors/keitaro/c.ts`, "import { sleep } from 'n8n-workflow'; void sleep;", 'vendor'],
	[`${node}/vendors/keitaro/d.ts`, "import '../../to';", 'vendor'],
	[`${node}/form/a.ts`, "import '../to';", 'form'],
	[`${node}/form/b.ts`, "import '../vendors/keitaro/to';", 'form'],
	[`${node}/a.ts`, "import './form/to';", 'node'],
	[`${node}/b.ts`, "import '../../simulators/core/to';", 'node'],
	[`${node}/c.ts`, "import axios from 'axios'; void axios;", 'node'],
	[`${node}/d.ts`, "import { join } from 'node:path'; void join;", 'node-modules-of-node'],
	['credentials/a.ts', "import '../nodes/GroupManager/to';", 'credential'],
	['credentials/b.ts', "import '../nodes/GroupManager/vendors/keitaro/to';", 'credential'],
	['simulators/keitaro/a.ts', "import '../../nodes/GroupManager/vendors/keitaro/to';", 'simulators'],
	['simulators/keitaro/b.ts', "import type { To } from '../../credentials/to'; export type B = To;", 'simulators'],
	['workbench/a.ts', "import '../demo/to';", 'workbench'],
	['demo/a.ts', "import '../test/to';", 'apart'],
	['bench/a.ts', "import '../test/to';", 'apart'],
	[`${engine}/run/circle.ts`, "import './circleToo';", 'no-circle'],
	[`${engine}/http/circle.ts`, "import type { A } from './circleToo'; export interface B { a: A }", 'no-circle'],
];

const accepted: Array<[file: string, code: string]> = [
	[`${engine}/http/z.ts`, "import '../contract/to'; import './to';"],
	[`${engine}/fields/z.ts`, "import '../contract/to'; import '../http/to';"],
	[`${engine}/steps/z.ts`, "import '../contract/to'; import '../http/to'; import '../fields/to';"],
	[`${engine}/run/z.ts`, "import '../contract/to'; import '../http/to'; import '../fields/to';"],
	[`${node}/vendors/keitaro/z.ts`, "import './to'; import '../../engine/steps/to'; import '../../engine/fields/to';"],
	[`${node}/form/z.ts`, "import '../engine/fields/to'; import { sleep } from 'n8n-workflow'; void sleep;"],
	[`${node}/z.ts`, "import './engine/run/to'; import { sleep } from 'n8n-workflow'; void sleep;"],
	['simulators/keitaro/z.ts', "import '../core/to'; import { join } from 'node:path'; void join;"],
	['workbench/z.ts', "import '../simulators/core/to'; import axios from 'axios'; void axios;"],
	['demo/z.ts', "import '../workbench/to';"],
	['test/z.ts', "import '../nodes/GroupManager/to'; import '../simulators/core/to';"],
];

const TARGETS = [
	...['contract', 'http', 'fields', 'steps', 'run'].map((room) => `${engine}/${room}`),
	...[node, `${node}/form`, `${node}/vendors/keitaro`, `${node}/vendors/reach360`],
	...['credentials', 'simulators/core', 'workbench', 'demo', 'bench', 'test'],
].map((folder): [string, string] => [`${folder}/to.ts`, 'export interface To { to: string }']);

const CIRCLES: Array<[string, string]> = [
	[`${engine}/run/circleToo.ts`, "import './circle';"],
	[`${engine}/http/circleToo.ts`, "import type { B } from './circle'; export interface A { b: B }"],
];

interface Violation {
	from: string;
	rule: { name: string };
}

/** What dependency-cruiser says of these files under the rules of the house. */
function violationsIn(folder: string, files: ReadonlyArray<readonly string[]>): string[] {
	for (const [file, code] of files) {
		mkdirSync(dirname(join(folder, file!)), { recursive: true });
		writeFileSync(join(folder, file!), code!);
	}
	writeFileSync(join(folder, 'tsconfig.json'), '{"compilerOptions": {"module": "commonjs"}}');
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
	const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
	const script = [
		`process.chdir(${JSON.stringify(folder)});`,
		`process.argv = [process.argv[0], 'depcruise', '--config', ${JSON.stringify(join(root, '.dependency-cruiser.js'))},`,
		"'--output-type', 'json', 'nodes', 'credentials', 'simulators', 'workbench', 'demo', 'bench', 'test'];",
		`import(${JSON.stringify(cruiser)}).finally(() => { process.exitCode = 0; });`,
	].join('\n');
	const { summary } = JSON.parse(runNode(['-e', script])) as { summary: { violations: Violation[] } };
	return summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
}

describe('imports', () => {
	let violations: string[];
	beforeAll(async () => {
		const files = [...TARGETS, ...CIRCLES, ...refused, ...accepted];
		violations = await withFolder((folder) => violationsIn(folder, files));
	}, 120_000);

	it.each(refused)('that run the wrong way are refused: %s with %s', (file, _code, rule) => {
		expect(violations).toContain(`${file}: ${rule}`);
	});

	it.each(accepted)('that run the right way are accepted: %s with %s', (file) => {
		expect(violations.filter((violation) => violation.startsWith(`${file}:`))).toEqual([]);
	});
});
