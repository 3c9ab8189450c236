import type { Field, Form, Widget } from '../contract/field';
import type { Filters } from '../contract/input';
import { collection, refusal, textOf } from './reader';

const NAME: Widget = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'The exact name',
};

const NAME_CONTAINS: Widget = {
	displayName: 'Name Contains',
	name: 'nameContains',
	type: 'string',
	default: '',
	description: 'Part of the name; upper and lower case do not matter',
};

const WIDGET: Widget = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [NAME, NAME_CONTAINS],
};

/** Which groups a list is to have. */
export const filters: Field<'filters', Filters> = {
	name: 'filters',
	widgets: () => [WIDGET],
	isKept: true,
	read: (form) => {
		const added = collection(form, WIDGET);
		return { ...filter(form, NAME, added), ...filter(form, NAME_CONTAINS, added) };
	},
};

/** A filter that is there restricts: one that came out empty would let every group through. */
function filter(form: Form, widget: Widget, added: Record<string, unknown>): Filters {
	if (!Object.hasOwn(added, widget.name)) return {};
	const text = textOf(form, widget, added[widget.name]);
	if (text.trim() === '') throw refusal(form, widget, 'is empty; give it a value, or remove the filter');
	return { [widget.name]: text };
}
