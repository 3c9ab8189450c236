import {
	type IPollFunctions,
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';

import { type Failure, cancelledBefore } from './engine/contract/failure';
import type { Clock, Credential, Host, Reply, Request } from './engine/contract/host';
import { isObject } from './engine/contract/json';
import type { Vendor } from './engine/contract/vendor';
import { readBody } from './engine/http/body';
import { TokenGate, type TokenState } from './engine/http/tokenGate';
import { Locks } from './engine/run/locks';
import { cancelledMeanwhile, causes, loginTimedOut, timedOut, transportFailure } from './transportErrors';

export const CREDENTIAL = 'groupManagerApi';

type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** The body is text, or a stream that is still to be read. */
interface Answer {
	statusCode: number;
	headers: unknown;
	body: unknown;
}

/**
 * The way out through n8n: its helper adds the credential, and logs in where a token is needed.
 * n8n logs in once per request that finds no token or an expired one, so a gate lets one request go ahead.
 */
export class N8nHost implements Host {
	/** One set for the process: executions and tool calls wait for each other. */
	static locks = new Locks();

	readonly locks = N8nHost.locks;
	private readonly known: unknown[] = [];
	/** Only for credentials that need a token. */
	private readonly gate?: TokenGate;
	/** Ends with the execution. */
	readonly signal?: AbortSignal;

	private constructor(
		private readonly context: Context,
		readonly credential: Credential,
		vendor: Vendor | undefined,
		signal?: AbortSignal,
	) {
		this.signal =
			signal ?? ('getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined);
		const { accessToken } = credential;
		if (vendor?.credential.login?.isNeeded(credential))
			this.gate = new TokenGate(accessToken !== '' && accessToken !== undefined);
		this.learn(credential);
	}

	/**
	 * Reads the credential as of the first item; n8n's request helper takes it from there as well.
	 * @param signal ends everything, where that is not the execution's
	 */
	static async open(context: Context, vendor: Vendor | undefined, signal?: AbortSignal): Promise<N8nHost> {
		return new N8nHost(context, await context.getCredentials(CREDENTIAL, 0), vendor, signal);
	}

	readonly clock: Clock = {
		now: Date.now,
		random: Math.random,
		sleep: async (ms) => {
			await sleep(ms, this.signal).catch(() => undefined);
			this.throwIfCancelled();
		},
		turn: async () => (this.signal?.aborted ? undefined : await sleep(0)),
	};

	secrets(): readonly unknown[] {
		return this.known;
	}

	/** The credential as an item's expressions make it. */
	async credentialOf(item: number): Promise<Credential> {
		return await this.context.getCredentials(CREDENTIAL, item);
	}

	async send(request: Request): Promise<Reply> {
		if (!this.gate) return await this.exchange(request, 'present');
		return await this.gate.pass(async (token) => await this.exchange(request, token));
	}

	private async exchange(request: Request, token: TokenState): Promise<Reply> {
		this.throwIfCancelled();
		try {
			const life = new RequestLife(request.timeout, this.signal);
			return await life.spend(async () => await this.ask(request, token, life));
		} finally {
			// n8n has stored a token that is a secret too.
			if (token !== 'present') this.learn(await this.credentialOf(0));
		}
	}

	private async ask(request: Request, token: TokenState, life: RequestLife): Promise<Reply> {
		const options = requestOptions(request, token, this.credential);
		const answer = (await this.context.helpers.httpRequestWithAuthentication
			.call(life.extend(this.context), CREDENTIAL, options)
			.catch(answerIn)) as Answer;
		const { statusCode: status, headers, body } = answer;
		const { text, isWhole } = await readBody(body, status);
		if (!isWhole) life.end();
		return { status, headers: lowerCase(headers), text };
	}

	private learn({ apiKey, clientSecret, accessToken }: IDataObject | Credential): void {
		this.known.push(apiKey, clientSecret, accessToken);
	}

	private throwIfCancelled(): void {
		if (this.signal?.aborted) throw cancelledBefore();
	}
}

/** Reasons without a stack: making one for every abort would be the dearest step of a request. */
const ENDED = new Error('ended');
const TIMED_OUT = new Error('timed out');
const CANCELLED = new Error('cancelled');

/**
 * The time that one request has. n8n ends a request by the signal of the execution only, and its `timeout` counts from
 * the last sign of life; so each request is made in a context whose signal is its own.
 */
class RequestLife {
	private readonly controller = new AbortController();
	private isLoggingIn = false;
	/** It was over before the request itself left. */
	private endedInLogin = false;

	/** @param timeout ms until the answer has to be complete */
	constructor(
		private readonly timeout: number,
		private readonly execution: AbortSignal | undefined,
	) {}

	/** Closes whatever the request still has open. */
	end(reason: Error = ENDED): void {
		this.endedInLogin = this.isLoggingIn;
		this.controller.abort(reason);
	}

	/** @throws Failure */
	async spend<T>(work: () => Promise<T>): Promise<T> {
		const { signal } = this.controller;
		const done = new AbortController();
		const cancel = () => this.end(CANCELLED);
		this.execution?.addEventListener('abort', cancel);
		// A turn later, so that an answer which is there already is not lost.
		const over = new Promise<never>((_, reject) =>
			signal.addEventListener('abort', () => void sleep(0).then(() => reject(signal.reason as Error))),
		);
		sleep(this.timeout, done.signal).then(
			() => this.end(TIMED_OUT),
			() => undefined,
		);
		try {
			return await Promise.race([work(), over]);
		} catch (error) {
			if (!signal.aborted) this.end();
			throw this.failureFor(signal.reason === ENDED ? error : signal.reason);
		} finally {
			done.abort(ENDED);
			this.execution?.removeEventListener('abort', cancel);
		}
	}

	/** The context as n8n's helper sees it for this request. */
	extend(context: Context): Context & IExecuteFunctions {
		const { signal } = this.controller;
		const httpRequest = async (options: IHttpRequestOptions): Promise<unknown> => {
			const either = options.abortSignal ? AbortSignal.any([signal, options.abortSignal as AbortSignal]) : signal;
			this.isLoggingIn = true;
			try {
				const answer = (await context.helpers.httpRequest({ ...options, abortSignal: either })) as Answer;
				return { ...answer, body: (await readBody(answer.body, answer.statusCode)).text };
			} finally {
				this.isLoggingIn = false;
			}
		};
		return Object.create(context, {
			getExecutionCancelSignal: { value: () => signal },
			helpers: { value: Object.create(context.helpers, { httpRequest: { value: httpRequest } }) as object },
		}) as Context & IExecuteFunctions;
	}

	private failureFor(reason: unknown): Failure {
		if (reason === CANCELLED || this.execution?.aborted) {
			return this.endedInLogin ? cancelledBefore() : cancelledMeanwhile();
		}
		if (reason !== TIMED_OUT) return transportFailure(reason, this.timeout);
		return this.endedInLogin ? loginTimedOut(this.timeout) : timedOut(this.timeout);
	}
}

function requestOptions(
	{ method, url, body, timeout }: Request,
	token: TokenState,
	credential: Credential,
): IHttpRequestOptions {
	return {
		method: method as IHttpRequestOptions['method'],
		url,
		headers: {},
		timeout,
		// As text n8n collects the body for as long as it grows, but the stream of a 401 that it renews the token for
		// would stay open for ever.
		encoding: token === 'refused' ? 'text' : 'stream',
		returnFullResponse: true,
		// n8n would send the key along to wherever the redirect points.
		disableFollowRedirect: true,
		skipSslCertificateValidation: credential.allowUnauthorizedCerts === true,
		// A 401 that throws is what makes n8n renew the token.
		ignoreHttpStatusErrors: token !== 'refused',
		...bodyOptions(body),
	};
}

/** n8n leaves an empty object or list out, but an empty permission list means something. */
function bodyOptions(body: unknown): Pick<IHttpRequestOptions, 'body' | 'headers'> {
	if (body === undefined) return {};
	return Object.keys(body as object).length > 0
		? { body: body }
		: { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
}

/** An answer that n8n threw because of its status; one that broke off on the way has no data. */
function answerIn(error: unknown): Answer {
	const response = causes(error)
		.map((cause) => cause.response)
		.find(isObject);
	if (!response || typeof response.status !== 'number' || response.data === undefined) throw error;
	return { statusCode: response.status, headers: response.headers, body: response.data };
}

function lowerCase(headers: unknown): Record<string, string> {
	return Object.fromEntries(
		Object.entries(isObject(headers) ? headers : {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}
