import { NodeHelpers, Workflow, type INode, type INodeParameters, type INodeTypes } from 'n8n-workflow';

import { capabilitiesOf, isMissing, type Remarks } from '../../nodes/GroupManager/engine/contract/vendor';
import { wordsOf } from '../../nodes/GroupManager/engine/contract/vocabulary';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { VENDORS } from '../../nodes/GroupManager/vendors';
import { byId, type Json } from '../kit/json';
import { NODE_TYPE, useStage } from '../kit/stage';

/** What n8n tells a model of the tool, made by n8n's own functions. */
function told(parameters: INodeParameters): string {
	const type = new GroupManager();
	type.description.name += 'Tool';
	const nodeTypes: INodeTypes = { getByName: () => type, getByNameAndVersion: () => type, getKnownTypes: () => ({}) };
	const stored: INode = {
		id: 'n',
		name: 'Groups',
		type: `${NODE_TYPE}Tool`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	const workflow = new Workflow({ nodes: [stored], connections: {}, active: false, nodeTypes });
	const node = workflow.getNode('Groups')!;
	const resolve = () =>
		workflow.expression.getSimpleParameterValue(
			node,
			node.parameters.toolDescription as string,
			'internal',
			{},
		) as string;
	return NodeHelpers.getToolDescriptionForNode(node, type, resolve);
}

describe('what a model is told of the tool', () => {
	it('is the action, the vendor and what is lost, without anybody writing it', () => {
		const added = told({ vendor: 'reach360', resource: 'member', operation: 'add' });
		expect(added).toMatch(/^Add members to a group in Articulate Reach 360\. /);
		expect(added).toContain("A new member is given the group's training and may be e-mailed about it.");

		const deleted = told({ vendor: 'keitaro', resource: 'group', operation: 'delete' });
		expect(deleted).toMatch(/^Delete a group in Keitaro\. This cannot be undone\. /);
		expect(told({ vendor: 'keitaro', resource: 'group', operation: 'getAll' })).toBe('Get many groups in Keitaro.');
	});

	it('says that nothing is written while Dry Run is on', () => {
		const create = { vendor: 'reach360', resource: 'group', operation: 'create' };
		expect(told({ ...create, options: { dryRun: true } })).toBe(
			'Create a group in Articulate Reach 360. Dry run: nothing is written, and the result is a plan.',
		);
		for (const options of [{}, { dryRun: false }, { dryRun: "={{ $fromAI('dry', '', 'boolean') }}" }])
			expect(told({ ...create, options })).not.toContain('Dry run');
	});

	it("holds what the vendors' tables say of each operation", () => {
		for (const vendor of VENDORS) {
			for (const { resource, operation, capability } of capabilitiesOf(vendor)) {
				if (isMissing(capability)) continue;
				const { note, warning }: Remarks = capability;
				const text = told({ vendor: vendor.id, resource, operation });
				const { action, isFinal } = wordsOf(resource, operation)!;
				expect(text.startsWith(`${action} in ${vendor.label}.`)).toBe(true);
				for (const remark of [note, warning]) expect(text).toContain(remark ?? '');
				expect(text.includes('This cannot be undone.')).toBe(isFinal === true);
				expect(text).not.toMatch(/undefined|\{|\s{2}/);
			}
		}
	});

	it('begins with the action and is short enough for a model where n8n does not work the expression out', () => {
		const { properties } = new GroupManager().description;
		const raw = properties
			.filter(({ name }) => name === 'toolDescription')
			.map((property) => String(property.default));
		expect(raw.length).toBeGreaterThan(0);
		for (const text of raw) {
			expect(text).toMatch(/^=[A-Z][a-z ]+ in \{\{/);
			expect(text.length).toBeLessThanOrEqual(1_024);
		}
	});

	it('is what people write instead', () => {
		const own = 'Delete an old test group';
		expect(told({ vendor: 'keitaro', operation: 'delete', toolDescription: own })).toBe(own);
	});

	it('is no field of a node in a workflow', () => {
		const { properties, ...description } = new GroupManager().description;
		const node = { typeVersion: 1 } as INode;
		const parametersOf = (name: string) =>
			NodeHelpers.getNodeParameters(properties, {}, true, false, node, { ...description, properties, name });
		expect(parametersOf('groupManager')).toMatchObject({ output: 'envelope' });
		expect(parametersOf('groupManager')).not.toHaveProperty('toolDescription');
		expect(parametersOf('groupManagerTool')).toMatchObject({ output: 'data', toolDescription: expect.anything() });
	});
});

describe('what a model gets of a tool', () => {
	const stage = useStage({ isTool: true });
	const read = async (line: string, parameters: Json = {}): Promise<Json[]> => {
		const { outputs, error } = await stage.run(line, parameters);
		expect(error).toBeUndefined();
		return outputs[0].map(({ json }) => json);
	};

	it('is records without an envelope, unless somebody wants that', async () => {
		const [first] = await read('keitaro group.getAll');
		expect(Object.keys(first!)).toEqual(['id', 'name', 'position', 'type']);
		expect(await read('keitaro group.getAll', { output: 'envelope' })).toEqual([
			expect.objectContaining({ success: true, request: expect.anything() as object }),
		]);
	});

	it('is a word where a list is empty, and nothing in a workflow', async () => {
		stage.simulators.reach360.state.groups.length = 0;
		expect(await read('reach360 group.getAll')).toEqual([{ message: 'The list is empty' }]);
		expect(await read('reach360 group.getAll', { output: 'envelope' })).toMatchObject([{ data: [] }]);
	});

	it('is a word more where a list was cut at its limit', async () => {
		const all = await read('keitaro group.getAll');
		expect(await read('keitaro group.getAll', { limit: 2 })).toEqual([
			...all.slice(0, 2),
			{ message: 'The list ends at its limit of 2: there may be more' },
		]);
		expect(await read('keitaro group.getAll', { returnAll: true })).toEqual(all);
	});

	it('leaves out the addresses of Reach 360, wherever they stand in a record', async () => {
		const [group] = await read('reach360 group.getAll');
		expect(Object.keys(group!)).toEqual(['id', 'name']);
		const [made] = await read('reach360 group.upsert', { name: 'New' });
		expect(Object.keys(made!.group as Json)).toEqual(['id', 'name']);
		const [user] = await read('reach360 member.getAll', { groupId: byId(String(group!.id)) });
		expect(JSON.stringify(user)).not.toContain('http');
		const [envelope] = await read('reach360 group.getAll', { output: 'envelope', limit: 1 });
		expect(envelope!.data[0]).toHaveProperty('membersUrl');
	});

	it('keeps the addresses of the requests that a dry run plans', async () => {
		const [plan] = await read('reach360 group.create', { name: 'New', options: { dryRun: true } });
		expect(plan).toMatchObject({ dryRun: true, plan: [{ method: 'POST', url: expect.any(String) as string }] });
		expect(Object.keys(plan!.would as Json)).toEqual(['id', 'name']);
	});
});

describe('what a model gets wrong', () => {
	const stage = useStage({ isTool: true });
	const said = async (line: string, parameters: Json): Promise<string> =>
		(await stage.run(line, parameters, { onError: 'stopWorkflow' })).error!.message;

	it.each(VENDORS.map(({ id }) => id))(
		'is a name where %s has IDs: the sentence says how names go',
		async (vendor) => {
			const advice = 'If that is the name of the group, set Group to By Name';
			const groupId = byId('Sales Team');
			for (const operation of ['group.get', 'group.update', 'group.delete', 'member.getAll'])
				expect(await said(`${vendor} ${operation}`, { groupId, name: 'X' })).toContain(advice);
		},
	);

	it('is no list but the text of one, and is read', async () => {
		const { outputs } = await stage.run('reach360 group.deleteMany', {
			groupIds: '["grp-nobody", "grp-nowhere"]',
			options: { ignoreMissing: true },
		});
		expect(outputs[0].map(({ json }) => json.missing)).toEqual([['grp-nobody', 'grp-nowhere']]);
	});

	it('is a value that it leaves out, and never means everything', async () => {
		for (const groupId of ['={{ $json.groupId }}', "={{ '' }}"])
			expect(await said('reach360 group.delete', { groupId: byId(groupId) })).toMatch(
				/"Group" (has no value|is empty)/,
			);
		expect(stage.written('reach360')).toEqual([]);
	});
});
