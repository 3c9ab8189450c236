import type { JsonObject } from './json';

/** The credential as n8n hands it over: shared by all vendors, so every field may be missing. */
export type Credential = JsonObject;

export interface Request {
	method: string;
	url: string;
	body?: unknown;
	/** Milliseconds until the answer has to be complete. */
	timeout: number;
}

export interface Reply {
	status: number;
	/** Lower-case names. */
	headers: Record<string, string>;
	text: string;
}

/** Time and chance, so that tests can hold them. */
export interface Clock {
	/** In ms. */
	now: () => number;
	/** @throws Failure `cancelled` as soon as the execution is cancelled */
	sleep: (ms: number) => Promise<void>;
	/** Until a later turn of the event loop, some 1 ms from now. */
	turn: () => Promise<void>;
	/** From 0 up to, not including, 1. */
	random: () => number;
}

/** A place in the queue for a target. */
export interface Turn {
	/** Ends with the turn of whoever is before; undefined where nobody is. */
	before: Promise<void> | undefined;
	/** Hands the target on. */
	end: () => void;
}

/** One writer at a time at a target, over all executions of the process. Times are in ms. */
export interface SharedLocks {
	/** How long after its lost answer a write may still be carried out. */
	readonly lateness: number;
	/** The number of turns so far: a moment to compare with later ones. */
	readonly moment: number;
	/** Says that an execution has begun, and that it is over. */
	enter: (run: object) => void;
	leave: (run: object) => void;
	queue: (target: string, run: object) => Turn;
	/** Whether another execution had a turn at the target since that moment. */
	isOutdated: (target: string, since: number, run: object) => boolean;
	/** Notes that a write to the target was sent and its answer lost. */
	doubt: (target: string, time: number) => void;
	/** For how long a lost write to the target may still be carried out. */
	doubtLeft: (target: string, time: number) => number;
}

/** The only way out. */
export interface Host {
	/**
	 * Every answer resolves, whatever its status. @throws Failure `timeout`, `unavailable`, `unauthorized` (login)
	 * or `cancelled`
	 */
	send: (request: Request) => Promise<Reply>;
	clock: Clock;
	locks: SharedLocks;
	/** Values that must never leave the node, as known by now. */
	secrets: () => readonly unknown[];
	/** Aborted as soon as the execution is cancelled. */
	signal?: AbortSignal;
	/** The credential as it is for an item, where an expression in it may change it. */
	credentialOf?: (item: number) => Promise<Credential>;
}
