import type { Form, Option, Widget } from '../contract/field';
import type { CommonOptions, Input } from '../contract/input';
import { collection, flagOf, wholeNumber } from './reader';

/** The collection that all options are added to. */
export const OPTIONS: Widget = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
};

const numberOption = <Name extends keyof CommonOptions>(
	widget: Widget & { name: Name; default: number },
	max?: number,
): Option<Name, number> => ({
	name: widget.name,
	widget,
	absent: widget.default,
	read: (form, value) => wholeNumber(form, widget, value, max),
});

/** What is added from the list is on; what is not there is off. */
const flagOption = <Name extends string>(
	name: Name,
	displayName: string,
	description: string,
): Option<Name, boolean> => {
	const widget: Widget = { displayName, name, type: 'boolean', default: true, description };
	return { name, widget, absent: false, read: (form, value) => flagOf(form, widget, value) };
};

const concurrency = numberOption({
	displayName: 'Concurrency',
	name: 'concurrency',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 20 },
	default: 5,
	description: 'How many requests may be under way at once; read from the first item',
});

const maxAttempts = numberOption({
	displayName: 'Max Attempts',
	name: 'maxAttempts',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 10 },
	default: 3,
	description: 'How often a request may be sent in all, where sending it again is safe',
});

const maxRetryWait = numberOption(
	{
		displayName: 'Max Retry Wait',
		name: 'maxRetryWait',
		type: 'number',
		unit: 'seconds',
		typeOptions: { minValue: 0 },
		default: 120,
		description: 'How long a vendor may ask to wait for; beyond that the item fails at once',
	},
	86_400,
);

const timeout = numberOption(
	{
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		unit: 'milliseconds',
		typeOptions: { minValue: 1 },
		default: 30_000,
		description: 'How long one request may take',
	},
	3_600_000,
);

/** What every operation offers. */
export const COMMON_OPTIONS = [concurrency, timeout, maxAttempts, maxRetryWait] as const;

export const dryRun = flagOption(
	'dryRun',
	'Dry Run',
	'Whether to do all reads but no write, and to output the requests that would be sent',
);

export const ignoreMissing = flagOption(
	'ignoreMissing',
	'Ignore Missing',
	'Whether something that is not there counts as done',
);

export const allowEmpty = flagOption('allowEmpty', 'Allow Empty', 'Whether an empty list may remove everything');

const MAX_REMOVALS: Widget = {
	displayName: 'Max Removals',
	name: 'maxRemovals',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 10,
	description: 'Changes nothing when more entries than this would be removed',
};

export const maxRemovals: Option<'maxRemovals', number | undefined> = {
	name: 'maxRemovals',
	widget: MAX_REMOVALS,
	absent: undefined,
	read: (form, value) => wholeNumber(form, MAX_REMOVALS, value),
};

/** What the engine knows beyond the common ones; a vendor may have further ones of its own. */
export const KNOWN_OPTIONS = [dryRun, ignoreMissing, allowEmpty, maxRemovals] as const;

/** @param declared what the operation offers; whatever else a copied workflow holds is not read */
export function readOptions(form: Form, declared: readonly Option[]): Input['options'] {
	const added = collection(form, OPTIONS);
	const read = ({ name, absent, read: check }: Option): unknown =>
		Object.hasOwn(added, name) ? check(form, added[name]) : absent;
	const all: readonly Option[] = [...COMMON_OPTIONS, ...declared];
	return Object.fromEntries(all.map((option) => [option.name, read(option)])) as unknown as Input['options'];
}

/** Only what belongs to the execution and not to the item. */
export function readConcurrency(form: Form): number {
	try {
		return readOptions(form, []).concurrency;
	} catch {
		// The first item says so itself, and the others are not to fail with it.
		return concurrency.absent;
	}
}
