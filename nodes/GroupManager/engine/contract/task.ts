import { Failure } from './failure';
import type { Reply } from './host';
import type { Input } from './input';

/**
 * What a look at the vendor has found of a write whose outcome is not known; `refused` where no attempt can have
 * worked.
 */
export type Found = { made: unknown } | 'absent' | 'refused' | { unclear: string };

/**
 * Looks whether a write was carried out; throws when it could not look.
 * @param charge pays for one more request, false where the execution's quota is used up
 */
export type LookForWrite = (failure: Failure, charge: () => boolean) => Promise<Found>;

export interface Write<T> {
	method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** From the base URL on, encoded. */
	path: string;
	body?: unknown;
	/** What it changes, as in `exclusive`: whoever comes next waits while it may still be carried out. */
	targets: readonly string[];
	/**
	 * Checks the answer: the parsed body, undefined for none. @throws Failure where it is not what the vendor
	 * documents
	 */
	read: (answer: unknown, wasGone: boolean) => T;
	/** What it makes is this write's result. */
	look: LookForWrite;
	/** Whether a second send does no harm; a PUT, a PATCH and a DELETE are. */
	isRepeatable?: boolean;
	/** What it would leave behind, for a dry run. */
	planned: () => T;
}

/** Makes of a success what is wanted; throws where it is something else. The body is parsed, undefined for none. */
export type Check<T> = (body: unknown, reply: Reply) => T;

/** Reads something for all items of an execution. */
export type Load<T> = (reader: Task) => Promise<T>;

/**
 * What is read, changed and written back: the vendor's own words for it, and the keys of the shared reads that the
 * work goes by.
 */
export interface Target {
	target: string;
	keys: readonly string[];
}

/** One item at work: all that an operation may use. */
export interface Task<I extends Input = Input> {
	readonly input: I;
	/** Writes are planned instead of sent. */
	readonly isDry: boolean;
	/** Where the vendor's paths begin, without a trailing slash. */
	readonly baseUrl: string;
	/** How long after its lost answer a write may still be carried out, in ms. */
	readonly lateness: number;

	/** A task of its own for a request that serves several items. */
	helper(): Task<I>;
	/** The same item with other parameters. */
	having<More extends Partial<Input>>(changes: More): Task<I & More>;

	/** A GET that is not kept. @param path from the base URL on, encoded; an absolute URL is taken as it is */
	fetch<T>(path: string, check: Check<T>): Promise<T>;
	/** A GET that the items of this execution share. */
	read<T>(path: string, check: Check<T>): Promise<T>;
	/**
	 * Loads something once per execution; the items that are served by it show its request.
	 * @param key a path, or anything else that tells it from other reads
	 */
	share<T>(key: string, load: Load<T>): Promise<T>;
	/** What `share` has loaded or is loading under the key; undefined when nobody asked for it, or when it failed. */
	shared<T>(key: string): Promise<T | undefined>;
	/**
	 * Reads anew, together with all who want the same at that moment: one read is under way and one waits for it.
	 * @param charge pays for the request, by whoever begins it
	 * @param spacing ms between two looks, for those who ask again and again
	 * @returns what a read that began after this call has found; undefined where nobody may pay for one
	 */
	look<T>(key: string, load: Load<T>, charge?: () => boolean, spacing?: number): Promise<T | undefined>;
	/** Makes the next one who asks read again. */
	forget(key: string): void;
	/** The same for all reads whose key begins with the text. */
	forgetAll(start: string): void;

	/** Sends one write. A dry run plans it instead, and goes on with what the write would have left behind. */
	write<T>(write: Write<T>): Promise<T>;
	/** Does what reads, changes and writes back one target, while nobody else in this process does. */
	exclusive<T>(target: string, keys: readonly string[], work: () => Promise<T>): Promise<T>;
	/** The same for several targets, which all executions take in one order. */
	exclusiveAll<T>(targets: readonly Target[], work: () => Promise<T>): Promise<T>;
	/**
	 * Waits for writes that may still land, and forgets what others may have changed.
	 * @returns whether there was anything to wait for
	 */
	settle(target: string, keys: readonly string[]): Promise<boolean>;
	/** Waits, and lets other items go on meanwhile. */
	rest(ms: number): Promise<void>;

	/**
	 * Works off what many items want, so many pieces at once that the requests never run dry, and in order where it
	 * is one at a time.
	 * @returns one result per piece, an Error where it failed or was not reached
	 */
	workOff<Piece, Result>(
		pieces: readonly Piece[],
		work: (piece: Piece) => Promise<Result>,
	): Promise<Array<Result | Error>>;
	/** How many different groups the items of this execution address by name. */
	namesToFind(): Promise<number>;
	/** An id for a group that a dry run only plans: `new-1`, `new-2`… */
	standIn(): string;

	/** What was read so far only made ids of names: the next read is the one that the envelope shows. */
	lookedUp(): void;
	/** The envelope shows what the other task has sent on this one's behalf. */
	adopt(other: Task): void;
}

/** One result per piece, several requests at once; after a failure no further piece begins. @throws that Failure */
export async function each<Piece, Result>(
	task: Pick<Task, 'workOff'>,
	pieces: readonly Piece[],
	work: (piece: Piece) => Promise<Result>,
): Promise<Result[]> {
	const results = await task.workOff(pieces, work);
	const failure = results.find((result) => result instanceof Failure);
	if (failure) throw failure;
	return results as Result[];
}
