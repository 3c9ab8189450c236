import type { SeedWorkflow } from '../../demo/start/seed';

/** Starts when something happens to Keitaro's groups of campaigns. */
export const triggerWorkflow = (id: string, mode: 'everyMinute' | 'everyHour'): SeedWorkflow =>
	({
		id,
		name: id,
		nodes: [
			{
				id: 'trigger',
				name: 'Trigger',
				type: 'n8n-nodes-group-manager.groupManagerTrigger',
				typeVersion: 1,
				position: [0, 0],
				credentials: { groupManagerApi: { id: 'groupManagerKeitaro', name: 'Keitaro' } },
				parameters: {
					pollTimes: { item: [{ mode }] },
					vendor: 'keitaro',
					groupType: 'campaigns',
					events: ['groupCreated', 'groupChanged', 'groupHidden'],
					options: { maxAttempts: 1 },
				},
			},
			{
				id: 'end',
				name: 'End',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [220, 0],
				parameters: {},
			},
		],
		connections: { Trigger: { main: [[{ node: 'End', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
		active: false,
	}) as object as SeedWorkflow;
