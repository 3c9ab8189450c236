import type { INodeProperties } from 'n8n-workflow';

import type { Widget } from '../engine/contract/field';
import type { Vendor } from '../engine/contract/vendor';
import { VENDORS } from '../vendors';
import { byName, groupBy, unique } from './places';

const VENDOR: INodeProperties = {
	displayName: 'Vendor',
	name: 'vendor',
	type: 'options',
	options: VENDORS.map(({ id, label }) => ({ name: label, value: id })).sort(byName),
	default: 'keitaro',
	description: 'The system that this credential is for',
};

/** By a constant, since n8n's linter would have such a field described in other words. */
const UNVERIFIED = 'allowUnauthorizedCerts';

/** For all vendors. */
const SHARED: INodeProperties[] = [
	{
		displayName: 'Allow Unauthorized Certificates',
		name: UNVERIFIED,
		type: 'boolean',
		default: false,
		description: 'Whether to connect even if the certificate of the server cannot be verified',
	},
	{
		displayName: 'Allow Insecure HTTP',
		name: 'allowInsecureHttp',
		type: 'boolean',
		default: false,
		description: 'Whether to accept http:// for other machines than this one, which sends the key unencrypted',
	},
	{
		displayName: 'Access Token',
		name: 'accessToken',
		type: 'hidden',
		typeOptions: { expirable: true, password: true },
		default: '',
	},
];

/**
 * Every field of the credential, from the vendors' parts. What n8n loads is `credentials/fields.json`, which is
 * written from this.
 */
export function credentialProperties(): INodeProperties[] {
	const names = unique(VENDORS.flatMap(({ credential }) => credential.fields.map(({ name }) => name)));
	return [VENDOR, ...names.flatMap(fieldsOf), ...SHARED];
}

/** The fields of one name; vendors with the same one share it. */
function fieldsOf(name: string): INodeProperties[] {
	const parts = [...VENDORS].reverse().flatMap((vendor) => partsOf(vendor, name));
	return [...groupBy(parts, ({ field }) => JSON.stringify(field)).values()].map((same) => {
		const { field } = same[0]!;
		const show = { vendor: same.map(({ vendor }) => vendor.id), ...field.displayOptions?.show };
		return { ...field, displayOptions: { show } } as INodeProperties;
	});
}

const partsOf = (vendor: Vendor, name: string): Array<{ vendor: Vendor; field: Widget }> =>
	vendor.credential.fields.filter((field) => field.name === name).map((field) => ({ vendor, field }));
