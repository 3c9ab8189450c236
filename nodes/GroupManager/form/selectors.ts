import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Vendor } from '../engine/contract/vendor';
import { RESOURCES, wordsOf, type ResourceWords } from '../engine/contract/vocabulary';
import { VENDORS } from '../vendors';
import { byName, groupBy, placeRules, PLACES, placesOf, unique } from './places';

/** Vendor, resource and operation. */
export const selectors = (): INodeProperties[] => [vendorSelector(), ...resourceSelectors(), ...operationSelectors()];

function vendorSelector(): INodeProperties {
	return {
		displayName: 'Vendor',
		name: 'vendor',
		type: 'options',
		noDataExpression: true,
		options: VENDORS.map(({ id, label }) => ({ name: label, value: id })).sort(byName),
		default: 'keitaro',
	};
}

function resourceSelectors(): INodeProperties[] {
	const sets = groupBy(VENDORS, (vendor) => unique(placesOf(vendor).map(({ resource }) => resource)).join());
	return [...sets].map(([resources, vendors]) => ({
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { vendor: vendors.map(({ id }) => id) } },
		options: resources
			.split(',')
			.map((resource) => ({ name: resourceWords(resource).label, value: resource }))
			.sort(byName),
		default: 'group',
	}));
}

function operationSelectors(): INodeProperties[] {
	return Object.keys(RESOURCES).flatMap((resource) => {
		const having = VENDORS.filter((vendor) => placesOf(vendor).some((place) => place.resource === resource));
		const sets = groupBy(having, (vendor) => operationsOf(vendor, resource).join());
		return [...sets].map(([operations, vendors]): INodeProperties => ({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			// Every resource has it.
			default: 'getAll',
			noDataExpression: true,
			displayOptions: { show: { vendor: vendors.map(({ id }) => id), resource: [resource] } },
			options: operations
				.split(',')
				.map((operation): INodePropertyOptions => {
					const { label, action, description } = wordsOf(resource, operation)!;
					return { name: label, value: operation, action, description };
				})
				.sort(byName),
		}));
	});
}

/** What surprises at a vendor, above the fields. */
export function notices(): INodeProperties[] {
	return PLACES.filter(({ capability }) => capability.note).map((place) => ({
		displayName: place.capability.note!,
		name: 'notice',
		type: 'notice',
		default: '',
		displayOptions: { show: placeRules([place]) },
	}));
}

const operationsOf = (vendor: Vendor, resource: string): string[] =>
	placesOf(vendor)
		.filter((place) => place.resource === resource)
		.map(({ operation }) => operation);

const resourceWords = (resource: string): ResourceWords => (RESOURCES as Record<string, ResourceWords>)[resource]!;
