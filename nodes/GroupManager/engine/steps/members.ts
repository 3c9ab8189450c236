import { Failure, failureOf } from '../contract/failure';
import type { Field } from '../contract/field';
import type { Task } from '../contract/task';
import { offerJointly, type Claim, type JointRow, type Remarks, type Terms } from '../contract/vendor';
import { groupId } from '../fields/groupId';
import { allowEmpty, dryRun, ignoreMissing, maxRemovals } from '../fields/options';
import { membersTarget } from './directory';
import { applyAll, reportOn, type Change } from './memberChanges';
import { wishFor, wishToRemove, type Locate, type MemberReport, type MemberWish, type Membership } from './membership';

export interface MemberFacts {
	membership: Membership;
	/** What people fill in before the group and behind it. */
	scope?: readonly Field[];
	members: Field<'members', string[]>;
	/** The id of the item's group, with whatever has to be known of it before the write. */
	locate: Record<'add' | 'remove' | 'set', Locate>;
	remarks: Partial<Record<'add' | 'remove' | 'set', Remarks>>;
}

/** Add, Remove and Set, from what a vendor knows about the members of its groups. */
export function memberRows({ membership, scope = [], members, locate, remarks }: MemberFacts): {
	add: JointRow;
	remove: JointRow;
	set: JointRow;
} {
	const fields = [...scope, groupId, members] as const;
	return {
		add: offerJointly({
			fields,
			options: [dryRun],
			...remarks.add,
			prepare: async (task) => await wishFor(task, locate.add, membership),
			...(membership.isExclusive && { claim: claimOf, terms: termsOf(membership, false) }),
			perform: async (wishes) => await addMembers(wishes, membership),
		}),
		remove: offerJointly({
			fields,
			options: [dryRun, ignoreMissing],
			...remarks.remove,
			prepare: async (task) => await wishToRemove(task, locate.remove, membership),
			perform: async (wishes) => await removeMembers(wishes, membership),
		}),
		set: offerJointly({
			fields,
			options: [allowEmpty, dryRun, maxRemovals],
			...remarks.set,
			prepare: async (task) => await wishFor(task, locate.set, membership),
			claim: claimOf,
			terms: termsOf(membership, true),
			perform: async (wishes) => await setMembers(wishes, membership),
		}),
	};
}

/** @param isWhole whether an item says all that the group shall have */
const termsOf = ({ isExclusive, isCertain }: Membership, isWhole: boolean): Terms<MemberWish['task']['input']> => ({
	isWhole,
	isExclusive,
	instead: 'Add',
	wants: (input) => input.members,
	isCertain,
});

const claimOf = ({ groupId: id, members }: MemberWish): Claim => ({ groupId: id, wants: members });

type Reports = Array<MemberReport | Error>;

export async function addMembers(wishes: readonly MemberWish[], membership: Membership): Promise<Reports> {
	const changes = await applyAll(
		wishes.map((wish) => ({ wish, added: wish.members, removed: [] })),
		membership,
	);
	return changes.map((change) => (change instanceof Error ? change : reportOn(change)));
}

export async function removeMembers(wishes: readonly MemberWish[], membership: Membership): Promise<Reports> {
	const changes = await applyAll(
		wishes.map((wish) => ({ wish, added: [], removed: wish.members })),
		membership,
	);
	return changes.map((change) => {
		if (change instanceof Error) return change;
		// An earlier item, or somebody else, may have taken them out since they were looked at.
		const { missing, unchanged: gone, ...report } = reportOn(change);
		const { ignoreMissing } = change.wish.task.input.options;
		return {
			...report,
			unchanged: ignoreMissing ? [] : gone,
			missing: [...missing, ...(ignoreMissing ? gone : [])],
		};
	});
}

/**
 * Adds go before removes; nothing is written before the whole change is known and allowed.
 * Wishes for one group are the same list by now: they are served by one change, which is the first one's doing.
 */
export async function setMembers(wishes: readonly MemberWish[], membership: Membership): Promise<Reports> {
	const { task } = wishes[0]!;
	const groups = [...new Set(wishes.map(({ groupId }) => groupId))];
	const locks = groups.map((groupId) => ({ target: membersTarget(groupId), keys: membership.reads(groupId, task) }));
	return await task.exclusiveAll(locks, async () => {
		const done = new Set<string>();
		const plans: Array<Change | Failure> = [];
		for (const wish of wishes) plans.push(await planFor(wish, membership, done).catch(failureOf));
		const changes = await applyAll(
			plans.filter((plan): plan is Change => !(plan instanceof Failure)),
			membership,
		);
		let next = 0;
		return plans.map((plan) => {
			const change = plan instanceof Failure ? plan : changes[next++]!;
			return change instanceof Error ? change : reportOn(change);
		});
	});
}

/** @param done groups that an item before this one changes */
async function planFor(wish: MemberWish, membership: Membership, done: Set<string>): Promise<Change> {
	const { task, groupId, members } = wish;
	const current = new Set(await membership.all(task, groupId));
	const kept = new Set(members);
	const removed = [...current].filter((member) => !kept.has(member));
	const refusal = overRemovals(task, removed.length, 'members');
	if (refusal) throw refusal;
	if (done.has(groupId)) return { wish, added: [], removed: [], servedWith: groupId };
	done.add(groupId);
	return { wish, added: members.filter((member) => !current.has(member)), removed };
}

/** @returns Failure `invalid_input` when more would go than the user allows */
export function overRemovals({ input: { place, options } }: Task, removals: number, what: string): Failure | undefined {
	const { maxRemovals = Infinity } = options;
	if (removals <= maxRemovals) return undefined;
	const reason = `"Max Removals"${place} is ${maxRemovals}, but ${removals} ${what} would be removed`;
	return new Failure('invalid_input', reason, { advice: 'Look at the list again, or raise "Max Removals"' });
}
