import type { Form, Widget } from '../contract/field';
import type { Input } from '../contract/input';
import { oneOf, stored } from './reader';

/** Every operation has it. */
export const OUTPUT: Widget = {
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

export const readOutput = (form: Form): Input['output'] =>
	oneOf(form, OUTPUT, stored(form, OUTPUT), ['envelope', 'data']);
