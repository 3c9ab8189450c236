import { VENDOR_IDS } from '../../../simulators';
import { byName, type Json } from '../../kit/json';
import { codeOf } from '../../kit/results';
import { HOSTS, useStage } from '../../kit/stage';
import { groundOf, nameIn, samplesOf, scopeOf } from '../../kit/vendors';

const stage = useStage({ isLoggedIn: true, isPatient: true });

function seedGroups(vendor: string, ...names: string[]): void {
	groundOf(vendor).seed(stage.simulators, { names, people: 1 });
}

const STORED = 'Équipe Sales';

const LOOK_ALIKES: Array<[string, string]> = [
	['a trailing blank', `${STORED} `],
	['a leading blank', ` ${STORED}`],
	['two blanks', 'Équipe  Sales'],
	['a no-break space', 'Équipe\u00a0Sales'],
	['decomposed letters', STORED.normalize('NFD')],
	['a zero-width space', 'Équipe\u200b Sales'],
	['a soft hyphen', 'Équi\u00adpe Sales'],
	['a byte order mark', `\ufeff${STORED}`],
	['other case', 'ÉQUIPE sales'],
	['everything at once', ` \u200béquipe\u00a0sales`.normalize('NFD')],
];

const PAIRS = VENDOR_IDS.flatMap((vendor) => LOOK_ALIKES.map(([what, typed]) => ({ vendor, what, typed })));

describe('a name that looks like one that is there', () => {
	it.each(PAIRS)('does not make a twin on $vendor with $what: upsert names the other', async ({ vendor, typed }) => {
		for (const host of HOSTS) {
			for (const options of [{}, { dryRun: true }]) {
				seedGroups(vendor, 'Other', STORED);
				const given = { ...scopeOf(vendor), name: '={{ $json.name }}', options };
				const out = await stage.one(`${vendor} group.upsert`, given, { host, items: [{ name: typed }] });
				expect([codeOf(out), out.message]).toEqual(['ambiguous_name', expect.stringContaining(STORED)]);
			}
		}
		expect(stage.written(vendor)).toEqual([]);
	});
});

describe('a name that looks like one that is there', () => {
	it.each(PAIRS)('is suggested on $vendor where $what is not found', async ({ vendor, typed }) => {
		const operations: Record<string, Json> = {
			'group.get': {},
			'group.update': { name: 'Better' },
			'group.delete': {},
			'member.getAll': { returnAll: true },
			'member.add': { members: groundOf(vendor).memberId(0) },
			...('permission.getAll' in samplesOf(vendor) && { 'permission.getAll': { returnAll: true } }),
		};
		seedGroups(vendor, 'Other', STORED);
		for (const [operation, parameters] of Object.entries(operations)) {
			const given = { ...scopeOf(vendor), groupId: byName('={{ $json.name }}'), ...parameters };
			for (const host of HOSTS) {
				const out = await stage.one(`${vendor} ${operation}`, given, { host, items: [{ name: typed }] });
				expect([operation, codeOf(out), out.message]).toEqual([
					operation,
					'not_found',
					expect.stringContaining(STORED),
				]);
			}
		}
		expect(stage.written(vendor)).toEqual([]);
	});

	it.each(VENDOR_IDS)('does not stand in the way of the exact one on %s', async (vendor) => {
		seedGroups(vendor, 'équipe sales', STORED);
		const out = await stage.one(`${vendor} group.upsert`, { ...scopeOf(vendor), name: STORED });
		const { action, group } = out.data as Json;
		expect([action, nameIn(vendor, group as Json)]).toEqual(['unchanged', STORED]);
		const other = await stage.one(`${vendor} group.upsert`, { ...scopeOf(vendor), name: 'Equipe Sales' });
		expect(other.data).toMatchObject({ action: 'created' });
	});
});

describe('a name that looks like one that is there', () => {
	it.each(VENDOR_IDS)('is found among the names of the same run on %s', async (vendor) => {
		seedGroups(vendor, 'Other');
		const items = [{ name: 'Sales' }, { name: 'sales' }, { name: 'Sales ' }];
		for (const concurrency of [1, 5]) {
			seedGroups(vendor, 'Other');
			const out = await stage.each(
				`${vendor} group.upsert`,
				{ ...scopeOf(vendor), name: '={{ $json.name }}', options: { concurrency } },
				items,
			);
			expect(out.map(codeOf)).toEqual([expect.stringMatching(/^success/), 'ambiguous_name', 'ambiguous_name']);
		}
	});
});

const NAMES = [
	'Canceled customers',
	'Password: resets',
	'Ops <beta> team',
	'token=7 "new"',
	'ECONNREFUSED fans',
	'a & b; c',
	'50% off...',
];

describe('what was typed stands in a refusal as it was typed', () => {
	it.each(VENDOR_IDS.flatMap((vendor) => NAMES.map((name) => ({ vendor, name }))))(
		'$name on $vendor',
		async ({ vendor, name }) => {
			for (const host of HOSTS) {
				seedGroups(vendor, name, name);
				const items = [{ name }];
				const several = await stage.one(
					`${vendor} group.get`,
					{ ...scopeOf(vendor), groupId: byName('={{ $json.name }}') },
					{ host, items },
				);
				expect([codeOf(several), several.message]).toEqual(['ambiguous_name', expect.stringContaining(name)]);
				seedGroups(vendor, 'Other');
				const none = await stage.one(
					`${vendor} group.delete`,
					{ ...scopeOf(vendor), groupId: byName('={{ $json.name }}') },
					{ host, items },
				);
				expect([codeOf(none), none.message]).toEqual(['not_found', expect.stringContaining(name)]);
				seedGroups(vendor, name);
				if (!groundOf(vendor).hasUniqueNames) continue;
				const taken = await stage.one(
					`${vendor} group.create`,
					{ ...scopeOf(vendor), name: '={{ $json.name }}' },
					{ host, items },
				);
				expect([codeOf(taken), taken.message]).toEqual(['duplicate_name', expect.stringContaining(name)]);
			}
		},
	);
});

describe('what was typed stands in a refusal as it was typed', () => {
	it.each(['Canceled customers', 'Password: resets', 'Ops <beta> team'])(
		'in the exception of stop mode too: %s',
		async (name) => {
			const { stopped } = await stage.ran(
				'reach360 group.get',
				{ groupId: byName(name) },
				{ onError: 'stopWorkflow' },
			);
			expect(stopped).toMatchObject({ status: 'error', message: expect.stringContaining(name) as string });
		},
	);

	it.each(['canceled orders', 'cancelled by mail', 'ECONNREFUSED fans', 'an ETIMEDOUT here'])(
		'but in stop mode a name that n8n misreads stands in the description alone: %s',
		async (name) => {
			for (const vendor of VENDOR_IDS) {
				const given = { ...scopeOf(vendor), groupId: byName(name) };
				const { stopped } = await stage.ran(`${vendor} group.get`, given, { onError: 'stopWorkflow' });
				expect(stopped).toMatchObject({
					status: 'error',
					description: expect.stringContaining(name) as string,
				});
				expect(stopped!.message).toMatch(/^Could not get the group.*not_found/);
				expect(stopped!.message).not.toContain(name);
			}
		},
	);
});

describe('what was typed stands in a refusal as it was typed', () => {
	it('and details stay what the vendor sent', async () => {
		const body = { message: 'Name <b> is "canceled": Zürich & Co.', list: [1], id: 12 };
		for (const vendor of VENDOR_IDS) {
			for (const host of HOSTS) {
				stage.fault(vendor, { method: 'POST', fault: { status: 400, body } });
				const out = await stage.one(`${vendor} group.create`, { ...scopeOf(vendor), name: 'x' }, { host });
				expect((out.error as Json).details).toBe(JSON.stringify(body));
			}
		}
	});

	it('and details that hold what looks like a secret stay valid JSON without it', async () => {
		const body = { message: 'No', password: 'forgotten yesterday', list: [1] };
		for (const vendor of VENDOR_IDS) {
			stage.fault(vendor, { method: 'POST', fault: { status: 400, body } });
			const out = await stage.one(`${vendor} group.create`, { ...scopeOf(vendor), name: 'x' });
			expect(JSON.parse((out.error as Json).details as string)).toEqual({ ...body, password: '**hidden**' });
		}
	});
});

describe('an Audience Manager entry of digits', () => {
	const seed = (...users: Array<{ userId: number; username: string }>) =>
		stage.simulators.audienceManager.seed({ groups: [{ groupId: 2001, name: 'G' }], users });
	const OPERATIONS = ['member.add', 'member.remove', 'member.set'];

	it.each(OPERATIONS)('that is one user’s id and another’s name is ambiguous (%s)', async (operation) => {
		for (const host of HOSTS) {
			for (const options of operation === 'member.remove' ? [{}, { ignoreMissing: true }] : [{}]) {
				seed({ userId: 501, username: '77001' }, { userId: 77001, username: 'someone' });
				const given = { groupId: { __rl: true, mode: 'id', value: 2001 }, members: '77001', options };
				const out = await stage.one(`audienceManager ${operation}`, given, { host });
				expect([codeOf(out), out.message]).toEqual(['ambiguous_name', expect.stringContaining('77001')]);
			}
		}
		expect(stage.written('audienceManager')).toEqual([]);
	});

	it('is the user whose name it is, where it is nobody’s id', async () => {
		for (const host of HOSTS) {
			seed({ userId: 501, username: '77001' }, { userId: 502, username: 'someone' });
			const out = await stage.one(
				'audienceManager member.add',
				{ groupId: { __rl: true, mode: 'id', value: 2001 }, members: '77001, 502' },
				{ host },
			);
			expect(out.data).toMatchObject({ added: ['501', '502'] });
		}
	});

	it('is the id of a user whose own name it is', async () => {
		seed({ userId: 501, username: '501' });
		const out = await stage.one('audienceManager member.add', {
			groupId: { __rl: true, mode: 'id', value: 2001 },
			members: '501',
		});
		expect(out.data).toMatchObject({ added: ['501'] });
	});
});
