import type { INodeProperties } from 'n8n-workflow';

import type { Widget } from '../engine/contract/field';
import { capabilitiesOf, isMissing, type Row, type Vendor } from '../engine/contract/vendor';
import { VENDORS } from '../vendors';

/** One operation that a vendor offers, with its place. */
export interface Place {
	vendor: Vendor;
	resource: string;
	operation: string;
	row: Row;
}

/** A text where something is shown: places of one text share it. */
export type Kind = (place: Place) => string | undefined;

export const PLACES: readonly Place[] = VENDORS.flatMap((vendor) =>
	capabilitiesOf(vendor).flatMap(({ resource, operation, capability: row }) =>
		isMissing(row) ? [] : [{ vendor, resource, operation, row }],
	),
);

/**
 * Places widgets wherever `kind` gives a text. `displayOptions` are a cross product, so a widget is given once per set
 * of places that is one; copies share their name, which lets a value survive a switch of vendor or operation.
 */
export function each(widgetsOf: (place: Place) => readonly Widget[], kind: Kind): INodeProperties[] {
	return products(kind).flatMap((places) => widgetsOf(places[0]!).map((widget) => placed(widget, places)));
}

/**
 * The editor empties a collection whose rules name the parameter that was just changed, and does not know that
 * `/operation` is `operation`.
 */
function placed(widget: Widget, places: readonly Place[]): INodeProperties {
	const isCollection = widget.type === 'collection' || widget.type === 'fixedCollection';
	return shownAt(widget, isCollection ? rootRules(places) : placeRules(places));
}

/** The same for entries of a collection, whose rules count from within it. */
export function eachEntry(widget: Widget, kind: Kind): INodeProperties[] {
	return products(kind).map((places) => shownAt(widget, rootRules(places)));
}

export const placeRules = (places: readonly Place[]) => ({
	vendor: unique(places.map(({ vendor }) => vendor.id)),
	resource: unique(places.map(({ resource }) => resource)),
	operation: unique(places.map(({ operation }) => operation)),
});

export const rootRules = (places: readonly Place[]) =>
	Object.fromEntries(Object.entries(placeRules(places)).map(([name, values]) => [`/${name}`, values]));

const shownAt = (widget: Widget, rules: Record<string, string[]>): INodeProperties => ({
	...propertyOf(widget),
	displayOptions: {
		...widget.displayOptions,
		show: { ...rules, ...widget.displayOptions?.show },
	} as INodeProperties['displayOptions'],
});

/** A widget as n8n takes it, with the unit of a number in its label. */
export const propertyOf = ({ unit, displayName, ...widget }: Widget): INodeProperties =>
	({
		displayName: unit ? `${displayName} (${unit.charAt(0).toUpperCase()}${unit.slice(1)})` : displayName,
		...widget,
	}) as INodeProperties;

/** The places of each kind, cut into cross products: within a resource, vendors with the same operations make one. */
function products(kind: Kind): Place[][] {
	const kinds = groupBy(
		PLACES.filter((place) => kind(place) !== undefined),
		(place) => `${place.resource} ${kind(place)!}`,
	);
	return [...kinds.values()].flatMap((places) => {
		const operations = (vendor: Vendor) =>
			places.filter((place) => place.vendor === vendor).map(({ operation }) => operation);
		return [...groupBy(places, ({ vendor }) => operations(vendor).join()).values()];
	});
}

export const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Not `localeCompare`, which makes n8n load its language data at every start. */
export function by<T>(key: (value: T) => string): (left: T, right: T) => number {
	return (left, right) => (key(left) < key(right) ? -1 : Number(key(left) > key(right)));
}

export const byName = by(({ name }: { name: string }) => name);

export function groupBy<T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
	return groups;
}
