import { failureOf, raise } from '../contract/failure';
import type { Clock, SharedLocks } from '../contract/host';
import type { Load, Task } from '../contract/task';
import type { Trace } from './trace';

/** A task with what its requests leave for the envelope. */
interface Reader extends Task {
	readonly trace: Trace;
	helper(): Reader;
}

/** Something that was read or is being read, with the moment (see `SharedLocks`) at which that began. */
interface SharedRead {
	trace: Trace;
	value: Promise<unknown>;
	moment: number;
}

/** A read that somebody asked for anew. */
interface Look {
	under: Promise<unknown>;
	/** When it began, in ms. */
	began: number;
	isOver: boolean;
	/** The one that begins after it, for all who ask meanwhile. */
	next?: Promise<unknown>;
}

/** What the items of an execution read once for all of them, by key. */
export class SharedReads {
	private readonly reads = new Map<string, SharedRead>();
	private readonly looks = new Map<string, Look>();

	constructor(
		private readonly clock: Clock,
		private readonly locks: SharedLocks,
	) {}

	/** See `Task.share`. @param task asks, and shows what was sent for it */
	async share<T>(key: string, load: Load<T>, task: Reader): Promise<T> {
		let entry = this.reads.get(key);
		if (!entry) {
			const reader = task.helper();
			entry = { trace: reader.trace, moment: this.locks.moment, value: load(reader) };
			this.reads.set(key, entry);
		}
		try {
			return (await entry.value) as T;
		} catch (error) {
			// What failed for a passing reason is worth the next one's try.
			if (failureOf(error).facts.kind && this.reads.get(key) === entry) this.forget(key);
			return raise(error);
		} finally {
			task.trace.adopt(entry.trace);
		}
	}

	/** See `Task.look`. @param again reads anew */
	async look<T>(
		key: string,
		again: () => Promise<T>,
		charge: () => boolean,
		spacing: number,
	): Promise<T | undefined> {
		const current = this.looks.get(key);
		if (current?.next) return (await current.next) as T;
		if (!charge()) return undefined;
		const begin = async (): Promise<T> => {
			this.forget(key);
			const look: Look = { under: again(), began: this.clock.now(), isOver: false };
			this.looks.set(key, look);
			try {
				return (await look.under) as T;
			} finally {
				look.isOver = true;
			}
		};
		const wait = current ? current.began + spacing - this.clock.now() : 0;
		if (!current || (current.isOver && wait <= 0)) return await begin();
		const before = async (): Promise<void> => {
			await current.under.catch(() => undefined);
			if (wait > 0) await this.clock.sleep(wait);
		};
		current.next = before().then(begin);
		return (await current.next) as T;
	}

	/** What is loaded or being loaded under the key; undefined when nobody asked for it, or when it failed. */
	async known<T>(key: string): Promise<T | undefined> {
		return (await this.reads.get(key)?.value.catch(() => undefined)) as T | undefined;
	}

	/** When the read under the key began; undefined where there is none. */
	momentOf(key: string): number | undefined {
		return this.reads.get(key)?.moment;
	}

	forget(key: string): void {
		this.reads.delete(key);
	}

	forgetAll(start: string): void {
		for (const key of this.reads.keys()) if (key.startsWith(start)) this.reads.delete(key);
	}
}
