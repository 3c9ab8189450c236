/**
 * Writes what n8n loads as data: the form of the node, the fields of the credential, and the words that people
 * search for.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { nodeProperties } from '../nodes/GroupManager/form/properties';
import { credentialProperties } from '../nodes/GroupManager/form/credential';
import { subtitle, triggerSubtitle } from '../nodes/GroupManager/form/subtitle';
import { triggerProperties } from '../nodes/GroupManager/form/trigger';
import { VENDORS } from '../nodes/GroupManager/vendors';

/** What people search for, whatever the vendor. */
const SEARCHED = [
	...['groups', 'teams', 'members', 'users', 'campaign', 'learner'],
	...['create group', 'add user to group', 'remove user from group', 'sync', 'sync groups'],
	// n8n's node panel shows a node and its trigger as one, which is found by the words of either.
	...['group created', 'group changed', 'member joined', 'member left', 'watch groups'],
];

const NODE = 'nodes/GroupManager';

/** A review sees every changed property: each stands on a line of its own. */
const onePerLine = (properties: readonly object[]): string =>
	`[\n${properties.map((property) => `\t${JSON.stringify(property)}`).join(',\n')}\n]`;

const form = (canvas: string, properties: readonly object[]): string =>
	`{\n"subtitle": ${JSON.stringify(canvas)},\n"properties": ${onePerLine(properties)}\n}\n`;

function codex(file: string): string {
	const text = readFileSync(join(__dirname, '..', file), 'utf8');
	const alias = [...new Set([...VENDORS.flatMap(({ aliases }) => aliases), ...SEARCHED])];
	return `${JSON.stringify({ ...(JSON.parse(text) as object), alias }, null, '\t')}\n`;
}

/** Texts by file, from the root of the repository. */
export const generated = (): Record<string, string> => ({
	[`${NODE}/form.json`]: form(subtitle(), nodeProperties()),
	[`${NODE}/triggerForm.json`]: form(triggerSubtitle(), triggerProperties()),
	'credentials/fields.json': `${onePerLine(credentialProperties())}\n`,
	[`${NODE}/GroupManager.node.json`]: codex(`${NODE}/GroupManager.node.json`),
	[`${NODE}/GroupManagerTrigger.node.json`]: codex(`${NODE}/GroupManagerTrigger.node.json`),
});

if (require.main === module) {
	for (const [file, text] of Object.entries(generated())) writeFileSync(join(__dirname, '..', file), text);
}
