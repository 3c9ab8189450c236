import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INode } from 'n8n-workflow';

import { baseNodes } from '../../workbench/n8n/baseNodes';
import { demoCredentials } from '../../workbench/credentials';
import type { WorkflowFile } from '../../workbench/headless';
import { capabilitiesOf, isMissing } from '../../nodes/GroupManager/engine/contract/vendor';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { GroupManagerTrigger } from '../../nodes/GroupManager/GroupManagerTrigger.node';
import { VENDORS } from '../../nodes/GroupManager/vendors';

const FOLDER = join(__dirname, '../../demo/workflows');
/** Less would let a step stand below the one before it. */
const ROW_HEIGHT = 400;
/** Wider ones cannot be read when they fit into a window. */
const WIDTH = 1_600;
const files = readdirSync(FOLDER);
const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as WorkflowFile;
const NODE = 'n8n-nodes-group-manager.groupManager';
const isTool = ({ type }: INode) => type === `${NODE}Tool`;
const isTrigger = ({ type }: INode) => type === `${NODE}Trigger`;
const isStep = (node: INode) => node.type === NODE || isTool(node) || isTrigger(node);
const stepsOf = (file: string) => read(file).nodes.filter(isStep);

describe.each(files)('demo/workflows/%s', (file) => {
	const workflow = read(file);

	it('has what n8n exports, and nothing of an instance', () => {
		expect(Object.keys(workflow).sort()).toEqual(
			['active', 'connections', 'id', 'name', 'nodes', 'pinData', 'settings', 'tags'].sort(),
		);
		expect(workflow).toMatchObject({ active: false, pinData: {}, settings: { executionOrder: 'v1' } });
	});

	it('has unique node names and ids, and connections between nodes that exist', () => {
		const names = workflow.nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(workflow.nodes.map(({ id }) => id)).size).toBe(names.length);
		const targets = Object.values(workflow.connections).flatMap((ways) =>
			Object.values(ways).flatMap((way) => way.flatMap((to) => to ?? [])),
		);
		for (const name of [...Object.keys(workflow.connections), ...targets.map(({ node }) => node)]) {
			expect(names).toContain(name);
		}
	});

	it('reads like a page, from left to right and row by row, with a note that explains it', () => {
		const at = new Map(workflow.nodes.map(({ name, position }) => [name, position]));
		for (const [from, { main }] of Object.entries(workflow.connections)) {
			for (const { node } of (main ?? []).flatMap((to) => to ?? [])) {
				const [[x, y], [nextX, nextY]] = [at.get(from)!, at.get(node)!];
				expect({ from, node, isRead: nextX > x || nextY >= y + ROW_HEIGHT }).toMatchObject({ isRead: true });
			}
		}
		expect(Math.max(...workflow.nodes.map(({ position: [x] }) => x))).toBeLessThanOrEqual(WIDTH);
		expect(workflow.nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote')).toBe(true);
	});
});

describe.each(files)('demo/workflows/%s', (file) => {
	const workflow = read(file);

	it('stores only parameters that the form shows', () => {
		for (const node of workflow.nodes.filter(isStep)) {
			const { description } = isTrigger(node) ? new GroupManagerTrigger() : new GroupManager();
			if (isTool(node)) description.name += 'Tool';
			const shown = NodeHelpers.getNodeParameters(
				description.properties,
				node.parameters,
				true,
				false,
				node,
				description,
			);
			// n8n gives every polling trigger its times.
			const { pollTimes: _, ...own } = node.parameters;
			expect(shown).toMatchObject(own);
		}
	});

	const isForDemo = !workflow.nodes.some(isTool);
	it(`${isForDemo ? 'uses only' : 'has an agent, so it does not use only'} nodes that the demo has a stand-in for`, () => {
		const others = workflow.nodes.filter((node) => !isStep(node));
		if (!isForDemo) return expect(others.some(({ type }) => !(type in baseNodes))).toBe(true);
		for (const { type, typeVersion, parameters } of others) {
			const { version, properties } = baseNodes[type]!.description;
			expect([version].flat()).toContain(typeVersion);
			if (type.endsWith('stickyNote')) continue;
			expect(properties.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(parameters)));
		}
	});

	it('uses the credentials of the simulators', () => {
		const known = demoCredentials({ of: () => ({ url: '', baseUrl: '' }) });
		for (const { credentials, parameters } of workflow.nodes.filter(isStep)) {
			const { id, name } = credentials?.groupManagerApi ?? { id: '', name: '' };
			expect(known.find((one) => one.id === id)).toMatchObject({ name, data: { vendor: parameters.vendor } });
		}
	});
});

/** Vendors with an example of each of their operations. */
const walks = [
	['keitaro', 'keitaro.json'],
	['reach360', 'reach360.json'],
	['audienceManager', 'audience-manager.json'],
];

describe('the walk-throughs', () => {
	const walks = [
		['keitaro', 'keitaro.json'],
		['reach360', 'reach360.json'],
		['audienceManager', 'audience-manager.json'],
	];

	it.each(walks)('of %s shows every operation that the vendor has', (id, file) => {
		const vendor = VENDORS.find((one) => one.id === id);
		const supported = capabilitiesOf(vendor!)
			.filter(({ capability }) => !isMissing(capability))
			.map(({ resource, operation }) => `${resource} ${operation}`);
		const shown = stepsOf(file).map(
			({ parameters }) => `${String(parameters.resource)} ${String(parameters.operation)}`,
		);

		expect([...new Set(shown)].sort()).toEqual(supported.sort());
	});

	it('of Audience Manager shows permissions as JSON and in the fields of the form', () => {
		const shown = stepsOf('audience-manager.json').map(({ parameters }) => parameters);
		expect(shown).toContainEqual(expect.objectContaining({ specifyPermissions: 'fields' }));
		expect(shown).toContainEqual(
			expect.objectContaining({ operation: 'revoke', permissions: expect.any(String) as string }),
		);
	});

	it.each(walks)('of %s shows JSON, single records, a filter and Ignore Missing', (_id, file) => {
		const parameters = stepsOf(file).map((node) => node.parameters);
		for (const shown of [
			{ specifyBody: 'json' },
			{ output: 'data' },
			{ filters: expect.any(Object) as object },
			{ options: { ignoreMissing: true } },
		]) {
			expect(parameters).toContainEqual(expect.objectContaining(shown));
		}
	});
});

describe('the examples of upsert, members and permissions', () => {
	const pairsOf = (file: string) =>
		stepsOf(file).map(({ parameters }) => `${String(parameters.resource)} ${String(parameters.operation)}`);

	it('keep a Reach 360 group equal to an HR list by e-mail, with a limit to what may be removed', () => {
		const file = 'hr-list-to-reach-group.json';
		expect(pairsOf(file)).toEqual(['group upsert', 'member set']);
		expect(stepsOf(file)[1]!.parameters).toMatchObject({
			members: expect.stringContaining('person.email') as string,
			options: { maxRemovals: 5 },
		});
	});

	it('sort Keitaro campaigns into groups by their names', () => {
		expect(pairsOf('keitaro-sort-campaigns.json')).toEqual(['group upsert', 'member add']);
	});

	it('grant permissions from a list, with a dry run of the same parameters first', () => {
		const [dry, real] = stepsOf('audience-manager-permissions.json').map(({ parameters }) => parameters);
		const row = (parameters: unknown) =>
			JSON.stringify(parameters).replaceAll("$('One item per row').item.json", '$json');
		expect(dry).toMatchObject({ operation: 'grant', options: { dryRun: true } });
		expect(row({ ...dry, options: undefined })).toBe(row(real));
	});

	it('take somebody out of the groups of every vendor that has a walk-through, and bring what fails together on one branch', () => {
		const file = 'off-boarding.json';
		const vendors = walks.map(([vendor]) => vendor);
		expect([...new Set(stepsOf(file).map(({ parameters }) => parameters.vendor))].sort()).toEqual(vendors.sort());
		const writers = stepsOf(file).filter(({ parameters }) => parameters.resource === 'member');
		const branches = writers.map(({ name }) => read(file).connections[name]?.main?.[1]?.[0]?.node);
		expect(branches).toEqual(vendors.map(() => 'Somebody has to look'));
	});

	it('report drift every night by a dry run alone', () => {
		const file = 'nightly-drift-report.json';
		expect(read(file).nodes.map(({ type }) => type)).toContain('n8n-nodes-base.scheduleTrigger');
		expect(stepsOf(file).map(({ parameters }) => parameters.options)).toEqual([{ dryRun: true }]);
	});

	it('set members only after somebody approved, with the parameters of the dry run', () => {
		const file = 'approve-then-set.json';
		const [dry, real] = stepsOf(file).map(({ parameters }) => parameters);
		expect({ ...dry, options: { maxRemovals: 5 } }).toEqual(real);
		expect(dry).toMatchObject({ options: { dryRun: true, maxRemovals: 5 } });
		const [approved, refused] = read(file).connections['Approved?']?.main ?? [];
		expect([approved?.[0]?.node, refused?.[0]?.node]).toEqual(['Set the members', 'Nothing was changed']);
	});

	it('let an agent delete only what a person has seen by name, and read by itself', () => {
		const { nodes, connections } = read('agent-with-review.json');
		const agent = nodes.find(({ type }) => type.endsWith('.agent'))!;
		const review = nodes.find(({ type }) => type.endsWith('HitlTool'))!;
		const writers = nodes.filter((node) => isTool(node) && node.parameters.operation !== 'getAll');
		expect(writers.map(({ parameters }) => parameters.operation)).toEqual(['delete']);
		const userOf = (name: string) => connections[name]!.ai_tool![0]![0]!.node;
		expect([userOf(writers[0]!.name), userOf(review.name)]).toEqual([review.name, agent.name]);
		expect(review.parameters.message).toContain('$tool.parameters.groupName');
		for (const { parameters } of nodes.filter((node) => isTool(node) && 'groupId' in node.parameters))
			expect(parameters.groupId).toMatchObject({
				mode: 'name',
				value: expect.stringContaining('$fromAI') as string,
			});
	});
});
