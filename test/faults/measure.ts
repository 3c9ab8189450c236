import type { Fault } from '../../simulators';
import { countTo } from '../kit/json';
import type { ItemResult } from '../kit/results';
import type { Stage } from '../kit/stage';
import { randomFaults } from './faultMix';
import type { WriteOperation } from './write';

export interface Measured {
	items: number;
	succeeded: number;
	requests: number;
	/** Requests that met a fault. */
	hits: number;
	/** How often each failure code came. */
	failures: Record<string, number>;
	duplicates: number;
	/** Items whose result is not true of the vendor's state. */
	untrue: string[];
}

/** Runs the operation over this many items, and compares what it reports with what the vendor has. */
export async function measure(
	stage: Stage,
	operation: WriteOperation,
	items: number,
	faults?: { rate: number; seed: number; mix?: readonly Fault[] },
): Promise<Measured> {
	const { vendor } = operation;
	const simulator = stage.simulators.of(vendor);
	simulator.reset();
	operation.seed(stage.simulators, items);
	const { rules, hits } = randomFaults(faults?.rate ?? 0, faults?.seed ?? 0, faults?.mix);
	stage.fault(vendor, ...rules);

	const input = countTo(items).map((index) => operation.item(index));
	const results = await stage.results(operation.line, operation.parameters, { items: input });
	if (results.length !== items) throw new Error(`${items} items gave ${results.length} results`);

	const isDone = operation.isDone(stage.simulators);
	const failures: Record<string, number> = {};
	for (const result of results)
		if (!succeeded(result)) failures[codeOf(result)] = (failures[codeOf(result)] ?? 0) + 1;
	const unique = operation.unique(stage.simulators);
	return {
		items,
		succeeded: results.filter(succeeded).length,
		requests: simulator.log.length,
		hits: hits(),
		failures,
		duplicates: unique.length - new Set(unique).size,
		untrue: results.flatMap((result, index) =>
			isTrue(result, isDone(index)) ? [] : [`item ${index}: ${result.code ?? 'success'} ${result.message}`],
		),
	};
}

/** A deletion reports per group within a success. */
const codeOf = ({ code, data }: ItemResult): string => {
	const [failed] = Array.isArray(data.failed) ? (data.failed as Array<{ code: string }>) : [];
	return code ?? failed?.code ?? '';
};

const succeeded = (result: ItemResult): boolean => codeOf(result) === '';

/** A failure says that nothing was done, unless it says that nobody knows. */
function isTrue(result: ItemResult, isDone: boolean): boolean {
	const code = codeOf(result);
	return code === '' ? isDone : code === 'outcome_unknown' || !isDone;
}
