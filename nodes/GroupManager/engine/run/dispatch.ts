import { requestHeaders, vendorUrl } from '../http/connection';
import { Failure } from '../contract/failure';
import { Execution } from './execution';
import type { ReadParameter } from '../contract/input';
import { readConcurrency } from '../fields/readInput';
import { Report, type Outcome } from './report';
import { Run } from './run';
import { isSupported, type Capability, type Credential, type Host, type Row, type Vendor } from '../contract/vendor';

export type { Outcome } from './report';

export interface Job {
	/** As stored in the workflow. */
	vendorId: string;
	/** Its table; undefined where there is none. */
	vendor: Vendor | undefined;
	resource: string;
	operation: string;
	credential: Credential;
	host: Host;
	/** One reader per input item. */
	items: readonly ReadParameter[];
	/** Whether the first failure ends the run; what is already under way is still finished. */
	stopOnFailure: boolean;
	/** What an earlier try of the same work has settled: see `isSettled`. */
	settled?: ReadonlyArray<Outcome | undefined>;
}

/** Whether a second try of the whole job leaves the item as it is: it is done, or nobody knows whether it is. */
export const isSettled = ({ failed }: Outcome): boolean => !failed || failed.code === 'outcome_unknown';

/**
 * Does the whole job: table, parameters, requests, envelopes.
 * Never throws for what an item, the credential or the vendor did wrong: each item has its outcome, in input order.
 */
export async function dispatch(job: Job): Promise<Array<Outcome | undefined>> {
	const { vendorId, vendor, resource, operation, credential, host, items, stopOnFailure } = job;
	const report = new Report({ vendor: vendorId, resource, operation }, host, items.length, job.settled ?? []);
	let row: Row;
	let run: Run;
	try {
		if (!vendor)
			throw new Failure('unsupported', `there is no vendor "${vendorId}"`, {
				advice: 'Choose the vendor in the node again',
			});
		row = supportedRow(vendor, resource, operation);
		run = openRun(vendor, credential, host, { first: items[0], stopOnFailure });
	} catch (error) {
		items.forEach((_, item) => report.fail(item, error));
		return await report.outcomes();
	}
	host.locks.enter(run);
	try {
		await new Execution(job, run, row, report).perform();
	} finally {
		host.locks.leave(run);
	}
	return await report.outcomes();
}

/** @throws Failure `unsupported` with the table's own reason */
function supportedRow(vendor: Vendor, resource: string, operation: string): Row {
	const resources: Record<string, Record<string, Capability>> = vendor.resources;
	const operations = Object.hasOwn(resources, resource) ? resources[resource]! : {};
	const capability = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
	if (capability && isSupported(capability)) return capability;
	// Where a vendor has nothing for a resource, n8n drops the stored operation; its reasons are alike, so the first one is given.
	const refused =
		capability ?? (Object.values(operations).some(isSupported) ? undefined : Object.values(operations)[0]);
	if (refused && !isSupported(refused)) throw new Failure('unsupported', refused.unsupported);
	const missing = operation === '' ? `resource "${resource}"` : `operation "${operation}" for "${resource}"`;
	throw new Failure('unsupported', `there is no ${missing}`, {
		advice: 'Choose the resource and the operation in the node again; for other calls use the HTTP Request node',
	});
}

/**
 * @param first reads the first item's parameters, which say how many requests may be in flight
 * @throws Failure for a credential that does not fit or cannot be used
 */
export function openRun(
	vendor: Vendor,
	credential: Credential,
	host: Host,
	{ first, stopOnFailure = false }: { first?: ReadParameter; stopOnFailure?: boolean } = {},
): Run {
	if (credential.vendor !== vendor.id) {
		throw new Failure(
			'credential_mismatch',
			`the credential is for "${String(credential.vendor)}", but the node is set to "${vendor.id}"`,
			{
				advice: `Choose a credential whose vendor is ${vendor.label}`,
			},
		);
	}
	vendor.checkCredential?.(credential);
	const concurrency = first ? readConcurrency(first) : 1;
	return new Run(
		vendor,
		vendorUrl(vendor, credential),
		requestHeaders(vendor, credential),
		host,
		concurrency,
		stopOnFailure,
	);
}
