import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startHeadless } from '../../workbench/headless';

const NODE = `
exports.Echo = class Echo {
	description = {
		name: 'echo', displayName: 'Echo', description: 'Repeats', version: [1, 2], group: ['transform'],
		defaults: { name: 'Echo' }, inputs: ['main'], outputs: ['main'], properties: [],
		credentials: [{ name: 'echoApi', required: true }],
	};
	async execute() {
		const { secret } = await this.getCredentials('echoApi');
		return [[{ json: { secret, version: this.getNode().typeVersion }, pairedItem: { item: 0 } }]];
	}
};`;

const CREDENTIAL = `
exports.EchoApi = class EchoApi {
	name = 'echoApi';
	displayName = 'Echo API';
	properties = [{ displayName: 'Secret', name: 'secret', type: 'string', default: 'by default' }];
	authenticate = { type: 'generic', properties: {} };
};`;

describe('a package folder', () => {
	let directory: string;

	beforeEach(() => {
		directory = mkdtempSync(join(tmpdir(), 'headless-package-'));
		mkdirSync(join(directory, 'dist'));
		const n8n = { nodes: ['dist/Echo.node.js'], credentials: ['dist/EchoApi.credentials.js'] };
		write('package.json', JSON.stringify({ name: 'n8n-nodes-echo', version: '1.0.0', n8n }));
		write('dist/Echo.node.js', NODE);
	});

	afterEach(() => rmSync(directory, { recursive: true }));

	const write = (file: string, text: string) => writeFileSync(join(directory, file), text);

	it('is loaded by its package.json, and its newest version runs', async () => {
		write('dist/EchoApi.credentials.js', CREDENTIAL);
		const n8n = await startHeadless({ packageDirectory: directory });
		n8n.credentials.set('echo', 'echoApi', { allowedHttpRequestDomains: 'none' });
		const run = await n8n.runNode({}, { credentialId: 'echo' });

		expect(n8n.nodeType).toBe('n8n-nodes-echo.echo');
		expect(run.outputs[0][0]?.json).toEqual({ secret: 'by default', version: 2 });
	});

	it('that is not built is refused with what to do', async () => {
		await expect(startHeadless({ packageDirectory: directory })).rejects.toThrow(
			'The package is not built yet (dist/EchoApi.credentials.js is missing): run "npm run build" first.',
		);
	});
});
