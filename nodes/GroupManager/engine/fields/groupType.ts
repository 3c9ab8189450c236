import type { Field, Widget } from '../contract/field';
import { oneOf, stored } from './reader';

/** A kind of groups, for a vendor that keeps them apart. */
export interface GroupType {
	value: string;
	label: string;
}

const ALL: GroupType = { value: 'all', label: 'All' };

function fieldOf(types: readonly GroupType[], byLabel: readonly GroupType[]): Field<'groupType', string> {
	const values = types.map(({ value }) => value);
	const [standard = ''] = values;
	const widget: Widget = {
		displayName: 'Group Type',
		name: 'groupType',
		type: 'options',
		default: standard,
		options: byLabel.map(({ value, label }) => ({ name: label, value })),
		description: 'What the group holds',
	};
	return {
		name: 'groupType',
		widgets: () => [widget],
		read: (form) => oneOf(form, widget, stored(form, widget), values),
	};
}

/** @param types in the order of their labels; the first is the default */
export const groupType = (types: readonly GroupType[]): Field<'groupType', string> => fieldOf(types, types);

/** The same for lists, which may be of all types. */
export const groupTypeOrAll = (types: readonly GroupType[]): Field<'groupType', string> =>
	fieldOf([...types, ALL], [ALL, ...types]);
