import type { Field, Widget } from '../contract/field';
import { entriesIn, idOf, refuseLeadingZeros, SEPARATED } from './ids';
import { refusal } from './reader';

const WIDGET: Widget = {
	displayName: 'Group IDs',
	name: 'groupIds',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder: 'e.g. 12, 15, 18',
	description: `IDs ${SEPARATED}`,
};

/** Several groups by their ids; nothing twice. */
export const groupIds: Field<'groupIds', string[]> = {
	name: 'groupIds',
	widgets: () => [WIDGET],
	read: (form, owner) => {
		const entries = entriesIn(form, WIDGET);
		if (entries.length === 0) throw refusal(form, WIDGET, 'is empty; enter at least one ID');
		refuseLeadingZeros(form, WIDGET, owner, entries);
		return [...new Set(entries.map((entry) => idOf(form, WIDGET, owner, entry)))];
	},
};
