import {
	NodeHelpers,
	Workflow,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeTypes,
} from 'n8n-workflow';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import type { Field, Widget } from '../../nodes/GroupManager/engine/contract/field';
import {
	capabilitiesOf,
	isMissing,
	ownerOf,
	type Capability,
	type Vendor,
} from '../../nodes/GroupManager/engine/contract/vendor';
import { COMMON_OPTIONS } from '../../nodes/GroupManager/engine/fields/options';
import { VENDORS } from '../../nodes/GroupManager/vendors';
import codex from '../../nodes/GroupManager/GroupManager.node.json';

const { description } = new GroupManager();
const { properties } = description;

const ROOT = resolve(__dirname, '../..');

interface Place {
	vendor: Vendor;
	resource: string;
	operation: string;
	capability: Capability;
}

const PLACES: Place[] = VENDORS.flatMap((vendor) => capabilitiesOf(vendor).map((place) => ({ vendor, ...place })));

/** What is inside of a collection. */
function inside({ type, options = [] }: INodeProperties): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	return type === 'fixedCollection' ? (options as INodePropertyCollection[]).flatMap(({ values }) => values) : [];
}

/** What only keeps a value where its field is not offered; its rules leave the fields' own places out. */
const isKeeper = ({ type, name, hint = '' }: INodeProperties): boolean =>
	type === 'hidden' || (type === 'notice' && name !== 'notice') || hint.startsWith('Not used here');

const isSeen = (property: INodeProperties): boolean => !isKeeper(property);

const SEEN: INodeProperties[] = properties.filter(isSeen);

const ALL: INodeProperties[] = SEEN.flatMap((property) => [property, ...inside(property).filter(isSeen)]);

const choices = (property: INodeProperties): INodePropertyOptions[] =>
	property.type === 'options' ? (property.options as INodePropertyOptions[]) : [];

function nodeWith(parameters: INodeParameters): INode {
	return { id: 'n', name: 'Group Manager', type: 'groupManager', typeVersion: 1, position: [0, 0], parameters };
}

function visible(parameters: INodeParameters): INodeProperties[] {
	return SEEN.filter((property) =>
		NodeHelpers.displayParameter(parameters, property, nodeWith(parameters), description),
	);
}

/** The entries that a collection offers. */
function offers(name: string, parameters: INodeParameters): string[] {
	const entries = inside(properties.find((property) => property.name === name)!).filter(isSeen);
	const shown = entries.filter((entry) =>
		NodeHelpers.displayParameter({}, entry, nodeWith(parameters), description, parameters),
	);
	return shown.map((entry) => entry.name).sort();
}

const named = (name: string): INodeProperties[] => ALL.filter((property) => property.name === name);

const valuesOf = (list: INodePropertyOptions[]): string[] => list.map(({ value }) => String(value));

describe('each parameter', () => {
	it('has a name, a default and, where it is a choice, a default among its options', () => {
		for (const property of ALL) {
			expect(property.displayName.trim()).not.toBe('');
			expect(property.name).toMatch(/^[a-z][A-Za-z]*$/);
			expect(property.default).toBeDefined();
			if (property.type === 'options') expect(valuesOf(choices(property))).toContain(property.default);
		}
	});

	it('is of one type under its name, so that a value survives a switch of vendor or operation', () => {
		for (const property of ALL) {
			if (property.name === 'permissions') continue;
			expect([property.name, property.type]).toEqual([
				property.name,
				ALL.find(({ name }) => name === property.name)!.type,
			]);
		}
	});

	it('has its options in the order of their names', () => {
		for (const property of ALL) {
			const shown =
				property.type === 'collection'
					? inside(property)
							.filter(isSeen)
							.map(({ displayName }) => displayName)
					: choices(property).map(({ name }) => name);
			expect(shown).toEqual([...shown].sort((left, right) => left.localeCompare(right)));
			if (property.type === 'options') expect(new Set(shown).size).toBe(shown.length);
		}
	});

	it('says "Whether" where it is a switch', () => {
		const switches = ALL.filter(({ type }) => type === 'boolean');
		expect(switches.length).toBeGreaterThan(0);
		for (const property of switches) {
			expect(property.description).toMatch(/^Whether /);
			// What is added from a list is on at once.
			expect([property.name, property.default]).toEqual([property.name, property.name !== 'returnAll']);
		}
	});

	it('is described without a full stop in one sentence, and with one in several', () => {
		const texts = ALL.flatMap((property) => [
			property.description,
			property.hint,
			...choices(property).map((choice) => choice.description),
		]);
		for (const text of texts.filter((one) => one !== undefined)) {
			expect(text).toMatch(/^[A-Z]/);
			expect([text, text.endsWith('.')]).toEqual([text, /[.!?] /.test(text)]);
			expect(text).toBe(text.trim());
		}
	});

	it("has a title in n8n's case", () => {
		const minor = ['a', 'an', 'and', 'by', 'from', 'of', 'or', 'per', 'to'];
		const titles = ALL.filter(({ type }) => type !== 'notice').flatMap((property) => [
			property.displayName,
			...choices(property).map(({ name }) => name),
		]);
		for (const title of titles) {
			const words = title.split(' ');
			const isTitle = words.every(
				(word, index) => /^[A-Z0-9(]/.test(word) || (index > 0 && minor.includes(word)),
			);
			expect([title, isTitle]).toEqual([title, true]);
		}
	});

	it('lets only what n8n cannot do without be required: the group', () => {
		expect([...new Set(ALL.filter(({ required }) => required).map(({ name }) => name))]).toEqual(['groupId']);
	});

	it('takes expressions, except for the three selectors', () => {
		for (const property of SEEN) {
			expect([property.name, property.noDataExpression === true]).toEqual([
				property.name,
				['vendor', 'resource', 'operation'].includes(property.name),
			]);
		}
	});
});

describe('the subtitle on the canvas', () => {
	const node = new GroupManager();
	const nodeTypes: INodeTypes = { getByName: () => node, getByNameAndVersion: () => node, getKnownTypes: () => ({}) };
	const shown = (parameters: INodeParameters): unknown => {
		const workflow = new Workflow({ nodes: [nodeWith(parameters)], connections: {}, active: false, nodeTypes });
		const [one] = Object.values(workflow.nodes);
		return workflow.expression.getSimpleParameterValue(one!, description.subtitle, 'internal', {});
	};

	it('is in words, the vendor first, and says when nothing is written', () => {
		const asked = { vendor: 'keitaro', resource: 'group', operation: 'getAll', options: {} };
		expect(shown(asked)).toBe('Keitaro: get many groups');
		const dry = { resource: 'permission', operation: 'grant', options: { dryRun: true } };
		expect(shown({ vendor: 'audienceManager', ...dry })).toBe('Audience Manager: grant permission (dry run)');
		expect(shown({ vendor: 'reach360', resource: 'member', operation: 'add' })).toBe('Reach 360: add members');
	});

	it('is short for every operation', () => {
		for (const { vendor, resource, operation, capability } of PLACES) {
			if (isMissing(capability)) continue;
			const text = String(shown({ vendor: vendor.id, resource, operation, options: {} }));
			expect(text).not.toMatch(/undefined/);
			expect(text.length).toBeLessThanOrEqual(45);
		}
	});
});

describe('the selectors', () => {
	/** The contract's table. */
	const GROUP = ['create', 'delete', 'deleteMany', 'get', 'getAll', 'update', 'upsert'];
	const MEMBER = ['add', 'getAll', 'remove', 'set'];
	const PERMISSION = ['getAll', 'grant', 'revoke', 'set'];
	const TABLE: Record<string, Record<string, string[]>> = {
		keitaro: { group: GROUP, member: MEMBER },
		reach360: { group: GROUP, member: MEMBER },
		audienceManager: { group: GROUP, member: MEMBER, permission: PERMISSION },
	};

	const offered = (name: string, parameters: INodeParameters): string[] => {
		const shown = visible(parameters).filter((property) => property.name === name);
		expect(shown).toHaveLength(1);
		const isOffered = (option: INodePropertyOptions): boolean =>
			NodeHelpers.displayParameter(parameters, option, nodeWith(parameters), description);
		return valuesOf(choices(shown[0]!).filter(isOffered)).sort();
	};

	it('offer exactly what the vendor supports', () => {
		expect(offered('vendor', {})).toEqual(VENDORS.map(({ id }) => id).sort());
		expect(offered('vendor', {})).toEqual(expect.arrayContaining(Object.keys(TABLE)));
		for (const [vendor, resources] of Object.entries(TABLE)) {
			expect(offered('resource', { vendor })).toEqual(Object.keys(resources));
			for (const [resource, operations] of Object.entries(resources)) {
				expect(offered('operation', { vendor, resource })).toEqual(operations);
			}
		}
	});

	it('are one property for the resources and one for the operations of each, so that n8n lists each action once', () => {
		expect(named('resource')).toHaveLength(1);
		const resources = named('operation').map(({ displayOptions }) => displayOptions?.show?.resource);
		expect(resources).toEqual(valuesOf(choices(named('resource')[0]!)).map((resource) => [resource]));
	});

	it('leave the vendor as it is for an action that all vendors have, and choose the right one for any other', () => {
		const vendorOf = (resource: string) =>
			named('operation').find(({ displayOptions }) => displayOptions?.show?.resource?.includes(resource))!
				.displayOptions!.show!.vendor;
		expect([vendorOf('group'), vendorOf('member')]).toEqual([undefined, undefined]);
		expect(vendorOf('permission')![0]).toBe('audienceManager');
	});

	it('give every operation an action in the words of the node panel, its own within its resource', () => {
		for (const property of named('operation')) {
			const actions = choices(property).map(({ action = '' }) => action);
			for (const action of actions) expect(action).toMatch(/^[A-Z][a-z ]+$/);
			expect(new Set(actions).size).toBe(actions.length);
			for (const { description: text, name } of choices(property)) expect(text).not.toBe(name);
		}
	});

	it('begin with a combination that exists', () => {
		const parameters = NodeHelpers.getNodeParameters(properties, {}, true, false, nodeWith({}), description)!;
		expect(parameters).toMatchObject({
			vendor: 'keitaro',
			resource: 'group',
			operation: 'getAll',
			output: 'envelope',
		});
	});
});

/** The parameters of a field, for one state of the switches inside the form. */
function parametersOf(field: Field, vendor: Vendor, state: INodeParameters): string[] {
	const isOneOf = ([name, values]: [string, readonly unknown[]]) => values.includes(state[name.replace('/', '')]);
	const isShown = ({ displayOptions }: Widget): boolean =>
		Object.entries(displayOptions?.show ?? {}).every(isOneOf) &&
		!Object.entries(displayOptions?.hide ?? {}).some(isOneOf);
	const widgets = field.widgets(ownerOf(vendor));
	return widgets.filter(isShown).map(({ name }) => name);
}

describe.each(PLACES.map((place) => [place.vendor.id, place.resource, place.operation, place] as const))(
	'the form of %s %s.%s',
	(vendorId, resource, operation, place) => {
		const { capability } = place;
		const states = ['fields', 'json'].flatMap((specified) =>
			[false, true].map((returnAll) => ({
				vendor: vendorId,
				resource,
				operation,
				specifyBody: specified,
				specifyPermissions: specified,
				specifyMembers: specified === 'json' ? 'list' : 'text',
				// One that an expression gives is none of the four.
				groupType: returnAll ? 'offers' : 'other',
				returnAll,
			})),
		);

		if (isMissing(capability)) {
			it('is not there, and a sentence says why', () => {
				expect(capability.missing).toMatch(/^[A-Z].*[^.]$/);
				const selectors = visible(states[0]!).filter(({ name }) => name === 'operation');
				expect(selectors.flatMap((selector) => valuesOf(choices(selector)))).not.toContain(operation);
			});
			return;
		}

		it('shows the fields that the table declares, each once, and no others', () => {
			for (const state of states) {
				const declared = capability.fields.flatMap((field) => parametersOf(field, place.vendor, state));
				const wanted = [
					'vendor',
					'resource',
					'operation',
					...(capability.warning ? ['notice'] : []),
					...declared,
					'output',
					'options',
				];
				expect(
					visible(state)
						.map(({ name }) => name)
						.sort(),
				).toEqual([...wanted].sort());
			}
		});

		it('offers the options that the table declares, and no others', () => {
			const declared = [...COMMON_OPTIONS, ...capability.options].map(({ name }) => name);
			expect(offers('options', states[0]!)).toEqual(declared.sort());
		});

		it('lets n8n start with everything empty but the group', () => {
			const parameters = { vendor: vendorId, resource, operation };
			const issues =
				NodeHelpers.getNodeParametersIssues(properties, nodeWith(parameters), description)?.parameters ?? {};
			expect(Object.keys(issues)).toEqual(
				capability.fields.some(({ name }) => name === 'groupId') ? ['groupId'] : [],
			);
		});
	},
);

describe('what was entered', () => {
	const OPTIONS = {
		concurrency: 5,
		timeout: 30_000,
		maxAttempts: 3,
		maxRetryWait: 120,
		dryRun: true,
		ignoreMissing: true,
		allowEmpty: true,
		maxRemovals: 10,
		bulkDeleteMethod: 'delete',
	};
	const ENTERED = {
		options: OPTIONS,
		filters: { name: 'EU', nameContains: '' },
		members: 'usr-anna',
		specifyMembers: 'list',
		memberIds: ['usr-anna'],
		specifyPermissions: 'fields',
		permissionEntries: { entry: [{ objectType: 'TRAIT', objectId: '5', permissions: ['READ'] }] },
		permissions: '[1]',
	};
	const SUPPORTED = PLACES.filter(({ capability }) => !isMissing(capability));
	const selected = ({ vendor, resource, operation }: Place) => ({ vendor: vendor.id, resource, operation });

	/** As n8n stores a workflow, or, with defaults, as its editor takes a change and as it hands the node to `execute`. */
	const through = (parameters: INodeParameters, withDefaults: boolean): INodeParameters =>
		NodeHelpers.getNodeParameters(properties, parameters, withDefaults, false, nodeWith(parameters), description)!;

	it('is all there wherever the vendor, the resource and the operation are switched to, saved and loaded', () => {
		for (const place of SUPPORTED) {
			const stored = through(through({ ...selected(place), ...ENTERED }, true), false);
			expect(stored).toMatchObject(ENTERED);
			expect(through(stored, true)).toMatchObject({ ...selected(place), ...ENTERED });
		}
	});

	it('is all there through combinations that do not exist, which a switch of the vendor passes', () => {
		const odd = { vendor: 'keitaro', resource: 'permission', operation: '__CUSTOM_API_CALL__' };
		expect(through({ ...odd, ...ENTERED }, true)).toMatchObject(ENTERED);
	});

	it('holds an option that equals its default, and none that was not added', () => {
		for (const place of SUPPORTED) {
			for (const [name, value] of Object.entries(OPTIONS)) {
				const stored = through({ ...selected(place), options: { [name]: value } }, false);
				expect(through(stored, true).options).toEqual({ [name]: value });
			}
			expect(through(selected(place), true).options).toEqual({});
		}
	});

	it('is not emptied by the editor, which empties every collection whose rules name what was changed', () => {
		const collections = properties.filter(({ type }) => type === 'collection' || type === 'fixedCollection');
		expect(collections.map(({ name }) => name).sort()).toEqual(['filters', 'options', 'permissionEntries']);
		for (const { displayOptions = {} } of collections) {
			const rules = Object.keys({ ...displayOptions.show, ...displayOptions.hide });
			expect(rules.filter((rule) => !rule.startsWith('/'))).toEqual([]);
		}
	});

	/** What the editor shows, notices of kept values included. */
	const shownIn = (list: INodeProperties[], root: INodeParameters): string[] =>
		list
			.filter(({ type }) => type !== 'hidden')
			.filter((property) =>
				NodeHelpers.displayParameter(
					list === properties ? root : {},
					property,
					nodeWith(root),
					description,
					root,
				),
			)
			.map(({ name }) => name);

	it('is in the form wherever it is in the workflow, each once: the editor deletes what it stops showing', () => {
		for (const place of SUPPORTED) {
			const root = through({ ...selected(place), ...ENTERED }, true);
			const shown = shownIn(properties, root).filter((name) => name !== 'notice');
			expect(new Set(shown).size).toBe(shown.length);
			expect(shown).toEqual(expect.arrayContaining(Object.keys(ENTERED)));
			expect(shownIn(inside(properties.find(({ name }) => name === 'options')!), root)).toEqual(
				expect.arrayContaining(Object.keys(OPTIONS)),
			);
		}
	});

	it('leaves no trace where nothing was entered', () => {
		for (const place of SUPPORTED) {
			const root = through(selected(place), true);
			expect(
				properties
					.filter((property) => property.type === 'notice' && isKeeper(property))
					.filter((property) => NodeHelpers.displayParameter(root, property, nodeWith(root), description)),
			).toEqual([]);
		}
	});

	it('is kept behind the fields themselves, so that n8n finds those first', () => {
		for (const list of [properties, inside(properties.find(({ name }) => name === 'options')!)]) {
			const keepers = list.filter(isKeeper);
			expect(keepers.length).toBeGreaterThan(0);
			expect(list.slice(-keepers.length)).toEqual(keepers);
			for (const { displayName, name, default: value } of keepers.filter(({ type }) => type === 'hidden')) {
				const field = list.find((property) => property.name === name)!;
				expect([displayName, value]).toEqual([field.displayName, field.default]);
			}
		}
	});
});

describe("the contract's parameters", () => {
	it.each<[string, Partial<INodeProperties>]>([
		[
			'limit',
			{
				type: 'number',
				default: 50,
				typeOptions: { minValue: 1 },
				description: 'Max number of results to return',
			},
		],
		[
			'returnAll',
			{
				type: 'boolean',
				default: false,
				description: 'Whether to return all results or only up to a given limit',
			},
		],
		['output', { type: 'options' }],
		['specifyBody', { type: 'options', default: 'fields' }],
		['groupType', { type: 'options', default: 'campaigns' }],
		['memberRole', { type: 'options', default: 'member' }],
		['groupId', { type: 'resourceLocator', default: { mode: 'list', value: '' } }],
		['groupIds', { type: 'string', default: '' }],
		['members', { type: 'string', default: '' }],
		['specifyMembers', { type: 'options', default: 'text' }],
		['memberIds', { type: 'multiOptions', default: [] }],
		['name', { type: 'string', default: '' }],
		['description', { type: 'string', default: '' }],
		['groupData', { type: 'json' }],
		['specifyPermissions', { type: 'options', default: 'json' }],
		['permissionEntries', { type: 'fixedCollection', default: {}, typeOptions: { multipleValues: true } }],
		['filters', { type: 'collection', default: {} }],
		['options', { type: 'collection', default: {} }],
		['concurrency', { type: 'number', default: 5, typeOptions: { minValue: 1, maxValue: 20 } }],
		['timeout', { type: 'number', default: 30_000, typeOptions: { minValue: 1 } }],
		['maxAttempts', { type: 'number', default: 3, typeOptions: { minValue: 1, maxValue: 10 } }],
		['maxRetryWait', { type: 'number', default: 120, typeOptions: { minValue: 0 } }],
		['maxRemovals', { type: 'number', typeOptions: { minValue: 0 } }],
		['dryRun', { type: 'boolean', default: true }],
		['ignoreMissing', { type: 'boolean', default: true }],
		['allowEmpty', { type: 'boolean', default: true }],
		['bulkDeleteMethod', { type: 'options', default: 'delete' }],
	])('%s is as workflows store it', (name, expected) => {
		expect(named(name).length).toBeGreaterThan(0);
		for (const property of named(name)) expect(property).toMatchObject(expected);
	});

	it.each([
		['output', ['data', 'envelope']],
		['specifyBody', ['fields', 'json']],
		['memberRole', ['manager', 'member', 'reporter']],
		['specifyMembers', ['list', 'text']],
		['bulkDeleteMethod', ['delete', 'perGroup', 'post']],
	])('%s has exactly its values', (name, values) => {
		for (const property of named(name)) expect(valuesOf(choices(property)).sort()).toEqual(values);
	});

	it('groupType has "all" in the list of groups only', () => {
		const types = ['campaigns', 'domains', 'landings', 'offers'];
		for (const property of named('groupType')) {
			const { resource, operation } = property.displayOptions!.show as Record<string, string[]>;
			const isList = resource!.join() === 'group' && operation!.join() === 'getAll';
			expect(valuesOf(choices(property)).sort()).toEqual(isList ? ['all', ...types] : types);
		}
	});

	it.each([
		['keitaro', 'campaigns', 'Campaigns', 'Campaign Names or IDs'],
		['keitaro', 'domains', 'Domains', 'Domain Names or IDs'],
		['keitaro', 'landings', 'Landings', 'Landing Names or IDs'],
		['keitaro', 'offers', 'Offers', 'Offer Names or IDs'],
		['keitaro', 'of an expression', 'Members', 'Member Names or IDs'],
		['reach360', undefined, 'Members', 'Member Names or IDs'],
		['audienceManager', undefined, 'Members', 'Member Names or IDs'],
	])('members of %s %s are called %s', (vendor, groupType, typed, chosen) => {
		for (const operation of ['add', 'remove', 'set']) {
			const labels = (specifyMembers: string) =>
				visible({ vendor, resource: 'member', operation, groupType, specifyMembers })
					.filter(({ name }) => ['members', 'memberIds'].includes(name))
					.map(({ displayName }) => displayName);
			expect([labels('text'), labels('list')]).toEqual([[typed], [chosen]]);
		}
	});

	it('memberIds asks the vendor for its choices, again for another Group Type', () => {
		for (const { typeOptions } of named('memberIds')) {
			expect(typeOptions).toEqual({
				loadOptionsMethod: 'getMembers',
				loadOptionsDependsOn: ['vendor', 'groupType'],
			});
		}
	});

	it('groupId is chosen from a searchable list, by id or by name', () => {
		for (const { modes, typeOptions } of named('groupId')) {
			// On a change of these the editor takes out what was chosen.
			expect(typeOptions).toEqual({ loadOptionsDependsOn: ['vendor', 'groupType'] });
			expect(modes?.map(({ name }) => name)).toEqual(['list', 'id', 'name']);
			expect(modes?.[0]?.typeOptions).toEqual({ searchListMethod: 'searchGroups', searchable: true });
		}
		expect(Object.keys(new GroupManager().methods.listSearch)).toEqual(['searchGroups']);
	});

	it('no others are there', () => {
		const known = [
			'vendor',
			'resource',
			'operation',
			'notice',
			'groupType',
			'groupId',
			'groupIds',
			'specifyBody',
			'name',
			'description',
			'groupData',
		];
		known.push(
			'members',
			'specifyMembers',
			'memberIds',
			'memberRole',
			'specifyPermissions',
			'permissions',
			'permissionEntries',
			'objectType',
			'objectId',
			'returnAll',
			'limit',
			'filters',
			'nameContains',
			'output',
			'options',
		);
		known.push(
			'concurrency',
			'timeout',
			'maxAttempts',
			'maxRetryWait',
			'dryRun',
			'ignoreMissing',
			'allowEmpty',
			'maxRemovals',
			'bulkDeleteMethod',
			'toolDescription',
		);
		expect([...new Set(ALL.map(({ name }) => name))].sort()).toEqual([...new Set(known)].sort());
		expect(SEEN.find(({ name, type }) => name === 'permissions' && type !== 'json')).toBeUndefined();
	});
});

describe('the node', () => {
	it('is what the contract says', () => {
		expect(description).toMatchObject({
			name: 'groupManager',
			displayName: 'Group Manager',
			version: 1,
			usableAsTool: true,
			credentials: [{ name: 'groupManagerApi', required: true }],
		});
	});

	it('is found by what people call its vendors', () => {
		const aliases = codex.alias.map((alias) => alias.toLowerCase());
		for (const word of ['Keitaro', 'Reach 360', 'Articulate', 'Audience Manager', 'Adobe', 'groups'])
			expect(aliases).toContain(word.toLowerCase());
		expect(codex.node).toBe('n8n-nodes-group-manager.groupManager');
		expect(codex.categories.length).toBeGreaterThan(0);
	});
});

describe('the vendors', () => {
	const folders = (path: string): string[] =>
		readdirSync(resolve(ROOT, path), { withFileTypes: true })
			.filter((entry) => entry.isDirectory())
			.map(({ name }) => name)
			.sort();
	const ids = VENDORS.map(({ id }) => id).sort();

	it('have a folder each and no other folder is there', () => {
		expect(folders('nodes/GroupManager/vendors')).toEqual(ids);
	});

	it('have a simulator each', () => {
		expect(folders('simulators').filter((name) => name !== 'core')).toEqual(ids);
	});

	it('are offered by the credential', async () => {
		const { GroupManagerApi } = await import('../../credentials/GroupManagerApi.credentials');
		const selector = new GroupManagerApi().properties.find(({ name }) => name === 'vendor')!;
		expect(valuesOf(choices(selector)).sort()).toEqual(ids);
	});
});

describe("the credential's form", () => {
	const credentialOf = async () =>
		new (await import('../../credentials/GroupManagerApi.credentials')).GroupManagerApi();
	const shown = async (values: INodeParameters) => {
		const { properties: fields } = await credentialOf();
		return fields.filter(
			(field) => field.type !== 'hidden' && NodeHelpers.displayParameter(values, field, null, null),
		);
	};

	it.each([
		[{ vendor: 'keitaro' }, ['domain', 'apiKey']],
		[{ vendor: 'reach360' }, ['domain', 'apiKey', 'apiVersion']],
		[
			{ vendor: 'audienceManager', authentication: 'clientCredentials' },
			['domain', 'authentication', 'clientId', 'clientSecret', 'scopes', 'tokenUrl', 'organizationId'],
		],
		[
			{ vendor: 'audienceManager', authentication: 'accessToken' },
			['domain', 'authentication', 'apiKey', 'clientId', 'organizationId'],
		],
	])('shows for %j what is needed, each once', async (values, names) => {
		const wanted = ['vendor', ...names, 'allowUnauthorizedCerts', 'allowInsecureHttp'];
		expect((await shown(values)).map(({ name }) => name).sort()).toEqual(wanted.sort());
	});

	it.each([
		['keitaro', 'https://tracker.example.com'],
		['reach360', 'https://api.reach360.com'],
		['audienceManager', 'https://aam.adobe.io/v1'],
	])('begins with an empty domain for %s, and shows %j behind it', async (vendor, placeholder) => {
		expect((await shown({ vendor })).find(({ name }) => name === 'domain')).toMatchObject({
			default: '',
			placeholder,
		});
	});

	it.each([
		[{ vendor: 'keitaro' }, ['domain', 'apiKey']],
		[{ vendor: 'reach360' }, ['apiKey']],
		[{ vendor: 'audienceManager', authentication: 'clientCredentials' }, ['clientId', 'clientSecret']],
		[{ vendor: 'audienceManager', authentication: 'accessToken' }, ['apiKey']],
	])('marks for %j what may not be empty, and nothing that has a meaning when it is', async (values, names) => {
		const required = (await shown(values)).filter((field) => field.required);
		expect(required.map(({ name }) => name)).toEqual(names);
	});

	it('hides what is secret while it is typed', async () => {
		const { properties: fields } = await credentialOf();
		for (const name of ['apiKey', 'clientSecret', 'accessToken']) {
			for (const field of fields.filter((one) => one.name === name))
				expect(field.typeOptions?.password).toBe(true);
		}
	});

	it('has a hidden token that expires, which is what makes n8n log in', async () => {
		const { properties: fields } = await credentialOf();
		expect(fields.find(({ name }) => name === 'accessToken')).toMatchObject({
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		});
	});

	it('says "Whether" where it is a switch, and puts no full stop behind one sentence', async () => {
		const { properties: fields } = await credentialOf();
		for (const { type, description: text = '' } of fields) {
			if (type === 'boolean') expect(text).toMatch(/^Whether /);
			expect([text, text.endsWith('.')]).toEqual([text, /[.!?] /.test(text)]);
		}
	});
});
