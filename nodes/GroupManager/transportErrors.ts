import { isLoginError } from './engine/http/login';
import { CANCELED, Failure, type FailureFacts, NotSent } from './engine/contract/failure';
import { type JsonObject, isObject } from './engine/contract/json';
import { inSentence } from './engine/contract/text';

/** n8n wraps what went wrong, sometimes more than once. */
export function causes(error: unknown): JsonObject[] {
	const chain: JsonObject[] = [];
	for (let cause = error; isObject(cause) && chain.length < 5; cause = cause.cause) chain.push(cause);
	return chain;
}

export function timedOut(timeout: number): Failure {
	return new Failure('timeout', `there was no complete answer within ${timeout} ms`, { kind: 'transient' });
}

/** The login that had to come first took all the time. */
export function loginTimedOut(timeout: number): NotSent {
	return new NotSent('timeout', `the login was not answered within ${timeout} ms`, {
		kind: 'transient',
		unsent: true,
	});
}

/** While it was under way, so that the vendor may have carried it out. */
export const cancelledMeanwhile = (): Failure => new Failure('cancelled', CANCELED);

/** A name or a way that is not there now will not be there in a second. */
const UNREACHABLE = ['ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'];
const PERMANENT = [...UNREACHABLE, 'EPROTO'];

/** No connection came about, so the vendor knows of nothing. */
const NEVER_ARRIVED = ['ECONNREFUSED', 'EAI_AGAIN', ...UNREACHABLE];

const BROKE_OFF = 'the connection broke off';

const CONNECTION_PROBLEMS: Record<string, string> = {
	ECONNREFUSED: 'the server refused the connection',
	ECONNRESET: BROKE_OFF,
	// Plain HTTP, or something else, where TLS was expected.
	EPROTO: 'the server does not speak HTTPS at this port',
	ERR_BAD_RESPONSE: BROKE_OFF,
	ERR_STREAM_PREMATURE_CLOSE: BROKE_OFF,
	EPIPE: BROKE_OFF,
	ENOTFOUND: 'the host name is unknown',
	EAI_AGAIN: 'the host name could not be looked up',
	ETIMEDOUT: 'the server did not take the connection in time',
	EHOSTUNREACH: 'the server cannot be reached',
	ENETUNREACH: 'the server cannot be reached',
};

function problemOf(code: string): string | undefined {
	// Node's HTTP parser, and its decompression.
	if (code.startsWith('HPE_')) return 'the answer was not understandable HTTP';
	if (/^(Z_|ERR__ERROR_|ERR_BROTLI|ERR_ZSTD|ZSTD_)/.test(code)) return BROKE_OFF;
	return CONNECTION_PROBLEMS[code];
}

/** What came instead of an answer, as a Failure. */
export function transportFailure(error: unknown, timeout: number): Failure {
	if (error instanceof Failure) return error;
	const chain = causes(error);
	const login = chain.find(isLoginError);
	if (login) return loginFailure(login);
	const code = chain.map((cause) => cause.code).find((value) => typeof value === 'string') ?? '';
	if (code === 'ERR_CANCELED') return cancelledMeanwhile();
	if (code === 'ECONNABORTED') return timedOut(timeout);
	const said = inSentence(String(chain.at(-1)?.message ?? error));
	const problem = problemOf(code);
	if (problem) {
		const passing: FailureFacts = PERMANENT.includes(code) ? {} : { kind: 'transient' };
		return new Failure('unavailable', problem, { details: said, ...passing, unsent: NEVER_ARRIVED.includes(code) });
	}
	// Nothing is sent before the certificate is accepted.
	if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) {
		return new Failure('unavailable', 'the certificate of the server is not trusted', {
			details: said,
			unsent: true,
			advice: 'Repair the certificate, or allow it in the credential',
		});
	}
	const failure = code === '' ? 'unexpected_response' : 'unavailable';
	return new Failure(failure, `the request failed: ${said}`, { details: said, unsent: code === 'ERR_INVALID_URL' });
}

/** @param error a LoginError, as n8n hands it on */
export function loginFailure({ message, httpStatus }: { message?: unknown; httpStatus?: unknown }): NotSent {
	const reason = String(message);
	if (typeof httpStatus !== 'number') return new NotSent('unavailable', reason, { kind: 'transient', unsent: true });
	const facts: FailureFacts = { httpStatus, advice: '', unsent: true };
	if (httpStatus === 429) return new NotSent('rate_limited', reason, { ...facts, kind: 'throttled' });
	if (httpStatus >= 500) return new NotSent('unavailable', reason, { ...facts, kind: 'transient' });
	return new NotSent('unauthorized', reason, facts);
}
