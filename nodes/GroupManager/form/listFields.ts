import { LABELS } from '../engine/contract/vocabulary';
import { SEPARATED } from './groupFields';
import type { Place, Unplaced } from './places';

export function membersField({ vendor }: Place): Unplaced[] {
	const isNamed = vendor.memberNames === 'idsAndNames';
	return [
		{
			displayName: LABELS.members,
			name: 'members',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: isNamed ? 'e.g. anna@example.com, jonas@example.com' : 'e.g. 12, 15, 18',
			description: `${isNamed ? 'IDs or e-mail addresses' : 'IDs'} ${SEPARATED}`,
		},
	];
}

export function roleField(): Unplaced[] {
	return [
		{
			displayName: LABELS.memberRole,
			name: 'memberRole',
			type: 'options',
			default: 'member',
			description: 'Which people of the group to list',
			options: [
				{ name: 'Manager', value: 'manager' },
				{ name: 'Member', value: 'member' },
				{ name: 'Reporter', value: 'reporter' },
			],
		},
	];
}

export function listFields(): Unplaced[] {
	return [
		{
			displayName: LABELS.returnAll,
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: LABELS.limit,
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { show: { returnAll: [false] } },
		},
	];
}

export function filterField(): Unplaced[] {
	return [
		{
			displayName: LABELS.filters,
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{ displayName: LABELS.name, name: 'name', type: 'string', default: '', description: 'The exact name' },
				{
					displayName: LABELS.nameContains,
					name: 'nameContains',
					type: 'string',
					default: '',
					description: 'Part of the name; upper and lower case do not matter',
				},
			],
		},
	];
}

export function outputField(): Unplaced[] {
	return [
		{
			displayName: LABELS.output,
			name: 'output',
			type: 'options',
			default: 'envelope',
			options: [
				{
					name: 'Data Only',
					value: 'data',
					description: 'One item per record, as the vendor returned it',
				},
				{
					name: 'Envelope',
					value: 'envelope',
					description: 'One item per input item: request, resource, operation, success and data',
				},
			],
		},
	];
}
