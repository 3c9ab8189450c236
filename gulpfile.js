const { readFile, rm } = require('node:fs/promises');
const { build, transform } = require('esbuild');
const { dest, series, src } = require('gulp');

const NODE = 'nodes/GroupManager';

/** Loaded by name when they are needed, so no bundle takes them in. */
const apart = {
	name: 'apart',
	setup: ({ onResolve }) =>
		onResolve({ filter: /(^n8n-workflow|[/]runtime|[.]json)$/ }, ({ path, kind }) =>
			kind === 'entry-point' ? undefined : { path, external: true },
		),
};

/** esbuild keeps the comments within classes and objects; they are for those who read the sources. */
const uncommented = {
	name: 'uncommented',
	setup: ({ onLoad }) =>
		onLoad({ filter: /[.]ts$/ }, async ({ path }) => {
			const source = await readFile(path, 'utf8');
			const { code } = await transform(source, { loader: 'ts', charset: 'utf8', minifyWhitespace: true });
			return { contents: code, loader: 'js' };
		}),
};

const clean = () => rm('dist', { recursive: true, force: true });

/** What n8n loads at its start, and what both of them load at their first use. */
const bundle = () =>
	build({
		entryPoints: [
			'credentials/GroupManagerApi.credentials.ts',
			...['GroupManager.node', 'GroupManagerTrigger.node', 'runtime'].map((name) => `${NODE}/${name}.ts`),
		],
		outbase: '.',
		outdir: 'dist',
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node20.19',
		// As `require`, which finds the file without its ending.
		supported: { 'dynamic-import': false },
		charset: 'utf8',
		plugins: [apart, uncommented],
	});

// Without `encoding: false` gulp 5 reads every file as UTF-8, which damages binary ones.
const assets = () =>
	src(['nodes/**/*.{svg,json}', 'credentials/*.json'], { base: '.', encoding: false }).pipe(dest('dist'));

exports.build = series(clean, bundle, assets);
exports.default = exports.build;
