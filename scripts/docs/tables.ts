/**
 * Writes the tables of README.md that stand between `<!-- capabilities -->` and `<!-- parameters -->` and their ends, from
 * the vendors' tables and the node's properties: `npx tsx scripts/capabilityTable.ts`. A test compares the two.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { isSupported, type Capability, type Vendor } from '../nodes/GroupManager/engine/contract/vendor';
import { RESOURCES, type ResourceWords } from '../nodes/GroupManager/engine/contract/vocabulary';
import { nodeProperties } from '../nodes/GroupManager/properties';
import { VENDORS } from '../nodes/GroupManager/vendors';

/** One row of the tables, with what each vendor says about it. */
interface Row {
	resource: string;
	operation: string;
	resourceLabel: string;
	label: string;
	capabilities: Array<{ vendor: Vendor; capability: Capability }>;
}

const TABLES: Record<string, () => string> = { capabilities: capabilityTable, parameters: parameterTable };

/** The text with every generated table renewed. @throws Error when a marker is missing */
export function withTables(readme: string): string {
	return Object.entries(TABLES).reduce((text, [name, table]) => {
		const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
		const [before, rest] = split(text, start);
		const [, after] = split(rest, end);
		return `${before}${start}\n${table()}\n${end}${after}`;
	}, readme);
}

function split(text: string, marker: string): [before: string, after: string] {
	const at = text.indexOf(marker);
	if (at < 0) throw new Error(`README.md has no ${marker}.`);
	return [text.slice(0, at), text.slice(at + marker.length)];
}

/** Which vendor supports what; below it what surprises, and why something is missing. */
function capabilityTable(): string {
	const notes: string[] = [];
	const refer = (note: string): string => {
		if (!notes.includes(note)) notes.push(note);
		return ` (${notes.indexOf(note) + 1})`;
	};
	const cell = ({ vendor, capability }: Row['capabilities'][number]): string => {
		if (!isSupported(capability)) return `no${refer(noteOf(vendor, capability.unsupported))}`;
		const how = 'each' in capability ? 'yes, one request per group' : 'yes';
		return capability.note === undefined ? how : `${how}${refer(noteOf(vendor, capability.note))}`;
	};
	const table = tableOf(
		['Resource', 'Operation', ...VENDORS.map(({ label }) => label)],
		rows().map(({ resourceLabel, label, capabilities }) => [resourceLabel, label, ...capabilities.map(cell)]),
	);
	return [table, '', ...notes.map((note, index) => `${index + 1}. ${note}`)].join('\n');
}

/** As a sentence that names its vendor. */
function noteOf({ label }: Vendor, text: string): string {
	const shortName = label.split(' ').slice(-2).join(' ');
	return `${text.includes(shortName) ? '' : `${label}: `}${text}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** Which fields and options the form shows where; what it shows everywhere stands above the table. */
function parameterTable(): string {
	const shown = rows().map(({ resource, operation, resourceLabel, label, capabilities }) => {
		const vendors = capabilities.filter(({ capability }) => isSupported(capability)).map(({ vendor }) => vendor);
		const forms = vendors.map((vendor) => ({ vendor, ...formOf({ vendor: vendor.id, resource, operation }) }));
		return {
			operation: `${resourceLabel}: ${label}`,
			parameters: forms.map(({ vendor, parameters }) => ({ vendor, names: parameters })),
			options: forms.map(({ vendor, options }) => ({ vendor, names: options })),
		};
	});
	const parametersOfAll = inAll(shown.flatMap(({ parameters }) => parameters.map(({ names }) => names)));
	const optionsOfAll = inAll(shown.flatMap(({ options }) => options.map(({ names }) => names)));
	const list = (offers: Offer[], common: string[]) => describe(offers, common) || '–';
	return [
		`Every operation has the field ${bold(parametersOfAll)} and the options ${bold(optionsOfAll)}. Beyond these:`,
		'',
		tableOf(
			['Operation', 'Fields', 'Options'],
			shown.map(({ operation, parameters, options }) => [
				operation,
				list(parameters, parametersOfAll),
				list(options, optionsOfAll),
			]),
		),
	].join('\n');
}

interface Offer {
	vendor: Vendor;
	names: string[];
}

/** In the order of the form, with the vendors where not all of them have it. */
function describe(offers: Offer[], common: string[]): string {
	return FORM_ORDER.filter((name) => !common.includes(name) && offers.some(({ names }) => names.includes(name)))
		.map((name) => {
			const having = offers.filter((offer) => offer.names.includes(name));
			return having.length === offers.length
				? name
				: `${name} (${having.map(({ vendor }) => vendor.label).join(', ')})`;
		})
		.join(', ');
}

/** Labels of fields and options, each once. */
const FORM_ORDER = [
	...new Set(
		nodeProperties().flatMap(({ displayName, name, options }) =>
			name === 'options' ? (options as INodeProperties[]).map((option) => option.displayName) : displayName,
		),
	),
];

const SELECTORS = ['vendor', 'resource', 'operation', 'notice', 'options'];

/** Labels of what the form offers at one place, whatever else was chosen there. */
function formOf(place: Record<string, string>): { parameters: string[]; options: string[] } {
	const visible = nodeProperties().filter((property) => isShown(property, place));
	const options = visible
		.filter(({ name }) => name === 'options')
		.flatMap((property) => property.options as INodeProperties[])
		.filter((option) => isShown(option, place));
	return {
		parameters: visible.filter(({ name }) => !SELECTORS.includes(name)).map(({ displayName }) => displayName),
		options: options.map(({ displayName }) => displayName),
	};
}

/** What only keeps a value (hidden, or shown while the value itself is there) does not count. */
function isShown({ name: own, type, displayOptions }: INodeProperties, place: Record<string, string>): boolean {
	if (type === 'hidden' || (type === 'notice' && own !== 'notice')) return false;
	return Object.entries(displayOptions?.show ?? {}).every(([key, values]) => {
		const name = key.replace('/', '');
		return name in place ? (values as string[]).includes(place[name]!) : !name.includes('.');
	});
}

/** In the order in which the vendors' tables name them. */
function rows(): Row[] {
	const tables: Array<Record<string, Record<string, Capability>>> = VENDORS.map(({ resources }) => resources);
	return Object.entries<ResourceWords>(RESOURCES).flatMap(([resource, { label: resourceLabel, operations }]) =>
		Object.keys(tables[0]![resource]!).map((operation) => ({
			resource,
			operation,
			resourceLabel,
			label: operations[operation]!.label,
			capabilities: VENDORS.map((vendor, index) => ({
				vendor,
				capability: tables[index]![resource]![operation]!,
			})),
		})),
	);
}

const inAll = (lists: string[][]): string[] =>
	(lists[0] ?? []).filter((name) => lists.every((list) => list.includes(name)));

const bold = (names: string[]): string => names.map((name) => `**${name}**`).join(', ');

function tableOf(head: string[], body: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

if (require.main === module) {
	const file = join(__dirname, '../README.md');
	writeFileSync(file, withTables(readFileSync(file, 'utf8')));
}
