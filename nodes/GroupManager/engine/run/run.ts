import type { Host } from '../contract/host';
import type { Vendor } from '../contract/vendor';
import { Pool } from '../http/pool';
import { Redactor } from '../http/redact';
import { Sender } from '../http/sender';
import { SharedReads } from './sharedReads';
import { Workers } from './workers';

/** What all items of one execution share. */
export class Run {
	/** Resolves when the execution is cancelled. */
	readonly cancelled: Promise<void>;
	readonly pool: Pool;
	readonly sender: Sender;
	readonly workers: Workers;
	/** How many different groups the items address by name. */
	namesToFind = async (): Promise<number> => await Promise.resolve(0);
	readonly reads: SharedReads;
	readonly plannedReads: SharedReads;

	/** Whether the vendor has answered anything as it should: then the address is right. */
	hasHeard = false;

	private readonly redactor = new Redactor();
	private standIns = 0;

	/** @param stopOnFailure whether the first failure ends the run */
	constructor(
		readonly vendor: Vendor,
		/** Without a trailing slash. */
		readonly baseUrl: string,
		readonly headers: Record<string, string>,
		readonly host: Host,
		concurrency: number,
		readonly stopOnFailure = false,
	) {
		const { signal, clock, locks } = host;
		this.cancelled = new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }));
		this.pool = new Pool(concurrency, clock);
		this.sender = new Sender(this.pool, clock);
		this.workers = new Workers(concurrency);
		this.reads = new SharedReads(clock, locks);
		this.plannedReads = new SharedReads(clock, locks);
	}

	/** Removes the secrets that are known by now: a login adds to them. */
	cleaner(): Redactor {
		this.redactor.learn(this.host.secrets());
		return this.redactor;
	}

	/** An id for a group that a dry run only plans: `new-1`, `new-2`… */
	standIn(): string {
		this.standIns += 1;
		return `new-${this.standIns}`;
	}
}
