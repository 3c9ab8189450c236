import { Expression, type INodeParameters } from 'n8n-workflow';

import type { Items } from '../../../workbench/headless';
import { IdleClock } from '../../kit/idleClock';
import type { ItemResult } from '../../kit/results';
import { Stage } from '../../kit/stage';

/** One run of the node: `keitaro group.create`, its parameters and its input items. */
export interface Call {
	line: string;
	parameters: INodeParameters;
	items: Items;
}

/** Vendors of its own, for one cell of the matrix at a time. */
export interface Booth {
	simulators: Stage['simulators'];
	/** @throws when the execution fails or is cancelled */
	run(call: Call, signal?: AbortSignal): Promise<ItemResult[]>;
}

export interface Booths {
	clock: IdleClock;
	/** As many cells are under way at once: while one waits, others go on. */
	booths: Booth[];
}

/** Stages side by side, whose simulators share one clock with the node; it jumps over waits. */
export function useBooths(size: number): Booths {
	const clock = new IdleClock();
	const booths: Booth[] = [];
	const stages: Stage[] = [];

	beforeAll(async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0.5);
		for (let index = 0; index < size; index += 1) {
			const stage = new Stage({ isLoggedIn: true, clock });
			await stage.open();
			stages.push(stage);
			booths.push(boothOf(stage));
		}
		// n8n's default takes 60 ms per execution.
		Expression.setExpressionEngine('legacy');
		clock.install();
	});

	afterAll(async () => {
		clock.uninstall();
		for (const stage of stages) await stage.close();
		jest.restoreAllMocks();
	});
	return { clock, booths };
}

const boothOf = (stage: Stage): Booth => ({
	simulators: stage.simulators,
	run: async ({ line, parameters, items }, signal) => await stage.results(line, parameters, { items, signal }),
});

/** Runs the jobs over the booths, and returns their results in the jobs' order. */
export async function perform<Job, T>(
	{ booths }: Booths,
	jobs: readonly Job[],
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
