import type { Field, FieldOwner, Widget } from '../contract/field';
import type { GroupReference } from '../contract/input';
import { isObject } from '../contract/json';
import { idOf } from './ids';
import { refusal, stored, textOf } from './reader';

const GROUP = {
	displayName: 'Group',
	name: 'groupId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The group to work on',
	// The editor takes out a group that was picked for another vendor or another type.
	typeOptions: { loadOptionsDependsOn: ['vendor', 'groupType'] },
} satisfies Widget;

const widget = ({ ids }: FieldOwner): Widget => ({
	...GROUP,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a group…',
			typeOptions: { searchListMethod: 'searchGroups', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: ids === 'integer' ? 'e.g. 12' : 'e.g. 5f2d7c1a',
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. Sales Team',
			hint: 'The name exactly as it is. The item fails if no group has it, or more than one.',
		},
	],
});

/** What models type where an id belongs. */
export const BY_NAME = 'If that is the name of the group, set Group to By Name';

/** One group: from the list, by its id or by its exact name. */
export const groupId: Field<'groupId', GroupReference> = {
	name: 'groupId',
	widgets: (owner) => [widget(owner)],
	read: (form, owner) => {
		const raw = stored(form, GROUP, '');
		const { mode, value } = isObject(raw) ? raw : { mode: 'id', value: raw };
		if (mode !== 'name') return { by: 'id', value: idOf(form, GROUP, owner, value, BY_NAME) };
		const name = textOf(form, GROUP, value);
		if (name.trim() === '') throw refusal(form, GROUP, 'is empty; enter the exact name of the group');
		return { by: 'name', value: name };
	},
};
