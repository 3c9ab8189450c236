import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { commit } from '../commit';
import { GROUPS, WATCHED, type PollFigures } from './watched';

/** One vendor after another, each in a process of its own. @returns the section of the report */
export function pollingPart(say: (text: string) => void): string {
	say(`Polls of ${GROUPS.toLocaleString('en')} groups …`);
	const figures = WATCHED.map(({ label }, index) => {
		const script = ['--import', 'tsx', join(__dirname, 'run.ts'), String(index)];
		const text = execFileSync(process.execPath, script, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
		say(`  ${label}`);
		return JSON.parse(text) as PollFigures;
	});
	return section(figures);
}

const section = (all: readonly PollFigures[]): string => `## Polling

One poll of the trigger that finds nothing new among ${GROUPS.toLocaleString('en')} groups, and the same lists read on axios and thrown away, in turns. CPU of n8n's process, without the vendor. (${commit()}, Node ${process.versions.node})

|  | CPU of a poll | against axios | requests | state | heap that 100 polls leave |
| --- | ---: | ---: | ---: | ---: | ---: |
${all.map(row).join('\n')}
`;

const row = ({ vendor, cpu, bare, requests, kibibytes, growth }: PollFigures): string =>
	`| ${vendor} | ${Math.round(cpu)} ms | ${(cpu / bare).toFixed(1)} x | ${requests} | ${Math.round(kibibytes)} KiB | ${growth.toFixed(1)} MB |`;
