/**
 * Writes what n8n loads as data: the form of the node, the fields of the credential, and the words that people
 * search for.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { nodeProperties } from '../nodes/GroupManager/form/properties';
import { credentialProperties } from '../nodes/GroupManager/form/credential';
import { subtitle } from '../nodes/GroupManager/form/subtitle';
import { VENDORS } from '../nodes/GroupManager/vendors';

/** What people search for, whatever the vendor. */
const SEARCHED = [
	...['groups', 'teams', 'members', 'users', 'campaign', 'learner'],
	...['create group', 'add user to group', 'remove user from group', 'sync', 'sync groups'],
];

const CODEX = 'nodes/GroupManager/GroupManager.node.json';

/** A review sees every changed property: each stands on a line of its own. */
const onePerLine = (properties: readonly object[]): string =>
	`[\n${properties.map((property) => `\t${JSON.stringify(property)}`).join(',\n')}\n]`;

const form = (): string =>
	`{\n"subtitle": ${JSON.stringify(subtitle())},\n"properties": ${onePerLine(nodeProperties())}\n}\n`;

function codex(): string {
	const text = readFileSync(join(__dirname, '..', CODEX), 'utf8');
	const alias = [...new Set([...VENDORS.flatMap(({ aliases }) => aliases), ...SEARCHED])];
	return `${JSON.stringify({ ...(JSON.parse(text) as object), alias }, null, '\t')}\n`;
}

/** Texts by file, from the root of the repository. */
export const generated = (): Record<string, string> => ({
	'nodes/GroupManager/form.json': form(),
	'credentials/fields.json': `${onePerLine(credentialProperties())}\n`,
	[CODEX]: codex(),
});

if (require.main === module) {
	for (const [file, text] of Object.entries(generated())) writeFileSync(join(__dirname, '..', file), text);
}
