import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { runDemo } from '../../demo/run';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { GroupManagerTrigger } from '../../nodes/GroupManager/GroupManagerTrigger.node';
import { AAM_CLIENT_SECRET, KEITARO_KEY, REACH360_KEY } from '../../simulators';

const sources = {
	nodeTypes: {
		'n8n-nodes-group-manager.groupManager': new GroupManager(),
		'n8n-nodes-group-manager.groupManagerTrigger': new GroupManagerTrigger(),
	},
	credentialTypes: { groupManagerApi: new GroupManagerApi() },
};

/** Eighteen workflows, beside whatever else the machine does. */
const LONG = 120_000;

describe('npm run demo', () => {
	it(
		'runs every example as expected and prints requests, results and errors without a secret',
		async () => {
			const lines: string[] = [];
			const succeeded = await runDemo({ sources, write: (line) => lines.push(line) });
			const text = lines.join('\n');

			expect(text).not.toContain('✗');
			expect(succeeded).toBe(true);
			expect(text).toMatch(/POST http:\/\/127\.0\.0\.1:\d+\/admin_api\/v1\/groups\n/);
			expect(text).toContain('Api-Key: **hidden**');
			expect(text).toMatch(/error branch: 3 items, duplicate_name/);
			expect(text.match(/second run: nothing left to do\) {2}demo/g)).toHaveLength(5);
			expect(text).toContain('All as expected');
			for (const secret of [KEITARO_KEY, REACH360_KEY, AAM_CLIENT_SECRET]) expect(text).not.toContain(secret);
		},
		LONG,
	);

	it(
		'fails, and says where, when a step fails or gives something else',
		async () => {
			const lines: string[] = [];
			const broken = new GroupManager();
			broken.execute = async function (this: IExecuteFunctions) {
				if (this.getNodeParameter('operation', 0) === 'create')
					throw new NodeOperationError(this.getNode(), 'No more groups');
				return [[{ json: { success: true, request: null, data: {} } }]];
			};
			const nodeTypes = { ...sources.nodeTypes, 'n8n-nodes-group-manager.groupManager': broken };
			const succeeded = await runDemo({ sources: { ...sources, nodeTypes }, write: (line) => lines.push(line) });
			const text = lines.join('\n');

			expect(succeeded).toBe(false);
			expect(text).toContain('✗ unexpected data: {}');
			expect(text).toContain('✗ stopped: No more groups');
			expect(text).toContain('✗ 14 steps did not run');
			expect(text).toContain('Not as expected: 17 workflows.');
		},
		LONG,
	);
});
