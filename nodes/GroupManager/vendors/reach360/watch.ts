import { about, Failure, failureOf, raise } from '../../engine/contract/failure';
import type { JsonObject } from '../../engine/contract/json';
import { each, type Task } from '../../engine/contract/task';
import type { Code } from '../../engine/contract/vocabulary';
import type { GroupsRead, MemberRecords, MemberView, Watch } from '../../engine/contract/watch';
import { asId, asRecord } from '../../engine/http/answers';
import { nextInBody, readPages } from '../../engine/http/paging';
import { fillPath, query } from '../../engine/http/path';
import { groups, PAGE_SIZE } from './groups';
import { readPeople } from './members';

const { records } = groups;

/** So many people are looked up one by one; of any further only the id is told. */
const MAX_LOOK_UPS = 50;

const WHOLE = { limit: Infinity, mustSayEnd: true };

const userIdOf = ({ id }: JsonObject): string => asId(id);

const list = async (task: Task): Promise<GroupsRead> => ({
	groups: await readPages(task, `/groups${query({ limit: PAGE_SIZE })}`, nextInBody('groups'), WHOLE),
});

/** Any server on the way may answer 404; that a group is gone is what Reach 360 alone says. */
function asSaid(error: unknown): Failure {
	const { code, reason, facts } = failureOf(error);
	const isOwn = facts.httpStatus === undefined || facts.vendorCode === 'group_not_found';
	return code !== 'not_found' || isOwn
		? failureOf(error)
		: new Failure('unexpected_response', `the server does not know the address of a group (${reason})`, facts);
}

async function members(task: Task, _area: string, groupIds: readonly string[] = []): Promise<MemberView> {
	const lists = await each(task, groupIds, async (id) => {
		const read = readPeople(task, id, 'member', WHOLE);
		return await read.catch((error: unknown) => nothingWhere(about(asSaid(error), id), ['not_found']));
	});
	const seen = groupIds.map((id, at) => [id, lists[at]] as const);
	return {
		gone: new Set(seen.flatMap(([id, users]) => (users ? [] : [id]))),
		groups: new Map(
			seen.flatMap(([id, users]): Array<[string, MemberRecords]> =>
				users ? [[id, new Map(users.map((user) => [userIdOf(user), user]))]] : [],
			),
		),
	};
}

async function people(task: Task, ids: readonly string[]): Promise<MemberRecords> {
	const users = await each(task, ids.slice(0, MAX_LOOK_UPS), async (id) => {
		const path = fillPath('/users/{userId}', { userId: id });
		const read = task.fetch(path, (answer) => asRecord(answer, id, userIdOf));
		return await read.catch((error: unknown) => nothingWhere(failureOf(error), ['not_found', 'forbidden']));
	});
	return new Map(users.flatMap((user) => (user ? [[userIdOf(user), user]] : [])));
}

/** A failure that ends one piece of work ends them all, so what may fail is no failure. */
const nothingWhere = (failure: Failure, expected: readonly Code[]): undefined =>
	expected.includes(failure.code) ? undefined : raise(failure);

/** Lists are whole, and say where they end. */
export const watch: Watch = {
	events: ['groupCreated', 'groupChanged', 'groupDeleted', 'memberJoined', 'memberLeft'],
	// Every group costs requests of its own.
	canWatchAll: false,
	idOf: records.idOf,
	nameOf: (group) => records.nameOf(group) ?? '',
	fieldsOf: () => ({}),
	growingIds: false,
	list,
	hasSingles: true,
	find: async (task) => await groups.get(task).catch((error: unknown) => raise(asSaid(error))),
	members,
	hasWholeView: async () => await Promise.resolve(true),
	people,
};
