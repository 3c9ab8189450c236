import { gzipSync } from 'node:zlib';

import { type Failure, failureOf as failureIn } from '../../nodes/GroupManager/engine/contract/failure';
import type { Reply } from '../../nodes/GroupManager/engine/contract/host';
import { keitaro } from '../../nodes/GroupManager/vendors/keitaro';
import { AxiosHost } from '../kit/axiosHost';
import { byId } from '../kit/json';
import { failureOf } from '../kit/results';
import { useStage } from '../kit/stage';
import { dripping, expectLetGo, flooding, MB, Rude, silent, stalled, whole, type Answer } from '../kit/rudeServer';

const stage = useStage();

let server: Rude;
beforeEach(async () => {
	server = new Rude();
	await server.listen();
	stage.store('rude', 'keitaro', { domain: `${server.url}/admin_api/v1` });
});
afterEach(async () => await server.close());

const TIMEOUT = 250;
const options = { timeout: TIMEOUT, maxAttempts: 1 };

const runs = (more: Parameters<typeof stage.run>[2] = {}, settings: object = {}) =>
	stage.run(
		'keitaro group.getAll',
		{ groupType: 'campaigns', returnAll: true, options: { ...options, ...settings } },
		{ credentialId: 'rude', onError: 'continueErrorOutput', ...more },
	);

const ENDLESS: Array<[string, Answer]> = [
	['whose body drips', dripping],
	['whose body never ends', flooding()],
	['whose body stalls', stalled],
	['that sends no headers', silent],
];

describe('in n8n, a server', () => {
	it.each(ENDLESS)('%s is let go of at the deadline', async (_, answer) => {
		server.answer = answer;
		const { outputs } = await runs({}, answer === ENDLESS[1]![1] ? { timeout: 10_000 } : {});
		const [failed] = outputs[1];
		expect(failureOf(failed!).code).toBe(answer === ENDLESS[1]![1] ? 'unexpected_response' : 'timeout');
		await expectLetGo(server);
	});

	it.each([ENDLESS[0]!, ENDLESS[2]!, ENDLESS[3]!])('%s is let go of when the run is cancelled', async (_, answer) => {
		const controller = new AbortController();
		server.answer = (response, request) => {
			answer(response, request);
			setTimeout(() => controller.abort(), 50);
		};
		const { status } = await runs({ signal: controller.signal }, { timeout: 20_000 });
		expect(status).toBe('canceled');
		await expectLetGo(server);
		expect(server.requests).toBe(1);
	});

	it('that answers with 20 MB is let go of at 16 MB, and asked only once', async () => {
		server.answer = whole(Buffer.alloc(20 * MB, ' '));
		const { outputs } = await runs({}, { timeout: 20_000, maxAttempts: 3 });
		const { code, message } = failureOf(outputs[1][0]!);
		expect(code).toBe('unexpected_response');
		expect(message).toContain('the answer is larger than 16 MB');
		expect(server.requests).toBe(1);
		await expectLetGo(server);
	});
});

describe('in n8n, a server', () => {
	it('whose 2 MB grow over 16 MB when they are unpacked is let go of as well', async () => {
		server.answer = whole(gzipSync(Buffer.alloc(64 * MB, ' ')), { headers: { 'content-encoding': 'gzip' } });
		const { outputs } = await runs({}, { timeout: 20_000 });
		expect(failureOf(outputs[1][0]!).message).toContain('the answer is larger than 16 MB');
		await expectLetGo(server);
	});

	it('that answers with 15 MB is heard', async () => {
		server.answer = whole(`[${' '.repeat(15 * MB)}]`);
		const { outputs } = await runs({}, { timeout: 20_000 });
		expect(outputs[1]).toEqual([]);
		expect(outputs[0][0]!.json.data).toEqual([]);
		await expectLetGo(server);
	});

	it.each([
		['of 500 kB', whole('e'.repeat(500_000), { status: 400 })],
		['that never ends', flooding(400)],
	])('with an error page %s is let go of after its beginning', async (_, answer) => {
		server.answer = answer;
		const { outputs } = await runs({}, { timeout: 20_000 });
		const failed = failureOf(outputs[1][0]!);
		expect(failed.httpStatus).toBe(400);
		expect(failed.details!.length).toBeLessThanOrEqual(64 * 1024);
		await expectLetGo(server);
	});
});

const login = async (answer: Answer, more: Parameters<typeof stage.run>[2] = {}, settings: object = {}) => {
	server.answer = answer;
	stage.store('rude', 'audienceManager', { tokenUrl: `${server.url}/ims/token/v3` });
	const parameters = { options: { ...options, ...settings }, groupId: byId(2001) };
	return await stage.run('audienceManager group.delete', parameters, {
		credentialId: 'rude',
		onError: 'continueErrorOutput',
		...more,
	});
};
const TOKEN = JSON.stringify({ access_token: 'new', token_type: 'bearer', expires_in: 86_399 });

describe('a login in n8n', () => {
	it.each([ENDLESS[0]!, ENDLESS[2]!, ENDLESS[3]!])(
		'to a server %s is let go of, and its request known as not sent',
		async (_, answer) => {
			const { outputs } = await login(answer);
			const { code, message, request } = failureOf(outputs[1][0]!);
			expect(code).toBe('timeout');
			expect(message).toContain('the login was not answered within 250 ms');
			expect(request).toBeNull();
			await expectLetGo(server);
			expect(stage.log('audienceManager')).toEqual([]);
		},
	);

	it('to a server whose body never ends is let go of after its beginning', async () => {
		const { outputs } = await login(flooding(), {}, { timeout: 20_000 });
		expect(failureOf(outputs[1][0]!).message).toContain('Adobe could not be reached for the login');
		await expectLetGo(server);
	});

	it('is let go of when the run is cancelled', async () => {
		const controller = new AbortController();
		const dripsUntil: Answer = (response, request) => {
			dripping(response, request);
			setTimeout(() => controller.abort(), 50);
		};
		const { status } = await login(dripsUntil, { signal: controller.signal }, { timeout: 20_000 });
		expect(status).toBe('canceled');
		await expectLetGo(server);
	});
});

describe('a login in n8n', () => {
	it.each<[string, Answer, string]>([
		['short', whole('{"error":"no"}', { status: 401 }), 'unauthorized'],
		[
			'endless',
			(response) =>
				flooding(response.req.headers.authorization === 'Bearer new' ? 200 : 401)(response, response.req),
			'outcome_unknown',
		],
		['dripping', dripping, 'outcome_unknown'],
	])('that renews a token leaves no %s answer of it open', async (name, answer, code) => {
		server.answer = (response, request) => {
			if (request.url!.startsWith('/ims')) whole(TOKEN)(response, request);
			else if (name === 'dripping' && server.requests === 1) whole('', { status: 401 })(response, request);
			else answer(response, request);
		};
		stage.store('rude', 'audienceManager', {
			domain: `${server.url}/api/v1`,
			tokenUrl: `${server.url}/ims/token/v3`,
			accessToken: 'old',
		});
		const parameters = { options, groupId: byId(2001) };
		const { outputs } = await stage.run('audienceManager group.delete', parameters, {
			credentialId: 'rude',
			onError: 'continueErrorOutput',
		});
		expect(failureOf(outputs[1][0]!).code).toBe(code);
		await expectLetGo(server);
	});
});

const plain = async (timeout = TIMEOUT): Promise<Reply> =>
	await new AxiosHost(keitaro, { vendor: 'keitaro', apiKey: 'key' }).send({
		method: 'GET',
		url: `${server.url}/groups`,
		timeout,
	});

describe('on plain axios, a server', () => {
	const failing = async (timeout?: number): Promise<Failure> =>
		failureIn(await plain(timeout).catch((error: unknown) => error));

	it.each(ENDLESS)('%s is let go of at the deadline or the ceiling', async (_, answer) => {
		server.answer = answer;
		const [timeout, code] = answer === ENDLESS[1]![1] ? [20_000, 'unexpected_response'] : [TIMEOUT, 'timeout'];
		expect((await failing(timeout)).code).toBe(code);
		await expectLetGo(server);
	});

	it('is let go of after the beginning of its error page', async () => {
		server.answer = flooding(500);
		expect((await plain(20_000)).text).toHaveLength(64 * 1024);
		await expectLetGo(server);
	});
});
