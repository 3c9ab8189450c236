import type { Simulators } from '../../../simulators';
import type { VendorId } from '../bench';

type Row = Record<string, unknown>;

/** Counters, and what a vendor fills in by itself. */
const NOT_OURS = ['position', 'nextGroupId', 'created', 'tokens'];

/**
 * The vendor's state as text, the same for states that differ only in order, in counters and in the ids that new groups
 * were given.
 * @param seeded ids of the groups that were there before
 */
export function stateOf(simulators: Simulators, vendor: VendorId, seeded: ReadonlySet<unknown>): string {
	const { groups, ...rest } = structuredClone(simulators[vendor].state) as unknown as Row & { groups: Row[] };
	const idField = vendor === 'audienceManager' ? 'groupId' : 'id';
	const known = groups.map((group) => (seeded.has(group[idField]) ? group : { ...group, [idField]: 'new' }));
	return JSON.stringify(inOrder({ ...rest, groups: known }), undefined, 1);
}

export function groupIds(simulators: Simulators, vendor: VendorId): Set<unknown> {
	return new Set(groupsOf(simulators, vendor).map(({ id }) => id));
}

export interface KnownGroup {
	id: string | number;
	name: string;
}

export function groupsOf({ keitaro, reach360, audienceManager }: Simulators, vendor: VendorId): KnownGroup[] {
	if (vendor === 'keitaro') return keitaro.state.groups;
	if (vendor === 'reach360') return reach360.state.groups;
	return audienceManager.state.groups.map(({ groupId, name }) => ({ id: groupId, name }));
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
