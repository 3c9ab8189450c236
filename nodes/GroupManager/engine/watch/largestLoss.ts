import { Failure } from '../contract/failure';
import { type Absences, grantsByGroup, watchedGroups } from './absences';
import type { Snapshot, View } from './snapshot';

/** So many may always be gone at once. */
const ALWAYS = 3;

/**
 * Refuses a loss that looks like a list that was cut short: of the groups of an area, of the members or permissions of
 * a group, or of those of all groups together.
 * @param largest percent of a list that may be gone at once
 * @throws Failure `unexpected_response`
 */
export function guardLoss(
	before: Snapshot,
	view: View,
	{ groups, members, permissions }: Absences,
	largest: number,
): void {
	const watched = watchedGroups(before);
	const areas = idsByArea(watched);
	for (const [area, ids] of areas) {
		const what = areas.size > 1 ? `groups of ${area}` : 'groups';
		guard(ids.filter((id) => groups.has(id)).length, ids.length, what, largest);
	}
	for (const [area, lost] of members) {
		// Who is seen elsewhere has left for certain.
		if (!view.members.get(area)?.visible) guardSets(lost, before.members.get(area)!.groups, 'members', largest);
	}
	guardSets(permissions, grantsByGroup(before.permissions), 'permissions', largest);
}

function idsByArea(watched: ReadonlyMap<string, string>): Map<string, string[]> {
	const ids = new Map([...watched.values()].map((area): [string, string[]] => [area, []]));
	for (const [id, area] of watched) ids.get(area)!.push(id);
	return ids;
}

type Sizes = ReadonlyMap<string, { readonly size: number }>;

function guardSets(lost: Sizes, all: Sizes, what: string, largest: number): void {
	for (const [id, { size }] of lost) guard(size, all.get(id)!.size, `${what} of the group ${id}`, largest);
	guard(sum(lost), sum(all), `${what} of all groups`, largest);
}

const sum = (sizes: Sizes): number => [...sizes.values()].reduce((total, { size }) => total + size, 0);

function guard(lost: number, all: number, what: string, largest: number): void {
	if (lost <= ALWAYS || lost * 100 <= all * largest) return;
	throw new Failure('unexpected_response', `${lost} of ${all} ${what} are missing at once, so nothing is reported`, {
		advice:
			`If they really are gone, set "Largest Loss" to 100 until the next poll; it is ${largest} percent now. ` +
			'Otherwise check the rights of the key',
	});
}
