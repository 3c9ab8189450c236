import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { n8nCommand, type N8nOptions } from '../../demo/start/n8n';
import { addToN8n } from '../../demo/start/package';
import { freePort } from '../../demo/start/processes';
import { sow } from '../../demo/start/seed';
import { startSimulators, type Simulators } from '../../simulators';
import { demoCredentials } from '../../workbench/credentials';
import { agentWorkflow, fromModel, modelCredential, type ToolSet } from './agentWorkflow';
import { given } from './bench';
import { startModel, type Sent, type ScriptedModel, type Turn } from './scriptedModel';

const NAME = fromModel('groupName', 'The exact name of the group');
const MEMBERS = fromModel('members', 'E-mail addresses, as a JSON array');

const TOOLS: ToolSet = {
	'List groups': {
		resource: 'group',
		operation: 'getAll',
		limit: 2,
		filters: { nameContains: fromModel('part', 'A part of the name') },
	},
	'Create group': { resource: 'group', operation: 'create', name: NAME },
	'Plan members': {
		resource: 'member',
		operation: 'add',
		groupId: { __rl: true, mode: 'name', value: NAME },
		members: MEMBERS,
		options: { dryRun: true },
	},
	'Add members': {
		resource: 'member',
		operation: 'add',
		groupId: { __rl: true, mode: 'id', value: NAME },
		members: MEMBERS,
		options: { dryRun: fromModel('dryRun', 'Whether to plan only', 'boolean') },
	},
	'Delete group': {
		resource: 'group',
		operation: 'delete',
		groupId: { __rl: true, mode: 'name', value: NAME },
	},
};

const create = (groupName: string) => ({ tool: 'Create_group', args: { groupName } });
const TWO = '["sara.lind@example.com", "mei.tan@example.com"]';
const NEW = ['North', 'East', 'South', 'West'];

/** Calls are numbered from 0 on. */
const SCRIPT: Turn[] = [
	[{ tool: 'List_groups', args: { part: 'o' } }],
	[{ tool: 'List_groups', args: { part: 'nobody has this' } }],
	[create('Compliance')],
	[create('Compliance 2026')],
	[{ tool: 'Plan_members', args: { groupName: 'Compliance 2026', members: TWO } }],
	[{ tool: 'Add_members', args: { groupName: 'Compliance 2026', members: TWO, dryRun: false } }],
	NEW.map(create),
	'All is as you wanted it.',
];

interface Run {
	sent: Sent[];
	/** What the tools gave, in the order of the script. */
	results: unknown[];
	/** Calls that reached the vendor: method and path. */
	requests: string[];
	groups: Simulators['reach360']['state']['groups'];
	output: string;
}

let simulators: Simulators;
let model: ScriptedModel;
let options: N8nOptions;

beforeAll(async () => {
	const folder = join(given('GROUP_MANAGER_E2E'), 'agents');
	mkdirSync(folder);
	simulators = await startSimulators();
	model = await startModel(SCRIPT);
	options = {
		node: given('GROUP_MANAGER_NODE'),
		install: given('GROUP_MANAGER_N8N'),
		folder,
		port: await freePort(),
	};
	await addToN8n(folder, given('GROUP_MANAGER_PACKAGE'));
	const ids = ['chat', 'responses'];
	await sow(options, {
		credentials: [...demoCredentials(simulators), ...ids.map((id) => modelCredential(id, model.url))],
		workflows: ids.map((id) => agentWorkflow(id, TOOLS, id === 'responses')),
	});
}, 300_000);

afterAll(async () => {
	await model?.close();
	await simulators?.close();
});

async function runAgent(id: string): Promise<Run> {
	const { reach360 } = simulators;
	reach360.reset();
	model.sent.length = 0;
	const output = await n8nCommand(options, 'execute', `--id=${id}`, '--rawOutput');
	const last = Object.entries(model.sent.at(-1)?.results ?? {});
	return {
		output,
		sent: [...model.sent],
		results: last
			.sort(([left], [right]) => left.localeCompare(right, 'en', { numeric: true }))
			.map(([, result]) => JSON.parse(result) as unknown),
		requests: reach360.log.map(({ method, path }) => `${method} ${path}`),
		groups: structuredClone(reach360.state.groups),
	};
}

describe.each([
	{ id: 'chat', path: '/v1/chat/completions' },
	{ id: 'responses', path: '/v1/responses' },
])('an AI Agent 3 with a model that speaks $path', ({ id, path }) => {
	let run: Run;
	beforeAll(async () => {
		run = await runAgent(id);
	}, 120_000);

	const toolOf = (name: string) => run.sent[0]!.tools[name]!;

	it('is asked once for each step of its script, and comes to its end', () => {
		expect(run.sent.map((sent) => sent.path)).toEqual(SCRIPT.map(() => path));
		expect(run.output).toContain('All is as you wanted it.');
	});

	it('tells the model what each tool does, whom it reaches and what it only plans', () => {
		expect(toolOf('List_groups').description).toBe('Get many groups in Articulate Reach 360.');
		expect(toolOf('Create_group').description).toBe('Create a group in Articulate Reach 360.');
		expect(toolOf('Delete_group').description).toContain('This cannot be undone.');
		const members = "A new member is given the group's training and may be e-mailed about it.";
		expect(toolOf('Add_members').description).toContain(members);
		expect(toolOf('Add_members').description).not.toContain('Dry run');
		expect(toolOf('Plan_members').description).toContain('Dry run: nothing is written');
		for (const { description } of Object.values(run.sent[0]!.tools)) expect(description).not.toContain('{{');
	});

	it('asks the model for the fields that it is to fill, and no others', () => {
		const asked = Object.values(run.sent[0]!.tools).map(({ name, parameters }) => [
			name,
			Object.keys(parameters.properties ?? {}).sort(),
		]);
		expect(Object.fromEntries(asked)).toEqual({
			List_groups: ['part'],
			Create_group: ['groupName'],
			Plan_members: ['groupName', 'members'],
			Add_members: ['dryRun', 'groupName', 'members'],
			Delete_group: ['groupName'],
		});
	});

	it('hands the model records alone, and a word where a list was cut or is empty', () => {
		expect(run.results[0]).toEqual([
			{ id: expect.any(String) as string, name: 'Everyone' },
			{ id: 'grp-onboarding', name: 'Onboarding 2026' },
			{ message: 'The list ends at its limit of 2: there may be more' },
		]);
		expect(run.results[1]).toEqual([{ message: 'The list is empty' }]);
	});

	it('hands the model a refusal as the one sentence that lets it correct itself', () => {
		const refusal = expect.stringMatching(
			/^Could not create the group "Compliance": .*\(HTTP \d+, duplicate_name\)\. Choose another name/,
		) as string;
		expect(run.results[2]).toEqual([{ error: refusal }]);
		expect(run.results[3]).toEqual([{ id: expect.any(String) as string, name: 'Compliance 2026' }]);
		const named = (name: string) => run.groups.filter((group) => group.name === name);
		expect([named('Compliance'), named('Compliance 2026')].map(({ length }) => length)).toEqual([1, 1]);
	});

	it('shows the model a plan, and writes nothing of it', () => {
		expect(run.results[4]).toMatchObject([
			{
				dryRun: true,
				plan: [{ method: 'PUT' }, { method: 'PUT' }],
				would: { added: ['usr-sara', 'usr-mei'], removed: [] },
			},
		]);
		expect(run.requests.filter((request) => request.startsWith('PUT'))).toEqual([]);
	});

	it('tells the model how names go where it gives one as an ID', () => {
		expect(run.results[5]).toEqual([
			{ error: expect.stringContaining('If that is the name of the group, set Group to By Name') as string },
		]);
	});

	it('makes four calls at once, each of which gets its own group', () => {
		expect(run.results.slice(6)).toEqual(NEW.map((name) => [{ id: expect.any(String) as string, name }]));
		expect(
			run.groups
				.slice(-5)
				.map(({ name }) => name)
				.sort(),
		).toEqual(['Compliance 2026', ...NEW].sort());
	});

	it('never shows the model the key', () => {
		const { apiKey } = demoCredentials(simulators).find(({ data }) => data.vendor === 'reach360')!.data;
		expect(String(apiKey)).not.toBe('');
		expect(JSON.stringify(run.sent)).not.toContain(apiKey);
	});
});
