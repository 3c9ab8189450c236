import type { JsonObject } from '../contract/json';
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
