import type { JsonObject } from '../contract/json';
import type { PickerEntry } from '../contract/vendor';
import { asId } from '../http/answers';

/** What a vendor's records of groups look like. */
export interface GroupRecords {
	idField: string;
	/** @throws Failure for a record without an id */
	idOf: (group: JsonObject) => string;
	/** As it is stored; undefined where there is none. */
	nameOf: (group: JsonObject) => string | undefined;
	/** A stored text as people wrote it. */
	readable: (text: string) => string;
}

interface RecordFacts {
	/** Default: `id`. */
	idField?: string;
	/** Default: the field `name`. */
	nameOf?: (group: JsonObject) => unknown;
	/** Default: texts are stored as they were written. */
	readable?: (text: string) => string;
}

export const groupRecords = ({
	idField = 'id',
	nameOf = ({ name }) => name,
	readable = (text) => text,
}: RecordFacts = {}): GroupRecords => ({
	idField,
	idOf: (group) => asId(group[idField]),
	nameOf: (group) => {
		const name = nameOf(group);
		return typeof name === 'string' ? name : undefined;
	},
	readable,
});

/** People as a list shows them: `Anna Berg (anna@example.com)`. */
export const personRecords = (facts: Omit<RecordFacts, 'nameOf'> = {}): GroupRecords =>
	groupRecords({ ...facts, nameOf: personName });

function personName({ firstName, lastName, email, username }: JsonObject): string {
	const name = [firstName, lastName].filter(isText).join(' ');
	const address = [email, username].find(isText) ?? '';
	return name === '' || address === '' ? name || address : `${name} (${address})`;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Groups as a picker shows them: by name, with the id beside a name that is there twice. */
export function pickerEntries(groups: readonly JsonObject[], { nameOf, idOf, readable }: GroupRecords): PickerEntry[] {
	const entries = groups.map((group) => ({ name: readable(nameOf(group) ?? ''), id: idOf(group) }));
	const count = new Map<string, number>();
	for (const { name } of entries) count.set(name, (count.get(name) ?? 0) + 1);
	return entries
		.map(({ name, id }) => ({ name: count.get(name) === 1 && name !== '' ? name : `${name} (${id})`.trim(), id }))
		.sort((one, other) => compare(one.name.toLowerCase(), other.name.toLowerCase()));
}

/** Not `localeCompare`, which starts ICU. */
const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
