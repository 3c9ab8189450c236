import { Failure } from '../contract/failure';
import { withCommas } from '../contract/text';
import type { Snapshot, View } from './snapshot';

/** The most that one trigger watches, keeps between polls, and sends in a poll. */
export const LIMITS = {
	chosen: 50,
	groups: 5_000,
	memberships: 20_000,
	bytes: 512 * 1_024,
	requests: 2_000,
} as const;

/** The same snapshot. @throws Failure `invalid_input` with the number, the limit and the way out */
export function withinLimits(snapshot: Snapshot, { members }: View): Snapshot {
	// As they are now: what has gone out of view is known for longer.
	const sets = [...members.values()].flatMap((area) => [...area.groups.values()]);
	refuseOver(snapshot.groups?.size ?? 0, LIMITS.groups, 'groups', 'Watch fewer by "Name Contains"');
	const memberships = sets.reduce((sum, { size }) => sum + size, 0);
	refuseOver(memberships, LIMITS.memberships, 'memberships', 'Watch chosen groups instead of all, or fewer of them');
	return snapshot;
}

/** @throws Failure `invalid_input` */
export function checkSize(state: string): void {
	const { length } = new TextEncoder().encode(JSON.stringify(state));
	const advice = 'Watch fewer groups, by "Name Contains" or by choosing them';
	refuseOver(length, LIMITS.bytes, 'bytes of names and IDs', advice);
}

/** Counts the requests of a poll. @returns to be called before each. @throws Failure `invalid_input` */
export function requestLimit(): () => void {
	let sent = 0;
	return () => {
		sent += 1;
		if (sent <= LIMITS.requests) return;
		throw new Failure('invalid_input', `a poll would take more than ${withCommas(LIMITS.requests)} requests`, {
			advice: 'Watch fewer groups, by choosing them',
			unsent: true,
		});
	};
}

function refuseOver(number: number, limit: number, what: string, advice: string): void {
	if (number <= limit) return;
	const reason = `there are ${withCommas(number)} ${what} to keep between polls, and ${withCommas(limit)} is the most`;
	throw new Failure('invalid_input', reason, { advice });
}
