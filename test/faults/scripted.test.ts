import type { Fault } from '../../simulators';
import { byId, calls, countTo, useBench, type VendorId } from './bench';
import { DONE_UNSEEN } from './faultMix';

const bench = useBench();

const LIST = { keitaro: 'GET /groups', reach360: 'GET /groups', audienceManager: 'GET /groups/' };
const CREATE = { keitaro: 'POST /groups', reach360: 'POST /groups', audienceManager: 'POST /groups/' };
const ID = { keitaro: 7, reach360: 'g-7', audienceManager: 7 };
const UPDATE = { keitaro: 'PUT /groups/7', reach360: 'PUT /groups/g-7', audienceManager: 'PUT /groups/7' };
const DELETE = {
	keitaro: 'DELETE /groups/7/delete',
	reach360: 'DELETE /groups/g-7',
	audienceManager: 'DELETE /groups/7',
};
const VENDORS: VendorId[] = ['keitaro', 'reach360', 'audienceManager'];
const TYPE = { keitaro: { groupType: 'campaigns' }, reach360: {}, audienceManager: {} };

/** One group, named Old. */
function seed(): void {
	bench.simulators.keitaro.seed({ groups: [{ id: 7, name: 'Old', type: 'campaigns' }] });
	bench.simulators.reach360.seed({ groups: [{ id: 'g-7', name: 'Old' }] });
	bench.simulators.audienceManager.seed({ groups: [{ groupId: 7, name: 'Old' }] });
}

/**
 * What is read after a create that may have been carried out and does not show: Audience Manager would take the name
 * twice, so it is asked again and again.
 */
const looks = (vendor: VendorId): string[] => Array<string>(vendor === 'audienceManager' ? 6 : 1).fill(LIST[vendor]);
/** What is read after a write to the group that may have been carried out. */
const READ_ONE = { keitaro: 'GET /groups', reach360: 'GET /groups/g-7', audienceManager: 'GET /groups/' };

const names = (vendor: VendorId): string[] =>
	bench.simulators[vendor].state.groups.map(({ name }: { name: string }) => name);
const sent = (vendor: VendorId): string[] => calls(bench.log(vendor));

const update = (vendor: VendorId, options = {}) => ({
	...TYPE[vendor],
	groupId: byId(ID[vendor]),
	name: 'New',
	...(vendor === 'audienceManager' && { description: 'New' }),
	options,
});
const remove = (vendor: VendorId) => ({ ...TYPE[vendor], groupId: byId(ID[vendor]) });
const create = (vendor: VendorId, options = {}) => ({ ...TYPE[vendor], name: 'New', options });
/** What is read before the write: Keitaro looks the ID up. */
const lookUp = (vendor: VendorId): string[] => (vendor === 'keitaro' ? ['GET /groups'] : []);
/** What is read before a create: Reach 360 would have to read page after page. */
const before = (vendor: VendorId): string[] => (vendor === 'reach360' ? [] : [LIST[vendor]]);

beforeEach(seed);

describe.each(VENDORS)('%s', (vendor) => {
	const one = async (operation: string, parameters: object) =>
		(await bench.results(`${vendor} ${operation}`, parameters as never))[0]!;

	describe('429', () => {
		it.each([
			['0', 0],
			['1', 1_000],
			['in a second', 0],
			[undefined, 0],
			['-3', 0],
			['1e99', 0],
			['99999999999', 0],
		])('with Retry-After %j is waited for', async (header, atLeast) => {
			const value = header === 'in a second' ? new Date(Date.now() + 1_000).toUTCString() : header;
			bench.fault(vendor, {
				method: 'PUT',
				fault: { status: 429, ...(value !== undefined && { headers: { 'retry-after': value } }) },
			});
			expect((await one('group.update', update(vendor))).code).toBeUndefined();
			expect(sent(vendor)).toEqual([...lookUp(vendor), UPDATE[vendor], UPDATE[vendor]]);
			const [first, second] = bench.log(vendor).slice(-2);
			// The log's clock counts whole milliseconds.
			expect(second!.at - first!.at).toBeGreaterThanOrEqual(atLeast - 2);
			expect(names(vendor)).toEqual(['New']);
		});

		it('beyond the maximal wait fails at once', async () => {
			bench.fault(vendor, { method: 'PUT', fault: { status: 429, headers: { 'retry-after': '90' } } });
			const { code, message } = await one('group.update', update(vendor, { maxRetryWait: 60 }));
			expect(code).toBe('rate_limited');
			expect(message).toContain('the vendor asks to wait 90 s');
			expect(sent(vendor)).toEqual([...lookUp(vendor), UPDATE[vendor]]);
		});

		it('of a create is sent again without a look', async () => {
			bench.fault(vendor, { method: 'POST', fault: { status: 429, headers: { 'retry-after': '0' } } });
			expect((await one('group.create', create(vendor))).code).toBeUndefined();
			expect(sent(vendor)).toEqual([...before(vendor), CREATE[vendor], CREATE[vendor]]);
			expect(names(vendor)).toEqual(['Old', 'New']);
		});
	});

	const PASSING: Fault[] = [
		...[408, 500, 502, 503, 504].map((status) => ({ status, body: 'Out of order' })),
		{ html: 502 },
		{ reset: 'before' },
	];

	describe.each([...PASSING, ...DONE_UNSEEN])('%j', (fault) => {
		const isDone = DONE_UNSEEN.includes(fault);

		it('of a read or an update is met by a second request', async () => {
			bench.fault(vendor, { method: 'GET', fault }, { method: 'PUT', fault });
			expect((await one('group.getAll', { ...TYPE[vendor], returnAll: true })).code).toBeUndefined();
			expect(sent(vendor)).toEqual([LIST[vendor], LIST[vendor]]);
			expect((await one('group.update', update(vendor))).code).toBeUndefined();
			// A body that is empty cannot be cut.
			const cut = 'truncate' in fault && vendor === 'reach360';
			expect(sent(vendor).slice(2)).toEqual([
				...lookUp(vendor),
				UPDATE[vendor],
				...(cut ? [] : [UPDATE[vendor]]),
			]);
			expect(names(vendor)).toEqual(['New']);
		});

		it('of a deletion is met by a second request, for which 404 is a success', async () => {
			bench.fault(vendor, { method: 'DELETE', fault });
			expect(await one('group.delete', remove(vendor))).toMatchObject({ code: undefined });
			const cut = 'truncate' in fault && vendor !== 'keitaro';
			expect(sent(vendor)).toEqual([...lookUp(vendor), DELETE[vendor], ...(cut ? [] : [DELETE[vendor]])]);
			expect(names(vendor)).toEqual([]);
		});

		it('of a creation leaves one group, and a result that is true', async () => {
			bench.fault(vendor, { method: 'POST', fault });
			const { code, data } = await one('group.create', create(vendor));
			// What was sent twice where a name may be taken twice is looked at once more in the end.
			const again = [...looks(vendor), CREATE[vendor], ...(vendor === 'audienceManager' ? [LIST[vendor]] : [])];
			expect(sent(vendor)).toEqual([...before(vendor), CREATE[vendor], ...(isDone ? [LIST[vendor]] : again)]);
			expect(names(vendor)).toEqual(['Old', 'New']);
			// What was there before the create, Reach 360 does not say.
			if (isDone && vendor === 'reach360') expect(code).toBe('outcome_unknown');
			else expect([code, data.name]).toEqual([undefined, 'New']);
		});
	});

	const WRITES = [
		['update', 'PUT', update],
		['delete', 'DELETE', remove],
		['create', 'POST', create],
	] as const;

	it('a 200 with HTML fails a read at once', async () => {
		bench.fault(vendor, { method: 'GET', fault: { html: 200 } });
		expect((await one('group.getAll', { ...TYPE[vendor], returnAll: true })).code).toBe('unexpected_response');
		expect(sent(vendor)).toEqual([LIST[vendor]]);
	});

	it.each(WRITES)(
		'a 200 with HTML that only the %s meets leaves its outcome unknown, and it is not sent again',
		async (operation, method, parameters) => {
			bench.fault(vendor, { method, fault: { html: 200 } });
			const { code, error, message } = await one(`group.${operation}`, parameters(vendor));
			expect([code, error.retryable]).toEqual(['outcome_unknown', false]);
			expect(message).toContain('web page instead of JSON; it does not show yet');
			expect(sent(vendor).filter((line) => line.startsWith(method))).toHaveLength(1);
			expect(sent(vendor).at(-1)).toMatch(/^GET /);
			expect(names(vendor)).toEqual(['Old']);
		},
	);

	it.each(WRITES)(
		'a 200 with HTML that the look after the %s meets as well is a wrong address, unless the vendor was heard before',
		async (operation, method, parameters) => {
			const first = operation === 'create' ? before(vendor) : lookUp(vendor);
			bench.fault(
				vendor,
				{ method, fault: { html: 200 } },
				{ method: 'GET', skip: first.length, fault: { html: 200 } },
			);
			expect((await one(`group.${operation}`, parameters(vendor))).code).toBe(
				first.length > 0 ? 'outcome_unknown' : 'unexpected_response',
			);
			const look = operation === 'create' ? LIST[vendor] : READ_ONE[vendor];
			expect(sent(vendor)).toEqual([...first, expect.stringMatching(`^${method} `), look]);
			expect(names(vendor)).toEqual(['Old']);
		},
	);

	it('an answer past the timeout is asked for again', async () => {
		bench.fault(vendor, { method: 'PUT', fault: { delay: 1_500 } });
		expect((await one('group.update', update(vendor, { timeout: 500 }))).code).toBeUndefined();
		expect(sent(vendor)).toEqual([...lookUp(vendor), UPDATE[vendor], UPDATE[vendor]]);
	});

	it('a create whose answer comes too late is found, and not sent twice', async () => {
		bench.fault(vendor, { method: 'POST', fault: { delay: 1_500 } });
		const { code } = await one('group.create', create(vendor, { timeout: 500 }));
		expect(code).toBe(vendor === 'reach360' ? 'outcome_unknown' : undefined);
		expect(sent(vendor)).toEqual([...before(vendor), CREATE[vendor], LIST[vendor]]);
		expect(names(vendor)).toEqual(['Old', 'New']);
	});

	it('a create that the vendor is still working on makes one group in the end', async () => {
		bench.fault(vendor, { method: 'POST', fault: { delay: 1_000, hold: 'before' } });
		const { code } = await one('group.create', create(vendor, { timeout: 500 }));
		while (names(vendor).length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
		// Audience Manager would make a second one, so there it is not sent again.
		expect(code).toBe(vendor === 'audienceManager' ? 'outcome_unknown' : undefined);
		expect(sent(vendor)).toEqual([
			...before(vendor),
			CREATE[vendor],
			...looks(vendor),
			...(vendor === 'audienceManager' ? [] : [CREATE[vendor]]),
		]);
		await new Promise((resolve) => setTimeout(resolve, 700));
		expect(names(vendor)).toEqual(['Old', 'New']);
	});

	it('a look-up that fails as well leaves the outcome unknown', async () => {
		bench.fault(
			vendor,
			{ method: 'POST', fault: { reset: 'after' } },
			{ method: 'GET', skip: before(vendor).length, times: 3, fault: { status: 503 } },
		);
		const { code, message, error } = await one('group.create', create(vendor));
		expect(code).toBe('outcome_unknown');
		expect(message).toMatch(/could not be read afterwards.*Look before you run it again/);
		expect(error.retryable).toBe(false);
		expect(sent(vendor)).toEqual([...before(vendor), CREATE[vendor], LIST[vendor], LIST[vendor], LIST[vendor]]);
	});

	it('never takes a group that was there before for its own', async () => {
		bench.fault(vendor, { method: 'POST', fault: { status: 504, after: true } });
		const { code, data } = await one('group.create', { ...create(vendor), name: 'Old' });
		if (vendor === 'audienceManager') {
			// It accepts the same name twice: the second one is the new one.
			expect(data.groupId).toBe(2001);
			expect(names(vendor)).toEqual(['Old', 'Old']);
		} else {
			expect(code).toBe(vendor === 'keitaro' ? 'duplicate_name' : 'outcome_unknown');
			expect(names(vendor)).toEqual(['Old']);
		}
	});

	it('does not choose when somebody else made a group of that name meanwhile', async () => {
		const other = {
			keitaro: { id: 90, name: 'New', position: 9, type: 'campaigns' },
			reach360: { id: 'g-90', name: 'New', readOnly: false, members: [], reporters: [], managers: [] },
			audienceManager: {
				groupId: 90,
				name: 'New',
				description: null,
				wildcards: [],
				conflict: false,
				accessible: true,
				permissions: [],
			},
		}[vendor];
		const somebodyElse = () => {
			(bench.simulators[vendor].state.groups as object[]).push(other);
			return true;
		};
		bench.fault(
			vendor,
			{
				method: 'GET',
				skip: before(vendor).length,
				when: ({ method }) =>
					method === 'GET' &&
					names(vendor).includes('New') &&
					names(vendor).length === 2 &&
					somebodyElse() &&
					false,
				fault: { status: 500 },
			},
			{ method: 'POST', fault: { reset: 'after' } },
		);
		const { code, message } = await one('group.create', create(vendor));
		expect(code).toBe('outcome_unknown');
		expect(message).toContain('is there (');
		expect(bench.log(vendor).filter(({ method }) => method === 'POST')).toHaveLength(1);
	});
});

describe('an upsert whose create is lost', () => {
	it.each(VENDORS)('is done, on %s too, since the name was looked up before', async (vendor) => {
		bench.fault(vendor, { method: 'POST', fault: { reset: 'after' } });
		const [result] = await bench.results(`${vendor} group.upsert`, { ...TYPE[vendor], name: 'New' });
		expect(result!.data).toMatchObject({ action: 'created', group: { name: 'New' } });
		expect(names(vendor)).toEqual(['Old', 'New']);
	});
});

describe('a token that expires in the middle of a run', () => {
	it('is renewed once each time, and no item notices', async () => {
		const { audienceManager } = bench.simulators;
		bench.use('audienceManager', { authentication: 'clientCredentials' });
		audienceManager.switches.tokenExpiry = 40;
		audienceManager.seed({ groups: countTo(100).map((index) => ({ groupId: index + 1, name: `Group ${index}` })) });
		const items = countTo(100).map((index) => ({ id: index + 1 }));
		const results = await bench.results(
			'audienceManager group.update',
			{ groupId: byId('={{ $json.id }}'), name: 'New', description: 'New' },
			{ items },
		);
		expect(results.filter(({ code }) => code !== undefined)).toEqual([]);
		expect(names('audienceManager').every((name) => name === 'New')).toBe(true);
		expect(bench.log('audienceManager').filter(({ path }) => path.startsWith('/ims/'))).toHaveLength(3);
	});
});

describe('a list of Reach 360 that leads astray', () => {
	const all = async () => (await bench.results('reach360 group.getAll', { returnAll: true }))[0]!;

	beforeEach(() =>
		bench.simulators.reach360.seed({
			groups: countTo(250).map((index) => ({ id: `g-${index}`, name: `Group ${index}` })),
		}),
	);

	it('to another server is not followed: the key stays here', async () => {
		bench.simulators.reach360.switches.nextUrl = 'foreign-origin';
		const { code, message } = await all();
		expect(code).toBe('unexpected_response');
		expect(message).toContain('lies on another server');
		expect(bench.log('reach360')).toHaveLength(1);
	});

	it.each(['repeated-cursor', 'duplicate-page'] as const)('in a circle (%s) ends', async (nextUrl) => {
		bench.simulators.reach360.switches.nextUrl = nextUrl;
		const { code, message } = await all();
		expect(code).toBe('unexpected_response');
		expect(message).toContain('it would never end');
		expect(bench.log('reach360').length).toBeLessThanOrEqual(4);
	});

	it('of which a page fails is read to its end all the same', async () => {
		bench.fault('reach360', ...countTo(3).map((skip) => ({ skip, fault: { truncate: true } as const })));
		const { data } = await all();
		expect(data).toHaveLength(250);
		expect(new Set((data as unknown as Array<{ id: string }>).map(({ id }) => id))).toHaveProperty('size', 250);
	});
});
