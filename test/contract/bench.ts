import type { Vendor } from '../../nodes/GroupManager/engine/contract/vendor';
import { findVendor } from '../../nodes/GroupManager/vendors';
import { definitionOf, type AnySimulator, type FaultRule, type LoggedRequest } from '../../simulators';
import { groundOf, conformanceOf, nameIn } from '../kit/vendors';
import type { Json, Value } from '../kit/json';
import type { Conformance, Members, Profile } from '../kit/profile';
import { apiLogOf, basePathOf, partsOf, type Line } from '../kit/requests';
import type { Ran, RunOptions } from '../kit/runner';
import { HOSTS, useStage, type HostName, type Stage } from '../kit/stage';

/** One vendor on one host, with the groups Alpha, Beta and Gamma. */
export class Bench<S extends AnySimulator = AnySimulator> {
	readonly vendor: Vendor;
	readonly profile: Profile<S>;
	readonly members: Members<S>;
	readonly switches: Readonly<Record<string, readonly unknown[]>>;

	constructor(
		readonly stage: Stage,
		readonly id: string,
		readonly conformance: Conformance = conformanceOf(id),
	) {
		this.vendor = findVendor(id)!;
		this.profile = conformance.profile;
		this.members = conformance.members;
		this.switches = definitionOf(id).switches;
	}

	get simulator(): S {
		return this.stage.simulators.of(this.id) as unknown as S;
	}

	/** Three groups, an empty log, no faults, the credential without a token. */
	reset(): void {
		this.stage.beAnotherProcess();
		this.simulator.reset();
		this.seed('Alpha', 'Beta', 'Gamma');
		this.use({});
	}

	/** These groups and no others. */
	seed(...names: string[]): void {
		this.profile.seed(this.simulator, names);
	}

	switch(switches: Partial<S['switches']>): void {
		Object.assign(this.simulator.switches, switches);
	}

	/** What the vendor's credential holds. */
	get credential(): Json {
		return { ...this.stage.data(this.id), ...this.profile.credential };
	}

	/** The vendor's credential with some fields changed. */
	use(changes: Json): void {
		this.stage.use(this.id, { ...this.profile.credential, ...changes });
	}

	/**
	 * Every request is sent once, unless `options` say otherwise.
	 * @param operation `resource.operation`
	 */
	async run(operation: string, parameters: Json = {}, options?: RunOptions): Promise<Ran> {
		return await this.stage.ran(...this.asked(operation, parameters), options);
	}

	/** The output of a single input item. */
	async one(operation: string, parameters: Json = {}, item: Json = {}): Promise<Json> {
		return await this.stage.one(...this.asked(operation, parameters), { items: [item] });
	}

	/** One output per input item, each linked to it. */
	async each(operation: string, parameters: Json, items: Json[]): Promise<Json[]> {
		return await this.stage.each(...this.asked(operation, parameters), items);
	}

	private asked(operation: string, parameters: Json): [line: string, parameters: Json] {
		const options = { maxAttempts: 1, ...parameters.options };
		return [`${this.id} ${operation}`, { ...groundOf(this.id).scope, ...parameters, options }];
	}

	/** Requests to the API in order of arrival; a login is none. */
	get log(): LoggedRequest[] {
		return apiLogOf(this.simulator);
	}

	sent(): Line[] {
		return this.stage.sent(this.id);
	}

	/** Requests that are no reads. */
	written(): Line[] {
		return this.stage.written(this.id);
	}

	/** Leaves state, switches and faults as they are. */
	forget(): void {
		this.stage.forget();
	}

	/** The name in a record of the vendor's, or in a body that is sent to it. */
	nameOf(record: Json): Value {
		return nameIn(this.id, record);
	}

	get names(): string[] {
		return this.profile.names(this.simulator);
	}

	get mediaType(): string {
		return this.vendor.api.mediaType ?? 'application/json';
	}

	/** What an envelope shows of a request. */
	shown(line: Line): Json {
		const { method, target, body } = partsOf(line);
		return {
			method,
			url: `${this.simulator.baseUrl}${target}`,
			headers: { ...this.profile.headers, Accept: this.mediaType, 'User-Agent': 'n8n-nodes-group-manager' },
			...(body === undefined ? {} : { body }),
		};
	}

	/** Requests of this kind as a fault rule finds them. */
	at(line: Line): { method: string; path: RegExp } {
		const { method, target } = partsOf(line);
		const path = `${basePathOf(this.simulator)}${target.split('?')[0]}`.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
		return { method, path: new RegExp(`^${path}$`) };
	}

	/** The same, but with this query and no other. */
	only(line: Line): ReturnType<Bench<S>['at']> & { when: FaultRule['when'] } {
		const { target } = partsOf(line);
		const textOf = (query: unknown) => new URLSearchParams(query as Record<string, string>).toString();
		const wanted = textOf(target.split('?')[1]);
		return { ...this.at(line), when: ({ query }) => textOf(query) === wanted };
	}
}

/** To be called in a describe block; everything is fresh before each test. */
export function useBench<S extends AnySimulator>(vendor: string, host: HostName): Bench<S> {
	const bench = new Bench<S>(useStage({ host }), vendor);
	beforeEach(() => bench.reset());
	return bench;
}

/** The same tests on either host. */
export function describeOnHosts<S extends AnySimulator>(
	title: string,
	vendor: string,
	tests: (bench: Bench<S>) => void,
): void {
	describe.each(HOSTS)(`${title} (%s)`, (host) => tests(useBench<S>(vendor, host)));
}
