import { sleep, type IDataObject, type IExecuteFunctions, type IHttpRequestOptions, type ILoadOptionsFunctions } from 'n8n-workflow';

import { Failure, inSentence, raise, type FailureFacts } from './engine/errors';
import { isObject, type JsonObject } from './engine/input';
import type { Clock } from './engine/retry';
import { NotSent } from './engine/task';
import type { Credential, Host, Reply, Vendor } from './engine/vendor';

export const CREDENTIAL = 'groupManagerApi';

type Context = IExecuteFunctions | ILoadOptionsFunctions;
type Request = Parameters<Host['send']>[0];

/**
 * The way out through n8n: its helper adds the credential, and logs in where a token is needed.
 * n8n logs in once per request that finds no token or an expired one, so here one request goes ahead and the rest wait.
 */
export class N8nHost implements Host {
	private readonly known: unknown[] = [];
	private readonly usesToken: boolean;
	/** The request that finds no token and makes n8n log in. */
	private first?: Promise<Reply>;
	private renewal?: Promise<Reply>;
	private renewals = 0;
	/** A new token was refused as well: another one would not help. */
	private tokenIsUseless = false;

	private constructor(
		private readonly context: Context,
		readonly credential: Credential,
		vendor: Vendor | undefined,
	) {
		this.usesToken = vendor?.usesToken(credential) ?? false;
		this.learn(credential);
	}

	/** Reads the credential as of the first item; n8n's request helper takes it from there as well. */
	static async open(context: Context, vendor: Vendor | undefined): Promise<N8nHost> {
		return new N8nHost(context, await context.getCredentials(CREDENTIAL, 0), vendor);
	}

	readonly clock: Clock = {
		now: Date.now,
		random: Math.random,
		sleep: async (ms) => {
			await sleep(ms, this.cancelSignal).catch(() => undefined);
			this.throwIfCancelled();
		},
		turn: async () => (this.cancelSignal?.aborted ? undefined : await sleep(0)),
	};

	secrets(): readonly unknown[] {
		return this.known;
	}

	async send(request: Request): Promise<Reply> {
		this.throwIfCancelled();
		if (!this.usesToken) return await this.exchange(request);
		if (this.credential.accessToken === '' || this.credential.accessToken === undefined) {
			if (!this.first) return await this.logIn(request);
			await this.first.catch(onlyIfNotSent);
		}
		const renewalsBefore = this.renewals;
		const reply = await this.exchange(request);
		if (reply.status !== 401 || this.tokenIsUseless) return reply;
		if (this.renewals === renewalsBefore) {
			if (!this.renewal) return await (this.renewal = this.renew(request));
			await this.renewal.catch(onlyIfNotSent);
		}
		return this.tokenIsUseless ? reply : await this.exchange(request);
	}

	private async logIn(request: Request): Promise<Reply> {
		this.first = this.relearn(this.exchange(request)).catch((error: unknown) => {
			// A later attempt may find the login server back at work.
			if (error instanceof NotSent && error.facts.kind) delete this.first;
			return raise(error);
		});
		return await this.first;
	}

	private async renew(request: Request): Promise<Reply> {
		try {
			const reply = await this.relearn(this.exchange(request, { renew: true }));
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

	/** After a login n8n has stored a token that is a secret too. */
	private async relearn(exchange: Promise<Reply>): Promise<Reply> {
		try {
			return await exchange;
		} finally {
			this.learn(await this.context.getCredentials(CREDENTIAL, 0));
		}
	}

	private learn({ apiKey, clientSecret, accessToken }: IDataObject | Credential): void {
		this.known.push(apiKey, clientSecret, accessToken);
	}

	private async exchange({ method, url, body, timeout }: Request, { renew = false } = {}): Promise<Reply> {
		const options: IHttpRequestOptions = {
			method: method as IHttpRequestOptions['method'],
			url,
			headers: {},
			timeout,
			encoding: 'text',
			returnFullResponse: true,
			// n8n would send the key along to wherever the redirect points.
			disableFollowRedirect: true,
			skipSslCertificateValidation: this.credential.allowUnauthorizedCerts === true,
			// A 401 that throws is what makes n8n renew the token.
			ignoreHttpStatusErrors: !renew,
			...bodyOptions(body),
		};
		const finished = new AbortController();
		try {
			const { statusCode, headers, body: text } = (await Promise.race([
				this.context.helpers.httpRequestWithAuthentication.call(this.context, CREDENTIAL, options),
				deadline(timeout, finished.signal),
			])) as { statusCode: number; headers: JsonObject; body: unknown };
			return { status: statusCode, headers: lowerCase(headers), text: textOf(text) };
		} catch (error) {
			return replyIn(error) ?? refuse(error, this.cancelSignal?.aborted === true, timeout);
		} finally {
			finished.abort(ANSWERED);
		}
	}

	private get cancelSignal(): AbortSignal | undefined {
		return 'getExecutionCancelSignal' in this.context ? this.context.getExecutionCancelSignal() : undefined;
	}

	private throwIfCancelled(): void {
		if (this.cancelSignal?.aborted) throw cancelled();
	}
}

/** n8n leaves an empty object or list out, but an empty permission list means something. */
function bodyOptions(body: unknown): Pick<IHttpRequestOptions, 'body' | 'headers'> {
	if (body === undefined) return {};
	return Object.keys(body as object).length > 0
		? { body: body }
		: { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
}

/** An abort without a reason makes one, stack and all: that would be the dearest step here. */
const ANSWERED = new Error('answered');

/** The request's own timeout counts from its last sign of life; this one ends it for good. */
async function deadline(timeout: number, signal: AbortSignal): Promise<never> {
	await sleep(timeout, signal);
	throw timedOut(timeout);
}

function timedOut(timeout: number): Failure {
	return new Failure('timeout', `there was no complete answer within ${timeout} ms`, { kind: 'transient' });
}

/** n8n marks the execution as canceled by this word. */
const cancelled = (): Failure => new NotSent('cancelled', 'the execution was canceled');

/** Waiting for another request's token must not fail for that request's own reasons. */
function onlyIfNotSent(error: unknown): void {
	if (error instanceof NotSent) throw error;
}

/** n8n wraps what went wrong, sometimes more than once. */
function causes(error: unknown): JsonObject[] {
	const chain: JsonObject[] = [];
	for (let cause = error; isObject(cause) && chain.length < 5; cause = cause.cause) chain.push(cause);
	return chain;
}

/** An answer that n8n threw because of its status; one that broke off on the way has no data. */
function replyIn(error: unknown): Reply | undefined {
	const response = causes(error).map((cause) => cause.response).find(isObject);
	if (!response || typeof response.status !== 'number' || response.data === undefined) return undefined;
	return { status: response.status, headers: lowerCase(response.headers), text: textOf(response.data) };
}

/** A name or a way that is not there now will not be there in a second. */
const PERMANENT = ['ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'];

/** No connection came about, so the vendor knows of nothing. */
const NEVER_ARRIVED = ['ECONNREFUSED', 'EAI_AGAIN', ...PERMANENT];

const CONNECTION_PROBLEMS: Record<string, string> = {
	ECONNREFUSED: 'the server refused the connection',
	ECONNRESET: 'the connection broke off',
	ERR_BAD_RESPONSE: 'the connection broke off',
	EPIPE: 'the connection broke off',
	ENOTFOUND: 'the host name is unknown',
	EAI_AGAIN: 'the host name could not be looked up',
	ETIMEDOUT: 'the server did not take the connection in time',
	EHOSTUNREACH: 'the server cannot be reached',
	ENETUNREACH: 'the server cannot be reached',
};

/** @throws Failure, always */
function refuse(error: unknown, isCancelled: boolean, timeout: number): never {
	if (error instanceof Failure) throw error;
	const chain = causes(error);
	const login = chain.find(({ name }) => name === 'LoginError');
	if (login) throw loginFailure(login);
	const code = chain.map((cause) => cause.code).find((value) => typeof value === 'string') ?? '';
	if (isCancelled || code === 'ERR_CANCELED') throw cancelled();
	if (code === 'ECONNABORTED') throw timedOut(timeout);
	const said = inSentence(String(chain.at(-1)?.message ?? error));
	const problem = CONNECTION_PROBLEMS[code];
	if (problem) {
		const passing: FailureFacts = PERMANENT.includes(code) ? {} : { kind: 'transient' };
		throw new Failure('unavailable', problem, { details: said, ...passing, unsent: NEVER_ARRIVED.includes(code) });
	}
	if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
		throw new Failure('unavailable', 'the certificate of the server is not trusted', {
			details: said,
			advice: 'Repair the certificate, or allow it in the credential',
		});
	}
	throw new Failure(code === '' ? 'unexpected_response' : 'unavailable', `the request failed: ${said}`, { details: said });
}

function loginFailure({ message, httpStatus }: JsonObject): NotSent {
	const reason = String(message);
	if (typeof httpStatus !== 'number') return new NotSent('unavailable', reason, { kind: 'transient', unsent: true });
	const facts: FailureFacts = { httpStatus, advice: '', unsent: true };
	if (httpStatus === 429) return new NotSent('rate_limited', reason, { ...facts, kind: 'throttled' });
	return httpStatus >= 500 ? new NotSent('unavailable', reason, { ...facts, kind: 'transient' }) : new NotSent('unauthorized', reason, facts);
}

function lowerCase(headers: unknown): Record<string, string> {
	return Object.fromEntries(
		Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}

function textOf(body: unknown): string {
	if (typeof body === 'string') return body;
	return body === undefined || body === null ? '' : JSON.stringify(body);
}
