import type { Change, MemberRecords, MemberView } from '../contract/watch';
import { highestOf } from './idList';
import type { KeptMembers } from './snapshot';

interface Rules {
	area: string;
	/** By group id, who is proved not to be there any more. */
	lost: ReadonlyMap<string, ReadonlySet<string>> | undefined;
	stateOf: (groupId: string) => GroupState;
	growingIds: boolean;
	note: (change: Change) => void;
}

/**
 * What is known of a group: it is there; it may be there, though a look did not show it; it is not there; it was out
 * of view until now.
 */
export type GroupState = 'there' | 'inDoubt' | 'notThere' | 'cameIntoView';

const NOBODY: ReadonlySet<string> = new Set();
const NO_RECORDS: MemberRecords = new Map();

/** Who has joined and who has left the groups of an area. @returns what is to be kept */
export function differenceOfMembers(kept: KeptMembers, { groups, visible }: MemberView, rules: Rules): KeptMembers {
	const { area, lost, stateOf, growingIds, note } = rules;
	const isOld = growingIds && kept.known ? olderThan(kept.known) : () => false;
	const next = new Map<string, Set<string>>();
	for (const groupId of new Set([...kept.groups.keys(), ...groups.keys()])) {
		const was = kept.groups.get(groupId) ?? NOBODY;
		const state = stateOf(groupId);
		if (state === 'inDoubt') next.set(groupId, new Set(was));
		// Where the lists show every member, they go on telling who is in a group that is out of view.
		if (state === 'inDoubt' || (state === 'notThere' && !visible)) continue;
		const left = lost?.get(groupId) ?? NOBODY;
		const joined = [...(groups.get(groupId) ?? NO_RECORDS).keys()].filter((id) => !was.has(id));
		const members = new Set([...[...was].filter((id) => !left.has(id)), ...joined]);
		if (members.size > 0) next.set(groupId, members);
		if (state === 'notThere') continue;
		for (const memberId of left) note({ event: 'memberLeft', area, groupId, memberId });
		// Else who is in the group may have been there while it was out of view.
		for (const memberId of visible || state === 'there' ? joined : []) {
			if (!isOld(memberId)) note({ event: 'memberJoined', area, groupId, memberId });
		}
	}
	return { groups: next, ...(visible && { known: new Set([...(kept.known ?? []), ...visible.keys()]) }) };
}

/** Whether a member was there before, out of view: never seen, and its id is no new one. */
function olderThan(known: ReadonlySet<string>): (memberId: string) => boolean {
	const highest = highestOf([known]);
	return (memberId) => !known.has(memberId) && Number(memberId) < highest;
}
