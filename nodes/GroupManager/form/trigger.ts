import type { INodeProperties } from 'n8n-workflow';

import { EVENT_NAMES, wordsOfEvent, type EventName } from '../engine/contract/watch';
import { ownerOf } from '../engine/contract/vendor';
import { COMMON_OPTIONS, OPTIONS } from '../engine/fields/options';
import {
	afterPause,
	eventsOf,
	groupsOf,
	largestLoss,
	NAME_CONTAINS,
	SCOPE,
	type Watched,
} from '../engine/fields/watching';
import { VENDORS } from '../vendors';
import { by, propertyOf } from './places';
import { DEFAULT_VENDOR, vendorSelector } from './selectors';

interface WatchedVendor extends Watched {
	id: string;
}

/** The vendor that the form begins with stands first: n8n's node panel makes an entry of each of its events. */
const WATCHED: readonly WatchedVendor[] = VENDORS.flatMap((vendor) =>
	vendor.watch ? [{ ...ownerOf(vendor), id: vendor.id, watch: vendor.watch }] : [],
).sort(by(({ id }) => (id === DEFAULT_VENDOR ? '' : id)));

/** Every parameter of the trigger, from the vendors' tables. What n8n loads is `triggerForm.json`. */
export const triggerProperties = (): INodeProperties[] => [
	vendorSelector(WATCHED),
	...WATCHED.flatMap(groupType),
	...WATCHED.map(events),
	...scopes(),
	...WATCHED.map(groups),
	{ ...propertyOf(NAME_CONTAINS), displayOptions: { show: { events: about('groups') } } },
	options(),
];

const groupType = (vendor: WatchedVendor): INodeProperties[] =>
	(vendor.watch.groupType?.widgets(vendor) ?? []).map((widget) => ({
		...propertyOf(widget),
		displayOptions: { show: { vendor: [vendor.id] } },
	}));

const events = (vendor: WatchedVendor): INodeProperties => ({
	...propertyOf(eventsOf(vendor)),
	noDataExpression: true,
	displayOptions: { show: { vendor: [vendor.id] } },
});

/** Where all groups can be watched too. */
const scopes = (): INodeProperties[] => [
	{
		...propertyOf(SCOPE),
		noDataExpression: true,
		displayOptions: {
			show: {
				vendor: WATCHED.filter(({ watch }) => watch.canWatchAll).map(({ id }) => id),
				events: about('members', 'permissions'),
			},
		},
	},
];

/** The rules count from the root, because the editor empties a collection whose rule names what was just changed. */
const groups = (vendor: WatchedVendor): INodeProperties => ({
	...propertyOf(groupsOf(vendor)),
	displayOptions: {
		show: {
			'/vendor': [vendor.id],
			'/events': about('members', 'permissions'),
			...(vendor.watch.canWatchAll && { '/watch': ['chosen'] }),
		},
	},
});

function options(): INodeProperties {
	const entries = [...COMMON_OPTIONS, largestLoss, afterPause].map(({ widget }) => propertyOf(widget));
	return { ...propertyOf(OPTIONS), options: entries.sort(by(({ displayName }) => displayName)) };
}

const about = (...what: string[]): EventName[] =>
	EVENT_NAMES.filter((event) => what.includes(wordsOfEvent(event).about));
