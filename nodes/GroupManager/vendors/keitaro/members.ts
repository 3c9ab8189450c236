import { Failure, raise } from '../../engine/errors';
import type { JsonObject } from '../../engine/input';
import { addMembers, removeMembers, setMembers, type MemberReport, type Membership } from '../../engine/members';
import { fillPath } from '../../engine/path';
import { asGroup, asList } from '../../engine/reply';
import { lookOnce } from '../../engine/sender';
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

const entitiesOf = (type: string): string => `entities of ${type}`;

type Entities = Map<string, JsonObject>;

const load = (type: string) => async (reader: Task): Promise<Entities> => {
	const path = PATHS[type]!;
	const found: Entities = new Map();
	const pages = new ListPages(PAGED.has(path));
	while (!pages.isComplete) {
		const list = await reader.fetch(`${path}${pages.next}`, (answer) => asList(answer, `a list of ${type}`));
		const known = found.size;
		for (const entity of list) if (!found.has(idOf(entity))) found.set(idOf(entity), entity);
		pages.take(list.length, found.size > known);
	}
	return found;
};

/** All entities of the type that the key may see, kept up to date with what this execution writes. */
async function entities(task: Task): Promise<Entities> {
	const { groupType } = task.input;
	return await task.share(entitiesOf(groupType), load(groupType));
}

/**
 * An entity is in one group at most; its membership is a field of its own.
 * @param isDue tells from the group that it is in by now whether it still has to move
 */
async function move(task: Task, member: string, groupId: string, isDue: (current: string) => boolean): Promise<boolean> {
	const { groupType } = task.input;
	const target = `${groupType} ${member}`;
	const key = entitiesOf(groupType);
	return await task.exclusive(target, [key], async () => {
		if (!isDue(groupOf((await entities(task)).get(member)))) return false;
		const body = { group_id: Number(groupId) };
		const isThere = (entity: JsonObject | undefined) => (entity && groupOf(entity) === groupId ? entity : undefined);
		const moved = await task
			.write<JsonObject>({
				method: 'PUT',
				path: fillPath(`${PATHS[groupType]}/{member}`, { member }),
				body,
				targets: [target],
				read: (answer) => asGroup(answer, idOf),
				look: lookOnce(async () => isThere((await task.helper().look(key, load(groupType)))?.get(member))),
				planned: () => body,
			})
			.catch((error: unknown) => {
				// What was read before may be outdated by a write whose answer is lost.
				task.forget(key);
				return raise(error);
			});
		const known = await task.shared<Entities>(key);
		known?.set(member, { ...known.get(member), ...moved, ...body });
		return true;
	});
}

const membership: Membership = {
	isExclusive: true,
	resolve: async (task, member) => {
		if ((await entities(task)).has(member)) return member;
		throw new Failure('not_found', `there is nothing with the ID ${member} among the ${task.input.groupType} that this key may see`);
	},
	has: async (task, groupId, member) => groupOf((await entities(task)).get(member)) === groupId,
	all: async (task, groupId) => [...(await entities(task))].filter(([, entity]) => groupOf(entity) === groupId).map(([id]) => id),
	reads: () => Object.keys(PATHS).map(entitiesOf),
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
