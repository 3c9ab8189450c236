import type { IDataObject } from 'n8n-workflow';

import type { ItemResult } from '../../kit/results';

/** What a result says about one change that its item asked for. */
export type Claim = 'done' | 'not done' | 'not known';

/** A failure of any code but one says that nothing was done. */
const claimOf = (code: string | undefined): Claim => {
	if (code === undefined) return 'done';
	return code === 'outcome_unknown' ? 'not known' : 'not done';
};

/**
 * @param id of the group or member that the change is about, as the report names it
 * @param isOneOfSeveral where an item asks for several changes, its code speaks of one and its details of each
 */
export function claimed({ code, data, error }: ItemResult, id: string, isOneOfSeveral: boolean): Claim {
	if (Array.isArray(data.failed)) return claimedOfDeletion(data, id);
	const detail = typeof error.details === 'string' ? detailed(error.details, id) : undefined;
	if (detail === undefined || (detail === 'not known' && !isOneOfSeveral)) return claimOf(code);
	return detail;
}

function claimedOfDeletion(data: IDataObject, id: string): Claim {
	const failed = (data.failed as Array<{ id: string; code: string }>).find((entry) => entry.id === id);
	return claimOf(failed?.code);
}

const HEADINGS: Array<[RegExp, Claim]> = [
	[/\b(?:Added|Removed): ([^.]*)\./g, 'done'],
	[/\bNot done: ([^.]*)\./g, 'not done'],
	[/\bNot known: ([^.]*)\./g, 'not known'],
];

/** `Added: 1. Removed: none. Not done: 2. Not known: 3.`, as a failed member write says it. */
function detailed(details: string, id: string): Claim | undefined {
	for (const [heading, claim] of HEADINGS) {
		for (const [, list = ''] of details.matchAll(heading)) if (list.split(', ').includes(id)) return claim;
	}
	return undefined;
}
