import type { INodeParameters } from 'n8n-workflow';

import { VENDOR_IDS } from '../../simulators';
import { byId, countTo, type Json } from '../kit/json';
import { failureOf } from '../kit/results';
import { useStage } from '../kit/stage';
import { groundOf, homeOf, nameIn } from '../kit/vendors';

const stage = useStage();

const BAD = 41;
const FAILURE_KEYS = [
	'code',
	'httpStatus',
	'vendor',
	'resource',
	'operation',
	'success',
	'retryable',
	'request',
	'details',
];

/** 100 groups to create; one has a blank name, or one that the vendor refuses. */
const items = (badName: string) => countTo(100).map((row) => ({ row, name: row === BAD ? badName : `Group ${row}` }));
const create: INodeParameters = { groupType: 'campaigns', name: '={{ $json.name }}' };

const cases = VENDOR_IDS.flatMap((vendor): Array<[string, string, string]> => [
	[vendor, ' ', 'invalid_input'],
	...(groundOf(vendor).hasUniqueNames
		? [[vendor, homeOf(vendor).group.name, 'duplicate_name'] as [string, string, string]]
		: []),
]);

describe('100 items of which one is bad', () => {
	it.each(cases)(
		'%s: on the error branch with the name %j (%s), the other 99 as envelopes in input order',
		async (vendor, name, code) => {
			const { outputs, status } = await stage.run(`${vendor} group.create`, create, {
				items: items(name),
				onError: 'continueErrorOutput',
			});
			const [done, failed] = outputs;

			expect(status).toBe('success');
			expect(done.map(({ pairedItem }) => pairedItem)).toEqual(
				countTo(100)
					.filter((row) => row !== BAD)
					.map((item) => ({ item })),
			);
			expect(done.map(({ json }) => nameIn(vendor, json.data as Json))).toEqual(
				items(name)
					.filter(({ row }) => row !== BAD)
					.map((item) => item.name),
			);
			for (const { json } of done)
				expect(Object.keys(json)).toEqual(['request', 'resource', 'operation', 'success', 'data']);

			expect(failed).toHaveLength(1);
			const [{ json, pairedItem }] = failed as [(typeof failed)[number]];
			expect(pairedItem).toEqual({ item: BAD });
			expect(json).toMatchObject({
				row: BAD,
				name,
				error: { code, vendor, resource: 'group', operation: 'create', success: false },
			});
			expect(Object.keys(json).sort()).toEqual(['error', 'message', 'name', 'row']);
			expect(Object.keys(json.error as object)).toEqual(FAILURE_KEYS);
			expect(stage.calls(vendor).filter((call) => call.startsWith('POST'))).toHaveLength(
				code === 'invalid_input' ? 99 : 100,
			);
		},
	);
});

describe('100 items of which one is bad', () => {
	it.each(cases)(
		'%s: in its place on the regular output with the name %j (%s), with exactly two keys',
		async (vendor, name, code) => {
			const { outputs } = await stage.run(`${vendor} group.create`, create, {
				items: items(name),
				onError: 'continueRegularOutput',
			});
			const [all] = outputs;

			expect(all.map(({ pairedItem }) => pairedItem)).toEqual(countTo(100).map((item) => ({ item })));
			expect(all.map(({ json }) => json.success === true)).toEqual(countTo(100).map((row) => row !== BAD));
			expect(Object.keys(all[BAD]!.json)).toEqual(['message', 'error']);
			expect(failureOf(all[BAD]!)).toMatchObject({ code, item: BAD });
			expect(outputs[1]).toEqual([]);
		},
	);

	it.each(VENDOR_IDS)('%s: stops the run before any request, and names the lowest one', async (vendor) => {
		const two = items(' ').map((item) => (item.row === 77 ? { ...item, name: '' } : item));
		const { status, error, outputs } = await stage.run(`${vendor} group.create`, create, { items: two });

		expect(status).toBe('error');
		expect(outputs).toEqual([[], []]);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining(
				`Could not create the group: "Name" of item ${BAD} is empty; enter the name of the group`,
			) as string,
			context: { itemIndex: BAD },
		});
		expect(stage.traffic()).toEqual([]);
	});
});

const get = { groupId: byId('={{ $json.id }}') };

describe('in stop mode', () => {
	it('the lowest failing item is reported, even if a later one failed first', async () => {
		const { faults } = stage.simulators.reach360;
		faults.add({ path: /slow$/, fault: { status: 404, body: 'too late', delay: 60 } });
		faults.add({ path: /fast$/, fault: { status: 404, body: 'at once' } });
		const { error } = await stage.run('reach360 group.get', get, {
			items: ['grp-support', 'slow', 'fast'].map((id) => ({ id })),
		});

		expect(error).toMatchObject({ context: { itemIndex: 1 } });
		expect(error?.message).toContain('too late');
	});

	it('no further item is begun after a failure', async () => {
		const many = countTo(40).map((item) => ({ id: item === 3 ? 'nobody' : `grp-${item}` }));
		stage.simulators.reach360.seed({
			groups: many.filter(({ id }) => id !== 'nobody').map(({ id }) => ({ id, name: id })),
		});
		await stage.run('reach360 group.get', { ...get, options: { concurrency: 2 } }, { items: many });

		expect(stage.log('reach360').length).toBeLessThanOrEqual(6);
	});

	it("the vendor's refusal is a NodeApiError with its status, and its own words stand in the description", async () => {
		const { error } = await stage.run('reach360 group.get', { groupId: byId('nobody') });

		expect(error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '404',
			message: expect.stringMatching(
				/^Could not get the group nobody: There is no group "nobody".* \(HTTP 404, not_found\)\. Check the ID\. If that is the name of the group, set Group to By Name$/,
			) as string,
			description: '{"errors":[{"code":"group_not_found","message":"There is no group \\"nobody\\""}]}',
		});
	});
});

describe('in stop mode', () => {
	it('what the node itself finds out is a NodeOperationError', async () => {
		const { error } = await stage.run('keitaro group.get', { groupType: 'offers', groupId: byId('1') });

		expect(error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
		expect(error?.message).toMatch(
			/^Could not get the group 1: there is no group with the ID 1 among the groups of the Group Type offers that this key may see\b/,
		);
		expect(error?.message).toContain('Check the ID or the name, the Group Type and the rights of the key');
	});
});

const SAID = [
	'upstream: connect ECONNREFUSED 10.0.0.7:443',
	'getaddrinfo ENOTFOUND db.internal',
	'the subscription was canceled',
	'a preexisting group has this name',
	'ENOENT: no such file, EACCES, EPERM',
];

describe('the message', () => {
	it.each(SAID)(
		"survives n8n's rewriting and never cancels the execution, and stands as it was said in the description: %s",
		async (said) => {
			const fault = { times: 2, fault: { status: 409, body: { errors: [{ code: 'odd', message: said }] } } };
			stage.simulators.reach360.faults.add(fault);
			const stopped = await stage.run('reach360 group.create', { name: 'New' });
			const carriedOn = await stage.run(
				'reach360 group.create',
				{ name: 'New' },
				{ onError: 'continueRegularOutput' },
			);

			const { message } = failureOf(carriedOn.outputs[0][0]!);
			expect(carriedOn.status).toBe('success');
			expect(message).toBe(`Could not create the group "New": ${said} – odd (HTTP 409, conflict)`);
			expect(stopped).toMatchObject({
				status: 'error',
				error: {
					name: 'NodeApiError',
					message: 'Could not create the group "New": see the details (HTTP 409, conflict)',
				},
			});
			expect(stopped.error?.description).toContain(message);
		},
	);
});

describe('the message', () => {
	it('says in words what broke the connection, also to n8n', async () => {
		const { simulators } = stage;
		const once = { groupType: 'campaigns', options: { maxAttempts: 1 } };
		const to = async (domain: string) =>
			await stage.run('keitaro group.getAll', once, {
				credentialId: stage.store('elsewhere', 'keitaro', { domain }),
			});
		simulators.keitaro.faults.add({ fault: { reset: 'before' } });

		const reset = await stage.run('keitaro group.getAll', once);
		expect(reset.error?.message).toMatch(
			/^Could not list the groups: the connection broke off\b.*\. Try again later$/,
		);
		const refused = await to('http://127.0.0.1:1');
		expect(refused.error?.message).toMatch(
			/^Could not list the groups: the server refused the connection\b.*\. Try again later$/,
		);
	});
});

describe('what no table has', () => {
	it.each<[string, string, RegExp]>([
		[
			'n8n\'s "Custom API Call" as the resource',
			'keitaro __CUSTOM_API_CALL__.__CUSTOM_API_CALL__',
			/no resource "__CUSTOM_API_CALL__".*HTTP Request node/,
		],
		[
			'n8n\'s "Custom API Call" as the operation',
			'keitaro group.__CUSTOM_API_CALL__',
			/no operation "__CUSTOM_API_CALL__" for "group"/,
		],
		['an unknown vendor', 'nobody group.getAll', /no vendor "nobody"/],
		['an unknown resource', 'reach360 course.getAll', /no resource "course"/],
		['an unknown operation', 'audienceManager group.explode', /no operation "explode" for "group"/],
		['a name that every object has', 'keitaro group.toString', /no operation "toString" for "group"/],
		['a resource that every object has', 'keitaro constructor.name', /no resource "constructor"/],
		['permissions in Keitaro', 'keitaro permission.set', /Keitaro has no permissions on groups/],
		['permissions in Reach 360', 'reach360 permission.getAll', /Reach 360 has no permissions on groups/],
	])('is unsupported and sends nothing: %s', async (_, line, reason) => {
		const options = { items: [{}, {}] };
		const stopped = await stage.run(line, {}, options);
		const carriedOn = await stage.run(line, {}, { ...options, onError: 'continueErrorOutput' });

		expect(stopped.error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
		expect(stopped.error?.message).toMatch(reason);
		expect(carriedOn.outputs[0]).toEqual([]);
		expect(carriedOn.outputs[1].map(failureOf)).toMatchObject([
			{ code: 'unsupported', item: 0, message: stopped.error?.message, request: null },
			{ code: 'unsupported', item: 1 },
		]);
		expect(stage.traffic()).toEqual([]);
	});
});

const mismatches = VENDOR_IDS.flatMap((vendor) =>
	VENDOR_IDS.filter((other) => other !== vendor).map((other) => [vendor, other] as const),
);

const LABELS: Record<string, string> = {
	keitaro: 'Keitaro',
	reach360: 'Articulate Reach 360',
	audienceManager: 'Adobe Audience Manager',
};

describe('a credential that does not fit', () => {
	it.each(mismatches)(
		'%s with the credential of %s is found before anything is sent, a login included',
		async (vendor, credentialId) => {
			const stopped = await stage.run(`${vendor} group.getAll`, { groupType: 'all' }, { credentialId });
			const carriedOn = await stage.run(
				`${vendor} group.getAll`,
				{ groupType: 'all' },
				{ credentialId, items: [{}, {}], onError: 'continueErrorOutput' },
			);

			expect(stopped.error).toMatchObject({ name: 'NodeOperationError' });
			expect(stopped.error?.message).toContain(
				`the credential is for ${LABELS[credentialId]}, but the node is set to ${LABELS[vendor]} (credential_mismatch). ` +
					`Choose a credential whose vendor is ${LABELS[vendor]}`,
			);
			expect(carriedOn.outputs[1].map(failureOf)).toMatchObject([
				{ code: 'credential_mismatch' },
				{ code: 'credential_mismatch' },
			]);
			expect(stage.traffic()).toEqual([]);
		},
	);
});

describe('a credential that does not fit', () => {
	it.each([
		[
			'an address that is none',
			'keitaro',
			{ domain: 'tracker.example.com?x=1' },
			/"Domain" of the credential must not contain a query/,
		],
		['no address', 'keitaro', { domain: ' ' }, /"Domain" of the credential is empty/],
		['plain http', 'reach360', { domain: 'http://api.reach360.com' }, /"Domain".*would send the key unencrypted/],
		['no key', 'reach360', { apiKey: '' }, /"API Key" of the credential is empty/],
		[
			'a key with a line break',
			'keitaro',
			{ apiKey: 'abc\r\nX-Evil: 1' },
			/"API Key" of the credential contains a line break/,
		],
		[
			'a key with a line break at its end',
			'keitaro',
			{ apiKey: 'abcdef\n' },
			/"API Key" of the credential contains a line break/,
		],
		[
			'a version that no header can carry',
			'reach360',
			{ apiVersion: '2023\u0000' },
			/"API Version" of the credential contains/,
		],
		['no client secret', 'audienceManager', { clientSecret: '' }, /"Client Secret" of the credential is empty/],
		['no client id', 'audienceManager', { clientId: '' }, /"Client ID" of the credential is empty/],
		[
			'a token URL that is none',
			'audienceManager',
			{ tokenUrl: 'https://user@ims.example.com' },
			/"Token URL" of the credential must not contain a user name/,
		],
		[
			'no token',
			'audienceManager',
			{ authentication: 'accessToken', apiKey: '' },
			/"Access Token" of the credential is empty/,
		],
	] as const)(
		'with %s is invalid input with a sentence that names the field, and nothing is sent',
		async (_, vendor, changes, reason) => {
			stage.store('odd', vendor, changes);
			const { outputs } = await stage.run(
				`${vendor} group.getAll`,
				{ groupType: 'all' },
				{ credentialId: 'odd', onError: 'continueRegularOutput' },
			);

			expect(failureOf(outputs[0][0]!)).toMatchObject({ code: 'invalid_input', request: null });
			expect(failureOf(outputs[0][0]!).message).toMatch(reason);
			expect(stage.traffic()).toEqual([]);
		},
	);
});
