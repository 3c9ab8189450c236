import { Failure } from '../contract/failure';
import type { MemberView } from '../contract/watch';
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

export function absencesOf(before: Snapshot, view: View): Absences {
	const groups = new Set([...watchedIds(before, view)].filter((id) => isAbsent(view, id)));
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

/** Those that a second look did not find either. */
export function confirmed({ groups, members, permissions }: Absences, again: View): Absences {
	const none: ReadonlySet<string> = new Set();
	return {
		groups: new Set([...groups].filter((id) => isAbsent(again, id))),
		members: new Map(
			[...members].map(([area, ofArea]) => {
				const now = again.members.get(area) ?? { groups: new Map() };
				return [area, missingByGroup(ofArea, none, (id, member) => isMissing(now, id, member))];
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

function watchedIds(before: Snapshot, view: View): Set<string> {
	const chosen = [...before.chosen].filter(([, { isGone }]) => !isGone).map(([id]) => id);
	// Where the lists show every member, a group's end is seen by its members alone.
	const areas = [...before.members].filter(([area]) => view.members.get(area)?.visible === undefined);
	return new Set([
		...(before.groups?.keys() ?? []),
		...chosen,
		...areas.flatMap(([, { groups }]) => [...groups.keys()]),
	]);
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

/** So many may always be gone at once. */
const ALWAYS = 3;

/**
 * Refuses a loss that looks like a list that was cut short.
 * @param largest percent of a list that may be gone at once
 * @throws Failure `unexpected_response`
 */
export function guardLoss(before: Snapshot, view: View, { groups, members }: Absences, largest: number): void {
	guard(groups.size, watchedIds(before, view).size, 'groups', largest);
	for (const [area, ofArea] of members) {
		// Who is seen elsewhere has left for certain.
		if (view.members.get(area)?.visible) continue;
		for (const [id, lost] of ofArea) {
			guard(lost.size, before.members.get(area)!.groups.get(id)!.size, `members of the group ${id}`, largest);
		}
	}
}

function guard(lost: number, all: number, what: string, largest: number): void {
	if (lost <= ALWAYS || lost * 100 <= all * largest) return;
	throw new Failure('unexpected_response', `${lost} of ${all} ${what} are missing at once, so nothing is reported`, {
		advice:
			`If they really are gone, set "Largest Loss" to 100 until the next poll; it is ${largest} percent now. ` +
			'Otherwise check the rights of the key',
	});
}
