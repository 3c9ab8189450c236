import fc from 'fast-check';

import { Batch } from '../../nodes/GroupManager/engine/batch';

interface Work {
	target: string;
	fails: boolean;
	/** Hands nothing in: another kind of work beside it. */
	alone: boolean;
}

const works = fc.array(
	fc.record({ target: fc.constantFrom('a', 'b', 'c'), fails: fc.boolean(), alone: fc.boolean() }),
	{ minLength: 1, maxLength: 12 },
);

describe('the batch', () => {
	it('performs each target once, with all its changes, after everything under way has handed in or finished', async () => {
		await fc.assert(
			fc.asyncProperty(fc.scheduler(), works, async (scheduler, all) => {
				const batch = new Batch();
				const performed: Array<{ target: string; changes: number[] }> = [];
				let open = all.length;

				const item = async ({ target, alone }: Work, index: number): Promise<string> =>
					await batch.track(async () => {
						await scheduler.schedule(Promise.resolve(), `before ${index}`);
						open -= 1;
						if (alone) return `alone ${index}`;
						return await batch.gather<number, string>(target, index, async (changes) => {
							expect(open).toBe(0);
							performed.push({ target, changes });
							await scheduler.schedule(Promise.resolve(), `perform ${target}`);
							return changes.map((change) => (all[change]!.fails ? new Error(`failed ${change}`) : `done ${change}`));
						});
					});
				// As the dispatcher does: launched as one piece of work.
				const launched: Array<Promise<string>> = [];
				void batch.track(async () => void all.forEach((work, index) => launched.push(item(work, index))));
				const results = Promise.allSettled(launched);
				await scheduler.waitFor(results);

				const targets = new Set(all.filter(({ alone }) => !alone).map(({ target }) => target));
				expect(performed.map(({ target }) => target).sort()).toEqual([...targets].sort());
				for (const { target, changes } of performed) {
					const wanted = all.flatMap((work, index) => (!work.alone && work.target === target ? [index] : []));
					expect([...changes].sort((a, b) => a - b)).toEqual(wanted);
				}
				expect((await results).map((result) => (result.status === 'fulfilled' ? result.value : (result.reason as Error).message))).toEqual(
					all.map(({ fails, alone }, index) => (alone ? `alone ${index}` : fails ? `failed ${index}` : `done ${index}`)),
				);
			}),
			{ numRuns: 100 },
		);
	});

	it('fails everyone whose joint write failed, and nobody else', async () => {
		const batch = new Batch();
		const launched: Array<Promise<unknown>> = [];
		await batch.track(async () => {
			for (const target of ['bad', 'good', 'bad']) {
				const perform = async (changes: string[]) => {
					if (target === 'bad') throw new Error('refused');
					return changes;
				};
				launched.push(batch.track(async () => await batch.gather(target, target, perform)));
			}
		});
		const results = await Promise.allSettled(launched);
		expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
	});

	it('gathers again after a joint write: what follows it is a round of its own', async () => {
		const batch = new Batch();
		const rounds: number[][] = [];
		const perform = async (changes: number[]) => {
			rounds.push(changes);
			return changes;
		};
		const item = async (index: number) =>
			await batch.track(async () => {
				await batch.gather('target', index, perform);
				return await batch.gather('target', index + 10, perform);
			});
		const launched: Array<Promise<number>> = [];
		await batch.track(async () => void [0, 1, 2].forEach((index) => launched.push(item(index))));
		expect(await Promise.all(launched)).toEqual([10, 11, 12]);
		expect(rounds).toEqual([
			[0, 1, 2],
			[10, 11, 12],
		]);
	});

	it('runs work on one target in the order of asking, one at a time, errors included; other targets go on meanwhile', async () => {
		await fc.assert(
			fc.asyncProperty(fc.scheduler(), works, async (scheduler, all) => {
				const batch = new Batch();
				const running = new Map<string, number>();
				const started: Record<string, number[]> = { a: [], b: [], c: [] };
				const results = Promise.allSettled(
					all.map(async ({ target, fails }, index) => {
						const turn = async () => {
							started[target]!.push(index);
							running.set(target, (running.get(target) ?? 0) + 1);
							expect(running.get(target)).toBe(1);
							await scheduler.schedule(Promise.resolve(), `${target} ${index}`);
							running.set(target, 0);
							if (fails) throw new Error(`failed ${index}`);
							return index;
						};
						return await batch.track(async () => await batch.inTurn(target, turn));
					}),
				);
				await scheduler.waitFor(results);
				for (const target of ['a', 'b', 'c']) {
					expect(started[target]).toEqual(all.flatMap((work, index) => (work.target === target ? [index] : [])));
				}
				expect((await results).map(({ status }) => status === 'rejected')).toEqual(all.map(({ fails }) => fails));
			}),
			{ numRuns: 100 },
		);
	});

	it('never waits for itself, however turns, side by side parts and joint writes are nested', async () => {
		const targets = fc.constantFrom('a', 'b');
		const plans = fc.array(fc.record({ turn: fc.option(targets), parts: fc.array(targets, { maxLength: 4 }), then: fc.option(targets) }), { minLength: 1, maxLength: 6 });
		await fc.assert(
			fc.asyncProperty(fc.scheduler(), plans, async (scheduler, all) => {
				const batch = new Batch();
				let handedIn = 0;
				let performed = 0;
				const gather = async (target: string) => {
					handedIn += 1;
					return await batch.gather(target, target, async (changes: string[]) => {
						await scheduler.schedule(Promise.resolve(), target);
						performed += changes.length;
						return changes;
					});
				};
				const item = async ({ turn, parts, then }: (typeof all)[number]) => {
					const work = async () => {
						const results = await batch.sideBySide(parts.map((part) => async () => await gather(part)));
						expect(results).toEqual(parts.map((value) => ({ status: 'fulfilled', value })));
						if (then) await gather(then);
					};
					await batch.track(async () => await (turn ? batch.inTurn(turn, work) : work()));
				};
				const launched: Array<Promise<void>> = [];
				await batch.track(async () => void all.forEach((plan) => launched.push(item(plan))));
				await scheduler.waitFor(Promise.all(launched));
				expect(performed).toBe(handedIn);
			}),
			{ numRuns: 100 },
		);
	});

	it('keeps the results of parts side by side apart, errors included', async () => {
		const batch = new Batch();
		const perform = async (changes: number[]) => changes.map((change) => (change === 2 ? new Error('refused') : change));
		const results = await batch.track(async () =>
			await batch.sideBySide([1, 2, 3].map((change) => async () => await batch.gather<number, number>('target', change, perform))),
		);
		expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
		expect(await batch.sideBySide([])).toEqual([]);
	});
});
