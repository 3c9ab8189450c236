import { Failure } from '../contract/failure';
import type { ReadParameter } from '../contract/field';
import type { Credential, Host } from '../contract/host';
import { type Capability, type Missing, type Row, type Vendor, isMissing } from '../contract/vendor';
import type { Resource } from '../contract/vocabulary';
import { readConcurrency } from '../fields/options';
import { requestHeaders, vendorUrl } from '../http/connection';
import type { Job } from './job';
import { Execution } from './execution';
import { type Outcome, Report } from './report';
import { Run } from './run';

/** Whether a second try of the whole job leaves the item as it is: it is done, or nobody knows whether it is. */
export const isSettled = ({ failed }: Outcome): boolean => !failed || failed.code === 'outcome_unknown';

/**
 * Does the whole job: table, parameters, requests, envelopes.
 * Never throws for what an item, the credential or the vendor did wrong: each item has its outcome, in input order.
 */
export async function dispatch(job: Job): Promise<Array<Outcome | undefined>> {
	const { vendorId, vendor, resource, operation, credential, credentialVendor, host, items, stopOnFailure } = job;
	const reader = { isTool: job.isTool, links: vendor?.api.links };
	const report = new Report({ vendor: vendorId, resource, operation }, host, items.length, job.settled, reader);
	let row: Row;
	let run: Run;
	try {
		if (!vendor)
			throw new Failure('unsupported', `there is no vendor "${vendorId}"`, {
				advice: 'Choose the vendor in the node again',
			});
		row = offeredRow(vendor, resource, operation);
		run = openRun(vendor, credential, host, { credentialVendor, first: items[0], stopOnFailure });
	} catch (error) {
		items.forEach((_, item) => report.fail(item, error));
		job.onEnd?.({ ...report.counts(), repeated: 0, waited: 0 });
		return await report.outcomes();
	}
	host.locks.enter(run);
	try {
		await new Execution(job, run, row, report).perform();
	} finally {
		host.locks.leave(run);
	}
	job.onEnd?.({ ...report.counts(), repeated: run.sender.repeated, waited: run.pool.paused });
	return await report.outcomes();
}

/** @throws Failure `unsupported` with the table's own reason */
function offeredRow({ operations: tables }: Vendor, resource: string, operation: string): Row {
	const table: Missing | Record<string, Capability> = Object.hasOwn(tables, resource)
		? tables[resource as Resource]
		: {};
	if (isMissing(table)) throw new Failure('unsupported', table.missing);
	const capability = Object.hasOwn(table, operation) ? table[operation] : undefined;
	if (capability && isMissing(capability)) throw new Failure('unsupported', capability.missing);
	if (capability) return capability;
	const what = operation === '' ? `resource "${resource}"` : `operation "${operation}" for "${resource}"`;
	throw new Failure('unsupported', `there is no ${what}`, {
		advice: 'Choose the resource and the operation in the node again; for other calls use the HTTP Request node',
	});
}

interface Opening {
	first?: ReadParameter;
	stopOnFailure?: boolean;
}

/**
 * @param credentialVendor whose credential it is
 * @param first reads the first item's parameters, which say how many requests may be in flight
 * @throws Failure for a credential that does not fit or cannot be used
 */
export function openRun(
	vendor: Vendor,
	credential: Credential,
	host: Host,
	{ credentialVendor, first, stopOnFailure = false }: Pick<Job, 'credentialVendor'> & Opening,
): Run {
	if (credential.vendor !== vendor.id) {
		const owner = credentialVendor?.label ?? `"${String(credential.vendor)}"`;
		const reason = `the credential is for ${owner}, but the node is set to ${vendor.label}`;
		const advice = `Choose a credential whose vendor is ${vendor.label}`;
		throw new Failure('credential_mismatch', reason, { advice });
	}
	if (vendor.credential.login?.isNeeded(credential)) vendor.credential.login.request(credential);
	const concurrency = first ? readConcurrency({ stored: first, place: '' }) : 1;
	return new Run(
		vendor,
		vendorUrl(vendor, credential),
		requestHeaders(vendor, credential),
		host,
		concurrency,
		stopOnFailure,
	);
}
