/**
 * `npm run docs`: writes the generated tables of README and docs anew, and the vendors of the issue forms. A test
 * fails when they are out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { FORMS, withVendors } from './forms';
import { GENERATED, withTables } from './tables';

function rewrite(file: string, renewed: (text: string) => string): void {
	const path = join(__dirname, '../..', file);
	writeFileSync(path, renewed(readFileSync(path, 'utf8')));
}

for (const file of Object.keys(GENERATED)) rewrite(file, (text) => withTables(file, text));
for (const file of FORMS) rewrite(file, withVendors);
