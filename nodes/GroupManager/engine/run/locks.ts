import type { SharedLocks, Turn } from '../contract/host';

/** How long after its lost answer a write may still be carried out, in ms; what comes later is not waited for. */
const LATENESS = 5_000;

/** So many entries are looked through for old ones. */
const MANY = 10_000;

/**
 * Lets one writer at a time at a target, over all executions that share these locks: those of one process.
 * Nothing guards against other processes.
 */
export class Locks implements SharedLocks {
	/** Ends of the turns that were handed out last, by target. */
	private readonly turns = new Map<string, Promise<void>>();
	/** Until when a lost write may still land, by target, in ms. */
	private readonly doubts = new Map<string, number>();
	/** Who had the last turn at a target, and its number; kept only while executions overlap. */
	private readonly writers = new Map<string, { by: object; turn: number }>();
	/** Executions under way, with the moments at which they began. */
	private readonly runs = new Map<object, number>();
	private count = 0;
	private manyDoubts = MANY;

	/** @param lateness how long after its lost answer a write may still be carried out, in ms */
	constructor(readonly lateness = LATENESS) {}

	/** Says that an execution has begun. */
	enter(run: object): void {
		this.runs.set(run, this.count);
	}

	leave(run: object): void {
		this.runs.delete(run);
		if (this.runs.size === 0) this.writers.clear();
		else if (this.writers.size > MANY) this.dropSettled();
	}

	/** The number of turns so far: a moment to compare with later ones. */
	get moment(): number {
		return this.count;
	}

	/** Whether another execution had a turn at the target since that moment. */
	isOutdated(target: string, since: number, run: object): boolean {
		const last = this.writers.get(target);
		return last !== undefined && last.by !== run && last.turn > since;
	}

	queue(target: string, run: object): Turn {
		const before = this.turns.get(target);
		let finish!: () => void;
		const own = new Promise<void>((resolve) => (finish = resolve));
		const tail = before ? before.then(async () => await own) : own;
		this.turns.set(target, tail);
		const end = (): void => {
			this.count += 1;
			if (this.runs.size > 1) this.writers.set(target, { by: run, turn: this.count });
			if (this.turns.get(target) === tail) this.turns.delete(target);
			finish();
		};
		return { before, end };
	}

	/** Notes that a write to the target was sent and its answer lost. @param time of the clock, in ms */
	doubt(target: string, time: number): void {
		if (this.doubts.size > this.manyDoubts) this.dropOld(time);
		this.doubts.set(target, time + this.lateness);
	}

	/** Milliseconds for which a lost write to the target may still be carried out. */
	doubtLeft(target: string, time: number): number {
		return Math.max(0, (this.doubts.get(target) ?? 0) - time);
	}

	/** Who began later than a turn cannot have read anything before it. */
	private dropSettled(): void {
		const oldest = Math.min(...this.runs.values());
		for (const [target, { turn }] of this.writers) if (turn <= oldest) this.writers.delete(target);
	}

	private dropOld(time: number): void {
		for (const [target, until] of this.doubts) if (until <= time) this.doubts.delete(target);
		// The next round pays off only when as many have come again.
		this.manyDoubts = Math.max(MANY, 2 * this.doubts.size);
	}
}
