import type { CommonOptions, Input } from './input';

/** Reads a stored parameter of the item, with its expressions resolved; the fallback is for one that is not stored. */
export type ReadParameter = (name: string, fallback: unknown) => unknown;

/** The parameters of one item as they are stored. */
export interface Form {
	stored: ReadParameter;
	/** Which item a sentence is about, as in ` of item 3`; '' where the run has only one. */
	place: string;
}

/** Of the vendor, what its fields need to know. */
export interface FieldOwner {
	label: string;
	/** Whether ids are positive whole numbers, or any text. */
	ids: 'integer' | 'text';
	/** Whether the form can offer whoever may be put into a group. */
	listsMembers?: boolean;
}

type Rules = Record<string, readonly unknown[]>;

/**
 * What n8n shows for a parameter, in n8n's words. Where it is shown is for the form to say, beyond the widget's own
 * rules.
 */
export interface Widget {
	displayName: string;
	name: string;
	type:
		| 'string'
		| 'number'
		| 'boolean'
		| 'options'
		| 'multiOptions'
		| 'json'
		| 'collection'
		| 'fixedCollection'
		| 'resourceLocator';
	default: unknown;
	typeOptions?: Record<string, unknown>;
	/** What a number counts, for its label. */
	unit?: 'milliseconds' | 'seconds';
	description?: string;
	hint?: string;
	placeholder?: string;
	required?: boolean;
	options?: readonly object[];
	modes?: readonly object[];
	displayOptions?: { show: Rules; hide?: Rules };
}

/** One thing that people fill in: what n8n shows for it, and how it is read and checked. */
export interface Field<Name extends string = string, Value = unknown> {
	/** Its key in the item's input. */
	name: Name;
	/** Tells apart fields of one name that differ in more than their widgets. */
	variant?: string;
	/** In the order in which people fill them in. */
	widgets: (owner: FieldOwner) => readonly Widget[];
	/** Whether its values are kept for whoever switches to an operation without it and back. */
	isKept?: true;
	/** @throws Failure `invalid_input`, one sentence that names the field and the item */
	read: (form: Form, owner: FieldOwner, options: Input['options']) => Value;
}

/** An entry of the Options collection. */
export interface Option<Name extends string = string, Value = unknown> {
	name: Name;
	widget: Widget;
	/** What it is where nobody has added it. */
	absent: Value;
	/** @param value as it is stored. @throws Failure `invalid_input` */
	read: (form: Form, value: unknown) => Value;
}

type ValueOf<T> = T extends Field<string, infer Value> | Option<string, infer Value> ? Value : never;

type Values<T extends ReadonlyArray<{ name: string }>> = { [One in T[number] as One['name']]: ValueOf<One> };

/** What an operation with these fields and options gets to read, and nothing else. */
export type InputOf<F extends readonly Field[], O extends readonly Option[]> = Pick<
	Input,
	'item' | 'place' | 'output'
> &
	Values<F> & { options: CommonOptions & Values<O> };
