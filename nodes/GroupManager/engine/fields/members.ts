import type { Field, FieldOwner, Form, Widget } from '../contract/field';
import { isPathSafe } from '../http/path';
import { entriesIn, idOf, refuseLeadingZeros, SEPARATED } from './ids';
import { refusal, stored, textOf } from './reader';

type ReadMember = (form: Form, widget: Widget, owner: FieldOwner, entry: unknown) => string;

function fieldOf(names: string, placeholder: string, read: ReadMember): Field<'members', string[]> {
	const widget: Widget = {
		displayName: 'Members',
		name: 'members',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder,
		description: `${names} ${SEPARATED}`,
	};
	return {
		name: 'members',
		widgets: () => [widget],
		isKept: true,
		read: (form, owner, { allowEmpty = false }) => {
			const entries = entriesIn(form, widget);
			if (entries.length === 0 && !(allowEmpty && isMeantEmpty(stored(form, widget)))) {
				const remedy = 'enter at least one member, or switch on "Allow Empty" where it is offered';
				throw refusal(form, widget, `is empty; ${remedy}`);
			}
			refuseLeadingZeros(form, widget, owner, entries);
			return [...new Set(entries.map((entry) => read(form, widget, owner, entry)))];
		},
	};
}

/** Nothing but separators is what is left of expressions that found nothing, and no field that was left empty. */
const isMeantEmpty = (raw: unknown): boolean => typeof raw !== 'string' || raw === '' || !/^[\s,;]+$/.test(raw);

/** Members that have ids only. */
export const memberIds = fieldOf('IDs', 'e.g. 12, 15, 18', (form, widget, owner, entry) =>
	idOf(form, widget, owner, textOf(form, widget, entry).trim()),
);

/** Members who may be named by their ids, or by an e-mail address or another name. */
export const people = fieldOf(
	'IDs or e-mail addresses',
	'e.g. anna@example.com, jonas@example.com',
	(form, widget, owner, entry) => {
		const text = textOf(form, widget, entry).trim();
		if (owner.ids === 'integer' && /^\d+$/.test(text)) return idOf(form, widget, owner, text);
		if (isPathSafe(text)) return text;
		throw refusal(form, widget, 'holds "." or ".." or contains a line break or another control character');
	},
);
