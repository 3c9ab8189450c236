import type { Field, FieldOwner, Option, ReadParameter } from '../contract/field';
import type { Input } from '../contract/input';
import { readOptions } from './options';
import { readOutput } from './output';

/**
 * Reads and checks the parameters of one item.
 * @param items how many the run has, since a sentence names the item only where there are several
 * @param declared what the operation declares; only that is read
 * @throws Failure `invalid_input`, one sentence that names the field and the item
 */
export function readInput(
	stored: ReadParameter,
	{ item, items }: { item: number; items: number },
	owner: FieldOwner,
	declared: { fields: readonly Field[]; options: readonly Option[] },
): Input {
	const place = items > 1 ? ` of item ${item}` : '';
	const form = { stored, place };
	const options = readOptions(form, declared.options);
	const values = declared.fields.map((field) => [field.name, field.read(form, owner, options)]);
	return { item, place, ...Object.fromEntries(values), output: readOutput(form), options } as Input;
}

/** An input that asks for nothing. */
export const blankInput = (): Input =>
	readInput((_, absent) => absent, { item: 0, items: 1 }, { label: '', ids: 'text' }, { fields: [], options: [] });
