import type { INodeProperties } from 'n8n-workflow';

import { LABELS } from '../engine/contract/vocabulary';
import type { Unplaced } from './places';

/** Object types that are documented; names of permissions are asked for, since they are the vendor's to change. */
const OBJECT_TYPES = ['DERIVED_SIGNALS', 'DESTINATION', 'SEGMENT', 'TAGS', 'TRAIT'];

const ROW_FIELDS: INodeProperties[] = [
	{
		displayName: 'Object Type',
		name: 'objectType',
		type: 'options',
		default: 'SEGMENT',
		options: OBJECT_TYPES.map((type) => ({ name: type, value: type })),
		description: 'What the permissions are for. Another type can be given through an expression.',
	},
	{
		displayName: 'Object ID',
		name: 'objectId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 563',
	},
	{
		displayName: 'Permission Names or IDs',
		name: 'permissions',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getPermissionNames', loadOptionsDependsOn: ['&objectType'] },
		default: [],
		description:
			'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	},
];

/** The list as JSON, and how it is given. */
export function permissionFields(): Unplaced[] {
	return [
		{
			displayName: LABELS.specifyPermissions,
			name: 'specifyPermissions',
			type: 'options',
			default: 'json',
			options: [
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json' },
			],
		},
		{
			displayName: LABELS.permissions,
			name: 'permissions',
			type: 'json',
			default: '[]',
			description: 'List like [{"objectType": "SEGMENT", "objectId": 123, "permissions": ["READ"]}]',
			displayOptions: { show: { specifyPermissions: ['json'] } },
		},
	];
}

/** The list as rows. */
export function permissionRows(): Unplaced[] {
	return [
		{
			displayName: LABELS.permissionEntries,
			name: 'permissionEntries',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Entry',
			default: {},
			displayOptions: { show: { '/specifyPermissions': ['fields'] } },
			options: [
				{
					displayName: 'Entry',
					name: 'entry',
					values: ROW_FIELDS,
				},
			],
		},
	];
}
