import type { INodeProperties } from 'n8n-workflow';

import { COMMON_OPTIONS, type Option } from '../engine/contract/vendor';
import { LABELS } from '../engine/contract/vocabulary';
import { entryKeepers } from './kept';
import { by, eachFromRoot, type Unplaced } from './places';

/** What is added from the list is on; the engine's default, for what is not there, is off. */
const SWITCH = { type: 'boolean', default: true } as const;

const OPTION_FIELDS: Record<Option, Unplaced> = {
	concurrency: {
		displayName: LABELS.concurrency,
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 20 },
		default: 5,
		description: 'How many requests may be under way at once; read from the first item',
	},
	timeout: {
		displayName: LABELS.timeout,
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30_000,
		description: 'Milliseconds that one request may take',
	},
	maxAttempts: {
		displayName: LABELS.maxAttempts,
		name: 'maxAttempts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 3,
		description: 'How often a request may be sent in all, where sending it again is safe',
	},
	maxRetryWait: {
		displayName: LABELS.maxRetryWait,
		name: 'maxRetryWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 120,
		description: 'Seconds that a vendor may ask to wait for; beyond that the item fails at once',
	},
	dryRun: {
		displayName: LABELS.dryRun,
		name: 'dryRun',
		...SWITCH,
		description: 'Whether to do all reads but no write, and to output the requests that would be sent',
	},
	ignoreMissing: {
		displayName: LABELS.ignoreMissing,
		name: 'ignoreMissing',
		...SWITCH,
		description: 'Whether something that is not there counts as done',
	},
	allowEmpty: {
		displayName: LABELS.allowEmpty,
		name: 'allowEmpty',
		...SWITCH,
		description: 'Whether an empty list may remove everything',
	},
	maxRemovals: {
		displayName: LABELS.maxRemovals,
		name: 'maxRemovals',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description: 'Changes nothing when more entries than this would be removed',
	},
	bulkDeleteMethod: {
		displayName: LABELS.bulkDeleteMethod,
		name: 'bulkDeleteMethod',
		type: 'options',
		default: 'delete',
		description: 'How the groups are deleted',
		options: [
			{ name: 'DELETE', value: 'delete', description: 'The bulk endpoint as documented for groups' },
			{
				name: 'One Request per Group',
				value: 'perGroup',
				description: 'Slower, but each group is reported on its own',
			},
			{ name: 'POST', value: 'post', description: 'The bulk endpoint as documented for other objects' },
		],
	},
};

const OPTIONS = Object.keys(OPTION_FIELDS) as Option[];

/**
 * One collection for all places, so that the editor never empties it. An option that means something in some places
 * only has an entry per set of places.
 */
export function optionsField(): INodeProperties {
	const common = COMMON_OPTIONS.map((option) => OPTION_FIELDS[option]);
	const special = OPTIONS.flatMap((option) =>
		eachFromRoot(
			() => [OPTION_FIELDS[option]],
			({ capability }) => (capability.options?.includes(option) ? option : undefined),
		),
	);
	return {
		displayName: LABELS.options,
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			...[...common, ...special].sort(by(({ displayName }) => displayName)),
			...entryKeepers(special, 'options'),
		],
	};
}
