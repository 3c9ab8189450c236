import type { VendorId } from '../../simulators';
import { byId, byName, type Json } from '../kit/json';
import { useStage } from '../kit/stage';

const stage = useStage({ host: 'axios', isLoggedIn: true, random: 0 });

/** An answer that a live service was seen to give, or that the vendor documents, and what the node makes of it. */
interface Seen {
	source: string;
	vendor: VendorId;
	operation: string;
	parameters?: Json;
	status: number;
	body: string | object;
	code: string;
	says: RegExp;
}

const CAMPAIGNS = { groupType: 'campaigns' };
const keitaro = (source: string, status: number, body: string | object, code: string, says: RegExp): Seen => ({
	source,
	vendor: 'keitaro',
	operation: 'group.getAll',
	parameters: CAMPAIGNS,
	status,
	body,
	code,
	says,
});

const REFUSALS: Seen[] = [
	keitaro(
		'OpenAPI of 2022',
		402,
		{ error: 'Not in this edition' },
		'forbidden',
		/: Not in this edition \(HTTP 402.*licence/,
	),
	keitaro(
		'OpenAPI of 2022, nested',
		402,
		{ error: { message: 'Not in this edition' } },
		'forbidden',
		/: Not in this edition \(HTTP 402/,
	),
	keitaro('a tracker, plain text', 402, 'Payment required', 'forbidden', /: Payment required \(HTTP 402/),
	keitaro(
		'a tracker, a page',
		402,
		'<html><body><h1>Payment required</h1></body></html>',
		'forbidden',
		/: Payment required \(HTTP 402/,
	),
	keitaro('a tracker, empty', 402, '', 'forbidden', /edition has no Admin API \(HTTP 402/),
	keitaro(
		'a tracker',
		401,
		{ error: 'Authentication required' },
		'unauthorized',
		/: Authentication required \(HTTP 401/,
	),
	keitaro(
		'a tracker',
		403,
		{ error: 'You have no permission to see this', stacktrace: null },
		'forbidden',
		/: You have no permission to see this \(HTTP 403/,
	),
	keitaro('Cloudflare', 403, { cloudflare_error: true, error_code: 1010 }, 'forbidden', /error 1010/),
	keitaro('a tracker, plain text', 404, 'Entity #1001 not found', 'not_found', /: Entity #1001 not found \(HTTP 404/),
	keitaro('a tracker, plain text', 500, 'Something broke.', 'unavailable', /: Something broke \(HTTP 500/),
	keitaro(
		'a tracker, with its trace',
		500,
		{ error: 'Oops', stacktrace: ['#0 {main}'] },
		'unavailable',
		/: Oops \(HTTP 500/,
	),
	keitaro('a wrong path', 200, '<!doctype html>\n<html></html>', 'unexpected_response', /web page/),
	{
		...keitaro(
			'newer trackers',
			422,
			{ message: 'Invalid', errors: { name: ['has already used'] } },
			'duplicate_name',
			/: name: has already used \(HTTP 422/,
		),
		operation: 'group.create',
		parameters: { ...CAMPAIGNS, name: 'New' },
	},
	{
		source: "Adobe's gateway",
		vendor: 'audienceManager',
		operation: 'group.getAll',
		status: 403,
		body: { error_code: '403003', message: 'Api Key is invalid' },
		code: 'forbidden',
		says: /: Api Key is invalid \(HTTP 403/,
	},
	{
		source: 'a sibling method',
		vendor: 'audienceManager',
		operation: 'group.getAll',
		status: 500,
		body: { errors: [{ detail: 'Down for maintenance' }] },
		code: 'unavailable',
		says: /: Down for maintenance \(HTTP 500/,
	},
	...[
		{ errors: [{ code: 'group_not_found', message: 'No such group' }] },
		{ error: { code: 'group_not_found', message: 'No such group' } },
	].map((body): Seen => ({
		source: 'two clients of 2025',
		vendor: 'reach360',
		operation: 'group.get',
		parameters: { groupId: byId('gone') },
		status: 404,
		body,
		code: 'not_found',
		says: /: No such group – group_not_found \(HTTP 404/,
	})),
	{
		source: 'a gateway',
		vendor: 'reach360',
		operation: 'group.getAll',
		status: 502,
		body: { detail: { title: 'Bad gateway' } },
		code: 'unavailable',
		says: /: Bad gateway \(HTTP 502/,
	},
];

describe('a refusal that live services give', () => {
	it.each(
		REFUSALS.map(
			(seen) => [`${seen.vendor}, ${seen.source}: ${seen.status} ${JSON.stringify(seen.body)}`, seen] as const,
		),
	)(
		'%s is told in its own words, never as JSON',
		async (_, { vendor, operation, parameters = {}, status, body, code, says }) => {
			const method = operation === 'group.create' ? 'POST' : 'GET';
			stage.fault(vendor, { method, times: Infinity, fault: { status, body } });
			const { error, message } = await stage.one(`${vendor} ${operation}`, {
				...parameters,
				options: { maxAttempts: 1 },
			});

			expect([error.code, error.httpStatus]).toEqual([code, status]);
			expect(message).toMatch(says);
			expect(message).not.toMatch(/[{}[\]<>]/);
		},
	);
});

describe('a success that live services give', () => {
	it('of Keitaro may carry more fields, numbers as text and null for no group', async () => {
		const rows = [
			{ id: 7, name: 'A', group_id: '1', alias: 'x', cost_value: 0.5, parameters: {} },
			{ id: '8', name: 'B', group_id: null },
			{ id: 9, name: 'C', group_id: 1, group: 'US sweepstakes' },
		];
		stage.fault('keitaro', { method: 'GET', path: /campaigns$/, fault: { status: 200, body: rows } });
		const { data } = await stage.one('keitaro member.getAll', { ...CAMPAIGNS, groupId: byId(1) });
		expect(data).toEqual([rows[0], rows[2]]);
	});

	it('of Keitaro to an update with a position, in JSON mode, is a success', async () => {
		const groupData = '{"id":1,"name":"Renamed","position":"10"}';
		const { success, data } = await stage.one('keitaro group.update', {
			...CAMPAIGNS,
			groupId: byId(1),
			specifyBody: 'json',
			groupData,
		});
		expect([success, data.name]).toEqual([true, 'Renamed']);
	});

	it('of Reach 360 may carry the newer fields of groups and users', async () => {
		const { data } = await stage.one('reach360 member.getAll', { groupId: byName('Customer Support') });
		expect(Object.keys(data[0])).toEqual(
			expect.arrayContaining(['learnerReportUrl', 'favoritesUrl', 'articulate360User']),
		);
	});

	it('of Audience Manager may say isAdmin as text, which goes back as it came', async () => {
		await stage.one('audienceManager member.add', { groupId: byId(2001), members: '504' });
		expect(stage.simulators.audienceManager.log.at(-1)!.body).toMatchObject({ userId: 504, isAdmin: 'true' });
	});
});
