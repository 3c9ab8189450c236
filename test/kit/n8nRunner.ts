import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { GroupManagerApi } from '../../credentials/GroupManagerApi.credentials';
import { startHeadless } from '../../workbench/headless';
import { GroupManager } from '../../nodes/GroupManager/GroupManager.node';
import type { Runner, Stop } from './runner';

const CREDENTIAL = 'under-test';

/** The node inside n8n-core, from its sources. */
export async function openN8nRunner(): Promise<Runner> {
	const n8n = await startHeadless({
		nodeTypes: { 'n8n-nodes-group-manager.groupManager': new GroupManager() },
		credentialTypes: { groupManagerApi: new GroupManagerApi() },
	});
	return {
		use(credential) {
			n8n.credentials.set(CREDENTIAL, 'groupManagerApi', credential as ICredentialDataDecryptedObject);
		},
		async run(parameters, { items, onError = 'continueRegularOutput' } = {}) {
			const { outputs, error, logs } = await n8n.runNode(parameters, {
				items,
				onError,
				credentialId: CREDENTIAL,
			});
			const [success, errors] = outputs;
			return { success, errors, logs, ...(error === undefined ? {} : { stopped: stopOf(error) }) };
		},
		close: n8n.close,
	};
}

function stopOf({ name, message, ...rest }: Error): Stop {
	const { context, httpCode } = rest as { context?: { itemIndex?: number }; httpCode?: string | null };
	return { name, message, itemIndex: context?.itemIndex, httpCode };
}
