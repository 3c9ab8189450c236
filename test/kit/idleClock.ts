import { performance } from 'node:perf_hooks';

interface Timer {
	at: number;
	fire: () => void;
}

type Callback = (...values: unknown[]) => void;

const realTimeout = globalThis.setTimeout;
const realClear = globalThis.clearTimeout;
const realNow = Date.now;

/** A shorter wait asks for a turn of the event loop, not for time. */
const SHORTEST = 2;
const QUIET_MS = 1;
/** More of this and something was still going on. */
const BUSY_MS = 0.4;

/**
 * Time that stands still while anything in this process is at work, and jumps to the next timer once nothing is: real
 * requests to servers in this process take none of it, and an hour takes a few ms. `setTimeout` and `Date.now` follow
 * it while it is installed, so the node's waits and the simulators' late commits count on one clock and happen in
 * their order. Sockets' own timeouts do not follow.
 *
 * Taking a pause in the work for its end would fire a timer early: a network that was slower, not one that is wrong.
 */
export class IdleClock {
	private time = realNow();
	private readonly timers = new Set<Timer>();
	private isInstalled = false;
	private isWatching = false;

	readonly now = (): number => Math.floor(this.time);

	/** Rejects when the signal aborts. */
	readonly sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
		await new Promise<void>((resolve, reject) => {
			const drop = () => {
				this.timers.delete(timer);
				reject(new Error('dropped'));
			};
			const timer = this.add(ms, () => {
				signal?.removeEventListener('abort', drop);
				resolve();
			});
			if (signal?.aborted) drop();
			else signal?.addEventListener('abort', drop, { once: true });
		});
	};

	install(): void {
		this.isInstalled = true;
		Date.now = this.now;
		const start = (callback: Callback, ms = 0, ...values: unknown[]) =>
			ms < SHORTEST ? realTimeout(callback, ms, ...values) : this.handle(callback, ms, values);
		globalThis.setTimeout = Object.assign(start, { __promisify__: realTimeout.__promisify__ }) as typeof setTimeout;
		globalThis.clearTimeout = ((timer: never) => {
			this.timers.delete(timer);
			realClear(timer);
		}) as typeof clearTimeout;
		this.watch();
	}

	uninstall(): void {
		this.isInstalled = false;
		globalThis.setTimeout = realTimeout;
		globalThis.clearTimeout = realClear;
		Date.now = realNow;
		this.timers.clear();
	}

	private add(ms: number, fire: () => void): Timer {
		const timer = { at: this.time + Math.max(0, ms), fire };
		this.timers.add(timer);
		this.watch();
		return timer;
	}

	/** What `setTimeout` returns, as far as anybody uses it. */
	private handle(callback: Callback, ms: number, values: unknown[]): Timer {
		const timer = this.add(ms, () => callback(...values));
		const self = () => timer;
		return Object.assign(timer, { ref: self, unref: self, hasRef: () => true, refresh: self });
	}

	private watch(): void {
		if (this.isWatching || !this.isInstalled) return;
		this.isWatching = true;
		void this.advance().finally(() => {
			this.isWatching = false;
		});
	}

	private async advance(): Promise<void> {
		while (this.isInstalled && this.timers.size > 0) {
			const before = performance.eventLoopUtilization();
			await new Promise((resolve) => realTimeout(resolve, QUIET_MS));
			// What had arrived meanwhile is handled in these turns.
			for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
			if (performance.eventLoopUtilization(before).active < BUSY_MS) this.jump();
		}
	}

	private jump(): void {
		this.time = Math.max(this.time, Math.min(...[...this.timers].map(({ at }) => at)));
		for (const timer of [...this.timers]) {
			if (timer.at > this.time || !this.timers.delete(timer)) continue;
			timer.fire();
		}
	}
}
