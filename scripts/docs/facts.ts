/** What the documentation says about the code, read from the code: the only file of the documentation that knows the node's inside. */
import type { INodeProperties } from 'n8n-workflow';

import { isRetryable, type Failure } from '../../nodes/GroupManager/engine/contract/failure';
import { isSupported } from '../../nodes/GroupManager/engine/contract/vendor';
import { RESOURCES, type Code, type ResourceWords } from '../../nodes/GroupManager/engine/contract/vocabulary';
import { baseUrl } from '../../nodes/GroupManager/engine/http/baseUrl';
import { Redactor } from '../../nodes/GroupManager/engine/http/redact';
import { readReply } from '../../nodes/GroupManager/engine/http/reply';
import { nodeProperties } from '../../nodes/GroupManager/properties';
import { VENDORS } from '../../nodes/GroupManager/vendors';

/** What a vendor's table says about one operation. */
export interface Offer {
	vendorId: string;
	vendorLabel: string;
	/** Either the vendor has it, perhaps with something that surprises, or `missing` says why not. */
	note?: string;
	missing?: string;
}

export interface Operation {
	resource: string;
	resourceLabel: string;
	operation: string;
	label: string;
	/** One per vendor, in the order of the form. */
	offers: Offer[];
}

/** In the order of the form. */
export const vendors = VENDORS.map(({ id, label }) => ({ id, label }));

/** In the order in which the vendors' tables name them. */
export function operations(): Operation[] {
	return Object.entries<ResourceWords>(RESOURCES).flatMap(
		([resource, { label: resourceLabel, operations: words }]) => {
			const [first] = VENDORS.map(({ resources }) => resources[resource as keyof typeof resources]);
			return Object.keys(first!).map((operation) => ({
				resource,
				resourceLabel,
				operation,
				label: words[operation]!.label,
				offers: VENDORS.map((vendor) => offerOf(vendor, resource, operation)),
			}));
		},
	);
}

function offerOf({ id, label, resources }: (typeof VENDORS)[number], resource: string, operation: string): Offer {
	const rows: Record<string, Record<string, Parameters<typeof isSupported>[0]>> = resources;
	const row = rows[resource]![operation]!;
	const vendor = { vendorId: id, vendorLabel: label };
	return isSupported(row) ? { ...vendor, note: row.note } : { ...vendor, missing: row.unsupported };
}

/** What n8n shows, in the order of the form. */
export const formProperties = (): INodeProperties[] => nodeProperties();

// The compiler refuses this object when a code is missing or made up.
const CODES = {
	invalid_input: true,
	credential_mismatch: true,
	unauthorized: true,
	forbidden: true,
	not_found: true,
	ambiguous_name: true,
	duplicate_name: true,
	read_only_group: true,
	conflict: true,
	invalid_permission: true,
	rate_limited: true,
	unavailable: true,
	timeout: true,
	cancelled: true,
	unsupported: true,
	outcome_unknown: true,
	unexpected_response: true,
} satisfies Record<Code, true>;

/** Every code of a failure, in the order of the documentation. */
export const failureCodes = (Object.keys(CODES) as Code[]).map((code) => ({ code, retryable: isRetryable(code) }));

/** The address that a domain becomes. @throws Failure that says why it is refused */
export function addressOf(vendorLabel: string, typed: string | undefined): string {
	const vendor = VENDORS.find(({ label }) => label === vendorLabel)!;
	return baseUrl(typed, { field: 'Domain', defaultPath: vendor.basePath, allowInsecureHttp: false });
}

/** What an answer to a write becomes: the code of a failure, or `success`. */
export function codeOfAnswer(vendorId: string, status: number, text: string): string {
	try {
		readReply(
			VENDORS.find(({ id }) => id === vendorId)!,
			{ status, headers: {}, text },
			{ method: 'PUT', url: 'https://vendor.example.com/groups/1' },
			{ clean: () => new Redactor(), typed: [], read: (answer) => answer },
		);
		return 'success';
	} catch (error) {
		return (error as Failure).code;
	}
}
