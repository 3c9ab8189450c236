import type { NodeExecutionHint } from 'n8n-workflow';

import type { Summary } from './engine/run/job';

/** What n8n shows above the output of a run. */
export function hintsOn({ items, failed, repeated, waited, isDry, isAtLimit }: Summary): NodeExecutionHint[] {
	const hint = (message: string, type: NodeExecutionHint['type'] = 'info'): NodeExecutionHint => ({
		message,
		type,
		location: 'outputPane',
	});
	return [
		...(failed > 0 ? [hint(`${failed} of ${counted(items, 'item')} failed`, 'warning')] : []),
		...(isDry ? [hint('Dry run: nothing was written')] : []),
		...(waited > 0 ? [hint(`Waited ${Math.ceil(waited / 1_000)} s for the vendor's limit`)] : []),
		...(repeated > 0 ? [hint(`${counted(repeated, 'request')} had to be sent again`)] : []),
		...(isAtLimit ? [hint('Limit reached: there may be more')] : []),
	];
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
