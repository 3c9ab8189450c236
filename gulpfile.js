const { spawn } = require('node:child_process');
const { readdir, readFile, rm, writeFile } = require('node:fs/promises');
const { dest, series, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '--project', 'tsconfig.build.json'], {
		stdio: 'inherit',
	});

/** A tenth of the package is TypeScript's indentation. No template in the sources spans lines, so nothing else is touched. */
const tabs = async () => {
	for (const name of await readdir('dist', { recursive: true })) {
		if (!name.endsWith('.js')) continue;
		const text = await readFile(`dist/${name}`, 'utf8');
		await writeFile(
			`dist/${name}`,
			text.replace(/^(?: {4})+/gm, (indent) => '\t'.repeat(indent.length / 4)),
		);
	}
};

/** The form is the same in every process: it is shipped as data, or n8n would put it together from the tables at every start. */
const form = async () => {
	const file = require.resolve('./dist/nodes/GroupManager/properties.js');
	const text = JSON.stringify(require(file).nodeProperties()).replace(/[\\']/g, '\\$&');
	await writeFile(file, `"use strict";\nexports.nodeProperties = () => JSON.parse('${text}');\n`);
};

// Without `encoding: false` gulp 5 reads every file as UTF-8, which damages binary ones.
const assets = () => src('nodes/**/*.{svg,json}', { encoding: false }).pipe(dest('dist/nodes'));

exports.build = series(clean, compile, tabs, form, assets);
exports.default = exports.build;
