import { NotSent, raise } from '../contract/failure';
import type { Reply } from '../contract/host';

/** What is known of the token: where it is missing or refused, sending the request includes a login. */
export type TokenState = 'present' | 'missing' | 'refused';

type Exchange = (token: TokenState) => Promise<Reply>;

/**
 * One login and one renewal for all requests of an execution: each belongs to the request that needs it first,
 * and the rest wait for that one.
 */
export class TokenGate {
	/** The request that finds no token and logs in. */
	private first?: Promise<Reply>;
	private renewal?: Promise<Reply>;
	private renewals = 0;
	/** A new token was refused as well: another one would not help. */
	private tokenIsUseless = false;

	/** @param hasToken whether the credential held a token when the execution began */
	constructor(private readonly hasToken: boolean) {}

	/** @throws NotSent of whichever request logged in for this one; what `exchange` throws */
	async pass(exchange: Exchange): Promise<Reply> {
		if (!this.hasToken) {
			if (!this.first) return await this.logIn(exchange);
			await this.first.catch(onlyIfNotSent);
		}
		const renewalsBefore = this.renewals;
		const reply = await exchange('present');
		if (reply.status !== 401 || this.tokenIsUseless) return reply;
		if (this.renewals === renewalsBefore) {
			if (!this.renewal) return await (this.renewal = this.renew(exchange));
			await this.renewal.catch(onlyIfNotSent);
		}
		return this.tokenIsUseless ? reply : await exchange('present');
	}

	private async logIn(exchange: Exchange): Promise<Reply> {
		this.first = exchange('missing').catch((error: unknown) => {
			// A later attempt may find the login server back at work.
			if (error instanceof NotSent && error.facts.kind) delete this.first;
			return raise(error);
		});
		return await this.first;
	}

	private async renew(exchange: Exchange): Promise<Reply> {
		try {
			const reply = await exchange('refused');
			this.tokenIsUseless = reply.status === 401;
			this.renewals += 1;
			return reply;
		} catch (error) {
			this.tokenIsUseless = error instanceof NotSent && !error.facts.kind;
			return raise(error);
		} finally {
			delete this.renewal;
		}
	}
}

/** Waiting for another request's token must not fail for that request's own reasons. */
function onlyIfNotSent(error: unknown): void {
	if (error instanceof NotSent) throw error;
}
