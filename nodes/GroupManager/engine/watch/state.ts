import { isObject, type JsonObject } from '../contract/json';
import { hashOf } from './hash';
import { byId, decodeIds, encodeIds, joined, sortedIds, split } from './idList';
import type { KeptChoice, KeptGroup, KeptMembers, Snapshot } from './snapshot';

/** What is stored between polls. */
export interface State {
	/** What was watched: a state of anything else is of no use. */
	fingerprint: string;
	/** How the groups were chosen. */
	choice: string;
	/** When it was laid down, or anything was last reported from it, in ms. */
	at: number;
	snapshot: Snapshot;
}

const VERSION = 1;

/** One short text, because n8n copies it into every stored execution. */
export function encodeState({ fingerprint, choice, at, snapshot }: State): string {
	const { groups, others, hidden, unread, chosen, members, permissions, isWhole } = snapshot;
	return sealed([
		VERSION,
		fingerprint,
		choice,
		at,
		groups ? encodeTable(groups, ({ name, area, fields }) => [name, area, JSON.stringify(fields)]) : null,
		encodeIds(others),
		encodeIds(hidden),
		encodeIds(unread),
		encodeTable(chosen, ({ name, area, isGone }) => [name, area, isGone ? '1' : '']),
		[...members].map(([area, { groups: sets, known }]): Area => [
			area,
			encodeNested(sets, encodeIds),
			known ? encodeIds(known) : null,
		]),
		encodeNested(permissions, (list) => encodeTable(list, (names) => [joined([...names].sort())])),
		isWhole,
	] satisfies Coded);
}

/** A state that somebody has changed would be read as changes of groups. */
function sealed(coded: Coded): string {
	const text = JSON.stringify(coded);
	return hashOf(text) + text;
}

const SEAL = hashOf('').length;

/** A short text that tells one state from another. */
export const sealOf = (state: string): string => state.slice(0, SEAL);

/** @returns undefined for nothing, and for what no version of this node has written */
export function decodeState(text: unknown): State | undefined {
	if (typeof text !== 'string') return undefined;
	try {
		const coded = text.slice(SEAL);
		return hashOf(coded) === sealOf(text) ? read(JSON.parse(coded) as Coded) : undefined;
	} catch {
		return undefined;
	}
}

type Table = [ids: string, columns: string[]];
type Nested = [ids: string, values: unknown[]];
type Coded = [number, string, string, number, Table | null, string, string, string, Table, Area[], Nested, boolean];
type Area = [area: string, groups: Nested, known: string | null];

function read(coded: Coded): State | undefined {
	const [version, fingerprint, choice, at, groups, others, hidden, unread, chosen, members, permissions, isWhole] =
		coded;
	if (version !== VERSION) return undefined;
	const snapshot: Snapshot = {
		groups: groups ? decodeTable(groups, asGroup) : undefined,
		others: new Set(decodeIds(others)),
		hidden: new Set(decodeIds(hidden)),
		unread: new Set(decodeIds(unread)),
		chosen: decodeTable(chosen, asChoice),
		members: new Map(members.map(asMembers)),
		permissions: decodeNested(permissions, (list) =>
			decodeTable(list as Table, ([names = '']) => new Set(split(names))),
		),
		isWhole,
	};
	return { fingerprint, choice, at, snapshot };
}

function asGroup([name = '', area = '', fields = '']: string[]): KeptGroup {
	const parsed: unknown = JSON.parse(fields);
	if (!isObject(parsed)) throw new Error('not the fields of a group');
	return { name, area, fields: parsed satisfies JsonObject };
}

const asChoice = ([name = '', area = '', isGone]: string[]): KeptChoice => ({ name, area, isGone: isGone === '1' });

const asMembers = ([area, groups, known]: Area): [string, KeptMembers] => [
	area,
	{
		groups: decodeNested(groups, (ids) => new Set(decodeIds(ids as string))),
		...(known !== null && { known: new Set(decodeIds(known)) }),
	},
];

/** Rows by id, stored by columns, in which a text that stands there again is a number. */
function encodeTable<T>(rows: ReadonlyMap<string, T>, cells: (row: T) => string[]): Table {
	const ids = sortedIds(rows.keys());
	const lines = ids.map((id) => cells(rows.get(id)!));
	return [encodeIds(ids), (lines[0] ?? []).map((_, column) => encodeColumn(lines.map((line) => line[column]!)))];
}

function decodeTable<T>([coded, columns]: Table, row: (cells: string[]) => T): Map<string, T> {
	const lists = columns.map(decodeColumn);
	return new Map(decodeIds(coded).map((id, line) => [id, row(lists.map((list) => list[line]!))]));
}

/** All texts where they differ; else each once, and which of them stand where, with `*n` for n more of the same. */
function encodeColumn(texts: readonly string[]): string {
	const unique = [...new Set(texts)];
	if (unique.length * 2 > texts.length) return `a${joined(texts)}`;
	const places = new Map(unique.map((text, place) => [text, place.toString(36)]));
	const runs: Array<{ place: string; more: number }> = [];
	for (const text of texts) {
		const place = places.get(text)!;
		const last = runs.at(-1);
		if (last?.place === place) last.more += 1;
		else runs.push({ place, more: 0 });
	}
	const coded = runs.map(({ place, more }) => (more > 0 ? `${place}*${more.toString(36)}` : place));
	return `u${coded.join(',')}${joined(unique)}`;
}

function decodeColumn(text: string): string[] {
	if (text.startsWith('a')) return split(text.slice(1));
	const end = text.indexOf('|');
	const unique = split(text.slice(end));
	const places = text.slice(1, end).split(',');
	return places.flatMap((token) => {
		const [place = 0, more = 0] = token.split('*').map((part) => Number.parseInt(part, 36));
		return Array.from({ length: more + 1 }, () => unique[place]!);
	});
}

function encodeNested<T>(values: ReadonlyMap<string, T>, encode: (value: T) => unknown): Nested {
	const ids = [...values.keys()].sort(byId);
	return [encodeIds(ids), ids.map((id) => encode(values.get(id)!))];
}

function decodeNested<T>([ids, values]: Nested, decode: (value: unknown) => T): Map<string, T> {
	return new Map(decodeIds(ids).map((id, at) => [id, decode(values[at])]));
}
