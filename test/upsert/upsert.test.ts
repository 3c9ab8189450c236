import fc from 'fast-check';

import type { Fault } from '../../simulators';
import { countTo, type Json } from '../kit/json';
import { groupNames, type Ground } from '../kit/ground';
import { useStage } from '../kit/stage';
import { GROUNDS, nameIn } from '../kit/vendors';

const stage = useStage({ host: 'axios', isLoggedIn: true, random: 0 });

const underWay = async (vendor: string): Promise<void> => {
	while (stage.written(vendor).length === 0) await new Promise((resolve) => setImmediate(resolve));
};

const idOf = ({ id, groupId }: Json): unknown => id ?? groupId;

/** Groups of these names, and the names that are there. */
const groupsOn = (ground: Ground) => ({
	seed: (names: string[]): void => ground.seed(stage.simulators, { names }),
	names: (): string[] => groupNames(ground, stage.simulators),
});

/** The path of the collection. */
const COLLECTION = /groups\/?$/;

describe.each(GROUNDS)('upsert on $vendor', (ground) => {
	const { vendor, scope: parameters } = ground;
	const { seed, names } = groupsOn(ground);
	const upsert = async (name: string, options: Json = {}) =>
		await stage.one(`${vendor} group.upsert`, { ...parameters, name, options });
	beforeEach(() => seed(['Alpha', 'Beta']));

	it('creates a group of a new name, and leaves it as it is in a second run', async () => {
		const { data, request } = await upsert('Gamma & <Sons>');
		expect([data.action, nameIn(vendor, data.group)]).toEqual(['created', 'Gamma & <Sons>']);
		expect(Object.keys(data)).toEqual(['action', 'group']);
		expect([request.method, nameIn(vendor, request.body)]).toEqual(['POST', 'Gamma & <Sons>']);
		expect(names()).toEqual(['Alpha', 'Beta', 'Gamma & <Sons>']);

		stage.forget();
		const again = await upsert('Gamma & <Sons>');
		expect(again.data).toMatchObject({ action: 'unchanged' });
		expect(idOf(again.data.group)).toBe(idOf(data.group));
		expect(again.request.method).toBe('GET');
		expect(stage.written(vendor)).toEqual([]);
	});

	it('compares names exactly, and makes no twin of a group whose name only looks the same', async () => {
		for (const name of ['alpha', ' Alpha', 'Al\u200bpha']) {
			const { error, message } = await upsert(name);
			expect(error).toMatchObject({ code: 'ambiguous_name', retryable: false });
			expect(message).toMatch(
				/but "Alpha" \([\w-]+\) differs only in case, blanks or characters that nobody sees/,
			);
		}
		expect(stage.written(vendor)).toEqual([]);
		expect((await upsert('Alph')).data.action).toBe('created');
		expect(names()).toEqual(['Alpha', 'Beta', 'Alph']);
	});
});

describe.each(GROUNDS)('upsert on $vendor', (ground) => {
	const { vendor, scope: parameters } = ground;
	const { seed, names } = groupsOn(ground);
	const upsert = async (name: string, options: Json = {}) =>
		await stage.one(`${vendor} group.upsert`, { ...parameters, name, options });
	beforeEach(() => seed(['Alpha', 'Beta']));

	it('refuses an empty name before any request', async () => {
		for (const name of ['', '   ']) {
			const json = await upsert(name);
			expect(json).toMatchObject({
				error: { code: 'invalid_input', request: null },
				message: expect.stringContaining(': "Name" is empty'),
			});
		}
		expect(stage.sent(vendor)).toEqual([]);
	});

	it('makes one group of a name that many items have', async () => {
		const items = countTo(30).map((index) => ({ name: `Team ${index % 3}` }));
		const results = await stage.each(`${vendor} group.upsert`, { ...parameters, name: '={{ $json.name }}' }, items);

		expect(names()).toEqual(['Alpha', 'Beta', ...['Team 0', 'Team 1', 'Team 2'].sort(byPlaceIn(names()))]);
		expect(stage.written(vendor)).toHaveLength(3);
		expect(results.filter(({ data }) => data.action === 'created')).toHaveLength(3);
		expect(new Set(results.map(({ data }) => idOf(data.group))).size).toBe(3);
	});
});

describe.each(GROUNDS)('upsert on $vendor', (ground) => {
	const { vendor, scope: parameters } = ground;
	const { seed, names } = groupsOn(ground);
	const upsert = async (name: string, options: Json = {}) =>
		await stage.one(`${vendor} group.upsert`, { ...parameters, name, options });
	beforeEach(() => seed(['Alpha', 'Beta']));

	it('ends with exactly one group of the name when two runs race, and both name the same group', async () => {
		const delays = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 8, maxLength: 8 });
		const property = fc.asyncProperty(
			delays,
			fc.constantFrom('before' as const, 'after' as const),
			fc.boolean(),
			async (pauses, hold, isThere) => {
				seed(isThere ? ['Alpha', 'Twins'] : ['Alpha']);
				stage.simulators.of(vendor).faults.clear();
				for (const delay of pauses) stage.fault(vendor, { fault: { delay, hold } });
				const results = await Promise.all([upsert('Twins'), upsert('Twins')]);

				expect(names()).toEqual(['Alpha', 'Twins']);
				expect(results.map(({ success }) => success)).toEqual([true, true]);
				expect(idOf(results[0].data.group)).toBe(idOf(results[1].data.group));
				if (isThere) expect(results.map(({ data }) => data.action)).toEqual(['unchanged', 'unchanged']);
				else expect(results.filter(({ data }) => data.action === 'created').length).toBeLessThan(2);

				stage.simulators.of(vendor).faults.clear();
				stage.forget();
				expect((await upsert('Twins')).data.action).toBe('unchanged');
				expect(stage.written(vendor)).toEqual([]);
			},
		);
		await fc.assert(property, { numRuns: 15 });
	});
});

describe.each(GROUNDS)('upsert on $vendor', (ground) => {
	const { vendor, scope: parameters } = ground;
	const { seed, names } = groupsOn(ground);
	const upsert = async (name: string, options: Json = {}) =>
		await stage.one(`${vendor} group.upsert`, { ...parameters, name, options });
	beforeEach(() => seed(['Alpha', 'Beta']));

	it('ends with exactly one group of the name, or says that this is not known, with any fault in between', async () => {
		const fault = fc.constantFrom<Fault[]>(
			{ status: 400, body: { error: 'No' } },
			{ status: 403 },
			{ status: 500 },
			{ status: 503, after: true },
			{ status: 429, headers: { 'retry-after': '0' } },
			{ reset: 'before' },
			{ reset: 'after' },
			{ reset: 'during' },
			{ truncate: true },
			{ html: 502 },
		);
		const rules = fc.array(
			fc.record({ method: fc.constantFrom('GET', 'POST'), skip: fc.integer({ min: 0, max: 2 }), fault }),
			{ maxLength: 3 },
		);
		const property = fc.asyncProperty(rules, fc.constantFrom(1, 3), async (list, maxAttempts) => {
			seed(['Alpha']);
			stage.simulators.of(vendor).faults.clear();
			for (const rule of list) stage.fault(vendor, { ...rule, path: COLLECTION });
			const { success, data, error } = await upsert('Only', { maxAttempts });
			const made = names().filter((name) => name === 'Only').length;

			expect(made).toBeLessThan(2);
			if (success) expect({ made, name: nameIn(vendor, data.group) }).toEqual({ made: 1, name: 'Only' });
			else if (made === 1) expect(error.code).toMatch(/^(outcome_unknown|duplicate_name|unexpected_response)$/);

			stage.simulators.of(vendor).faults.clear();
			await upsert('Only');
			expect(names()).toEqual(['Alpha', 'Only']);
			stage.forget();
			expect((await upsert('Only')).data.action).toBe('unchanged');
			expect(stage.written(vendor)).toEqual([]);
		});
		await fc.assert(property, { numRuns: 25 });
	});
});

describe.each(GROUNDS.filter(({ hasUniqueNames }) => hasUniqueNames))(
	'upsert on $vendor, which refuses a name twice',
	(ground) => {
		const { vendor, scope: parameters } = ground;
		const { seed, names } = groupsOn(ground);
		it('goes on with the group of another process that was faster', async () => {
			seed(['Alpha']);
			stage.fault(vendor, { method: 'POST', path: COLLECTION, fault: { delay: 150, hold: 'before' } });
			const slow = stage.one(`${vendor} group.upsert`, { ...parameters, name: 'Race' });
			await underWay(vendor);
			stage.beAnotherProcess();
			const { data: created } = await stage.one(`${vendor} group.create`, { ...parameters, name: 'Race' });
			const { data } = await slow;

			expect(names()).toEqual(['Alpha', 'Race']);
			expect(data).toEqual({ action: 'unchanged', group: created });
		});
	},
);

const upsert = async (name: string, description = '') =>
	await stage.one('audienceManager group.upsert', { name, description });
const state = () => stage.simulators.audienceManager.state;

describe('upsert on Audience Manager', () => {
	it('changes a description that differs, sends the name with it, and writes nothing in a second run', async () => {
		const { data } = await upsert('Media Buyers', 'New words');
		expect(data).toMatchObject({ action: 'updated', group: { groupId: 2001, description: 'New words' } });
		expect(stage.written('audienceManager')).toEqual([
			'PUT /groups/2001 {"name":"Media Buyers","description":"New words"}',
		]);

		stage.forget();
		expect((await upsert('Media Buyers', 'New words')).data.action).toBe('unchanged');
		expect((await upsert('Media Buyers')).data).toMatchObject({
			action: 'unchanged',
			group: { description: 'New words' },
		});
		expect(stage.written('audienceManager')).toEqual([]);
	});

	it('finds a name that comes back HTML-escaped', async () => {
		stage.simulators.audienceManager.switches.escaping = 'on';
		expect((await upsert('R&D "Lab" <beta>')).data).toMatchObject({
			action: 'unchanged',
			group: { groupId: 2003 },
		});
		expect(stage.written('audienceManager')).toEqual([]);
	});

	it('never guesses between several groups of the name', async () => {
		stage.simulators.audienceManager.seed({ groups: [2001, 2002].map((groupId) => ({ groupId, name: 'Same' })) });
		const json = await upsert('Same', 'X');
		expect(json.error).toMatchObject({ code: 'ambiguous_name', retryable: false });
		expect(json.message).toContain('2 groups have the name "Same": 2001, 2002');
		expect(stage.written('audienceManager')).toEqual([]);
	});
});

describe('upsert on Audience Manager', () => {
	it('takes turns with other runs of the process: the second one gives the group its description', async () => {
		const [first, second] = await Promise.all([upsert('Race', 'Of the first'), upsert('Race', 'Of the second')]);
		expect(first.data.action).toBe('created');
		expect(second.data).toMatchObject({
			action: 'updated',
			group: { groupId: first.data.group.groupId, description: 'Of the second' },
		});
	});

	it('takes its own group back when another process created one of the name a moment earlier, and goes on with that one', async () => {
		stage.fault('audienceManager', { method: 'POST', path: /groups\/$/, fault: { delay: 80, hold: 'before' } });
		const late = upsert('Race', 'Of the late one');
		await underWay('audienceManager');
		stage.beAnotherProcess();
		expect((await upsert('Race', 'Of the early one')).data).toMatchObject({
			action: 'created',
			group: { groupId: 2005 },
		});
		expect(await late).toMatchObject({
			success: true,
			data: { action: 'updated', group: { groupId: 2005, description: 'Of the late one' } },
		});
		expect(
			state()
				.groups.filter(({ name }) => name === 'Race')
				.map(({ groupId }) => groupId),
		).toEqual([2005]);
		expect(stage.written('audienceManager')).toContain('DELETE /groups/2006');
	});
});

describe('upsert on Keitaro', () => {
	it('keeps to its type: the same name may exist once in each', async () => {
		const { data } = await stage.one('keitaro group.upsert', { groupType: 'campaigns', name: 'Nutra offers' });
		expect(data).toMatchObject({ action: 'created', group: { type: 'campaigns' } });
	});
});

const byPlaceIn = (list: string[]) => (left: string, right: string) => list.indexOf(left) - list.indexOf(right);
