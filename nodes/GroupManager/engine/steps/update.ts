import { Failure } from '../contract/failure';
import type { With } from '../contract/input';
import type { JsonObject } from '../contract/json';
import type { Task } from '../contract/task';
import { shorten } from '../contract/text';
import { lookOf } from '../fields/lookAlike';
import { asRecord, contradicts } from '../http/answers';
import { fillPath } from '../http/path';
import { taken } from './create';
import { type Directory, groupTarget, membersTarget, nameTarget, onGroup } from './directory';
import { carries, changedBy, lookOnce } from './looking';
import type { GroupRecords } from './records';

export type UpdateTask = Task<With<'groupId' | 'body'>>;

export interface Update {
	groups: Directory;
	/** Default: PUT. */
	method?: 'PUT' | 'PATCH';
	/** `{groupId}` is the group's id. */
	path: string;
	/** What is sent; asked for when nobody else is changing the group. */
	body: (task: UpdateTask, id: string) => JsonObject | Promise<JsonObject>;
	/** Whether the vendor returns the group. */
	returnsGroup: boolean;
}

export interface Updated {
	/** What is reported of the update alone. */
	data: JsonObject;
	/** The group as it is by now, as far as that is known. */
	group: JsonObject;
}

/** Who gives a name takes its turn at that first: an upsert has the name before it has a group. */
export const updateGroup =
	(update: Update) =>
	async (task: UpdateTask): Promise<JsonObject> => {
		const { locate, readsById } = update.groups;
		const id = await locate(task);
		const { name } = task.input.body;
		const ofGroup = async (): Promise<JsonObject> => (await updateInTurn(task, id, update)).data;
		if (name === undefined) return await ofGroup();
		return await task.exclusive(nameTarget(task, name), readsById(task, id), ofGroup);
	};

/** The same for who has the turn at the name already. */
export async function updateInTurn(task: UpdateTask, id: string, update: Update): Promise<Updated> {
	const { readsById } = update.groups;
	return await task.exclusive(groupTarget(id), readsById(task, id), async () => await write(task, id, update));
}

async function write(task: UpdateTask, id: string, update: Update): Promise<Updated> {
	const { groups, method = 'PUT', path, returnsGroup } = update;
	await refuseAnother(task, id, groups);
	const body = await update.body(task, id);
	const { idField } = groups.records;
	const known = task.isDry ? await foresee(task, id, groups, task.input.body.name) : await groups.known(task, id);
	const written = { group: { ...changedBy(known ?? {}, body), [idField]: known?.[idField] ?? id } };
	const report = (group: JsonObject): JsonObject => (returnsGroup ? group : { id, updated: true });
	const data = await task.write<JsonObject>({
		method,
		path: fillPath(path, { groupId: id }),
		body,
		targets: await targetsOf(task, id, groups),
		read: (answer) => {
			if (answer === undefined && !returnsGroup) return report(written.group);
			return (written.group = asSent(answer, id, body, groups.records));
		},
		look: lookOnce(async () => {
			const group = await groups.findNow(task.helper(), id);
			return group && carries(group, body) ? report((written.group = group)) : undefined;
		}),
		planned: () => report(written.group),
	});
	await groups.put(task, written.group);
	return { data, group: written.group };
}

/** While it waited for its turn, the name may have gone to another group. */
export async function refuseAnother(task: Task<With<'groupId'>>, id: string, { locate }: Directory): Promise<void> {
	const { by, value } = task.input.groupId;
	if (by === 'id' || (await locate(task)) === id) return;
	const reason = `the name "${shorten(value)}" went to another group meanwhile`;
	throw new Failure('conflict', reason, { advice: 'Run it again' });
}

/**
 * The group as known by now, for a dry run.
 * @param name that it is to have
 * @throws Failure `not_found`, and whatever the vendor would refuse the write for
 */
export async function foresee(task: Task, id: string, groups: Directory, name?: string): Promise<JsonObject> {
	const { get, named, records, refusesDuplicates, refuseChange } = groups;
	const group = await get(onGroup(task, id));
	refuseChange?.(group);
	const namesakes = name === undefined || !refusesDuplicates ? [] : await named(task, name);
	if (namesakes.some((namesake) => records.idOf(namesake) !== id)) throw taken(name!);
	return group;
}

/** Everything that a late update or deletion of a group would change for others. */
export async function targetsOf(task: Task, id: string, { known, records }: Directory): Promise<string[]> {
	const { body, groupId } = task.input;
	const group = await known(task, id);
	const names = [groupId?.by === 'name' ? groupId.value : undefined, body?.name, group && records.nameOf(group)];
	const named = names.flatMap((name) => (name === undefined ? [] : [nameTarget(task, name)]));
	return [groupTarget(id), membersTarget(id), ...new Set(named)];
}

/** The group as an answer shows it. What a vendor makes of blanks and of unknown fields is its own affair. */
function asSent(answer: unknown, id: string, body: JsonObject, { idOf, nameOf, readable }: GroupRecords): JsonObject {
	const group = asRecord(answer, id, idOf);
	const [sent, stored] = [nameOf(body), nameOf(group)];
	const isOther = sent !== undefined && stored !== undefined && lookOf(readable(stored)) !== lookOf(sent);
	return isOther ? contradicts('the name') : group;
}
