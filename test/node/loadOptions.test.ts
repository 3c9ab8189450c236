import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { useStage } from '../kit/stage';

/** The harness asks for lists as the editor's picker does, so the options are given in a list's clothes. */
class Asked extends GroupManager {
	constructor() {
		super();
		const { getPermissionNames } = this.methods.loadOptions;
		Object.assign(this.methods.listSearch, {
			async permissionNames(this: ILoadOptionsFunctions) {
				return { results: await getPermissionNames.call(this) };
			},
		});
	}
}

const stage = useStage({ node: new Asked() });

async function namesFor(
	objectType: unknown,
	{ vendor = 'audienceManager', credentialId = 'audienceManager' } = {},
): Promise<unknown[]> {
	const parameters = {
		vendor,
		permissionEntries: { entry: [{ objectType: 'TRAIT' }, { objectType: objectType as string }] },
	};
	const path = 'parameters.permissionEntries.entry[1].permissions';
	const { results } = await stage.n8n.listSearch('permissionNames', parameters, { credentialId, path });
	return results.map(({ value }) => value);
}

describe('the names of permissions', () => {
	it("are those that the vendor has for the row's object type", async () => {
		expect(await namesFor('SEGMENT')).toEqual([
			'READ',
			'WRITE',
			'CREATE',
			'DELETE',
			'MAP_TO_MODELS',
			'MAP_TO_DESTINATION',
		]);
		expect(stage.calls('audienceManager')).toEqual(['GET /permissionable-object-types/SEGMENT/']);
	});

	it('are none for a type that has none', async () => {
		expect(await namesFor('TAGS')).toEqual([]);
	});

	it.each([['={{ $json.type }}'], [''], ['../users'], [7], [undefined]])(
		'are none for %j, which is no name of a type, and nobody is asked',
		async (objectType) => {
			expect(await namesFor(objectType)).toEqual([]);
			expect(stage.traffic()).toEqual([]);
		},
	);

	it('are none for vendors without permissions', async () => {
		expect(await namesFor('SEGMENT', { vendor: 'keitaro' })).toEqual([]);
		expect(stage.traffic()).toEqual([]);
	});
});

describe('the names of permissions', () => {
	it('are refused in a sentence without secrets', async () => {
		await expect(namesFor('NO_SUCH_TYPE')).rejects.toThrow(
			/^Could not list the permission names: .*NO_SUCH_TYPE.*\(HTTP 404, not_found\)/,
		);
		await expect(namesFor('SEGMENT', { credentialId: 'keitaro' })).rejects.toThrow(
			'the credential is for Keitaro, but the node is set to Adobe Audience Manager',
		);
		stage.store('wrong', 'audienceManager', { clientSecret: 'wrong-canary-5512' });
		stage.simulators.audienceManager.switches.echoKey = 'on';
		const error = await namesFor('SEGMENT', { credentialId: 'wrong' }).catch((reason: Error) => reason);
		expect(String(error)).toMatch(/Adobe refused the login/);
		expect(String(error)).not.toContain('wrong-canary');
	});
});
