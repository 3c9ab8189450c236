import { Failure } from '../../nodes/GroupManager/engine/contract/failure';
import { NotReached } from '../../nodes/GroupManager/engine/run/agreement';
import type { Run } from '../../nodes/GroupManager/engine/run/run';
import { workOff } from '../../nodes/GroupManager/engine/run/workOff';
import type { Task } from '../../nodes/GroupManager/engine/contract/task';
import { groupedBy, mergedOrEach, serveTogether } from '../../nodes/GroupManager/engine/steps/together';
import { TestClock } from './clock';

const runOf = (size: number, stopOnFailure = false): Run =>
	({ host: { clock: new TestClock() }, pool: { size }, stopOnFailure }) as unknown as Run;
const taskIn = (run: Run): Task => {
	const task: Partial<Task> = { workOff: async (pieces, work) => await workOff(run, pieces, work) };
	return task as Task;
};
const soon = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));
const FAILURE = new Failure('forbidden', 'no');

describe('working off', () => {
	it('gives one result per piece in their order; what fails leaves the rest alone', async () => {
		const work = async (piece: number) =>
			piece === 2 ? await Promise.reject(FAILURE) : await Promise.resolve(piece * 10);
		expect(await workOff(runOf(5), [1, 2, 3], work)).toEqual([10, FAILURE, 30]);
		expect(await workOff(runOf(5), [], work)).toEqual([]);
	});

	it('keeps several pieces under way for each request, and one where it is one at a time', async () => {
		for (const [size, expected] of [
			[1, 1],
			[2, 8],
		] as const) {
			let [atWork, most] = [0, 0];
			await workOff(runOf(size), Array.from({ length: 20 }), async () => {
				most = Math.max(most, (atWork += 1));
				await soon();
				atWork -= 1;
			});
			expect(most).toBe(expected);
		}
	});

	it('reaches nothing after a failure where the first one ends the run', async () => {
		const work = async (piece: number) =>
			piece === 2 ? await Promise.reject(FAILURE) : await Promise.resolve(piece);
		const results = await workOff(runOf(1, true), [1, 2, 3, 4], work);
		expect(results.slice(0, 2)).toEqual([1, FAILURE]);
		expect(results.slice(2).every((result) => result instanceof NotReached)).toBe(true);
	});

	it('hands on a fault of the node', async () => {
		await expect(workOff(runOf(1), [1], async () => await Promise.reject(new TypeError('fault')))).rejects.toThrow(
			'fault',
		);
	});
});

describe('values that share a key', () => {
	const byFirst = (value: string) => value[0]!;

	it('are kept together with the places that they had', () => {
		expect([...groupedBy(['a1', 'b1', 'a2'], byFirst)]).toEqual([
			[
				'a',
				[
					{ value: 'a1', index: 0 },
					{ value: 'a2', index: 2 },
				],
			],
			['b', [{ value: 'b1', index: 1 }]],
		]);
	});

	it('are served at once, each with its own result; a failure of one key is that of its values only', async () => {
		const served: string[] = [];
		const serve = async (key: string, values: string[]) => {
			served.push(`${key}: ${values.join()}`);
			if (key === 'b') throw FAILURE;
			return await Promise.resolve(
				values.map((value) => (value === 'a2' ? new Error('only this') : value.toUpperCase())),
			);
		};
		expect(await serveTogether(taskIn(runOf(2)), ['a1', 'b1', 'a2', 'b2', 'c1'], byFirst, serve)).toEqual([
			'A1',
			FAILURE,
			new Error('only this'),
			FAILURE,
			'C1',
		]);
		expect(served).toEqual(['a: a1,a2', 'b: b1,b2', 'c: c1']);
	});
});

describe('a merged write', () => {
	const refusing = (refused: string, code: 'forbidden' | 'unavailable' | 'outcome_unknown') => {
		const sent: string[] = [];
		const write = async (values: readonly string[]) => {
			sent.push(values.join());
			if (values.includes(refused)) throw new Failure(code, 'no');
			return await Promise.resolve(values.map((value) => value.toUpperCase()));
		};
		return { sent, write };
	};

	it('that is refused is repeated for each value, so that only the refused one fails', async () => {
		const { sent, write } = refusing('b', 'forbidden');
		expect(await mergedOrEach(['a', 'b', 'c'], write)).toEqual(['A', new Failure('forbidden', 'no'), 'C']);
		expect(sent).toEqual(['a,b,c', 'a', 'b', 'c']);
	});

	it('is not repeated where each value would meet the same, or where nobody knows what was done', async () => {
		for (const code of ['unavailable', 'outcome_unknown'] as const) {
			const { sent, write } = refusing('b', code);
			await expect(mergedOrEach(['a', 'b'], write)).rejects.toMatchObject({ code });
			expect(sent).toEqual(['a,b']);
		}
	});

	it('for one value is sent once', async () => {
		const { sent, write } = refusing('b', 'forbidden');
		await expect(mergedOrEach(['b'], write)).rejects.toMatchObject({ code: 'forbidden' });
		expect(sent).toEqual(['b']);
	});
});
