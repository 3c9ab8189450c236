import { Expression, type ICredentialDataDecryptedObject, type INodeParameters } from 'n8n-workflow';

import { GroupManagerApi } from '../../../credentials/GroupManagerApi.credentials';
import { demoCredentials } from '../../../workbench/credentials';
import { startHeadless, type Headless, type Items } from '../../../workbench/headless';
import { GroupManager } from '../../../nodes/GroupManager/GroupManager.node';
import { AAM_ACCESS_TOKEN, startSimulators, type Simulators } from '../../../simulators';
import { VENDOR_IDS, type ItemResult, type VendorId } from '../bench';
import { IdleClock } from '../../kit/idleClock';
import { resultOf } from './claims';

/** One run of the node: `keitaro group.create`, its parameters and its input items. */
export interface Call {
	line: string;
	parameters: INodeParameters;
	items: Items;
}

/** Three vendors of its own, for one cell of the matrix at a time. */
export interface Booth {
	simulators: Simulators;
	/** @throws when the execution fails or is cancelled */
	run(call: Call, signal?: AbortSignal): Promise<ItemResult[]>;
}

export interface Stage {
	clock: IdleClock;
	/** As many cells are under way at once: while one waits, others go on. */
	booths: Booth[];
}

/** n8n's engine with the node's sources; it and all simulators share one clock that jumps over waits. */
export function useStage(size: number): Stage {
	const stage: Stage = { clock: new IdleClock(), booths: [] };
	let n8n: Headless;

	beforeAll(async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0.5);
		n8n = await startHeadless({
			nodeTypes: { 'n8n-nodes-group-manager.groupManager': new GroupManager() },
			credentialTypes: { groupManagerApi: new GroupManagerApi() },
		});
		// n8n's default takes 60 ms per execution.
		Expression.setExpressionEngine('legacy');
		for (let index = 0; index < size; index += 1) stage.booths.push(await openBooth(n8n, index, stage.clock));
		stage.clock.install();
	});

	afterAll(async () => {
		stage.clock.uninstall();
		for (const { simulators } of stage.booths) await simulators.close();
		await n8n.close();
		jest.restoreAllMocks();
	});
	return stage;
}

async function openBooth(n8n: Headless, index: number, { now, sleep }: IdleClock): Promise<Booth> {
	const simulators = await startSimulators({ now, sleep });
	const id = (vendor: VendorId) => `${vendor} ${index}`;
	for (const [position, { data }] of demoCredentials(simulators).entries()) {
		const vendor = VENDOR_IDS[position]!;
		const token: ICredentialDataDecryptedObject =
			vendor === 'audienceManager' ? { authentication: 'accessToken', apiKey: AAM_ACCESS_TOKEN } : {};
		n8n.credentials.set(id(vendor), 'groupManagerApi', { ...data, ...token });
	}
	return {
		simulators,
		run: async ({ line, parameters, items }, signal) => {
			const [vendor = '', resource = '', operation = ''] = line.split(/[ .]/);
			const { outputs, status, error } = await n8n.runNode(
				{ vendor, resource, operation, ...parameters },
				{ credentialId: id(vendor as VendorId), onError: 'continueRegularOutput', items, signal },
			);
			if (status !== 'success') throw error ?? new Error(`the execution ended as ${status}`);
			return outputs[0].map(resultOf);
		},
	};
}

/** Runs the jobs over the booths, and returns their results in the jobs' order. */
export async function perform<Job, T>(
	{ booths }: Stage,
	jobs: Job[],
	work: (booth: Booth, job: Job) => Promise<T>,
): Promise<T[]> {
	const results: T[] = [];
	let next = 0;
	await Promise.all(
		booths.map(async (booth) => {
			while (next < jobs.length) {
				const index = next++;
				results[index] = await work(booth, jobs[index]!);
			}
		}),
	);
	return results;
}
