/** `npm run docs`: writes the generated tables of README and docs anew. A test fails when they are out of date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { GENERATED, withTables } from './tables';

for (const file of Object.keys(GENERATED)) {
	const path = join(__dirname, '../..', file);
	writeFileSync(path, withTables(file, readFileSync(path, 'utf8')));
}
