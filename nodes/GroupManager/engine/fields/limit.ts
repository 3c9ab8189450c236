import type { Field, Widget } from '../contract/field';
import { flagOf, stored, wholeNumber } from './reader';

const RETURN_ALL: Widget = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const LIMIT: Widget = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] } },
};

/** n8n's pair; Infinity for all. */
export const limit: Field<'limit', number> = {
	name: 'limit',
	widgets: () => [RETURN_ALL, LIMIT],
	read: (form) =>
		flagOf(form, RETURN_ALL, stored(form, RETURN_ALL)) ? Infinity : wholeNumber(form, LIMIT, stored(form, LIMIT)),
};
