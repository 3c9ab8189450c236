import { isSameAnswer, leavesDoubt, outcomeUnknown } from './doubt';
import { Failure, failureOf } from '../contract/failure';
import type { Clock } from '../contract/host';
import type { Found, LookForWrite } from '../contract/task';
import type { Pool } from './pool';
import type { RetryKind } from '../contract/failure';
import { backoff, COSTS, RetryQuota } from './retry';

export interface WriteRules {
	/** Whether a second send does no harm. A request that is not repeatable is looked for before it is sent again. */
	isRepeatable: boolean;
	look: LookForWrite;
	/** Whether an answer has shown by now that the address is the vendor's. */
	isAddressKnown: () => boolean;
	/** Told of every attempt that may still be carried out. */
	onDoubt: () => void;
}

export interface SendRules {
	method: string;
	/** Requests in all, the first one included. */
	maxAttempts: number;
	/** Milliseconds that a vendor may ask to wait for. */
	maxRetryWait: number;
	/** Left out for reads. */
	write?: WriteRules;
}

export interface Sent {
	body: unknown;
	/** A DELETE met 404 after an attempt that may have worked. */
	wasGone: boolean;
}

/** Sends requests until they succeed, are refused for good, or the attempts or the execution's quota are used up. */
export class Sender {
	/** Requests that were sent once more. */
	repeated = 0;
	private readonly quota = new RetryQuota();

	constructor(
		private readonly pool: Pool,
		private readonly clock: Clock,
	) {}

	/**
	 * @param attempt sends once and reads the answer
	 * @throws Failure, whose facts say how often and how long was tried; for a write that may have been carried out
	 * `outcome_unknown`
	 */
	async send(attempt: () => Promise<unknown>, rules: SendRules): Promise<Sent> {
		const sending = new Sending(this.pool, this.clock, this.quota, rules);
		try {
			return await sending.run(attempt);
		} catch (error) {
			return sending.giveUp(failureOf(error));
		} finally {
			this.repeated += Math.max(0, sending.attempts - 1);
		}
	}
}

/** One request on its way, with all its attempts. */
class Sending {
	attempts = 0;
	private readonly started: number;
	private isInDoubt = false;
	private lastRetry?: RetryKind;
	/** Paid for looks; a success gives it back. */
	private spent = 0;

	constructor(
		private readonly pool: Pool,
		private readonly clock: Clock,
		private readonly quota: RetryQuota,
		private readonly rules: SendRules,
	) {
		this.started = clock.now();
	}

	async run(attempt: () => Promise<unknown>): Promise<Sent> {
		for (;;) {
			this.attempts += 1;
			const { outcome, wait } = await this.once(attempt);
			if (!(outcome instanceof Failure)) return this.done(outcome);
			const wasInDoubt = this.isInDoubt;
			const isDoubtful = this.rules.write !== undefined && leavesDoubt(outcome);
			if (isDoubtful) {
				this.isInDoubt = true;
				this.rules.write?.onDoubt();
			}
			const isGone = outcome.code === 'not_found' && this.rules.method === 'DELETE';
			if (wasInDoubt && isGone && !isDoubtful) return this.done({ body: undefined, wasGone: true });

			const failure = outcome.triedOften(this.attempts, this.clock.now() - this.started);
			const isFinal = !this.mayRepeat(failure, wait);
			if (this.isInDoubt && (isFinal || (isDoubtful && this.rules.write?.isRepeatable === false))) {
				const found = await this.find(failure, isFinal);
				if (found) return this.done(found);
			}
			await this.prepareRetry(failure, wait);
		}
	}

	/** A write that was under way when the execution was cancelled may have been carried out. */
	giveUp(failure: Failure): never {
		const isOpen = this.isInDoubt && failure.code !== 'outcome_unknown';
		throw isOpen ? outcomeUnknown(failure, 'whether it was carried out is not known') : failure;
	}

	private async once(
		attempt: () => Promise<unknown>,
	): Promise<{ outcome: Sent | Failure; wait: number | undefined }> {
		let wait: number | undefined;
		const inPlace = async (): Promise<Sent | Failure> => {
			const result = await attempt().then((body): Sent => ({ body, wasGone: false }), failureOf);
			if (!(result instanceof Failure)) return result;
			wait = this.waitFor(result);
			// Before the place is handed on, or the next request would slip through.
			if (result.facts.kind === 'throttled' && wait !== undefined) this.pool.pause(wait);
			return result;
		};
		const rank = this.attempts > 1 ? 'again' : this.rules.method === 'GET' ? 'read' : 'write';
		return { outcome: await this.pool.run(inPlace, rank), wait };
	}

	private mayRepeat({ facts: { kind } }: Failure, wait: number | undefined): boolean {
		return (
			kind !== undefined && this.attempts < this.rules.maxAttempts && wait !== undefined && this.quota.has(kind)
		);
	}

	/** @throws Failure where there is to be no retry */
	private async prepareRetry(failure: Failure, wait: number | undefined): Promise<void> {
		const { kind } = failure.facts;
		if (!kind || this.attempts >= this.rules.maxAttempts) throw failure;
		if (wait === undefined) throw this.tooLong(failure);
		if (!this.quota.take(kind)) throw failure;
		this.lastRetry = kind;
		if (kind === 'transient') await this.clock.sleep(wait);
	}

	/**
	 * Looks whether the write was carried out.
	 * @returns what it made, undefined where it may be sent again
	 * @throws Failure `outcome_unknown`; the failure itself where the look met the same
	 */
	private async find(failure: Failure, isFinal: boolean): Promise<Sent | undefined> {
		const charge = (): boolean => {
			if (!this.quota.take('transient')) return false;
			this.spent += COSTS.transient;
			return true;
		};
		let found: Found;
		try {
			found = await this.rules.write!.look(failure, charge);
		} catch (error) {
			const reason = failureOf(error);
			if (isSameAnswer(failure, reason) && !this.rules.write!.isAddressKnown()) {
				this.isInDoubt = false;
				throw failure;
			}
			throw outcomeUnknown(failure, `whether it was carried out could not be read afterwards: ${reason.reason}`);
		}
		if (typeof found === 'object' && 'made' in found) return { body: found.made, wasGone: false };
		if (found === 'refused') {
			this.isInDoubt = false;
			throw failure;
		}
		if (found !== 'absent') throw outcomeUnknown(failure, found.unclear);
		if (isFinal) throw outcomeUnknown(failure, 'it does not show yet, but it may still be carried out');
		return undefined;
	}

	private done(sent: Sent): Sent {
		this.quota.succeed(this.lastRetry, this.spent);
		return sent;
	}

	/** Milliseconds until the next attempt; undefined when the vendor asks for more than is allowed. */
	private waitFor({ facts: { kind, wait: asked = 0 } }: Failure): number | undefined {
		if (asked > this.rules.maxRetryWait) return undefined;
		return Math.max(asked, kind ? backoff(kind, this.attempts, this.clock.random) : 0);
	}

	private tooLong(failure: Failure): Failure {
		const { wait: asked = 0 } = failure.facts;
		const seconds = (ms: number) => Math.ceil(ms / 1_000);
		return new Failure(failure.code, `${failure.reason}; the vendor asks to wait ${seconds(asked)} s`, {
			...failure.facts,
			advice: `Try again after that, or raise "Max Retry Wait", which is ${seconds(this.rules.maxRetryWait)} s`,
		});
	}
}
