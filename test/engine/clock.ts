import type { Clock } from '../../nodes/GroupManager/engine/contract/host';

/** Time that passes only while somebody sleeps. */
export class TestClock implements Clock {
	readonly sleeps: number[] = [];
	private time = Date.UTC(2026, 0, 1);

	constructor(readonly random: () => number = () => 0.5) {}

	now = (): number => this.time;

	sleep = async (ms: number): Promise<void> => {
		this.sleeps.push(ms);
		this.time += ms;
	};

	turn = async (): Promise<void> => {};
}
