import axios, { isAxiosError, type AxiosRequestConfig } from 'axios';
import { setTimeout as sleep } from 'node:timers/promises';

import { requestHeaders } from '../../nodes/GroupManager/engine/connection';
import { Failure } from '../../nodes/GroupManager/engine/errors';
import { NotSent } from '../../nodes/GroupManager/engine/task';
import type { Credential, Host, Reply, Vendor } from '../../nodes/GroupManager/engine/vendor';
import { LoginError, loginRequest, readToken } from '../../nodes/GroupManager/vendors/audienceManager/login';

type Request = Parameters<Host['send']>[0];

const LOGIN_TIMEOUT = 30_000;

/**
 * The way out without n8n, with n8n's manners: no body on GET, no redirects, every status resolves, bodies stay text,
 * a token is fetched when there is none, renewed after a 401, and kept in the credential.
 */
export class AxiosHost implements Host {
	readonly clock = { now: Date.now, random: () => Math.random(), sleep: async (ms: number) => await sleep(ms), turn: async () => await sleep(0) };

	private readonly known: unknown[] = [];
	private login?: Promise<void>;
	private renewal?: Promise<Reply>;
	/** A new token was refused as well: another one would not help. */
	private tokenIsUseless = false;

	/** @param credential as it is stored; a fetched token is written into it */
	constructor(
		private readonly vendor: Vendor,
		private readonly credential: Credential,
	) {
		this.learn();
	}

	secrets(): readonly unknown[] {
		return this.known;
	}

	async send(request: Request): Promise<Reply> {
		if (!this.vendor.usesToken(this.credential)) return await this.exchange(request);
		if (!this.credential.accessToken) await this.logIn();
		const token = this.credential.accessToken;
		const reply = await this.exchange(request);
		if (reply.status !== 401) return reply;
		while (this.renewal) await this.renewal.catch(onlyIfNotSent);
		if (this.tokenIsUseless) return reply;
		if (this.credential.accessToken !== token) return await this.exchange(request);
		return await (this.renewal = this.renew(request));
	}

	/** A login that was refused is not tried again, unless a later attempt may fare better. */
	private async logIn(): Promise<void> {
		this.login ??= this.fetchToken().catch((error: unknown) => {
			if (error instanceof NotSent && error.facts.kind) delete this.login;
			throw error;
		});
		await this.login;
	}

	private async renew(request: Request): Promise<Reply> {
		try {
			await this.fetchToken();
			const reply = await this.exchange(request);
			this.tokenIsUseless = reply.status === 401;
			return reply;
		} finally {
			delete this.renewal;
		}
	}

	private async fetchToken(): Promise<void> {
		const { url, form } = loginRequest(this.credential);
		const data = new URLSearchParams(form).toString();
		const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' };
		let reply: Reply;
		try {
			reply = await send({ method: 'POST', url, headers, data }, LOGIN_TIMEOUT);
		} catch {
			throw new NotSent('unavailable', 'Adobe could not be reached for the login', { kind: 'transient', unsent: true });
		}
		try {
			this.credential.accessToken = readToken(reply, this.credential);
		} catch (error) {
			throw error instanceof LoginError ? loginFailure(error) : error;
		}
		this.learn();
	}

	private async exchange({ method, url, body, timeout }: Request): Promise<Reply> {
		const headers = requestHeaders(this.vendor, this.credential);
		if (method === 'GET' || body === undefined) return await send({ method, url, headers }, timeout);
		const data = JSON.stringify(body);
		return await send({ method, url, headers: { ...headers, 'Content-Type': 'application/json' }, data }, timeout);
	}

	private learn(): void {
		const { apiKey, clientSecret, accessToken } = this.credential;
		this.known.push(apiKey, clientSecret, accessToken);
	}
}

/** @param timeout ms until the answer has to be complete */
async function send(request: AxiosRequestConfig, timeout: number): Promise<Reply> {
	const deadline = AbortSignal.timeout(timeout);
	try {
		const { status, headers, data } = await axios.request<string>({
			...request,
			signal: deadline,
			maxRedirects: 0,
			proxy: false,
			responseType: 'text',
			transformResponse: (text: string) => text,
			validateStatus: () => true,
		});
		const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
		return { status, headers: Object.fromEntries(entries) as Record<string, string>, text: data };
	} catch (error) {
		if (deadline.aborted) throw new Failure('timeout', `there was no complete answer within ${timeout} ms`, { kind: 'transient' });
		if (!isAxiosError(error)) throw error;
		const { message, code } = error;
		throw new Failure('unavailable', 'the connection broke off', { details: message, kind: 'transient', unsent: code === 'ECONNREFUSED' });
	}
}

function loginFailure({ message, httpStatus = 0 }: LoginError): NotSent {
	const facts = { httpStatus, advice: '', unsent: true };
	if (httpStatus === 429) return new NotSent('rate_limited', message, { ...facts, kind: 'throttled' });
	if (httpStatus >= 500) return new NotSent('unavailable', message, { ...facts, kind: 'transient' });
	return new NotSent('unauthorized', message, facts);
}

/** Waiting for another request's token must not fail for that request's own reasons. */
function onlyIfNotSent(error: unknown): void {
	if (error instanceof NotSent) throw error;
}
