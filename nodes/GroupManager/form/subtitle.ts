import { RESOURCES, type ResourceWords } from '../engine/contract/vocabulary';
import { EVENT_NAMES, wordsOfEvent } from '../engine/contract/watch';
import { VENDORS } from '../vendors';
import { chosenOf, inDryRun, literal } from './expression';

/** `Audience Manager: grant permissions (dry run)`, as an expression that n8n works out on its canvas. */
export function subtitle(): string {
	const vendors = Object.fromEntries(VENDORS.map(({ id, label }) => [id, withoutMaker(label)]));
	const actions = Object.fromEntries(
		Object.entries<ResourceWords>(RESOURCES).map(([resource, { operations }]) => [
			resource,
			Object.fromEntries(Object.entries(operations).map(([name, { short }]) => [name, short])),
		]),
	);
	const action = `${chosenOf('resource', actions)}?.[$parameter.operation]`;
	return `={{ ${chosenOf('vendor', vendors)} + ": " + ${action} + ${inDryRun(' (dry run)')} }}`;
}

/** `Keitaro: 2 events`, where a single event stands in words. */
export function triggerSubtitle(): string {
	const vendors = Object.fromEntries(
		VENDORS.filter(({ watch }) => watch).map(({ id, label }) => [id, withoutMaker(label)]),
	);
	const events = Object.fromEntries(EVENT_NAMES.map((event) => [event, wordsOfEvent(event).label.toLowerCase()]));
	const chosen = '$parameter.events';
	const words = `(${literal(events)})[${chosen}?.[0]]`;
	const what = `(${chosen}?.length === 1 ? ${words} : (${chosen}?.length ?? 0) + " events")`;
	return `={{ ${chosenOf('vendor', vendors)} + ": " + ${what} }}`;
}

/** `Audience Manager`: the canvas has room for two words. */
const withoutMaker = (label: string): string => label.split(' ').slice(-2).join(' ');
