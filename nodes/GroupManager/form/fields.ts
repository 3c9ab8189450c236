import type { INodeProperties } from 'n8n-workflow';

import type { Field, Widget } from '../engine/contract/field';
import { ownerOf } from '../engine/contract/vendor';
import { OUTPUTS } from '../engine/fields/output';
import { keepers } from './kept';
import { by, each, PLACES, propertyOf, unique, type Kind, type Place } from './places';

/** The engine's fields in the order in which people fill them in; those that one vendor alone has stand between. */
const FIRST = ['groupType', 'groupId', 'groupIds', 'body', 'members'];
const LAST = ['limit', 'filters'];

const fieldOf = ({ row }: Place, name: string): Field | undefined => row.fields.find((field) => field.name === name);

/** What surprises at an operation is a hint under its first field. */
function widgetsOf({ vendor, row }: Place, field: Field): Widget[] {
	const [first, ...more] = field.widgets(ownerOf(vendor));
	const isFirst = field === row.fields[0] && row.note !== undefined;
	return [isFirst ? { ...first!, hint: asHint(row.note!) } : first!, ...more];
}

/** n8n's texts have a full stop where they are several sentences only. */
const asHint = (note: string): string => (note.slice(0, -1).includes('. ') ? note : note.replace(/\.$/, ''));

/** Where the field has this widget: it may depend on what the vendor can do. */
const having =
	(name: string) =>
	(widget: string): Kind =>
	(place) => {
		const field = fieldOf(place, name);
		return field && widgetsOf(place, field).some((one) => one.name === widget) ? widget : undefined;
	};

/** Where it looks the same. */
const alike =
	(name: string): Kind =>
	(place) => {
		const field = fieldOf(place, name);
		return field && `${field.variant ?? ''} ${JSON.stringify(widgetsOf(place, field))}`;
	};

const names = (): string[] => {
	const all = unique(PLACES.flatMap(({ row }) => row.fields.map(({ name }) => name)));
	const own = all.filter((name) => !FIRST.includes(name) && !LAST.includes(name)).sort(by((name) => name));
	return [...FIRST, ...own, ...LAST];
};

interface Placed {
	name: string;
	properties: INodeProperties[];
	isKept: boolean;
}

const placed = (name: string): Placed => ({
	name,
	properties: each((place) => widgetsOf(place, fieldOf(place, name)!), alike(name)),
	isKept: PLACES.some((place) => fieldOf(place, name)?.isKept),
});

/**
 * What people fill in for an operation, and what keeps it where it is not offered: that has to stand behind all
 * else.
 */
export function fields(): { shown: INodeProperties[]; kept: INodeProperties[] } {
	const all = names().map(placed);
	return {
		shown: [...all.flatMap(({ properties }) => properties), ...OUTPUTS.map(propertyOf)],
		kept: all.flatMap(({ name, properties, isKept }) => (isKept ? keepers(properties, having(name)) : [])),
	};
}
