import type { Clock } from './retry';

interface Waiting {
	start: () => void;
	refuse: (error: unknown) => void;
}

/** What is tried again goes first, then reads, which somebody waits for, then the rest; each in the order in which it came. */
type Rank = 'again' | 'read' | 'rest';

/** Runs work, at most `size` at once. */
export class Pool {
	private running = 0;
	private pausedUntil = 0;
	private isSleeping = false;
	private readonly waiting: Record<Rank, Waiting[]> = { again: [], read: [], rest: [] };

	constructor(
		readonly size: number,
		private readonly clock: Clock,
	) {}

	/** Lets nothing start for a while: a vendor that throttles means everybody. */
	pause(ms: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + ms);
	}

	/** @throws what ends the clock's sleep, when that happens in a pause */
	async run<T>(work: () => Promise<T>, rank: Rank = 'rest'): Promise<T> {
		if (this.running < this.size && !this.isAwaited() && this.pauseLeft() <= 0) {
			this.running += 1;
		} else {
			await new Promise<void>((start, refuse) => {
				this.waiting[rank].push({ start, refuse });
				this.startNext();
			});
		}
		try {
			return await work();
		} finally {
			this.running -= 1;
			this.startNext();
		}
	}

	/** Hands free places to those who wait, at once or when the pause is over. */
	private startNext(): void {
		if (!this.isAwaited()) return;
		if (this.pauseLeft() > 0) return this.sleep();
		while (this.running < this.size) {
			const next = this.waiting.again.shift() ?? this.waiting.read.shift() ?? this.waiting.rest.shift();
			if (!next) return;
			// Counted here, so that nobody can slip in between.
			this.running += 1;
			next.start();
		}
	}

	private sleep(): void {
		if (this.isSleeping) return;
		this.isSleeping = true;
		const wake = (end: () => void) => {
			this.isSleeping = false;
			end();
		};
		this.clock.sleep(this.pauseLeft()).then(
			() => wake(() => this.startNext()),
			(error: unknown) => wake(() => this.queues().forEach((queue) => queue.splice(0).forEach(({ refuse }) => refuse(error)))),
		);
	}

	private isAwaited(): boolean {
		return this.queues().some((queue) => queue.length > 0);
	}

	private queues(): Waiting[][] {
		return Object.values(this.waiting);
	}

	private pauseLeft(): number {
		return this.pausedUntil - this.clock.now();
	}
}
