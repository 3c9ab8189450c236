const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, series, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', 'tsconfig.build.json'], {
		stdio: 'inherit',
	});

// Without `encoding: false` gulp 5 reads every file as UTF-8, which damages binary ones.
const assets = () => src('nodes/**/*.{svg,node.json}', { encoding: false }).pipe(dest('dist/nodes'));

exports.build = series(clean, compile, assets);
exports.default = exports.build;
