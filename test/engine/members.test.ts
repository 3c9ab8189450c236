import fc from 'fast-check';

import { Batch } from '../../nodes/GroupManager/engine/batch';
import { Failure } from '../../nodes/GroupManager/engine/errors';
import { DEFAULT_OPTIONS, neutralInput, type Options } from '../../nodes/GroupManager/engine/input';
import { addMembers, removeMembers, setMembers, type Membership, type MemberReport } from '../../nodes/GroupManager/engine/members';
import { Trace, type Task } from '../../nodes/GroupManager/engine/task';

type Work = (task: Task, groupId: string, membership: Membership) => Promise<MemberReport>;

const GROUP = 'g';

/** A group in memory; `refuses` is the member whose write fails. */
function group(initial: string[], refuses?: string) {
	const members = new Set(initial);
	const writes: string[] = [];
	const write = async (sign: string, member: string) => {
		writes.push(`${sign}${member}`);
		if (member === refuses) throw new Failure('forbidden', 'not this one', { details: 'vendor words' });
		if (sign === '+') members.add(member);
		else members.delete(member);
		return true;
	};
	const membership: Membership = {
		resolve: async (_, typed) => typed.map((member) => member.toLowerCase()),
		has: async (_, __, member) => members.has(member),
		all: async () => [...members],
		put: async (_, __, member) => await write('+', member),
		take: async (_, __, member) => await write('-', member),
	};
	const batch = new Batch();
	const run = async (work: Work, wanted: string[], options: Partial<Options> = {}) => {
		const input = { ...neutralInput(0), members: wanted, options: { ...DEFAULT_OPTIONS, ...options } };
		return await batch.track(async () => await work({ run: { batch }, input, trace: new Trace() } as unknown as Task, GROUP, membership));
	};
	return { members, writes, run };
}

const people = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd', 'e', 'f'));

describe('making membership equal to a list', () => {
	it('leaves exactly the list, adds before it removes, writes nothing twice and nothing in a second run', async () => {
		await fc.assert(
			fc.asyncProperty(people, people, async (initial, wanted) => {
				const { members, writes, run } = group(initial);
				const report = await run(setMembers, wanted);

				expect([...members].sort()).toEqual([...wanted].sort());
				expect(report.added).toEqual(wanted.filter((member) => !initial.includes(member)));
				expect(report.removed).toEqual(initial.filter((member) => !wanted.includes(member)));
				expect(report.unchanged).toEqual(wanted.filter((member) => initial.includes(member)));
				expect(writes).toEqual([...report.added.map((member) => `+${member}`), ...report.removed.map((member) => `-${member}`)]);

				writes.length = 0;
				expect(await run(setMembers, wanted)).toEqual({ added: [], removed: [], unchanged: wanted });
				expect(writes).toEqual([]);
			}),
		);
	});

	it('lets several items take turns, the last one counts', async () => {
		await fc.assert(
			fc.asyncProperty(people, fc.array(people, { minLength: 1, maxLength: 5 }), async (initial, wanted) => {
				const { members, run } = group(initial);
				await Promise.all(wanted.map(async (list) => await run(setMembers, list)));
				expect([...members].sort()).toEqual([...wanted.at(-1)!].sort());
			}),
		);
	});

	it('writes nothing at all when more would go than is allowed', async () => {
		await fc.assert(
			fc.asyncProperty(people, people, fc.nat(4), async (initial, wanted, maxRemovals) => {
				const { writes, run } = group(initial);
				const removals = initial.filter((member) => !wanted.includes(member)).length;
				const [result] = await Promise.allSettled([run(setMembers, wanted, { maxRemovals })]);
				expect(result.status).toBe(removals > maxRemovals ? 'rejected' : 'fulfilled');
				if (removals > maxRemovals) expect(writes).toEqual([]);
			}),
		);
	});

	it('removes nobody after an addition that failed, and the details say what was done and what was not', async () => {
		const { members, run } = group(['x', 'y'], 'b');
		await expect(run(setMembers, ['a', 'b', 'y'])).rejects.toMatchObject({
			code: 'forbidden',
			reason: 'not this one',
			facts: { details: 'Added: a. Removed: none. Not done: b, x. vendor words' },
		});
		expect([...members].sort()).toEqual(['a', 'x', 'y']);
	});

	it('says what was removed before a removal failed', async () => {
		const { run } = group(['x', 'y', 'z'], 'y');
		await expect(run(setMembers, ['n'])).rejects.toMatchObject({ facts: { details: 'Added: n. Removed: x, z. Not done: y. vendor words' } });
	});

	it('refuses two names for one member before anything is written', async () => {
		const { writes, run } = group([]);
		for (const work of [setMembers, addMembers]) {
			await expect(run(work, ['A', 'a'])).rejects.toMatchObject({ code: 'invalid_input', reason: '"Members" of item 0 names a twice' });
		}
		expect(writes).toEqual([]);
	});
});

describe('adding and removing members', () => {
	it('change what differs and report the rest as unchanged; a second run changes nothing', async () => {
		await fc.assert(
			fc.asyncProperty(people, people, async (initial, wanted) => {
				const { members, writes, run } = group(initial);
				const isIn = (member: string) => initial.includes(member);
				expect(await run(addMembers, wanted)).toEqual({
					added: wanted.filter((member) => !isIn(member)),
					removed: [],
					unchanged: wanted.filter(isIn),
				});
				expect([...members].sort()).toEqual([...new Set([...initial, ...wanted])].sort());
				writes.length = 0;
				await run(addMembers, wanted);
				expect(writes).toEqual([]);

				expect(await run(removeMembers, wanted)).toEqual({ added: [], removed: wanted, unchanged: [] });
				expect([...members].sort()).toEqual(initial.filter((member) => !wanted.includes(member)).sort());
			}),
		);
	});

	it('fail for who is no member before anything is written, unless missing ones are ignored', async () => {
		const { writes, run } = group(['a']);
		await expect(run(removeMembers, ['a', 'b'])).rejects.toMatchObject({ code: 'not_found', reason: 'b is not a member of the group' });
		expect(writes).toEqual([]);
		expect(await run(removeMembers, ['a', 'b'], { ignoreMissing: true })).toEqual({ added: [], removed: ['a'], unchanged: ['b'], missing: [] });
	});
});
