import { NodeOperationError, type ILoadOptionsFunctions, type INodePropertyOptions } from 'n8n-workflow';

import { openRun } from './engine/run/dispatch';
import { failureMessage, failureOf } from './engine/contract/failure';
import { neutralInput } from './engine/contract/input';
import { Redactor } from './engine/http/redact';
import { Task } from './engine/run/task';
import { N8nHost } from './host';
import { findVendor } from './vendors';

/** The names of permissions that the vendor has for the row's object type; none for a type that an expression gives. */
export async function getPermissionNames(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const vendor = findVendor(this.getCurrentNodeParameter('vendor'));
	const objectType = this.getCurrentNodeParameter('&objectType');
	if (!vendor?.permissionNames || typeof objectType !== 'string' || !/^\w+$/.test(objectType)) return [];
	const host = await N8nHost.open(this, vendor);
	try {
		const run = openRun(vendor, host.credential, host);
		const names = await vendor.permissionNames(new Task(run, neutralInput(0)), objectType);
		const clean = run.cleaner();
		return names.map((name) => clean.byValue(name)).map((name) => ({ name, value: name }));
	} catch (error) {
		const redactor = new Redactor();
		redactor.learn(host.secrets());
		throw new NodeOperationError(
			this.getNode(),
			redactor.text(failureMessage('list the permission names', failureOf(error))),
		);
	}
}
