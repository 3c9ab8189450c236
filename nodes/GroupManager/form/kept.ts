import type { INodeProperties } from 'n8n-workflow';

import { VENDORS } from '../vendors';
import { PLACES, rootRules, unique, type Kind } from './places';

type Rules = NonNullable<NonNullable<INodeProperties['displayOptions']>['show']>;

const IS_THERE: Rules[string] = [{ _cnd: { exists: true } }];

const HINT = 'Not used here; kept for when you switch back';

/**
 * What keeps the values of fields where these are not offered, so that one who switches there and back finds them
 * again. n8n drops such values twice: the engine drops what no displayed property has, and a hidden one counts as
 * displayed; the editor drops what it no longer shows, so something of the same name is shown while there is a value.
 * All of these have to stand behind the fields themselves, because n8n takes the first of a name.
 * @param kindOf where a field of this name is offered
 */
export function keepers(fields: readonly INodeProperties[], kindOf: (name: string) => Kind): INodeProperties[] {
	return firsts(fields).flatMap((field) => {
		const same = fields.filter(({ name }) => name === field.name);
		return [...noticesElsewhere(field, same, kindOf(field.name)), hidden(field)];
	});
}

/**
 * As `keepers`, for entries of a collection, of which the editor shows the first that fits: there it can stay
 * itself.
 */
export function entryKeepers(entries: readonly INodeProperties[], collection: string): INodeProperties[] {
	return firsts(entries).flatMap((entry) => [
		{ ...entry, hint: HINT, displayOptions: { show: { [`/${collection}.${entry.name}`]: IS_THERE } } },
		hidden(entry),
	]);
}

const firsts = (fields: readonly INodeProperties[]): INodeProperties[] =>
	fields.filter(({ name }, index) => fields.findIndex((field) => field.name === name) === index);

const hidden = ({ displayName, name, default: value }: INodeProperties): INodeProperties => ({
	displayName,
	name,
	type: 'hidden',
	default: value,
});

const notice = ({ displayName, name }: INodeProperties): INodeProperties => ({
	displayName: `${displayName}: ${HINT.toLowerCase()}`,
	name,
	type: 'notice',
	default: '',
});

/**
 * Wherever the field is not shown. The places of the kind have to be one cross product.
 * @param same the field as each vendor has it
 */
function noticesElsewhere(field: INodeProperties, same: readonly INodeProperties[], kind: Kind): INodeProperties[] {
	const places = rootRules(PLACES.filter((place) => kind(place) !== undefined));
	const { '/vendor': vendors = [], '/resource': resource = [], '/operation': operation = [] } = places;
	const isDefault: Rules[string] = [{ _cnd: { eq: field.default as string } }];
	const value = `/${field.name}`;
	const shown = (show: Rules, hide: Rules): INodeProperties => ({
		...notice(field),
		displayOptions: { show: { [value]: IS_THERE, ...show }, hide: { [value]: isDefault, ...hide } },
	});
	return [
		shown({}, { '/resource': resource }),
		shown({ '/resource': resource }, { '/operation': operation }),
		...(vendors.length < VENDORS.length
			? [shown({ '/resource': resource, '/operation': operation }, { '/vendor': vendors })]
			: []),
		...ownRules(field).map(([name, values]) =>
			shown({ ...places, '/vendor': havingRule(same, name) }, { [name]: values }),
		),
	];
}

/** The vendors whose field goes by a rule of its own. */
const havingRule = (same: readonly INodeProperties[], rule: string): string[] =>
	unique(
		same
			.filter((field) => ownRules(field).some(([name]) => name === rule))
			.flatMap(({ displayOptions: { show = {} } = {} }) => (show.vendor ?? show['/vendor'] ?? []) as string[]),
	);

/** What decides within a place whether the field is shown. */
const ownRules = ({ displayOptions }: INodeProperties): Array<[name: string, values: Rules[string]]> =>
	Object.entries(displayOptions?.show ?? {}).flatMap(([key, values = []]) => {
		const name = `/${key.replace('/', '')}`;
		return ['/vendor', '/resource', '/operation'].includes(name) ? [] : [[name, values] as [string, Rules[string]]];
	});
