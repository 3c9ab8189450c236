import type { Terms } from '../../engine/run/agreement';
import { failureOf, isShared, raise } from '../../engine/contract/failure';
import type { JsonObject, Permission } from '../../engine/contract/input';
import { overRemovals } from '../../engine/steps/members';
import { fillPath } from '../../engine/http/path';
import { asList, asObject, contradicts } from '../../engine/http/reply';
import { lookOnce } from '../../engine/http/sender';
import type { Task } from '../../engine/run/task';
import { serveTogether } from '../../engine/run/together';
import { joint } from '../../engine/contract/vendor';
import { directory } from './groups';
import { lineOf, permissionKey, permissionNames, samePermissions } from './wire';

const { locate } = directory;

/** @throws Failure for an entry that cannot be read: sent back, it would be lost */
function asPermissions(answer: unknown): JsonObject[] {
	const list = asList(answer, 'a list of permissions');
	const isEntry = ({ objectType, objectId, permissions }: JsonObject): boolean =>
		objectType !== undefined && objectId !== undefined && Array.isArray(permissions);
	return list.every(isEntry) ? list : contradicts('each permission');
}

const pathOf = (groupId: string): string => fillPath('/groups/{groupId}/permissions', { groupId });
const load =
	(path: string) =>
	async (reader: Task): Promise<JsonObject[]> =>
		await reader.fetch(path, asPermissions);

/** The other list of the answer, `wildcard`, is for whole types and cannot be given for one object. */
export async function readPermissionNames(task: Task, objectType: string): Promise<string[]> {
	const path = fillPath('/permissionable-object-types/{objectType}/', { objectType });
	const answer = await task.read(path, (body) => asObject(body, 'an object type'));
	return permissionNames({ permissions: answer.perObject });
}

export async function listPermissions(task: Task): Promise<JsonObject[]> {
	const path = pathOf(await locate(task));
	return (await task.share(path, load(path))).slice(0, task.input.limit);
}

/**
 * Reads a group's list and writes it back while nobody else does.
 * @param work gets the list as it is now
 */
async function withList<T>(
	tasks: Task[],
	groupId: string,
	work: (sender: Task, current: JsonObject[]) => Promise<T>,
): Promise<T> {
	const sender = tasks[0]!.helper();
	const path = pathOf(groupId);
	try {
		return await sender.exclusive(
			`permissions of ${groupId}`,
			[path],
			async () => await work(sender, await sender.share(path, load(path))),
		);
	} finally {
		for (const task of tasks) task.trace.adopt(sender.trace);
	}
}

/** The documented spelling of the write ends in a slash, that of the read does not. */
async function writePermissions(task: Task, groupId: string, permissions: JsonObject[]): Promise<JsonObject[]> {
	const path = pathOf(groupId);
	// Ids may come as text, but go as numbers.
	const body = permissions.map((entry) => ({ ...entry, objectId: numberOf(entry.objectId) }));
	// What was read before is outdated, also by a write whose answer is lost.
	task.forget(path);
	const result = await task.write<JsonObject[]>({
		method: 'PUT',
		path: `${path}/`,
		body,
		targets: [`permissions of ${groupId}`],
		// A list that does not show what was sent says nothing of it.
		read: (answer) => {
			const list = asPermissions(answer);
			return samePermissions(list, body) ? list : contradicts('the permissions');
		},
		look: lookOnce(async () => {
			const stored = await task.helper().look(path, load(path));
			return stored && samePermissions(stored, body) ? stored : undefined;
		}),
		planned: () => body,
	});
	task.forget(path);
	await task.helper().share(path, async () => await Promise.resolve(result));
	return result;
}

/** As a number where it is the same as one. */
const numberOf = (id: unknown): unknown =>
	typeof id === 'string' && Number.isSafeInteger(Number(id)) && String(Number(id)) === id ? Number(id) : id;

const terms: Terms = {
	isWhole: true,
	isExclusive: false,
	instead: 'Grant',
	wants: ({ permissions }) => permissions.map(lineOf),
	isCertain: () => true,
};

interface Wish {
	task: Task;
	groupId: string;
}

const prepare = async (task: Task): Promise<Wish> => ({ task, groupId: await locate(task) });

/** Each group is read and written once for all items. */
async function perGroup<T>(
	wishes: readonly Wish[],
	serve: (tasks: Task[], groupId: string) => Promise<Array<T | Error>>,
): Promise<Array<T | Error>> {
	const tasksOf = (same: readonly Wish[]): Task[] => same.map(({ task }) => task);
	const keyOf = ({ groupId }: Wish): string => groupId;
	return await serveTogether(
		wishes[0]!.task.run,
		wishes,
		keyOf,
		async (groupId, same) => await serve(tasksOf(same), groupId),
	);
}

/**
 * The vendor replaces the whole list, so the list is read first: to see what would go, and whether anything changes.
 * Items with the same list are served by one write; items with different ones contradict each other.
 */
export const setPermissions = joint({
	fields: ['groupId', 'permissions'],
	options: ['allowEmpty', 'dryRun', 'maxRemovals'],
	note: 'Replaces the whole list: every entry that is missing from it is taken away from the group.',
	prepare,
	claim: ({ task, groupId }: Wish) => ({ groupId, wants: terms.wants(task.input) }),
	terms,
	perform: async (wishes) => await perGroup(wishes, setTogether),
});

async function setTogether(tasks: Task[], groupId: string): Promise<Array<JsonObject[] | Error>> {
	const wanted = tasks[0]!.input.permissions;
	return await withList(tasks, groupId, async (sender, current) => {
		if (samePermissions(current, wanted)) return tasks.map(() => current);
		const kept = new Set(wanted.map(permissionKey));
		const removals = current.filter((entry) => !kept.has(permissionKey(entry))).length;
		const refused = tasks.map((one) => overRemovals(one, removals, 'entries'));
		const result = refused.every(Boolean) ? [] : await writePermissions(sender, groupId, wanted);
		return refused.map((refusal) => refusal ?? result);
	});
}

export interface PermissionReport {
	/** Entries that this item changed. */
	changed: number;
	/** This item's objects as they are after the write. */
	permissions: JsonObject[];
}

const CHANGES = {
	fields: ['groupId', 'permissions'],
	options: ['dryRun'],
	note: 'The vendor only replaces whole lists: the list is read, changed and sent back, once per group for all items.',
	prepare,
} as const;

export const grant = joint({
	...CHANGES,
	perform: async (wishes: Wish[]) =>
		await perGroup(wishes, async (tasks, groupId) => await changeTogether(tasks, groupId, granted)),
});

export const revoke = joint({
	...CHANGES,
	perform: async (wishes: Wish[]) =>
		await perGroup(wishes, async (tasks, groupId) => await changeTogether(tasks, groupId, revoked)),
});

/** An entry with the wanted names added or taken; the same entry where nothing changes, undefined where none is left. */
type ChangeEntry = (current: JsonObject | undefined, wanted: Permission) => JsonObject | undefined;

/** All items that change the same group are merged into one read and one write. */
async function changeTogether(
	tasks: Task[],
	groupId: string,
	change: ChangeEntry,
): Promise<Array<PermissionReport | Error>> {
	try {
		return await changeOnce(tasks, groupId, change);
	} catch (error) {
		const { code } = failureOf(error);
		// A refusal of the merged write may be due to one item's entries only.
		if (isShared(code) || code === 'outcome_unknown' || tasks.length === 1) raise(error);
		const results: Array<PermissionReport | Error> = [];
		for (const task of tasks)
			results.push(...(await changeOnce([task], groupId, change).catch((reason: Error) => [reason])));
		return results;
	}
}

async function changeOnce(tasks: Task[], groupId: string, change: ChangeEntry): Promise<PermissionReport[]> {
	return await withList(tasks, groupId, async (sender, current) => {
		const entries = byKey(current);
		let isChanged = false;
		const counts = tasks.map(({ input }) => {
			let changed = 0;
			for (const wanted of input.permissions) {
				const key = permissionKey(wanted);
				const before = entries.get(key);
				const after = change(before, wanted);
				if (after === before) continue;
				changed += 1;
				if (after) entries.set(key, after);
				else entries.delete(key);
			}
			isChanged ||= changed > 0;
			return changed;
		});
		const list = isChanged ? await writePermissions(sender, groupId, [...entries.values()]) : current;
		const written = new Map(list.map((entry) => [permissionKey(entry), entry]));
		return tasks.map(({ input }, index) => ({
			changed: counts[index]!,
			permissions: input.permissions
				.map((wanted) => written.get(permissionKey(wanted)))
				.filter((entry) => entry !== undefined),
		}));
	});
}

/** An object that stands in the list twice has the permissions of both. */
function byKey(list: readonly JsonObject[]): Map<string, JsonObject> {
	const entries = new Map<string, JsonObject>();
	for (const entry of list) {
		const key = permissionKey(entry);
		const before = entries.get(key);
		const names = before && [...new Set([...permissionNames(before), ...permissionNames(entry)])];
		entries.set(key, names ? { ...before, permissions: names } : entry);
	}
	return entries;
}

function granted(current: JsonObject | undefined, wanted: Permission): JsonObject | undefined {
	if (!current) return wanted;
	const names = permissionNames(current);
	const missing = wanted.permissions.filter((name) => !names.includes(name));
	return missing.length === 0 ? current : { ...current, permissions: [...names, ...missing] };
}

function revoked(current: JsonObject | undefined, wanted: Permission): JsonObject | undefined {
	if (!current) return undefined;
	const names = permissionNames(current);
	const left = names.filter((name) => !wanted.permissions.includes(name));
	if (left.length === names.length) return current;
	return left.length === 0 ? undefined : { ...current, permissions: left };
}
