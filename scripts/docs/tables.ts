/** The tables that stand between `<!-- name -->` and `<!-- /name -->`, made from the vendors' tables and the node's form. */
import type { INodeProperties } from 'n8n-workflow';

import { startOf, tableOf } from './markdown';
import { eventTable, limitTable, triggerFieldTable } from './triggerTables';
import { credentialFields, formProperties, operations, vendors, type Offer, type Operation } from './facts';
import { LANGUAGES, type Language } from './languages';

/** `old` is the table that stands there. */
type Table = (file: string, old: string) => string;

const TABLES: Record<string, Table> = {
	capabilities: (file) => capabilityTable(LANGUAGES[file]!),
	operations: operationTable,
	parameters: parameterTable,
	'credential-fields': (_, old) => credentialTable(old),
	'trigger-events': eventTable,
	'trigger-fields': triggerFieldTable,
	'trigger-limits': limitTable,
};

/** Which file holds which of them. */
export const GENERATED: Record<string, string[]> = {
	...Object.fromEntries(Object.keys(LANGUAGES).map((file) => [file, ['capabilities']])),
	'docs/reference.md': ['operations', 'parameters'],
	'docs/credentials.md': ['credential-fields'],
	'docs/trigger.md': ['trigger-events', 'trigger-fields', 'trigger-limits'],
};

/** The text with every generated table renewed. @throws Error when a marker is missing */
export function withTables(file: string, content: string): string {
	return (GENERATED[file] ?? []).reduce((text, name) => {
		const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
		const [before, rest] = split(file, text, start);
		const [old, after] = split(file, rest, end);
		return `${before}${start}\n${TABLES[name]!(file, old)}\n${end}${after}`;
	}, content);
}

function split(file: string, text: string, marker: string): [before: string, after: string] {
	const at = text.indexOf(marker);
	if (at < 0) throw new Error(`${file} has no ${marker}.`);
	return [text.slice(0, at), text.slice(at + marker.length)];
}

/** Which vendor has what: one row per operation. */
function capabilityTable({ resource, operation, resources, yes, no }: Language): string {
	return tableOf(
		[resource, operation, ...vendors.map(({ label }) => label)],
		operations().map((row) => [
			resources[row.resource]!,
			row.label,
			...row.offers.map(({ missing }) => (missing === undefined ? yes : no)),
		]),
	);
}

/** The same with what surprises, and why something is missing, as numbered notes below it. */
function operationTable(): string {
	const notes: string[] = [];
	const refer = (note: string): string => {
		if (!notes.includes(note)) notes.push(note);
		return ` (${notes.indexOf(note) + 1})`;
	};
	const cell = (offer: Offer): string => {
		if (offer.missing !== undefined) return `no${refer(noteOf(offer, offer.missing))}`;
		return offer.note === undefined ? 'yes' : `yes${refer(noteOf(offer, offer.note))}`;
	};
	const table = tableOf(
		['Resource', 'Operation', ...vendors.map(({ label }) => label)],
		operations().map(({ resourceLabel, label, offers }) => [resourceLabel, label, ...offers.map(cell)]),
	);
	return [table, '', ...notes.map((note, index) => `${index + 1}. ${note}`)].join('\n');
}

/** As a sentence that names its vendor. */
function noteOf({ vendorLabel }: Offer, text: string): string {
	const shortName = vendorLabel.split(' ').slice(-2).join(' ');
	return `${text.includes(shortName) ? '' : `${vendorLabel}: `}${text}${/[.!?]$/.test(text) ? '' : '.'}`;
}

interface Shown {
	vendor: string;
	labels: string[];
}

/** Which fields and options the form shows where; what it shows everywhere stands above the table. */
function parameterTable(): string {
	const shown = operations().map((row) => ({ operation: `${row.resourceLabel}: ${row.label}`, ...formsOf(row) }));
	const fieldsOfAll = inAll(shown.flatMap(({ fields }) => fields.map(({ labels }) => labels)));
	const optionsOfAll = inAll(shown.flatMap(({ options }) => options.map(({ labels }) => labels)));
	const list = (forms: Shown[], common: string[]) => describe(forms, common) || '–';
	return [
		`Every operation has the field ${bold(fieldsOfAll)} and the options ${bold(optionsOfAll)}. Beyond these:`,
		'',
		tableOf(
			['Operation', 'Fields', 'Options'],
			shown.map(({ operation, fields, options }) => [
				operation,
				list(fields, fieldsOfAll),
				list(options, optionsOfAll),
			]),
		),
	].join('\n');
}

/** What the form shows for the operation, vendor by vendor. */
function formsOf({ resource, operation, offers }: Operation): { fields: Shown[]; options: Shown[] } {
	const forms = offers
		.filter(({ missing }) => missing === undefined)
		.map(({ vendorId, vendorLabel }) => ({
			vendor: vendorLabel,
			...formOf({ vendor: vendorId, resource, operation }),
		}));
	return {
		fields: forms.map(({ vendor, fields }) => ({ vendor, labels: fields })),
		options: forms.map(({ vendor, options }) => ({ vendor, labels: options })),
	};
}

/** In the order of the form, with the vendors where not all of them have it. */
function describe(forms: Shown[], common: string[]): string {
	return FORM_ORDER.filter((label) => !common.includes(label) && forms.some(({ labels }) => labels.includes(label)))
		.map((label) => {
			const having = forms.filter(({ labels }) => labels.includes(label));
			return having.length === forms.length
				? label
				: `${label} (${having.map(({ vendor }) => vendor).join(', ')})`;
		})
		.join(', ');
}

/** Labels of fields and options, each once. */
const FORM_ORDER = [
	...new Set(
		formProperties().flatMap(({ displayName, name, options }) =>
			name === 'options' ? (options as INodeProperties[]).map((option) => option.displayName) : displayName,
		),
	),
];

const SELECTORS = ['vendor', 'resource', 'operation', 'notice', 'options'];

/** Labels of what the form offers at one place, whatever else was chosen there. */
function formOf(place: Record<string, string>): { fields: string[]; options: string[] } {
	const visible = formProperties().filter((property) => isShown(property, place));
	const options = visible
		.filter(({ name }) => name === 'options')
		.flatMap((property) => property.options as INodeProperties[])
		.filter((option) => isShown(option, place));
	return {
		fields: visible.filter(({ name }) => !SELECTORS.includes(name)).map(({ displayName }) => displayName),
		options: options.map(({ displayName }) => displayName),
	};
}

/**
 * What only keeps a value (hidden, or shown while the value itself is there) does not count, nor what a Group Type calls
 * otherwise.
 */
function isShown({ name: own, type, displayOptions }: INodeProperties, place: Record<string, string>): boolean {
	if (type === 'hidden' || (type === 'notice' && own !== 'notice')) return false;
	return Object.entries(displayOptions?.show ?? {}).every(([key, values]) => {
		const name = key.replace('/', '');
		return name in place
			? (values as string[]).includes(place[name]!)
			: !name.includes('.') && name !== 'groupType';
	});
}

/** What a field means is written by hand, and stays; of a new field it is what the form says. */
function credentialTable(old: string): string {
	const written = old.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
	const meaningOf = (label: string, place: string): string | undefined => {
		const rows = written.filter(([, field]) => field === label);
		// A further vendor may have come to share the field.
		const isSame = ([, , known = '']: string[]) =>
			known.split(', ').every((one) => place.split(', ').includes(one));
		return rows.find(isSame)?.[4];
	};
	return tableOf(
		['Field', 'Shown for', 'Default', 'Meaning'],
		credentialFields().map(({ label, places, start, description }) => {
			const place = places.join(', ') || 'all';
			return [label, place, startOf(start), meaningOf(label, place) ?? (description || '–')];
		}),
	);
}

const inAll = (lists: string[][]): string[] =>
	(lists[0] ?? []).filter((name) => lists.every((list) => list.includes(name)));

const bold = (names: string[]): string => names.map((name) => `**${name}**`).join(', ');
