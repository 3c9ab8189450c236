/** The tables of the trigger's page. */
import type { INodeProperties } from 'n8n-workflow';

import { COMMON_OPTIONS } from '../../nodes/GroupManager/engine/fields/options';
import { triggerEvents, triggerFormProperties, triggerLimits, watchedVendors } from './facts';
import { startOf, tableOf } from './markdown';

/** What is reported, and of which vendor. */
export function eventTable(): string {
	return tableOf(
		['Event', '`event`', 'What it says', ...watchedVendors.map(({ label }) => label)],
		triggerEvents().map(({ event, label, description, vendors: having }) => [
			`**${label}**`,
			`\`${event}\``,
			description,
			...watchedVendors.map(({ label: vendor }) => (having.includes(vendor) ? 'yes' : 'no')),
		]),
	);
}

/** Fields and the trigger's own options, each once, with what the form says of them. */
export function triggerFieldTable(): string {
	const properties = triggerFormProperties();
	const options = properties.find(({ name }) => name === 'options')!.options as INodeProperties[];
	const fields = properties.filter(
		({ name }, at) => name !== 'options' && properties.findIndex((other) => other.name === name) === at,
	);
	return tableOf(
		['Field or option', 'Shown for', 'Default', 'What it does'],
		[
			...fields.map((property) => row(property, shownFor(property.name))),
			...options.filter(({ name }) => !isCommon(name)).map((option) => row(option, 'option')),
		],
	);
}

const isCommon = (option: string): boolean => COMMON_OPTIONS.some(({ name }) => name === option);

function row({ displayName, default: start, description = '' }: INodeProperties, place: string): string[] {
	return [`**${displayName}**`, place, startOf(start), description || '–'];
}

/** Labels of the vendors that the form shows it for. */
function shownFor(name: string): string {
	const ids = triggerFormProperties()
		.filter((property) => property.name === name)
		.flatMap(({ displayOptions: { show = {} } = {} }) => (show.vendor ?? show['/vendor'] ?? []) as string[]);
	const labels = watchedVendors.filter(({ id }) => ids.includes(id)).map(({ label }) => label);
	return labels.length === 0 || labels.length === watchedVendors.length ? 'all' : labels.join(', ');
}

export function limitTable(): string {
	const { chosen, groups, memberships, bytes, requests } = triggerLimits;
	const words = (number: number): string => number.toLocaleString('en');
	return tableOf(
		['What', 'At most'],
		[
			['Groups that are chosen', words(chosen)],
			['Groups that are watched for events of their own', words(groups)],
			['Memberships in watched groups', words(memberships)],
			['Size of what is kept between polls', `${words(bytes / 1_024)} KiB`],
			['Requests of one poll', words(requests)],
		],
	);
}
