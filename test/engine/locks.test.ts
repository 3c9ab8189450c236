import { Locks } from '../../nodes/GroupManager/engine/run/locks';

const soon = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

describe('turns at a target', () => {
	it('come in the order in which they were asked for, one at a time', async () => {
		const locks = new Locks();
		const seen: number[] = [];
		let atWork = 0;
		const work = async (index: number) => {
			const turn = locks.queue('user 7', {});
			await turn.before;
			expect((atWork += 1)).toBe(1);
			await soon();
			seen.push(index);
			atWork -= 1;
			turn.end();
		};
		await Promise.all([0, 1, 2, 3].map(work));
		expect(seen).toEqual([0, 1, 2, 3]);
	});

	it('are free at once where nobody has one, and at other targets', () => {
		const locks = new Locks();
		const first = locks.queue('user 7', {});
		expect(first.before).toBeUndefined();
		expect(locks.queue('user 8', {}).before).toBeUndefined();
		expect(locks.queue('user 7', {}).before).toBeDefined();
		first.end();
	});

	it('are free again once the last one is over', () => {
		const locks = new Locks();
		locks.queue('user 7', {}).end();
		expect(locks.queue('user 7', {}).before).toBeUndefined();
	});

	it('keep their order where a later one ends first', async () => {
		const locks = new Locks();
		const [first, second, third] = [0, 1, 2].map(() => locks.queue('user 7', {}));
		let isFree = false;
		void third!.before!.then(() => (isFree = true));
		second!.end();
		await soon();
		expect(isFree).toBe(false);
		first!.end();
		await soon();
		expect(isFree).toBe(true);
	});
});

describe('what an execution has read', () => {
	const [mine, other] = [{}, {}];

	it('is outdated by the turn of another execution since then, at that target only', () => {
		const locks = new Locks();
		locks.enter(mine);
		locks.enter(other);
		const before = locks.moment;
		locks.queue('user 7', other).end();
		expect(locks.isOutdated('user 7', before, mine)).toBe(true);
		expect(locks.isOutdated('user 8', before, mine)).toBe(false);
		expect(locks.isOutdated('user 7', locks.moment, mine)).toBe(false);
	});

	it('is not outdated by its own turns', () => {
		const locks = new Locks();
		locks.enter(mine);
		locks.enter(other);
		const before = locks.moment;
		locks.queue('user 7', mine).end();
		expect(locks.isOutdated('user 7', before, mine)).toBe(false);
	});

	it('is outdated also where the other execution has ended meanwhile', () => {
		const locks = new Locks();
		locks.enter(mine);
		locks.enter(other);
		const before = locks.moment;
		locks.queue('user 7', other).end();
		locks.leave(other);
		expect(locks.isOutdated('user 7', before, mine)).toBe(true);
	});

	it('costs no memory once all executions are over', () => {
		const locks = new Locks();
		for (const run of [mine, other]) locks.enter(run);
		locks.queue('user 7', other).end();
		for (const run of [mine, other]) locks.leave(run);
		locks.enter(mine);
		expect(locks.isOutdated('user 7', -1, mine)).toBe(false);
	});

	it('stays outdated where many thousands of targets were written meanwhile', () => {
		const locks = new Locks();
		locks.enter(mine);
		locks.enter(other);
		const before = locks.moment;
		for (let index = 0; index <= 10_000; index += 1) locks.queue(`user ${index}`, other).end();
		locks.leave(other);
		expect(locks.isOutdated('user 0', before, mine)).toBe(true);
		expect(locks.isOutdated('user 10000', before, mine)).toBe(true);
	});
});

describe('a write whose answer was lost', () => {
	it('may be carried out for a while, and no longer', () => {
		const locks = new Locks(5_000);
		expect(locks.doubtLeft('user 7', 1_000)).toBe(0);
		locks.doubt('user 7', 1_000);
		expect([1_000, 3_000, 6_000, 60_000].map((time) => locks.doubtLeft('user 7', time))).toEqual([
			5_000, 3_000, 0, 0,
		]);
		expect(locks.doubtLeft('user 8', 1_000)).toBe(0);
	});

	it('counts from the last one', () => {
		const locks = new Locks(5_000);
		locks.doubt('user 7', 1_000);
		locks.doubt('user 7', 4_000);
		expect(locks.doubtLeft('user 7', 6_000)).toBe(3_000);
	});

	it('is remembered among thousands for as long as it may be carried out', () => {
		const locks = new Locks(5_000);
		for (let index = 0; index <= 10_001; index += 1) locks.doubt(`user ${index}`, index);
		expect(locks.doubtLeft('user 9000', 10_002)).toBe(3_998);
	});
});
