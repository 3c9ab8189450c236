import type { Clock } from '../../nodes/GroupManager/engine/contract/host';
import { pacer } from '../../nodes/GroupManager/engine/run/pacing';

/** A clock whose time the test sets, which counts the turns that were asked for. */
class ManualClock implements Clock {
	time = 0;
	turns = 0;

	now = (): number => this.time;

	random = (): number => 0;

	sleep = async (): Promise<void> => await Promise.resolve();

	turn = async (): Promise<void> => {
		this.turns += 1;
		await Promise.resolve();
	};
}

describe('a long loop', () => {
	it('gives the event loop a turn after 10 ms of work, and not before', async () => {
		const clock = new ManualClock();
		const pause = pacer(clock);
		for (clock.time = 0; clock.time < 10; clock.time += 1) expect(pause()).toBeUndefined();
		await pause();
		expect(clock.turns).toBe(1);
	});

	it('counts from the end of the turn, however long that was', async () => {
		const clock = new ManualClock();
		const pause = pacer(clock);
		clock.time = 50;
		const turn = pause();
		clock.time = 200;
		await turn;
		clock.time = 209;
		expect(pause()).toBeUndefined();
		clock.time = 210;
		await pause();
		expect(clock.turns).toBe(2);
	});
});
