import type { Clock } from '../../nodes/GroupManager/engine/contract/host';

interface Sleeper {
	until: number;
	wake: () => void;
}

/** Time that jumps to the next sleeper's end as soon as nobody has anything else to do. */
export class VirtualClock implements Clock {
	private time = Date.UTC(2026, 0, 1);
	private sleepers: Sleeper[] = [];
	private isAdvancing = false;
	private turns = 0;

	constructor(readonly random: () => number = () => 0.5) {}

	now = (): number => this.time;

	sleep = async (ms: number): Promise<void> => {
		await new Promise<void>((wake) => {
			this.sleepers.push({ until: this.time + ms, wake });
			this.advance();
		});
	};

	turn = async (): Promise<void> => {
		this.turns += 1;
		await new Promise((resolve) => setImmediate(resolve));
		this.turns -= 1;
	};

	private advance(): void {
		if (this.isAdvancing || this.sleepers.length === 0) return;
		this.isAdvancing = true;
		setImmediate(() => {
			this.isAdvancing = false;
			if (this.turns > 0) return this.advance();
			this.time = Math.max(this.time, Math.min(...this.sleepers.map(({ until }) => until)));
			const due = this.sleepers.filter(({ until }) => until <= this.time);
			this.sleepers = this.sleepers.filter(({ until }) => until > this.time);
			for (const { wake } of due) wake();
			this.advance();
		});
	}
}
