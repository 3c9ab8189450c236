import type { INodeParameters } from 'n8n-workflow';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { demoCredentials } from '../../workbench/credentials';
import { startHeadless, type Headless } from '../../workbench/headless';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { AAM_CLIENT_SECRET, startSimulators, type Simulators } from '../../simulators';
import type { Json } from '../kit/json';

let n8n: Headless;
let simulators: Simulators;
const CREDENTIAL = 'groupManagerAudienceManager';
const parameters = {
	vendor: 'audienceManager',
	resource: 'permission',
	groupId: { __rl: true, mode: 'id', value: '2003' },
};

beforeAll(async () => {
	n8n = await startHeadless({
		nodeTypes: { 'n8n-nodes-group-manager.groupManager': new GroupManager() },
		credentialTypes: { groupManagerApi: new GroupManagerApi() },
	});
	simulators = await startSimulators();
});
beforeEach(() => {
	simulators.audienceManager.reset();
	for (const { id, name, type, data } of demoCredentials(simulators)) n8n.credentials.set(id, type, data, name);
});
afterAll(async () => {
	await simulators.close();
	await n8n.close();
});

const sent = () => simulators.audienceManager.log.filter(({ path }) => !path.startsWith('/ims/'));

describe('the choices of permission names', () => {
	const choices = async (objectType: unknown, more: Json = {}) =>
		await n8n.loadOptions(
			'getPermissionNames',
			{
				...parameters,
				permissionEntries: { entry: [{ objectType: 'TRAIT' }, { objectType }] },
				...more,
			} as INodeParameters,
			{ credentialId: CREDENTIAL, path: 'parameters.permissionEntries.entry[1].permissions' },
		);

	it('are those that the vendor has for single objects of the type in the same row', async () => {
		expect(await choices('SEGMENT')).toEqual(
			['READ', 'WRITE', 'CREATE', 'DELETE', 'MAP_TO_MODELS', 'MAP_TO_DESTINATION'].map((name) => ({
				name,
				value: name,
			})),
		);
		expect(await choices('TAGS')).toEqual([]);
		expect(sent().map(({ path }) => path)).toEqual(
			['SEGMENT', 'TAGS'].map((type) => `/api/v1/permissionable-object-types/${type}/`),
		);
	});

	it('are none, and nothing is asked, while the type comes from an expression or is empty', async () => {
		expect(await choices('={{ $json.type }}')).toEqual([]);
		expect(await choices('')).toEqual([]);
		expect(await choices('SEGMENT', { vendor: 'keitaro' })).toEqual([]);
		expect(sent()).toEqual([]);
	});

	it('say in a sentence why they cannot be loaded, without a secret', async () => {
		await expect(choices('NO_SUCH_TYPE')).rejects.toThrow(
			/^Could not list the permission names: There is no object type "NO_SUCH_TYPE" \(HTTP 404, not_found\)/,
		);
		simulators.audienceManager.switches.echoKey = 'on';
		simulators.audienceManager.faults.add({
			method: 'GET',
			fault: { status: 403, body: { message: `No, ${AAM_CLIENT_SECRET}` } },
		});
		const error = await choices('SEGMENT').catch((reason: Error) => reason);
		expect(String(error)).toContain('Could not list the permission names');
		expect(String(error)).not.toContain(AAM_CLIENT_SECRET);
	});
});

describe('permissions in the fields of the form', () => {
	const run = async (operation: string, entry: unknown, items: Json[] = [{}], more: Json = {}) => {
		const given = { ...parameters, operation, specifyPermissions: 'fields', permissionEntries: { entry }, ...more };
		const { outputs } = await n8n.runNode(given as INodeParameters, {
			items,
			credentialId: CREDENTIAL,
			onError: 'continueRegularOutput',
		});
		return outputs[0].map(({ json }): Json => json);
	};

	it('end in the same request as JSON', async () => {
		const [json] = await run('grant', [
			{ objectType: 'SEGMENT', objectId: '563', permissions: ['READ', 'WRITE'] },
			{ objectType: 'DESTINATION', objectId: 304, permissions: ['READ'] },
		]);
		const list = [
			{ objectType: 'SEGMENT', objectId: 563, permissions: ['READ', 'WRITE'] },
			{ objectType: 'DESTINATION', objectId: 304, permissions: ['READ'] },
		];
		expect(json!.data).toEqual({ changed: 2, permissions: list });
		expect(sent().at(-1)!.body).toEqual(list);
	});

	it('take expressions in every field, names as a list or as text', async () => {
		const items = [
			{ type: 'SEGMENT', id: 2363, names: ['READ'] },
			{ type: 'TRAIT', id: '83500', names: ' READ, MAP_TO_SEGMENTS\n' },
		];
		const entry = [
			{ objectType: '={{ $json.type }}', objectId: '={{ $json.id }}', permissions: '={{ $json.names }}' },
		];
		const results = await run('grant', entry, items);

		expect(results.map(({ success }) => success)).toEqual([true, true]);
		expect(simulators.audienceManager.state.groups.find(({ groupId }) => groupId === 2003)!.permissions).toEqual([
			{ objectType: 'SEGMENT', objectId: 2363, permissions: ['READ'] },
			{ objectType: 'TRAIT', objectId: 83500, permissions: ['READ', 'MAP_TO_SEGMENTS'] },
		]);
	});

	it('set and revoke as JSON does', async () => {
		const entry = [{ objectType: 'SEGMENT', objectId: '563', permissions: ['READ'] }];
		expect((await run('set', entry))[0]!.data).toEqual([
			{ objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] },
		]);
		expect((await run('revoke', entry))[0]!.data).toEqual({ changed: 1, permissions: [] });
	});

	it.each([
		['no row at all', [], 'is an empty list'],
		[
			'a row without an ID',
			[{ objectType: 'SEGMENT', objectId: '', permissions: ['READ'] }],
			'has no whole number as "objectId" in entry 1',
		],
		[
			'a second row without names',
			[
				{ objectType: 'SEGMENT', objectId: '1', permissions: ['READ'] },
				{ objectType: 'TRAIT', objectId: '1', permissions: [] },
			],
			'has no list of names as "permissions" in entry 2',
		],
		[
			'a row without a type',
			[{ objectType: '={{ $json.nothing }}', objectId: '1', permissions: ['READ'] }],
			'has no "objectType" text in entry 1',
		],
		[
			'one object in two rows',
			[1, 2].map(() => ({ objectType: 'TAGS', objectId: '1', permissions: ['READ'] })),
			'names TAGS 1 twice',
		],
	])('with %s are refused by a sentence that names the field and the row', async (_, entry, problem) => {
		const [json] = await run('grant', entry);
		expect(json!.error).toMatchObject({ code: 'invalid_input', request: null });
		expect(json!.message).toContain(`: "Permissions" ${problem}`);
		expect(sent()).toEqual([]);
	});

	it('do not count while JSON is chosen, and the other way round', async () => {
		const entry = [{ objectType: 'SEGMENT', objectId: '563', permissions: ['READ'] }];
		const json = '[{"objectType":"SEGMENT","objectId":2363,"permissions":["WRITE"]}]';
		expect(
			(await run('grant', entry, [{}], { specifyPermissions: 'json', permissions: json }))[0]!.data.permissions,
		).toEqual(JSON.parse(json));
		expect((await run('set', entry, [{}], { permissions: 'no JSON' }))[0]!.data).toEqual([
			{ objectType: 'SEGMENT', objectId: 563, permissions: ['READ'] },
		]);
	});

	it('are checked for their way of being given', async () => {
		const [json] = await run('grant', [], [{}], { specifyPermissions: '={{ "table" }}' });
		expect(json!.message).toContain(': "Specify Permissions" must be one of fields, json');
	});
});
