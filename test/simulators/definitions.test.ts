import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { DEFINITIONS, definitionOf, startSimulators, VENDOR_IDS, type Simulators } from '../../simulators';
import { credentialData, demoCredentials, readyCredentialData } from '../../workbench/credentials';
import { startHeadless } from '../../workbench/headless';

const FOLDERS = readdirSync(join(__dirname, '../../simulators'), { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && entry.name !== 'core')
	.map(({ name }) => name);

describe('the folders of the simulators', () => {
	let simulators: Simulators;
	beforeAll(async () => (simulators = await startSimulators()));
	afterAll(async () => await simulators.close());

	test('are all known, under their names', () => {
		expect([...VENDOR_IDS].sort()).toEqual(FOLDERS.sort());
		expect(() => definitionOf('nobody')).toThrow('There is no simulator of "nobody"');
	});

	test('have a port of their own each', () => {
		const ports = DEFINITIONS.map(({ port }) => port);
		expect(new Set(ports).size).toBe(ports.length);
	});

	test.each(VENDOR_IDS)('%s takes its credential, with a login and without', async (vendor) => {
		const n8n = await startHeadless({
			nodeTypes: { 'n8n-nodes-group-manager.groupManager': new GroupManager() },
			credentialTypes: { groupManagerApi: new GroupManagerApi() },
		});
		for (const data of [credentialData(simulators, vendor), readyCredentialData(simulators, vendor)])
			expect(await n8n.testCredential(data)).toMatchObject({ status: 'OK' });
		await n8n.close();
	});

	test('give each of them a credential of its own that the examples can refer to', () => {
		const credentials = demoCredentials(simulators);
		expect(credentials.map(({ data }) => data.vendor)).toEqual(VENDOR_IDS);
		expect(new Set(credentials.map(({ id }) => id)).size).toBe(VENDOR_IDS.length);
	});
});
