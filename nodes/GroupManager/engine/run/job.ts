import type { ReadParameter } from '../contract/field';
import type { Credential, Host } from '../contract/host';
import type { Vendor } from '../contract/vendor';
import type { Outcome } from './report';
import type { Summary } from './summary';

export interface Job {
	/** As stored in the workflow. */
	vendorId: string;
	/** Its table; undefined where there is none. */
	vendor: Vendor | undefined;
	resource: string;
	operation: string;
	credential: Credential;
	/** Whose it is; undefined where there is no such vendor. */
	credentialVendor: Vendor | undefined;
	host: Host;
	/** One reader per input item. */
	items: readonly ReadParameter[];
	/** Whether the first failure ends the run; what is already under way is still finished. */
	stopOnFailure: boolean;
	/** Whether a model reads what comes out. */
	isTool?: boolean;
	/** What an earlier try of the same work has settled: see `isSettled`. */
	settled?: ReadonlyArray<Outcome | undefined>;
	/** Told of what the whole run was like, once it is over. */
	onEnd?: (summary: Summary) => void;
}
