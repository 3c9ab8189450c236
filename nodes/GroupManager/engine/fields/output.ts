import type { Form, Widget } from '../contract/field';
import type { Input } from '../contract/input';
import { oneOf, stored } from './reader';

const WIDGET: Widget = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'envelope',
	options: [
		{
			name: 'Data Only',
			value: 'data',
			description: 'One item per record, as the vendor returned it',
		},
		{
			name: 'Envelope',
			value: 'envelope',
			description: 'One item per input item: request, resource, operation, success and data',
		},
	],
};

/** Every operation has it. A model has no use for the request, so a tool begins without the envelope. */
export const OUTPUTS: readonly Widget[] = [
	{ ...WIDGET, displayOptions: { show: { '@tool': [false] } } },
	{ ...WIDGET, default: 'data', displayOptions: { show: { '@tool': [true] } } },
];

export const readOutput = (form: Form): Input['output'] =>
	oneOf(form, WIDGET, stored(form, WIDGET), ['envelope', 'data']);
