import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { demoCredentials } from '../../workbench/credentials';
import { startHeadless, type NodeRun, type Registration, type RunNodeOptions } from '../../workbench/headless';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { GroupManagerTrigger } from '../../nodes/GroupManager/GroupManagerTrigger.node';
import { startSimulators, type Simulators } from '../../simulators';

const CREDENTIALS = {
	keitaro: 'groupManagerKeitaro',
	reach360: 'groupManagerReach360',
	audienceManager: 'groupManagerAudienceManager',
};

const TRIGGER = 'n8n-nodes-group-manager.groupManagerTrigger';

export type VendorId = keyof typeof CREDENTIALS;

/** n8n's engine with this node, and the three simulators. */
export interface World {
	simulators: Simulators;
	run(vendor: VendorId, parameters: INodeParameters, options?: RunNodeOptions): Promise<NodeRun>;
	/** The json of each item on the success branch; a failed run throws. */
	items(vendor: VendorId, parameters: INodeParameters, options?: RunNodeOptions): Promise<IDataObject[]>;
	/** `data` of the first item's envelope. */
	data(vendor: VendorId, parameters: INodeParameters, options?: RunNodeOptions): Promise<unknown>;
	/** `error` of the first failed item. */
	failure(vendor: VendorId, parameters: INodeParameters, options?: RunNodeOptions): Promise<IDataObject>;
	/** The trigger, as n8n registers it. */
	register(vendor: VendorId, parameters: INodeParameters): Registration;
	/** What the vendor was asked, as `METHOD path?query`, without the logins. */
	requests(vendor: VendorId): string[];
	reset(): void;
	close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
	const n8n = await startHeadless({
		nodeTypes: { 'n8n-nodes-group-manager.groupManager': new GroupManager(), [TRIGGER]: new GroupManagerTrigger() },
		credentialTypes: { groupManagerApi: new GroupManagerApi() },
	});
	const simulators = await startSimulators();
	const all = [simulators.keitaro, simulators.reach360, simulators.audienceManager];

	const run: World['run'] = async (vendor, parameters, options = {}) =>
		await n8n.runNode(
			{ vendor, resource: 'group', ...parameters },
			{ credentialId: CREDENTIALS[vendor], ...options },
		);

	const items: World['items'] = async (vendor, parameters, options) => {
		const { error, outputs } = await run(vendor, parameters, options);
		if (error) throw error;
		return outputs[0].map(({ json }) => json);
	};

	return {
		simulators,
		run,
		items,
		register: (vendor, parameters) =>
			n8n.register({ vendor, ...parameters }, { type: TRIGGER, credentialId: CREDENTIALS[vendor] }),
		async data(vendor, parameters, options) {
			const [first] = await items(vendor, parameters, options);
			return first?.data;
		},
		async failure(vendor, parameters, options) {
			const { outputs } = await run(vendor, parameters, { onError: 'continueErrorOutput', ...options });
			return outputs[1][0]?.json.error as IDataObject;
		},
		requests(vendor) {
			const asked = simulators[vendor].log.filter(({ path }) => !path.includes('/ims/'));
			return asked.map(({ method, path, query }) => {
				const search = new URLSearchParams(query as Record<string, string>).toString();
				return `${method} ${path}${search && `?${search}`}`;
			});
		},
		reset() {
			for (const simulator of all) simulator.reset();
			for (const { id, name, type, data } of demoCredentials(simulators))
				n8n.credentials.set(id, type, data, name);
		},
		async close() {
			await simulators.close();
			await n8n.close();
		},
	};
}

/** A value of the picker, as n8n stores it. */
export const groupId = (value: string, mode: 'id' | 'name' | 'list' = 'id'): INodeParameters => ({
	groupId: { __rl: true, mode, value },
});
