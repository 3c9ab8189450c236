import type { Change, MemberRecords, MemberView } from '../contract/watch';
import { highestOf } from './idList';
import type { KeptMembers } from './snapshot';

interface Rules {
	area: string;
	/** By group id, who is proved not to be there any more. */
	lost: ReadonlyMap<string, ReadonlySet<string>> | undefined;
	/** Whether the group is out of view without proof that it is gone: then its members stay. */
	stays: (groupId: string) => boolean;
	/** Whether the group is gone. */
	isOver: (groupId: string) => boolean;
	/** Whether the group is one of which nothing was known: then nobody has joined it. */
	isTakenAsItIs: (groupId: string) => boolean;
	growingIds: boolean;
	note: (change: Change) => void;
}

const NOBODY: ReadonlySet<string> = new Set();
const NO_RECORDS: MemberRecords = new Map();

/** Who has joined and who has left the groups of an area. @returns what is to be kept */
export function differenceOfMembers(kept: KeptMembers, { groups, visible }: MemberView, rules: Rules): KeptMembers {
	const { area, lost, stays, isOver, isTakenAsItIs, growingIds, note } = rules;
	const isOld = growingIds && kept.known ? olderThan(kept.known) : () => false;
	const next = new Map<string, Set<string>>();
	for (const groupId of new Set([...kept.groups.keys(), ...groups.keys()])) {
		const was = kept.groups.get(groupId) ?? NOBODY;
		const now = groups.get(groupId) ?? NO_RECORDS;
		if (isOver(groupId)) continue;
		const left = stays(groupId) ? NOBODY : (lost?.get(groupId) ?? NOBODY);
		const joined = [...now.keys()].filter((id) => !was.has(id));
		for (const memberId of left) note({ event: 'memberLeft', area, groupId, memberId });
		for (const memberId of isTakenAsItIs(groupId) ? [] : joined) {
			if (!isOld(memberId)) note({ event: 'memberJoined', area, groupId, memberId });
		}
		const members = new Set([...[...was].filter((id) => !left.has(id)), ...joined]);
		if (members.size > 0) next.set(groupId, members);
	}
	return { groups: next, ...(visible && { known: new Set([...(kept.known ?? []), ...visible.keys()]) }) };
}

/** Whether a member was there before, out of view: never seen, and its id is no new one. */
function olderThan(known: ReadonlySet<string>): (memberId: string) => boolean {
	const highest = highestOf([known]);
	return (memberId) => !known.has(memberId) && Number(memberId) < highest;
}
