import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { filesUnder } from '../package/tools';
import { Copy } from './copy';

const ID = 'sampleDirectory';
const FILES = filesUnder('test/sample/files').map((file) => file.replace('test/sample/files/', ''));
const LIST = 'nodes/GroupManager/vendors/index.ts';

/** Written by `npm run generate` and `npm run docs`. */
const GENERATED = [
	...['README.de.md', 'README.es.md', 'README.md', 'README.ru.md', 'docs/credentials.md', 'docs/reference.md'],
	'credentials/fields.json',
	...['failure.yml', 'vendor-fact.yml'].map((form) => `.github/ISSUE_TEMPLATE/${form}`),
	...['GroupManager.node.json', 'GroupManagerTrigger.node.json', 'form.json'].map(
		(file) => `nodes/GroupManager/${file}`,
	),
];

const QUARTER_OF_AN_HOUR = 900_000;
jest.setTimeout(QUARTER_OF_AN_HOUR);

/** What the suites of faults read: their cells of this vendor alone. */
const SAMPLE_OF_FAULTS = { FAULTS: '', FAULTS_ONLY: `^${ID} `, FAULTS_SAMPLE: '150' };

const copy = new Copy(realpathSync(mkdtempSync(join(tmpdir(), 'group-manager-sample-'))), SAMPLE_OF_FAULTS);

beforeAll(async () => {
	await copy.make();
	await copy.addVendor(ID);
});
afterAll(() => rmSync(copy.folder, { recursive: true, force: true }));

/** Runs tests in the copy; a pattern that finds none is a failure. */
async function pass(...args: string[]): Promise<void> {
	expect(await copy.tool('jest', '--ci', ...args)).toMatch(/^Tests: .*\b[1-9]\d* passed/m);
}

describe('a vendor that comes in by the recipe', () => {
	it('touches its own folders, its line, and what the two commands write', async () => {
		expect(await copy.touched()).toEqual([...FILES, ...GENERATED, LIST].sort());
		expect((await copy.addedTo(LIST)).filter((line) => !line.includes(ID))).toEqual([]);
	});

	it('keeps the rules of types, lint, imports and layout', async () => {
		const sources = [...FILES, LIST].filter((file) => file.endsWith('.ts'));
		const data = GENERATED.filter((file) => file.endsWith('.json'));
		await copy.tool('tsc', '--noEmit');
		await copy.tool('eslint', '--config', '.eslintrc.js', '--max-warnings', '0', ...sources, ...data);
		await copy.tool('depcruise', '--output-type', 'err', 'nodes', 'credentials', 'simulators', 'test');
		await copy.tool('prettier', '--check', ...sources);
	});

	it('is in the form and in the credential', async () => {
		await pass('test/node/properties', 'test/package/generated', 'test/credentials', 'test/simulators/definitions');
		expect((await copy.addedTo('credentials/fields.json')).join()).toContain(`"value":"${ID}"`);
	});

	it.each(['n8n', 'axios'])('keeps the contract on %s', async (host) => {
		await pass(`test/contract/${host}.test`, '-t', ` ${ID} `);
	});

	it('does what only it does', async () => {
		await pass(`test/vendors/${ID}`);
	});

	it('tells the truth where requests fail', async () => {
		await pass('test/faults/random.test', 'test/faults/scripted', '-t', ID);
		await pass('test/faults/matrix.test', 'test/faults/twoExecutions');
	});

	it('gives no secret away', async () => {
		await pass('test/node/canary', '-t', ID);
	});

	it('is in the documentation and has a credential in the demo', async () => {
		// Pictures are taken of what ships.
		await pass('test/docs', '-t', '^(?!the pictures)');
		await pass('test/demo/workflows', 'test/demo/vendorAddresses');
	});
});
