import type { Field, FieldOwner, Form, Widget } from '../contract/field';
import { isPathSafe } from '../http/path';
import { entriesIn, idOf, refuseLeadingZeros, SEPARATED } from './ids';
import { oneOf, refusal, stored, textOf } from './reader';

type ReadMember = (form: Form, widget: Widget, owner: FieldOwner, entry: unknown) => string;

/** What the members of one type of groups are called. */
export interface MemberKind {
	/** Of the Group Type. */
	value: string;
	label: string;
	singular: string;
}

interface MemberFacts {
	names: string;
	placeholder: string;
	read: ReadMember;
	/** Where the Group Type says what members are. */
	kinds?: readonly MemberKind[];
}

type Words = Pick<MemberKind, 'label' | 'singular'>;

const MEMBERS: Words = { label: 'Members', singular: 'Member' };

const GROUP_TYPE = 'groupType';

const SPECIFY: Widget = {
	displayName: 'Specify Members',
	name: 'specifyMembers',
	type: 'options',
	default: 'text',
	options: [
		{ name: 'As Text', value: 'text', description: 'Typed, or through an expression' },
		{ name: 'From List', value: 'list', description: 'Chosen from what the key may see' },
	],
};

const textWidget = ({ names, placeholder }: MemberFacts, { label }: Words): Widget => ({
	displayName: label,
	name: 'members',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	placeholder,
	description: `${names} ${SEPARATED}`,
});

/** In the words that n8n wants for such a field. */
const listWidget = ({ singular }: Words): Widget => ({
	displayName: `${singular} Names or IDs`,
	name: 'memberIds',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getMembers', loadOptionsDependsOn: ['vendor', GROUP_TYPE] },
	default: [],
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
});

/** How many are offered at once: n8n takes the whole list or nothing. */
export const MOST_OFFERED = 1_000;

/** The value of the row that says that the list goes on. */
export const MORE = '…';

const shown = (widget: Widget, show: Record<string, string[]>, hide?: Record<string, string[]>): Widget => ({
	...widget,
	displayOptions: { show, ...(hide && { hide }) },
});

/** Once for each kind, and once for a Group Type that an expression gives: the editor drops what it does not show. */
function perKind(kinds: readonly MemberKind[], widget: (words: Words) => Widget, show: Record<string, string[]>) {
	const types = kinds.map(({ value }) => value);
	return [
		...kinds.map((kind) => shown(widget(kind), { ...show, [GROUP_TYPE]: [kind.value] })),
		shown(widget(MEMBERS), show, types.length === 0 ? undefined : { [GROUP_TYPE]: types }),
	];
}

function widgetsOf(facts: MemberFacts, { listsMembers }: FieldOwner): Widget[] {
	const { kinds = [] } = facts;
	const text = (words: Words): Widget => textWidget(facts, words);
	if (!listsMembers) return perKind(kinds, text, {});
	const specified = (how: string) => ({ [SPECIFY.name]: [how] });
	return [SPECIFY, ...perKind(kinds, text, specified('text')), ...perKind(kinds, listWidget, specified('list'))];
}

/** The field that is filled in, as the form calls it. */
function askedIn(form: Form, facts: MemberFacts, { listsMembers }: FieldOwner): Widget {
	const { kinds = [] } = facts;
	const type = kinds.length === 0 ? undefined : form.stored(GROUP_TYPE, kinds[0]!.value);
	const words = kinds.find(({ value }) => value === type) ?? MEMBERS;
	const isList = listsMembers && oneOf(form, SPECIFY, stored(form, SPECIFY), ['text', 'list']) === 'list';
	return isList ? listWidget(words) : textWidget(facts, words);
}

const fieldOf = (facts: MemberFacts): Field<'members', string[]> => ({
	name: 'members',
	widgets: (owner) => widgetsOf(facts, owner),
	isKept: true,
	read: (form, owner, { allowEmpty = false }) => {
		const widget = askedIn(form, facts, owner);
		const entries = entriesIn(form, widget);
		if (entries.includes(MORE)) throw refusal(form, widget, 'holds the note that the list goes on; take it out');
		if (entries.length === 0 && !(allowEmpty && isMeantEmpty(stored(form, widget)))) {
			const remedy = 'enter at least one member, or switch on "Allow Empty" where it is offered';
			throw refusal(form, widget, `is empty; ${remedy}`);
		}
		refuseLeadingZeros(form, widget, owner, entries);
		return [...new Set(entries.map((entry) => facts.read(form, widget, owner, entry)))];
	},
});

/** Nothing but separators is what is left of expressions that found nothing, and no field that was left empty. */
const isMeantEmpty = (raw: unknown): boolean => typeof raw !== 'string' || raw === '' || !/^[\s,;]+$/.test(raw);

const BY_ID: MemberFacts = {
	names: 'IDs',
	placeholder: 'e.g. 12, 15, 18',
	read: (form, widget, owner, entry) => idOf(form, widget, owner, textOf(form, widget, entry).trim()),
};

/** Members that have ids only. */
export const memberIds = fieldOf(BY_ID);

/** The same, called as the Group Type calls them. */
export const memberIdsOf = (kinds: readonly MemberKind[]): Field<'members', string[]> => fieldOf({ ...BY_ID, kinds });

/** Members who may be named by their ids, or by an e-mail address or another name. */
export const people = fieldOf({
	names: 'IDs or e-mail addresses',
	placeholder: 'e.g. anna@example.com, jonas@example.com',
	read: (form, widget, owner, entry) => {
		const text = textOf(form, widget, entry).trim();
		if (owner.ids === 'integer' && /^\d+$/.test(text)) return idOf(form, widget, owner, text);
		if (isPathSafe(text)) return text;
		throw refusal(form, widget, 'holds "." or ".." or contains a line break or another control character');
	},
});
