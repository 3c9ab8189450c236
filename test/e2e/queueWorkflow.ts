import type { SeedWorkflow } from '../../demo/start/seed';

const VENDORS = [
	{ vendor: 'keitaro', credential: 'groupManagerKeitaro', parameters: { groupType: 'campaigns' } },
	{ vendor: 'reach360', credential: 'groupManagerReach360', parameters: {} },
	{ vendor: 'audienceManager', credential: 'groupManagerAudienceManager', parameters: {} },
];

/** Makes sure, at each vendor, that there is a group of the name that the webhook is called with. */
export function queueWorkflow(path: string): SeedWorkflow {
	const webhook = {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		webhookId: path,
		position: [0, 0],
		parameters: { httpMethod: 'POST', path, responseMode: 'lastNode' },
	};
	const writers = VENDORS.map(({ vendor, credential, parameters }, place) => ({
		name: vendor,
		type: 'n8n-nodes-group-manager.groupManager',
		typeVersion: 1,
		position: [220 * (place + 1), 0],
		credentials: { groupManagerApi: { id: credential, name: vendor } },
		parameters: {
			...parameters,
			vendor,
			resource: 'group',
			operation: 'upsert',
			name: '={{ $("Webhook").item.json.body.name }}',
		},
	}));
	const nodes = [webhook, ...writers].map((node) => ({ id: node.name, ...node }));
	const links = writers.map(({ name }, place) => [
		nodes[place]?.name,
		{ main: [[{ node: name, type: 'main', index: 0 }]] },
	]);
	return {
		id: path,
		name: 'A group at every vendor',
		nodes,
		connections: Object.fromEntries(links) as unknown,
		settings: { executionOrder: 'v1' },
		active: false,
	} as SeedWorkflow;
}
