import type { Definition } from '../core/definition';
import { startSimulator } from '../core/server';
import type { Simulator, SimulatorOptions } from '../core/simulator';
import type { Vendor } from '../core/vendor';
import {
	AAM_ACCESS_TOKEN,
	AAM_CLIENT_ID,
	AAM_CLIENT_SECRET,
	AAM_ORGANIZATION_ID,
	AUDIENCE_MANAGER_DEFAULT_SEED,
	AUDIENCE_MANAGER_SWITCHES,
	type AudienceManagerSeed,
	type AudienceManagerSwitches,
} from './entities';
import { answer, BASE_PATH, credentials, refuse, TOKEN_PATH } from './routes';
import { type AudienceManagerState, createState } from './store';

export type AudienceManagerSimulator = Simulator<AudienceManagerSwitches, AudienceManagerState, AudienceManagerSeed> & {
	/** What goes into the credential's token URL field. */
	readonly tokenUrl: string;
};

const audienceManager: Vendor<AudienceManagerSwitches, AudienceManagerState, AudienceManagerSeed> = {
	basePath: BASE_PATH,
	switches: AUDIENCE_MANAGER_SWITCHES,
	defaultSeed: AUDIENCE_MANAGER_DEFAULT_SEED,
	createState,
	answer,
	refuse,
	credentials,
};

/** Audience Manager's API with one partner account behind it, and the token endpoint that stands before it. */
export async function startAudienceManager(
	options?: SimulatorOptions<AudienceManagerSwitches, AudienceManagerSeed>,
): Promise<AudienceManagerSimulator> {
	const simulator = await startSimulator(audienceManager, options);
	return Object.assign(simulator, { tokenUrl: `${simulator.url}${TOKEN_PATH}` });
}

export const definition: Definition<AudienceManagerSimulator> = {
	id: 'audienceManager',
	label: 'Audience Manager',
	port: 4630,
	switches: AUDIENCE_MANAGER_SWITCHES,
	start: startAudienceManager,
	credential: ({ url }) => ({
		authentication: 'clientCredentials',
		clientId: AAM_CLIENT_ID,
		clientSecret: AAM_CLIENT_SECRET,
		tokenUrl: `${url}${TOKEN_PATH}`,
	}),
	headers: { Authorization: `Bearer ${AAM_ACCESS_TOKEN}` },
	withoutLogin: { authentication: 'accessToken', apiKey: AAM_ACCESS_TOKEN },
	optional: { 'Organization ID': AAM_ORGANIZATION_ID, 'or Access Token': AAM_ACCESS_TOKEN },
	addresses: {
		'aam.adobe.io': { from: '/v1/', to: `${BASE_PATH}/` },
		'ims-na1.adobelogin.com': { from: '/', to: '/' },
	},
	issued: ({ state }) => state.tokens.map(({ token }) => token),
};
