import { Failure, failureOf, raise } from '../../engine/contract/failure';
import type { With } from '../../engine/contract/input';
import type { JsonObject } from '../../engine/contract/json';
import type { Load, Task } from '../../engine/contract/task';
import type { Code } from '../../engine/contract/vocabulary';
import { groupType, groupTypeOrAll } from '../../engine/fields/groupType';
import { asList } from '../../engine/http/answers';
import { query } from '../../engine/http/path';
import { type Create, createGroup } from '../../engine/steps/create';
import type { Delete } from '../../engine/steps/delete';
import type { Directory } from '../../engine/steps/directory';
import type { GroupList } from '../../engine/steps/groupList';
import { groupRecords } from '../../engine/steps/records';
import type { Update } from '../../engine/steps/update';
import { pickFrom, selectGroups, wholeList } from '../../engine/steps/wholeList';

export const TYPES = [
	{ value: 'campaigns', label: 'Campaigns', singular: 'Campaign' },
	{ value: 'domains', label: 'Domains', singular: 'Domain' },
	{ value: 'landings', label: 'Landings', singular: 'Landing' },
	{ value: 'offers', label: 'Offers', singular: 'Offer' },
] as const;

export const ofType = groupType(TYPES);
export const ofTypeOrAll = groupTypeOrAll(TYPES);

const records = groupRecords();

export const listKey = (type: string): string => `list of ${type}`;

/** Keitaro has no paging: a type's list is one answer, cut down to what the key may see. */
const load =
	(type: string): Load<JsonObject[]> =>
	async (reader) => {
		const path = `/groups${query({ type })}`;
		const groups = await reader
			.fetch(path, (answer) => asList(answer, 'a list of groups'))
			.catch((error: unknown) => raise(type === 'domains' ? withoutDomains(failureOf(error)) : error));
		// A tracker that ignores the type shows groups of others, which must not be taken for these.
		return groups.filter((group) => !saysType(group) || group.type === type);
	};

export const saysType = ({ type }: JsonObject): boolean => typeof type === 'string' && type !== '';

/** What an older tracker says of a type that it does not know, in words that say so. */
function withoutDomains(failure: Failure): Failure {
	const { code, reason, facts } = failure;
	if (code !== 'invalid_input') return failure;
	const advice = 'Older versions of Keitaro do not have them: update the tracker, or choose another Group Type';
	return new Failure(code, `this tracker has no groups of domains (${reason})`, { ...facts, advice });
}

/** There is no `GET /groups/{id}`, and Keitaro would change a group of another type without a word. */
const list = wholeList({
	records,
	key: ({ groupType: type = '' }) => listKey(type),
	load: ({ groupType: type = '' }) => load(type),
	refusesDuplicates: true,
	mustLookUp: true,
	isTrimmed: true,
	where: ({ groupType: type }) => ` among the groups of the Group Type ${type} that this key may see`,
	advice: 'Check the ID or the name, the Group Type and the rights of the key',
});

export const groups: Directory = {
	...list,
	list: listGroups,
	pick: pickFrom(listGroups, records),
	put: async (task, group) => {
		// JSON can move a group to another type.
		const isElsewhere = group.type !== undefined && group.type !== task.input.groupType;
		if (isElsewhere) for (const { value } of TYPES) task.forget(listKey(value));
		await list.put(task, group);
	},
};

async function listGroups(task: Task<With<'limit' | 'filters'>>): Promise<JsonObject[]> {
	const { groupType: type, limit } = task.input;
	if (type !== 'all') return await list.list(task);

	const found: JsonObject[] = [];
	for await (const { list: ofType } of listsOfAllTypes(task, OLD_TRACKER)) {
		found.push(...selectGroups(ofType?.all ?? [], task.input, records));
		if (found.length >= limit) break;
	}
	return found.slice(0, limit);
}

/** How trackers from before groups of domains refuse that type alone (inferred). */
const OLD_TRACKER: readonly Code[] = ['invalid_input', 'forbidden', 'not_found', 'unexpected_response'];

interface ListOfType {
	type: string;
	list?: GroupList;
	/** Why there is none. */
	refusal?: Failure;
}

/**
 * One list of groups after another, as far as they are asked for.
 * @param refusals of domains alone that pass for having none
 */
export async function* listsOfAllTypes(task: Task, refusals: readonly Code[]): AsyncGenerator<ListOfType> {
	for (const { value: type } of TYPES) {
		try {
			yield { type, list: await list.whole(task.having({ groupType: type })) };
		} catch (error) {
			const { code, reason, facts } = failureOf(error);
			const refusal = new Failure(code, `the groups of ${type}: ${reason}`, facts);
			if (type !== 'domains' || !refusals.includes(refusal.code)) throw refusal;
			yield { type, refusal };
		}
	}
}

export const CREATE: Create = {
	groups,
	path: '/groups',
	body: ({ body: { json, name }, groupType: type }) => (json ? { type, ...json } : { name, type }),
	completed: withPosition,
};

/** One client of 2026 calls `position` required in a create; others leave it out. JSON is sent as it is. */
async function withPosition(
	task: Task<With<'body'>>,
	body: JsonObject,
	{ code, reason }: Failure,
): Promise<JsonObject | undefined> {
	const isLacking = code === 'invalid_input' && /\bposition\b/i.test(reason) && body.position === undefined;
	if (!isLacking || task.input.body.json) return undefined;
	const { all } = await list.whole(task);
	const positions = all.map(({ position }) => Number(position)).filter(Number.isSafeInteger);
	return { ...body, position: Math.max(0, ...positions) + 1 };
}

/** JSON may name another type, and the group is then looked for among those. */
export async function create(task: Task<With<'groupType' | 'body'>>): Promise<JsonObject> {
	const named = TYPES.find(({ value }) => value === task.input.body.json?.type);
	return await createGroup(CREATE)(named ? task.having({ groupType: named.value }) : task);
}

export const UPDATE: Update = {
	groups,
	path: '/groups/{groupId}',
	body: ({ input: { body } }) => body.json ?? { name: body.name },
	returnsGroup: true,
};

/** The path ends in /delete, beside the method. */
export const DELETE: Delete = { groups, path: '/groups/{groupId}/delete', returnsGroup: true };
