import type { INodeProperties } from 'n8n-workflow';

import { wordsOf } from '../engine/contract/vocabulary';
import { chosenOf, inDryRun } from './expression';
import { groupBy, PLACES, type Place } from './places';

const DRY_RUN = ' Dry run: nothing is written, and the result is a plan.';

/**
 * What a model is told of the tool: action, vendor, what is lost or surprises, and whether it only plans. n8n's own
 * description ends at the action. One for each operation, since older versions of n8n hand an expression on as it is,
 * and models take 1,024 characters.
 */
export const toolDescriptions = (): INodeProperties[] =>
	[...groupBy(PLACES, ({ resource, operation }) => `${resource} ${operation}`).values()].map((places) => {
		const [{ resource, operation, row }] = places as [Place];
		const vendor = chosenOf('vendor', Object.fromEntries(places.map((place) => [place.vendor.id, told(place)])));
		const dryRun = row.options.some(({ name }) => name === 'dryRun') ? `{{ ${inDryRun(DRY_RUN)} }}` : '';
		return {
			displayName: 'Tool Description',
			name: 'toolDescription',
			type: 'string',
			default: `=${wordsOf(resource, operation)!.action} in {{ ${vendor} }}${dryRun}`,
			displayOptions: { show: { '@tool': [true], resource: [resource], operation: [operation] } },
		};
	});

/** The vendor, and what people are told of the operation there. */
function told({ vendor, resource, operation, row: { warning, note } }: Place): string {
	const final = wordsOf(resource, operation)!.isFinal && 'This cannot be undone.';
	return [`${vendor.label}.`, final, warning, note].filter(Boolean).join(' ');
}
