import fc from 'fast-check';

import { Failure } from '../../nodes/GroupManager/engine/contract/failure';
import type { KnownOptions } from '../../nodes/GroupManager/engine/contract/input';
import { blankInput } from '../../nodes/GroupManager/engine/fields/readInput';
import type { Task } from '../../nodes/GroupManager/engine/contract/task';
import { addMembers, overRemovals, removeMembers, setMembers } from '../../nodes/GroupManager/engine/steps/members';
import {
	type MemberReport,
	type MemberWish,
	type Membership,
	type Move,
	wishFor,
	wishToRemove,
} from '../../nodes/GroupManager/engine/steps/membership';

type State = Record<string, string[]>;
type Work = (wishes: readonly MemberWish[], membership: Membership) => Promise<Array<MemberReport | Error>>;

const GROUP = 'g';
const FORBIDDEN = new Failure('forbidden', 'not this one', { details: 'vendor words' });
const UNKNOWN = new Failure('outcome_unknown', 'nobody knows');

const nobody = (typed: string): Failure => new Failure('not_found', `there is no user ${typed}`);

/** Groups in memory; `failing` are the members whose write fails. Upper and lower case are one person, `nobody` is none. */
function vendor(state: State, failing: Record<string, Error> = {}) {
	const groups = new Map(Object.entries(state).map(([id, members]) => [id, new Set(members)]));
	const writes: string[] = [];
	const move = ({ groupId, member, isIn }: Move): boolean | Error => {
		const members = groups.get(groupId)!;
		if (members.has(member) === isIn) return false;
		writes.push(`${isIn ? '+' : '-'}${member}`);
		if (failing[member]) return failing[member];
		if (isIn) members.add(member);
		else members.delete(member);
		return true;
	};
	const resolve = async (_: Task, typed: string): Promise<string> => {
		const member = typed.toLowerCase();
		return member === 'nobody' ? await Promise.reject(nobody(typed)) : await Promise.resolve(member);
	};
	const membership: Membership = {
		isExclusive: false,
		isCertain: () => true,
		resolve,
		has: async (_, groupId, member) => await Promise.resolve(groups.get(groupId)!.has(member)),
		all: async (_, groupId) => await Promise.resolve([...groups.get(groupId)!]),
		reads: (groupId) => [`members of ${groupId}`],
		apply: async (moves) => await Promise.resolve(moves.map(move)),
	};
	return { groups, writes, membership, members: (id = GROUP) => [...groups.get(id)!].sort() };
}

type Options = Partial<KnownOptions>;
type ItemTask = Parameters<typeof wishToRemove>[0];

/** One item's task; takes its turns at once. */
function taskFor(members: string[], options: Options = {}): ItemTask {
	const { options: common, ...blank } = blankInput();
	const input = { ...blank, members, options: { ...common, ignoreMissing: false, ...options } };
	const exclusiveAll: Task['exclusiveAll'] = async (_, work) => await work();
	const settle: Task['settle'] = async () => await Promise.resolve(false);
	const task: Partial<Task> = { input, exclusiveAll, settle, lookedUp: () => undefined, adopt: () => undefined };
	return task as ItemTask;
}

const find = (groupId: string) => async (): Promise<string> => await Promise.resolve(groupId);

type Item = [groupId: string, members: string[], options?: Options];

/** The items as a run has them: everything is looked up first. */
async function work(
	{ membership }: { membership: Membership },
	does: Work,
	...items: Item[]
): Promise<Array<MemberReport | Error>> {
	const prepare = does === removeMembers ? wishToRemove : wishFor;
	const wishes: MemberWish[] = [];
	for (const [groupId, members, options] of items)
		wishes.push(await prepare(taskFor(members, options), find(groupId), membership));
	return await does(wishes, membership);
}

const one = async (at: { membership: Membership }, does: Work, members: string[], options?: Options) =>
	(await work(at, does, [GROUP, members, options]))[0]!;

const people = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd', 'e', 'f'));
const report = (parts: Partial<MemberReport>): MemberReport => ({
	added: [],
	removed: [],
	unchanged: [],
	missing: [],
	...parts,
});

describe('making membership equal to a list', () => {
	it('leaves exactly the list, adds before it removes, writes nothing twice and nothing in a second run', async () => {
		await fc.assert(
			fc.asyncProperty(people, people, async (initial, wanted) => {
				const at = vendor({ g: initial });
				const added = wanted.filter((member) => !initial.includes(member));
				const removed = initial.filter((member) => !wanted.includes(member));
				const unchanged = wanted.filter((member) => initial.includes(member));
				expect(await one(at, setMembers, wanted)).toEqual(report({ added, removed, unchanged }));
				expect(at.members()).toEqual([...wanted].sort());
				expect(at.writes).toEqual([
					...added.map((member) => `+${member}`),
					...removed.map((member) => `-${member}`),
				]);

				at.writes.length = 0;
				expect(await one(at, setMembers, wanted)).toEqual(report({ unchanged: wanted }));
				expect(at.writes).toEqual([]);
			}),
		);
	});

	it('serves items for different groups side by side, and each person who was named twice once', async () => {
		const at = vendor({ g: ['x'], h: [] });
		expect(await work(at, setMembers, ['g', ['a', 'A', 'x']], ['h', ['b']])).toEqual([
			report({ added: ['a'], unchanged: ['x'] }),
			report({ added: ['b'] }),
		]);
		expect(at.writes).toEqual(['+a', '+b']);
	});

	it('writes the same list once; the other items find it done', async () => {
		const at = vendor({ g: ['x'] });
		expect(await work(at, setMembers, ['g', ['a', 'b']], ['g', ['b', 'a']])).toEqual([
			report({ added: ['a', 'b'], removed: ['x'] }),
			report({ unchanged: ['b', 'a'] }),
		]);
		expect(at.writes).toEqual(['+a', '+b', '-x']);
	});

	it('fails all items that a failed write was to serve', async () => {
		const at = vendor({ g: [] }, { b: FORBIDDEN });
		const results = await work(at, setMembers, ['g', ['a', 'b']], ['g', ['b', 'a']]);
		expect(results).toEqual([
			expect.objectContaining({ code: 'forbidden' }),
			expect.objectContaining({ code: 'forbidden' }),
		]);
	});

	it('writes nothing at all when more would go than is allowed', async () => {
		await fc.assert(
			fc.asyncProperty(people, people, fc.nat(4), async (initial, wanted, maxRemovals) => {
				const at = vendor({ g: initial });
				const removals = initial.filter((member) => !wanted.includes(member)).length;
				const result = await one(at, setMembers, wanted, { maxRemovals });
				expect(result instanceof Failure).toBe(removals > maxRemovals);
				if (removals > maxRemovals) expect(at.writes).toEqual([]);
			}),
		);
	});

	it('leaves the other items alone where one removes more than is allowed', async () => {
		const at = vendor({ g: ['x', 'y'], h: [] });
		const results = await work(at, setMembers, ['g', ['a'], { maxRemovals: 1 }], ['h', ['b']]);
		expect(results).toEqual([
			expect.objectContaining({
				code: 'invalid_input',
				reason: '"Max Removals" is 1, but 2 members would be removed',
			}),
			report({ added: ['b'] }),
		]);
		expect(at.writes).toEqual(['+b']);
	});

	it('removes nobody after an addition that failed, and the details say what was done and what was not', async () => {
		const at = vendor({ g: ['x', 'y'] }, { b: FORBIDDEN });
		expect(await one(at, setMembers, ['a', 'b', 'y'])).toMatchObject({
			code: 'forbidden',
			reason: 'b: not this one',
			facts: { details: 'Added: a. Removed: none. Not done: b, x. vendor words' },
		});
		expect(at.members()).toEqual(['a', 'x', 'y']);
	});

	it('says what was removed before a removal failed', async () => {
		const at = vendor({ g: ['x', 'y', 'z'] }, { y: FORBIDDEN });
		expect(await one(at, setMembers, ['n'])).toMatchObject({
			facts: { details: 'Added: n. Removed: x, z. Not done: y. vendor words' },
		});
	});

	it('is of unknown outcome where one member is, whatever else was refused', async () => {
		const at = vendor({ g: [] }, { a: FORBIDDEN, b: UNKNOWN });
		expect(await one(at, setMembers, ['a', 'b', 'c'])).toMatchObject({
			code: 'outcome_unknown',
			reason: 'b: nobody knows',
			facts: { details: 'Added: c. Removed: none. Not done: a. Not known: b.' },
		});
	});

	it('hands on a fault of the node as it is', async () => {
		const fault = new TypeError('fault');
		expect(await one(vendor({ g: [] }, { a: fault }), setMembers, ['a'])).toBe(fault);
	});
});

describe('the limit of removals', () => {
	it('counts from one more than it says, and is no limit where there is none', () => {
		expect(overRemovals(taskFor([], { maxRemovals: 2 }), 2, 'members')).toBeUndefined();
		expect(overRemovals(taskFor([], { maxRemovals: 2 }), 3, 'members')).toMatchObject({ code: 'invalid_input' });
		expect(overRemovals(taskFor([], { maxRemovals: 0 }), 1, 'members')).toMatchObject({ code: 'invalid_input' });
		expect(overRemovals(taskFor([]), 10_000, 'members')).toBeUndefined();
	});
});

describe('adding and removing members', () => {
	it('change what differs and report the rest as unchanged; a second run changes nothing', async () => {
		await fc.assert(
			fc.asyncProperty(people, people, async (initial, wanted) => {
				const at = vendor({ g: initial });
				const isIn = (member: string) => initial.includes(member);
				const added = wanted.filter((member) => !isIn(member));
				expect(await one(at, addMembers, wanted)).toEqual(report({ added, unchanged: wanted.filter(isIn) }));
				expect(at.members()).toEqual([...new Set([...initial, ...wanted])].sort());
				at.writes.length = 0;
				await one(at, addMembers, wanted);
				expect(at.writes).toEqual([]);

				expect(await one(at, removeMembers, wanted)).toEqual(report({ removed: wanted }));
				expect(at.members()).toEqual(initial.filter((member) => !wanted.includes(member)).sort());
			}),
		);
	});

	it('bring about together what the items want one after the other', async () => {
		await fc.assert(
			fc.asyncProperty(people, fc.array(people, { minLength: 1, maxLength: 4 }), async (initial, lists) => {
				const at = vendor({ g: initial });
				const results = (await work(
					at,
					addMembers,
					...lists.map((members): Item => ['g', members]),
				)) as MemberReport[];
				expect(at.members()).toEqual([...new Set([...initial, ...lists.flat()])].sort());
				// Each addition is one item's doing.
				expect(results.flatMap(({ added }) => added).sort()).toEqual(
					[...new Set(lists.flat())].filter((member) => !initial.includes(member)).sort(),
				);
				results.forEach(({ added, unchanged }, item) =>
					expect([...added, ...unchanged].sort()).toEqual([...lists[item]!].sort()),
				);
			}),
		);
	});

	it('leave the other items alone where one fails', async () => {
		const at = vendor({ g: [], h: [] }, { b: FORBIDDEN });
		expect(await work(at, addMembers, ['g', ['b']], ['h', ['a']])).toEqual([
			expect.objectContaining({ code: 'forbidden' }),
			report({ added: ['a'] }),
		]);
	});

	it('fail for who is no member before anything is written', async () => {
		const at = vendor({ g: ['a'] });
		await expect(one(at, removeMembers, ['a', 'B'])).rejects.toMatchObject({
			code: 'not_found',
			reason: 'B is not a member of the group',
		});
		await expect(one(at, removeMembers, ['a', 'Nobody'])).rejects.toMatchObject({
			code: 'not_found',
			reason: 'there is no user Nobody',
		});
		await expect(one(at, addMembers, ['b', 'Nobody'])).rejects.toMatchObject({ code: 'not_found' });
		expect(at.writes).toEqual([]);
	});

	it('report who is no member as missing where that is to be ignored, and who is nobody as typed', async () => {
		const at = vendor({ g: ['a'] });
		expect(await one(at, removeMembers, ['a', 'b', 'Nobody'], { ignoreMissing: true })).toEqual(
			report({ removed: ['a'], missing: ['b', 'Nobody'] }),
		);
	});

	it('fail for another reason than a missing person, even where missing ones are ignored', async () => {
		const at = vendor({ g: ['a'] });
		at.membership.resolve = async () => await Promise.reject(FORBIDDEN);
		await expect(one(at, removeMembers, ['a'], { ignoreMissing: true })).rejects.toBe(FORBIDDEN);
	});

	it('look the group up once more where a lost write to it had to be waited for', async () => {
		const at = vendor({ g: [] });
		const task = taskFor(['a']);
		const locate = jest.fn(find(GROUP));
		await wishFor(task, locate, at.membership);
		expect(locate).toHaveBeenCalledTimes(1);
		task.settle = async () => await Promise.resolve(true);
		await wishFor(task, locate, at.membership);
		expect(locate).toHaveBeenCalledTimes(3);
	});

	it('report who was taken out by somebody else meanwhile as unchanged, or as missing where that is to be ignored', async () => {
		for (const ignoreMissing of [false, true]) {
			const at = vendor({ g: ['a', 'b'] });
			const wish = await wishToRemove(taskFor(['a', 'b'], { ignoreMissing }), find(GROUP), at.membership);
			at.groups.get(GROUP)!.delete('a');
			const expected = report({ removed: ['b'], [ignoreMissing ? 'missing' : 'unchanged']: ['a'] });
			expect(await removeMembers([wish], at.membership)).toEqual([expected]);
		}
	});
});
