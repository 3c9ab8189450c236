import { Failure, failureOf, raise } from '../contract/failure';
import type { Input, With } from '../contract/input';
import type { JsonObject } from '../contract/json';
import type { Load, Task } from '../contract/task';
import type { Vendor } from '../contract/vendor';
import type { Directory } from './directory';
import { GroupList, matchesFilters } from './groupList';
import { pickerEntries, type GroupRecords } from './records';

export interface WholeListFacts {
	records: GroupRecords;
	/** How the list that the item is about is called among the shared reads. */
	key: (input: Input) => string;
	/** Reads that list to its end. */
	load: (input: Input) => Load<JsonObject[]>;
	refusesDuplicates: boolean;
	/** Whether an id has to be looked up too: the vendor would change a group of another kind without a word. */
	mustLookUp?: boolean;
	/** Whether lists are cut down without a word, so that an empty one after a full one says nothing. */
	isTrimmed?: boolean;
	/** Where a group is looked for, in words that end a sentence, and what to do where it is not found. */
	where?: (input: Input) => string;
	advice?: string;
}

/** Parts of the lateness of a write between two looks at the list. */
const LOOKS_PER_LATENESS = 20;

export interface WholeList extends Directory {
	whole: (task: Task) => Promise<GroupList>;
	/**
	 * The list as it is from now on; undefined where it may not be paid for.
	 * @throws Failure where it comes back empty and is known to be cut down without a word
	 */
	wholeNow: (task: Task, charge?: () => boolean) => Promise<GroupList | undefined>;
}

/** For a vendor without a request for a single group: all look-ups of an execution go by one list. */
export function wholeList(facts: WholeListFacts): WholeList {
	const { records, key, refusesDuplicates, mustLookUp = false } = facts;
	const whole = async (task: Task): Promise<GroupList> =>
		await task.share(key(task.input), loader(facts, task.input));
	const known = async (task: Task): Promise<GroupList | undefined> => await task.shared<GroupList>(key(task.input));
	const get = async (task: Task<With<'groupId'>>): Promise<JsonObject> => find(await whole(task), task.input, facts);
	const list = async (task: Task<With<'limit' | 'filters'>>): Promise<JsonObject[]> =>
		selectGroups((await whole(task)).all, task.input, records);
	return {
		records,
		refusesDuplicates,
		knowsBefore: true,
		get,
		locate: async (task) => {
			const { by, value } = task.input.groupId;
			if (by === 'id' && !mustLookUp) return value;
			const group = await get(task);
			task.lookedUp();
			return records.idOf(group);
		},
		list,
		pick: pickFrom(list, records),
		named: async (task, name) => (await whole(task)).named(name),
		similar: async (task, name) => (await whole(task)).similar(name),
		namedNow: async (task, name, charge) => (await readNow(task, facts, charge))?.alike(name),
		whole,
		wholeNow: async (task, charge) => await readNow(task, facts, charge),
		findNow: async (task, id) => asWritten((await readNow(task, facts))?.byId(id), records),
		known: async (task, id) => (await known(task))?.byId(id),
		readsByName: ({ input }) => [key(input)],
		readsById: ({ input }) => [key(input)],
		put: async (task, group) => (await known(task))?.put(group),
		remove: async (task, id) => (await known(task))?.remove(id),
	};
}

const loader =
	({ load, records }: WholeListFacts, input: Input): Load<GroupList> =>
	async (reader) =>
		new GroupList(await load(input)(reader), records);

async function readNow(task: Task, facts: WholeListFacts, charge?: () => boolean): Promise<GroupList | undefined> {
	const { key, isTrimmed = false, refusesDuplicates } = facts;
	const before = await task.shared<GroupList>(key(task.input));
	// Creates whose answers are lost look often where a name can be there twice, and for the same list.
	const spacing = charge && !refusesDuplicates ? task.lateness / LOOKS_PER_LATENESS : 0;
	const now = await task.look(key(task.input), loader(facts, task.input), charge, spacing);
	if (!isTrimmed || now?.all.length !== 0 || !before || before.all.length < 2) return now;
	const reason = 'the list of groups came back empty, so nothing can be taken for gone from it';
	throw new Failure('unexpected_response', reason);
}

function find(list: GroupList, input: With<'groupId'>, { where, advice }: WholeListFacts): JsonObject {
	try {
		return list.find(input.groupId, where?.(input));
	} catch (error) {
		const { code, reason, facts } = failureOf(error);
		const isGone = code === 'not_found' && advice !== undefined;
		return raise(isGone ? new Failure(code, reason, { advice, ...facts }) : error);
	}
}

/** Applies the item's filters and limit to records that are all here. */
export function selectGroups(
	groups: readonly JsonObject[],
	{ filters, limit }: With<'filters' | 'limit'>,
	records: GroupRecords,
): JsonObject[] {
	return groups.filter((group) => matchesFilters(group, filters, records)).slice(0, limit);
}

/** A picker that shows a whole list. */
export const pickFrom =
	(list: Directory['list'], records: GroupRecords): Vendor['pick'] =>
	async (task, filter) => {
		const groups = await list(task.having({ limit: Infinity, filters: { nameContains: filter } }));
		return { entries: pickerEntries(groups, records) };
	};

/** A record with its texts as people wrote them, to be compared with what was sent. */
function asWritten(group: JsonObject | undefined, { readable }: GroupRecords): JsonObject | undefined {
	if (!group) return undefined;
	const fields = Object.entries(group);
	return Object.fromEntries(
		fields.map(([name, value]) => [name, typeof value === 'string' ? readable(value) : value]),
	);
}
