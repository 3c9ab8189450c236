import type { INodeProperties } from 'n8n-workflow';

import { fields } from './fields';
import { options } from './options';
import { notices, selectors } from './selectors';
import { toolDescriptions } from './toolDescription';

/** Every parameter of the node, from the vendors' tables. What n8n loads is `form.json`, which is written from this. */
export function nodeProperties(): INodeProperties[] {
	const { shown, kept } = fields();
	// An Allow Empty that outlived its list would empty a group, so lists are kept as well as options.
	return [...toolDescriptions(), ...selectors(), ...notices(), ...shown, options(), ...kept];
}
