import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { type Address, DEFINITIONS, definitionOf } from '../simulators';

/** Simulators, here or in another process. */
export interface Addresses {
	of(vendor: string): Address;
}

/** In the form that n8n's `import:credentials` reads. */
export interface DemoCredential {
	/** The example workflows refer to it. */
	id: string;
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** One for each simulated vendor: `groupManagerKeitaro` and so on, as the example workflows call them. */
export function demoCredentials(simulators: Addresses): DemoCredential[] {
	return DEFINITIONS.map(({ id, label }) => ({
		id: `groupManager${id.charAt(0).toUpperCase()}${id.slice(1)}`,
		name: `${label} (simulator)`,
		type: 'groupManagerApi',
		data: credentialData(simulators, id),
	}));
}

/** What the credential of one vendor holds. */
export function credentialData(simulators: Addresses, vendor: string): ICredentialDataDecryptedObject {
	const address = simulators.of(vendor);
	return { vendor, domain: address.baseUrl, ...definitionOf(vendor).credential(address) };
}

/** The same without a login, so that logs hold none. */
export function readyCredentialData(simulators: Addresses, vendor: string): ICredentialDataDecryptedObject {
	return { ...credentialData(simulators, vendor), ...definitionOf(vendor).withoutLogin };
}
