import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Vendor } from '../engine/contract/vendor';
import { RESOURCES, wordsOf, type ResourceWords } from '../engine/contract/vocabulary';
import { VENDORS } from '../vendors';
import { byName, placeRules, PLACES, unique, type Place } from './places';

/** Vendor, resource and operation. */
export const selectors = (): INodeProperties[] => [
	vendorSelector(VENDORS),
	resourceSelector(),
	...Object.keys(RESOURCES).map(operationSelector),
];

/** The vendor that a form begins with. */
export const DEFAULT_VENDOR = 'keitaro';

export function vendorSelector(vendors: ReadonlyArray<Pick<Vendor, 'id' | 'label'>>): INodeProperties {
	return {
		displayName: 'Vendor',
		name: 'vendor',
		type: 'options',
		noDataExpression: true,
		options: vendors.map(({ id, label }) => ({ name: label, value: id })).sort(byName),
		default: DEFAULT_VENDOR,
	};
}

/** One for all vendors: n8n lists the actions once for each property of this name. */
function resourceSelector(): INodeProperties {
	const options = Object.entries<ResourceWords>(RESOURCES).map(([value, { label }]) => {
		const places = PLACES.filter(({ resource }) => resource === value);
		return forVendors({ name: label, value }, places, PLACES);
	});
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: options.sort(byName),
		default: 'group',
	};
}

/** One for each resource, and for all vendors that have it. */
function operationSelector(resource: string): INodeProperties {
	const places = PLACES.filter((place) => place.resource === resource);
	const options = unique(places.map(({ operation }) => operation)).map((value) => {
		const { label: name, action, description } = wordsOf(resource, value)!;
		const having = places.filter(({ operation }) => operation === value);
		return forVendors({ name, value, action, description }, having, places);
	});
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		// Every resource has it.
		default: 'getAll',
		noDataExpression: true,
		displayOptions: { show: { ...vendorRule(places), resource: [resource] } },
		options: options.sort(byName),
	};
}

/** An option that not all vendors of its property have is shown for those that have it. */
function forVendors(
	option: INodePropertyOptions,
	places: readonly Place[],
	all: readonly Place[],
): INodePropertyOptions {
	const vendors = vendorsOf(places);
	return vendors.length === vendorsOf(all).length
		? option
		: { ...option, displayOptions: { show: { vendor: vendors } } };
}

/** Nothing where all vendors have it: an action of n8n's node panel chooses the first value of every rule. */
function vendorRule(places: readonly Place[]): { vendor?: string[] } {
	const vendor = vendorsOf(places);
	return vendor.length === VENDORS.length ? {} : { vendor };
}

const vendorsOf = (places: readonly Place[]): string[] => unique(places.map(({ vendor }) => vendor.id));

/** What is lost or cannot be undone, above the fields. */
export function notices(): INodeProperties[] {
	return PLACES.filter(({ row }) => row.warning).map((place) => ({
		displayName: place.row.warning!,
		name: 'notice',
		type: 'notice',
		default: '',
		displayOptions: { show: placeRules([place]) },
	}));
}
