import fc from 'fast-check';

import { Workers } from '../../nodes/GroupManager/engine/run/workers';

const soon = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));
const never = (): boolean => false;

describe('workers', () => {
	it('begin items in their order, never more at once than they are, and do all of them', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 5 }),
				fc.array(fc.nat(4), { maxLength: 20 }),
				async (size, turns) => {
					const begun: number[] = [];
					let atWork = 0;
					let most = 0;
					const work = async (item: number) => {
						begun.push(item);
						most = Math.max(most, (atWork += 1));
						for (let turn = turns[item]!; turn > 0; turn -= 1) await Promise.resolve();
						atWork -= 1;
					};
					await new Workers(size).run(turns.length, work, never);
					expect(begun).toEqual(turns.map((_, item) => item));
					expect(most).toBeLessThanOrEqual(size);
				},
			),
		);
	});

	it('begin no further item once the run is stopped, and wait for those that are under way', async () => {
		const ended: number[] = [];
		let isStopped = false;
		await new Workers(2).run(
			5,
			async (item) => {
				if (item === 0) isStopped = true;
				await soon();
				ended.push(item);
			},
			() => isStopped,
		);
		expect(ended).toEqual([0]);
	});

	it('let another item begin while one rests, and wait for the one that rests', async () => {
		const workers = new Workers(2);
		const seen: string[] = [];
		let wake!: () => void;
		const alarm = new Promise<void>((resolve) => (wake = resolve));
		const work = async (item: number) => {
			seen.push(`begin ${item}`);
			if (item < 2) await workers.rest(async () => await alarm);
			else wake();
			await soon();
			seen.push(`end ${item}`);
		};
		await workers.run(3, work, never);
		expect(seen.slice(0, 3)).toEqual(['begin 0', 'begin 1', 'begin 2']);
		expect(seen.slice(3).sort()).toEqual(['end 0', 'end 1', 'end 2']);
	});

	it('keep to the order also in a rest where it is one at a time', async () => {
		const workers = new Workers(1);
		const seen: string[] = [];
		const work = async (item: number) => {
			seen.push(`begin ${item}`);
			await workers.rest(soon);
			seen.push(`end ${item}`);
		};
		await workers.run(2, work, never);
		expect(seen).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1']);
	});

	it.each([0, 1, 2])('hand on what item %i of three throws', async (broken) => {
		const work = async (item: number) =>
			item === broken ? await Promise.reject(new Error('a fault')) : await soon();
		await expect(new Workers(1).run(3, work, never)).rejects.toThrow('a fault');
		await expect(new Workers(3).run(3, work, never)).rejects.toThrow('a fault');
	});

	it('have nothing to wait for without items', async () => {
		await expect(new Workers(2).run(0, soon, never)).resolves.toBeUndefined();
	});
});
