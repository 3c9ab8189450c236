import type { Form, Widget } from '../contract/field';
import { oneOf, stored } from './reader';

type Way = 'fields' | 'json';

/** Whether something is filled in as fields or given as JSON. @param standard what it is where nobody has chosen */
export const specify = (displayName: string, name: string, standard: Way): Widget => ({
	displayName,
	name,
	type: 'options',
	default: standard,
	options: [
		{ name: 'Using Fields Below', value: 'fields' },
		{ name: 'Using JSON', value: 'json' },
	],
});

/** @param widget made by `specify` */
export const isJson = (form: Form, widget: Widget): boolean =>
	oneOf(form, widget, stored(form, widget), ['fields', 'json']) === 'json';
