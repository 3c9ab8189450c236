/** Prints what it takes to load one node in a fresh process: milliseconds, files and bytes of its own package. n8n-workflow is there before, as in n8n. */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');

const [, , file, exported] = process.argv;
const requireThere = createRequire(file);
requireThere('n8n-workflow');
const known = new Set(Object.keys(require.cache));
const started = process.hrtime.bigint();
const Node = requireThere(file)[exported];
const node = new Node();
const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
const loaded = Object.keys(require.cache).filter((name) => !known.has(name));
const bytes = loaded.reduce((sum, name) => sum + readFileSync(name).length, 0);
console.log(JSON.stringify({ name: node.description.name, milliseconds, files: loaded.length, bytes }));
