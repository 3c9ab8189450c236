import type { Field, Form, Widget } from '../contract/field';
import type { GroupBody } from '../contract/input';
import { isObject, type JsonObject } from '../contract/json';
import { lookOf } from './lookAlike';
import { json, kindOf, refusal, stored, textOf } from './reader';
import { isJson, specify } from './specify';

/** What a vendor's groups have beside a name, and where their JSON keeps that. */
export interface GroupShape {
	hasDescription?: boolean;
	/** The name in a body that is given as JSON. Default: `name`. */
	nameOf?: (data: JsonObject) => unknown;
}

const NAME: Widget = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. Sales Team',
};

const DESCRIPTION: Widget = { displayName: 'Description', name: 'description', type: 'string', default: '' };

const SPECIFY = specify('Specify Body', 'specifyBody', 'fields');

const DATA: Widget = {
	displayName: 'Group Data (JSON)',
	name: 'groupData',
	type: 'json',
	default: '{\n  "name": ""\n}',
	description: 'The group as a JSON object, sent as it is',
};

const specified = (how: 'fields' | 'json', widget: Widget): Widget => ({
	...widget,
	displayOptions: { show: { specifyBody: [how] } },
});

/** What the widgets say of name and description. */
interface Words {
	name: string;
	description: string;
}

function inFieldsOrJson({ hasDescription }: GroupShape, { name, description }: Words): Widget[] {
	return [
		SPECIFY,
		specified('fields', { ...NAME, description: name }),
		...(hasDescription ? [specified('fields', { ...DESCRIPTION, description })] : []),
		specified('json', DATA),
	];
}

type BodyField = Field<'body', GroupBody>;

/** A group that is to be created. */
export const newGroup = (shape: GroupShape = {}): BodyField => ({
	name: 'body',
	variant: 'create',
	widgets: () => inFieldsOrJson(shape, { name: 'Name of the group', description: 'Description of the group' }),
	read: (form) => {
		if (isJson(form, SPECIFY)) return readJson(form, shape, true);
		const body = readFields(form, shape);
		if (body.name === undefined) throw nameless(form);
		return body;
	},
});

/** What is to change of a group: an empty field leaves it as it is. */
export const groupChange = (shape: GroupShape = {}): BodyField => ({
	name: 'body',
	variant: 'update',
	widgets: () =>
		inFieldsOrJson(shape, {
			name: shape.hasDescription ? 'Name of the group. Leave empty to keep it.' : 'Name of the group',
			description: 'Description of the group. Leave empty to keep it; to clear it use JSON.',
		}),
	read: (form) => {
		if (isJson(form, SPECIFY)) return readJson(form, shape, false);
		const body = readFields(form, shape);
		if (body.name !== undefined || body.description !== undefined) return body;
		throw shape.hasDescription
			? refusal(form, [NAME, DESCRIPTION], 'are empty, so there is nothing to change')
			: refusal(form, NAME, 'is empty, so there is nothing to change');
	},
});

/** A group that is to be there under its name. */
export const namedGroup = (shape: GroupShape = {}): BodyField => ({
	name: 'body',
	variant: 'upsert',
	widgets: () => [
		{ ...NAME, description: 'The exact name' },
		...(shape.hasDescription
			? [{ ...DESCRIPTION, description: 'Description of the group. Leave empty to keep what there is.' }]
			: []),
	],
	read: (form) => {
		const body = readFields(form, shape);
		if (body.name === undefined) throw nameless(form);
		return body;
	},
});

const nameless = (form: Form): Error => refusal(form, NAME, 'is empty; enter the name of the group');

/** What was left empty is not there. */
function readFields(form: Form, { hasDescription }: GroupShape): GroupBody {
	const name = textOf(form, NAME, stored(form, NAME));
	const description = hasDescription ? textOf(form, DESCRIPTION, stored(form, DESCRIPTION)) : '';
	return { ...(lookOf(name) !== '' && { name }), ...(description !== '' && { description }) };
}

function readJson(form: Form, { nameOf = ({ name }) => name }: GroupShape, isNew: boolean): GroupBody {
	const data = json(form, DATA);
	if (!isObject(data)) throw refusal(form, DATA, `must be a JSON object, but it is ${kindOf(data)}`);
	const name = nameOf(data);
	const isBlank = name === undefined || name === null || (typeof name === 'string' && lookOf(name) === '');
	if (isBlank && (isNew || name !== undefined)) {
		throw refusal(form, DATA, 'has no "name", or an empty one; a group needs a name');
	}
	if (Object.keys(data).length === 0) throw refusal(form, DATA, 'is an empty object, so there is nothing to change');
	if (name === undefined) return { json: data };
	return { json: data, name: typeof name === 'string' ? name : JSON.stringify(name) };
}
