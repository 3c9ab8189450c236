import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { demoCredentials } from '../../workbench/credentials';
import { startHeadless, type Headless, type WorkflowFile } from '../../workbench/headless';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { startSimulators, type Simulators } from '../../simulators';

let n8n: Headless;
let simulators: Simulators;

beforeAll(async () => {
	n8n = await startHeadless({
		nodeTypes: { 'n8n-nodes-group-manager.groupManager': new GroupManager() },
		credentialTypes: { groupManagerApi: new GroupManagerApi() },
	});
	simulators = await startSimulators();
});

beforeEach(() => {
	for (const simulator of [simulators.keitaro, simulators.reach360, simulators.audienceManager]) simulator.reset();
	for (const { id, name, type, data } of demoCredentials(simulators)) n8n.credentials.set(id, type, data, name);
});

afterAll(async () => {
	await simulators.close();
	await n8n.close();
});

const read = (file: string) =>
	JSON.parse(readFileSync(join(__dirname, '../../demo/workflows', file), 'utf8')) as WorkflowFile;

/** The workflow with other data in its first Edit Fields node. */
function withData(file: string, json: object): WorkflowFile {
	const workflow = read(file);
	const source = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.set')!;
	source.parameters.jsonOutput = JSON.stringify(json);
	return workflow;
}

describe('somebody leaves', () => {
	const groupsOf = (username: string) =>
		simulators.audienceManager.state.users.find((user) => user.username === username)?.groups;

	it('takes the person out of every group, and leaves everybody else where they are', async () => {
		const { outputsOf } = await n8n.run(read('off-boarding.json'));

		expect(outputsOf('Somebody has to look')).toEqual([]);
		const members = simulators.reach360.state.groups.map(({ name, members }) => [name, members]);
		expect(members).toContainEqual(['Customer Support', ['usr-lucia']]);
		expect(members).toContainEqual(['Sales EMEA', ['usr-anna', 'usr-jonas', 'usr-lucia']]);
		expect(groupsOf('tom.becker')).toEqual([]);
		expect(groupsOf('ines.duarte')).toEqual([2001]);
		const moved = simulators.keitaro.state.campaigns.find(({ id }) => id === 102);
		expect(String(moved?.group_id)).toBe('2');
	});

	it('brings what fails with any vendor together, with the code and the vendor', async () => {
		simulators.audienceManager.faults.add({ method: 'PUT', times: 9, fault: { status: 403, body: {} } });
		const leaver = { reach360: 'a', audienceManager: 'tom.becker', campaigns: [999], handOverTo: 'EU search' };
		const { outputsOf } = await n8n.run(withData('off-boarding.json', leaver));

		const failed = outputsOf('Somebody has to look', 0)
			.concat(outputsOf('Somebody has to look', 1))
			.flat()
			.map(({ json }) => json.error as { vendor: string; code: string });
		expect(failed).toContainEqual(expect.objectContaining({ vendor: 'audienceManager', code: 'forbidden' }));
		expect(failed).toContainEqual(expect.objectContaining({ vendor: 'keitaro', code: 'not_found' }));
	});
});

describe('a nightly report of drift', () => {
	const textOf = async (workflow: WorkflowFile) => {
		const { outputsOf } = await n8n.run(workflow);
		return outputsOf('Send the message')
			.flat()
			.map(({ json }) => json.text);
	};

	it('is one message with a line for every group that differs', async () => {
		expect(await textOf(read('nightly-drift-report.json'))).toEqual(['Media Buyers: missing 505, too many 502']);
	});

	it('says nothing when everything is as it should be', async () => {
		const groups = [{ name: 'Media Buyers', members: ['ines.duarte', 'tom.becker'] }];
		expect(await textOf(withData('nightly-drift-report.json', { groups }))).toEqual([]);
	});
});

describe('a change that somebody approves', () => {
	const changes = () => simulators.reach360.log.filter(({ method }) => method !== 'GET').length;

	it('is carried out after the approval', async () => {
		await n8n.run(read('approve-then-set.json'));
		expect(simulators.reach360.state.groups.find(({ name }) => name === 'Onboarding 2026')?.members).toEqual([
			'usr-omar',
			'usr-zofia',
			'usr-sara',
		]);
	});

	it('changes nothing when the answer is no', async () => {
		const workflow = read('approve-then-set.json');
		// What the node gives after a click on "Decline".
		const ask = workflow.nodes.find(({ name }) => name === 'Ask')!;
		Object.assign(ask, {
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: '{"data":{"approved":false}}' },
		});
		const { outputsOf } = await n8n.run(workflow);

		expect(outputsOf('Nothing was changed').flat()).toHaveLength(1);
		expect(changes()).toBe(0);
	});
});
