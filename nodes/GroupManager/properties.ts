import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { COMMON_OPTIONS, isSupported, type Capability, type Field, type Option, type Vendor } from './engine/vendor';
import { LABELS, RESOURCES, wordsOf, type ResourceWords } from './engine/vocabulary';
import { VENDORS } from './vendors';

/** One supported row of a capability table, with its place. */
interface Place {
	vendor: Vendor;
	resource: string;
	operation: string;
	capability: Extract<Capability, { fields: readonly Field[] }>;
}

const PLACES: readonly Place[] = VENDORS.flatMap((vendor) =>
	Object.entries<Record<string, Capability>>(vendor.resources).flatMap(([resource, operations]) =>
		Object.entries(operations).flatMap(([operation, capability]) =>
			isSupported(capability) ? [{ vendor, resource, operation, capability }] : [],
		),
	),
);

/**
 * Every parameter of the node. `displayOptions` are a cross product, so a field is given once per set of places that
 * is one; copies share their name, which lets a value survive a switch of vendor or operation.
 */
export function nodeProperties(): INodeProperties[] {
	return [vendorSelector(), ...resourceSelectors(), ...operationSelectors(), ...notices(), ...fields()];
}

function vendorSelector(): INodeProperties {
	return {
		displayName: 'Vendor',
		name: 'vendor',
		type: 'options',
		noDataExpression: true,
		options: VENDORS.map(({ id, label }) => ({ name: label, value: id })).sort(byName),
		default: 'keitaro',
	};
}

function resourceSelectors(): INodeProperties[] {
	const sets = groupBy(VENDORS, (vendor) => unique(placesOf(vendor).map(({ resource }) => resource)).join());
	return [...sets].map(([resources, vendors]) => ({
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { vendor: vendors.map(({ id }) => id) } },
		options: resources
			.split(',')
			.map((resource) => ({ name: resourceWords(resource).label, value: resource }))
			.sort(byName),
		default: 'group',
	}));
}

function operationSelectors(): INodeProperties[] {
	return Object.keys(RESOURCES).flatMap((resource) => {
		const having = VENDORS.filter((vendor) => placesOf(vendor).some((place) => place.resource === resource));
		const sets = groupBy(having, (vendor) => operationsOf(vendor, resource).join());
		return [...sets].map(
			([operations, vendors]): INodeProperties => ({
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				// Every resource has it.
				default: 'getAll',
				noDataExpression: true,
				displayOptions: { show: { vendor: vendors.map(({ id }) => id), resource: [resource] } },
				options: operations
					.split(',')
					.map((operation): INodePropertyOptions => {
						const { label, action, description } = wordsOf(resource, operation)!;
						return { name: label, value: operation, action, description };
					})
					.sort(byName),
			}),
		);
	});
}

function notices(): INodeProperties[] {
	return PLACES.filter(({ capability }) => capability.note).map((place) => ({
		displayName: place.capability.note!,
		name: 'notice',
		type: 'notice',
		default: '',
		displayOptions: { show: showFor([place]) },
	}));
}

/** All other fields, in the order in which people fill them in. */
function fields(): INodeProperties[] {
	return [
		...each(groupTypes, ({ vendor, operation, capability }) =>
			capability.fields.includes('groupType') ? `${vendor.id} ${String(offersAllTypes(capability, operation))}` : undefined,
		),
		...each(groupPicker, ({ vendor, capability }) => (capability.fields.includes('groupId') ? vendor.idKind : undefined)),
		...each(
			() => [
				{
					displayName: LABELS.groupIds,
					name: 'groupIds',
					type: 'string',
					typeOptions: { rows: 3 },
					default: '',
					placeholder: 'e.g. 12, 15, 18',
					description: 'IDs separated by commas or line breaks, or a list through an expression',
				},
			],
			having('groupIds'),
		),
		...each(bodyFields, ({ vendor, operation, capability }) =>
			capability.fields.includes('body') ? `${String(vendor.hasDescription)} ${operation}` : undefined,
		),
		...each(membersField, ({ vendor, capability }) => (capability.fields.includes('members') ? vendor.memberNames : undefined)),
		...each(roleField, having('memberRole')),
		...each(permissionFields, having('permissions')),
		...each(listFields, having('limit')),
		...each(filterField, having('filters')),
		...each(
			() => [
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
			],
			() => 'all',
		),
		...each(optionsField, ({ capability }) => optionsOf(capability).join()),
	];
}

/** A list of groups may be of all types; whatever needs one group needs its type. */
const offersAllTypes = ({ fields: names }: Place['capability'], operation: string): boolean =>
	operation === 'getAll' && !names.includes('groupId');

function groupTypes({ vendor, operation, capability }: Place): Unplaced[] {
	const options = vendor.groupTypes!.map(({ value, label }) => ({ name: label, value }));
	return [
		{
			displayName: LABELS.groupType,
			name: 'groupType',
			type: 'options',
			default: 'campaigns',
			options: [...(offersAllTypes(capability, operation) ? [{ name: 'All', value: 'all' }] : []), ...options].sort(byName),
			description: 'What the group holds',
		},
	];
}

function groupPicker({ vendor }: Place): Unplaced[] {
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

function bodyFields({ vendor, operation }: Place): Unplaced[] {
	const isUpdate = operation === 'update';
	const kept = 'Leave empty to keep it';
	if (operation === 'upsert') {
		const described = { ...DESCRIPTION_FIELD, description: 'Description of the group. Leave empty to keep what there is.' };
		return [{ ...NAME_FIELD, description: 'The exact name' }, ...(vendor.hasDescription ? [described] : [])];
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
						description: isUpdate ? `Description of the group. ${kept}; to clear it use JSON.` : 'Description of the group',
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

function membersField({ vendor }: Place): Unplaced[] {
	const isNamed = vendor.memberNames === 'idsAndNames';
	return [
		{
			displayName: LABELS.members,
			name: 'members',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: isNamed ? 'e.g. anna@example.com, jonas@example.com' : 'e.g. 12, 15, 18',
			description: `${isNamed ? 'IDs or e-mail addresses' : 'IDs'} separated by commas or line breaks, or a list through an expression`,
		},
	];
}

function roleField(): Unplaced[] {
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

/** Object types that are documented; names of permissions are asked for, since they are the vendor's to change. */
const OBJECT_TYPES = ['DERIVED_SIGNALS', 'DESTINATION', 'SEGMENT', 'TAGS', 'TRAIT'];

function permissionFields(): Unplaced[] {
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
		{
			displayName: LABELS.permissionEntries,
			name: 'permissionEntries',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Entry',
			default: {},
			displayOptions: { show: { specifyPermissions: ['fields'] } },
			options: [
				{
					displayName: 'Entry',
					name: 'entry',
					values: [
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
					],
				},
			],
		},
	];
}

function listFields(): Unplaced[] {
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

function filterField(): Unplaced[] {
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

const OPTION_FIELDS: Record<Option, Unplaced> = {
	concurrency: {
		displayName: LABELS.concurrency,
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 20 },
		default: 5,
		description: 'How many requests may be under way at once; read from the first item',
	},
	timeout: {
		displayName: LABELS.timeout,
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30_000,
		description: 'Milliseconds that one request may take',
	},
	maxAttempts: {
		displayName: LABELS.maxAttempts,
		name: 'maxAttempts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 3,
		description: 'How often a request may be sent in all, where sending it again is safe',
	},
	maxRetryWait: {
		displayName: LABELS.maxRetryWait,
		name: 'maxRetryWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 120,
		description: 'Seconds that a vendor may ask to wait for; beyond that the item fails at once',
	},
	dryRun: {
		displayName: LABELS.dryRun,
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description: 'Whether to do all reads but no write, and to output the requests that would be sent',
	},
	ignoreMissing: {
		displayName: LABELS.ignoreMissing,
		name: 'ignoreMissing',
		type: 'boolean',
		default: false,
		description: 'Whether something that is not there counts as done',
	},
	allowEmpty: {
		displayName: LABELS.allowEmpty,
		name: 'allowEmpty',
		type: 'boolean',
		default: false,
		description: 'Whether an empty list may remove everything',
	},
	maxRemovals: {
		displayName: LABELS.maxRemovals,
		name: 'maxRemovals',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description: 'Changes nothing when more entries than this would be removed',
	},
	bulkDeleteMethod: {
		displayName: LABELS.bulkDeleteMethod,
		name: 'bulkDeleteMethod',
		type: 'options',
		default: 'delete',
		description: 'How the groups are deleted',
		options: [
			{ name: 'DELETE', value: 'delete', description: 'The bulk endpoint as documented for groups' },
			{ name: 'One Request per Group', value: 'perGroup', description: 'Slower, but each group is reported on its own' },
			{ name: 'POST', value: 'post', description: 'The bulk endpoint as documented for other objects' },
		],
	},
};

const optionsOf = ({ options = [] }: Place['capability']): Option[] => [...COMMON_OPTIONS, ...options];

function optionsField({ capability }: Place): Unplaced[] {
	return [
		{
			displayName: LABELS.options,
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: optionsOf(capability)
				.map((option) => OPTION_FIELDS[option])
				.sort((left, right) => left.displayName.localeCompare(right.displayName)),
		},
	];
}

/** A property that does not know yet where it is shown; what it has in `show` is added to the place. */
type Unplaced = INodeProperties;

const having =
	(field: Field) =>
	({ capability }: Place): string | undefined =>
		capability.fields.includes(field) ? field : undefined;

/**
 * Places properties wherever `kind` gives a text: places of one kind share the same properties.
 * Within a resource, vendors with the same operations make one cross product.
 */
function each(build: (place: Place) => Unplaced[], kind: (place: Place) => string | undefined): INodeProperties[] {
	const kinds = groupBy(
		PLACES.filter((place) => kind(place) !== undefined),
		(place) => `${place.resource} ${kind(place)!}`,
	);
	return [...kinds.values()].flatMap((places) => {
		const operations = (vendor: Vendor) => places.filter((place) => place.vendor === vendor).map(({ operation }) => operation);
		const products = groupBy(places, ({ vendor }) => operations(vendor).join());
		return [...products.values()].flatMap((product) =>
			build(product[0]!).map((property) => ({
				...property,
				displayOptions: { show: { ...showFor(product), ...property.displayOptions?.show } },
			})),
		);
	});
}

const showFor = (places: readonly Place[]) => ({
	vendor: unique(places.map(({ vendor }) => vendor.id)),
	resource: unique(places.map(({ resource }) => resource)),
	operation: unique(places.map(({ operation }) => operation)),
});

const placesOf = (vendor: Vendor): Place[] => PLACES.filter((place) => place.vendor === vendor);

const operationsOf = (vendor: Vendor, resource: string): string[] =>
	placesOf(vendor)
		.filter((place) => place.resource === resource)
		.map(({ operation }) => operation);

const resourceWords = (resource: string): ResourceWords => (RESOURCES as Record<string, ResourceWords>)[resource]!;

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const byName = (left: { name: string }, right: { name: string }): number => left.name.localeCompare(right.name);

function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
	return groups;
}
