import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { demoCredentials } from '../../workbench/credentials';
import { startHeadless, type Headless } from '../../workbench/headless';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { AAM_ACCESS_TOKEN, startSimulators, type LoggedRequest, type Simulators } from '../../simulators';
import { openAxiosRunner } from '../kit/axiosRunner';
import type { Json, RunOptions, Runner } from '../kit/runner';

export type { Json };

export const VENDOR_IDS = ['keitaro', 'reach360', 'audienceManager'] as const;
export type VendorId = (typeof VENDOR_IDS)[number];

export const HOSTS = ['n8n', 'axios'] as const;
export type HostName = (typeof HOSTS)[number];

export const MODES = ['stopWorkflow', 'continueRegularOutput'] as const;

export const byId = (value: unknown): Json => ({ __rl: true, mode: 'id', value });
export const byName = (value: unknown): Json => ({ __rl: true, mode: 'name', value });
export const countTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** What stopped a run. */
export interface Stop {
	message: string;
	/** Not known on axios. */
	description?: string;
	itemIndex?: number;
	/** What n8n calls the execution; `error` on axios. */
	status: string;
}

export interface Result {
	/** The JSON of each output item, failures among them, in order. */
	out: Json[];
	stopped?: Stop;
}

export interface TruthOptions extends RunOptions {
	/** Default: n8n. */
	host?: HostName;
	/** Fields of the stored credential that differ from the vendor's own. */
	credential?: Json;
}

/** The three simulators with the node in n8n's engine before them, and the engine on axios beside it. */
export interface Stage {
	simulators: Simulators;
	n8n: Headless;
	/** @param line `keitaro member.add` */
	run(line: string, parameters: Json, options?: TruthOptions): Promise<Result>;
	/** One output per item, in continue mode. */
	each(line: string, parameters: Json, items: Json[], options?: TruthOptions): Promise<Json[]>;
	/** The output of a single empty item. */
	one(line: string, parameters: Json, options?: TruthOptions): Promise<Json>;
	/** Method, path, query and body of each request, without logins. */
	sent(vendor: VendorId): string[];
	written(vendor: VendorId): string[];
	/** Writes that the vendor carried out. */
	accepted(vendor: VendorId): string[];
	forget(): void;
	/** The simulator's state as text, to see whether anything changed. */
	state(vendor: VendorId): string;
}

/** To be called at the top of a file; everything is fresh before each test. */
export function useTruth(): Stage {
	const stage = {} as Stage;
	let axios: Runner;

	beforeAll(async () => {
		stage.n8n = await startHeadless({
			nodeTypes: { 'n8n-nodes-group-manager.groupManager': new GroupManager() },
			credentialTypes: { groupManagerApi: new GroupManagerApi() },
		});
		stage.simulators = await startSimulators();
		axios = await openAxiosRunner();
	});
	beforeEach(() => {
		for (const vendor of VENDOR_IDS) stage.simulators[vendor].reset();
	});
	afterAll(async () => {
		await stage.simulators.close();
		await stage.n8n.close();
	});

	stage.run = async (line, parameters, { host = 'n8n', credential = {}, ...options } = {}) => {
		const [vendor = '', resource = '', operation = ''] = line.split(/[ .]/);
		const data = { ...credentialOf(stage.simulators, vendor as VendorId), ...credential };
		const all = { vendor, resource, operation, ...parameters };
		if (host === 'n8n')
			return await runInN8n(stage.n8n, `${vendor} ${JSON.stringify(credential)}`, data, all, options);
		axios.use(data);
		const { success, stopped } = await axios.run(all, options);
		return { out: success.map(({ json }) => json), ...(stopped && { stopped: { ...stopped, status: 'error' } }) };
	};
	stage.each = async (line, parameters, items, options) => {
		const { out, stopped } = await stage.run(line, parameters, {
			onError: 'continueRegularOutput',
			...options,
			items,
		});
		if (stopped) throw new Error(`The run stopped: ${stopped.message}`);
		if (out.length !== items.length) throw new Error(`${items.length} items gave ${out.length}`);
		return out;
	};
	stage.one = async (line, parameters, options) =>
		(await stage.each(line, parameters, options?.items ?? [{}], options))[0]!;
	const log = (vendor: VendorId) => stage.simulators[vendor].log.filter(({ path }) => !path.startsWith('/ims/'));
	stage.sent = (vendor) => log(vendor).map(lineOf);
	stage.written = (vendor) => log(vendor).filter(isWrite).map(lineOf);
	stage.accepted = (vendor) =>
		log(vendor)
			.filter(isWrite)
			.filter(({ status }) => (status ?? 0) < 300)
			.map(lineOf);
	stage.forget = () => {
		for (const vendor of VENDOR_IDS) stage.simulators[vendor].log.length = 0;
	};
	stage.state = (vendor) => {
		const { tokens: _, ...state } = stage.simulators[vendor].state as unknown as Json;
		return JSON.stringify(state);
	};
	return stage;
}

async function runInN8n(
	n8n: Headless,
	credentialId: string,
	data: Json,
	parameters: Json,
	{ items = [{}], onError = 'continueRegularOutput' }: RunOptions,
): Promise<Result> {
	n8n.credentials.set(credentialId, 'groupManagerApi', data);
	const { outputs, error, status } = await n8n.runNode(parameters, { items, onError, credentialId });
	const out = outputs[0].map(({ json }) => json);
	if (onError !== 'stopWorkflow' || !error) return { out };
	const { message, description, context } = error as { message: string; description?: string; context?: Json };
	return { out, stopped: { message, description, itemIndex: context?.itemIndex as number, status } };
}

/** A ready token for Audience Manager, so that logs hold no logins. */
function credentialOf(simulators: Simulators, vendor: VendorId): Json {
	const { data } = demoCredentials(simulators)[VENDOR_IDS.indexOf(vendor)]!;
	return {
		...data,
		...(vendor === 'audienceManager' && { authentication: 'accessToken', apiKey: AAM_ACCESS_TOKEN }),
	};
}

const isWrite = ({ method }: LoggedRequest): boolean => method !== 'GET';

function lineOf({ method, path, query, body }: Pick<LoggedRequest, 'method' | 'path' | 'query' | 'body'>): string {
	const pairs = Object.entries(query).map(([name, value]) => `${name}=${String(value)}`);
	const target = path.replace(/^\/(admin_api|api)\/v1/, '') + (pairs.length > 0 ? `?${pairs.join('&')}` : '');
	return `${method} ${target}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
}

/** The requests of a plan, as `sent` writes them, without those that stand in another item's plan. */
export const planOf = ({ data }: Json): string[] =>
	(data.plan as Json[])
		.filter((request) => !('sharedWith' in request))
		.map(({ method, url, body }) => lineOf({ method, path: new URL(url as string).pathname, query: {}, body }));

/** The code of a failed item; for one that succeeded what it said, so that a test shows it. */
export const codeOf = (json: Json): string =>
	json.error ? String(json.error.code) : `success: ${JSON.stringify(json.data ?? json)}`;
