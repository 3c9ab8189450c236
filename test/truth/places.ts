import { membersLabelOf } from '../kit/ground';
import type { Json } from '../kit/json';
import { groundOf, homeOf, LISTING_MEMBERS, type Sample } from '../kit/vendors';

export interface Place {
	/** Puts a value where the user would have it. */
	put: (parameters: Json, value: unknown) => Json;
	/** What a message calls it. */
	label: RegExp;
	/** Beside `undefined` and `null`. */
	refusesEmptyText?: true;
	firstItemOnly?: true;
}

const field = (name: string, label: RegExp, changes: Json = {}): Place => ({
	put: (parameters, value) => ({ ...parameters, ...changes, [name]: value }),
	label,
});

const inside = (collection: string, name: string, label: RegExp): Place => ({
	put: (parameters, value) => ({ ...parameters, [collection]: { ...parameters[collection], [name]: value } }),
	label,
});

const COMMON_OPTIONS: Record<string, Place> = {
	concurrency: { ...inside('options', 'concurrency', /Concurrency/), firstItemOnly: true },
	timeout: inside('options', 'timeout', /Timeout/),
	maxAttempts: inside('options', 'maxAttempts', /Max Attempts/),
	maxRetryWait: inside('options', 'maxRetryWait', /Max Retry Wait/),
};

const locator = (mode: string): Place => ({
	put: (parameters, value) => ({ ...parameters, groupId: { __rl: true, mode, value } }),
	label: /Group/,
});

const option = (name: string, label: RegExp): Place => inside('options', name, label);

const filter = (name: string, label: RegExp): Place => ({ ...inside('filters', name, label), refusesEmptyText: true });

/** Which operations have which places. */
const PLACES: Array<[on: RegExp, places: Record<string, Place>]> = [
	[/./, { ...COMMON_OPTIONS, output: field('output', /Output/) }],
	[
		/get$|update|group\.delete$|member|permission/,
		Object.fromEntries(['id', 'name', 'list'].map((mode) => [`groupId by ${mode}`, locator(mode)])),
	],
	[/deleteMany/, { groupIds: field('groupIds', /Group IDs/) }],
	[/create|upsert|update/, { name: field('name', /Name/) }],
	[/create|update/, { groupData: field('groupData', /Group Data/, { specifyBody: 'json' }) }],
	[
		/permission\.(set|grant|revoke)/,
		{ permissions: field('permissions', /Permissions/, { specifyPermissions: 'json' }) },
	],
	[/getAll/, { returnAll: field('returnAll', /Return All/), limit: field('limit', /Limit/, { returnAll: false }) }],
	[
		/group\.getAll/,
		{ 'filters.name': filter('name', /Name/), 'filters.nameContains': filter('nameContains', /Name Contains/) },
	],
	[/^(?!.*\.get(All)?$)/, { dryRun: option('dryRun', /Dry Run/) }],
	[/delete|member\.remove/, { ignoreMissing: option('ignoreMissing', /Ignore Missing/) }],
	[/\.set$/, { allowEmpty: option('allowEmpty', /Allow Empty/), maxRemovals: option('maxRemovals', /Max Removals/) }],
];

/** Every field, filter and option of an operation that can hold an expression. */
export function placesOf({ vendor, operation }: Sample): Record<string, Place> {
	const { ownFields = [] } = homeOf(vendor);
	const own = ownFields.map(({ on, name, label, isOption }): [RegExp, Record<string, Place>] => [
		on,
		{ [name]: isOption ? option(name, label) : field(name, label) },
	]);
	const listed = {
		memberIds: field('memberIds', / Names or IDs"/, { specifyMembers: 'list' }),
		specifyMembers: field('specifyMembers', /Specify Members/),
	};
	const members = { members: field('members', new RegExp(membersLabelOf(groundOf(vendor)))) };
	const isListed = LISTING_MEMBERS.includes(vendor);
	own.push([/member\.(add|remove|set)/, isListed ? { ...members, ...listed } : members]);
	if (groundOf(vendor).hasDescription)
		own.push([/create|upsert|update/, { description: field('description', /Description/) }]);
	const found = [...PLACES, ...own].filter(([on]) => on.test(operation));
	return Object.assign({}, ...found.map(([, places]) => places)) as Record<string, Place>;
}
