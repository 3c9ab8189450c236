import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { demoCredentials } from '../../workbench/credentials';
import { startHeadless, type Headless, type NodeRun, type RunNodeOptions } from '../../workbench/headless';
import { Locks } from '../../nodes/GroupManager/engine/run/locks';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { N8nHost } from '../../nodes/GroupManager/host';
import {
	AAM_ACCESS_TOKEN,
	startSimulators,
	type FaultRule,
	type LoggedRequest,
	type Simulators,
} from '../../simulators';

export type VendorId = 'keitaro' | 'reach360' | 'audienceManager';

export const VENDOR_IDS: readonly VendorId[] = ['keitaro', 'reach360', 'audienceManager'];

/** What a workflow sees of an item. */
export interface ItemResult {
	code: string | undefined;
	message: string;
	data: IDataObject;
	error: IDataObject;
}

/** n8n's engine with the node's sources, in front of the three simulators; the waits between attempts take no time. */
export interface Bench {
	n8n: Headless;
	simulators: Simulators;
	log(vendor: VendorId): LoggedRequest[];
	fault(vendor: VendorId, ...rules: FaultRule[]): void;
	/** Replaces the vendor's credential by its own with changes. */
	use(vendor: VendorId, changes?: ICredentialDataDecryptedObject): void;
	/** Runs `keitaro group.create`; failures continue unless said otherwise. */
	run(line: string, parameters: INodeParameters, options?: RunNodeOptions): Promise<NodeRun>;
	/** The same, one result per input item. */
	results(line: string, parameters: INodeParameters, options?: RunNodeOptions): Promise<ItemResult[]>;
}

export function useBench(): Bench {
	const bench = {} as Bench;

	beforeAll(async () => {
		// Full jitter lies anywhere from 0 on.
		jest.spyOn(Math, 'random').mockReturnValue(0);
		bench.n8n = await startHeadless({
			nodeTypes: { 'n8n-nodes-group-manager.groupManager': new GroupManager() },
			credentialTypes: { groupManagerApi: new GroupManagerApi() },
		});
		bench.simulators = await startSimulators();
	});

	beforeEach(() => {
		// Late writes are a matter of their own suite, so nothing waits long for them here.
		N8nHost.locks = new Locks(20);
		for (const vendor of VENDOR_IDS) {
			bench.simulators[vendor].reset();
			bench.use(vendor);
		}
	});

	afterAll(async () => {
		await bench.simulators.close();
		await bench.n8n.close();
		jest.restoreAllMocks();
	});

	bench.log = (vendor) => bench.simulators[vendor].log;
	bench.fault = (vendor, ...rules) => rules.forEach((rule) => bench.simulators[vendor].faults.add(rule));
	bench.use = (vendor, changes) => {
		const data = demoCredentials(bench.simulators)[VENDOR_IDS.indexOf(vendor)]!.data;
		const token: ICredentialDataDecryptedObject =
			vendor === 'audienceManager' ? { authentication: 'accessToken', apiKey: AAM_ACCESS_TOKEN } : {};
		bench.n8n.credentials.set(vendor, 'groupManagerApi', { ...data, ...token, ...changes });
	};
	bench.run = async (line, parameters, options = {}) => {
		const [vendor = '', resource = '', operation = ''] = line.split(/[ .]/);
		return await bench.n8n.runNode(
			{ vendor, resource, operation, ...parameters },
			{ credentialId: vendor, onError: 'continueRegularOutput', ...options },
		);
	};
	bench.results = async (...args) => {
		const { outputs, status, error } = await bench.run(...args);
		if (status !== 'success') throw error ?? new Error(`the execution ended as ${status}`);
		return outputs[0].map(resultOf);
	};
	return bench;
}

function resultOf({ json }: INodeExecutionData): ItemResult {
	const error = (json.error ?? {}) as IDataObject;
	return {
		code: error.code as string | undefined,
		message: String(json.message ?? ''),
		data: (json.data ?? {}) as IDataObject,
		error,
	};
}

/** A value of the resource locator `groupId`. */
export const byId = (value: unknown) => ({ __rl: true, mode: 'id', value }) as INodeParameters;

export const countTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** `PUT /groups/7`, of every request but the logins. */
export const calls = (log: LoggedRequest[]): string[] =>
	log
		.filter(({ path }) => !path.startsWith('/ims/'))
		.map(({ method, path }) => `${method} ${path.replace(/^\/(admin_api|api)\/v1/, '')}`);
