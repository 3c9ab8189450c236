import { RESOURCES, type ResourceWords } from '../engine/contract/vocabulary';
import { VENDORS } from '../vendors';

/** `Audience Manager: grant permissions (dry run)`, as an expression that n8n works out on its canvas. */
export function subtitle(): string {
	const vendors = Object.fromEntries(VENDORS.map(({ id, label }) => [id, withoutMaker(label)]));
	const actions = Object.fromEntries(
		Object.entries<ResourceWords>(RESOURCES).map(([resource, { operations }]) => [
			resource,
			Object.fromEntries(Object.entries(operations).map(([name, { short }]) => [name, short])),
		]),
	);
	const asked = '$parameter["resource"]][$parameter["operation"]';
	const text = `(${JSON.stringify(vendors)})[$parameter["vendor"]] + ": " + (${JSON.stringify(actions)})[${asked}]`;
	return `={{ ${text} + ($parameter["options"]["dryRun"] ? " (dry run)" : "") }}`;
}

/** `Audience Manager`: the canvas has room for two words. */
const withoutMaker = (label: string): string => label.split(' ').slice(-2).join(' ');
