import type { With } from '../../engine/contract/input';
import type { JsonObject } from '../../engine/contract/json';
import type { Task } from '../../engine/contract/task';
import { offerJointly, type Terms, type Wish } from '../../engine/contract/vendor';
import { groupId } from '../../engine/fields/groupId';
import { allowEmpty, dryRun, maxRemovals } from '../../engine/fields/options';
import { overRemovals } from '../../engine/steps/members';
import { mergedOrEach, serveTogether } from '../../engine/steps/together';
import { permissions, type Permission } from './fields';
import { groups } from './groups';
import { readPermissions, withPermissions, writePermissions } from './permissionList';
import { lineOf, permissionKey, permissionNames, samePermissions } from './wire';

const { locate } = groups;

type Input = With<'groupId'> & { permissions: Permission[] };
type PermissionTask = Task<Input>;

export async function listPermissions(task: Task<With<'groupId' | 'limit'>>): Promise<JsonObject[]> {
	return (await readPermissions(task, await locate(task))).slice(0, task.input.limit);
}

interface PermissionWish extends Wish<Input> {
	groupId: string;
}

const prepare = async (task: PermissionTask): Promise<PermissionWish> => ({ task, groupId: await locate(task) });

/** Each group is read and written once for all items. */
const perGroup =
	<T>(serve: (tasks: readonly PermissionTask[], id: string) => Promise<Array<T | Error>>) =>
	async (wishes: PermissionWish[]): Promise<Array<T | Error>> => {
		const ofGroup = async (id: string, same: PermissionWish[]): Promise<Array<T | Error>> =>
			await serve(
				same.map(({ task }) => task),
				id,
			);
		return await serveTogether(wishes[0]!.task, wishes, (wish) => wish.groupId, ofGroup);
	};

const terms: Terms<Input> = {
	isWhole: true,
	isExclusive: false,
	instead: 'Grant',
	wants: (input) => input.permissions.map(lineOf),
	isCertain: () => true,
};

/**
 * The vendor replaces the whole list, so the list is read first: to see what would go, and whether anything changes.
 * Items with the same list are served by one write; items with different ones contradict each other.
 */
export const setPermissions = offerJointly({
	fields: [groupId, permissions],
	options: [allowEmpty, dryRun, maxRemovals],
	warning: 'Replaces the whole list: every entry that is missing from it is taken away from the group.',
	prepare,
	claim: (wish) => ({ groupId: wish.groupId, wants: terms.wants(wish.task.input) }),
	terms,
	perform: perGroup(setTogether),
});

async function setTogether(tasks: readonly PermissionTask[], id: string): Promise<Array<JsonObject[] | Error>> {
	const wanted = tasks[0]!.input.permissions;
	return await withPermissions(tasks, id, async (sender, current) => {
		if (samePermissions(current, wanted)) return tasks.map(() => current);
		const kept = new Set(wanted.map(permissionKey));
		const removals = current.filter((entry) => !kept.has(permissionKey(entry))).length;
		const refused = tasks.map((one) => overRemovals(one, removals, 'entries'));
		const result = refused.every(Boolean) ? [] : await writePermissions(sender, id, wanted);
		return refused.map((refusal) => refusal ?? result);
	});
}

export interface PermissionReport {
	/** Entries that this item changed. */
	changed: number;
	/** This item's objects as they are after the write. */
	permissions: JsonObject[];
}

/**
 * An entry with the wanted names added or taken; the same entry where nothing changes, undefined where none is
 * left.
 */
type ChangeEntry = (current: JsonObject | undefined, wanted: Permission) => JsonObject | undefined;

const offerChange = (change: ChangeEntry) =>
	offerJointly({
		fields: [groupId, permissions],
		options: [dryRun],
		note: 'The vendor only replaces whole lists: the list is read, changed and sent back, once per group for all items.',
		prepare,
		perform: perGroup(async (tasks, id) => {
			return await mergedOrEach(tasks, async (merged) => await changeTogether(merged, id, change));
		}),
	});

export const grant = offerChange(granted);
export const revoke = offerChange(revoked);

async function changeTogether(
	tasks: readonly PermissionTask[],
	id: string,
	change: ChangeEntry,
): Promise<PermissionReport[]> {
	return await withPermissions(tasks, id, async (sender, current) => {
		const entries = byKey(current);
		const counts = tasks.map(({ input }) => changeEntries(entries, input.permissions, change));
		const isChanged = counts.some((count) => count > 0);
		const list = isChanged ? await writePermissions(sender, id, [...entries.values()]) : current;
		const written = new Map(list.map((entry) => [permissionKey(entry), entry]));
		return tasks.map(({ input }, index) => ({
			changed: counts[index]!,
			permissions: input.permissions
				.map((wanted) => written.get(permissionKey(wanted)))
				.filter((entry) => entry !== undefined),
		}));
	});
}

/** @returns how many of the entries have changed */
function changeEntries(entries: Map<string, JsonObject>, wanted: readonly Permission[], change: ChangeEntry): number {
	let changed = 0;
	for (const entry of wanted) {
		const key = permissionKey(entry);
		const before = entries.get(key);
		const after = change(before, entry);
		if (after === before) continue;
		changed += 1;
		if (after) entries.set(key, after);
		else entries.delete(key);
	}
	return changed;
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
