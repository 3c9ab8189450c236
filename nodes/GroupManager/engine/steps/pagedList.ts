import { Failure, failureOf, raise } from '../contract/failure';
import type { With } from '../contract/input';
import type { JsonObject } from '../contract/json';
import type { Load, Task } from '../contract/task';
import type { Vendor } from '../contract/vendor';
import { lookOf } from '../fields/lookAlike';
import { asRecord } from '../http/answers';
import { type Page, PageWatch, type ReadPage, asPage, collect, sameOrigin } from '../http/paging';
import { fillPath, query } from '../http/path';
import type { Directory } from './directory';
import { GroupList, matchesFilters, onlyMatch } from './groupList';
import { pickerEntries, type GroupRecords } from './records';

export interface PagedListFacts {
	records: GroupRecords;
	/** The collection; `limit` is how many records a page may have. */
	path: string;
	pageSize: number;
	page: ReadPage;
	/** One group; `{groupId}` is its id. */
	one: string;
	/** The parameter by which the vendor looks for a name, be it more loosely than exactly. */
	byName: string;
	refusesDuplicates: boolean;
	refuseChange?: Directory['refuseChange'];
}

const ALL = 'all groups';
const PLANNED = 'planned groups';
const NAMED = 'groups named ';
const LOOK_ALIKES = 'groups to compare with';

const namedKey = (name: string): string => `${NAMED}${name}`;

/**
 * For a vendor that gives single groups, finds names and has lists of many pages: nothing is read whole unless it
 * is cheaper.
 */
export function pagedList(facts: PagedListFacts): Directory {
	const { records, refusesDuplicates, refuseChange } = facts;
	const reads = new PagedReads(facts);
	return {
		records,
		refusesDuplicates,
		knowsBefore: false,
		get: async (task) => await reads.get(task),
		// An id needs no look-up: the vendor itself refuses what it does not know.
		locate: async (task) => {
			const { by, value } = task.input.groupId;
			if (by === 'id') return value;
			const group = await reads.byName(task, value);
			task.lookedUp();
			return records.idOf(group);
		},
		list: async (task) => await reads.list(task),
		pick: async (task, filter, token) => await reads.pick(task, filter, token),
		named: async (task, name) => await reads.named(task, name),
		similar: async (task, name) => await reads.similar(task, name),
		namedNow: async (task, name, charge) => await reads.namedNow(task, name, charge),
		findNow: async (task, id) => await reads.oneNow(task, id),
		known: async (task, id) => (await task.shared<GroupList>(ALL))?.byId(id),
		readsByName: (_, name) => [ALL, namedKey(name), LOOK_ALIKES],
		readsById: ({ input: { groupId } }, id) => [
			...[ALL, reads.pathOf(id), LOOK_ALIKES],
			...(groupId?.by === 'name' ? [namedKey(groupId.value)] : []),
		],
		put: async (task, group) => await reads.put(task, group),
		remove: async (task, id) => await reads.remove(task, id),
		...(refuseChange && { refuseChange }),
	};
}

/** What a dry run would have left of a group: null where it would be gone. The vendor cannot be asked for it. */
type Planned = Map<string, JsonObject | null>;

/** The requests of such a directory, and what of them is kept. */
class PagedReads {
	constructor(private readonly facts: PagedListFacts) {}

	pathOf(id: string): string {
		return fillPath(this.facts.one, { groupId: id });
	}

	async get(task: Task<With<'groupId'>>): Promise<JsonObject> {
		const { by, value } = task.input.groupId;
		return by === 'name' ? await this.byName(task, value) : await this.byId(task, value);
	}

	async byName(task: Task, name: string): Promise<JsonObject> {
		const matches = await this.named(task, name);
		const similar = matches.length === 0 ? await this.similar(task, name) : [];
		return onlyMatch(matches, name, this.facts.records, { similar });
	}

	private async byId(task: Task, id: string): Promise<JsonObject> {
		const planned = (await plannedGroups(task)).get(id);
		if (planned === null) throw new Failure('not_found', `there is no group with the ID ${id}`);
		return planned ?? (await task.share(this.pathOf(id), this.loadOne(id)));
	}

	private loadOne(id: string): Load<JsonObject> {
		const { idOf } = this.facts.records;
		return async (reader) => await reader.fetch(this.pathOf(id), (answer) => asRecord(answer, id, idOf));
	}

	async oneNow(task: Task, id: string): Promise<JsonObject | undefined> {
		try {
			return await task.look(this.pathOf(id), this.loadOne(id));
		} catch (error) {
			return failureOf(error).code === 'not_found' ? undefined : raise(error);
		}
	}

	async namedNow(task: Task, name: string, charge?: () => boolean): Promise<JsonObject[] | undefined> {
		const { nameOf } = this.facts.records;
		const found = await task.look(namedKey(name), this.loadNamed(name), charge);
		return found?.filter((group) => lookOf(nameOf(group) ?? '') === lookOf(name));
	}

	async named(task: Task, name: string): Promise<JsonObject[]> {
		const list = await this.allIfCheaper(task);
		const found = list ? list.named(name) : await task.share(namedKey(name), this.loadNamed(name));
		// The vendor's own look-up may be looser than exact.
		return await this.withPlanned(task, found, (group) => this.facts.records.nameOf(group) === name);
	}

	private loadNamed(name: string): Load<JsonObject[]> {
		return async (reader) => await this.pages(reader, { name, limit: Infinity });
	}

	/** Groups whose names only look like this one: the vendor's own look-up may not show them, so all are read. */
	async similar(task: Task, name: string): Promise<JsonObject[]> {
		const look = lookOf(name);
		const list = await this.allIfCheaper(task);
		const loadAll: Load<JsonObject[]> = async (reader) => await this.pages(reader, { limit: Infinity });
		const groups = list?.all ?? (await task.share(LOOK_ALIKES, loadAll));
		return await this.withPlanned(task, groups, (group) => {
			const stored = this.facts.records.nameOf(group);
			return stored !== undefined && stored !== name && lookOf(stored) === look;
		});
	}

	async list(task: Task<With<'limit' | 'filters'>>): Promise<JsonObject[]> {
		const { filters, limit } = task.input;
		const { pageSize, records } = this.facts;
		// Where this side still filters, a full page is the better guess.
		const size = filters.nameContains === undefined ? Math.min(limit, pageSize) : pageSize;
		const read = async (address: string): Promise<Page> =>
			await task.share(address, async (reader) => await this.read(reader, address));
		const keep = (group: JsonObject): boolean => matchesFilters(group, filters, records);
		return await collect(this.address(size, filters.name), read, { limit, keep, idField: records.idField });
	}

	/** Turns pages until one holds a match; the token is the address of the page to go on with. */
	async pick(task: Task, filter: string, token?: string): ReturnType<Vendor['pick']> {
		const { pageSize, records } = this.facts;
		const watch = new PageWatch();
		let address: string | null = token === undefined ? this.address(pageSize) : sameOrigin(token, task.baseUrl);
		while (address !== null) {
			watch.begin(address);
			const page: Page = await this.read(task, address);
			watch.end(page);
			const matching = page.records.filter((group) => matchesFilters(group, { nameContains: filter }, records));
			const entries = pickerEntries(matching, records);
			if (entries.length > 0) return { entries, ...(page.next === null ? {} : { token: page.next }) };
			address = page.next;
		}
		return { entries: [] };
	}

	async put(task: Task, group: JsonObject): Promise<void> {
		const id = this.facts.records.idOf(group);
		if (task.isDry) return void (await plannedGroups(task)).set(id, group);
		this.forgetReads(task, id);
		const list = await task.shared<GroupList>(ALL);
		list?.put({ ...list.byId(id), ...group });
	}

	async remove(task: Task, id: string): Promise<void> {
		if (task.isDry) return void (await plannedGroups(task)).set(id, null);
		this.forgetReads(task, id);
		(await task.shared<GroupList>(ALL))?.remove(id);
	}

	/** Which of the names that were asked for the group had is not known where it is addressed by its id. */
	private forgetReads(task: Task, id: string): void {
		task.forgetAll(NAMED);
		task.forget(this.pathOf(id));
		task.forget(LOOK_ALIKES);
	}

	/**
	 * All groups, where reading them may be cheaper than asking for each name.
	 * @returns undefined when they fill more pages than there are names
	 */
	private async allIfCheaper(task: Task): Promise<GroupList | undefined> {
		return await task.share(ALL, async (reader) => {
			let pagesLeft = await task.namesToFind();
			if (pagesLeft < 2) return undefined;
			const noMore: Page = { records: [], next: null, saysEnd: false };
			const groups = await collect(
				this.address(this.facts.pageSize),
				async (address) => (pagesLeft-- > 0 ? await this.read(reader, address) : noMore),
				{ limit: Infinity, idField: this.facts.records.idField },
			);
			return pagesLeft < 0 ? undefined : new GroupList(groups, this.facts.records);
		});
	}

	private async withPlanned(
		task: Task,
		found: readonly JsonObject[],
		keep: (group: JsonObject) => boolean,
	): Promise<JsonObject[]> {
		const planned = await plannedGroups(task);
		const left = found.filter((group) => !planned.has(this.facts.records.idOf(group)));
		const made = [...planned.values()].filter((group) => group !== null);
		return [...left, ...made].filter(keep);
	}

	private async pages(reader: Task, { name, limit }: { name?: string; limit: number }): Promise<JsonObject[]> {
		const { pageSize, records } = this.facts;
		const read = async (address: string): Promise<Page> => await this.read(reader, address);
		return await collect(this.address(pageSize, name), read, { limit, idField: records.idField });
	}

	private address(limit: number, name?: string): string {
		return `${this.facts.path}${query({ limit, [this.facts.byName]: name })}`;
	}

	private async read(task: Task, address: string): Promise<Page> {
		return await task.fetch(address, asPage(this.facts.page, { baseUrl: task.baseUrl }));
	}
}

async function plannedGroups(task: Task): Promise<Planned> {
	if (!task.isDry) return new Map();
	return await task.share(PLANNED, async () => await Promise.resolve<Planned>(new Map()));
}
