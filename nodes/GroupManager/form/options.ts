import type { INodeProperties } from 'n8n-workflow';

import type { Option } from '../engine/contract/field';
import { COMMON_OPTIONS, KNOWN_OPTIONS, OPTIONS } from '../engine/fields/options';
import { entryKeepers } from './kept';
import { by, eachEntry, PLACES, propertyOf, unique } from './places';

/** Those that not every operation offers; what one vendor alone has comes behind. */
const special = (): Option[] => unique([...KNOWN_OPTIONS, ...PLACES.flatMap(({ row }) => row.options)]);

/**
 * One collection for all places, so that the editor never empties it. An option that means something in some places
 * only has an entry per set of places.
 */
export function options(): INodeProperties {
	const common = COMMON_OPTIONS.map(({ widget }) => propertyOf(widget));
	const placed = special().flatMap((option) =>
		eachEntry(option.widget, ({ row }) => (row.options.includes(option) ? option.name : undefined)),
	);
	const entries = [...common, ...placed].sort(by(({ displayName }) => displayName));
	return { ...propertyOf(OPTIONS), options: [...entries, ...entryKeepers(placed, OPTIONS.name)] };
}
