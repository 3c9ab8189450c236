import fc from 'fast-check';

import type { Fault } from '../../simulators';
import { membersLabelOf } from '../kit/ground';
import { byId, countTo, type Json } from '../kit/json';
import { useStage } from '../kit/stage';
import { ELSEWHERE } from '../kit/vendors';
import { membershipOf, PEOPLE } from './membership';

const stage = useStage({ host: 'axios', isLoggedIn: true, random: 0 });

const people = fc.uniqueArray(fc.integer({ min: 0, max: PEOPLE - 1 }));
const sorted = (members: number[]): number[] => [...members].sort();

/** How long a request takes, before or after it is carried out: puts writes into any order of completion. */
const pause = fc.record({
	delay: fc.integer({ min: 0, max: 6 }),
	hold: fc.constantFrom('before' as const, 'after' as const),
});
const failure: fc.Arbitrary<Fault> = fc.constantFrom<Fault[]>(
	{ status: 400, body: { error: 'No' } },
	{ status: 403, body: { error: 'Not you' } },
	{ status: 500 },
	{ status: 503, after: true },
	{ status: 429, headers: { 'retry-after': '0' } },
	{ reset: 'before' },
	{ reset: 'after' },
	{ reset: 'during' },
	{ html: 200 },
	{ html: 502 },
	{ body: '"done' },
);

/** What a failed item says of its members. */
function progressOf({ error }: Json): Record<'added' | 'removed' | 'left' | 'unknown', string[]> {
	const found = /^Added: (.+?)\. Removed: (.+?)\. Not done: (.+?)\.(?: Not known: (.+?)\.)?(?= |$)/.exec(
		String(error.details),
	);
	expect(found).not.toBeNull();
	const [added, removed, left, unknown] = found!
		.slice(1)
		.map((list) => (list === undefined || list === 'none' ? [] : list.split(', ')));
	return { added: added!, removed: removed!, left: left!, unknown: unknown! };
}

describe.each(ELSEWHERE)('setting the members of a group of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, spellings: names, seed, members, parameters, writes } = membership;
	const set = async (wanted: number[], options: Json = {}) =>
		await stage.one(`${vendor} member.set`, {
			...parameters(0),
			members: wanted.map((index) => names(index)[wanted.length % names(index).length]),
			options: { allowEmpty: true, ...options },
		});

	it('ends with the wanted list or says exactly what is missing, in any order of completion and with any fault in between', async () => {
		const faults = fc.array(fc.record({ skip: fc.integer({ min: 0, max: 3 }), fault: failure }), { maxLength: 3 });
		const property = fc.asyncProperty(
			people,
			people,
			fc.array(pause, { maxLength: 6 }),
			faults,
			fc.constantFrom(1, 2, 3),
			async (initial, wanted, pauses, failures, maxAttempts) => {
				seed([initial, [], []]);
				stage.simulators.of(vendor).faults.clear();
				for (const { skip, fault } of failures) stage.fault(vendor, { ...writes, skip, fault });
				for (const fault of pauses) stage.fault(vendor, { ...writes, fault });
				const json = await set(wanted, { maxAttempts });

				const model = new Map(countTo(PEOPLE).map((one) => [member(one), initial.includes(one)]));
				const due = [...model.keys()].filter((_, one) => wanted.includes(one) !== initial.includes(one)).sort();
				const { added, removed, left, unknown } =
					json.success === true
						? { ...(json.data as Record<'added' | 'removed', string[]>), left: [], unknown: [] }
						: progressOf(json);
				expect([...added, ...removed, ...left, ...unknown].sort()).toEqual(due);
				for (const one of added) model.set(one, true);
				for (const one of removed) model.set(one, false);
				const certain = countTo(PEOPLE).filter((one) => !unknown.includes(member(one)));
				expect(certain.filter((one) => members(0).includes(one))).toEqual(
					certain.filter((one) => model.get(member(one))),
				);
				if (json.success === true) expect(sorted(members(0))).toEqual(sorted(wanted));

				stage.simulators.of(vendor).faults.clear();
				expect(await set(wanted)).toMatchObject({ success: true });
				expect(sorted(members(0))).toEqual(sorted(wanted));

				stage.forget();
				expect((await set(wanted)).data).toEqual({
					added: [],
					removed: [],
					unchanged: wanted.map(member),
					missing: [],
				});
				expect(stage.written(vendor)).toEqual([]);
			},
		);
		await fc.assert(property, { numRuns: 25 });
	});
});

describe.each(ELSEWHERE)('setting the members of a group of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, seed, members, parameters, writes } = membership;

	it('gives every group its own list when one run sets several, whoever is first', async () => {
		const places = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: PEOPLE, maxLength: PEOPLE });
		const groupsOf = (place: number[]) =>
			countTo(3).map((group) => countTo(PEOPLE).filter((one) => place[one] === group));
		const property = fc.asyncProperty(
			places,
			places,
			fc.array(pause, { maxLength: 8 }),
			async (before, after, pauses) => {
				seed(groupsOf(before));
				stage.simulators.of(vendor).faults.clear();
				for (const fault of pauses) stage.fault(vendor, { ...writes, fault });
				const items = groupsOf(after).map((wanted, group) => ({
					group: membership.group(group),
					members: wanted.map(member),
				}));
				const shown = {
					...parameters(0),
					groupId: byId('={{ $json.group }}'),
					members: '={{ $json.members }}',
					options: { allowEmpty: true },
				};
				const results = await stage.each(`${vendor} member.set`, shown, items);

				expect(results.map(({ success }) => success)).toEqual([true, true, true]);
				expect(countTo(3).map((group) => sorted(members(group)))).toEqual(groupsOf(after));
			},
		);
		await fc.assert(property, { numRuns: 15 });
	});
});

describe.each(ELSEWHERE)('setting the members of a group of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, seed, members, parameters } = membership;

	it('refuses different lists of one run for one group before any write, however the group is named', async () => {
		seed([[0], [], []]);
		const run = async (lists: number[][], modes: ReadonlyArray<'id' | 'name'>) => {
			const group = { id: membership.group(0), name: 'Group 0' };
			const items = modes.map((mode, index) => ({
				mode,
				group: group[mode],
				members: lists[index]!.map(member),
			}));
			const groupId = { __rl: true, mode: '={{ $json.mode }}', value: '={{ $json.group }}' };
			return await stage.each(
				`${vendor} member.set`,
				{ ...parameters(0), groupId, members: '={{ $json.members }}' },
				items,
			);
		};
		for (const modes of [
			['id', 'id'],
			['id', 'name'],
		] as const) {
			const results = await run([[1], [2]], modes);
			expect(results.map(({ error }) => error.code)).toEqual(['invalid_input', 'invalid_input']);
			for (const { message } of results)
				expect(message).toContain(
					'items 0, 1 set one group to different lists: put them into one list, or use Add',
				);
			expect(stage.written(vendor)).toEqual([]);
		}
		expect(members(0)).toEqual([0]);

		const same = await run(
			[
				[1, 2],
				[2, 1],
			],
			['id', 'name'],
		);
		expect(same.map(({ data }) => data)).toEqual([
			{ added: [member(1), member(2)], removed: [member(0)], unchanged: [], missing: [] },
			{ added: [], removed: [], unchanged: [member(2), member(1)], missing: [] },
		]);
		expect(stage.written(vendor)).toHaveLength(3);
	});
});

describe.each(ELSEWHERE)('setting the members of a group of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, spellings: names, seed, members, parameters, writes } = membership;
	const set = async (wanted: number[], options: Json = {}) =>
		await stage.one(`${vendor} member.set`, {
			...parameters(0),
			members: wanted.map((index) => names(index)[wanted.length % names(index).length]),
			options: { allowEmpty: true, ...options },
		});

	it('adopts a write whose answer was lost, and says so of one that does not show', async () => {
		seed([[], [], []]);
		stage.fault(vendor, { ...writes, fault: { status: 500, after: true } });
		expect((await set([0], { maxAttempts: 1 })).data).toEqual({
			added: [member(0)],
			removed: [],
			unchanged: [],
			missing: [],
		});
		expect(members(0)).toEqual([0]);

		stage.fault(vendor, { ...writes, fault: { status: 500 } });
		const lost = await set([0, 1], { maxAttempts: 1 });
		expect(lost.error).toMatchObject({ code: 'outcome_unknown', httpStatus: 500, retryable: false });
		expect(progressOf(lost)).toEqual({ added: [], removed: [], left: [], unknown: [member(1)] });
	});
});

describe.each(ELSEWHERE)('setting the members of a group of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, spellings: names, seed, members, parameters, writes } = membership;
	const set = async (wanted: number[], options: Json = {}) =>
		await stage.one(`${vendor} member.set`, {
			...parameters(0),
			members: wanted.map((index) => names(index)[wanted.length % names(index).length]),
			options: { allowEmpty: true, ...options },
		});

	it('adds before it removes, and removes nobody when an addition fails', async () => {
		seed([[0, 1], [], []]);
		stage.fault(vendor, { ...writes, times: 2, fault: { delay: 15, hold: 'before' } });
		await set([2, 3]);
		const lines = stage.written(vendor);
		expect(sortedText(lines.slice(0, 2))).toEqual([membership.put(0, 2), membership.put(0, 3)]);
		expect(sortedText(lines.slice(2))).toEqual([membership.take(0, 0), membership.take(0, 1)]);

		stage.fault(vendor, { ...writes, fault: { status: 403, body: { error: 'Not this one' } } });
		const json = await set([4]);
		expect(json.error).toMatchObject({ code: 'forbidden', httpStatus: 403 });
		expect(progressOf(json)).toEqual({
			added: [],
			removed: [],
			left: [member(4), member(2), member(3)],
			unknown: [],
		});
		expect(sorted(members(0))).toEqual([2, 3]);
	});
});

describe.each(ELSEWHERE)('setting the members of a group of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, spellings: names, seed, members, parameters } = membership;
	const set = async (wanted: number[], options: Json = {}) =>
		await stage.one(`${vendor} member.set`, {
			...parameters(0),
			members: wanted.map((index) => names(index)[wanted.length % names(index).length]),
			options: { allowEmpty: true, ...options },
		});

	it('refuses an empty list without Allow Empty before any request, and empties the group with it', async () => {
		seed([[0, 1], [], []]);
		const refused = await set([], { allowEmpty: false });
		expect(refused).toMatchObject({
			error: { code: 'invalid_input', request: null },
			message: expect.stringContaining(`: "${membersLabelOf(ground)}" is empty`),
		});
		expect(stage.sent(vendor)).toEqual([]);

		expect((await set([])).data).toEqual({
			added: [],
			removed: [member(0), member(1)],
			unchanged: [],
			missing: [],
		});
		expect(members(0)).toEqual([]);
	});
});

describe.each(ELSEWHERE)('setting the members of a group of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, member, spellings: names, seed, parameters } = membership;
	const set = async (wanted: number[], options: Json = {}) =>
		await stage.one(`${vendor} member.set`, {
			...parameters(0),
			members: wanted.map((index) => names(index)[wanted.length % names(index).length]),
			options: { allowEmpty: true, ...options },
		});

	it('writes nothing, not even an addition, when more than Max Removals would go', async () => {
		seed([[0, 1, 2], [], []]);
		const refused = await set([3], { maxRemovals: 2 });
		expect(refused.error.code).toBe('invalid_input');
		expect(refused.message).toContain('"Max Removals" is 2, but 3 members would be removed');
		expect(stage.written(vendor)).toEqual([]);

		expect((await set([2, 3], { maxRemovals: 2 })).data).toEqual({
			added: [member(3)],
			removed: [member(0), member(1)],
			unchanged: [member(2)],
			missing: [],
		});
	});
});

describe.each(ELSEWHERE)('setting the members of a group of $vendor', (ground) => {
	const membership = membershipOf(ground, stage);
	const { vendor, spellings: names, seed, parameters } = membership;
	const set = async (wanted: number[], options: Json = {}) =>
		await stage.one(`${vendor} member.set`, {
			...parameters(0),
			members: wanted.map((index) => names(index)[wanted.length % names(index).length]),
			options: { allowEmpty: true, ...options },
		});

	it.each([
		['broken JSON', { truncate: true } as const],
		['a web page', { html: 200 } as const],
		['a broken connection', { reset: 'during' } as const],
	])('removes nobody when the list of members ends in %s', async (_, fault) => {
		seed([[0, 1, 2], [], []]);
		const list = membership.memberList(0);
		stage.fault(vendor, { method: 'GET', path: list, times: 3, fault });
		const json = await set([0]);

		expect(json.success).toBeUndefined();
		expect(stage.written(vendor)).toEqual([]);
	});
});

describe('a group of Reach 360 with more members than a page holds', () => {
	const ids = countTo(230).map((index) => `u${index}`);
	beforeEach(() => {
		stage.simulators.reach360.seed({
			groups: [{ id: 'big', name: 'Big', members: ids }],
			users: ids.map((id) => ({ id, email: `${id}@example.com` })),
		});
	});
	const set = async () =>
		await stage.one('reach360 member.set', { groupId: byId('big'), members: ids.slice(0, 229) });

	it.each(['full', 'empty'] as const)('is read to its end, with a last page that is %s', async (lastPage) => {
		stage.simulators.reach360.switches.lastPage = lastPage;
		expect((await set()).data).toEqual({ added: [], removed: ['u229'], unchanged: ids.slice(0, 229), missing: [] });
		expect(stage.written('reach360')).toEqual(['DELETE /groups/big/users/u229']);
	});

	it.each(['foreign-origin', 'repeated-cursor', 'duplicate-page'] as const)(
		'is left alone when a page leads nowhere (%s)',
		async (nextUrl) => {
			stage.simulators.reach360.switches.nextUrl = nextUrl;
			expect((await set()).error.code).toBe('unexpected_response');
			expect(stage.written('reach360')).toEqual([]);
		},
	);

	it('is left alone when its last page fails', async () => {
		stage.fault('reach360', { method: 'GET', path: /users$/, skip: 2, times: 3, fault: { status: 500 } });
		expect((await set()).error.code).toBe('unavailable');
		expect(stage.written('reach360')).toEqual([]);
	});
});

const sortedText = (lines: string[]): string[] => [...lines].sort();
