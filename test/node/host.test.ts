import type { IExecuteFunctions } from 'n8n-workflow';

import { N8nHost } from '../../nodes/GroupManager/host';
import { keitaro } from '../../nodes/GroupManager/vendors/keitaro';

type Answer = () => Promise<unknown>;

/** n8n's context as far as the host uses it; `answer` stands for its request helper. */
async function hostOn(answer: Answer, signal?: AbortSignal): Promise<N8nHost> {
	const context = {
		getCredentials: async () => ({ vendor: 'keitaro', apiKey: 'key' }),
		getExecutionCancelSignal: () => signal,
		helpers: { httpRequestWithAuthentication: answer },
	};
	return await N8nHost.open(context as unknown as IExecuteFunctions, keitaro);
}

const REQUEST = { method: 'GET', url: 'https://tracker.example.com/admin_api/v1/groups', timeout: 1_000 };

const wrapped = (cause: object) => Object.assign(new Error('n8n says something general'), { cause });

async function failing(thrown: unknown, signal?: AbortSignal) {
	const answer = async () => {
		throw thrown;
	};
	return (await hostOn(answer, signal)).send(REQUEST);
}

describe('the way out through n8n', () => {
	it('takes an answer that n8n threw because of its status, however deep it lies', async () => {
		const response = { status: 409, headers: { 'Retry-After': 3 }, data: '{"error":"no"}' };
		const expected = { status: 409, headers: { 'retry-after': '3' }, text: '{"error":"no"}' };
		expect(await failing({ response })).toEqual(expected);
		expect(await failing(wrapped(wrapped({ response })))).toEqual(expected);
	});

	it('takes a body that n8n has parsed all the same, and none', async () => {
		const answering = async (body: unknown) =>
			await (await hostOn(async () => ({ statusCode: 200, headers: undefined, body }))).send(REQUEST);
		expect(await answering([{ id: 7 }])).toEqual({ status: 200, headers: {}, text: '[{"id":7}]' });
		expect((await answering(undefined)).text).toBe('');
		expect((await answering(null)).text).toBe('');
	});

	it.each([
		['ECONNREFUSED', 'unavailable', 'the server refused the connection', { kind: 'transient', unsent: true }],
		['EAI_AGAIN', 'unavailable', 'the host name could not be looked up', { kind: 'transient', unsent: true }],
		['ECONNRESET', 'unavailable', 'the connection broke off', { kind: 'transient', unsent: false }],
		['EPIPE', 'unavailable', 'the connection broke off', { kind: 'transient', unsent: false }],
		['ETIMEDOUT', 'unavailable', 'the server did not take the connection in time', { kind: 'transient' }],
		['ENOTFOUND', 'unavailable', 'the host name is unknown', { unsent: true }],
		['EHOSTUNREACH', 'unavailable', 'the server cannot be reached', { unsent: true }],
		['ECONNABORTED', 'timeout', 'there was no complete answer within 1000 ms', { kind: 'transient' }],
		['CERT_HAS_EXPIRED', 'unavailable', 'the certificate of the server is not trusted', {}],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'unavailable', 'the certificate of the server is not trusted', {}],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unavailable', 'the certificate of the server is not trusted', {}],
		['ERR_CANCELED', 'cancelled', 'the execution was canceled', {}],
		['EPROTO', 'unavailable', 'the server does not speak HTTPS at this port', {}],
	])('knows %s for %s: %s', async (code, failure, reason, facts) => {
		const cause = Object.assign(new Error('wrong version number.'), { code });
		await expect(failing(wrapped(cause))).rejects.toMatchObject({ code: failure, reason, facts });
	});
});

describe('the way out through n8n', () => {
	it('says what was thrown where it knows nothing better', async () => {
		await expect(failing(new Error('Something odd.'))).rejects.toMatchObject({
			code: 'unexpected_response',
			reason: 'the request failed: Something odd',
		});
		await expect(failing('only text')).rejects.toMatchObject({
			code: 'unexpected_response',
			reason: 'the request failed: only text',
		});
	});

	it('does not go round in a chain of causes that leads back', async () => {
		const loop = Object.assign(new Error('loop'), { cause: {} });
		loop.cause = loop;
		await expect(failing(loop)).rejects.toMatchObject({ reason: 'the request failed: loop' });
	});

	it('sends nothing in an execution that was cancelled, and ends its pauses', async () => {
		const answer = jest.fn();
		const host = await hostOn(answer, AbortSignal.abort());
		await expect(host.send(REQUEST)).rejects.toMatchObject({ code: 'cancelled' });
		await expect(host.clock.sleep(60_000)).rejects.toMatchObject({ code: 'cancelled' });
		expect(answer).not.toHaveBeenCalled();
	});
});

describe('the way out through n8n', () => {
	it('takes whatever happens after the cancellation for it', async () => {
		const controller = new AbortController();
		const host = await hostOn(async () => {
			controller.abort();
			throw new Error('socket hang up');
		}, controller.signal);
		await expect(host.send(REQUEST)).rejects.toMatchObject({
			code: 'cancelled',
			reason: 'the execution was canceled',
		});
	});

	it('sends an empty list as JSON, which n8n would leave out', async () => {
		const answer = jest.fn(async () => ({ statusCode: 200, headers: {}, body: '[]' }));
		const host = await hostOn(answer);
		await host.send({ ...REQUEST, method: 'PUT', body: [] });
		await host.send({ ...REQUEST, method: 'PUT', body: [{ a: 1 }] });
		await host.send({ ...REQUEST, method: 'PUT' });

		const sent = (answer.mock.calls as unknown[][]).map(
			([, options]) => options as { body?: unknown; headers: object },
		);
		expect(sent.map(({ body }) => body)).toEqual(['[]', [{ a: 1 }], undefined]);
		expect(sent[0]!.headers).toEqual({ 'Content-Type': 'application/json' });
		for (const options of sent)
			expect(options).toMatchObject({
				disableFollowRedirect: true,
				returnFullResponse: true,
				encoding: 'stream',
				timeout: 1_000,
			});
	});
});
