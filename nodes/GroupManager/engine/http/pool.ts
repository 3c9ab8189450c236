import type { Clock } from '../contract/host';

interface Waiting {
	start: () => void;
	refuse: (error: unknown) => void;
}

/**
 * What is tried again goes first, then reads, which somebody waits for, then writes; each in the order in which it
 * came.
 */
type Rank = 'again' | 'read' | 'write';

/**
 * Runs work, at most `size` at once, and starts one per turn of the event loop. Requests that start in the same
 * turn leave together at its
 * end: answers that come together would go on coming together, and each would wait until the others are worked off.
 */
export class Pool {
	private running = 0;
	/** Milliseconds for which nothing was to start. */
	paused = 0;
	private pausedUntil = 0;
	private isHeld = false;
	private readonly waiting: Record<Rank, Waiting[]> = { again: [], read: [], write: [] };

	constructor(
		readonly size: number,
		private readonly clock: Clock,
	) {}

	/** Lets nothing start for a while: a vendor that throttles means everybody. */
	pause(ms: number): void {
		const now = this.clock.now();
		const until = Math.max(this.pausedUntil, now + ms);
		this.paused += until - Math.max(now, this.pausedUntil);
		this.pausedUntil = until;
	}

	/** @throws what ends the clock's sleep, when that happens in a pause */
	async run<T>(work: () => Promise<T>, rank: Rank = 'write'): Promise<T> {
		await new Promise<void>((start, refuse) => {
			this.waiting[rank].push({ start, refuse });
			this.startNext();
		});
		try {
			return await work();
		} finally {
			this.running -= 1;
			this.startNext();
		}
	}

	private startNext(): void {
		if (this.isHeld || this.running >= this.size || this.queues().every(({ length }) => length === 0)) return;
		const pauseLeft = this.pausedUntil - this.clock.now();
		if (pauseLeft > 0) return this.hold(this.clock.sleep(pauseLeft));
		const next = this.waiting.again.shift() ?? this.waiting.read.shift() ?? this.waiting.write.shift();
		// Counted here, so that nobody can slip in between.
		this.running += 1;
		next!.start();
		this.hold(this.clock.turn());
	}

	private hold(end: Promise<void>): void {
		this.isHeld = true;
		const wake = (then: () => void) => {
			this.isHeld = false;
			then();
		};
		end.then(
			() => wake(() => this.startNext()),
			(error: unknown) =>
				wake(() => this.queues().forEach((queue) => queue.splice(0).forEach(({ refuse }) => refuse(error)))),
		);
	}

	private queues(): Waiting[][] {
		return Object.values(this.waiting);
	}
}
