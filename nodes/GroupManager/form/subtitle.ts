import { RESOURCES, type ResourceWords } from '../engine/contract/vocabulary';
import { VENDORS } from '../vendors';
import { chosenOf, inDryRun } from './expression';

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

/** `Audience Manager`: the canvas has room for two words. */
const withoutMaker = (label: string): string => label.split(' ').slice(-2).join(' ');
