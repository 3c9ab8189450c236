import type { MemberView, Watch } from '../contract/watch';
import type { Snapshot, View } from './snapshot';

/** What was there and is not in a view. */
export interface Absences {
	groups: Set<string>;
	/** Member ids by group id, by area. */
	members: Map<string, Map<string, Set<string>>>;
	/** Objects by group id. */
	permissions: Map<string, Set<string>>;
}

export const isNone = ({ groups, members, permissions }: Absences): boolean =>
	groups.size + members.size + permissions.size === 0;

export function absencesOf(before: Snapshot, view: View, { growingIds }: Pick<Watch, 'growingIds'>): Absences {
	const seen = [...watchedGroups(before).keys(), ...(growingIds ? before.others : [])];
	const groups = new Set(seen.filter((id) => isAbsent(view, id)));
	const members: Absences['members'] = new Map();
	for (const [area, kept] of before.members) {
		const now = view.members.get(area);
		if (!now) continue;
		const ofArea = missingByGroup(kept.groups, groups, (id, member) => isMissing(now, id, member));
		if (ofArea.size > 0) members.set(area, ofArea);
	}
	const objects = new Map([...before.permissions].map(([id, kept]) => [id, new Set(kept.keys())]));
	const permissions = missingByGroup(
		objects,
		groups,
		(id, object) => view.permissions.get(id)?.has(object) === false,
	);
	return { groups, members, permissions };
}

/** Those that a second look, which asked for their groups, did not find either. */
export function confirmed({ groups, members, permissions }: Absences, again: View): Absences {
	const none: ReadonlySet<string> = new Set();
	return {
		groups: new Set([...groups].filter((id) => isAbsent(again, id))),
		members: new Map(
			[...members].map(([area, ofArea]) => {
				const now = again.members.get(area) ?? { groups: new Map() };
				const isGone = (id: string, member: string): boolean =>
					now.groups.has(id) && isMissing(now, id, member);
				return [area, missingByGroup(ofArea, none, isGone)];
			}),
		),
		permissions: missingByGroup(
			permissions,
			none,
			(id, object) => again.permissions.get(id)?.has(object) === false,
		),
	};
}

/** Whether the group is not there, as far as the view tells. */
export const isAbsent = ({ gone, groups }: View, id: string): boolean => gone.has(id) || groups?.has(id) === false;

/** Groups of which anything is reported or kept, with their areas. */
export function watchedGroups({ groups, chosen, members }: Snapshot): Map<string, string> {
	const filled = [...members].flatMap(([area, kept]) => [...kept.groups.keys()].map((id) => [id, area] as const));
	const there = [...chosen].filter(([, { isGone }]) => !isGone);
	const known = [...there, ...(groups ?? [])].map(([id, { area }]) => [id, area] as const);
	return new Map([...filled, ...known]);
}

/** Who is nowhere to be seen may be out of view only. */
const isMissing = ({ groups, visible }: MemberView, groupId: string, member: string): boolean =>
	groups.get(groupId)?.has(member) !== true && (visible === undefined || visible.has(member));

function missingByGroup(
	kept: ReadonlyMap<string, ReadonlySet<string>>,
	gone: ReadonlySet<string>,
	isGone: (groupId: string, entry: string) => boolean,
): Map<string, Set<string>> {
	const missing = new Map<string, Set<string>>();
	for (const [id, entries] of kept) {
		const lost = gone.has(id) ? [] : [...entries].filter((entry) => isGone(id, entry));
		if (lost.length > 0) missing.set(id, new Set(lost));
	}
	return missing;
}
