import { Failure, failureOf, raise } from './errors';
import type { Pool } from './pool';
import { backoff, retryAfter, RetryQuota, type Clock, type RetryKind } from './retry';

export interface SendRules {
	method: string;
	/** Requests in all, the first one included. */
	maxAttempts: number;
	/** Milliseconds that a vendor may ask to wait for. */
	maxRetryWait: number;
	/**
	 * What to do when nobody knows whether a POST was carried out: send it `again`, or look what it made.
	 * The look-up gives that, a Failure `outcome_unknown` where it cannot be told, undefined to send it again.
	 * It throws when it could not look.
	 */
	recover?: 'again' | ((failure: Failure) => Promise<unknown>);
}

export interface Sent {
	body: unknown;
	/** A DELETE met 404 after an attempt that may have worked. */
	wasGone: boolean;
}

/** Sends requests until they succeed, are refused for good, or the attempts or the execution's quota are used up. */
export class Sender {
	private readonly quota = new RetryQuota();

	constructor(
		private readonly pool: Pool,
		private readonly clock: Clock,
	) {}

	/**
	 * @param attempt sends once and reads the answer
	 * @throws Failure, whose facts say how often and how long was tried
	 */
	async send(attempt: () => Promise<unknown>, rules: SendRules): Promise<Sent> {
		const started = this.clock.now();
		let lastRetry: RetryKind | undefined;
		let mayHaveWorked = false;
		const done = (sent: Sent): Sent => {
			this.quota.succeed(lastRetry);
			return sent;
		};
		for (let attempts = 1; ; attempts += 1) {
			let wait: number | undefined;
			const inPlace = async (): Promise<Sent | Failure> => {
				const result = await attempt().then((body): Sent => ({ body, wasGone: false }), failureOf);
				if (result instanceof Failure) wait = this.waitFor(result, attempts, rules);
				// Before the place is handed on, or the next request would slip through.
				if (result instanceof Failure && result.facts.kind === 'throttled' && wait !== undefined) this.pool.pause(wait);
				return result;
			};
			const outcome = await this.pool.run(inPlace, attempts > 1 ? 'again' : rules.method === 'GET' ? 'read' : 'write');
			if (!(outcome instanceof Failure)) return done(outcome);
			if (mayHaveWorked && rules.method === 'DELETE' && outcome.code === 'not_found') return done({ body: undefined, wasGone: true });

			const { kind, unsent, httpStatus } = outcome.facts;
			// A throttled 503 may come from behind the place where the request was carried out.
			const isUnknown = kind !== undefined && unsent !== true && httpStatus !== 429;
			// A late first attempt makes the vendor refuse the second one.
			const wasRefusedLate = mayHaveWorked && outcome.code === 'duplicate_name';
			mayHaveWorked ||= isUnknown && rules.method !== 'GET';
			const failure = outcome.triedOften(attempts, this.clock.now() - started, mayHaveWorked);
			if (rules.method === 'POST' && rules.recover !== 'again' && (isUnknown || wasRefusedLate)) {
				const made = await this.recover(failure, rules.recover);
				if (made !== undefined) return done({ body: made, wasGone: false });
			}
			if (!kind || attempts >= rules.maxAttempts) throw failure;
			if (wait === undefined) throw this.tooLong(failure, rules);
			if (!this.quota.take(kind)) throw failure;
			lastRetry = kind;
			if (kind === 'transient') await this.clock.sleep(wait);
		}
	}

	private async recover(failure: Failure, recover: SendRules['recover']): Promise<unknown> {
		// The look-up is one more request in what may be an outage; the answer to it gives back what it cost.
		if (typeof recover === 'function' && this.quota.take('transient')) {
			const made = await recover(failure);
			this.quota.succeed('transient');
			return made instanceof Failure ? raise(made) : made;
		}
		throw new Failure('outcome_unknown', `${failure.reason}; whether it was carried out is not known`, {
			...failure.facts,
			advice: 'Look before you run it again',
		});
	}

	/** Milliseconds until the next attempt; undefined when the vendor asks for more than is allowed. */
	private waitFor({ facts: { kind, retryAfter: header } }: Failure, attempts: number, { maxRetryWait }: SendRules): number | undefined {
		const asked = retryAfter(header, this.clock.now()) ?? 0;
		return asked > maxRetryWait ? undefined : Math.max(asked, kind ? backoff(kind, attempts, this.clock.random) : 0);
	}

	private tooLong(failure: Failure, { maxRetryWait }: SendRules): Failure {
		const asked = retryAfter(failure.facts.retryAfter, this.clock.now()) ?? 0;
		const seconds = (ms: number) => Math.ceil(ms / 1_000);
		return new Failure(failure.code, `${failure.reason}; the vendor asks to wait ${seconds(asked)} s`, {
			...failure.facts,
			advice: `Try again after that, or raise "Max Retry Wait", which is ${seconds(maxRetryWait)} s`,
		});
	}
}
