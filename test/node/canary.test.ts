import type { INodeParameters } from 'n8n-workflow';
import { inspect } from 'node:util';

import type { NodeRun, RunNodeOptions } from '../../workbench/headless';
import { capabilitiesOf, isMissing } from '../../nodes/GroupManager/engine/contract/vendor';
import { VENDORS } from '../../nodes/GroupManager/vendors';
import { AAM_CLIENT_SECRET, definitionOf, VENDOR_IDS, type Fault } from '../../simulators';
import { byId, byName } from '../kit/json';
import { failureOf } from '../kit/results';
import { useStage } from '../kit/stage';
import { homeOf } from '../kit/vendors';

const stage = useStage();

/** Errors as a reader of the run data, of a log or of a debugger would see them. */
function everything(value: unknown): string {
	const seen = new Set<unknown>();
	const json = JSON.stringify(value, (_, entry: unknown) => {
		if (typeof entry !== 'object' || entry === null) return entry;
		if (seen.has(entry)) return '[seen]';
		seen.add(entry);
		if (!(entry instanceof Error)) return entry;
		const { name, message, stack, cause } = entry;
		return { ...entry, name, message, stack, cause };
	});
	return `${json} ${inspect(value, { depth: Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null })}`;
}

const surface = ({ run, outputs, error, logs }: NodeRun): string => everything({ run, outputs, error, logs });

/** Every operation of a vendor, with parameters that reach a request. */
function operations(vendor: string, id: string): Array<[string, INodeParameters]> {
	const parameters: INodeParameters = {
		groupType: 'campaigns',
		groupId: byId(id),
		groupIds: id,
		name: 'New',
		members: homeOf(vendor).newcomer,
		permissions: '[{"objectType":"SEGMENT","objectId":2363,"permissions":["READ"]}]',
	};
	return capabilitiesOf(VENDORS.find(({ id: known }) => known === vendor)!).flatMap(
		({ resource, operation, capability }): Array<[string, INodeParameters]> =>
			isMissing(capability) ? [] : [[`${vendor} ${resource}.${operation}`, parameters]],
	);
}

const idOf = (vendor: string): string => String(homeOf(vendor).another.id);

async function runAll(
	vendor: string,
	id: string,
	credentialId: string,
	more: INodeParameters = {},
): Promise<NodeRun[]> {
	const runs: NodeRun[] = [];
	const options = { maxAttempts: 1, ...(more.options as INodeParameters) };
	const run = async (line: string, parameters: INodeParameters, onError: RunNodeOptions['onError']) =>
		runs.push(await stage.run(line, { ...parameters, ...more, options }, { credentialId, onError }));
	for (const [line, parameters] of operations(vendor, id)) {
		await run(line, parameters, 'continueErrorOutput');
		if (/group\.(create|getAll)$/.test(line)) await run(line, parameters, 'stopWorkflow');
	}
	return runs;
}

/** With what stands around it, so that a leak can be found. */
function leaks(text: string, secrets: string[]): string[] {
	return secrets
		.filter((secret) => text.includes(secret))
		.map((secret) => text.slice(Math.max(0, text.indexOf(secret) - 200), text.indexOf(secret) + 80));
}

function expectNone(runs: NodeRun[], secrets: string[]): void {
	expect(runs.flatMap((run) => leaks(surface(run), secrets))).toEqual([]);
}

/** What a credential of the vendor's holds that nobody may see, in either way of signing in. */
function secretsOf(vendor: string): string[] {
	const { withoutLogin = {} } = definitionOf(vendor);
	const fields = [stage.data(vendor), withoutLogin].flatMap(Object.entries) as Array<[string, string]>;
	return fields.flatMap(([name, value]) => (/^(apiKey|clientSecret)$/.test(name) ? [value] : []));
}

/** A key with characters that every encoding writes in its own way; its letters must be gone in each. */
const MARK = 'cn4ry';
const KEY = `${MARK}/+="&<é>'%\\key`;
const unicode = (text: string) =>
	text.replace(/[^a-z0-9]/gi, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);
const html = (text: string) => text.replace(/[&<>"']/g, (it) => `&#${it.charCodeAt(0)};`);
const inJson = JSON.stringify(KEY).slice(1, -1);

/** The key in all spellings that a text may have. */
const SAID = `Api-Key: ${KEY}; Authorization: Bearer ${KEY} ${encodeURIComponent(KEY)} ${new URLSearchParams({ KEY }).toString()} ${html(KEY)}`;

/** The same as JSON, with three kinds of escaping, wherever a vendor may put it. */
const said = `${JSON.stringify(SAID).slice(1, -1)} ${inJson.replaceAll('/', '\\/')} ${unicode(KEY)}`;
const ERROR = `{"error": "${said}", "errors": [{"code": "${inJson}", "message": "${said}"}], "message": "${said}", "name": ["${said}"], "${inJson}": "${said}"}`;

const headers = {
	location: `https://example.com/?key=${encodeURIComponent(KEY)}`,
	'set-cookie': `key=${encodeURIComponent(KEY)}`,
};

const ECHOES: Array<[string, Fault]> = [
	['a refusal in JSON', { status: 400, headers, body: ERROR }],
	['a refusal in plain text', { status: 403, headers, body: SAID }],
	['a refused key', { status: 401, headers, body: ERROR }],
	['an error page', { status: 500, headers, body: `<html><b>${html(KEY)}</b> ${SAID}</html>` }],
	['a redirect', { status: 302, headers, body: SAID }],
	['a limit', { status: 429, headers: { 'retry-after': '999' }, body: ERROR }],
	['broken JSON', { status: 200, headers, body: `{"id": "${said}` }],
	[
		'a group of that name',
		{
			status: 200,
			body: {
				id: 2,
				groupId: 2001,
				name: SAID,
				description: [SAID],
				groups: [{ id: 'x', name: SAID }],
				nextUrl: null,
			},
		},
	],
	[
		'a list',
		{
			status: 200,
			body: [
				{ id: 2, groupId: 2001, type: 'campaigns', name: SAID, objectType: SAID, group_id: 2, [SAID]: SAID },
			],
		},
	],
	['text where an object belongs', { status: 200, body: JSON.stringify(SAID) }],
];

describe.each(VENDOR_IDS)('a key of %s that the vendor repeats', (vendor) => {
	it.each(ECHOES)('in %s is in no output, error or log of any operation', async (_, fault) => {
		stage.store('canary', vendor, homeOf(vendor).keyed(KEY));
		stage.fault(vendor, { times: Infinity, fault });
		const runs = await runAll(vendor, idOf(vendor), 'canary');

		expect(stage.log(vendor).length).toBeGreaterThan(0);
		expectNone(runs, [MARK]);
	});
});

describe.each(VENDOR_IDS)('a key of %s that the vendor repeats', (vendor) => {
	it("is not left in part when the vendor's text is cut", async () => {
		stage.store('canary', vendor, homeOf(vendor).keyed(KEY));
		const runs: NodeRun[] = [];
		for (const before of [276, 285, 294, 299]) {
			const message = `${'x'.repeat(before)}${KEY}`;
			stage.simulators.of(vendor).faults.clear();
			stage.fault(vendor, {
				times: Infinity,
				fault: { status: 400, body: { message, error: message } },
			});
			runs.push(
				await stage.run(
					`${vendor} group.getAll`,
					{ groupType: 'campaigns' },
					{ credentialId: 'canary', onError: 'continueRegularOutput' },
				),
			);
			runs.push(
				await stage.run(
					`${vendor} group.deleteMany`,
					{ groupType: 'campaigns', groupIds: idOf(vendor) },
					{ credentialId: 'canary' },
				),
			);
		}
		expectNone(runs, ['cn4']);
	});
});

describe.each(VENDOR_IDS)('a key of %s that the vendor repeats', (vendor) => {
	it('is hidden where the user sends it himself', async () => {
		stage.store('canary', vendor, homeOf(vendor).keyed(KEY));
		stage.fault(vendor, { times: Infinity, fault: { status: 400, body: { error: 'no' } } });
		const create = `${vendor} group.create`;
		const runs = [
			await stage.run(
				create,
				{
					groupType: 'campaigns',
					name: `={{ ${JSON.stringify(KEY.slice(0, 5))} + ${JSON.stringify(KEY.slice(5))} }}`,
				},
				{ credentialId: 'canary', onError: 'continueRegularOutput' },
			),
		];
		expect(runs[0]!.outputs[0][0]!.json.error).toBeDefined();
		expect(everything(runs[0]!.outputs)).not.toContain(MARK);
	});

	it('is in no output of a run that went well', async () => {
		expectNone(await runAll(vendor, idOf(vendor), vendor), secretsOf(vendor));
		expectNone(await runAll(vendor, idOf(vendor), vendor, { options: { dryRun: true } }), secretsOf(vendor));
	});

	it('is in no output when the simulator repeats what it received in every error', async () => {
		const simulator = stage.simulators.of(vendor);
		simulator.switches.echoKey = 'on';
		const runs = [
			...(await runAll(vendor, '999999', vendor)),
			...(await runAll(vendor, idOf(vendor), vendor, { groupId: byName('Nobody'), members: '999999' })),
		];
		expectNone(runs, [...secretsOf(vendor), ...(definitionOf(vendor).issued?.(simulator) ?? [])]);
	});
});

describe('a wrong key', () => {
	const WRONG = 'wr0ng-canary-94c1e7';

	const WRONGS = VENDOR_IDS.flatMap((vendor) =>
		homeOf(vendor)
			.wrong(WRONG)
			.map((changes) => [vendor, changes] as const),
	);

	it.each(WRONGS)(
		'of %s (%j) that the vendor repeats is in no output, error, log, test or picker',
		async (vendor, changes) => {
			stage.simulators.of(vendor).switches.echoKey = 'on';
			stage.store('wrong', vendor, changes);
			expectNone(await runAll(vendor, idOf(vendor), 'wrong'), [WRONG]);

			const logged = stage.n8n.logs.length;
			const tested = await stage.n8n.testCredential({ ...stage.data(vendor), ...changes }, 'tested');
			const picked = await stage.n8n
				.listSearch('searchGroups', { vendor, groupType: 'campaigns' }, { credentialId: 'wrong' })
				.catch((error: unknown) => error);
			expect(tested.status).toBe('Error');
			expect(leaks(everything([tested, picked, stage.n8n.logs.slice(logged)]), [WRONG])).toEqual([]);
		},
	);
});

const tokens = () => stage.simulators.audienceManager.state.tokens.map(({ token }) => token);

describe("Adobe's token", () => {
	it('is in no output after it was renewed, neither the old one nor the new one', async () => {
		const { switches } = stage.simulators.audienceManager;
		const old = 'old-canary-token-77d0c4';
		switches.echoKey = 'on';
		switches.tokenExpiry = 2;
		stage.store('audienceManager', 'audienceManager', { accessToken: old });
		const runs = [
			...(await runAll('audienceManager', '999999', 'audienceManager')),
			...(await runAll('audienceManager', '2004', 'audienceManager')),
		];

		expect(tokens().length).toBeGreaterThan(2);
		expectNone(runs, [old, AAM_CLIENT_SECRET, ...tokens()]);
	});

	it('is in no output when it is refused although it is new', async () => {
		const { switches, faults } = stage.simulators.audienceManager;
		switches.echoKey = 'on';
		// The gateway forgets every token at once.
		stage.store('audienceManager', 'audienceManager', { accessToken: 'old-canary-token-77d0c4' });
		faults.add({
			path: /^\/api/,
			times: Infinity,
			fault: { status: 401, body: 'Authorization: Bearer old-canary-token-77d0c4 is not valid' },
		});
		expectNone(await runAll('audienceManager', '2001', 'audienceManager'), [
			'old-canary-token-77d0c4',
			AAM_CLIENT_SECRET,
			...tokens(),
		]);
	});
});

describe("Adobe's token", () => {
	it('is not told by a login server that fails with it in its answer', async () => {
		const answer = {
			error: 'server_error',
			access_token: 'told-canary-token-5e2',
			error_description: `client_secret=${AAM_CLIENT_SECRET} access_token=told-canary-token-5e2`,
		};
		stage.simulators.audienceManager.faults.add({
			path: /^\/ims/,
			times: Infinity,
			fault: { status: 500, body: answer },
		});
		const runs = await runAll('audienceManager', '2001', 'audienceManager');
		const tested = await stage.n8n.testCredential(stage.data('audienceManager'), 'tested');

		expectNone(runs, ['told-canary', AAM_CLIENT_SECRET]);
		expect(everything(tested)).not.toMatch(/told-canary/);
		expect(failureOf(runs[0]!.outputs[1][0]!).message).toContain('Adobe refused the login: server_error');
	});
});
