import { failureOf as failureIn } from '../../nodes/GroupManager/engine/contract/failure';
import type { Reply } from '../../nodes/GroupManager/engine/contract/host';
import { keitaro } from '../../nodes/GroupManager/vendors/keitaro';
import { AxiosHost } from '../hosts/axiosHost';
import { failureOf, useBench } from './bench';
import { expectLetGo, Rude, whole, type Answer } from './rudeServer';

const bench = useBench();

let server: Rude;
beforeEach(async () => {
	server = new Rude();
	await server.listen();
	bench.store('rude', 'keitaro', { domain: `${server.url}/admin_api/v1` });
});
afterEach(async () => await server.close());

/** In n8n, once. */
const run = async () =>
	await bench.run(
		'keitaro group.getAll',
		{ groupType: 'campaigns', returnAll: true, options: { timeout: 20_000, maxAttempts: 1 } },
		{ credentialId: 'rude', onError: 'continueErrorOutput' },
	);

const plain = async (): Promise<Reply> =>
	await new AxiosHost(keitaro, { vendor: 'keitaro', apiKey: 'key' }).send({
		method: 'GET',
		url: `${server.url}/groups`,
		timeout: 20_000,
	});

describe('an answer that is none', () => {
	const BROKE_OFF = 'the connection broke off';
	const NO_HTTP = 'the answer was not understandable HTTP';

	it.each<[string, Answer | string, string]>([
		['with headers that are none', 'HTTP/1.1 200 OK\r\nno header at all\r\n\r\n[]', NO_HTTP],
		['that is not HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', NO_HTTP],
		['with a chunk of no size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n[]\r\n', BROKE_OFF],
		['whose headers end early', 'HTTP/1.1 200 OK\r\nContent-Le', BROKE_OFF],
		['whose body ends early', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1, 2', BROKE_OFF],
		['whose error page ends early', 'HTTP/1.1 400 Bad\r\nContent-Length: 100\r\n\r\nno', BROKE_OFF],
		['whose gzip is none', whole('[]', { headers: { 'content-encoding': 'gzip' } }), BROKE_OFF],
	])('%s may have been carried out all the same', async (_, answer, reason) => {
		if (typeof answer === 'string') server.bytes = answer;
		else server.answer = answer;
		const { outputs } = await run();
		expect(failureOf(outputs[1][0]!)).toMatchObject({
			code: 'unavailable',
			message: expect.stringContaining(reason),
		});
		await expectLetGo(server);
		const failure = failureIn(await plain().catch((error: unknown) => error));
		expect(failure).toMatchObject({ code: 'unavailable', reason, facts: { kind: 'transient', unsent: false } });
	});
});

describe('text that comes in pieces', () => {
	const NAME = 'Größe 漢字 😀';
	const inPieces =
		(bytes: Buffer, status = 200): Answer =>
		(response) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			const next = (at: number): void => {
				if (at === bytes.length) return void response.end();
				response.write(bytes.subarray(at, at + 1), () => setImmediate(() => next(at + 1)));
			};
			next(0);
		};

	it('keeps its characters, and loses its byte order mark', async () => {
		server.answer = inPieces(Buffer.from(`\uFEFF[{"id": 1, "name": "${NAME}", "type": "campaigns"}]`));
		const { outputs } = await run();
		expect(outputs[0][0]!.json.data).toEqual([{ id: 1, name: NAME, type: 'campaigns' }]);
		expect((await plain()).text).toContain(NAME);
	});

	it('is cut between two characters', async () => {
		server.answer = whole(`x${'漢'.repeat(50_000)}`, { status: 400 });
		const { text } = await plain();
		expect(text).toBe(`x${'漢'.repeat(21_845)}`);
	});
});
