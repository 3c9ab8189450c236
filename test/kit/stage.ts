import type { INodeParameters, INodeType } from 'n8n-workflow';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { Locks } from '../../nodes/GroupManager/engine/run/locks';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import { GroupManagerTrigger } from '../../nodes/GroupManager/GroupManagerTrigger.node';
import { N8nHost } from '../../nodes/GroupManager/host';
import { definitionOf, startSimulators, VENDOR_IDS } from '../../simulators';
import type { FaultRule, LoggedRequest, Simulators, StartOptions } from '../../simulators';
import { credentialData, readyCredentialData } from '../../workbench/credentials';
import {
	startHeadless,
	type Headless,
	type NodeRun,
	type PollOptions,
	type Registration,
	type RunNodeOptions,
} from '../../workbench/headless';
import { AxiosHost } from './axiosHost';
import { axiosRunner } from './axiosRunner';
import type { Json } from './json';
import { n8nRunner } from './n8nRunner';
import { apiLogOf, basePathOf, callOf, isWrite, lineOf, type Line } from './requests';
import { resultsOf, type ItemResult } from './results';
import type { Ran, Runner, RunOptions } from './runner';
import { watched } from './watched';

export const NODE_TYPE = 'n8n-nodes-group-manager.groupManager';

export const TRIGGER_TYPE = 'n8n-nodes-group-manager.groupManagerTrigger';

export const HOSTS = ['n8n', 'axios'] as const;
export type HostName = (typeof HOSTS)[number];

export interface StageOptions {
	/** Where a run takes place that does not say. Default: n8n. */
	host?: HostName;
	/** A ready token where a vendor has a login, so that logs hold no logins. */
	isLoggedIn?: true;
	/** Wait for late writes as long as the node does that ships. Default: hardly at all. */
	isPatient?: true;
	/** Does not look for secrets in all that comes out, where time is measured. */
	isUnwatched?: true;
	/** What `Math.random` gives; with 0 no pause between attempts is by chance. Default: chance. */
	random?: number;
	/** What n8n runs. Default: the node's sources. */
	node?: INodeType;
	/** The node is of the type that n8n gives to a tool. */
	isTool?: true;
	/** Whose time passes in the simulators. Default: the process's. */
	clock?: Pick<StartOptions, 'now' | 'sleep'>;
}

export interface StageRun extends RunOptions {
	host?: HostName;
	/** Fields of the stored credential that differ, for this run. */
	credential?: Json;
}

/** In ms: late writes are a matter of their own suite. */
const HARDLY = 20;

/** All simulators, with the node in n8n's engine before them and the engine on axios beside it. */
export class Stage {
	simulators!: Simulators;
	n8n!: Headless;
	private runners!: Record<HostName, Runner>;

	constructor(readonly options: StageOptions = {}) {}

	async open(): Promise<void> {
		const { node = new GroupManager(), clock = {}, isTool } = this.options;
		if (isTool) node.description.name += 'Tool';
		this.n8n = await startHeadless({
			nodeTypes: {
				[isTool ? `${NODE_TYPE}Tool` : NODE_TYPE]: node,
				[TRIGGER_TYPE]: new GroupManagerTrigger(),
			},
			credentialTypes: { groupManagerApi: new GroupManagerApi() },
		});
		this.simulators = await startSimulators(clock);
		const issued = (vendor: string) =>
			VENDOR_IDS.includes(vendor) ? (definitionOf(vendor).issued?.(this.simulators.of(vendor)) ?? []) : [];
		const guard = (runner: Runner) => (this.options.isUnwatched ? runner : watched(runner, issued));
		this.runners = { n8n: guard(n8nRunner(this.n8n)), axios: guard(axiosRunner()) };
		for (const vendor of VENDOR_IDS) this.use(vendor);
	}

	async close(): Promise<void> {
		await this.simulators.close();
		await this.n8n.close();
	}

	/** Vendors, credentials and locks as they are at first. */
	reset(): void {
		this.beAnotherProcess();
		for (const vendor of VENDOR_IDS) {
			this.simulators.of(vendor).reset();
			this.use(vendor);
		}
	}

	/** What begins from here on has locks of its own, as in another process. */
	beAnotherProcess(lateness = this.options.isPatient ? undefined : HARDLY): void {
		N8nHost.locks = new Locks(lateness);
		AxiosHost.locks = new Locks(lateness);
	}

	/** What the vendor's own credential holds. */
	data(vendor: string): Json {
		return (this.options.isLoggedIn ? readyCredentialData : credentialData)(this.simulators, vendor);
	}

	/** Replaces the vendor's credential by its own with changes, and without a fetched token. */
	use(vendor: string, changes?: Json): void {
		this.store(vendor, vendor, changes);
	}

	/** Stores a vendor's credential with changes under another id. @returns the id */
	store(id: string, vendor: string, changes: Json = {}): string {
		for (const host of HOSTS) this.runners[host].store(id, { ...this.data(vendor), ...changes });
		return id;
	}

	/** In n8n, with all that it says of the run. @param line `keitaro group.create` */
	async run(line: string, parameters: Json = {}, options: RunNodeOptions = {}): Promise<NodeRun> {
		const asked = askedBy(line, parameters);
		const credentialId = this.n8n.credentials.has(asked.vendor) ? asked.vendor : VENDOR_IDS[0];
		return await this.n8n.runNode(asked, { credentialId, ...options });
	}

	/** In n8n, one result per output item; failures continue unless said otherwise. */
	async results(line: string, parameters: Json, options: RunNodeOptions = {}): Promise<ItemResult[]> {
		return resultsOf(await this.run(line, parameters, { onError: 'continueRegularOutput', ...options }));
	}

	/** On either host, with what both know of it; failures continue unless said otherwise. */
	async ran(line: string, parameters: Json = {}, options: StageRun = {}): Promise<Ran & { out: Json[] }> {
		const { host = this.options.host ?? 'n8n', credential, ...rest } = options;
		const asked = askedBy(line, parameters);
		const id = credential
			? this.store(`${asked.vendor} ${JSON.stringify(credential)}`, asked.vendor, credential)
			: asked.vendor;
		const ran = await this.runners[host].run(id, asked, rest);
		return { ...ran, out: ran.success.map(({ json }) => json) };
	}

	/** One output per input item, each linked to it, in their order. */
	async each(line: string, parameters: Json, items: Json[], options: StageRun = {}): Promise<Json[]> {
		const { success, stopped, out } = await this.ran(line, parameters, { ...options, items });
		if (stopped) throw new Error(`The run stopped: ${stopped.message}`);
		expect(success.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		return out;
	}

	/** The output of a single item. */
	async one(line: string, parameters: Json = {}, options: StageRun = {}): Promise<Json> {
		const [out] = await this.each(line, parameters, options.items ?? [{}], options);
		return out!;
	}

	/** The trigger, registered for a vendor. */
	register(vendor: string, parameters: Json, options: Partial<PollOptions> = {}): Registration {
		const asked = { vendor, ...parameters } as INodeParameters;
		return this.n8n.register(asked, { type: TRIGGER_TYPE, credentialId: vendor, ...options });
	}

	/** Everything that the vendor was asked, logins included. */
	log(vendor: string): LoggedRequest[] {
		return this.simulators.of(vendor).log;
	}

	/** The same of all vendors. */
	traffic(): LoggedRequest[] {
		return VENDOR_IDS.flatMap((vendor) => this.log(vendor));
	}

	/** Requests to the API: method, path from the base URL on, query and body. */
	sent(vendor: string): Line[] {
		return this.lines(vendor, () => true);
	}

	/** Those that are no reads. */
	written(vendor: string): Line[] {
		return this.lines(vendor, isWrite);
	}

	/** Those that are no reads, and that the vendor carried out. */
	accepted(vendor: string): Line[] {
		return this.lines(vendor, (request) => isWrite(request) && (request.status ?? 0) < 300);
	}

	/** Method and path alone: `PUT /groups/7`. */
	calls(vendor: string): string[] {
		return this.sent(vendor).map(callOf);
	}

	/** The requests of a dry run's plan, as `sent` writes them. */
	planned(vendor: string, data: Json): Line[] {
		const basePath = basePathOf(this.simulators.of(vendor));
		return (data.plan as Json[]).map(({ method, url, body }) =>
			lineOf({ method, path: new URL(url).pathname, query: {}, body }, basePath),
		);
	}

	/** Forgets what was sent so far, and nothing else. */
	forget(): void {
		for (const vendor of VENDOR_IDS) this.log(vendor).length = 0;
	}

	fault(vendor: string, ...rules: FaultRule[]): void {
		for (const rule of rules) this.simulators.of(vendor).faults.add(rule);
	}

	/** The vendor's state as text, to see whether anything changed; what a login leaves there does not count. */
	state(vendor: string): string {
		const { tokens: _, ...state } = this.simulators.of(vendor).state as Json;
		return JSON.stringify(state);
	}

	private lines(vendor: string, isWanted: (request: LoggedRequest) => boolean): Line[] {
		const simulator = this.simulators.of(vendor);
		return apiLogOf(simulator)
			.filter(isWanted)
			.map((request) => lineOf(request, basePathOf(simulator)));
	}
}

function askedBy(line: string, parameters: Json): Json & { vendor: string } {
	const [vendor = '', resource = '', operation = ''] = line.split(/[ .]/);
	return { vendor, resource, operation, ...parameters };
}

/** To be called inside a describe block or at the top of a file; everything is fresh before each test. */
export function useStage(options: StageOptions = {}): Stage {
	const stage = new Stage(options);
	beforeAll(async () => await stage.open());
	beforeEach(() => stage.reset());
	afterAll(async () => await stage.close());
	if (options.random !== undefined) useDice(options.random);
	return stage;
}

/** `Math.random` gives this number in each test. */
export function useDice(number: number): void {
	let dice: jest.SpyInstance;
	beforeEach(() => (dice = jest.spyOn(Math, 'random').mockReturnValue(number)));
	afterEach(() => dice.mockRestore());
}
