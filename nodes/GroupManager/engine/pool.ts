import type { Clock } from './retry';

/** Runs work in the order in which it came, at most `size` at once. What is tried again goes first. */
export class Pool {
	private running = 0;
	private pausedUntil = 0;
	private readonly waiting: Array<() => void> = [];

	constructor(
		readonly size: number,
		private readonly clock: Clock,
	) {}

	/** Lets nothing start for a while: a vendor that throttles means everybody. */
	pause(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + ms);
	}

	async run<T>(work: () => Promise<T>, { first = false } = {}): Promise<T> {
		if (this.running < this.size) this.running += 1;
		else await new Promise<void>((resolve) => (first ? this.waiting.unshift(resolve) : this.waiting.push(resolve)));
		try {
			for (let left = this.pauseLeft(); left > 0; left = this.pauseLeft()) await this.clock.sleep(left);
			return await work();
		} finally {
			const next = this.waiting.shift();
			// The place is handed over, so that nobody can slip in between.
			if (next) next();
			else this.running -= 1;
		}
	}

	private pauseLeft(): number {
		return this.pausedUntil - this.clock.now();
	}
}
