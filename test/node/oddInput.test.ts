import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { byId } from '../kit/json';
import { useStage } from '../kit/stage';

const stage = useStage();

/** The value of each item, through an expression. */
const VALUE = '={{ $json.value }}';

const keitaro = { groupType: 'campaigns' };

/** One row of the form. */
const rows = (changes: INodeParameters): INodeParameters => ({
	specifyPermissions: 'fields',
	permissionEntries: { entry: [{ objectType: 'SEGMENT', objectId: '563', permissions: ['READ'], ...changes }] },
});

describe("values that look odd and are none of the node's business", () => {
	it.each(['../users/1', 'a/b', '%2e', '%2e%2e', '%2F', 'Größe 1', '日本', 'a?b#c', 'a\\b', '...', "x' OR 1"])(
		'the Reach 360 id %j is one encoded segment of the path',
		async (id) => {
			stage.simulators.reach360.seed({ groups: [{ id, name: 'Odd' }] });
			const { outputs } = await stage.run(
				'reach360 group.get',
				{ groupId: byId(VALUE) },
				{ items: [{ value: id }] },
			);

			expect(outputs[0][0]!.json.data).toMatchObject({ id, name: 'Odd' });
			expect(stage.log('reach360').map(({ path }) => path)).toEqual([`/groups/${encodeURIComponent(id)}`]);
		},
	);

	it('numbers are text where text belongs, and text is a number where an id belongs', async () => {
		const named = await stage.run(
			'keitaro group.create',
			{ ...keitaro, name: VALUE },
			{ items: [{ value: 2026 }] },
		);
		const found = await stage.run(
			'keitaro group.get',
			{ ...keitaro, groupId: byId(VALUE) },
			{ items: [{ value: ' 2 ' }, { value: 2 }, { value: '002' }] },
		);

		expect(named.outputs[0][0]!.json.data).toMatchObject({ name: '2026' });
		expect(found.outputs[0].map(({ json }) => (json.data as IDataObject).id)).toEqual([2, 2, 2]);
	});
});

describe("values that look odd and are none of the node's business", () => {
	it('numbers, switches and lists may come as text from an expression', async () => {
		const parameters = {
			returnAll: '={{ "false" }}',
			limit: '={{ "2" }}',
			options: { timeout: '={{ "5000" }}', concurrency: '={{ "2" }}' },
		};
		const { outputs } = await stage.run('reach360 group.getAll', parameters);
		expect(outputs[0][0]!.json.data).toHaveLength(2);
	});

	it.each<[string, unknown]>([
		['commas and line breaks', 'grp-support, grp-compliance\r\n\ngrp-support'],
		['semicolons', 'grp-support;grp-compliance; '],
		['the text of a JSON array', ' ["grp-support", "grp-compliance", null]\n'],
		['a list with gaps', ['grp-support', '', null, ' ', undefined, 'grp-compliance', 'grp-support']],
	])('ids may come with %s, each once', async (_, value) => {
		const { outputs } = await stage.run(
			'reach360 group.deleteMany',
			{ groupIds: VALUE },
			{ items: [{ value }] as IDataObject[] },
		);

		expect(outputs[0].map(({ json }) => json.data)).toEqual([
			{ deleted: ['grp-support', 'grp-compliance'], failed: [], missing: [] },
		]);
		expect(stage.calls('reach360').sort()).toEqual(['DELETE /groups/grp-compliance', 'DELETE /groups/grp-support']);
	});
});

describe("values that look odd and are none of the node's business", () => {
	it('permissions may be typed row by row, their names chosen or as text from an expression', async () => {
		const parameters = { groupId: byId('2001'), ...rows({ objectId: '2363', permissions: VALUE }) };
		const items = [{ value: ['READ'] }, { value: 'READ, WRITE' }];
		const { outputs } = await stage.run('audienceManager permission.grant', parameters, { items });
		const granted = outputs[0].map(({ json }) => (json.data as { changed: number }).changed);

		expect(granted).toEqual([1, 1]);
		expect(stage.simulators.audienceManager.state.groups[0]!.permissions).toContainEqual({
			objectType: 'SEGMENT',
			objectId: 2363,
			permissions: ['READ', 'WRITE'],
		});
	});

	it('JSON may come ready-made from an expression', async () => {
		const create = { ...keitaro, specifyBody: 'json', groupData: VALUE };
		const { outputs } = await stage.run('keitaro group.create', create, {
			items: [{ value: { name: 'From an object' } }],
		});
		expect(outputs[0][0]!.json.data).toMatchObject({ name: 'From an object', type: 'campaigns' });
	});
});
