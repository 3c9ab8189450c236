const { spawn } = require('node:child_process');
const { rm, writeFile } = require('node:fs/promises');
const { dest, series, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', 'tsconfig.build.json'], {
		stdio: 'inherit',
	});

/** The form is the same in every process: it is shipped as data, or n8n would put it together from the tables at every start. */
const form = async () => {
	const file = require.resolve('./dist/nodes/GroupManager/properties.js');
	const text = JSON.stringify(require(file).nodeProperties());
	await writeFile(file, `"use strict";\nexports.nodeProperties = () => JSON.parse(${JSON.stringify(text)});\n`);
};

// Without `encoding: false` gulp 5 reads every file as UTF-8, which damages binary ones.
const assets = () => src('nodes/**/*.{svg,json}', { encoding: false }).pipe(dest('dist/nodes'));

exports.build = series(clean, compile, form, assets);
exports.default = exports.build;
