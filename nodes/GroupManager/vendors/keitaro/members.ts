import { Failure, raise } from '../../engine/contract/failure';
import type { With } from '../../engine/contract/input';
import { idInJson, type JsonObject } from '../../engine/contract/json';
import type { Load, Task } from '../../engine/contract/task';
import type { PickerEntry } from '../../engine/contract/vendor';
import { memberIdsOf } from '../../engine/fields/members';
import { asId, asList, asRecord, contradicts } from '../../engine/http/answers';
import { OffsetPages } from '../../engine/http/offsetPages';
import { fillPath } from '../../engine/http/path';
import { membersTarget } from '../../engine/steps/directory';
import { lookOnce } from '../../engine/steps/looking';
import { pickerEntries, groupRecords } from '../../engine/steps/records';
import { memberRows } from '../../engine/steps/members';
import type { Membership, Move } from '../../engine/steps/membership';
import { Entities, groupOf, NO_GROUP } from './entities';
import { groups, listKey, ofType, TYPES } from './groups';

/** Where the entities of a group type live: landings have another name there. */
const PATHS: Record<string, string> = {
	campaigns: '/campaigns',
	offers: '/offers',
	landings: '/landing_pages',
	domains: '/domains',
};

/** Rows of one page of campaigns. The other lists know no such parameters. */
const PAGE_SIZE = 1_000;

const entityId = ({ id }: JsonObject): string => asId(id);
const entitiesOf = (type: string): string => `entities of ${type}`;

const load =
	(type: string, limit = Infinity): Load<Entities> =>
	async (reader) => {
		const path = PATHS[type]!;
		const read = async (query = ''): Promise<JsonObject[]> =>
			await reader.fetch(`${path}${query}`, (answer) => asList(answer, `a list of ${type}`));
		if (type !== 'campaigns') return new Entities(await read());
		const found = new Entities();
		for (const pages = new OffsetPages(PAGE_SIZE); !pages.isComplete && found.size < limit;) {
			const list = await read(pages.next);
			const known = found.size;
			found.addNew(list);
			pages.take(list.length, found.size > known);
		}
		return found;
	};

/** All entities of the type that the key may see, kept up to date with what this execution writes. */
export async function entities(task: Task): Promise<Entities> {
	const { groupType = '' } = task.input;
	return await task.share(entitiesOf(groupType), load(groupType));
}

/** An entity is in one group at most; its membership is a field of its own. */
async function move({ task, groupId, member, isIn }: Move): Promise<boolean> {
	const { groupType = '' } = task.input;
	const key = entitiesOf(groupType);
	return await task.exclusive(targetOf(groupType, member), [key], async () => {
		const current = (await entities(task)).groupOf(member);
		if (isIn ? current === groupId : current !== groupId) return false;
		const body = { group_id: idInJson(isIn ? groupId : NO_GROUP) };
		const moved = await write({ task, groupId, member, isIn }, body).catch((error: unknown) => {
			// What was read before may be outdated by a write whose answer is lost.
			task.forget(key);
			return raise(error);
		});
		const known = await task.shared<Entities>(key);
		known?.put({ ...known.get(member), id: member, ...moved, ...body });
		return true;
	});
}

const targetOf = (type: string, member: string): string => `${type} ${member}`;

async function write({ task, groupId, member, isIn }: Move, body: JsonObject): Promise<JsonObject> {
	const { groupType = '' } = task.input;
	const wanted = isIn ? groupId : NO_GROUP;
	return await task.write<JsonObject>({
		method: 'PUT',
		path: fillPath(`${PATHS[groupType]}/{member}`, { member }),
		body,
		targets: [targetOf(groupType, member), membersTarget(groupId)],
		read: (answer) => {
			const entity = asRecord(answer, member, entityId);
			return entity.group_id === undefined || groupOf(entity) === wanted ? entity : contradicts('the group');
		},
		look: lookOnce(async () => {
			const fresh = await task.helper().look(entitiesOf(groupType), load(groupType));
			return fresh?.groupOf(member) === wanted ? fresh.get(member) : undefined;
		}),
		planned: () => body,
	});
}

const membership: Membership = {
	isExclusive: true,
	isCertain: () => true,
	resolve: async (task, member) => {
		if ((await entities(task)).get(member)) return member;
		const { groupType } = task.input;
		const reason = `there is nothing with the ID ${member} among the ${groupType} that this key may see`;
		throw new Failure('not_found', reason);
	},
	has: async (task, groupId, member) => (await entities(task)).groupOf(member) === groupId,
	all: async (task, groupId) => (await entities(task)).membersOf(groupId),
	reads: () => Object.keys(PATHS).flatMap((type) => [entitiesOf(type), listKey(type)]),
	apply: async (moves) => await moves[0]!.task.workOff(moves, move),
};

export async function listMembers(task: Task<With<'groupId' | 'limit'>>): Promise<JsonObject[]> {
	const groupId = await groups.locate(task);
	const known = await entities(task);
	return [...known.membersOf(groupId)].slice(0, task.input.limit).map((id) => known.get(id)!);
}

/** None for a type that an expression gives. */
export async function pickMembers(task: Task, limit: number): Promise<PickerEntry[]> {
	const { groupType = '' } = task.input;
	if (!Object.hasOwn(PATHS, groupType)) return [];
	return pickerEntries([...(await load(groupType, limit)(task)).all.values()].slice(0, limit), groupRecords());
}

const MOVES =
	'Members are the campaigns, offers, landings or domains of the group. Each is in one group at most: adding ' +
	'it here moves it.';

/** Keitaro takes any number for a group, so that is looked up first. */
const { locate } = groups;

export const writes = memberRows({
	membership,
	scope: [ofType],
	members: memberIdsOf(TYPES),
	locate: { add: locate, remove: locate, set: locate },
	remarks: {
		add: { warning: MOVES },
		set: { warning: `${MOVES} Whatever is not in the list is taken out of the group.` },
	},
});
