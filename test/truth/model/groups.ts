import { idsOf, type GroupName, type Model, type World } from './world';

/** What a run of group operations is to do with one item; undefined is what an expression did not find. */
export interface GroupItem {
	group?: GroupName;
	name?: string | null;
	description?: string;
}

export type GroupOperation = 'create' | 'update' | 'upsert' | 'delete';

/** `ok` with what the report has to say, or the code of the failure. */
export interface Predicted {
	code: string;
	action?: string;
	id?: string;
	name?: string;
}

/** Carries one item out on the model. */
export function act(operation: GroupOperation, item: GroupItem, model: Model, world: World): Predicted {
	if (isInvalid(operation, item)) return { code: 'invalid_input' };
	if (operation === 'create') return create(item.name!, item.description ?? null, model, world);
	if (operation === 'upsert') return upsert(item, model, world);
	const found = idsOf(item.group!, model);
	if (found.length > 1) return { code: 'ambiguous_name' };
	const id = found[0];
	if (id === undefined) return { code: 'not_found' };
	if (operation === 'delete') {
		model.delete(id);
		return { code: 'ok', id };
	}
	return rename(id, item, model, world);
}

/** A field that is there and finds nothing, or nothing to do. */
export function isInvalid(operation: GroupOperation, { group, name, description }: GroupItem): boolean {
	const needsGroup = operation === 'update' || operation === 'delete';
	if (needsGroup && (!group || group.text === '')) return true;
	if (operation === 'delete') return false;
	if (name === undefined || name === null) return true;
	return operation === 'update' ? name === '' && (description ?? '') === '' : name.trim() === '';
}

function create(
	name: string,
	description: string | null,
	model: Model,
	{ hasUniqueNames, hasDescription }: World,
): Predicted {
	if (hasUniqueNames && [...model.values()].some((group) => group.name === name)) return { code: 'duplicate_name' };
	const group = {
		name,
		description: hasDescription && description !== '' ? description : null,
		members: [],
		permissions: {},
	};
	model.set(`new ${model.size} ${name}`, group);
	return { code: 'ok', name };
}

function upsert({ name, description = '' }: GroupItem, model: Model, world: World): Predicted {
	const [id, second] = idsOf({ by: 'name', text: name! }, model);
	if (second !== undefined) return { code: 'ambiguous_name' };
	if (id === undefined) return { action: 'created', ...create(name!, description, model, world) };
	const group = model.get(id)!;
	if (!world.hasDescription || description === '' || group.description === description)
		return { code: 'ok', action: 'unchanged', name: name! };
	model.set(id, { ...group, description });
	return { code: 'ok', action: 'updated', name: name! };
}

function rename(id: string, { name, description = '' }: GroupItem, model: Model, world: World): Predicted {
	const group = model.get(id)!;
	const next = name === '' ? group.name : name!;
	if (world.hasUniqueNames && [...model].some(([other, { name: taken }]) => other !== id && taken === next))
		return { code: 'duplicate_name' };
	model.set(id, { ...group, name: next, ...(world.hasDescription && description !== '' && { description }) });
	return { code: 'ok', id };
}

/** Names and descriptions, whatever the ids of new groups are. */
export const summaryOf = (model: Model): string[] =>
	[...model.values()].map(({ name, description }) => `${name} (${description})`).toSorted();
