import { failureOf, isShared, raise } from '../contract/failure';
import type { Task } from '../contract/task';

/** Values by key, each with the places that they had. */
export function groupedBy<T>(
	values: readonly T[],
	keyOf: (value: T) => string,
): Map<string, Array<{ value: T; index: number }>> {
	const groups = new Map<string, Array<{ value: T; index: number }>>();
	values.forEach((value, index) => {
		const key = keyOf(value);
		const group = groups.get(key);
		if (group) group.push({ value, index });
		else groups.set(key, [{ value, index }]);
	});
	return groups;
}

/**
 * Serves values that share a key together.
 * @param serve returns one result per value; what it throws is the result of all of them
 */
export async function serveTogether<T, Result>(
	task: Task,
	values: readonly T[],
	keyOf: (value: T) => string,
	serve: (key: string, values: T[]) => Promise<Array<Result | Error>>,
): Promise<Array<Result | Error>> {
	const groups = [...groupedBy(values, keyOf)];
	const serveGroup = async ([key, group]: (typeof groups)[number]): Promise<Array<Result | Error>> =>
		await serve(
			key,
			group.map(({ value }) => value),
		);
	const served = await task.workOff(groups, serveGroup);
	const results: Array<Result | Error> = Array.from({ length: values.length });
	groups.forEach(([, group], at) => {
		const result = served[at]!;
		group.forEach(({ index }, place) => (results[index] = result instanceof Error ? result : result[place]!));
	});
	return results;
}

/**
 * One write for several values; where the vendor refuses it, one for each, so that only the refused one fails.
 * @param write returns one result per value
 */
export async function mergedOrEach<T, Result>(
	values: readonly T[],
	write: (values: readonly T[]) => Promise<Result[]>,
): Promise<Array<Result | Error>> {
	try {
		return await write(values);
	} catch (error) {
		const { code } = failureOf(error);
		if (isShared(code) || code === 'outcome_unknown' || values.length === 1) raise(error);
		const results: Array<Result | Error> = [];
		for (const value of values) results.push(...(await write([value]).catch((reason: Error) => [reason])));
		return results;
	}
}
