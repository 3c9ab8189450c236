import { NodeOperationError, type ILoadOptionsFunctions, type INodeListSearchResult } from 'n8n-workflow';

import { openRun } from './engine/run/dispatch';
import { Failure, failureMessage, failureOf } from './engine/contract/failure';
import { neutralInput } from './engine/contract/input';
import { Redactor } from './engine/http/redact';
import { Task } from './engine/run/task';
import { N8nHost } from './host';
import { findVendor } from './vendors';

/** The groups that the picker of `groupId` shows: filtered by what was typed, page by page where the vendor has pages. */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const vendor = findVendor(this.getCurrentNodeParameter('vendor'));
	if (!vendor) return { results: [] };
	const host = await N8nHost.open(this, vendor);
	try {
		const run = openRun(vendor, host.credential, host);
		const groupType = this.getCurrentNodeParameter('groupType');
		const task = new Task(run, { ...neutralInput(0), groupType: typeof groupType === 'string' ? groupType : '' });
		const { entries, token } = await vendor.pick(task, filter ?? '', paginationToken);
		const clean = run.cleaner();
		if (token !== undefined && clean.byValue(token) !== token) {
			throw new Failure(
				'unexpected_response',
				'the address of the next page repeats the key, so it is not handed on',
			);
		}
		return {
			results: entries.map(({ name, id }) => ({ name: clean.byValue(name), value: id })),
			...(token === undefined ? {} : { paginationToken: token }),
		};
	} catch (error) {
		const failure = failureOf(error);
		const redactor = new Redactor();
		redactor.learn(host.secrets());
		throw new NodeOperationError(this.getNode(), redactor.text(failureMessage('list the groups', failure)));
	}
}
