import { Locks } from '../../nodes/GroupManager/engine/run/locks';
import { N8nHost } from '../../nodes/GroupManager/host';
import type { FaultRule, LoggedRequest } from '../../simulators';
import { AxiosHost } from '../kit/axiosHost';
import { watched, type Json, type Ran, type Runner, type RunOptions } from '../kit/runner';
import type { AnySimulator, Line, Profile, Sample } from './profile';

export const byId = (value: unknown): Json => ({ __rl: true, mode: 'id', value });
export const byName = (value: unknown): Json => ({ __rl: true, mode: 'name', value });
export const fromList = (value: unknown): Json => ({ __rl: true, mode: 'list', value });

/** A vendor's simulator with a runner in front of it. */
export class Bench<S extends AnySimulator> {
	simulator!: S;
	private runner!: Runner;

	constructor(readonly profile: Profile<S>) {}

	async open(runner: Promise<Runner>): Promise<void> {
		this.simulator = await this.profile.start();
		this.runner = watched(await runner, () => this.profile.issued?.(this.simulator) ?? []);
	}

	async close(): Promise<void> {
		await this.runner.close();
		await this.simulator.close();
	}

	/** Three groups, an empty log, no faults, the credential without a token. */
	reset(): void {
		// Late writes are a matter of their own suite, so nothing waits long for them here.
		N8nHost.locks = new Locks(20);
		AxiosHost.locks = new Locks(20);
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

	/** The vendor's credential with some fields changed. */
	use(changes: Json): void {
		this.runner.use({ ...this.profile.credential(this.simulator), ...changes });
	}

	/**
	 * Every request is sent once, unless `options` say otherwise.
	 * @param operation `resource.operation`
	 */
	async run(operation: string, parameters: Json = {}, options?: RunOptions): Promise<Ran> {
		const [resource, name] = operation.split('.');
		const { vendor, scope } = this.profile;
		const all = { vendor: vendor.id, resource, operation: name, ...scope, ...parameters };
		return await this.runner.run({ ...all, options: { maxAttempts: 1, ...parameters.options } }, options);
	}

	/** The output of a single input item. */
	async one(operation: string, parameters: Json = {}, item: Json = {}): Promise<Json> {
		const { success } = await this.run(operation, parameters, { items: [item] });
		if (success.length !== 1) throw new Error(`${operation} gave ${success.length} items`);
		return success[0]!.json;
	}

	/** One output per input item, each linked to it. */
	async each(operation: string, parameters: Json, items: Json[]): Promise<Json[]> {
		const { success } = await this.run(operation, parameters, { items });
		expect(success.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		return success.map(({ json }) => json);
	}

	/** Requests to the API in order of arrival; a login is none. */
	get log(): LoggedRequest[] {
		return this.simulator.log.filter(({ path }) => path.startsWith(`${this.basePath}/`));
	}

	sent(): Line[] {
		return this.log.map(({ method, path, query, body }) => {
			const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
			const target = `${path.slice(this.basePath.length)}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
			return `${method} ${target}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
		});
	}

	/** Requests that are no reads. */
	written(): Line[] {
		return this.sent().filter((line) => !line.startsWith('GET '));
	}

	/** Leaves state, switches and faults as they are. */
	forget(): void {
		this.simulator.log.length = 0;
	}

	get names(): string[] {
		return this.profile.names(this.simulator);
	}

	/** What an envelope shows of a request. */
	shown(line: Line): Json {
		const { method, target, body } = partsOf(line);
		return {
			method,
			url: `${this.simulator.baseUrl}${target}`,
			headers: { ...this.profile.headers, Accept: 'application/json', 'User-Agent': 'n8n-nodes-group-manager' },
			...(body === undefined ? {} : { body }),
		};
	}

	/** Requests of this kind as a fault rule finds them. */
	at(line: Line): { method: string; path: RegExp } {
		const { method, target } = partsOf(line);
		const path = `${this.basePath}${target.split('?')[0]}`.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
		return { method, path: new RegExp(`^${path}$`) };
	}

	/** The same, but with this query and no other. */
	only(line: Line): ReturnType<Bench<S>['at']> & { when: FaultRule['when'] } {
		const { target } = partsOf(line);
		const textOf = (query: unknown) => new URLSearchParams(query as Record<string, string>).toString();
		const wanted = textOf(target.split('?')[1]);
		return { ...this.at(line), when: ({ query }) => textOf(query) === wanted };
	}

	private get basePath(): string {
		return new URL(this.simulator.baseUrl).pathname.replace(/\/$/, '');
	}
}

export function partsOf(line: Line): { method: string; target: string; body?: Json } {
	const [, method, target, body] = /^(\S+) (\S+)(?: (.*))?$/.exec(line)!;
	return { method: method!, target: target!, ...(body === undefined ? {} : { body: JSON.parse(body) as Json }) };
}

/** The request that does an operation's work: the last write, or the first read. */
export const decisive = (lines: Line[]): Line => lines.filter((line) => !line.startsWith('GET ')).at(-1) ?? lines[0]!;

/** Every operation that the vendor has. */
export function samplesOf<S extends AnySimulator>({
	id,
	group,
	created,
	updated,
	deleted,
	requests,
	samples,
}: Profile<S>): Record<string, Sample> {
	const groups = ['Alpha', 'Beta', 'Gamma'].map((name, index) => group(index, name));
	return {
		'group.create': { parameters: { name: 'Delta' }, sends: requests.create('Delta'), data: created('Delta') },
		'group.get': { parameters: { groupId: byId(id(1)) }, sends: requests.get(1), data: groups[1] },
		'group.getAll': { parameters: { returnAll: true }, sends: [requests.list], data: groups },
		'group.update': {
			parameters: { groupId: byId(id(1)), name: 'Better' },
			sends: requests.update(1, 'Better'),
			data: updated(1, 'Better'),
		},
		'group.delete': { parameters: { groupId: byId(id(1)) }, sends: requests.delete(1), data: deleted(1) },
		'group.deleteMany': {
			parameters: { groupIds: id(1) },
			sends: requests.deleteMany([1]),
			data: { deleted: [id(1)], failed: [], missing: [] },
			isReport: true,
		},
		'group.upsert': {
			parameters: { name: 'Delta' },
			sends: requests.upsert('Delta'),
			data: { action: 'created', group: created('Delta') },
			isReport: true,
		},
		...samples,
	};
}

/** Every request of every operation, once: with the operation that sends it. */
export function requestsOf<S extends AnySimulator>(profile: Profile<S>): Array<Sample & { name: string; line: Line }> {
	return Object.entries(samplesOf(profile)).flatMap(([name, sample]) =>
		[...new Set(sample.sends)].map((line) => ({ ...sample, name, line })),
	);
}

/** One of each kind of request, whatever operations send it: method and path count, ids do not. */
export function kindsOfRequest<S extends AnySimulator>(profile: Profile<S>): ReturnType<typeof requestsOf> {
	const kind = ({ line }: { line: Line }) =>
		line
			.split(/[ ?]/, 2)
			.join(' ')
			.replace(/\/(usr-\w+|[^/]*\d[^/]*)/g, '/{id}');
	const all = requestsOf(profile);
	return all.filter((one, index) => all.findIndex((other) => kind(other) === kind(one)) === index);
}
