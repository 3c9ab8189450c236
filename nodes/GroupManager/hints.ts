import type { NodeExecutionHint } from 'n8n-workflow';

import type { Summary } from './engine/run/summary';

/** What n8n shows above the output of a run. */
export function hintsOn({ items, failed, repeated, waited, dry, isAtLimit }: Summary): NodeExecutionHint[] {
	const hint = (message: string, type: NodeExecutionHint['type'] = 'info'): NodeExecutionHint => ({
		message,
		type,
		location: 'outputPane',
	});
	return [
		...(failed > 0 ? [hint(`${failed} of ${counted(items, 'item')} failed`, 'warning')] : []),
		...(dry > 0 ? [hint(dryRun(dry, items - failed))] : []),
		...(waited > 0 ? [hint(`Waited ${Math.ceil(waited / 1_000)} s for the vendor's limit`)] : []),
		...(repeated > 0 ? [hint(`${counted(repeated, 'request')} had to be sent again`)] : []),
		...(isAtLimit ? [hint('Limit reached: there may be more')] : []),
	];
}

const dryRun = (dry: number, succeeded: number): string =>
	dry === succeeded
		? 'Dry run: nothing was written'
		: `Dry run of ${counted(dry, 'item')}: nothing was written for ${dry === 1 ? 'it' : 'them'}`;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
