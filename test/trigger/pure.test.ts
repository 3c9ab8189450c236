import fc from 'fast-check';

import type { JsonObject } from '../../nodes/GroupManager/engine/contract/json';
import type { Change, MemberView } from '../../nodes/GroupManager/engine/contract/watch';
import { type Absences, absencesOf, confirmed, isNone } from '../../nodes/GroupManager/engine/watch/absences';
import { difference, keptOf, type Terms } from '../../nodes/GroupManager/engine/watch/difference';
import { hashOf } from '../../nodes/GroupManager/engine/watch/hash';
import { decodeIds, encodeIds, sortedIds } from '../../nodes/GroupManager/engine/watch/idList';
import { guardLoss } from '../../nodes/GroupManager/engine/watch/largestLoss';
import { emptySnapshot, type Snapshot, type View } from '../../nodes/GroupManager/engine/watch/snapshot';
import { decodeState, encodeState } from '../../nodes/GroupManager/engine/watch/state';

const watch: Terms['watch'] = {
	nameOf: ({ name }) => String(name ?? ''),
	fieldsOf: ({ description }) => ({ description }),
	growingIds: false,
};
const terms: Terms = {
	watch,
	watching: { groupType: undefined, nameContains: undefined, scope: 'chosen' },
	end: 'groupDeleted',
	isWhole: true,
};

interface WorldGroup {
	name: string;
	description: string | null;
	members: string[];
	permissions: Record<string, string>;
}
type World = Record<string, WorldGroup>;

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.constantFrom('', '|', '~', '~0', '"', '\\'));
const ids = fc.constantFrom('1', '2', '3', '9', '10', '44');
const world: fc.Arbitrary<World> = fc.dictionary(
	ids,
	fc.record({
		name: text.filter((it) => it !== ''),
		description: fc.option(text),
		members: fc.uniqueArray(fc.constantFrom('5', '6', '7', 'x', 'y|z'), { maxLength: 5 }),
		permissions: fc.dictionary(fc.constantFrom('SEGMENT 1', 'TRAIT 2'), fc.constantFrom('READ', 'READ,WRITE')),
	}),
);

const granted = ({ permissions }: WorldGroup): Map<string, Set<string>> =>
	new Map(Object.entries(permissions).map(([object, names]) => [object, new Set(names.split(','))]));

const viewOf = (groups: World): View => {
	const entries = Object.entries(groups);
	const records = new Map<string, JsonObject>(
		entries.map(([id, { members: _, permissions: __, ...it }]) => [id, it]),
	);
	const members: MemberView = {
		groups: new Map(entries.map(([id, it]) => [id, new Map(it.members.map((member) => [member, undefined]))])),
	};
	return {
		groups: records,
		refused: new Map(),
		gone: new Set(),
		members: new Map([['', members]]),
		permissions: new Map(entries.map(([id, it]) => [id, granted(it)])),
	};
};

const snapshotOf = (groups: World): Snapshot => {
	const entries = Object.entries(groups);
	const filled = entries.filter(([, it]) => it.members.length > 0);
	return {
		...emptySnapshot(),
		groups: new Map(
			entries.map(([id, { members: _, permissions: __, ...it }]) => [id, keptOf(it, watch, terms.watching)]),
		),
		members: new Map([['', { groups: new Map(filled.map(([id, it]) => [id, new Set(it.members)])) }]]),
		permissions: new Map(entries.map(([id, it]) => [id, granted(it)])),
	};
};

/** What somebody would have who heard of nothing but the events. */
function told(before: Snapshot, changes: readonly Change[], now: World): Snapshot {
	const next = structuredClone(before);
	const members = next.members.get('')!.groups;
	for (const { event, groupId, memberId, changes: fields = [] } of changes) {
		const kept = next.groups!.get(groupId);
		if (event === 'groupDeleted') {
			next.groups!.delete(groupId);
			members.delete(groupId);
			next.permissions.delete(groupId);
		}
		if (event === 'groupCreated') {
			const { members: _, permissions: __, ...it } = now[groupId]!;
			next.groups!.set(groupId, keptOf(it, watch, terms.watching));
			next.permissions.set(groupId, granted(now[groupId]!));
		}
		if (event === 'memberJoined') members.set(groupId, new Set([...(members.get(groupId) ?? []), memberId!]));
		if (event === 'memberLeft') members.get(groupId)!.delete(memberId!);
		if (members.get(groupId)?.size === 0) members.delete(groupId);
		for (const { field, to } of fields) {
			if (event === 'groupChanged' && field === 'name') kept!.name = to as string;
			else if (event === 'groupChanged') kept!.fields = { [field]: to };
			else if (to === null) next.permissions.get(groupId)!.delete(field);
			else next.permissions.get(groupId)!.set(field, new Set(to as string[]));
		}
	}
	return next;
}

describe('the difference between two looks', () => {
	it('tells all: whoever applies the events to what was there has what is there', () => {
		fc.assert(
			fc.property(world, world, (was, now) => {
				const before = snapshotOf(was);
				const view = viewOf(now);
				const { changes, next } = difference(before, view, absencesOf(before, view, watch), terms);
				expect(next).toEqual(snapshotOf(now));
				expect(told(before, changes, now)).toEqual(next);
			}),
		);
	});

	it('finds nothing where nothing has happened', () => {
		fc.assert(
			fc.property(world, (groups) => {
				const before = snapshotOf(groups);
				const absences = absencesOf(before, viewOf(groups), watch);
				expect(isNone(absences)).toBe(true);
				expect(difference(before, viewOf(groups), absences, terms)).toMatchObject({
					changes: [],
					next: before,
				});
			}),
		);
	});

	it('tells nothing of what an answer leaves out, and knows it when it is said again', () => {
		const leftOut = fc.subarray(['name', 'description']);
		fc.assert(
			fc.property(world, leftOut, (groups, fields) => {
				const before = snapshotOf(groups);
				const view = viewOf(groups);
				const lacking = [...view.groups!].map(([id, record]): [string, JsonObject] => [
					id,
					Object.fromEntries(Object.entries(record).filter(([name]) => !fields.includes(name))),
				]);
				const none = absencesOf(before, view, watch);
				const { changes, next } = difference(before, { ...view, groups: new Map(lacking) }, none, terms);
				expect([...changes, ...difference(next, view, none, terms).changes]).toEqual([]);
			}),
		);
	});

	it('takes nothing for gone that a second look has found', () => {
		fc.assert(
			fc.property(world, world, (was, now) => {
				const before = snapshotOf(was);
				const view = viewOf(now);
				const lost = confirmed(absencesOf(before, view, watch), viewOf(was));
				const { changes } = difference(before, view, lost, terms);
				expect(changes.filter(({ event }) => ['groupDeleted', 'memberLeft'].includes(event))).toEqual([]);
				const losses = changes.flatMap(({ event, changes: fields = [] }) =>
					event === 'permissionChanged'
						? fields.filter(
								({ from, to }) => ((from ?? []) as string[]).length > ((to ?? []) as string[]).length,
							)
						: [],
				);
				expect(losses).toEqual([]);
			}),
		);
	});

	it('keeps what is missing without proof, so that it is no news when it shows again', () => {
		fc.assert(
			fc.property(world, world, (was, now) => {
				const before = snapshotOf(was);
				const none: Absences = { groups: new Set(), members: new Map(), permissions: new Map() };
				const { next } = difference(before, viewOf(now), none, terms);
				const both = { ...now, ...was };
				const back = difference(next, viewOf(both), absencesOf(next, viewOf(both), watch), terms);
				expect(back.changes.filter(({ event }) => event === 'groupCreated')).toEqual([]);
			}),
		);
	});
});

const losing = (lost: number, of: number, largest: number): (() => void) => {
	const groupsOf = (from: number): World =>
		Object.fromEntries(
			Array.from({ length: of }, (_, id) => id)
				.slice(from)
				.map((id) => [String(id), { name: 'N', description: null, members: [], permissions: {} }]),
		);
	const before = snapshotOf(groupsOf(0));
	const view = viewOf(groupsOf(lost));
	return () => guardLoss(before, view, absencesOf(before, view, watch), largest);
};

describe('the guard against lists that are cut short', () => {
	it.each([
		[3, 3, 20, true],
		[4, 20, 20, true],
		[4, 19, 20, false],
		[4, 4, 100, true],
		[4, 1000, 0, false],
	])('lets %i of %i go with %i percent: %s', (lost, of, largest, isLet) => {
		if (isLet) expect(losing(lost, of, largest)).not.toThrow();
		else expect(losing(lost, of, largest)).toThrow(`${lost} of ${of} groups are missing at once`);
	});
});

const sets = fc.uniqueArray(text, { maxLength: 8 }).map((list) => new Set(list));
const numbers = fc
	.uniqueArray(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 9e14 })), { maxLength: 30 })
	.map((list) => new Set(list.map(String)));
const anyIds = fc.oneof(sets, numbers);
const table = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Map<string, T>> =>
	fc.tuple(anyIds, fc.infiniteStream(value)).map(([keys, values]) => {
		const stream = values[Symbol.iterator]();
		return new Map([...keys].map((key) => [key, stream.next().value as T]));
	});
const kept = fc.record({
	name: text,
	area: fc.constantFrom('', 'campaigns', 'offers'),
	fields: fc.dictionary(
		fc.string({ maxLength: 3 }).filter((it) => it !== '__proto__'),
		fc.oneof(text, fc.constant(null)),
	),
});
const snapshot: fc.Arbitrary<Snapshot> = fc.record({
	groups: fc.option(table(kept), { nil: undefined }),
	others: anyIds,
	hidden: anyIds,
	unread: sets,
	chosen: table(fc.record({ name: text, area: fc.constantFrom('', 'offers'), isGone: fc.boolean() })),
	members: fc
		.uniqueArray(fc.constantFrom('', 'campaigns', 'offers'))
		.chain((areas) =>
			fc.tuple(
				...areas.map((area) =>
					fc
						.record({ groups: table(anyIds), known: anyIds }, { requiredKeys: ['groups'] })
						.map((members) => [area, members] as const),
				),
			),
		)
		.map((entries) => new Map(entries)),
	permissions: table(table(sets)),
	isWhole: fc.boolean(),
});

describe('the stored state', () => {
	it('reads as it was written', () => {
		fc.assert(
			fc.property(snapshot, fc.nat(), (it, at) => {
				const state = { fingerprint: 'f', choice: 'c', at, snapshot: it };
				expect(decodeState(encodeState(state))).toEqual(state);
			}),
		);
	});

	it('is nothing where no version of the node has written it', () => {
		const whole = encodeState({ fingerprint: 'f', choice: 'c', at: 1, snapshot: emptySnapshot() });
		for (const text of ['', '[', '{}', 'null', 7, undefined, null]) expect(decodeState(text)).toBeUndefined();
		expect(decodeState(whole)).toBeDefined();
		const seal = 16;
		const version = `[2${whole.slice(seal + 2)}`;
		expect(decodeState(hashOf(version) + version)).toBeUndefined();
	});

	it('is nothing where somebody has changed it', () => {
		fc.assert(
			fc.property(snapshot, fc.nat(), fc.string({ maxLength: 3 }), fc.nat({ max: 3 }), (it, place, put, out) => {
				const text = encodeState({ fingerprint: 'f', choice: 'c', at: 1, snapshot: it });
				const at = place % text.length;
				const changed = text.slice(0, at) + put + text.slice(at + out);
				if (changed !== text) expect(decodeState(changed)).toBeUndefined();
			}),
		);
	});

	it('writes ids as distances and rows', () => {
		expect(encodeIds(['7', '5', '6', '17'])).toBe('n5+2,a');
		expect(encodeIds(['grp-12', 'grp-1'])).toBe('t|0grp-1|52');
		expect(decodeIds('n5+2,a')).toEqual(['5', '6', '7', '17']);
		expect(sortedIds(['2', '10', '1a', 'b'])).toEqual(['2', '10', '1a', 'b']);
	});
});
