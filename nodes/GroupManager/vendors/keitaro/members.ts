import { Failure, raise } from '../../engine/errors';
import type { JsonObject } from '../../engine/input';
import { addMembers, removeMembers, setMembers, type MemberReport, type Membership } from '../../engine/members';
import { fillPath } from '../../engine/path';
import { asList, asObject } from '../../engine/reply';
import type { Task } from '../../engine/task';
import { locate } from './operations';
import { ListPages } from './pages';
import { idOf } from './wire';

/** Where the entities of a group type live: landings have another name there. */
const PATHS: Record<string, string> = { campaigns: '/campaigns', offers: '/offers', landings: '/landing_pages', domains: '/domains' };

/** Only campaigns come in pages; the other lists know no such parameters. */
const PAGED: ReadonlySet<string> = new Set(['/campaigns']);

const NO_GROUP = '0';

/** The group of an entity: numbers and texts are mixed, and both 0 and null stand for none. */
const groupOf = ({ group_id: groupId }: JsonObject = {}): string =>
	typeof groupId === 'number' || typeof groupId === 'string' ? String(groupId) : NO_GROUP;

const entitiesOf = (path: string): string => `entities ${path}`;

/** All entities of the type that the key may see, kept up to date with what this execution writes. */
async function entities(task: Task): Promise<Map<string, JsonObject>> {
	const path = PATHS[task.input.groupType]!;
	return await task.share(entitiesOf(path), async (reader) => {
		const found = new Map<string, JsonObject>();
		const pages = new ListPages(PAGED.has(path));
		while (!pages.isComplete) {
			const page = `${path}${pages.next}`;
			const list = asList(await reader.read(page), `a list of ${task.input.groupType}`);
			// Kept once, in the map: after a write this page is outdated.
			reader.forget(page);
			const known = found.size;
			for (const entity of list) if (!found.has(idOf(entity))) found.set(idOf(entity), entity);
			pages.take(list.length, found.size > known);
		}
		return found;
	});
}

/**
 * An entity is in one group at most; its membership is a field of its own.
 * @param isDue tells from the group that it is in by now whether it still has to move
 */
async function move(task: Task, member: string, groupId: string, isDue: (current: string) => boolean): Promise<boolean> {
	return await task.run.batch.inTurn(`${task.input.groupType} ${member}`, async () => {
		const known = await entities(task);
		if (!isDue(groupOf(known.get(member)))) return false;
		const list = PATHS[task.input.groupType]!;
		const path = fillPath(`${list}/{member}`, { member });
		try {
			const moved = await task.write('PUT', path, { group_id: Number(groupId) }, (answer) => asObject(answer, 'what was moved'));
			known.set(member, { ...known.get(member), ...moved, group_id: Number(groupId) });
			return true;
		} catch (error) {
			// What was read before may be outdated by a write whose answer is lost.
			for (const key of [list, entitiesOf(list)]) task.forget(key);
			return raise(error);
		}
	});
}

const membership: Membership = {
	resolve: async (task, members) => {
		const known = await entities(task);
		const unknown = members.find((member) => !known.has(member));
		if (unknown === undefined) return [...members];
		throw new Failure('not_found', `there is nothing with the ID ${unknown} among the ${task.input.groupType} that this key may see`);
	},
	has: async (task, groupId, member) => groupOf((await entities(task)).get(member)) === groupId,
	all: async (task, groupId) => [...(await entities(task))].filter(([, entity]) => groupOf(entity) === groupId).map(([id]) => id),
	put: async (task, groupId, member) => await move(task, member, groupId, (current) => current !== groupId),
	take: async (task, groupId, member) => await move(task, member, NO_GROUP, (current) => current === groupId),
};

export async function listMembers(task: Task): Promise<JsonObject[]> {
	const groupId = await locate(task);
	return [...(await entities(task)).values()].filter((entity) => groupOf(entity) === groupId).slice(0, task.input.limit);
}

/** `locate` first: Keitaro takes any number for a group. */
export const add = async (task: Task): Promise<MemberReport> => await addMembers(task, await locate(task), membership);
export const remove = async (task: Task): Promise<MemberReport> => await removeMembers(task, await locate(task), membership);
export const set = async (task: Task): Promise<MemberReport> => await setMembers(task, await locate(task), membership);
