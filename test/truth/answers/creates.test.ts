import { endOf, fault, names, UNKNOWN, useAnswers } from './bed';
import { VENDOR_IDS } from '../../../simulators';
import type { Json } from '../../kit/json';
import { codeOf } from '../../kit/results';
import { homeOf, nameIn, profileOf, scopeOf } from '../../kit/vendors';

const stage = useAnswers();

const inJson = (data: Json): Json => ({ groupType: 'campaigns', specifyBody: 'json', groupData: JSON.stringify(data) });
const offers = inJson({ name: 'EU search', type: 'offers' });

describe('a create of Keitaro whose JSON names another type', () => {
	it('is looked for among the groups of that type, where its answer is lost', async () => {
		fault(stage, 'keitaro', { reset: 'after' }, { method: 'POST' });
		const out = await stage.one('keitaro group.create', offers);
		// The group of that name among those of campaigns is another one.
		expect(out.data).toEqual({ id: 9, name: 'EU search', position: 3, type: 'offers' });
		const look = 'GET /groups?type=offers';
		expect(stage.sent('keitaro')).toEqual([look, 'POST /groups {"type":"offers","name":"EU search"}', look]);
	});

	it('that was not carried out is sent again', async () => {
		fault(stage, 'keitaro', { status: 502 }, { method: 'POST' });
		const out = await stage.one('keitaro group.create', offers);
		expect(out.data).toMatchObject({ id: 9, type: 'offers' });
		expect(stage.accepted('keitaro')).toHaveLength(1);
	});

	it('is refused by a dry run where that type has the name, and only there', async () => {
		const dry = (data: Json) => ({ ...inJson(data), options: { dryRun: true } });
		const free = await stage.one('keitaro group.create', dry({ name: 'EU search', type: 'offers' }));
		expect(free.data).toMatchObject({
			dryRun: true,
			plan: [{ body: { type: 'offers', name: 'EU search' } }],
			would: { type: 'offers' },
		});
		const taken = await stage.one('keitaro group.create', dry({ name: 'Nutra offers', type: 'offers' }));
		expect(codeOf(taken)).toBe('duplicate_name');
		expect(stage.written('keitaro')).toEqual([]);
	});
});

describe('a create of Keitaro whose JSON names another type', () => {
	it('is there for the next item of the same dry run', async () => {
		const items = [{ name: 'X' }, { name: 'X' }];
		const given = {
			...inJson({}),
			groupData: '={{ JSON.stringify({ name: $json.name, type: "offers" }) }}',
			options: { dryRun: true, concurrency: 1 },
		};
		const out = await stage.each('keitaro group.create', given, items);
		expect(out.map(codeOf)).toEqual([expect.stringMatching(/^success/), 'duplicate_name']);
	});
});

/** The vendor stores the name without its blanks, and the answer is lost. */
function commitTrimmed(vendor: 'keitaro' | 'audienceManager', status: number): void {
	const when = ({ body }: { body: unknown }): boolean => {
		const name = String((body as Json).name).trim();
		const { keitaro, audienceManager } = stage.simulators;
		if (vendor === 'keitaro')
			keitaro.state.groups.push({ id: keitaro.state.nextGroupId++, name, position: 9, type: 'campaigns' });
		const rest = { description: null, wildcards: [], conflict: false, accessible: true, permissions: [] };
		if (vendor === 'audienceManager')
			audienceManager.state.groups.push({ groupId: audienceManager.state.nextGroupId++, name, ...rest });
		return true;
	};
	fault(stage, vendor, { status }, { method: 'POST', when });
}

const own = (out: Json): unknown => out.data?.group ?? out.data;

describe.each(['keitaro', 'audienceManager'] as const)('a vendor that trims names (%s)', (vendor) => {
	it.each(
		[' EU', 'EU ', ' EU\u00a0'].flatMap((name) =>
			['group.create', 'group.upsert'].map((operation) => ({ name, operation })),
		),
	)(
		'$operation of "$name" whose answer is lost is found under the name that was stored',
		async ({ name, operation }) => {
			for (const status of [504, 500]) {
				stage.simulators.of(vendor).reset();
				commitTrimmed(vendor, status);
				const out = await stage.one(
					`${vendor} ${operation}`,
					{ ...scopeOf(vendor), name: '={{ $json.name }}' },
					{ items: [{ name }] },
				);
				expect(own(out)).toMatchObject({ name: 'EU' });
				expect(stage.written(vendor)).toHaveLength(1);
				expect(names(stage, vendor).filter((stored) => stored.trim() === 'EU')).toEqual(['EU']);
			}
		},
	);

	it('is taken at its word where it answers with the trimmed name', async () => {
		const body = vendor === 'keitaro' ? { id: 9, name: 'EU', type: 'campaigns' } : { groupId: 2005, name: 'EU' };
		fault(stage, vendor, { status: 200, body }, { method: 'POST' });
		expect((await stage.one(`${vendor} group.create`, { ...scopeOf(vendor), name: 'EU ' })).data).toEqual(body);
		expect(stage.sent(vendor).at(-1)).toMatch(/^POST/);
	});

	it('is not given an older group of that look for the new one', async () => {
		const { keitaro, audienceManager } = stage.simulators;
		keitaro.seed({ groups: [{ id: 1, name: 'EU', type: 'campaigns' }] });
		audienceManager.seed({ groups: [{ groupId: 1, name: 'EU' }] });
		fault(stage, vendor, { status: 504 }, { method: 'POST', times: 3 });
		const out = await stage.one(`${vendor} group.create`, { ...scopeOf(vendor), name: 'EU ' });
		expect(endOf(out)).toEqual(UNKNOWN);
		expect(names(stage, vendor)).toEqual(['EU']);
	});
});

/** A create that does not look first cannot tell its own group from an older one. */
const isBlind = (vendor: string): boolean => profileOf(vendor).lostCreate === 'outcome_unknown';

describe.each(VENDOR_IDS)('an error beside a success (%s)', (vendor) => {
	const { created } = homeOf(vendor);
	const create = async (extra: Json, isCarriedOut: boolean) => {
		fault(
			stage,
			vendor,
			{ status: 200, body: { ...created('New'), ...extra }, after: isCarriedOut },
			{ method: 'POST' },
		);
		return await stage.one(`${vendor} group.create`, { ...scopeOf(vendor), name: 'New' });
	};

	it.each([
		{ errors: {} },
		{ errors: [] },
		{ error: null },
		{ error: '' },
		{ error_code: '0' },
		{ error_code: 0 },
		{ error: false },
	])('is none where it says nothing: %j', async (extra) => {
		const out = await create(extra, true);
		expect(out.data).toEqual({ ...created('New'), ...extra });
		expect(stage.sent(vendor).at(-1)).toMatch(/^POST/);
	});

	it.each([{ error: 'no rights' }, { errors: ['no'] }, { errors: { name: ['no'] } }, { error_code: '429050' }])(
		'is looked into where it stands in a whole record: %j',
		async (extra) => {
			const out = await create(extra, true);
			const end = endOf(out);
			if (isBlind(vendor)) expect(end).toEqual(UNKNOWN);
			else expect(nameIn(vendor, end.data as Json)).toBe('New');
			stage.simulators.of(vendor).reset();
			expect(endOf(await create(extra, false))).toEqual(UNKNOWN);
			expect(stage.written(vendor)).toHaveLength(1);
		},
	);
});

describe.each(VENDOR_IDS)('an error beside a success (%s)', (vendor) => {
	it('is a refusal where it stands alone, and nobody needs to look', async () => {
		fault(stage, vendor, { status: 200, body: { error: 'The licence is over' } }, { method: 'POST' });
		const out = await stage.one(`${vendor} group.create`, { ...scopeOf(vendor), name: 'New' });
		expect([codeOf(out), out.message]).toEqual(['invalid_input', expect.stringContaining('The licence is over')]);
		expect(stage.sent(vendor).at(-1)).toMatch(/^POST/);
	});
});
