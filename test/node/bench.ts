import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	INodeType,
} from 'n8n-workflow';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { demoCredentials } from '../../workbench/credentials';
import { startHeadless, type Headless, type NodeRun, type RunNodeOptions } from '../../workbench/headless';
import { Locks } from '../../nodes/GroupManager/engine/run/locks';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { N8nHost } from '../../nodes/GroupManager/host';
import { startSimulators, type LoggedRequest, type Simulators } from '../../simulators';

export const NODE_TYPE = 'n8n-nodes-group-manager.groupManager';

export type VendorId = 'keitaro' | 'reach360' | 'audienceManager';

export const VENDOR_IDS: readonly VendorId[] = ['keitaro', 'reach360', 'audienceManager'];

/** n8n's engine with the node's sources in it, and the three simulators with a stored credential each. */
export interface Bench {
	n8n: Headless;
	simulators: Simulators;
	/** Runs `keitaro group.create`; its credential is the vendor's own unless another is named. */
	run(line: string, parameters?: INodeParameters, options?: RunNodeOptions): Promise<NodeRun>;
	/** What the vendor was asked, logins included. */
	log(vendor: VendorId): LoggedRequest[];
	/** Everything that was sent to anybody. */
	sent(): LoggedRequest[];
	/** The data of a vendor's demo credential. */
	data(vendor: VendorId): ICredentialDataDecryptedObject;
	/** Stores a credential, by default the vendor's own with changes. */
	store(id: string, vendor: VendorId, changes?: ICredentialDataDecryptedObject): string;
}

/** To be called inside a describe block or at the top of a file; everything is fresh before each test. */
export function useBench(node: INodeType = new GroupManager()): Bench {
	const bench = {} as Bench;

	beforeAll(async () => {
		const n8n = await startHeadless({
			nodeTypes: { [NODE_TYPE]: node },
			credentialTypes: { groupManagerApi: new GroupManagerApi() },
		});
		const simulators = await startSimulators();
		Object.assign(bench, { n8n, simulators });
	});

	beforeEach(() => {
		// Late writes are a matter of their own suite, so nothing waits long for them here.
		N8nHost.locks = new Locks(20);
		for (const vendor of VENDOR_IDS) {
			bench.simulators[vendor].reset();
			bench.store(vendor, vendor);
		}
	});

	afterAll(async () => {
		await bench.simulators.close();
		await bench.n8n.close();
	});

	bench.data = (vendor) => structuredClone(demoCredentials(bench.simulators)[VENDOR_IDS.indexOf(vendor)]!.data);
	bench.store = (id, vendor, changes = {}) => {
		bench.n8n.credentials.set(id, 'groupManagerApi', { ...bench.data(vendor), ...changes });
		return id;
	};
	bench.log = (vendor) => bench.simulators[vendor].log;
	bench.sent = () => VENDOR_IDS.flatMap((vendor) => bench.log(vendor));
	bench.run = async (line, parameters = {}, options = {}) => {
		const [vendor = '', resource = '', operation = ''] = line.split(/[ .]/);
		return await bench.n8n.runNode(
			{ vendor, resource, operation, ...parameters },
			{ credentialId: bench.n8n.credentials.has(vendor) ? vendor : 'keitaro', ...options },
		);
	};
	return bench;
}

/** A value of the resource locator `groupId`. */
export const byId = (value: unknown) => ({ __rl: true, mode: 'id', value }) as INodeParameters;
export const byName = (value: unknown) => ({ __rl: true, mode: 'name', value }) as INodeParameters;

/** The parts of a failed item that a workflow reads. */
export interface FailedItem {
	code: string;
	message: string;
	httpStatus: number | null;
	details: string | null;
	request: unknown;
	item: unknown;
}

/** A failed item of the regular or of the error output. */
export function failureOf({ json, pairedItem }: INodeExecutionData): FailedItem {
	const { code, httpStatus, details, request } = json.error as IDataObject;
	return {
		code: String(code),
		message: String(json.message),
		httpStatus: httpStatus as number | null,
		details: details as string | null,
		request,
		item: typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : pairedItem,
	};
}

/** The method and the path of requests, without logins: `PUT /groups/7`. */
export const calls = (log: LoggedRequest[]): string[] =>
	log
		.filter(({ path }) => !path.startsWith('/ims/'))
		.map(({ method, path }) => `${method} ${path.replace(/^\/(admin_api|api)\/v1/, '')}`);

export const countTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
