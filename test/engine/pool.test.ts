import fc from 'fast-check';

import { Pool } from '../../nodes/GroupManager/engine/http/pool';
import { PromptClock as TestClock } from '../kit/virtualClock';

describe('the pool', () => {
	it('never has more in flight than its size, starts in order, and loses no place to an error', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.scheduler(),
				fc.integer({ min: 1, max: 6 }),
				fc.array(fc.boolean(), { maxLength: 25 }),
				async (scheduler, size, fates) => {
					const pool = new Pool(size, new TestClock());
					const started: number[] = [];
					let inFlight = 0;
					let peak = 0;
					const work = (index: number, fails: boolean) => async () => {
						started.push(index);
						peak = Math.max(peak, ++inFlight);
						await scheduler.schedule(Promise.resolve(), `work ${index}`);
						inFlight -= 1;
						if (fails) throw new Error(`work ${index}`);
						return index;
					};
					const results = Promise.allSettled(fates.map((fails, index) => pool.run(work(index, fails))));
					await scheduler.waitFor(results);

					expect(started).toEqual(fates.map((_, index) => index));
					expect(peak).toBe(Math.min(size, fates.length));
					expect((await results).map(({ status }) => status === 'rejected')).toEqual(fates);

					let together = 0;
					const doors: Array<() => void> = [];
					const filling = Array.from({ length: size }, async () =>
						pool.run(async () => {
							together += 1;
							await new Promise<void>((resolve) => doors.push(resolve));
						}),
					);
					for (let turn = 0; turn < 100 && together < size; turn += 1) await Promise.resolve();
					expect(together).toBe(size);
					doors.forEach((open) => open());
					await Promise.all(filling);
				},
			),
			{ numRuns: 100 },
		);
	});

	it('hands a free place to who waits longest, not to a newcomer; who tries again goes before them, reads after that', async () => {
		const pool = new Pool(1, new TestClock());
		const order: string[] = [];
		let free = () => {};
		const first = pool.run(async () => await new Promise<void>((resolve) => (free = resolve)));
		const note = (name: string, rank?: 'again' | 'read') => pool.run(async () => void order.push(name), rank);
		const waiting = [note('second'), note('third'), note('read', 'read'), note('again', 'again')];
		await Promise.resolve();
		free();
		const late = first.then(async () => await note('newcomer'));
		await Promise.all([...waiting, late]);
		expect(order).toEqual(['again', 'read', 'second', 'third', 'newcomer']);
	});

	it('starts one per turn of the event loop', async () => {
		const clock = new TestClock();
		const turns: Array<() => void> = [];
		clock.turn = async () => await new Promise<void>((resolve) => turns.push(resolve));
		const pool = new Pool(3, clock);
		const started: number[] = [];
		const all = [1, 2, 3].map((index) => pool.run(async () => void started.push(index)));
		for (const expected of [[1], [1, 2], [1, 2, 3]]) {
			await new Promise(setImmediate);
			expect(started).toEqual(expected);
			turns.shift()!();
		}
		await Promise.all(all);
	});

	it('starts nothing while it pauses, and the longest pause counts', async () => {
		const clock = new TestClock();
		const pool = new Pool(2, clock);
		const start = clock.now();
		pool.pause(300);
		pool.pause(100);
		expect(await pool.run(async () => clock.now() - start)).toBe(300);
		expect(await pool.run(async () => clock.now() - start)).toBe(300);
	});

	it('sees a pause that was prolonged while it slept', async () => {
		const clock = new TestClock();
		const pool = new Pool(1, clock);
		const start = clock.now();
		pool.pause(100);
		const sleep = clock.sleep;
		clock.sleep = async (ms) => {
			await sleep(ms);
			if (clock.sleeps.length === 1) pool.pause(50);
		};
		expect(await pool.run(async () => clock.now() - start)).toBe(150);
	});

	it('gives its place back when the pause is broken off', async () => {
		const clock = new TestClock();
		const pool = new Pool(1, clock);
		const { sleep } = clock;
		pool.pause(100);
		clock.sleep = async () => await Promise.reject(new Error('cancelled'));
		await expect(pool.run(async () => 1)).rejects.toThrow('cancelled');
		clock.sleep = sleep;
		expect(await pool.run(async () => 2)).toBe(2);
	});

	it('gives back what the work gives, and its error as it is', async () => {
		const pool = new Pool(2, new TestClock());
		const problem = new Error('broken');
		expect(await pool.run(async () => 7)).toBe(7);
		await expect(pool.run(async () => await Promise.reject(problem))).rejects.toBe(problem);
	});
});
