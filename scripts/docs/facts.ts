/** What the documentation says about the code, read from the code: the only file of the documentation that knows the node's inside. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { isRetryable, type Failure } from '../../nodes/GroupManager/engine/contract/failure';
import { capabilitiesOf, isMissing, type Vendor } from '../../nodes/GroupManager/engine/contract/vendor';
import { RESOURCES, type Code, type ResourceWords } from '../../nodes/GroupManager/engine/contract/vocabulary';
import { EVENT_NAMES, wordsOfEvent } from '../../nodes/GroupManager/engine/contract/watch';
import { baseUrl } from '../../nodes/GroupManager/engine/http/baseUrl';
import { Redactor } from '../../nodes/GroupManager/engine/http/redact';
import { readReply } from '../../nodes/GroupManager/engine/http/reply';
import { LIMITS } from '../../nodes/GroupManager/engine/watch/limits';
import { credentialProperties } from '../../nodes/GroupManager/form/credential';
import { nodeProperties } from '../../nodes/GroupManager/form/properties';
import { triggerProperties } from '../../nodes/GroupManager/form/trigger';
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

/** In the order in which the first vendor's table names them. */
export function operations(): Operation[] {
	const resources: Record<string, ResourceWords> = RESOURCES;
	return capabilitiesOf(VENDORS[0]!).map(({ resource, operation }) => ({
		resource,
		resourceLabel: resources[resource]!.label,
		operation,
		label: resources[resource]!.operations[operation]!.label,
		offers: VENDORS.map((vendor) => offerOf(vendor, resource, operation)),
	}));
}

function offerOf(vendor: Vendor, resource: string, operation: string): Offer {
	const { capability } = capabilitiesOf(vendor).find(
		(row) => row.resource === resource && row.operation === operation,
	)!;
	const offer = { vendorId: vendor.id, vendorLabel: vendor.label };
	if (isMissing(capability)) return { ...offer, missing: capability.missing };
	const remarks = [capability.note, capability.warning].filter(Boolean).join(' ');
	return remarks === '' ? offer : { ...offer, note: remarks };
}

/** Whether n8n shows it only where the node is a tool. */
export const isOfTool = ({ displayOptions }: INodeProperties): boolean =>
	displayOptions?.show?.['@tool']?.includes(true) === true;

/** What n8n shows in a workflow, in the order of the form. */
export const formProperties = (): INodeProperties[] => nodeProperties().filter((property) => !isOfTool(property));

/** Those whose groups the trigger can watch. */
export const watchedVendors = VENDORS.filter(({ watch }) => watch).map(({ id, label }) => ({ id, label }));

/** The same of the trigger. */
export const triggerFormProperties = (): INodeProperties[] => triggerProperties();

/** What the trigger reports, in its order, and of which vendors (by label). */
export const triggerEvents = () =>
	EVENT_NAMES.map((event) => ({
		event,
		...wordsOfEvent(event),
		vendors: VENDORS.filter(({ watch }) => watch?.events.includes(event)).map(({ label }) => label),
	}));

export const triggerLimits = LIMITS;

/** A field of the credential, as its form shows it. */
export interface CredentialField {
	label: string;
	/** Labels of the vendors and of the ways to sign in that it is shown for; nothing where it is shown for all. */
	places: string[];
	start: unknown;
	description: string;
}

/** In the order of the form. */
export function credentialFields(): CredentialField[] {
	const properties = credentialProperties();
	const labelOf = (name: string, value: unknown): string =>
		(properties.find((property) => property.name === name)!.options as INodePropertyOptions[]).find(
			(option) => option.value === value,
		)!.name;
	return properties
		.filter(({ type }) => type !== 'hidden')
		.map(({ displayName: label, default: start, description = '', displayOptions }) => {
			const rules = Object.entries(displayOptions?.show ?? {});
			const places = rules.flatMap(([name, values = []]) => values.map((value) => labelOf(name, value)));
			return { label, places, start, description };
		});
}

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
	return baseUrl(typed, { field: 'Domain', defaultPath: vendor.api.basePath, allowInsecureHttp: false });
}

/** What an answer to a write becomes: the code of a failure, or `success`. */
export function codeOfAnswer(vendorId: string, status: number, text: string): string {
	try {
		readReply(
			VENDORS.find(({ id }) => id === vendorId)!,
			{ status, headers: {}, text },
			{ method: 'PUT', url: 'https://vendor.example.com/groups/1' },
			{ clean: () => new Redactor(), typed: [], check: (answer) => answer, now: 0 },
		);
		return 'success';
	} catch (error) {
		return (error as Failure).code;
	}
}
