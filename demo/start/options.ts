import { parseArgs } from 'node:util';

import { Problem } from './problem';

export const HELP = `npm start                      n8n with this node, simulated vendors and example workflows
npm start -- --no-simulators   n8n with this node, for your own accounts
npm start -- --port 5690       on another port than 5678
`;

export interface Options {
	port: number;
	withSimulators: boolean;
	help: boolean;
}

/** What was asked for on the command line; what makes no sense there is a Problem. */
export function readOptions(): Options {
	const known = {
		'no-simulators': { type: 'boolean' },
		port: { type: 'string', default: '5678' },
		help: { type: 'boolean' },
	} as const;
	let values: { 'no-simulators'?: boolean; port: string; help?: boolean };
	try {
		({ values } = parseArgs({ options: known }));
	} catch (error) {
		throw new Problem(`${(error as Error).message}\n${HELP}`);
	}
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Problem(`--port takes a number from 1 to 65535, not "${values.port}".`);
	}
	return { port, withSimulators: !values['no-simulators'], help: values.help ?? false };
}
