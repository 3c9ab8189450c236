import type { Headless } from '../../workbench/headless';
import type { Runner, Stop } from './runner';

/** The node inside n8n-core. */
export const n8nRunner = (n8n: Headless): Runner => ({
	store(id, credential) {
		n8n.credentials.set(id, 'groupManagerApi', credential);
	},
	async run(credentialId, parameters, { items, onError = 'continueRegularOutput' } = {}) {
		const { outputs, error, logs, status } = await n8n.runNode(parameters, { items, onError, credentialId });
		const [success, errors] = outputs;
		return { success, errors, logs, ...(error === undefined ? {} : { stopped: stopOf(error, status) }) };
	},
});

function stopOf({ name, message, ...rest }: Error, status: string): Stop {
	const { context, ...more } = rest as Partial<Stop> & { context?: { itemIndex?: number } };
	const { description, httpCode } = more;
	return { name, message, description, itemIndex: context?.itemIndex, httpCode, status };
}
