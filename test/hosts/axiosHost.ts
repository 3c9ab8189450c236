import axios, { type AxiosRequestConfig } from 'axios';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import { NotSent } from '../../nodes/GroupManager/engine/contract/failure';
import type { Credential, Host, Reply } from '../../nodes/GroupManager/engine/contract/host';
import type { Vendor } from '../../nodes/GroupManager/engine/contract/vendor';
import { readBody } from '../../nodes/GroupManager/engine/http/body';
import { requestHeaders } from '../../nodes/GroupManager/engine/http/connection';
import { LoginError } from '../../nodes/GroupManager/engine/http/login';
import { TokenGate } from '../../nodes/GroupManager/engine/http/tokenGate';
import { Locks } from '../../nodes/GroupManager/engine/run/locks';
import { loginFailure, timedOut, transportFailure } from '../../nodes/GroupManager/transportErrors';

type Request = Parameters<Host['send']>[0];

const LOGIN_TIMEOUT = 30_000;

/**
 * The way out without n8n, with n8n's manners: no body on GET, no redirects, every status resolves, bodies stay text,
 * a token is fetched when there is none, renewed after a 401, and kept in the credential.
 */
export class AxiosHost implements Host {
	/** Shared by the process, as n8n's host shares them. */
	static locks = new Locks();

	readonly locks = AxiosHost.locks;
	readonly clock = {
		now: Date.now,
		random: () => Math.random(),
		sleep: async (ms: number) => await sleep(ms),
		turn: async () => await sleep(0),
	};

	private readonly known: unknown[] = [];
	private readonly gate?: TokenGate;

	/** @param credential as it is stored; a fetched token is written into it */
	constructor(
		private readonly vendor: Vendor,
		private readonly credential: Credential,
	) {
		if (vendor.credential.login?.isNeeded(credential)) this.gate = new TokenGate(Boolean(credential.accessToken));
		this.learn();
	}

	secrets(): readonly unknown[] {
		return this.known;
	}

	async send(request: Request): Promise<Reply> {
		if (!this.gate) return await this.exchange(request);
		return await this.gate.pass(async (token) => {
			if (token !== 'present') await this.fetchToken();
			return await this.exchange(request);
		});
	}

	private async fetchToken(): Promise<void> {
		const login = this.vendor.credential.login!;
		const { url, form } = login.request(this.credential);
		const data = new URLSearchParams(form).toString();
		const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' };
		let reply: Reply;
		try {
			reply = await send({ method: 'POST', url, headers, data }, LOGIN_TIMEOUT);
		} catch {
			throw new NotSent('unavailable', login.unreachable, {
				kind: 'transient',
				unsent: true,
			});
		}
		try {
			this.credential.accessToken = login.token(reply, this.credential);
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
	const life = new AbortController();
	const timer = setTimeout(() => life.abort(), timeout);
	try {
		const { status, headers, data } = await axios.request<Readable>({
			...request,
			signal: life.signal,
			maxRedirects: 0,
			proxy: false,
			responseType: 'stream',
			validateStatus: () => true,
		});
		const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
		const { text, isWhole } = await readBody(data, status);
		if (!isWhole) life.abort();
		return { status, headers: Object.fromEntries(entries) as Record<string, string>, text };
	} catch (error) {
		if (life.signal.aborted) throw timedOut(timeout);
		life.abort();
		throw transportFailure(error, timeout);
	} finally {
		clearTimeout(timer);
	}
}
