import type { Field, Widget } from '../../engine/contract/field';
import { oneOf, stored } from '../../engine/fields/reader';

export type MemberRole = 'member' | 'reporter' | 'manager';

const WIDGET: Widget = {
	displayName: 'Role',
	name: 'memberRole',
	type: 'options',
	default: 'member',
	description: 'Which people of the group to list',
	options: [
		{ name: 'Manager', value: 'manager' },
		{ name: 'Member', value: 'member' },
		{ name: 'Reporter', value: 'reporter' },
	],
};

export const memberRole: Field<'memberRole', MemberRole> = {
	name: 'memberRole',
	widgets: () => [WIDGET],
	read: (form) => oneOf(form, WIDGET, stored(form, WIDGET), ['member', 'reporter', 'manager']),
};
