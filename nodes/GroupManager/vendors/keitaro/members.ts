import type { Terms } from '../../engine/run/agreement';
import { Failure, raise } from '../../engine/contract/failure';
import type { JsonObject } from '../../engine/contract/input';
import { membersTarget } from '../../engine/steps/groupWrites';
import { idInJson } from '../../engine/contract/json';
import {
	addMembers,
	claimOf,
	removeMembers,
	setMembers,
	wishFor,
	wishToRemove,
	type Membership,
	type Move,
} from '../../engine/steps/members';
import { fillPath } from '../../engine/http/path';
import { asList, asRecord, contradicts } from '../../engine/http/reply';
import { lookOnce } from '../../engine/http/sender';
import type { Task } from '../../engine/run/task';
import { workOff } from '../../engine/run/together';
import { joint } from '../../engine/contract/vendor';
import { listKey, locate } from './operations';
import { ListPages } from './pages';
import { idOf } from './wire';

/** Where the entities of a group type live: landings have another name there. */
const PATHS: Record<string, string> = {
	campaigns: '/campaigns',
	offers: '/offers',
	landings: '/landing_pages',
	domains: '/domains',
};

/** Only campaigns come in pages; the other lists know no such parameters. */
const PAGED: ReadonlySet<string> = new Set(['/campaigns']);

const NO_GROUP = '0';

/** The group of an entity: numbers and texts are mixed, and both 0 and null stand for none. */
const groupOf = ({ group_id: groupId }: JsonObject = {}): string =>
	typeof groupId === 'number' || typeof groupId === 'string' ? String(groupId) : NO_GROUP;

const entitiesOf = (type: string): string => `entities of ${type}`;

/** The entities of a type with an index by their groups. Its records must not be changed, only replaced. */
class Entities {
	private readonly entities = new Map<string, JsonObject>();
	private readonly members = new Map<string, Set<string>>();

	get size(): number {
		return this.entities.size;
	}

	get(id: string): JsonObject | undefined {
		return this.entities.get(id);
	}

	groupOf(id: string): string {
		return groupOf(this.entities.get(id));
	}

	/** In the vendor's order, later ones behind. */
	membersOf(groupId: string): ReadonlySet<string> {
		return this.members.get(groupId) ?? new Set();
	}

	put(entity: JsonObject): void {
		const id = idOf(entity);
		this.members.get(this.groupOf(id))?.delete(id);
		this.entities.set(id, entity);
		const group = groupOf(entity);
		const members = this.members.get(group);
		if (members) members.add(id);
		else this.members.set(group, new Set([id]));
	}
}

const load =
	(type: string) =>
	async (reader: Task): Promise<Entities> => {
		const path = PATHS[type]!;
		const found = new Entities();
		const pages = new ListPages(PAGED.has(path));
		while (!pages.isComplete) {
			const list = await reader.fetch(`${path}${pages.next}`, (answer) => asList(answer, `a list of ${type}`));
			const known = found.size;
			for (const entity of list) if (!found.get(idOf(entity))) found.put(entity);
			pages.take(list.length, found.size > known);
		}
		return found;
	};

/** All entities of the type that the key may see, kept up to date with what this execution writes. */
async function entities(task: Task): Promise<Entities> {
	const { groupType } = task.input;
	return await task.share(entitiesOf(groupType), load(groupType));
}

/** An entity is in one group at most; its membership is a field of its own. */
async function move({ task, groupId, member, isIn }: Move): Promise<boolean> {
	const { groupType } = task.input;
	const target = `${groupType} ${member}`;
	const key = entitiesOf(groupType);
	const wanted = isIn ? groupId : NO_GROUP;
	return await task.exclusive(target, [key], async () => {
		const current = (await entities(task)).groupOf(member);
		if (isIn ? current === groupId : current !== groupId) return false;
		const body = { group_id: idInJson(wanted) };
		const moved = await task
			.write<JsonObject>({
				method: 'PUT',
				path: fillPath(`${PATHS[groupType]}/{member}`, { member }),
				body,
				targets: [target, membersTarget(groupId)],
				read: (answer) => {
					const entity = asRecord(answer, member, idOf);
					return entity.group_id === undefined || groupOf(entity) === wanted
						? entity
						: contradicts('the group');
				},
				look: lookOnce(async () => {
					const fresh = await task.helper().look(key, load(groupType));
					return fresh?.groupOf(member) === wanted ? fresh.get(member) : undefined;
				}),
				planned: () => body,
			})
			.catch((error: unknown) => {
				// What was read before may be outdated by a write whose answer is lost.
				task.forget(key);
				return raise(error);
			});
		const known = await task.shared<Entities>(key);
		known?.put({ ...known.get(member), id: member, ...moved, ...body });
		return true;
	});
}

const TERMS: Terms = {
	isWhole: false,
	isExclusive: true,
	instead: 'Add',
	wants: ({ members }) => members,
	isCertain: () => true,
};

const terms = { add: TERMS, set: { ...TERMS, isWhole: true } };

const membership: Membership = {
	terms,
	resolve: async (task, member) => {
		if ((await entities(task)).get(member)) return member;
		throw new Failure(
			'not_found',
			`there is nothing with the ID ${member} among the ${task.input.groupType} that this key may see`,
		);
	},
	has: async (task, groupId, member) => (await entities(task)).groupOf(member) === groupId,
	all: async (task, groupId) => (await entities(task)).membersOf(groupId),
	reads: () => Object.keys(PATHS).flatMap((type) => [entitiesOf(type), listKey(type)]),
	apply: async (moves) => await workOff(moves[0]!.task.run, moves, move),
};

export async function listMembers(task: Task): Promise<JsonObject[]> {
	const groupId = await locate(task);
	const known = await entities(task);
	return [...known.membersOf(groupId)].slice(0, task.input.limit).map((id) => known.get(id)!);
}

const MOVES =
	'Members are the campaigns, offers, landings or domains of the group. Each is in one group at most: adding it here moves it.';
const FIELDS = ['groupType', 'groupId', 'members'] as const;

/** `locate` first: Keitaro takes any number for a group. */
export const add = joint({
	fields: FIELDS,
	options: ['dryRun'],
	note: MOVES,
	prepare: async (task) => await wishFor(task, locate, membership),
	claim: claimOf,
	terms: terms.add,
	perform: async (wishes) => await addMembers(wishes, membership),
});

export const remove = joint({
	fields: FIELDS,
	options: ['dryRun', 'ignoreMissing'],
	prepare: async (task) => await wishToRemove(task, locate, membership),
	perform: async (wishes) => await removeMembers(wishes, membership),
});

export const set = joint({
	fields: FIELDS,
	options: ['allowEmpty', 'dryRun', 'maxRemovals'],
	note: `${MOVES} Whatever is not in the list is taken out of the group.`,
	prepare: async (task) => await wishFor(task, locate, membership),
	claim: claimOf,
	terms: terms.set,
	perform: async (wishes) => await setMembers(wishes, membership),
});
