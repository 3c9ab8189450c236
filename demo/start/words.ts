import { DEFINITIONS, type Simulators } from '../../simulators';
import { cacheFolder } from './install';
import { OWNER } from './rest';
import type { Seed } from './seed';

export const say = (text: string): void => void process.stdout.write(`${text}\n`);

export const estimate = (isFirst: boolean): string =>
	isFirst
		? `First start: 5 to 10 minutes, 2.5 GB in ${cacheFolder()} and 1 GB in npm's own cache. ` +
			'Later starts: 20 seconds.'
		: 'Some 20 seconds to go.';

/** What stands on the terminal while n8n runs. */
export function whatToClick(
	url: string,
	seed: Seed,
	folder: string,
	seconds: number,
	simulators: Simulators | undefined,
): string {
	const names = seed.workflows.map(({ name }) => `     - ${name}`).join('\n');
	return `
n8n is up after ${seconds} s.

  Address:  ${url}
  Login:    ${OWNER.email}
  Password: ${OWNER.password}

${simulators ? withSimulators(names, simulators) : withAccounts(names)}

Ctrl-C stops everything. Your changes are kept in ${folder}; without that folder the next start is a fresh one.`;
}

const withAccounts = (names: string): string =>
	`  1. Log in, and create a credential of the type "Group Manager API" for your account.
  2. Add the node "Group Manager" to a new workflow, or choose your credential in one of the examples:
${names}
     They write to the account: read them first.`;

function withSimulators(names: string, simulators: Simulators): string {
	const keys = DEFINITIONS.filter(({ addresses }) => Object.keys(addresses).length > 0).flatMap((definition) => {
		const { apiKey } = definition.credential(simulators.of(definition.id));
		return apiKey === undefined
			? []
			: [`choose ${definition.label}, leave Domain empty, and paste the key ${apiKey}`];
	});
	return `  1. Log in, and open one of the example workflows:
${names}
  2. Click "Execute workflow", then double-click a Group Manager node to read what it sent and got.
  3. A credential of your own: ${keys.join('; or ')}`;
}
