import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { Failure, failureOf } from './engine/contract/failure';
import type { Task } from './engine/contract/task';
import type { Vendor } from './engine/contract/vendor';
import { MORE, MOST_OFFERED } from './engine/fields/members';
import { blankInput } from './engine/fields/readInput';
import { Redactor } from './engine/http/redact';
import { openRun } from './engine/run/dispatch';
import { failureMessage } from './engine/run/message';
import { ItemTask } from './engine/run/task';
import { N8nHost } from './host';
import { findVendor } from './vendors';

/**
 * The groups that the picker of `groupId` shows: filtered by what was typed, page by page where the vendor has
 * pages.
 */
export async function searchGroups(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const vendor = findVendor(this.getCurrentNodeParameter('vendor'));
	if (!vendor) return { results: [] };
	return await asking(this, vendor, 'list the groups', async (task) => {
		const { entries, token } = await vendor.pick(ofType(task, this), filter ?? '', paginationToken);
		const clean = task.run.cleaner();
		if (token !== undefined && clean.byValue(token) !== token) {
			const reason = 'the address of the next page repeats the key, so it is not handed on';
			throw new Failure('unexpected_response', reason);
		}
		return {
			results: entries.map(({ name, id }) => ({ name: clean.byValue(name), value: id })),
			...(token === undefined ? {} : { paginationToken: token }),
		};
	});
}

/** Whoever may be put into a group of the chosen type; behind the last one that is offered a row says so. */
export async function getMembers(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const vendor = findVendor(this.getCurrentNodeParameter('vendor'));
	if (!vendor?.pickMembers) return [];
	const { pickMembers } = vendor;
	return await asking(this, vendor, 'list the members to choose from', async (task) => {
		const entries = await pickMembers(ofType(task, this), MOST_OFFERED + 1);
		const clean = task.run.cleaner();
		const options = entries
			.slice(0, MOST_OFFERED)
			.map(({ name, id }) => ({ name: clean.byValue(name), value: id }));
		const more = { name: `${MORE} only ${MOST_OFFERED} are listed: give others as text`, value: MORE };
		return entries.length > MOST_OFFERED ? [...options, more] : options;
	});
}

/** The names of permissions that the vendor has for the row's object type; none for a type that an expression gives. */
export async function getPermissionNames(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const vendor = findVendor(this.getCurrentNodeParameter('vendor'));
	const objectType = this.getCurrentNodeParameter('&objectType');
	if (!vendor?.permissionNames || typeof objectType !== 'string' || !/^\w+$/.test(objectType)) return [];
	const { permissionNames } = vendor;
	return await asking(this, vendor, 'list the permission names', async (task) => {
		const names = await permissionNames(task, objectType);
		const clean = task.run.cleaner();
		return names.map((name) => clean.byValue(name)).map((name) => ({ name, value: name }));
	});
}

/** The task with the Group Type that is chosen, where there is one. */
function ofType(task: ItemTask, context: ILoadOptionsFunctions): Task {
	const groupType = context.getCurrentNodeParameter('groupType');
	return typeof groupType === 'string' ? task.having({ groupType }) : task;
}

/** @param attempt completes "Could not …" in what n8n shows of a failure */
async function asking<T>(
	context: ILoadOptionsFunctions,
	vendor: Vendor,
	attempt: string,
	work: (task: ItemTask) => Promise<T>,
): Promise<T> {
	const host = await N8nHost.open(context, vendor);
	const { credential } = host;
	const credentialVendor = findVendor(credential.vendor);
	try {
		return await work(new ItemTask(openRun(vendor, credential, host, { credentialVendor }), blankInput()));
	} catch (error) {
		const redactor = new Redactor();
		redactor.learn(host.secrets());
		throw new NodeOperationError(context.getNode(), redactor.text(failureMessage(attempt, failureOf(error))));
	}
}
