import { demoCredentials } from '../../workbench/credentials';
import { Locks } from '../../nodes/GroupManager/engine/run/locks';
import {
	AAM_ACCESS_TOKEN,
	startSimulators,
	type FaultRule,
	type LoggedRequest,
	type Simulators,
} from '../../simulators';
import { AxiosHost } from '../kit/axiosHost';
import { openAxiosRunner } from '../kit/axiosRunner';
import { watched, type Json, type Ran, type Runner, type RunOptions } from '../kit/runner';

export const VENDOR_IDS = ['keitaro', 'reach360', 'audienceManager'] as const;
export type VendorId = (typeof VENDOR_IDS)[number];

export const byId = (value: unknown): Json => ({ __rl: true, mode: 'id', value });
export const byName = (value: unknown): Json => ({ __rl: true, mode: 'name', value });

/** The three simulators with the engine before them. */
export interface Stage {
	simulators: Simulators;
	/** @param line `keitaro member.add` */
	run(line: string, parameters: Json, options?: RunOptions): Promise<Ran>;
	/** The JSON of each output item, in order. */
	each(line: string, parameters: Json, items: Json[]): Promise<Json[]>;
	one(line: string, parameters: Json): Promise<Json>;
	/** Method, path, query and body of each request, from the base URL on. */
	sent(vendor: VendorId): string[];
	written(vendor: VendorId): string[];
	/** Forgets what was sent so far. */
	clearLog(): void;
	fault(vendor: VendorId, rule: FaultRule): void;
}

/** To be called at the top of a file; everything is fresh before each test, and retries do not wait. */
export function useStage(): Stage {
	const stage = {} as Stage;
	let runner: Runner;

	beforeAll(async () => {
		stage.simulators = await startSimulators();
		runner = watched(await openAxiosRunner(), () => []);
	});
	beforeEach(() => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
		// Late writes are a matter of their own suite, so nothing waits long for them here.
		AxiosHost.locks = new Locks(20);
		for (const vendor of VENDOR_IDS) stage.simulators[vendor].reset();
	});
	afterEach(() => {
		jest.restoreAllMocks();
	});
	afterAll(async () => {
		await stage.simulators.close();
	});

	stage.run = async (line, parameters, options) => {
		const [vendor = '', resource = '', operation = ''] = line.split(/[ .]/);
		const { data } = demoCredentials(stage.simulators)[VENDOR_IDS.indexOf(vendor as VendorId)]!;
		runner.use({
			...data,
			...(vendor === 'audienceManager' && { authentication: 'accessToken', apiKey: AAM_ACCESS_TOKEN }),
		});
		return await runner.run({ vendor, resource, operation, ...parameters }, options);
	};
	stage.each = async (line, parameters, items) => {
		const { success } = await stage.run(line, parameters, { items });
		expect(success.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
		return success.map(({ json }) => json);
	};
	stage.one = async (line, parameters) => (await stage.each(line, parameters, [{}]))[0]!;
	stage.sent = (vendor) => stage.simulators[vendor].log.map(lineOf);
	stage.written = (vendor) => stage.sent(vendor).filter((line) => !line.startsWith('GET '));
	stage.clearLog = () => {
		for (const vendor of VENDOR_IDS) stage.simulators[vendor].log.length = 0;
	};
	stage.fault = (vendor, rule) => stage.simulators[vendor].faults.add(rule);
	return stage;
}

function lineOf({ method, path, query, body }: LoggedRequest): string {
	const pairs = Object.entries(query).map(([name, value]) => `${name}=${String(value)}`);
	const target = path.replace(/^\/(admin_api|api)\/v1/, '') + (pairs.length > 0 ? `?${pairs.join('&')}` : '');
	return `${method} ${target}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`;
}

/** The requests of a plan, as `sent` writes them. */
export const planned = ({ plan }: Json): string[] =>
	(plan as Json[]).map(({ method, url, body }) =>
		lineOf({ method, path: new URL(String(url)).pathname, query: {}, body } as unknown as LoggedRequest),
	);

export const countTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
