import { Failure } from '../../engine/contract/failure';
import type { JsonObject } from '../../engine/contract/json';
import type { Load, Task } from '../../engine/contract/task';
import { asList, asObject, contradicts } from '../../engine/http/answers';
import { fillPath } from '../../engine/http/path';
import { lookOnce } from '../../engine/steps/looking';
import { permissionNames, samePermissions } from './wire';

/** @throws Failure for an entry that cannot be read: sent back, it would be lost */
function asPermissions(answer: unknown): JsonObject[] {
	const list = asList(answer, 'a list of permissions');
	const isEntry = ({ objectType, objectId, permissions }: JsonObject): boolean =>
		isText(objectType) &&
		(isText(objectId) || typeof objectId === 'number') &&
		Array.isArray(permissions) &&
		permissions.every(isText);
	if (list.every(isEntry)) return list;
	throw new Failure('unexpected_response', 'the list of permissions has an entry that cannot be read');
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const targetOf = (groupId: string): string => `permissions of ${groupId}`;
const pathOf = (groupId: string): string => fillPath('/groups/{groupId}/permissions', { groupId });
const load =
	(path: string): Load<JsonObject[]> =>
	async (reader) =>
		await reader.fetch(path, asPermissions);

/** The group's list, which the items of this execution share. */
export async function readPermissions(task: Task, groupId: string): Promise<JsonObject[]> {
	const path = pathOf(groupId);
	return await task.share(path, load(path));
}

/** The other list of the answer, `wildcard`, is for whole types and cannot be given for one object. */
export async function readPermissionNames(task: Task, objectType: string): Promise<string[]> {
	const path = fillPath('/permissionable-object-types/{objectType}/', { objectType });
	const answer = await task.read(path, (body) => asObject(body, 'an object type'));
	return permissionNames({ permissions: answer.perObject });
}

/**
 * Reads a group's list and writes it back while nobody else does.
 * @param work gets the list as it is now
 */
export async function withPermissions<T>(
	tasks: readonly Task[],
	groupId: string,
	work: (sender: Task, current: JsonObject[]) => Promise<T>,
): Promise<T> {
	const sender = tasks[0]!.helper();
	try {
		return await sender.exclusive(targetOf(groupId), [pathOf(groupId)], async () => {
			return await work(sender, await readPermissions(sender, groupId));
		});
	} finally {
		for (const task of tasks) task.adopt(sender);
	}
}

/** The documented spelling of the write ends in a slash, that of the read does not. */
export async function writePermissions(task: Task, groupId: string, list: JsonObject[]): Promise<JsonObject[]> {
	const path = pathOf(groupId);
	// Ids may come as text, but go as numbers.
	const body = list.map((entry) => ({ ...entry, objectId: numberOf(entry.objectId) }));
	// What was read before is outdated, also by a write whose answer is lost.
	task.forget(path);
	const result = await task.write<JsonObject[]>({
		method: 'PUT',
		path: `${path}/`,
		body,
		targets: [targetOf(groupId)],
		// A list that does not show what was sent says nothing of it.
		read: (answer) => {
			const written = asPermissions(answer);
			return samePermissions(written, body) ? written : contradicts('the permissions');
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
