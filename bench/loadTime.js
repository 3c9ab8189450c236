/**
 * Prints what it takes to load classes of n8n's (nodes, credentials) in a fresh process: milliseconds of CPU, files and
 * bytes of their own package. n8n-workflow is there before, as in n8n.
 */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { basename } = require('node:path');

const files = process.argv.slice(2);
const requireThere = createRequire(files[0]);
requireThere('n8n-workflow');
const known = new Set(Object.keys(require.cache));
const started = process.cpuUsage();
for (const file of files) new (requireThere(file)[basename(file).split('.')[0]])();
const { user, system } = process.cpuUsage(started);
const loaded = Object.keys(require.cache).filter((name) => !known.has(name));
const bytes = loaded.reduce((sum, name) => sum + readFileSync(name).length, 0);
console.log(JSON.stringify({ milliseconds: (user + system) / 1e3, files: loaded.length, bytes }));
