import type { Simulators } from '../../../simulators';
import { groundOf } from '../../kit/vendors';

type Row = Record<string, unknown>;

/** Counters, and what a vendor fills in by itself. */
const NOT_OURS = ['position', 'nextGroupId', 'created', 'tokens'];

/**
 * The vendor's state as text, the same for states that differ only in order, in counters and in the ids that new
 * groups were given.
 * @param seeded ids of the groups that were there before
 */
export function stateOf(simulators: Simulators, vendor: string, seeded: ReadonlySet<string>): string {
	const { groups, ...rest } = structuredClone(simulators.of(vendor).state) as Row & { groups: Row[] };
	const { idField } = groundOf(vendor);
	const known = groups.map((group) => (seeded.has(String(group[idField])) ? group : { ...group, [idField]: 'new' }));
	return JSON.stringify(inOrder({ ...rest, groups: known }), undefined, 1);
}

export function groupIds(simulators: Simulators, vendor: string): Set<string> {
	const groups = groundOf(vendor).groups(simulators);
	return new Set(groups.map(({ id }) => id));
}

function inOrder(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(inOrder).sort((one, other) => (text(one) < text(other) ? -1 : 1));
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).filter(([name]) => !NOT_OURS.includes(name));
	return Object.fromEntries(
		entries.map(([name, entry]) => [name, name === 'group_id' ? Number(entry) : inOrder(entry)]),
	);
}

const text = (value: unknown): string => JSON.stringify(value);
