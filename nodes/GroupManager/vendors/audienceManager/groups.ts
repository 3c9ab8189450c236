import type { With } from '../../engine/contract/input';
import type { JsonObject } from '../../engine/contract/json';
import { readNumbered } from '../../engine/http/numberedPages';
import type { Create } from '../../engine/steps/create';
import type { Delete } from '../../engine/steps/delete';
import { groupRecords } from '../../engine/steps/records';
import type { Twins } from '../../engine/steps/twins';
import type { Update, UpdateTask } from '../../engine/steps/update';
import type { Upsert } from '../../engine/steps/upsert';
import { wholeList } from '../../engine/steps/wholeList';
import { hasEntity } from './entities';
import { unescaped, unescapedTexts } from './wire';

/** The slash belongs to the collection's documented spelling. */
const PATH = '/groups/';
export const LIST = 'list of groups';

/** There is no documented request for a single group. */
export const groups = wholeList({
	records: groupRecords({ idField: 'groupId', readable: unescaped }),
	key: () => LIST,
	load: () => async (reader) => await readNumbered(reader, PATH, { idField: 'groupId', what: 'a list of groups' }),
	refusesDuplicates: false,
});

const textOf = (text: unknown): unknown => (typeof text === 'string' ? unescaped(text) : text);

export const CREATE: Create = {
	groups,
	path: PATH,
	body: ({ body: { json, name, description = null } }) => json ?? { name, description },
};

export const UPDATE: Update = { groups, path: '/groups/{groupId}', body: updateBody, returnsGroup: true };

export const DELETE: Delete = { groups, path: '/groups/{groupId}', returnsGroup: false };

/** PUT may wipe what it does not get (not documented), so the field that stays is read and sent along. */
async function updateBody(task: UpdateTask, id: string): Promise<JsonObject> {
	const { json, name, description } = task.input.body;
	if (json) return json;
	const isWhole = name !== undefined && description !== undefined;
	if (isWhole && ![name, description].some(hasEntity)) return { name, description };
	const list = await groups.whole(task);
	const stored = list.find({ by: 'id', value: id });
	const asSent = (typed: string | undefined, was: unknown): unknown => {
		// What a get gave goes back as the vendor stores it, where its answers come escaped.
		const isEcho = typed === was && areEscaped(list.all);
		return typed === undefined || isEcho ? textOf(was) : typed;
	};
	return { name: asSent(name, stored.name), description: asSent(description, stored.description) ?? null };
}

const areEscaped = (all: readonly JsonObject[]): boolean => {
	const texts = all.map(({ name, description }) => ({ name, description }));
	return unescapedTexts(texts) !== texts;
};

export const UPSERT: Upsert = {
	create: CREATE,
	change: {
		differs: ({ body: { description } }: With<'body'>, group) =>
			description !== undefined && description !== textOf(group.description),
		update: UPDATE,
	},
};

export const TWINS: Twins = {
	groups,
	upsert: UPSERT,
	delete: DELETE,
	byAge: (one, other) => Number(one.groupId) - Number(other.groupId),
	isInUse: ({ membershipCount, users }) =>
		Number(membershipCount ?? 0) > 0 || (Array.isArray(users) && users.length > 0),
};
