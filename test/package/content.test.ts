import { homedir, tmpdir } from 'node:os';

import { LANGUAGES } from '../../scripts/docs/languages';
import { manifest, npmPack, readJson, readText, requireBuild, root, runNode, type Packed } from './tools';

interface LockFile {
	packages: Record<string, { resolved?: string; version?: string }>;
}

describe('the npm package', () => {
	let packed: Packed;
	beforeAll(() => {
		requireBuild();
		packed = npmPack('--dry-run');
	}, 120_000);

	it('holds what n8n loads at its start, the bundle that is loaded at the first use, READMEs, LICENSE and no more', () => {
		const node = 'dist/nodes/GroupManager';
		const expected = [
			...['GroupManagerApi.credentials.js', 'fields.json'].map((name) => `dist/credentials/${name}`),
			...['GroupManager', 'GroupManagerTrigger'].flatMap((name) => [
				`${node}/${name}.node.js`,
				`${node}/${name}.node.json`,
			]),
			...['form.json', 'triggerForm.json', 'runtime.js'].map((name) => `${node}/${name}`),
			...['groupManager.dark.svg', 'groupManager.svg'].map((name) => `${node}/${name}`),
			// npm takes every README along, whatever `files` says.
			...['LICENSE', ...Object.keys(LANGUAGES), 'package.json'],
		];
		expect(packed.files.map(({ path }) => path).sort()).toEqual(expected.sort());
	});

	it('is loaded by plain Node, and finds what it needs at its first use', () => {
		const script = [
			`const { GroupManager } = require('./dist/nodes/GroupManager/GroupManager.node.js');`,
			`const { GroupManagerApi } = require('./dist/credentials/GroupManagerApi.credentials.js');`,
			'const nobody = { getCurrentNodeParameter: () => undefined };',
			'const { searchGroups } = new GroupManager().methods.listSearch;',
			'const said = new GroupManagerApi().authenticate({}, {}).catch(({ message }) => message);',
			'Promise.all([searchGroups.call(nobody), said]).then((found) => console.log(JSON.stringify(found)));',
		];
		expect(JSON.parse(runNode(['-e', script.join('\n')]))).toEqual([
			{ results: [] },
			'Choose a vendor in the credential.',
		]);
	});

	it('takes less than 446 kB unpacked', () => {
		expect(packed.unpackedSize).toBeLessThan(446_000);
	});

	it('names no source map and no path of the machine that built it', () => {
		const places = [root, `${homedir()}/`, `${tmpdir()}/`, 'file://'];
		for (const { path } of packed.files) {
			const text = readText(path);
			expect({ path, map: text.includes('sourceMappingURL') }).toEqual({ path, map: false });
			expect({ path, places: places.filter((place) => text.includes(place)) }).toEqual({ path, places: [] });
		}
	});
});

describe('package.json', () => {
	it('asks n8n for its workflow package and for nothing else', () => {
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		for (const field of [
			'dependencies',
			'optionalDependencies',
			'bundleDependencies',
			'bundledDependencies',
			'overrides',
		]) {
			expect(manifest).not.toHaveProperty(field);
		}
	});

	it('runs no script on the machine that installs or packs it', () => {
		const lifecycle = /^(pre|post)?(install|prepare|publish|publishOnly|pack|version|uninstall|dependencies)$/;
		expect(Object.keys(manifest.scripts).filter((name) => lifecycle.test(name))).toEqual([]);
	});

	it('names the package, its files and its entry points as the contract does', () => {
		expect(manifest).toMatchObject({
			name: 'n8n-nodes-group-manager',
			license: 'MIT',
			files: ['dist'],
			author: { name: 'n8n-nodes-group-manager contributors', email: 'contributors@example.com' },
			n8n: {
				n8nNodesApiVersion: 1,
				nodes: ['GroupManager', 'GroupManagerTrigger'].map((name) => `dist/nodes/GroupManager/${name}.node.js`),
				credentials: ['dist/credentials/GroupManagerApi.credentials.js'],
			},
		});
	});

	it('pins every development package to one version', () => {
		const pinned = Object.values(manifest.devDependencies as Record<string, string>);
		expect(pinned.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
	});
});

describe('package-lock.json', () => {
	const lock = readJson<LockFile>('package-lock.json');

	it('names no registry: packages come from the one that npm is set to', () => {
		expect(Object.keys(lock.packages).filter((path) => lock.packages[path]?.resolved)).toEqual([]);
	});

	it('fits package.json', () => {
		expect(lock.packages['']).toMatchObject({
			name: manifest.name,
			version: manifest.version,
			devDependencies: manifest.devDependencies,
			engines: manifest.engines,
		});
	});

	// npm leaves a package out that it cannot find, without a word; `npm ci` then refuses the whole file.
	it('holds every package that another one in it depends on', () => {
		const wanted = Object.entries(
			lock.packages as Record<string, { optionalDependencies?: Record<string, string> }>,
		);
		const missing = wanted.flatMap(([path, { optionalDependencies = {} }]) =>
			Object.keys(optionalDependencies).filter(
				(name) => !lock.packages[`node_modules/${name}`] && !lock.packages[`${path}/node_modules/${name}`],
			),
		);
		expect(missing).toEqual([]);
	});
});
