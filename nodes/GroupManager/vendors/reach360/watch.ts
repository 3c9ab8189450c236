import { Failure, failureOf, raise } from '../../engine/contract/failure';
import type { JsonObject } from '../../engine/contract/json';
import type { Task } from '../../engine/contract/task';
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
	const lists = await task.workOff(groupIds, async (id) => await readPeople(task, id, 'member', WHOLE));
	const gone = new Set<string>();
	const found = new Map<string, MemberRecords>();
	for (const [at, id] of groupIds.entries()) {
		const people = lists[at]!;
		if (!(people instanceof Error)) found.set(id, new Map(people.map((user) => [userIdOf(user), user])));
		else if (asSaid(people).code === 'not_found') gone.add(id);
		else raise(asSaid(people));
	}
	return { groups: found, gone };
}

async function people(task: Task, ids: readonly string[]): Promise<MemberRecords> {
	const asked = ids.slice(0, MAX_LOOK_UPS);
	const users = await task.workOff(asked, async (id) => {
		const path = fillPath('/users/{userId}', { userId: id });
		return await task.fetch(path, (answer) => asRecord(answer, id, userIdOf));
	});
	return new Map(
		asked.flatMap((id, at): Array<[string, JsonObject]> => {
			const user = users[at]!;
			if (!(user instanceof Error)) return [[id, user]];
			return ['not_found', 'forbidden'].includes(failureOf(user).code) ? [] : raise(user);
		}),
	);
}

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
