import type { MemberView, PermissionView, Watch } from '../contract/watch';
import { grantsOf } from './permissionDifference';
import { isAbsent, type Snapshot, type View } from './snapshot';

/** What was there and is not in a view. */
export interface Absences {
	groups: Set<string>;
	/** Member ids by group id, by area. */
	members: Map<string, Map<string, Set<string>>>;
	/** By group id; see `grantsOf`. */
	permissions: Map<string, Set<string>>;
}

export const isNone = ({ groups, members, permissions }: Absences): boolean =>
	groups.size + members.size + permissions.size === 0;

/** Of what a view does not show at all nothing is missing. */
export function absencesOf(before: Snapshot, view: View, { growingIds }: Pick<Watch, 'growingIds'>): Absences {
	const seen = [...watchedGroups(before).keys(), ...(growingIds ? before.others : [])];
	const members: Absences['members'] = new Map();
	for (const [area, kept] of before.members) {
		const now = view.members.get(area);
		const missing = missingByGroup(kept.groups, (id, member) => now !== undefined && isMissing(now, id, member));
		if (missing.size > 0) members.set(area, missing);
	}
	return {
		groups: new Set(seen.filter((id) => isAbsent(view, id))),
		members,
		permissions: missingByGroup(grantsByGroup(before.permissions), lacks(view)),
	};
}

/** Those that a second look did not find either. */
export function confirmed({ groups, members, permissions }: Absences, again: View): Absences {
	const isStillMissing = (area: string) => (id: string, member: string) =>
		isMissing(again.members.get(area)!, id, member);
	return {
		groups: new Set([...groups].filter((id) => isAbsent(again, id))),
		members: new Map([...members].map(([area, lost]) => [area, missingByGroup(lost, isStillMissing(area))])),
		permissions: missingByGroup(permissions, lacks(again)),
	};
}

/** Groups of which anything is reported, with their areas; where no group is, all that were seen. */
export function watchedGroups({ groups, others, chosen }: Snapshot): Map<string, string> {
	const there = [...chosen].filter(([, { isGone }]) => !isGone);
	const known = [...there, ...(groups ?? [])].map(([id, { area }]): [string, string] => [id, area]);
	const seen = groups ? [] : [...others].map((id): [string, string] => [id, '']);
	return new Map([...seen, ...known]);
}

export const grantsByGroup = (permissions: ReadonlyMap<string, PermissionView>): Map<string, Set<string>> =>
	new Map([...permissions].map(([id, list]) => [id, grantsOf(list)]));

/** Who is nowhere to be seen may be out of view only. */
function isMissing({ groups, visible }: MemberView, groupId: string, member: string): boolean {
	const isThere = groups.get(groupId)?.has(member);
	return visible ? isThere !== true && visible.has(member) : isThere === false;
}

/** Whether a group may not do any more what it could, as far as its permissions were read. */
function lacks({ permissions }: View): (groupId: string, grant: string) => boolean {
	const grants = grantsByGroup(permissions);
	return (groupId, grant) => grants.get(groupId)?.has(grant) === false;
}

function missingByGroup(
	kept: ReadonlyMap<string, ReadonlySet<string>>,
	isGone: (groupId: string, entry: string) => boolean,
): Map<string, Set<string>> {
	const missing = new Map<string, Set<string>>();
	for (const [id, entries] of kept) {
		const lost = [...entries].filter((entry) => isGone(id, entry));
		if (lost.length > 0) missing.set(id, new Set(lost));
	}
	return missing;
}
