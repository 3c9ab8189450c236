import { Failure, failureOf, isShared, raise } from '../../engine/contract/failure';
import type { JsonObject } from '../../engine/contract/json';
import type { Task } from '../../engine/contract/task';
import type { Code } from '../../engine/contract/vocabulary';
import type { GroupsRead, MemberView, Watch } from '../../engine/contract/watch';
import { GroupList, selfContradiction } from '../../engine/steps/groupList';
import { groups, listsOfAllTypes, ofTypeOrAll, saysType, TYPES } from './groups';
import { entities } from './members';

const { records } = groups;

/** What an older tracker says of domains, and any tracker to a key without rights to them; all else is no list. */
const WITHOUT_DOMAINS: readonly Code[] = ['invalid_input', 'not_found', 'forbidden'];

async function list(task: Task): Promise<GroupsRead> {
	if (task.input.groupType !== 'all') return { groups: (await groups.whole!(task)).consistent };
	const found: JsonObject[] = [];
	const refused = new Map<string, Failure>();
	for await (const { type, list: ofType, refusal } of listsOfAllTypes(task, WITHOUT_DOMAINS)) {
		const all = ofType?.consistent ?? [];
		// Which list it stands in says the type where the group itself does not.
		found.push(...all.map((group) => (saysType(group) ? group : { ...group, type })));
		if (refusal) refused.set(type, refusal);
	}
	return { groups: found, refused };
}

async function members(task: Task, area: string, groupIds: readonly string[] | undefined): Promise<MemberView> {
	const known = await entities(task.having({ groupType: area })).catch((error: unknown) => {
		const { code, reason, facts } = failureOf(error);
		return raise(isShared(code) ? error : new Failure(code, `the list of ${area}: ${reason}`, facts));
	});
	if (known.contradictory !== undefined) throw selfContradiction(area, known.contradictory);
	for (const { id, group_id: group } of known.all.values()) {
		if (group === null || /^"?(0|[1-9]\d*)"?$/.test(JSON.stringify(group) ?? '')) continue;
		throw new Failure('unexpected_response', `the list of ${area} does not say in which group ${String(id)} is`);
	}
	const ofGroup = (id: string): Array<[string, JsonObject]> =>
		[...known.membersOf(id)].map((member) => [member, known.get(member)!]);
	return {
		groups: new Map((groupIds ?? known.groups).map((id) => [id, new Map(ofGroup(id))])),
		visible: known.all,
	};
}

/**
 * Lists are cut down to the rights of the key without a word: what vanishes may only be out of view, and what appears
 * is new only where its id is.
 */
export const watch: Watch = {
	events: ['groupCreated', 'groupChanged', 'groupHidden', 'memberJoined', 'memberLeft'],
	canWatchAll: true,
	groupType: ofTypeOrAll,
	idOf: records.idOf,
	nameOf: (group) => records.nameOf(group) ?? '',
	// Not the position: it changes with that of any other group.
	fieldsOf: (group) => ({ type: saysType(group) ? group.type : undefined }),
	areas: {
		of: (group, groupType) => (saysType(group) ? String(group.type) : groupType),
		all: (groupType) => (groupType === 'all' ? TYPES.map(({ value }) => value) : [groupType]),
	},
	growingIds: true,
	list,
	hasSingles: false,
	find: async (task) => {
		if (task.input.groupType !== 'all') return await groups.get(task);
		return new GroupList((await list(task)).groups, records).find(
			task.input.groupId,
			' among the groups of all types',
		);
	},
	members,
	hasWholeView: async () => await Promise.resolve(false),
};
