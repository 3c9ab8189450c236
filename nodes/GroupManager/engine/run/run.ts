import { Pool } from '../http/pool';
import { Redactor } from '../http/redact';
import { Sender } from '../http/sender';
import type { Trace } from './trace';
import type { Host, Vendor } from '../contract/vendor';
import { Workers } from './workers';

/** Something that was read or is being read, with the moment (see `Locks`) at which that began. */
export interface SharedRead {
	trace: Trace;
	value: Promise<unknown>;
	moment: number;
}

/** A read that somebody asked for anew. */
export interface Look {
	under: Promise<unknown>;
	/** When it began, in ms. */
	began: number;
	isOver: boolean;
	/** The one that begins after it, for all who ask meanwhile. */
	next?: Promise<unknown>;
}

/** What all items of one execution share. */
export class Run {
	/** Resolves when the execution is cancelled. */
	readonly cancelled: Promise<void>;
	readonly pool: Pool;
	readonly sender: Sender;
	readonly workers: Workers;
	/** How many different groups the items address by name. */
	namesToFind = async (): Promise<number> => await Promise.resolve(0);
	/** Reads by key, for the length of the execution. What a dry run leaves behind did not happen, so it has its own. */
	readonly reads = new Map<string, SharedRead>();
	readonly plannedReads = new Map<string, SharedRead>();
	/** Looks that are waited for: see `Task.look`. */
	readonly looks = new Map<string, Look>();

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
		this.cancelled = new Promise((resolve) =>
			host.signal?.addEventListener('abort', () => resolve(), { once: true }),
		);
		this.pool = new Pool(concurrency, host.clock);
		this.sender = new Sender(this.pool, host.clock);
		this.workers = new Workers(concurrency);
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
