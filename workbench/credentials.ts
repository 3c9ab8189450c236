import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { AAM_CLIENT_ID, AAM_CLIENT_SECRET, KEITARO_KEY, REACH360_KEY } from '../simulators';

/** Where the simulators listen. */
export interface SimulatorAddresses {
	keitaro: { baseUrl: string };
	reach360: { baseUrl: string };
	audienceManager: { baseUrl: string; tokenUrl: string };
}

/** In the form that n8n's `import:credentials` reads. */
export interface DemoCredential {
	/** The example workflows refer to it. */
	id: string;
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** The three credentials that the example workflows use. */
export function demoCredentials({ keitaro, reach360, audienceManager }: SimulatorAddresses): DemoCredential[] {
	return [
		credential('groupManagerKeitaro', 'Keitaro (simulator)', {
			vendor: 'keitaro',
			domain: keitaro.baseUrl,
			apiKey: KEITARO_KEY,
		}),
		credential('groupManagerReach360', 'Reach 360 (simulator)', {
			vendor: 'reach360',
			domain: reach360.baseUrl,
			apiKey: REACH360_KEY,
		}),
		credential('groupManagerAudienceManager', 'Audience Manager (simulator)', {
			vendor: 'audienceManager',
			domain: audienceManager.baseUrl,
			authentication: 'clientCredentials',
			clientId: AAM_CLIENT_ID,
			clientSecret: AAM_CLIENT_SECRET,
			tokenUrl: audienceManager.tokenUrl,
		}),
	];
}

function credential(id: string, name: string, data: ICredentialDataDecryptedObject): DemoCredential {
	return { id, name, type: 'groupManagerApi', data };
}
