import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { isRead } from '../kit/requests';
import { profileOf } from '../kit/vendors';
import type { Meeting } from './matrix/meeting';
import type { Subject } from './matrix/subject';
import type { Write } from './write';

/** What the suites of faults must know of a vendor beyond how it keeps groups and members. */
export interface FaultFacts {
	/** Write operations that only this vendor has. */
	writes?: Record<string, Write>;
	/** Cells of the matrix that only this vendor needs. */
	subjects?: () => Subject[];
	/** Executions that meet at something that only this vendor has. */
	meetings?: () => Meeting[];
	/** Whether all items of the operation go into one request. */
	isServedTogether?: (operation: string) => boolean;
	/** By operation. */
	efforts?: Record<string, Effort>;
	/** Whether an operation needs no body in the answer beside the deletions, which need none anywhere. */
	isFineWithoutBody?: (operation: string) => boolean;
}

/** What an operation needs where requests fail. */
export interface Effort {
	/** Requests of an item's own, where the goal cannot be reached with three attempts each: 0.992 ** 3 is 0.976. */
	ownRequests?: number;
	/** Reads beyond the requests that fail, per share of them: a lost name is looked for before it is sent again. */
	looks?: number;
	/** Items share a read with all others for one of ten groups. */
	sharesReads?: true;
}

const load = createRequire(__filename);

/** From the vendor's folder; nothing where there is nothing to know. */
export function factsOf(vendor: string): FaultFacts {
	const file = join(__dirname, '../vendors', vendor, 'faults.ts');
	return existsSync(file) ? (load(file) as { faults: FaultFacts }).faults : {};
}

/** How often a create looks first at what is there: 0 where that would take page after page. */
export const readsBeforeCreate = (vendor: string): number =>
	profileOf(vendor).requests.create('New').filter(isRead).length;
