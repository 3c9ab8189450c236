import { LABELS } from '../engine/contract/vocabulary';
import { byName, type Place, type Unplaced } from './places';

/** How a list is written as text. */
export const SEPARATED = 'separated by commas, semicolons or line breaks, or a JSON array';

/** A list of groups may be of all types; whatever needs one group needs its type. */
export const offersAllTypes = ({ fields: names }: Place['capability'], operation: string): boolean =>
	operation === 'getAll' && !names.includes('groupId');

export function groupTypes({ vendor, operation, capability }: Place): Unplaced[] {
	const options = vendor.groupTypes!.map(({ value, label }) => ({ name: label, value }));
	return [
		{
			displayName: LABELS.groupType,
			name: 'groupType',
			type: 'options',
			default: 'campaigns',
			options: [
				...(offersAllTypes(capability, operation) ? [{ name: 'All', value: 'all' }] : []),
				...options,
			].sort(byName),
			description: 'What the group holds',
		},
	];
}

export function groupPicker({ vendor }: Place): Unplaced[] {
	return [
		{
			displayName: LABELS.groupId,
			name: 'groupId',
			type: 'resourceLocator',
			required: true,
			default: { mode: 'list', value: '' },
			description: 'The group to work on',
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
					placeholder: vendor.idKind === 'integer' ? 'e.g. 12' : 'e.g. 5f2d7c1a',
				},
				{
					displayName: 'By Name',
					name: 'name',
					type: 'string',
					placeholder: 'e.g. Sales Team',
					hint: 'The exact name; none or several groups of that name is an error',
				},
			],
		},
	];
}

export function groupIdsField(): Unplaced[] {
	return [
		{
			displayName: LABELS.groupIds,
			name: 'groupIds',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. 12, 15, 18',
			description: `IDs ${SEPARATED}`,
		},
	];
}

const NAME_FIELD: Unplaced = {
	displayName: LABELS.name,
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Sales Team',
};

const DESCRIPTION_FIELD: Unplaced = {
	displayName: LABELS.description,
	name: 'description',
	type: 'string',
	default: '',
};

export function bodyFields({ vendor, operation }: Place): Unplaced[] {
	const isUpdate = operation === 'update';
	const kept = 'Leave empty to keep it';
	if (operation === 'upsert') {
		const description = 'Description of the group. Leave empty to keep what there is.';
		const described = vendor.hasDescription ? [{ ...DESCRIPTION_FIELD, description }] : [];
		return [{ ...NAME_FIELD, description: 'The exact name' }, ...described];
	}
	const specified = (how: 'fields' | 'json') => ({ show: { specifyBody: [how] } });
	return [
		{
			displayName: LABELS.specifyBody,
			name: 'specifyBody',
			type: 'options',
			default: 'fields',
			options: [
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json' },
			],
		},
		{
			...NAME_FIELD,
			description: isUpdate && vendor.hasDescription ? `Name of the group. ${kept}.` : 'Name of the group',
			displayOptions: specified('fields'),
		},
		...(vendor.hasDescription
			? [
					{
						...DESCRIPTION_FIELD,
						description: isUpdate
							? `Description of the group. ${kept}; to clear it use JSON.`
							: 'Description of the group',
						displayOptions: specified('fields'),
					},
				]
			: []),
		{
			displayName: LABELS.groupData,
			name: 'groupData',
			type: 'json',
			default: '{\n  "name": ""\n}',
			description: 'The group as a JSON object, sent as it is',
			displayOptions: specified('json'),
		},
	];
}
