import type { INodeProperties } from 'n8n-workflow';

import { isSupported, type Capability, type Field, type Vendor } from '../engine/contract/vendor';
import { VENDORS } from '../vendors';

/** One supported row of a capability table, with its place. */
export interface Place {
	vendor: Vendor;
	resource: string;
	operation: string;
	capability: Extract<Capability, { fields: readonly Field[] }>;
}

/** A property that does not know yet where it is shown; what it has in `show` is added to the place. */
export type Unplaced = INodeProperties;

/** A text where the property is shown: places of one text share it. */
export type Kind = (place: Place) => string | undefined;

export const PLACES: readonly Place[] = VENDORS.flatMap((vendor) =>
	Object.entries<Record<string, Capability>>(vendor.resources).flatMap(([resource, operations]) =>
		Object.entries(operations).flatMap(([operation, capability]) =>
			isSupported(capability) ? [{ vendor, resource, operation, capability }] : [],
		),
	),
);

export const placesOf = (vendor: Vendor): Place[] => PLACES.filter((place) => place.vendor === vendor);

export const having =
	(field: Field): Kind =>
	({ capability }) =>
		capability.fields.includes(field) ? field : undefined;

/**
 * Places properties wherever `kind` gives a text. `displayOptions` are a cross product, so a property is given once
 * per set of places that is one; copies share their name, which lets a value survive a switch of vendor or operation.
 */
export function each(build: (place: Place) => Unplaced[], kind: Kind): INodeProperties[] {
	return products(kind).flatMap((places) =>
		build(places[0]!).map((property) => shownAt(property, placeRules(places))),
	);
}

/**
 * As `each`, for collections: the editor empties one whose rules name the parameter that was just changed, and does
 * not know that `/operation` is `operation`.
 */
export function eachFromRoot(build: (place: Place) => Unplaced[], kind: Kind): INodeProperties[] {
	return products(kind).flatMap((places) =>
		build(places[0]!).map((property) => shownAt(property, rootRules(places))),
	);
}

export const placeRules = (places: readonly Place[]) => ({
	vendor: unique(places.map(({ vendor }) => vendor.id)),
	resource: unique(places.map(({ resource }) => resource)),
	operation: unique(places.map(({ operation }) => operation)),
});

export const rootRules = (places: readonly Place[]) =>
	Object.fromEntries(Object.entries(placeRules(places)).map(([name, values]) => [`/${name}`, values]));

const shownAt = (property: Unplaced, rules: Record<string, string[]>): INodeProperties => ({
	...property,
	displayOptions: { show: { ...rules, ...property.displayOptions?.show } },
});

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
